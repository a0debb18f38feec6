"""Series in the window: made in a dialog, seen on the event's page, changed for one, later and all meetings."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from roundtables.model import Event, Participation, Series
from roundtables.register import Register
from roundtables.services import people, series
from roundtables.services.series_changes import Scope
from roundtables.terms import EventStatus
from ui.dialogs.people import PeopleDialog
from ui.dialogs.series import RepeatDialog
from ui.dialogs.series_meetings import SeriesDialog
from ui.dialogs.series_scope import ScopeDialog
from ui.links import Link
from ui.main_window import MainWindow

START = dt.datetime(2027, 3, 9, 9)
"""A Tuesday, the second of its month."""
WEEK = dt.timedelta(days=7)


@pytest.fixture
def first(given_event: Callable[..., int]) -> int:
    return given_event(starts=START, ends=START + dt.timedelta(hours=2), title="Network", place="Room A")


@pytest.fixture
def meetings(register: Register, first: int) -> list[int]:
    """Five Tuesdays."""
    with register.change("Repeat") as session:
        series.repeat(session, first, rule="FREQ=WEEKLY;COUNT=5")
    with register.read() as session:
        return list(session.scalars(select(Event.id).order_by(Event.recurrence_id)))


def rows(register: Register, name: str) -> list:
    with register.read() as session:
        return list(session.scalars(select(getattr(Event, name)).order_by(Event.recurrence_id)))


def asked(window: MainWindow) -> ScopeDialog | None:
    return next((each for each in window.findChildren(ScopeDialog) if each.isVisible()), None)


def repeating(window: MainWindow, event: int) -> RepeatDialog:
    window.visit(Link("event", event))
    window.current_page()._actions_by_key["event.repeat"].trigger()
    return next(each for each in window.findChildren(RepeatDialog) if each.isVisible())


def listed(dialog: RepeatDialog) -> list[str]:
    return [dialog.dates.item(at).text() for at in range(dialog.dates.count())]


def make(qtbot: QtBot, window: MainWindow, dialog: RepeatDialog) -> None:
    with qtbot.waitSignal(dialog.finished):
        dialog._yes.click()
    qtbot.waitUntil(lambda: not window.workspace.is_busy())


def test_an_event_is_repeated_with_dates_left_out_and_added(
    qtbot: QtBot, shown: MainWindow, register: Register, first: int
) -> None:
    dialog = repeating(shown, first)
    assert len(listed(dialog)) == 8
    assert dialog._words.text() == "Every Tuesday, 8 times"
    dialog.form.interval.setCurrentIndex(1)
    dialog.form.count.setText("4")
    assert listed(dialog)[1].startswith("Tue 23 Mar 2027, 09:00–11:00")
    dialog.dates.setCurrentRow(1)
    qtbot.keyClick(dialog.dates, Qt.Key.Key_Space)
    dialog.another.enter(dt.datetime(2027, 3, 30, 14))
    dialog._add()
    assert [line.split("  ·  ")[0] for line in listed(dialog)][2] == "Tue 30 Mar 2027, 14:00–16:00"
    assert dialog._words.text() == "Every second Tuesday, 4 times; 4 meetings with your changes"
    make(qtbot, shown, dialog)
    assert rows(register, "starts") == [
        START,
        dt.datetime(2027, 3, 30, 14),
        dt.datetime(2027, 4, 6, 9),
        dt.datetime(2027, 4, 20, 9),
    ]
    shown.workspace.undo()
    assert rows(register, "starts") == [START]


def test_public_holidays_of_the_country_are_named(qtbot: QtBot, shown: MainWindow, first: int) -> None:
    dialog = repeating(shown, first)
    dialog.form.days[0].setChecked(True)
    qtbot.waitUntil(lambda: any("Easter Monday" in line for line in listed(dialog)))
    assert not any("Easter Monday" in line for line in listed(dialog) if "29 Mar" not in line)
    qtbot.waitUntil(lambda: not shown.workspace._tasks)


@pytest.mark.parametrize(
    ("unit", "which", "rule"),
    [
        (0, 0, "FREQ=DAILY;COUNT=8"),
        (1, 0, "FREQ=WEEKLY;COUNT=8;BYDAY=TU"),
        (2, 0, "FREQ=MONTHLY;COUNT=8"),
        (2, 1, "FREQ=MONTHLY;COUNT=8;BYDAY=2TU"),
    ],
)
def test_each_way_to_repeat_makes_its_rule(
    qtbot: QtBot, shown: MainWindow, register: Register, first: int, unit: int, which: int, rule: str
) -> None:
    dialog = repeating(shown, first)
    dialog.form.unit.setCurrentIndex(unit)
    dialog.form.which.setCurrentIndex(which)
    make(qtbot, shown, dialog)
    with register.read() as session:
        assert session.scalars(select(Series.rule)).one() == rule


def test_an_end_that_is_missing_or_no_date_is_said_and_nothing_can_be_made(
    qtbot: QtBot, shown: MainWindow, first: int
) -> None:
    dialog = repeating(shown, first)
    dialog.form.count.setText("")
    assert "without an end" in dialog._error.text()
    assert not dialog._yes.isEnabled()
    dialog.form.ends.setCurrentIndex(1)
    dialog.form.until.setText("never")
    assert "never" in dialog._error.text()
    dialog.form.until.setText("30 Mar 2027")
    assert len(listed(dialog)) == 4
    assert dialog._yes.isEnabled()
    qtbot.waitUntil(lambda: not shown.workspace._tasks)


def test_what_the_register_refuses_leaves_the_dialog_as_it_was(
    qtbot: QtBot, shown: MainWindow, register: Register, first: int
) -> None:
    dialog = repeating(shown, first)
    dialog.form.count.setText("1")
    dialog._yes.click()
    qtbot.waitUntil(lambda: "only one meeting" in dialog._error.text())
    assert dialog.isVisible()
    assert rows(register, "series_id") == [None]


def test_the_page_says_where_the_meeting_stands_and_leads_to_the_others(shown: MainWindow, meetings: list[int]) -> None:
    shown.visit(Link("event", meetings[1]))
    line = shown.current_page().tab("overview").series
    assert line._words.text() == "2 of 5 in the series “Network”"
    assert line._rule.text() == "Every Tuesday, 5 times"
    line.after.click()
    assert shown.current_page().event_id == meetings[2]
    shown.current_page().tab("overview").series.before.click()
    assert shown.current_page().event_id == meetings[1]
    shown.visit(Link("event", meetings[0]))
    assert not shown.current_page().tab("overview").series.before.isEnabled()


def test_an_event_in_no_series_shows_nothing_of_one_and_asks_nothing(
    shown: MainWindow, register: Register, first: int
) -> None:
    shown.visit(Link("event", first))
    tab = shown.current_page().tab("overview")
    assert not tab.series.isVisible()
    change(tab, "place", "Room B")
    assert asked(shown) is None
    assert rows(register, "place") == ["Room B"]


def change(tab, key: str, value: object) -> None:
    tab.form.fields[key].editor.setText(value)
    tab.form.fields[key].settle()


def test_it_is_asked_once_for_which_meetings_a_change_is(
    qtbot: QtBot, shown: MainWindow, register: Register, meetings: list[int]
) -> None:
    shown.visit(Link("event", meetings[2]))
    tab = shown.current_page().tab("overview")
    change(tab, "place", "Room B")
    dialog = asked(shown)
    assert dialog is not None
    assert dialog.scope() is Scope.ONE
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.choices[Scope.ONE], Qt.Key.Key_Down)
    assert dialog.scope() is Scope.LATER
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert rows(register, "place") == ["Room A"] * 2 + ["Room B"] * 3
    change(tab, "title", "Meeting")
    assert asked(shown) is None
    assert rows(register, "title") == ["Network"] * 2 + ["Meeting"] * 3
    tab.series.whom.setCurrentIndex(3)
    change(tab, "online_url", "https://meet.example/1")
    assert set(rows(register, "online_url")) == {"https://meet.example/1"}


def test_a_change_that_is_given_up_shows_again_what_was_there(
    qtbot: QtBot, shown: MainWindow, register: Register, meetings: list[int]
) -> None:
    shown.visit(Link("event", meetings[2]))
    tab = shown.current_page().tab("overview")
    change(tab, "place", "Room B")
    qtbot.keyClick(asked(shown), Qt.Key.Key_Escape)
    assert tab.form.fields["place"].value() == "Room A"
    tab._switches["guests_shown"].click()
    qtbot.keyClick(asked(shown), Qt.Key.Key_Escape)
    assert not tab._switches["guests_shown"].isChecked()
    assert rows(register, "place") == ["Room A"] * 5
    assert not any(rows(register, "guests_shown"))


def test_what_is_typed_when_the_page_goes_is_for_this_meeting(
    shown: MainWindow, register: Register, meetings: list[int]
) -> None:
    shown.visit(Link("event", meetings[2]))
    shown.current_page().tab("overview").form.fields["place"].editor.setText("Room B")
    shown.visit(Link("today"))
    assert asked(shown) is None
    assert rows(register, "place") == ["Room A"] * 2 + ["Room B"] + ["Room A"] * 2


def test_a_new_time_of_all_moves_all(shown: MainWindow, register: Register, meetings: list[int]) -> None:
    shown.visit(Link("event", meetings[1]))
    tab = shown.current_page().tab("overview")
    tab.series.whom.setCurrentIndex(3)
    field = tab.form.fields["starts"]
    field.editor.setDateTime(field.editor.dateTime().addDays(1))
    field.settle()
    assert rows(register, "starts") == [START + number * WEEK + dt.timedelta(days=1) for number in range(5)]
    assert rows(register, "recurrence_id") == rows(register, "starts")


def test_an_error_is_said_at_the_field_and_no_meeting_changes(
    shown: MainWindow, register: Register, meetings: list[int]
) -> None:
    shown.visit(Link("event", meetings[1]))
    tab = shown.current_page().tab("overview")
    tab.series.whom.setCurrentIndex(3)
    change(tab, "title", "")
    assert "empty" in tab.form.fields["title"].error.text()
    assert set(rows(register, "title")) == {"Network"}


def test_cancelling_asks_for_which_meetings(
    qtbot: QtBot, shown: MainWindow, register: Register, meetings: list[int]
) -> None:
    shown.visit(Link("event", meetings[3]))
    shown.current_page().call_off()
    dialog = asked(shown)
    dialog.choices[Scope.LATER].setChecked(True)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert rows(register, "status") == [EventStatus.PLANNED] * 3 + [EventStatus.CANCELLED] * 2


def test_people_are_added_to_all_meetings(
    qtbot: QtBot, shown: MainWindow, register: Register, meetings: list[int]
) -> None:
    with register.change("Add person") as session:
        person = people.add(session, first_name="Ana", last_name="New", email="").id
    shown.visit(Link("event", meetings[1], "participants"))
    shown.current_page().tab("participants")._add()
    shown.findChildren(PeopleDialog)[-1].agreed.emit([person])
    shown.findChildren(PeopleDialog)[-1].reject()
    dialog = asked(shown)
    dialog.choices[Scope.ALL].setChecked(True)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    with register.read() as session:
        assert len(session.scalars(select(Participation)).all()) == 5


def test_the_meetings_are_listed_left_out_added_and_ended(
    qtbot: QtBot, shown: MainWindow, register: Register, meetings: list[int]
) -> None:
    shown.visit(Link("event", meetings[1]))
    shown.current_page().repeat()
    dialog = next(each for each in shown.findChildren(SeriesDialog) if each.isVisible())
    QAbstractItemModelTester(dialog._model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert dialog._current().id == meetings[1]
    dialog._choose(meetings[2])
    qtbot.waitUntil(dialog.isActiveWindow)
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert len(dialog._model.rows) == 4
    dialog.another.enter(dt.datetime(2027, 3, 24, 10))
    dialog.add()
    assert dt.datetime(2027, 3, 24, 10) in rows(register, "starts")
    dialog.add()
    assert "already" in dialog._error.text()
    dialog._choose(meetings[1])
    dialog.end_here()
    assert rows(register, "starts") == [START, START + WEEK]
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert shown.current_page().event_id == meetings[1]


def test_the_list_closes_when_its_series_is_gone(shown: MainWindow, meetings: list[int]) -> None:
    shown.visit(Link("event", meetings[1]))
    shown.current_page().repeat()
    dialog = next(each for each in shown.findChildren(SeriesDialog) if each.isVisible())
    shown.workspace.undo()
    assert not dialog.isVisible()
