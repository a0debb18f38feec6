"""Bring events in: the dialog shows what would happen, and what was ticked is written off the window's thread."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from roundtables.words import _, n_
from ui.workspace import Workspace

if TYPE_CHECKING:
    from roundtables.services import calendar_import


def import_events(parent: QWidget, workspace: Workspace, path: Path | None = None) -> None:
    """Ask for a calendar file, or begin with the one at `path`."""
    from roundtables.services import calendar_import
    from ui.dialogs.calendar_import import CalendarImportDialog

    dialog = CalendarImportDialog(parent, workspace)

    def take(proposals: list[calendar_import.EventProposal], common: Any) -> None:
        def work(report: Any) -> calendar_import.ImportedEvents:
            with workspace.change(_("Import events")) as session:
                return calendar_import.take(session, proposals, common, report)

        workspace.run(_("Import events"), work, lambda done: _say_imported(workspace, done))

    dialog.agreed.connect(take)
    dialog.open()
    if path is not None:
        dialog.read(path)


def _say_imported(workspace: Workspace, done: "calendar_import.ImportedEvents") -> None:
    number = len(done.added) + len(done.changed)
    words = n_("{n} event taken over ({new} new)", "{n} events taken over ({new} new)", number)
    workspace.noticed.emit(words.format(n=number, new=len(done.added)), True)
