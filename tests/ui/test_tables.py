"""Tables as a spreadsheet user expects them: edited in place, many at once, arranged, found in, copied, exported."""

import csv
import io
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from roundtables.queries import events as event_queries
from roundtables.queries import history
from roundtables.queries import people as people_queries
from roundtables.queries.events import EventFilter
from roundtables.queries.people import PersonFilter
from roundtables.register import Register
from roundtables.services import events as event_services
from roundtables.services import people as people_services
from roundtables.terms import EventKind, EventStatus, Reply, Role
from roundtables.words import sort_key, speak
from ui.dialogs.change_rows import ChangeRowsDialog
from ui.dialogs.columns import ColumnsDialog
from ui.dialogs.export_shown import ExportShown, ExportShownDialog
from ui.dialogs.filters import FiltersDialog
from ui.dialogs.form import FormDialog
from ui.dialogs.importing import ImportDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.models.copying import as_cells
from ui.widgets import table_hands

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


@pytest.fixture
def events(window: MainWindow) -> Any:
    """The page of events, with the keyboard in its table."""
    page = window.current_page()
    focus(window, page.table)
    return page


@pytest.fixture
def people(window: MainWindow) -> Any:
    """The list of people, with the keyboard in its table."""
    window.visit(Link("people"))
    listing = window.current_page().people
    focus(window, listing.table)
    return listing


def focus(window: MainWindow, table: Any) -> None:
    """Put the keyboard into a table and wait until it is there: the window may have to become the active one first."""
    window.activateWindow()
    table.setFocus()
    deadline = time.monotonic() + 5
    while QApplication.focusWidget() is not table and time.monotonic() < deadline:
        QApplication.processEvents()


def column(table: Any, name: str) -> int:
    return [each.name for each in table.columns()].index(name)


def go(table: Any, row: int, name: str) -> None:
    table.model().ensure(row, row)
    table.setCurrentIndex(table.model().index(row, column(table, name)))


def editor_of(table: Any) -> Any:
    editors = [each for kind in (QLineEdit, QComboBox) for each in table.viewport().findChildren(kind)]
    return next((each for each in editors if not each.isHidden()), None)


def last_step(register: Register) -> Any:
    with register.read() as session:
        return history.steps(session, limit=1)[0]


def test_f2_edits_a_cell_and_enter_takes_it_as_one_named_step(qtbot: QtBot, events: Any, demo: Register) -> None:
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


def test_escape_leaves_a_cell_as_it_was(qtbot: QtBot, events: Any, demo: Register) -> None:
    go(events.table, 3, "title")
    step = demo.undoable()
    qtbot.keyClick(events.table, Qt.Key.Key_F2)
    qtbot.keyClicks(editor_of(events.table), "nonsense")
    qtbot.keyClick(editor_of(events.table), Qt.Key.Key_Escape)
    assert editor_of(events.table) is None
    assert demo.undoable() == step


def test_what_can_not_be_taken_is_said_and_stays_in_the_editor(
    qtbot: QtBot, window: MainWindow, people: Any, demo: Register
) -> None:
    go(people.table, 2, "email")
    qtbot.keyClick(people.table, Qt.Key.Key_F2)
    editor = editor_of(people.table)
    editor.setText("no address at all")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert editor_of(people.table) is editor
    assert editor.text() == "no address at all"
    assert "no address at all" in window.notices.words.text()
    editor.setText("new@office.example")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: editor_of(people.table) is None)
    assert people.table.current_row().email == "new@office.example"


def test_keys_belong_to_the_editor_while_a_cell_is_edited(qtbot: QtBot, events: Any) -> None:
    go(events.table, 3, "title")
    number = events.listing.count()
    qtbot.keyClick(events.table, Qt.Key.Key_F2)
    editor = editor_of(events.table)
    for key, modifier in ((Qt.Key.Key_D, CTRL), (Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier)):
        qtbot.keyClick(editor, key, modifier)
    assert events.listing.count() == number


def test_a_double_click_edits_what_can_be_edited_and_opens_the_row_elsewhere(qtbot: QtBot, events: Any) -> None:
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


def test_a_term_is_chosen_from_its_list(qtbot: QtBot, events: Any) -> None:
    go(events.table, 3, "kind")
    qtbot.keyClick(events.table, Qt.Key.Key_F2)
    box = editor_of(events.table)
    at = next(at for at in range(box.count()) if box.itemData(at) is EventKind.SEMINAR)
    box.setCurrentIndex(at)
    box.activated.emit(at)
    assert events.table.current_row().kind is EventKind.SEMINAR
    assert editor_of(events.table) is None


def test_both_names_are_edited_in_one_cell(people: Any, window: MainWindow) -> None:
    go(people.table, 0, "name")
    index = people.table.currentIndex()
    assert not people.model.setData(index, "Aino Maria Mäkelä", Qt.ItemDataRole.EditRole)
    assert "comma" in window.notices.words.text()
    assert people.model.setData(index, "Aaaa, Aino", Qt.ItemDataRole.EditRole)
    people.model.ensure(0, 0)
    row = people.model.row(0)
    assert (row.last_name, row.first_name) == ("Aaaa", "Aino")


def test_fill_down_gives_the_first_value_to_all_selected_rows_as_one_step(
    qtbot: QtBot, window: MainWindow, events: Any, demo: Register
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
    qtbot: QtBot, window: MainWindow, people: Any, demo: Register, monkeypatch: pytest.MonkeyPatch
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


def test_a_value_that_can_not_be_is_said_in_the_dialog(window: MainWindow, people: Any, demo: Register) -> None:
    people.table.select_numbers(range(3))
    go(people.table, 0, "country")
    people.table.select_numbers(range(3))
    people.hands.change_rows()
    dialog = window.findChild(ChangeRowsDialog)
    assert dialog is not None
    dialog._values.currentWidget().setText("Finland")
    dialog._agree()
    assert dialog.isVisible()
    assert "too long" in dialog._error.text()
    dialog.close()


def test_roles_and_replies_are_edited_in_the_participants_tab(qtbot: QtBot, event_page: Any) -> None:
    event_page.tabs.setCurrentIndex(2)
    tab = event_page._tabs[2]
    focus(event_page.window(), tab.table)
    first = tab._model.rows[0]
    assert tab._model.setData(tab._model.index(0, 3), Role.CHAIR, Qt.ItemDataRole.EditRole)
    assert tab._model.rows[0].id == first.id
    assert tab._model.rows[0].role is Role.CHAIR
    tab.table.setCurrentIndex(tab._model.index(0, 4))
    tab._set_reply(Reply.DECLINED)
    tab.table.select_numbers(range(4))
    qtbot.keyClick(tab.table, Qt.Key.Key_D, CTRL | SHIFT)
    assert {tab._model.rows[number].reply for number in range(4)} == {tab._model.rows[0].reply}


def test_columns_order_widths_and_sorting_stay_from_one_start_to_the_next(
    window_of: Callable[[Register], MainWindow], demo: Register
) -> None:
    first = window_of(demo).current_page()
    dialog = ColumnsDialog(first, first.listing.hands.view.arrangement(), first.table.columns(), lambda each: each.sort)
    dialog._list.setCurrentRow(1)
    dialog._move(-1)
    items = [dialog._list.item(at) for at in range(dialog._list.count())]
    for item in items:
        if item.text() in ("Place", "Organiser"):
            shown = item.checkState() is Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if shown else Qt.CheckState.Checked)
    by, way = dialog._sorts[0]
    by.setCurrentIndex(by.findData("title"))
    way.setCurrentIndex(1)
    first.listing.hands.view.arrange(dialog.arrangement())
    first.table.setColumnWidth(column(first.table, "kind"), 233)
    first.listing.hands.view.keep()
    dialog.deleteLater()
    again = window_of(demo).current_page()
    names = [each.name for each in again.table.shown_columns()]
    assert names[:2] == ["title", "reference"]
    assert "place" not in names
    assert "organiser" in names
    assert again.table.columnWidth(column(again.table, "kind")) == 233
    assert again.listing.model.sorts == (("title", True),)
    again.listing.hands.view.begin_again()
    assert [each.name for each in again.table.shown_columns()][:2] == ["reference", "title"]


@pytest.mark.parametrize(
    "kept", ["{", "[]", '{"order": 3}', '{"order": ["x"], "hidden": [], "widths": {}, "sorts": [["x", 1]]}']
)
def test_an_arrangement_that_can_not_be_read_is_passed_over(
    window_of: Callable[[Register], MainWindow], demo: Register, tmp_path: Path, kept: str
) -> None:
    window_of(demo).workspace.settings.setValue("tables/events", kept)
    page = window_of(demo).current_page()
    assert len(page.table.shown_columns()) == 7
    assert page.listing.model.sorts == (("starts", False),)


def test_the_last_column_can_not_be_hidden(events: Any) -> None:
    view = events.listing.hands.view
    for each in events.table.columns():
        view._show_or_hide(each, False)
    assert events.table.shown_columns()


def test_shift_and_a_click_sort_by_a_second_column(qtbot: QtBot, events: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    table, model = events.table, events.listing.model
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", lambda: Qt.KeyboardModifier.NoModifier)
    table._clicked(column(table, "status"))
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", lambda: SHIFT)
    table._clicked(column(table, "title"))
    table._clicked(column(table, "title"))
    assert model.sorts == (("status", False), ("title", True))
    assert model.headerData(column(table, "status"), Qt.Orientation.Horizontal) == "Status ▲1"
    assert model.headerData(column(table, "title"), Qt.Orientation.Horizontal) == "Event ▼2"
    model.ensure(0, model.rowCount())
    rows = [model.row(number) for number in range(model.rowCount())]
    assert [row.status.label for row in rows] == sorted(row.status.label for row in rows)
    held = [row.title.casefold() for row in rows if row.status is EventStatus.HELD]
    assert held == sorted(held, reverse=True)


def test_several_sorts_have_one_stable_order_whatever_is_asked_of_them(demo: Register) -> None:
    with demo.read() as session:
        for sort in event_queries.SORTS:
            sorts = ((sort, True), ("status", False))
            keys = event_queries.keys(session, EventFilter(), sorts)
            assert [row.id for row in event_queries.page(session, EventFilter(), sorts, limit=None)] == keys
            assert [row.id for row in event_queries.page(session, EventFilter(), sorts, offset=5, limit=7)] == keys[
                5:12
            ]
            assert [row.id for row in event_queries.rows_of(session, keys[:4])] == keys[:4]
        for sort in people_queries.SORTS:
            sorts = ((sort, False), ("name", True))
            keys = people_queries.keys(session, PersonFilter(), sorts)
            assert [row.id for row in people_queries.page(session, PersonFilter(), sorts, limit=None)] == keys
            assert [row.id for row in people_queries.page(session, PersonFilter(), sorts, offset=9, limit=9)] == keys[
                9:18
            ]


def test_typed_letters_lead_to_the_first_person_that_begins_with_them(qtbot: QtBot, people: Any) -> None:
    people.table.go_to(0)
    people.table.keyboardSearch("m")
    people.table.keyboardSearch("ä")
    assert people.table.current_row().last_name.casefold().startswith("mä")
    first = people.table.currentIndex().row()
    people.model.ensure(first - 1, first)
    assert not people.model.row(first - 1).last_name.casefold().startswith(("ma", "mä"))
    people.table._forget_letters()
    qtbot.keyClicks(people.table, "qqq")
    assert people.table.currentIndex().row() == first


def test_typed_letters_lead_to_the_first_event_whichever_way_it_is_sorted(qtbot: QtBot, events: Any) -> None:
    for name, letters in (("title", "st"), ("status", "pl"), ("place", "ga")):
        for order in (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder):
            events.table.sortByColumn(column(events.table, name), order)
            events.table._forget_letters()
            events.table.go_to(0)
            qtbot.keyClicks(events.table, letters)
            shown = events.table.currentIndex().siblingAtColumn(column(events.table, name)).data()
            assert shown.casefold().startswith(letters), (name, order)


@pytest.mark.parametrize(
    ("code", "letters", "first"),
    [
        ("fi", "ö", "Öberg"),
        ("fi", "å", "Åkerlund"),
        ("fi", "c", "Ćosić"),
        ("hr", "č", "Čović"),
        ("hr", "ć", "Ćosić"),
        ("hr", "ž", "Žagar"),
        ("hr", "z", "Zorić"),
        ("en", "o", "Öberg"),
        ("en", "Zo", "Zorić"),
    ],
)
def test_typed_letters_follow_the_order_of_the_language(
    register: Register, code: str, letters: str, first: str
) -> None:
    speak(code)
    with register.change("Add person") as session:
        for name in ("Čović", "Cvitan", "Ćosić", "Öberg", "Åkerlund", "Ahonen", "Zorić", "Žagar"):
            people_services.add(session, last_name=name)
    with register.read() as session:
        for descending in (False, True):
            rows = people_queries.page(session, PersonFilter(), (("name", descending),), limit=None)
            place = people_queries.place_of(session, PersonFilter(), ("name", descending), letters)
            beginning = [
                row.last_name for row in rows if sort_key(row.last_name, code).startswith(sort_key(letters, code))
            ]
            assert rows[place].last_name == beginning[0]
            assert first in beginning


def test_copied_cells_are_text_and_a_table_of_the_shown_columns(qtbot: QtBot, people: Any) -> None:
    people.table.select_numbers([0, 2])
    people.hands.view.arrange(people.hands.view.arrangement())
    qtbot.keyClick(people.table, Qt.Key.Key_C, CTRL)
    data: QMimeData = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert [len(line.split("\t")) for line in lines] == [3, 3]
    people.model.ensure(0, 2)
    assert lines[1].split("\t")[2] == people.model.row(2).email
    assert data.html().count("<tr>") == 2
    assert "mso-number-format:'\\@'" in data.html()


def test_hostile_texts_are_copied_as_one_cell_each_and_stay_texts(people: Any) -> None:
    columns = [each for each in people.table.columns() if each.name == "organisation"]

    class Row:
        def __init__(self, organisation: str) -> None:
            self.organisation = organisation

    text, marked = as_cells([Row(hostile) for hostile in (*HOSTILE, "<b>&")], columns)
    lines = text.split("\n")
    assert len(lines) == len(HOSTILE) + 1
    assert not any("\t" in line or "\x00" in line for line in lines)
    assert lines[HOSTILE.index("👩‍👩‍👧")] == "👩‍👩‍👧"
    assert len(lines[HOSTILE.index("x" * 100_000)]) == 100_000
    assert "&lt;b&gt;&amp;" in marked
    for first in "=+-@":
        assert f"mso-number-format:'\\@'\">{first}" in marked


def test_more_rows_than_a_clipboard_should_hold_are_refused_in_words(
    window: MainWindow, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_hands, "MOST_ROWS", 10)
    people.table.selectAll()
    people.hands.copy_cells()
    assert "At most 10 rows" in window.notices.words.text()


def test_rows_pasted_into_the_list_are_shown_before_they_are_taken(
    qtbot: QtBot, window: MainWindow, people: Any, demo: Register
) -> None:
    QGuiApplication.clipboard().setText("Surname\tFirst name\nPastedname\tPaula\n")
    qtbot.keyClick(people.table, Qt.Key.Key_V, CTRL)
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog._proposals) == 1)
    dialog._agree()
    qtbot.waitUntil(lambda: demo.undoable() == "Import people")


def test_a_clipboard_of_a_hundred_thousand_cells_is_refused_or_read_and_the_window_goes_on(
    qtbot: QtBot, window: MainWindow, people: Any
) -> None:
    QGuiApplication.clipboard().setText("\n".join(["a\tb"] * 100_000))
    people.hands.paste_rows()
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog._error.isVisible() or bool(dialog._proposals), timeout=20_000)
    assert "rows" in dialog._error.text()
    dialog.reject()


def given_hostile(demo: Register) -> None:
    with demo.change("Hostile") as session:
        for text in ("=1+1", "+358 40", "@SUM(A1)", "👩‍👩‍👧 مرحبا", "\u202eevil"):
            people_services.add(session, last_name="Zzz", first_name=text[:60], organisation=text[:60], phone=text[:60])


def test_what_is_shown_is_written_as_a_workbook_in_which_texts_are_texts(
    qtbot: QtBot, window: MainWindow, people: Any, demo: Register, tmp_path: Path
) -> None:
    given_hostile(demo)
    view = people.hands.view
    now = view.arrangement()
    view.arrange(type(now)(("organisation", "name", "events", *now.order), frozenset({"email"}), (("name", True),)))
    people.narrow("zzz")
    path = tmp_path / "people.xlsx"
    ExportShown(window.workspace, people.table, people.model).write(path, selected=False)
    qtbot.waitUntil(lambda: path.exists() and not window.workspace._tasks)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Organisation", "Name", "Events"]
    assert len(rows) == 6
    assert {row[0] for row in rows[1:]} == {"=1+1", "+358 40", "@SUM(A1)", "👩‍👩‍👧 مرحبا", "\u202eevil"}
    assert {row[2] for row in rows[1:]} == {0.0}
    assert "5 rows written" in window.notices.words.text()


@pytest.mark.parametrize(("code", "separator"), [("en", ","), ("fi", ";"), ("sv", ";"), ("hr", ";")])
def test_selected_rows_are_written_as_separated_text_of_the_language(
    qtbot: QtBot, window: MainWindow, people: Any, demo: Register, tmp_path: Path, code: str, separator: str
) -> None:
    given_hostile(demo)
    people.narrow("zzz")
    people.table.select_numbers([0, 1, 2])
    speak(code)
    path = tmp_path / "people.csv"
    ExportShown(window.workspace, people.table, people.model).write(path, selected=True)
    qtbot.waitUntil(lambda: path.exists() and not window.workspace._tasks)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))
    assert len(rows) == 4
    assert all(len(row) == 3 for row in rows)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_an_export_that_is_stopped_leaves_nothing_behind(
    qtbot: QtBot, window: MainWindow, people: Any, tmp_path: Path
) -> None:
    stopped: list[Any] = []
    window.workspace.task_started.connect(
        lambda task: (task.cancelled.connect(lambda: stopped.append(task)), task.cancel())
    )
    ExportShown(window.workspace, people.table, people.model).write(tmp_path / "people.xlsx", selected=False)
    qtbot.waitUntil(lambda: bool(stopped))
    assert list(tmp_path.glob("*people*")) == []
    assert list(tmp_path.glob(".*unfinished")) == []


def test_an_export_asks_which_rows_and_where(
    qtbot: QtBot, window: MainWindow, events: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "list"), ""))
    events.table.select_numbers([1, 2])
    qtbot.keyClick(events.table, Qt.Key.Key_E, CTRL | SHIFT)
    dialog = window.findChild(ExportShownDialog)
    assert dialog is not None
    assert dialog.chosen() == (True, ".xlsx")
    dialog.accept()
    qtbot.waitUntil(lambda: (tmp_path / "list.xlsx").exists() and not window.workspace._tasks)
    rows = CalamineWorkbook.from_path(str(tmp_path / "list.xlsx")).get_sheet_by_index(0).to_python()
    assert len(rows) == 3


def test_a_filter_is_saved_chosen_renamed_and_deleted_and_each_is_undone(
    qtbot: QtBot, window: MainWindow, events: Any, demo: Register
) -> None:
    listing = events.listing
    listing.boxes["status"].show_kept("HELD")
    listing.narrow_now()
    events.table.sortByColumn(column(events.table, "title"), Qt.SortOrder.DescendingOrder)
    held = listing.count()
    assert 0 < held < 31
    listing.save_filter()
    dialog = window.findChild(FormDialog)
    assert dialog is not None
    dialog._agree()
    assert "can't be left empty" in dialog.form.fields["name"].error.text()
    dialog.form.fields["name"].editor.setText("Past & held")  # type: ignore[union-attr]
    dialog._agree()
    assert demo.undoable() == "Save filter"
    listing.apply({})
    events.table.sortByColumn(column(events.table, "starts"), Qt.SortOrder.AscendingOrder)
    assert listing.count() == 31
    menu = QMenu()
    qtbot.addWidget(menu)
    listing.fill_filters(menu)
    chosen = menu.actions()[0]
    assert chosen.text() == "Past && held"
    chosen.trigger()
    assert listing.count() == held
    assert listing.boxes["status"].value() is EventStatus.HELD
    assert listing.model.sorts == (("title", True),)
    kept = FiltersDialog(window, window.workspace, "events")
    kept._remove()
    assert kept._list.count() == 0
    demo.undo()
    assert kept._list.count() == 1
    kept._ask_rename()
    naming = kept.findChild(FormDialog)
    assert naming is not None
    naming.form.fields["name"].editor.setText("Renamed")  # type: ignore[union-attr]
    naming._agree()
    assert kept._list.item(0).text() == "Renamed"
    kept.deleteLater()


@pytest.mark.parametrize(
    "kept", [{"words": 3, "chosen": [], "sorts": "x"}, {"chosen": {"status": "NO SUCH"}, "sorts": [["x", 1], [1]]}]
)
def test_a_filter_from_another_program_is_applied_as_far_as_it_is_known(events: Any, kept: Any) -> None:
    events.listing.apply(kept)
    assert events.listing.boxes["status"].value() is None


def test_people_are_narrowed_by_organisation_country_language_and_events(people: Any, demo: Register) -> None:
    every = people.count()
    with demo.read() as session:
        rows = people_queries.page(session, PersonFilter(), limit=None)
        organisation, country, language = rows[5].organisation_id, rows[5].country, rows[5].language
        assert people_queries.countries(session) == sorted({row.country for row in rows} - {""})
    for key, value, fits in (
        ("organisation_id", organisation, lambda row: row.organisation_id == organisation),
        ("country", country, lambda row: row.country == country),
        ("language", language, lambda row: row.language == language),
    ):
        people.apply({"chosen": {key: value}})
        assert people.count() == sum(map(fits, rows)), key
    people.apply({"chosen": {"work_package": 2}})
    assert 0 < people.count() < every


def test_a_box_is_filled_when_it_is_first_looked_at(people: Any) -> None:
    box = people.boxes["country"]
    assert box.count() == 1
    box.showPopup()
    assert box.count() > 3
    box.hidePopup()


def test_the_keyboard_and_the_selection_go_along_with_their_rows(events: Any, demo: Register) -> None:
    table = events.table
    table.sortByColumn(column(table, "title"), Qt.SortOrder.AscendingOrder)
    go(table, 4, "title")
    keys = [events.listing.model.row(number).id for number in (4, 5)]
    table.select_numbers([4, 5])
    with demo.change("Rename") as session:
        event_services.change(session, keys[0], title="Zzz the last of all")
    assert table.current_row().id == keys[0]
    assert {row.id for row in table.selected_rows()} == set(keys)


def test_a_table_leaves_no_strip_at_its_right_and_never_cuts_a_heading(window: MainWindow, events: Any) -> None:
    for width in (1000, 1500):
        window.resize(width, 800)
        QApplication.processEvents()
        header = events.table.horizontalHeader()
        assert header.length() >= events.table.viewport().width()
        for number in range(header.count()):
            if not header.isSectionHidden(number):
                assert header.sectionSize(number) >= header.sectionSizeHint(number)


def test_the_figures_of_people_are_read_where_they_are_shown(people: Any) -> None:
    people.model.ensure(0, 0)
    assert people.model.row(0).last_event is None
    now = people.hands.view.arrangement()
    people.hands.view.arrange(type(now)(now.order, now.hidden - {"events", "last_event"}, (("events", True),)))
    people.model.ensure(0, 0)
    assert people.model.row(0).events > 0
    assert people.model.row(0).last_event is not None


def test_the_models_of_lists_keep_qts_rules_while_they_change(window: MainWindow, people: Any, demo: Register) -> None:
    tester = QAbstractItemModelTester(people.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    people.narrow("a")
    people.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    given_hostile(demo)
    people.apply({})
    assert tester.model() is people.model


def test_endless_texts_do_not_slow_a_cell(people: Any, demo: Register) -> None:
    for text in HOSTILE:
        go(people.table, 0, "organisation")
        people.model.setData(people.table.currentIndex(), text, Qt.ItemDataRole.EditRole)
        people.model.ensure(0, 0)
        shown = people.table.currentIndex().data()
        assert len(shown) <= 301
        assert "\x00" not in shown
        assert "\u202e" not in shown
