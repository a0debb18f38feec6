"""Bring people in: the dialog shows what would happen, and what was agreed is written off the window's thread."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from roundtables.words import _, n_
from ui.workspace import Workspace

if TYPE_CHECKING:
    from roundtables.services import importing


def import_people(
    parent: QWidget,
    workspace: Workspace,
    event_id: int | None = None,
    path: Path | None = None,
    *,
    paste: bool = False,
) -> None:
    """Ask for a list, or begin with the one at `path` or what was copied; participants of an event if one is given."""
    from roundtables.services import importing
    from ui.dialogs.importing import ImportDialog

    title = _("Import participants") if event_id is not None else _("Import people")
    dialog = ImportDialog(parent, workspace, title)

    def take(proposals: list[importing.Proposal]) -> None:
        def work(report: Any) -> importing.Imported:
            with workspace.change(title) as session:
                return importing.take_over(session, proposals, event_id=event_id, report=report)

        workspace.run(title, work, lambda done: _say_imported(workspace, done))

    dialog.agreed.connect(take)
    dialog.open()
    if path is not None:
        dialog.read(path)
    elif paste:
        dialog.paste()


def _say_imported(workspace: Workspace, done: "importing.Imported") -> None:
    number = len(done.people)
    words = n_("{n} person taken over ({new} new)", "{n} people taken over ({new} new)", number)
    workspace.noticed.emit(words.format(n=number, new=done.added), True)
