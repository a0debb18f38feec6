"""What an event's page gives away to finance: the list. It asks where to."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog

from roundtables.services import hand_overs
from roundtables.words import _
from ui.dialogs.export import ExportDialog
from ui.dialogs.workbook_columns import OF_EVENT
from ui.widgets.column_choice import ColumnChoice

if TYPE_CHECKING:
    from ui.pages.event.page import EventPage

Report = Callable[[int, int], None]


def attendance_list(page: "EventPage") -> None:
    """Write the attendance list and record that it was handed over."""
    workspace, key = page.workspace, page.event_id

    def work(dialog: ExportDialog, path: Path) -> None:
        code, for_whom, columns = dialog.language(), dialog.for_whom(), dialog.columns()

        def write(_report: Report) -> None:
            with workspace.change(_("Hand over attendance list"), undoable=False) as session:
                hand_overs.hand_over_attendance(
                    session,
                    key,
                    path,
                    code,
                    for_whom=for_whom,
                    by=workspace.register.user,
                    at=dt.datetime.now(dt.UTC),
                    columns=columns,
                )

        _run(page, _("Writing the attendance list"), write, path)

    _ask(
        page,
        ExportDialog(
            page,
            _("Attendance list"),
            for_whom=True,
            language=workspace.preferences.export_language,
            columns=ColumnChoice(workspace, OF_EVENT),
        ),
        "Attendance list",
        work,
    )


def _ask(page: "EventPage", dialog: ExportDialog, title: str, work: Callable[[ExportDialog, Path], None]) -> None:
    """Ask for the language and then for the place; the file dialog asks before it overwrites."""

    def agreed() -> None:
        name = hand_overs.suggested_name(page.record.reference, title, dialog.language())
        path, _kind = QFileDialog.getSaveFileName(
            page, dialog.windowTitle(), str(Path.home() / name), _("Excel workbook (*.xlsx)")
        )
        if path:
            work(dialog, Path(path) if path.lower().endswith(".xlsx") else Path(f"{path}.xlsx"))

    dialog.accepted.connect(agreed)
    dialog.open()


def _run(page: "EventPage", title: str, write: Callable[[Report], Any], path: Path) -> None:
    def done(_result: object) -> None:
        page.workspace.noticed.emit(_("{file} was written.").format(file=path), False)

    page.workspace.run(title, write, done)
