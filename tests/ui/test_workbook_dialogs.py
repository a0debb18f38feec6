"""The workbooks in the window: the period, the columns by keyboard, what is saved under a name, and writing."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from roundtables.model import HandOver
from roundtables.queries import column_sets as queries
from roundtables.queries.workbooks import Scope
from roundtables.services import column_sets as services
from roundtables.terms import HandOverKind
from ui.dialogs.export import ExportDialog
from ui.dialogs.form import FormDialog
from ui.dialogs.period_workbook import PeriodWorkbookDialog, days_of
from ui.dialogs.workbook_columns import CHECKED, OF_EVENT, OF_PERIOD, WorkbookColumnsDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.period_workbook import write
from ui.widgets.column_choice import ColumnChoice

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def dialog(window: MainWindow) -> PeriodWorkbookDialog:
    """The dialog for a period on a day in November."""
    made = PeriodWorkbookDialog(window, window.workspace, TODAY)
    made.open()
    return made


@pytest.fixture
def columns_of(window: MainWindow) -> Callable[..., WorkbookColumnsDialog]:
    def show(*, name: str = "", columns: Any = None, sheets: Any = OF_EVENT) -> WorkbookColumnsDialog:
        made = WorkbookColumnsDialog(window, window.workspace, sheets, columns or {}, name)
        made.open()
        return made

    return show


def saved(window: MainWindow) -> dict[str, Any]:
    with window.workspace.read() as session:
        return {row.name: dict(row.columns) for row in queries.listing(session)}


def keep(window: MainWindow, name: str, columns: Any) -> None:
    with window.workspace.change("Save columns") as session:
        services.add(session, name, columns)


def choose_file(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))


def test_periods_have_their_days() -> None:
    day = dt.date
    assert days_of("this-year", TODAY) == (day(2026, 1, 1), day(2026, 12, 31))
    assert days_of("last-year", TODAY) == (day(2025, 1, 1), day(2025, 12, 31))
    assert days_of("this-quarter", TODAY) == (day(2026, 10, 1), day(2026, 12, 31))
    assert days_of("last-quarter", TODAY) == (day(2026, 7, 1), day(2026, 9, 30))
    assert days_of("last-quarter", day(2024, 3, 31)) == (day(2023, 10, 1), day(2023, 12, 31))
    assert days_of("this-quarter", day(2024, 5, 31)) == (day(2024, 4, 1), day(2024, 6, 30))
    assert days_of("days", TODAY) is None


def test_days_that_are_typed_are_a_period_of_their_own(dialog: PeriodWorkbookDialog) -> None:
    since, period = dialog.form.fields["since"], dialog.form.fields["period"]
    assert dialog.scope() == Scope(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
    all_year = dialog.counted.text()
    since.editor.setText("1 Nov 2026")
    since.settle()
    assert period.value() == "days"
    assert dialog.scope().since == dt.date(2026, 11, 1)
    assert dialog.counted.text() != all_year
    period.editor.setCurrentIndex(period.editor.findData("last-quarter"))
    period._finished()
    assert dialog.scope() == Scope(dt.date(2026, 7, 1), dt.date(2026, 9, 30))


def test_a_project_and_its_work_packages_can_be_chosen(dialog: PeriodWorkbookDialog) -> None:
    box: Any = dialog.form.fields["of"].editor
    names = [box.itemText(at).strip() for at in range(box.count())]
    assert names[:2] == ["All projects", "Peer Action against Hate"]
    at = next(at for at, name in enumerate(names) if name.startswith("WP2"))
    box.setCurrentIndex(at)
    dialog.form.fields["of"]._finished()
    scope = dialog.scope()
    assert scope.project_id is not None
    assert scope.work_package_id is not None
    with dialog._workspace.read() as session:
        assert dialog.counted.text() == f"{queries_count(session, scope)} events"


def queries_count(session: Any, scope: Scope) -> int:
    from roundtables.queries import workbooks

    return len(workbooks.events(session, scope).lines)


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("31 Nov", "", "is not a date"),
        ("", "1 Dec 2026", "needs its first and its last day"),
        ("1 Dec 2026", "1 Nov 2026", "ends before it begins"),
        ("1 Jan 2020", "1 Feb 2020", "No fitting event began"),
    ],
)
def test_what_can_not_be_written_is_said_in_the_dialog(
    dialog: PeriodWorkbookDialog, since: str, until: str, words: str
) -> None:
    dialog.form.fields["since"].editor.setText(since)
    dialog.form.fields["until"].editor.setText(until)
    dialog._agree()
    said = [dialog._error.text(), *(field.error.text() for field in dialog.form.fields.values())]
    assert any(words in each for each in said)
    assert dialog.isVisible()


def test_the_workbook_is_written_in_the_background_and_entered(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keep(window, "For Seta", {"participations": ["last_name", "reference"]})
    path = tmp_path / "year.xlsx"
    choose_file(monkeypatch, path.with_suffix(""))
    page = window.current_page()
    page.period_workbook()
    dialog = page.findChild(PeriodWorkbookDialog)
    dialog.form.fields["since"].editor.setText("1 Jan 2026")
    dialog.form.fields["until"].editor.setText("31 Dec 2026")
    dialog.form.fields["for_whom"].editor.setText("Finance")
    dialog.choice.box.setCurrentIndex(1)
    dialog._agree()
    qtbot.waitUntil(lambda: path.exists() and not window.workspace.is_busy())
    heading = CalamineWorkbook.from_path(path).get_sheet_by_index(1).to_python()[2]
    assert heading == ["Last name", "Event number"]
    with window.workspace.read() as session:
        entry = session.scalars(select(HandOver).order_by(HandOver.id.desc()).limit(1)).one()
        assert (entry.kind, entry.for_whom) == (HandOverKind.PERIOD_WORKBOOK, "Finance")


def test_stopped_it_leaves_no_file_and_no_entry(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "out" / "year.xlsx"
    path.parent.mkdir()
    scope = Scope(dt.date(2020, 1, 1), dt.date(2030, 12, 31))
    with window.workspace.read() as session:
        before = len(session.scalars(select(HandOver.id)).all())
    write(window.workspace, scope, path, "en", {}, "")
    (task,) = window.workspace.tasks()
    with qtbot.waitSignal(task.ended):
        task.cancel()
    assert not list(path.parent.iterdir())
    with window.workspace.read() as session:
        assert len(session.scalars(select(HandOver.id)).all()) == before


def test_columns_are_taken_in_and_moved_by_the_keyboard(
    qtbot: QtBot, columns_of: Callable[..., WorkbookColumnsDialog]
) -> None:
    dialog = columns_of()
    shown = dialog.lists["attendance"]
    before = shown.chosen()
    shown.setFocus()
    shown.setCurrentRow(1)
    qtbot.keyClick(shown, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.keyClick(shown, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert shown.chosen() == (before[1], before[0], *before[2:])
    qtbot.keyClick(shown, Qt.Key.Key_Space)
    assert shown.chosen() == (before[0], *before[2:])
    assert dialog.columns() == {"attendance": (before[0], *before[2:])}


def test_columns_are_saved_renamed_and_deleted(
    window: MainWindow, columns_of: Callable[..., WorkbookColumnsDialog]
) -> None:
    dialog = columns_of(columns={"attendance": ["last_name"]})
    dialog._ask_name()
    name_it(dialog, "For Seta")
    assert saved(window) == {"For Seta": {"attendance": ("last_name",)}}
    assert dialog.saved.currentText() == "For Seta"
    dialog.lists["attendance"].item(1).setCheckState(CHECKED)
    dialog._save()
    assert len(saved(window)["For Seta"]["attendance"]) == 2
    dialog._ask_rename()
    name_it(dialog, "For Seta & <b>others</b>")
    assert list(saved(window)) == ["For Seta & <b>others</b>"]
    assert dialog.saved.currentText() == "For Seta & <b>others</b>"
    dialog._remove()
    assert saved(window) == {}
    assert dialog.saved.currentText() == "Standard columns"
    assert dialog.columns() == {}
    window.workspace.undo()
    assert list(saved(window)) == ["For Seta & <b>others</b>"]


def name_it(dialog: WorkbookColumnsDialog, name: str) -> None:
    form = dialog.findChildren(FormDialog)[-1]
    form.form.fields["name"].enter(name)
    form._agree()


def test_a_name_that_is_taken_is_told_where_it_was_typed(
    window: MainWindow, columns_of: Callable[..., WorkbookColumnsDialog]
) -> None:
    keep(window, "For Seta", {})
    dialog = columns_of()
    dialog._ask_name()
    name_it(dialog, "for seta")
    form = dialog.findChildren(FormDialog)[-1]
    assert form.isVisible()
    assert "There are columns saved" in form.form.fields["name"].error.text()


def test_a_sheet_without_columns_is_not_taken(columns_of: Callable[..., WorkbookColumnsDialog]) -> None:
    dialog = columns_of()
    costs = dialog.lists["costs"]
    for at in range(costs.count()):
        costs.item(at).setCheckState(Qt.CheckState.Unchecked)
    dialog._agree()
    assert dialog.isVisible()
    assert dialog.tabs.currentWidget() is costs
    assert dialog._error.text() == "At least one column has to be taken in."


def test_columns_can_be_chosen_for_this_once(window: MainWindow) -> None:
    keep(window, "For Seta", {"costs": ["reference"]})
    choice = ColumnChoice(window.workspace, OF_PERIOD)
    choice.box.setParent(window)
    assert [choice.box.itemText(at) for at in range(choice.box.count())] == ["Standard columns", "For Seta"]
    choice.open_dialog()
    dialog = window.findChildren(WorkbookColumnsDialog)[-1]
    dialog.lists["events"].move_current(1)
    moved = dialog.lists["events"].chosen()
    dialog._agree()
    assert choice.box.currentText() == "Chosen just now"
    assert dict(choice.columns()) == {"events": moved}
    choice.open_dialog()
    dialog = window.findChildren(WorkbookColumnsDialog)[-1]
    assert dialog.lists["events"].chosen() == moved
    dialog.saved.setCurrentIndex(1)
    dialog._show_saved()
    dialog._agree()
    assert (choice.name(), dict(choice.columns())) == ("For Seta", {"costs": ("reference",)})


def test_the_events_workbook_is_written_with_the_columns_that_were_chosen(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    keep(window, "For Seta", {"attendance": ["role", "last_name"]})
    window.visit(Link("event", 1))
    path = tmp_path / "list.xlsx"
    choose_file(monkeypatch, path)
    page = window.current_page()
    page.attendance_list()
    dialog = page.findChild(ExportDialog)
    assert dialog.columns() == {}
    dialog._columns.box.setCurrentIndex(1)
    dialog.accept()
    qtbot.waitUntil(lambda: path.exists() and not window.workspace.is_busy())
    book = CalamineWorkbook.from_path(path)
    assert len(book.sheet_names) == 5
    assert ["Role", "Last name"] in [row[:2] for row in book.get_sheet_by_index(0).to_python()]
