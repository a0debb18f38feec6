"""Give the event description sheet away: in which language, for whom, as Word document or workbook."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Union

from PySide6.QtWidgets import QFileDialog

from roundtables.services import event_descriptions
from roundtables.services.event_descriptions import DOCX, XLSX
from roundtables.words import _
from ui.dialogs.export import ExportDialog

if TYPE_CHECKING:
    from ui.pages.event.page import EventPage
    from ui.pages.event.report import ReportTab

Report = Callable[[int, int], None]


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
        word, excel = _("Word document (*.docx)"), _("Excel workbook (*.xlsx)")
        path, kind = QFileDialog.getSaveFileName(page, title, str(Path.home() / name), f"{word};;{excel}")
        if path:
            _write(page, with_suffix(path, XLSX if kind == excel else DOCX), dialog.language(), dialog.for_whom())

    dialog.accepted.connect(agreed)
    dialog.open()


def with_suffix(path: str, chosen: str) -> Path:
    """The path with the ending of the kind that was chosen, unless it has one that can be written."""
    return Path(path) if path.lower().endswith((DOCX, XLSX)) else Path(f"{path}{chosen}")


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

    def done(_result: object) -> None:
        workspace.noticed.emit(_("{file} was written.").format(file=path), False)

    workspace.run(_("Writing the event description sheet"), write, done)
