"""Write the workbook for a period: ask which, then where to; then write it in the background."""

import datetime as dt
from pathlib import Path

from PySide6.QtWidgets import QWidget

from roundtables.queries.column_sets import Chosen
from roundtables.queries.workbooks import Scope
from roundtables.services import period_workbook
from roundtables.words import _
from ui.background import Report
from ui.dialogs.saving import ask_where, write_to
from ui.workspace import Workspace


def ask_for_period(workspace: Workspace, parent: QWidget) -> None:
    """Ask, then write."""
    from ui.dialogs.period_workbook import PeriodWorkbookDialog

    today = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant
    dialog = PeriodWorkbookDialog(parent, workspace, today)

    def agreed() -> None:
        # The dialog may be gone once the file is chosen.
        scope, code, columns, for_whom = dialog.scope(), dialog.language(), dialog.columns(), dialog.for_whom()
        name = period_workbook.suggested_name(scope, code)
        path = ask_where(parent, workspace, dialog.windowTitle(), name, ".xlsx")
        if path is not None:
            write(workspace, scope, path, code, columns, for_whom)

    dialog.accepted.connect(agreed)
    dialog.open()


def write(workspace: Workspace, scope: Scope, path: Path, code: str, columns: Chosen, for_whom: str) -> None:
    """Write the workbook off the window's thread; cancelled, nothing is left behind and nothing entered."""

    def work(report: Report) -> None:
        with workspace.change(_("Hand over workbook for a period"), undoable=False) as session:
            by, at = workspace.register.user, dt.datetime.now(dt.UTC)
            period_workbook.hand_over(
                session, scope, path, code, for_whom=for_whom, by=by, at=at, columns=columns, report=report
            )

    write_to(workspace, _("Writing the workbook"), path, work)
