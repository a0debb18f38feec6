"""The workbook of an event and for a period: what is asked before they are written, and the columns."""

from collections.abc import Callable
from typing import Any


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """The dialogs, empty, filled and refused."""
    from PySide6.QtWidgets import QDialog

    from roundtables.services import column_sets
    from ui.dialogs.workbook_columns import OF_EVENT, OF_PERIOD, WorkbookColumnsDialog
    from ui.links import Link

    def shown(name: str, kind: type[QDialog] = QDialog) -> Any:
        settle()
        found = [each for each in window.findChildren(kind) if each.isVisible()][-1]
        save(name, found)
        return found

    def close(dialog: Any) -> None:
        dialog.close()
        settle()

    with window.workspace.change("Save columns") as session:
        column_sets.add(session, "For Seta", {"attendance": ["number", "last_name", "first_name", "slots", "minutes"]})
        column_sets.add(session, "For the Ministry of Justice & <b>others</b>", {"costs": ["reference", "actual"]})
    window.visit(Link("events"))
    page = window.current_page()
    page.period_workbook()
    dialog = shown("period")
    dialog.form.fields["period"].enter("last-quarter")
    dialog._follow("period")
    dialog.form.fields["of"].editor.showPopup()
    settle()
    save("period-projects", dialog.form.fields["of"].editor.view().window())
    dialog.form.fields["of"].editor.hidePopup()
    dialog.form.fields["until"].enter(None)
    dialog.form.fields["since"].editor.setText("31 Nov")
    dialog._agree()
    save("period-refused", dialog)
    dialog.form.fields["period"].enter("last-year")
    dialog._follow("period")
    dialog._agree()
    if dialog.isVisible():
        save("period-nothing", dialog)
        close(dialog)
    columns = WorkbookColumnsDialog(window, window.workspace, OF_PERIOD, {}, "")
    columns.open()
    shown("columns")
    columns.lists["events"].setCurrentRow(3)
    columns.tabs.setCurrentIndex(1)
    columns._ask_name()
    named = shown("columns-name")
    named.form.fields["name"].enter("for seta")
    named._agree()
    save("columns-name-taken", named)
    close(named)
    close(columns)
    columns = WorkbookColumnsDialog(window, window.workspace, OF_EVENT, {}, "For Seta")
    columns._show_saved()
    columns.open()
    shown("columns-for-seta")
    for at in range(columns.lists["costs"].count()):
        columns.lists["costs"].item(at).setCheckState(type(columns.lists["costs"].item(at).checkState()).Unchecked)
    columns._agree()
    save("columns-none", columns)
    close(columns)
    window.visit(Link("event", 1))
    window.current_page().attendance_list()
    close(shown("event"))
