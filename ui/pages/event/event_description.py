"""Give the event description sheet away: in which language, for whom, as Word document or workbook."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Union

from roundtables.services import event_descriptions
from roundtables.services.event_descriptions import DOCX, XLSX
from roundtables.words import _
from ui.background import Report
from ui.dialogs.export import ExportDialog
from ui.dialogs.saving import ask_where, write_to

if TYPE_CHECKING:
    from ui.pages.event.page import EventPage
    from ui.pages.event.report import ReportTab


def open_event_description(page: Union["EventPage", "ReportTab"]) -> None:
    """Ask for the language, for whom and where, then write the sheet and enter it as handed over."""
    page.settle()
    title = _("Event description sheet")
    note = _(
        "The sheet says what was entered for the funder and how it was counted. It is entered as handed over, with a "
        "check sum by which it can be verified years later."
    )
    dialog = ExportDialog(page, title, for_whom=True, language=page.workspace.preferences.export_language, note=note)

    def agreed() -> None:
        name = event_descriptions.suggested_name(page.record.reference, DOCX, dialog.language())
        path = ask_where(page, page.workspace, title, name, DOCX, XLSX)
        if path is not None:
            _write(page, path, dialog.language(), dialog.for_whom())

    dialog.accepted.connect(agreed)
    dialog.open()


def _write(page: Union["EventPage", "ReportTab"], path: Path, code: str, for_whom: str) -> None:
    workspace, key = page.workspace, page.event_id

    def write(_report: Report) -> None:
        with workspace.change(_("Hand over event description sheet"), undoable=False) as session:
            event_descriptions.hand_over(
                session,
                key,
                path,
                code,
                for_whom=for_whom,
                by=workspace.register.user,
                at=dt.datetime.now(dt.UTC),
                folder=event_descriptions.folder_of(workspace.register),
            )

    write_to(workspace, _("Writing the event description sheet"), path, write)
