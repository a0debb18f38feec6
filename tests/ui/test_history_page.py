"""The history of everything: narrowed, in full for one step, with ways to what it is about."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from roundtables.queries import people as person_queries
from roundtables.register import Register
from roundtables.services import events, people
from ui.dialogs.palette import Palette
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.history import HistoryPage


@pytest.fixture
def event(register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]) -> int:
    """An event with participants, changed once; and a person changed beside it. The event's key."""
    key = given_event()
    given_participants(key, 3)
    with register.change("Change event") as session:
        events.change(session, key, title="A better name")
    with register.change("Add person") as session:
        people.add(session, first_name="Aino", last_name="Beside")
    return key


@pytest.fixture
def page(window_of: Callable[[Register], MainWindow], register: Register, event: int) -> HistoryPage:
    window = window_of(register)
    window.visit(Link("history"))
    found: HistoryPage = window.current_page()
    return found


def steps(page: HistoryPage) -> list[str]:
    page._model.ensure(0, 50)
    return [page._model.row(number).first.step for number in range(page._model.rowCount())]  # type: ignore[union-attr]  # read above


def test_steps_stand_newest_first_with_the_newest_in_full(page: HistoryPage) -> None:
    assert steps(page) == ["Add person", "Change event", "Add participants", "Add event"]
    assert page._number.text() == "4 steps"
    told = {line.field: line.after for line in page.detail._model.rows}
    assert told["Last name"] == "Beside"


def test_words_kind_person_and_days_narrow_it(qtbot: QtBot, page: HistoryPage) -> None:
    qtbot.keyClicks(page.words, "event")
    qtbot.waitUntil(lambda: page._model.rowCount() == 2)
    page.words.clear()
    qtbot.waitUntil(lambda: page._model.rowCount() == 4)
    page._kind.setCurrentIndex(page._kind.findText("Attendance"))
    page._kind.activated.emit(page._kind.currentIndex())
    assert page._model.rowCount() == 0
    assert page._empty.isVisible()
    assert page._empty.words.text() == "No step fits the filter."
    page._kind.setCurrentIndex(0)
    page._by.setCurrentIndex(1)
    page._by.activated.emit(1)
    assert page._model.rowCount() == 4
    page._period.setCurrentIndex(page._period.findText("Chosen days"))
    page._period.activated.emit(0)
    assert page._since.isVisible()
    assert page._model.rowCount() == 4
    page._until.setDate(QDate.currentDate().addDays(-1))
    assert page._model.rowCount() == 0


def test_one_event_is_chosen_from_the_palette_and_left_again(
    qtbot: QtBot, page: HistoryPage, register: Register
) -> None:
    page.choose_about()
    palette: Any = page.window().findChild(Palette)
    qtbot.keyClicks(palette.line, "better")
    qtbot.waitUntil(lambda: palette.list.current_entry() is not None)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert steps(page) == ["Change event", "Add participants", "Add event"]
    assert "A better name" in page._which.text()
    qtbot.mouseClick(page._clear, Qt.MouseButton.LeftButton)
    assert page._model.rowCount() == 4
    assert not page._clear.isVisible()


def test_a_link_leads_to_the_history_of_one_event(page: HistoryPage, event: int) -> None:
    page.workspace.visit.emit(Link("history", event, "event"))
    assert page._model.rowCount() == 3


def test_the_newest_step_is_undone_from_here_and_an_older_one_is_not(qtbot: QtBot, page: HistoryPage) -> None:
    page.table.go_to(1)
    assert not page.detail._undo.isEnabled()
    page.undo_step()
    assert "Only the newest step" in page.window().notices.words.text()  # type: ignore[attr-defined]  # the frame's
    assert page._model.rowCount() == 4
    page.table.go_to(0)
    assert page.detail._undo.isEnabled()
    qtbot.mouseClick(page.detail._undo, Qt.MouseButton.LeftButton)
    assert steps(page)[:2] == ["Add person", "Add person"]
    shown = [page._model.index(number, 2).data() for number in range(2)]
    assert shown == ["Undo: Add person", "Add person (undone)"]


def test_ways_lead_to_what_is_there_and_not_to_what_is_gone(
    qtbot: QtBot, page: HistoryPage, register: Register, event: int
) -> None:
    page.table.go_to(1)
    assert page.detail._event.isVisible()
    assert not page.detail._person.isVisible()
    with register.change("Delete event") as session:
        events.delete(session, event)
    page.table.go_to(0)
    assert not page.detail._event.isVisible()
    assert "A better name" in page.detail._model.rows[-1].subject


def test_opening_a_line_goes_to_its_event(qtbot: QtBot, page: HistoryPage, event: int) -> None:
    visited: list[Link] = []
    page.workspace.visit.connect(visited.append)
    page.table.go_to(1)
    qtbot.keyClick(page.detail.table, Qt.Key.Key_Return)
    assert visited == [Link("event", event)]


def test_whoever_reads_an_older_step_stays_there_when_a_new_one_comes(page: HistoryPage, register: Register) -> None:
    page.table.go_to(2)
    with register.change("Add person") as session:
        people.add(session, last_name="Another")
    assert page.table.current_row().first.step == "Add participants"  # type: ignore[union-attr]  # there is one
    assert page._model.rowCount() == 5


def test_a_step_of_thousands_of_rows_is_shown_in_part_and_says_so(page: HistoryPage, register: Register) -> None:
    with register.change("Add people") as session:
        for number in range(300):
            people.add(session, last_name=f"Family{number}")
    page.table.go_to(0)
    assert page.detail._more.isVisible()
    assert page.detail._more.text() == "100 further rows are not shown."


def test_the_models_keep_qts_own_rules(page: HistoryPage) -> None:
    fatal = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(model, fatal) for model in (page._model, page.detail._model)]
    page.refresh()
    page.table.go_to(2)
    page.show_all()
    assert testers


def test_diet_and_access_needs_are_not_shown_unasked(
    page: HistoryPage, register: Register, window_of: Callable[[Register], MainWindow]
) -> None:
    with register.read() as session:
        key = person_queries.page(session, person_queries.PersonFilter())[0].id
    for diet in ("Vegan", "Halal"):
        with register.change("Change needs") as session:
            people.set_needs(session, key, diet=diet, access="Ramp", consented_on=dt.date(2026, 3, 1))
    page.refresh()
    page.table.go_to(0)
    told = {line.field: (line.before, line.after) for line in page.detail._model.rows}
    assert told == {"Diet": ("Stated, not shown", "Stated, not shown")}
    shown = [
        str(page._model.index(row, at).data())
        for row in range(page._model.rowCount())
        for at in range(page._model.columnCount())
    ]
    assert not [words for words in shown if "Vegan" in words or "Halal" in words or "Ramp" in words]
