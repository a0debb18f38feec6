"""What an event's page gives away to finance: the list. It asks where to."""

import datetime as dt
from typing import TYPE_CHECKING

from roundtables.services import hand_overs
from roundtables.words import _
from ui.background import Report
from ui.dialogs.export import ExportDialog
from ui.dialogs.saving import ask_where, write_to
from ui.dialogs.workbook_columns import OF_EVENT
from ui.widgets.column_choice import ColumnChoice

if TYPE_CHECKING:
    from ui.pages.event.page import EventPage


def attendance_list(page: "EventPage") -> None:
    """Write the attendance list and record that it was handed over."""
    workspace, key = page.workspace, page.event_id
    usual, columns = workspace.preferences.export_language, ColumnChoice(workspace, OF_EVENT)
    dialog = ExportDialog(page, _("Attendance list"), for_whom=True, language=usual, columns=columns)

    def agreed() -> None:
        code, for_whom, chosen = dialog.language(), dialog.for_whom(), dialog.columns()
        name = hand_overs.suggested_name(page.record.reference, "Attendance list", code)
        path = ask_where(page, workspace, dialog.windowTitle(), name, ".xlsx")
        if path is None:
            return

        def write(_report: Report) -> None:
            with workspace.change(_("Hand over attendance list"), undoable=False) as session:
                by, at = workspace.register.user, dt.datetime.now(dt.UTC)
                hand_overs.hand_over_attendance(
                    session, key, path, code, for_whom=for_whom, by=by, at=at, columns=chosen
                )

        write_to(workspace, _("Writing the attendance list"), path, write)

    dialog.accepted.connect(agreed)
    dialog.open()
