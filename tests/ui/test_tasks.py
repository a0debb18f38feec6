"""An event's tasks and the checklists by kind, edited in place and by keys."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from roundtables.queries import checklists as checklist_queries
from roundtables.queries import history
from roundtables.register import Register
from roundtables.services import checklists
from roundtables.terms import EventKind
from ui.dialogs.checklists import ChecklistsDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.models.tasks import DAYS, DONE, DUE, STATE, TITLE
from ui.widgets.due_days import DaysEdit, days_in_words

LONG = "x" * 100_000


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the day on the wall


def settled() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def step(window: MainWindow) -> str:
    with window.workspace.read() as session:
        return history.steps(session, limit=1)[0].name


def tasks_of(window: MainWindow, event: int) -> list[checklist_queries.TaskRow]:
    with window.workspace.read() as session:
        return checklist_queries.tasks(session, event)


@pytest.fixture
def tasks_tab(shown: MainWindow, soon: Callable[..., int]) -> Any:
    """The tasks of an event in three days: one overdue, one due today, one later."""
    event = soon(3, tasks=[("Invite", -5), ("Remind", -3), ("Thank", 4)])
    shown.visit(Link("event", event, "tasks"))
    return shown.current_page().tab("tasks")


def cell(tab: Any, row: int, column: int) -> Any:
    return tab.table.model().index(row, column)


def test_tasks_are_ticked_with_the_keyboard_each_as_a_named_step(
    qtbot: QtBot, shown: MainWindow, tasks_tab: Any
) -> None:
    assert [cell(tasks_tab, row, STATE).data() for row in range(3)] == [
        "Overdue by 2 days",
        "Due today",
        "Due in 7 days",
    ]
    assert "1 overdue" in tasks_tab._number.text()
    tasks_tab.table.setCurrentIndex(cell(tasks_tab, 0, TITLE))
    qtbot.keyClick(tasks_tab.table, Qt.Key.Key_Space)
    done = tasks_of(shown, tasks_tab._id)[0]
    assert done.done_on == _today()
    assert cell(tasks_tab, 0, DONE).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert cell(tasks_tab, 0, DONE).data(Qt.ItemDataRole.AccessibleTextRole) == "Yes"
    assert step(shown) == "Mark as done"
    assert tasks_tab.table.currentIndex().row() == 0
    tasks_tab.table.selectAll()
    qtbot.keyClick(tasks_tab.table, Qt.Key.Key_Space)
    assert all(task.done_on for task in tasks_of(shown, tasks_tab._id))
    shown.undo()
    shown.undo()
    assert not any(task.done_on for task in tasks_of(shown, tasks_tab._id))


def test_a_task_is_ticked_by_a_click_into_its_box(qtbot: QtBot, shown: MainWindow, tasks_tab: Any) -> None:
    area = tasks_tab.table.visualRect(cell(tasks_tab, 1, DONE))
    from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

    option: Any = QStyleOptionViewItem()
    tasks_tab.table.initViewItemOption(option)
    option.rect = area
    option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    box = tasks_tab.table.style().subElementRect(
        QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, tasks_tab.table
    )
    qtbot.mouseClick(tasks_tab.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert tasks_of(shown, tasks_tab._id)[1].done_on == _today()


def edit_cell(qtbot: QtBot, tab: Any, row: int, column: int) -> Any:
    tab.table.setCurrentIndex(cell(tab, row, column))
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_F2)
    return tab.table.viewport().findChild(QLineEdit)


def test_tasks_are_edited_in_place(qtbot: QtBot, shown: MainWindow, tasks_tab: Any) -> None:
    editor = edit_cell(qtbot, tasks_tab, 0, TITLE)
    editor.setText("Invite everybody")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tasks_of(shown, tasks_tab._id)[0].title == "Invite everybody")
    assert step(shown) == "Change task"
    settled()
    edit_cell(qtbot, tasks_tab, 0, DAYS)
    days = tasks_tab.table.viewport().findChild(DaysEdit)
    assert days.currentText() == "5 days before"
    days.setEditText("21")
    tasks_tab.table.commitData(days)
    assert tasks_of(shown, tasks_tab._id)[0].days == -21
    model: QAbstractItemModel = tasks_tab.table.model()
    from PySide6.QtCore import QDate

    first = _today() + dt.timedelta(days=3)
    model.setData(cell(tasks_tab, 1, DUE), QDate(first.year, first.month, first.day))
    assert tasks_of(shown, tasks_tab._id)[1].days == 0


def test_a_name_of_a_task_that_is_too_long_is_refused_in_words_and_stays_in_its_field(
    qtbot: QtBot, shown: MainWindow, tasks_tab: Any
) -> None:
    tasks_tab.new.setText(LONG)
    tasks_tab.add()
    assert "too long" in tasks_tab._error.text()
    assert tasks_tab.new.text() == LONG
    tasks_tab.new.setText("Badges")
    tasks_tab.add()
    assert tasks_tab.new.text() == ""
    assert tasks_of(shown, tasks_tab._id)[-1].title == "Badges"
    editor = edit_cell(qtbot, tasks_tab, 0, TITLE)
    editor.setText("y" * 600)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settled()
    qtbot.waitUntil(lambda: tasks_tab.table.state() == tasks_tab.table.State.EditingState)
    assert [each.text() for each in tasks_tab.table.viewport().findChildren(QLineEdit)][-1] == "y" * 600
    assert tasks_of(shown, tasks_tab._id)[0].title == "Invite"


def test_tasks_are_put_in_order_and_removed_by_keys(qtbot: QtBot, shown: MainWindow, tasks_tab: Any) -> None:
    tasks_tab.table.setCurrentIndex(cell(tasks_tab, 2, TITLE))
    tasks_tab.table.setFocus()
    qtbot.keyClick(tasks_tab.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [task.title for task in tasks_of(shown, tasks_tab._id)] == ["Invite", "Thank", "Remind"]
    assert tasks_tab.table.current_row().title == "Thank"
    qtbot.keyClick(tasks_tab.table, Qt.Key.Key_Delete)
    assert [task.title for task in tasks_of(shown, tasks_tab._id)] == ["Invite", "Remind"]
    shown.undo()
    assert len(tasks_of(shown, tasks_tab._id)) == 3


def test_what_is_typed_into_a_task_is_there_though_the_page_goes(
    qtbot: QtBot, shown: MainWindow, tasks_tab: Any
) -> None:
    event = tasks_tab._id
    editor = edit_cell(qtbot, tasks_tab, 0, TITLE)
    editor.setText("Half typed")
    tasks_tab.new.setText("And a new one")
    shown.visit(Link("events"))
    assert tasks_of(shown, event)[0].title == "Half typed"
    shown.visit(Link("event", event, "tasks"))
    assert shown.current_page().tab("tasks").new.text() == "And a new one"


def test_an_event_without_tasks_offers_the_checklist_of_its_kind(
    shown: MainWindow, soon: Callable[..., int], register: Register
) -> None:
    event = soon(3)
    shown.visit(Link("event", event, "tasks"))
    tab = shown.current_page().tab("tasks")
    assert not tab._empty.step.isVisible()
    with register.change("Checklist") as session:
        checklists.add_line(session, EventKind.ROUND_TABLE, title="Invite", days=-14)
    assert tab._empty.step.isVisible()
    assert "has 1 task" in tab._empty.words.text()
    tab._empty.step.click()
    assert [task.title for task in tasks_of(shown, event)] == ["Invite"]
    assert not tab._take.isEnabled()


def test_checklists_are_edited_in_their_dialog(qtbot: QtBot, shown: MainWindow, register: Register) -> None:
    dialog = ChecklistsDialog(shown, shown.workspace, EventKind.ROUND_TABLE)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    for title, days in (("Invite", -14), ("Thank", 3), ("Book", -60)):
        dialog.new.setText(title)
        dialog.days.set_value(days)
        qtbot.keyClick(dialog.new, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.new.text() == ""
    dialog.table.go_to(2)
    dialog.move_up()
    dialog.move_up()
    dialog.new.setText(LONG)
    dialog.add()
    assert "too long" in dialog._error.text()
    dialog.table.model().setData(dialog.table.model().index(1, 1), -21)
    dialog.table.go_to(2)
    dialog.remove()
    with register.read() as session:
        found = checklist_queries.lines(session, EventKind.ROUND_TABLE)
    assert [(line.title, line.days) for line in found] == [("Book", -60), ("Invite", -21)]
    shown.undo()
    assert dialog.table.model().rowCount() == 3
    dialog.kinds.setCurrentIndex(dialog.kinds.findData(EventKind.SEMINAR))
    dialog.refresh()
    assert dialog.table.model().rowCount() == 0
    dialog.reject()


@pytest.mark.parametrize(
    ("typed", "before", "days"),
    [
        ("21", -7, -21),
        ("21", 7, 21),
        ("-3", 7, -3),
        ("7 days after", -7, 7),
        ("on the first day", -7, 0),
        ("nonsense", -7, -7),
        ("9" * 50, 7, 999999),
        ("1 day before", 7, -1),
    ],
)
def test_days_are_typed_as_people_say_them(qtbot: QtBot, typed: str, before: int, days: int) -> None:
    edit = DaysEdit()
    qtbot.addWidget(edit)
    edit.set_value(before)
    edit.setEditText(typed)
    assert edit.value() == days
    edit._say()
    assert edit.currentText() == days_in_words(days)


def test_the_lists_keep_qts_own_rules(qtbot: QtBot, shown: MainWindow, tasks_tab: Any) -> None:
    shown.visit(Link("today"))
    page = shown.current_page()
    dialog = ChecklistsDialog(shown, shown.workspace, EventKind.ROUND_TABLE)
    dialog.new.setText("Invite")
    dialog.add()
    for model in (page._model, tasks_tab._model, dialog.table.model()):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert model.data(QModelIndex()) is None
