"""People from the clipboard: the dialog of an import, which reads what was copied elsewhere."""

from typing import Any

from PySide6.QtWidgets import QWidget

from roundtables.services import importing
from roundtables.words import _, n_
from ui.dialogs.importing import ImportDialog
from ui.workspace import Workspace


def paste_people(parent: QWidget, workspace: Workspace, event_id: int | None = None) -> ImportDialog:
    """Show what the clipboard would bring in, as participants where an event is given; agreed, it is one step."""
    title = _("Import participants") if event_id is not None else _("Import people")
    dialog = ImportDialog(parent, workspace, title)

    def take(proposals: list[importing.Proposal]) -> None:
        def work(report: Any) -> importing.Imported:
            with workspace.change(title) as session:
                return importing.take_over(session, proposals, event_id=event_id, report=report)

        workspace.run(title, work, done)

    def done(imported: importing.Imported) -> None:
        number = len(imported.people)
        words = n_("{n} person taken over ({new} new)", "{n} people taken over ({new} new)", number)
        workspace.noticed.emit(words.format(n=number, new=imported.added), True)

    dialog.agreed.connect(take)
    dialog.open()
    dialog.paste()
    return dialog
