"""Cells and rows that are changed in tables: one in place, many at once, and the keyboard that stays with them."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
)
from pytestqt.qtbot import QtBot

from roundtables.queries import history
from roundtables.queries import people as people_queries
from roundtables.queries.people import PersonFilter
from roundtables.register import Register
from roundtables.services import events as event_services
from roundtables.terms import EventKind, EventStatus, Reply, Role
from ui.dialogs.change_rows import ChangeRowsDialog
from ui.main_window import MainWindow
from ui.models.columns import Column
from ui.models.paged import PagedTableModel
from ui.widgets import table_hands
from ui.widgets.table import Table

HOSTILE = (
    "=1+1",
    "+358 40",
    "-2",
    "@SUM(A1)",
    "\x00\x07bell",
    "a\tb\nc",
    "\u202eevil",
    "👩‍👩‍👧",
    "مرحبا",
    "x" * 100_000,
)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def last_step(register: Register) -> Any:
    with register.read() as session:
        return history.steps(session, limit=1)[0]


def test_f2_edits_a_cell_and_enter_takes_it_as_one_named_step(
    qtbot: QtBot, events: Any, demo: Register, go: Any, editor_of: Any
) -> None:
    table = events.table
    go(table, 3, "title")
    before = table.current_row()
    qtbot.keyClick(table, Qt.Key.Key_F2)
    editor = editor_of(table)
    assert editor.text() == before.title
    editor.selectAll()
    qtbot.keyClicks(editor, "Another title")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert (table.current_row().id, table.current_row().title) == (before.id, "Another title")
    assert demo.undoable() == "Change event"
    demo.undo()
    assert table.current_row().title == before.title


def test_escape_leaves_a_cell_as_it_was(qtbot: QtBot, events: Any, demo: Register, go: Any, editor_of: Any) -> None:
    go(events.table, 3, "title")
    step = demo.undoable()
    qtbot.keyClick(events.table, Qt.Key.Key_F2)
    qtbot.keyClicks(editor_of(events.table), "nonsense")
    qtbot.keyClick(editor_of(events.table), Qt.Key.Key_Escape)
    assert editor_of(events.table) is None
    assert demo.undoable() == step


def test_what_can_not_be_taken_is_said_and_stays_in_the_editor(
    qtbot: QtBot, window: MainWindow, people: Any, demo: Register, go: Any, editor_of: Any
) -> None:
    go(people.table, 2, "email")
    qtbot.keyClick(people.table, Qt.Key.Key_F2)
    editor = editor_of(people.table)
    editor.setText("no address at all")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert editor_of(people.table) is editor
    assert editor.text() == "no address at all"
    assert "no address at all" in window.notices.words.text()
    editor.setText("new@office.example")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor_of(people.table) is None)
    assert people.table.current_row().email == "new@office.example"


def test_keys_belong_to_the_editor_while_a_cell_is_edited(qtbot: QtBot, events: Any, go: Any, editor_of: Any) -> None:
    go(events.table, 3, "title")
    number = events.listing.count()
    qtbot.keyClick(events.table, Qt.Key.Key_F2)
    editor = editor_of(events.table)
    for key, modifier in ((Qt.Key.Key_D, CTRL), (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)):
        qtbot.keyClick(editor, key, modifier)
    assert events.listing.count() == number


def test_a_double_click_edits_what_can_be_edited_and_opens_the_row_elsewhere(
    qtbot: QtBot, events: Any, go: Any, editor_of: Any
) -> None:
    opened: list[Any] = []
    events.listing.opened.disconnect()
    events.listing.opened.connect(opened.append)
    for name in ("title", "reference"):
        go(events.table, 12, name)
        events.table.scrollTo(events.table.currentIndex())
        where = events.table.visualRect(events.table.currentIndex()).center()
        QTest.mouseClick(events.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
        QTest.mouseDClick(events.table.viewport(), Qt.MouseButton.LeftButton, pos=where)
        if name == "title":
            assert editor_of(events.table) is not None
            assert not opened
            qtbot.keyClick(editor_of(events.table), Qt.Key.Key_Escape)
    assert len(opened) == 1


def test_a_term_is_chosen_from_its_list(qtbot: QtBot, events: Any, go: Any, editor_of: Any) -> None:
    go(events.table, 3, "kind")
    qtbot.keyClick(events.table, Qt.Key.Key_F2)
    box = editor_of(events.table)
    at = next(at for at in range(box.count()) if box.itemData(at) is EventKind.SEMINAR)
    box.setCurrentIndex(at)
    box.activated.emit(at)
    assert events.table.current_row().kind is EventKind.SEMINAR
    assert editor_of(events.table) is None


def test_both_names_are_edited_in_one_cell(people: Any, window: MainWindow, go: Any) -> None:
    go(people.table, 0, "name")
    index = people.table.currentIndex()
    assert not people.model.setData(index, "Aino Maria Mäkelä", Qt.ItemDataRole.EditRole)
    assert "comma" in window.notices.words.text()
    assert people.model.setData(index, "Aaaa, Aino", Qt.ItemDataRole.EditRole)
    people.model.ensure(0, 0)
    row = people.model.row(0)
    assert (row.last_name, row.first_name) == ("Aaaa", "Aino")


def test_fill_down_gives_the_first_value_to_all_selected_rows_as_one_step(
    qtbot: QtBot, window: MainWindow, events: Any, demo: Register, go: Any
) -> None:
    go(events.table, 5, "status")
    before = [events.listing.model.row(number).status for number in range(5, 9)]
    with demo.change("One draft") as session:
        event_services.change(session, events.table.current_row().id, status=EventStatus.DRAFT)
    events.table.select_numbers(range(5, 9))
    qtbot.keyClick(events.table, Qt.Key.Key_D, CTRL | SHIFT)
    events.listing.model.ensure(5, 8)
    assert {events.listing.model.row(number).status for number in range(5, 9)} == {EventStatus.DRAFT}
    assert events.table.selected_spans() == [(5, 8)]
    assert "4 events changed" in window.notices.words.text()
    demo.undo()
    events.listing.model.ensure(5, 8)
    assert [events.listing.model.row(number).status for number in range(6, 9)] == before[1:]


def test_many_rows_are_changed_by_a_dialog_in_the_background(
    qtbot: QtBot, window: MainWindow, people: Any, demo: Register, monkeypatch: pytest.MonkeyPatch, go: Any
) -> None:
    monkeypatch.setattr(table_hands, "AT_ONCE", 50)
    people.table.selectAll()
    go(people.table, 0, "organisation")
    people.table.selectAll()
    people.hands.change_rows()
    dialog = window.findChild(ChangeRowsDialog)
    assert dialog is not None
    assert dialog.chosen()[0].name == "organisation"
    dialog._values.currentWidget().setText("One House For All")
    dialog._agree()
    qtbot.waitUntil(lambda: not window.workspace._tasks)
    with demo.read() as session:
        rows = people_queries.page(session, PersonFilter(), limit=None)
        assert {row.organisation for row in rows} == {"One House For All"}
    assert last_step(demo).name == "Change person"
    assert people.table.selected_number() == len(rows)
    demo.undo()
    with demo.read() as session:
        assert len({row.organisation for row in people_queries.page(session, PersonFilter(), limit=None)}) > 5


def test_a_value_that_can_not_be_is_said_in_the_dialog(
    window: MainWindow, people: Any, demo: Register, go: Any
) -> None:
    people.table.select_numbers(range(3))
    go(people.table, 0, "organisation")
    people.table.select_numbers(range(3))
    people.hands.change_rows()
    dialog = window.findChild(ChangeRowsDialog)
    assert dialog is not None
    dialog._values.currentWidget().setText("x" * 600)
    dialog._agree()
    assert dialog.isVisible()
    assert "too long" in dialog._error.text()
    dialog.close()


def test_roles_and_replies_are_edited_in_the_participants_tab(qtbot: QtBot, event_page: Any, focus: Any) -> None:
    event_page.tabs.setCurrentIndex(2)
    tab = event_page._tabs[2]
    focus(tab.table)
    first = tab._model.rows[0]
    assert tab._model.setData(tab._model.index(0, 3), Role.CHAIR, Qt.ItemDataRole.EditRole)
    assert tab._model.rows[0].id == first.id
    assert tab._model.rows[0].role is Role.CHAIR
    tab.table.setCurrentIndex(tab._model.index(0, 4))
    tab._set_reply(Reply.DECLINED)
    tab.table.select_numbers(range(4))
    qtbot.keyClick(tab.table, Qt.Key.Key_D, CTRL | SHIFT)
    assert {tab._model.rows[number].reply for number in range(4)} == {tab._model.rows[0].reply}


def test_the_keyboard_and_the_selection_go_along_with_their_rows(
    events: Any, demo: Register, go: Any, column: Any
) -> None:
    table = events.table
    table.sortByColumn(column(table, "title"), Qt.SortOrder.AscendingOrder)
    go(table, 4, "title")
    keys = [events.listing.model.row(number).id for number in (4, 5)]
    table.select_numbers([4, 5])
    with demo.change("Rename") as session:
        event_services.change(session, keys[0], title="Zzz the last of all")
    assert table.current_row().id == keys[0]
    assert {row.id for row in table.selected_rows()} == set(keys)


def test_endless_texts_do_not_slow_a_cell(people: Any, demo: Register, go: Any) -> None:
    for text in HOSTILE:
        go(people.table, 0, "organisation")
        people.model.setData(people.table.currentIndex(), text, Qt.ItemDataRole.EditRole)
        people.model.ensure(0, 0)
        shown = people.table.currentIndex().data()
        assert len(shown) <= 301
        assert "\x00" not in shown
        assert "\u202e" not in shown


def test_a_hundred_thousand_selected_rows_are_not_asked_one_by_one(qtbot: QtBot) -> None:
    asked: list[int] = []

    class Watched(PagedTableModel):
        def flags(self, index: Any) -> Qt.ItemFlag:
            asked.append(index.row())
            return super().flags(index)

    columns = (Column("Name", lambda row: "name", "name", stretch=True), Column("Email", lambda row: "email", "email"))
    model = Watched(columns, lambda _narrowed: 100_000, lambda *_what: [], None, "name")
    table = Table("People", columns)
    qtbot.addWidget(table)
    table.show_rows(model, sorted_by=0)
    table.show()
    table.selectAll()
    table.grab()
    assert table.selected_spans() == [(0, 99_999)]
    assert len(asked) < 2_000


def test_more_rows_than_a_step_should_hold_are_not_changed(
    qtbot: QtBot, window: MainWindow, people: Any, demo: Register, monkeypatch: pytest.MonkeyPatch, go: Any
) -> None:
    monkeypatch.setattr(table_hands, "MOST_CHANGED", 20)
    step = demo.undoable()
    go(people.table, 0, "country")
    people.table.selectAll()
    qtbot.keyClick(people.table, Qt.Key.Key_D, CTRL | SHIFT)
    people.hands.change_rows()
    assert "At most 20 rows" in window.notices.words.text()
    assert window.findChild(ChangeRowsDialog) is None
    assert demo.undoable() == step


def test_everything_selected_is_taken_whether_it_was_shown_or_not(people: Any) -> None:
    people.table.selectAll()
    assert len(people.table.selected_rows()) == people.count() == 180


def test_a_country_is_chosen_by_its_name(qtbot: QtBot, people: Any, go: Any, editor_of: Any) -> None:
    now = people.hands.view.arrangement()
    people.hands.view.arrange(type(now)(now.order, now.hidden - {"country"}, now.sorts))
    go(people.table, 0, "country")
    qtbot.keyClick(people.table, Qt.Key.Key_F2)
    box = editor_of(people.table)
    box.setCurrentText("Croatia")
    box.activated.emit(box.currentIndex())
    assert people.table.current_row().country == "HR"
