"""How tables are arranged, sorted, narrowed and found in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QMenu,
    QWidget,
)
from pytestqt.qtbot import QtBot

from roundtables.queries import events as event_queries
from roundtables.queries import people as people_queries
from roundtables.queries.events import EventFilter
from roundtables.queries.people import PersonFilter
from roundtables.register import Register
from roundtables.services import people as people_services
from roundtables.terms import EventStatus
from roundtables.words import sort_key, speak
from ui.command_list import groups
from ui.dialogs.columns import ColumnsDialog
from ui.dialogs.filters import FiltersDialog
from ui.dialogs.form import FormDialog
from ui.main_window import MainWindow
from ui.widgets.table_hands import TableHands


def test_columns_order_widths_and_sorting_stay_from_one_start_to_the_next(
    qtbot: QtBot, window_of: Callable[[Register], MainWindow], demo: Register, column: Any
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
    qtbot.waitUntil(lambda: "233" in str(first.workspace.settings.value("tables/events")))
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


def test_shift_and_a_click_sort_by_a_second_column(
    qtbot: QtBot, events: Any, monkeypatch: pytest.MonkeyPatch, column: Any
) -> None:
    table, model = events.table, events.listing.model
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", lambda: Qt.KeyboardModifier.NoModifier)
    table._clicked(column(table, "status"))
    monkeypatch.setattr(QGuiApplication, "keyboardModifiers", lambda: Qt.KeyboardModifier.ShiftModifier)
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


def test_typed_letters_lead_to_the_first_event_whichever_way_it_is_sorted(
    qtbot: QtBot, events: Any, column: Any
) -> None:
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


def test_a_filter_is_saved_chosen_renamed_and_deleted_and_each_is_undone(
    qtbot: QtBot, window: MainWindow, events: Any, demo: Register, column: Any
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


def test_the_models_of_lists_keep_qts_rules_while_they_change(
    window: MainWindow, people: Any, demo: Register, given_hostile: Any
) -> None:
    tester = QAbstractItemModelTester(people.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    people.narrow("a")
    people.table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    given_hostile()
    people.apply({})
    assert tester.model() is people.model


def test_the_dialogs_of_tables_name_all_that_takes_the_keyboard(window: MainWindow, events: Any) -> None:
    from PySide6.QtGui import QAccessible

    hands = events.listing.hands
    events.table.select_numbers([1, 2])
    for work in (hands.change_rows, hands.choose_columns, hands.export_rows, events.listing.save_filter):
        work()
    dialogs = window.findChildren(QDialog)
    assert len(dialogs) == 4
    for dialog in (*dialogs, FiltersDialog(window, window.workspace, "events")):
        dialog.show()
        for child in dialog.findChildren(QWidget):
            focusable = isinstance(child, QAbstractButton | QComboBox | QLineEdit | QAbstractItemView)
            inner = isinstance(child.parent(), QComboBox) or child.window() is not dialog
            if focusable and not inner and child.focusPolicy() != Qt.FocusPolicy.NoFocus:
                interface = QAccessible.queryAccessibleInterface(child)
                assert interface.text(QAccessible.Text.Name), (dialog, child)
        dialog.close()
        dialog.deleteLater()


def test_a_box_offers_what_has_come_since_it_was_filled(people: Any, demo: Register) -> None:
    box = people.boxes["country"]
    box.showPopup()
    box.hidePopup()
    before = box.count()
    with demo.change("Add person") as session:
        people_services.add(session, last_name="Somebody", country="ZZ")
    box.showPopup()
    box.hidePopup()
    assert box.count() == before + 1


def test_the_sheet_of_keys_knows_what_hands_do_with_tables() -> None:
    wanted = {command.key for command in TableHands.COMMANDS}
    for place in ("events", "people", "event"):
        there = [command.key for group in groups() if place in group.places for command in group.commands]
        assert wanted <= set(there), place
