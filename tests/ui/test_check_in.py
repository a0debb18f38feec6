"""The window at the door, as it is used standing: keys and scans alone, and nothing private on it."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QSettings, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QListWidget, QTableWidget, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import func, select
from sqlcipher3 import dbapi2

from roundtables.model import Attendance, Participation, Person, Step
from roundtables.queries import badges
from roundtables.register import Register
from roundtables.register.errors import DiskIsFull, RegisterGone, StepOverlaid
from roundtables.services import attendance, participants, people
from roundtables.services import check_in as services
from roundtables.terms import Presence, Reply
from tests.ui.test_accessibility import unnamed
from ui import theme
from ui.door.desk import Desk, Said
from ui.door.window import DoorWindow, open_door
from ui.links import Link
from ui.main_window import MainWindow
from ui.opening import Opening

NOON = dt.datetime(2026, 12, 1, 10, 5, tzinfo=dt.UTC)
"""Five past noon in Helsinki, on the event's first day."""
NAMES = (
    ("Åke", "Virtanen", "River Office"),
    ("Liisa", "Virtanen", "City of Turku"),
    ("Ana", "Horvat", "Udruga Zajedno"),
    ("Marko", "Kovač", "River Office"),
)


class Clock:
    """The clock of the door, which a test puts forward."""

    def __init__(self) -> None:
        self.now = NOON

    def shift(self, by: dt.timedelta) -> None:
        self.now += by


@pytest.fixture
def noon(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(Desk, "now", staticmethod(lambda: clock.now))
    return clock


@pytest.fixture
def event(register: Register, given_event: Callable[..., int]) -> int:
    """An event of two days with four participants, of whom much is known that concerns nobody at the door."""
    key = given_event()
    with register.change("Add") as session:
        keys = []
        for first, last, organisation in NAMES:
            values: Any = {"phone": "+358 40 1234567", "job_title": "Secret adviser"}
            email = f"{first}.{last}@private.example".lower()
            person = people.add(session, first_name=first, last_name=last, organisation=organisation, **values)
            person.email = email
            people.set_needs(session, person.id, diet="No nuts", access="Step-free", consented_on=dt.date(2026, 1, 1))
            keys.append(person.id)
        made = participants.add(session, key, keys)
        participants.set_reply(session, [made[0].id], Reply.TENTATIVE)
    return key


@pytest.fixture
def door(noon: Clock, qtbot: QtBot, shown: MainWindow, event: int) -> Iterator[DoorWindow]:
    shown.visit(Link("event", event, "attendance"))
    made = open_door(shown.workspace, event)
    qtbot.waitExposed(made)
    yield made
    if shown.workspace.front is made:
        made.close()


def typed(door: DoorWindow, text: str, *, enter: bool = True) -> None:
    """As a keyboard does; QTest types no letters beyond ASCII."""
    for letter in text:
        QTest.keyClick(QApplication.focusWidget() or door.line, letter)
    if enter:
        QTest.keyClick(QApplication.focusWidget() or door.line, Qt.Key.Key_Return)


def marks(register: Register) -> list[tuple[str, Presence]]:
    with register.read() as session:
        statement = select(Person.first_name, Attendance.presence).join(Person, Person.id == Attendance.person_id)
        return [tuple(row) for row in session.execute(statement.order_by(Attendance.id))]


def code_of(register: Register, event: int, first_name: str) -> str:
    with register.read() as session:
        statement = select(Participation.id).join(Person).where(Person.first_name == first_name)
        wanted = session.scalars(statement.where(Participation.event_id == event)).one()
        return next(code for code, key in badges.codes(session, event).items() if key == wanted)


def texts(widget: QWidget) -> Iterator[str]:
    """Every text that can be seen in a window or is told of it: labels, buttons, lines, lists, tips, names."""
    for part in [widget, *widget.findChildren(QWidget)]:
        yield from (part.toolTip(), part.accessibleName(), part.accessibleDescription(), part.windowTitle())
        if isinstance(part, QLabel | QLineEdit | QAbstractButton):
            yield part.text()
        if isinstance(part, QListWidget):
            yield from (part.item(at).text() for at in range(part.count()))
        if isinstance(part, QTableWidget):
            cells = (part.item(row, at) for row in range(part.rowCount()) for at in range(part.columnCount()))
            yield from (cell.text() for cell in cells if cell is not None)


def count_of(door: DoorWindow, row: int = 0) -> str:
    return door.view.counts.item(row, 1).text()


def test_three_letters_and_enter_check_in_and_the_line_is_clear(door: DoorWindow, register: Register) -> None:
    assert count_of(door) == "0 / 4"
    typed(door, "hor")
    assert marks(register) == [("Ana", Presence.PRESENT)]
    assert door.line.text() == ""
    assert door.line.hasFocus()
    assert door.view.said.text() == "✓  Ana Horvat is checked in, 12:05."
    assert count_of(door) == "1 / 4"
    assert [door.view.last.item(0, at).text() for at in range(3)] == ["12:05", "Ana Horvat", "came"]
    typed(door, "kovac mar")
    assert len(marks(register)) == 2


def test_fewer_letters_than_three_find_nobody(door: DoorWindow, register: Register) -> None:
    typed(door, "ho")
    assert door.found.count() == 0
    assert marks(register) == []
    assert "three letters" in door.view.said.text()
    assert door.line.text() == "ho"


def test_several_are_chosen_by_arrows_or_by_number_and_never_by_enter_alone(
    door: DoorWindow, register: Register
) -> None:
    typed(door, "virt")
    assert marks(register) == []
    assert "2 people match" in door.view.said.text()
    assert [door.found.item(at).text() for at in range(2)] == [
        "1   Åke Virtanen  ·  River Office",
        "2   Liisa Virtanen  ·  City of Turku",
    ]
    QTest.keyClick(door.line, Qt.Key.Key_Down)
    QTest.keyClick(door.line, Qt.Key.Key_Down)
    QTest.keyClick(door.line, Qt.Key.Key_Return)
    assert marks(register) == [("Liisa", Presence.PRESENT)]
    typed(door, "virt1", enter=False)
    assert [name for name, _presence in marks(register)] == ["Liisa", "Åke"]
    assert door.line.text() == ""


def test_the_whole_list_is_never_shown(door: DoorWindow, register: Register, event: int, qtbot: QtBot) -> None:
    with register.change("Add") as session:
        keys = [people.add(session, first_name="Many", last_name=f"Alike{chr(97 + at)}").id for at in range(20)]
        participants.add(session, event, keys)
    qtbot.waitUntil(lambda: count_of(door) == "0 / 24")
    assert door.found.count() == 0
    typed(door, "ali", enter=False)
    assert door.found.count() == 9
    assert "20 people match" in door.view.hint.text()


@pytest.mark.parametrize("case", [str.upper, str.lower, str.swapcase], ids=["upper", "lower", "swapped"])
def test_a_badge_is_scanned_at_once_whatever_the_case(
    door: DoorWindow, register: Register, event: int, case: Callable[[str], str]
) -> None:
    typed(door, case(code_of(register, event, "Ana")))
    assert marks(register) == [("Ana", Presence.PRESENT)]
    assert door.line.text() == ""


def test_scans_one_after_the_other_are_all_taken(door: DoorWindow, register: Register, event: int) -> None:
    """Nothing waits for a pause: all keys lie in the queue before the first is looked at."""
    for name, ending in (("Ana", Qt.Key.Key_Return), ("Marko", Qt.Key.Key_Enter), ("Liisa", Qt.Key.Key_Tab)):
        for letter in code_of(register, event, name):
            QTest.keyClick(door.line, letter)
        QTest.keyClick(door.line, ending)
    assert [name for name, _presence in marks(register)] == ["Ana", "Marko", "Liisa"]
    assert door.line.hasFocus()


def test_a_scan_after_letters_that_were_left_over_is_of_the_badge(
    door: DoorWindow, register: Register, event: int
) -> None:
    typed(door, "virt", enter=False)
    typed(door, code_of(register, event, "Ana"))
    assert [name for name, _presence in marks(register)] == ["Ana"]


def test_a_scan_while_the_keyboard_is_elsewhere_comes_into_the_line(
    door: DoorWindow, register: Register, event: int
) -> None:
    door.view.departures.setFocus()
    typed(door, code_of(register, event, "Ana"))
    assert [name for name, _presence in marks(register)] == ["Ana"]


def test_a_digit_of_a_badge_chooses_nobody_though_names_begin_like_the_code(
    door: DoorWindow, register: Register, event: int
) -> None:
    with register.change("Add") as session:
        keys = [people.add(session, first_name=first, last_name="Rtanjski").id for first in ("Ana", "Iva")]
        participants.add(session, event, keys)
    door._read()
    typed(door, "rta", enter=False)
    assert door.found.count() == 0
    typed(door, "1", enter=False)
    assert door.line.text() == "rta1"
    door.line.clear()
    typed(door, "rtan2", enter=False)
    assert [name for name, _presence in marks(register)] == ["Iva"]


def test_a_badge_of_nobody_here_is_refused_and_the_next_can_be_scanned(door: DoorWindow, register: Register) -> None:
    typed(door, "RT0123456789AB")
    assert "nobody who takes part" in door.view.said.text()
    assert (door.line.text(), marks(register)) == ("", [])
    typed(door, "https://example")
    assert "neither a name" in door.view.said.text()
    assert not door.view.is_walk_in()


def test_a_second_check_in_is_told_with_the_time_of_the_first_and_not_recorded(
    door: DoorWindow, register: Register, noon: Clock
) -> None:
    typed(door, "hor")
    noon.shift(dt.timedelta(minutes=20))
    with register.read() as session:
        steps = session.scalar(select(func.count()).select_from(Step))
    typed(door, "hor")
    assert door.view.said.text() == "!  Ana Horvat has been checked in already, at 12:05. Nothing was recorded twice."
    assert door.view.said.property("said") == "warn"
    with register.read() as session:
        assert session.scalar(select(func.count()).select_from(Step)) == steps
    assert (count_of(door), door.view.last.rowCount(), door.line.text()) == ("1 / 4", 1, "")


def test_departures_are_taken_by_a_key_and_counted(door: DoorWindow, register: Register, noon: Clock) -> None:
    typed(door, "hor")
    noon.shift(dt.timedelta(minutes=30))
    QTest.keyClick(door.line, Qt.Key.Key_F3)
    assert door.view.asked.whole_text().startswith("Who leaves?")
    typed(door, "hor")
    assert door.view.said.text() == "✓  Ana Horvat has left, 12:35."
    assert count_of(door) == "0 / 4"
    with register.read() as session:
        mark = session.scalars(select(Attendance)).one()
        assert (mark.arrived, mark.departed) == (dt.datetime(2026, 12, 1, 12, 5), dt.datetime(2026, 12, 1, 12, 35))
        assert mark.minutes == 30
    typed(door, "hor")
    assert "left already, at 12:35" in door.view.said.text()
    typed(door, "kovac")
    assert "not been checked in here" in door.view.said.text()
    QTest.keyClick(door.line, Qt.Key.Key_F2)
    typed(door, "hor")
    assert door.view.said.text() == "✓  Ana Horvat is back, 12:35."


def test_undo_takes_back_the_last_step_of_the_door_and_not_what_somebody_else_did(
    door: DoorWindow, register: Register, event: int
) -> None:
    typed(door, "hor")
    typed(door, "kovac")
    with register.change("Mark by hand") as session:
        slot = attendance.slot_numbered(session, event, 1)
        key = session.scalars(select(Participation.id).join(Person).where(Person.first_name == "Liisa")).one()
        attendance.mark(session, slot.id, [key], Presence.PRESENT)
    QTest.keyClick(door.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert sorted(name for name, _presence in marks(register)) == ["Ana", "Liisa"]
    assert "Marko Kovač" in door.view.said.text()
    QTest.mouseClick(door.view.back, Qt.MouseButton.LeftButton)
    assert [name for name, _presence in marks(register)] == ["Liisa"]
    assert not door.view.back.isEnabled()
    QTest.keyClick(door.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [name for name, _presence in marks(register)] == ["Liisa"]
    assert (count_of(door), door.view.last.rowCount()) == ("1 / 4", 0)


def test_undo_leaves_what_is_typed(door: DoorWindow, register: Register) -> None:
    typed(door, "hor")
    typed(door, "kov", enter=False)
    QTest.keyClick(door.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert (door.line.text(), door.found.count(), marks(register)) == ("kov", 1, [])


def test_nobody_found_becomes_a_walk_in_with_their_name(door: DoorWindow, register: Register) -> None:
    typed(door, "nora newcomer")
    assert door.view.is_walk_in()
    assert door.walk_in.name.text() == "Nora Newcomer"
    assert door.walk_in.email.hasFocus()
    typed(door, "")
    with register.read() as session:
        row = session.scalars(select(Participation).where(Participation.walk_in)).one()
        assert row.person.name == "Nora Newcomer"
    assert door.line.hasFocus()
    assert (door.line.text(), count_of(door)) == ("", "1 / 5")
    assert "as a walk-in" in door.view.said.text()
    QTest.keyClick(door.line, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    with register.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == len(NAMES)


def test_a_walk_in_of_a_known_name_is_offered_as_whom_the_register_knows(door: DoorWindow, register: Register) -> None:
    with register.change("Add") as session:
        people.add(session, first_name="Nora", last_name="Known", email="nora@private.example")
    typed(door, "nora known")
    typed(door, "")
    assert "in the register already" in door.view.said.text()
    namesakes = door.walk_in.namesakes
    assert [namesakes.item(at).text() for at in range(2)] == ["Nora Known", "No: add them as a new person"]
    assert not any("private" in text for text in texts(door))
    typed(door, "")
    with register.read() as session:
        assert session.scalar(select(func.count()).select_from(Person)) == len(NAMES) + 1
        assert session.scalars(select(Participation).where(Participation.walk_in)).one().person.last_name == "Known"


def test_a_walk_in_of_a_known_name_may_be_somebody_else(door: DoorWindow, register: Register) -> None:
    typed(door, "", enter=False)
    QTest.keyClick(door.line, Qt.Key.Key_F4)
    typed(door, "Ana Horvat")
    QTest.keyClick(door.walk_in.namesakes, Qt.Key.Key_Down)
    typed(door, "")
    with register.read() as session:
        assert session.scalar(select(func.count()).where(Person.sort_name == "horvat ana")) == 2


def test_a_walk_in_who_takes_part_already_is_checked_in_once(door: DoorWindow, register: Register) -> None:
    for said in ("is checked in", "has been checked in already"):
        QTest.keyClick(door.line, Qt.Key.Key_F4)
        typed(door, "Ana Horvat")
        typed(door, "")
        assert said in door.view.said.text()
    with register.read() as session:
        assert session.scalar(select(func.count()).select_from(Participation)) == len(NAMES)
        assert session.scalar(select(func.count()).where(Participation.walk_in)) == 0


def test_what_a_walk_in_lacks_is_said_and_nothing_typed_is_lost(door: DoorWindow, register: Register) -> None:
    QTest.keyClick(door.line, Qt.Key.Key_F4)
    typed(door, "Nora Newcomer", enter=False)
    door.walk_in.email.setFocus()
    typed(door, "nora at home")
    assert "is not an e-mail address" in door.view.said.text()
    assert door.walk_in.email.hasFocus()
    assert (door.walk_in.name.text(), door.walk_in.email.text()) == ("Nora Newcomer", "nora at home")
    QTest.keyClick(door.walk_in.email, Qt.Key.Key_Escape)
    assert door.line.hasFocus()
    QTest.keyClick(door.line, Qt.Key.Key_F4)
    assert door.walk_in.name.text() == "Nora Newcomer"
    door.walk_in.name.clear()
    door.walk_in.email.clear()
    typed(door, "")
    assert "needs a first name or a last name" in door.view.said.text()
    assert marks(register) == []


def test_a_badge_that_is_scanned_into_a_walk_in_is_taken_and_the_walk_in_stays(
    door: DoorWindow, register: Register, event: int
) -> None:
    QTest.keyClick(door.line, Qt.Key.Key_F4)
    typed(door, "Nora New", enter=False)
    typed(door, code_of(register, event, "Ana"))
    assert [name for name, _presence in marks(register)] == ["Ana"]
    assert door.walk_in.name.text() == "Nora New"
    assert door.view.is_walk_in()


def test_nothing_private_is_on_the_screen_in_any_of_its_states(door: DoorWindow, event: int) -> None:
    """Replies, needs, addresses, numbers and other people are nobody's business at the door."""
    seen: list[str] = []

    def look() -> None:
        QApplication.processEvents()
        seen.extend(texts(door))

    look()
    for words in ("virt", "hor", "hor", "nobody"):
        typed(door, words, enter=False)
        look()
        typed(door, "")
        look()
        door.end_walk_in()
        door.line.clear()
    door.show_departures()
    typed(door, "hor")
    QTest.keyClick(door.line, Qt.Key.Key_F4)
    typed(door, "Ana Horvat")
    look()
    everything = "\n".join(seen)
    for private in (
        "private",
        "example",
        "Tentative",
        "Accepted",
        "Not invited",
        "nuts",
        "Step-free",
        "+358",
        "Secret",
    ):
        assert private not in everything, private
    assert "Kovač" not in everything
    assert "Ana Horvat" in everything


def test_the_register_is_out_of_sight_while_the_door_is_open(door: DoorWindow, shown: MainWindow) -> None:
    assert door.isFullScreen()
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [door]
    QTest.keyClick(door.line, Qt.Key.Key_F11)
    assert not door.isFullScreen()
    assert not shown.isVisible()
    QTest.keyClick(door.line, Qt.Key.Key_Escape)
    assert door.isVisible()
    assert "once more" in door.view.hint.text()
    QTest.keyClick(door.line, Qt.Key.Key_Escape)
    assert not door.isVisible()
    assert shown.isVisible()
    assert shown.workspace.front is None


def test_the_grid_shows_what_was_done_at_the_door_once_it_is_closed(
    door: DoorWindow, shown: MainWindow, qtbot: QtBot
) -> None:
    typed(door, "hor")
    QTest.mouseClick(door.view.leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(shown.isVisible)
    model = shown.current_page().tab("attendance").grid.model()
    assert [model.index(row, 2).data() for row in range(4)].count("✓  Present  12:05–") == 1


def test_only_one_door_is_open(door: DoorWindow, shown: MainWindow, event: int) -> None:
    assert open_door(shown.workspace, event) is door


def test_the_slot_follows_the_clock_across_midnight_unless_one_was_chosen(
    door: DoorWindow, register: Register, noon: Clock
) -> None:
    assert door.view.slot.whole_text() == "Tue 1 Dec"
    noon.shift(dt.timedelta(hours=20))
    typed(door, "hor")
    assert door.view.slot.whole_text() == "Wed 2 Dec"
    assert (count_of(door, 0), count_of(door, 1)) == ("0 / 4", "1 / 4")
    QTest.keyClick(door.line, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert door.view.slot.whole_text() == "Tue 1 Dec"
    assert "by hand" in door.view.how.whole_text()
    typed(door, "hor")
    assert (count_of(door, 0), count_of(door, 1)) == ("1 / 4", "1 / 4")
    QTest.keyClick(door.line, Qt.Key.Key_Home, Qt.KeyboardModifier.AltModifier)
    assert door.view.slot.whole_text() == "Wed 2 Dec"
    at = door.view.counts.visualItemRect(door.view.counts.item(0, 0)).center()
    QTest.mouseClick(door.view.counts.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert door.view.slot.whole_text() == "Tue 1 Dec"
    assert door.line.hasFocus()


def test_on_a_day_that_is_none_of_the_events_it_is_said(door: DoorWindow, noon: Clock) -> None:
    noon.shift(dt.timedelta(days=9))
    door.go_by_clock()
    assert door.view.slot.whole_text() == "Wed 2 Dec"
    assert door.view.how.whole_text() == "!  Not on today: the nearest"


def test_what_others_record_meanwhile_is_counted_and_what_is_typed_stays(
    door: DoorWindow, register: Register, event: int, qtbot: QtBot
) -> None:
    typed(door, "virt", enter=False)
    QTest.keyClick(door.line, Qt.Key.Key_Down)
    with register.change("Mark") as session:
        keys = session.scalars(select(Participation.id).where(Participation.event_id == event)).all()
        attendance.mark(session, attendance.slot_numbered(session, event, 1).id, keys, Presence.PRESENT)
    qtbot.waitUntil(lambda: count_of(door) == "4 / 4")
    assert (door.line.text(), door.found.currentRow()) == ("virt", 0)


def test_a_second_laptop_that_was_first_is_told_with_its_time(door: DoorWindow, register: Register, event: int) -> None:
    """What is in memory here may be old: the register decides."""
    door._workspace.changed.disconnect(door._heard)
    with register.change("Elsewhere") as session:
        guest = next(guest for guest in door.desk.hall.guests.values() if guest.name == "Ana Horvat")
        slot = attendance.slot_numbered(session, event, 1).id
        services.check_in(session, guest.id, slot, NOON - dt.timedelta(minutes=3))
    typed(door, "hor")
    assert "already, at 12:02" in door.view.said.text()
    assert len(marks(register)) == 1
    door._workspace.changed.connect(door._heard)


def test_a_full_disk_is_told_on_the_screen_and_the_name_stays_for_the_next_attempt(
    door: DoorWindow, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise DiskIsFull

    with monkeypatch.context() as faulty:
        faulty.setattr(services, "check_in", full)
        typed(door, "hor")
    assert "The disk is full" in door.view.said.text()
    assert (door.line.text(), door.found.count(), marks(register)) == ("hor", 1, [])
    typed(door, "")
    assert marks(register) == [("Ana", Presence.PRESENT)]


def test_a_register_that_is_gone_is_told_and_taken_up_again(door: DoorWindow, register: Register) -> None:
    assert register.path is not None
    away = register.path.with_suffix(".away")
    register.path.rename(away)
    typed(door, "hor")
    assert "can no longer be reached" in door.view.said.text()
    assert door.line.text() == "hor"
    typed(door, "")
    assert "can no longer be reached" in door.view.said.text()
    away.rename(register.path)
    typed(door, "")
    assert marks(register) == [("Ana", Presence.PRESENT)]
    assert door.line.text() == ""


def test_another_program_that_holds_the_register_is_told(door: DoorWindow, register: Register) -> None:
    assert register.path is not None
    with register._writer.connect() as held:
        held.exec_driver_sql("PRAGMA busy_timeout = 50")
        held.rollback()
    other = dbapi2.connect(str(register.path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    typed(door, "hor")
    assert "Another program is writing" in door.view.said.text()
    assert door.line.text() == "hor"
    other.execute("ROLLBACK")
    other.close()
    typed(door, "")
    assert len(marks(register)) == 1


def test_everything_at_the_door_has_a_name_and_is_reached_by_tab(door: DoorWindow) -> None:
    for walk_in in (False, True):
        door.view.show_walk_in(shown=walk_in)
        assert unnamed(door) == []
        first = door.walk_in.name if walk_in else door.line
        first.setFocus()
        been: list[QWidget | None] = [first]
        for _press in range(20):
            QTest.keyClick(been[-1], Qt.Key.Key_Tab)
            if QApplication.focusWidget() is first:
                break
            been.append(QApplication.focusWidget())
        assert QApplication.focusWidget() is first
        assert {door.view.arrivals, door.view.departures, door.view.new, door.view.leave} <= set(been)


@pytest.mark.parametrize("size", [100, 200])
def test_it_fits_a_small_screen(
    noon: Clock, qapp: QApplication, qtbot: QtBot, shown: MainWindow, event: int, size: int
) -> None:
    theme.apply(qapp, dark=False, text_size=size)
    try:
        door = open_door(shown.workspace, event)
        door.showNormal()
        for walk_in in (False, True):
            door.view.show_walk_in(shown=walk_in)
            QApplication.processEvents()
            least = door.minimumSizeHint()
            assert (least.width() <= 1280, least.height() <= 780) == (True, True), (size, walk_in, least)
        door.resize(1280, 780)
        QApplication.processEvents()
        for words in (str(RegisterGone()), "Ana is in.", str(StepOverlaid("Check in at the door"))):
            door.view.say(Said("bad", words, taken=False))
            said = door.view.said
            assert said.heightForWidth(said.width()) <= said.height(), (size, words)
        door.close()
    finally:
        theme.apply(qapp, dark=False)


def test_a_click_on_a_button_leaves_the_keyboard_in_the_line(door: DoorWindow) -> None:
    QTest.mouseClick(door.view.departures, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert door.desk.leaving
    assert door.line.hasFocus()


def test_an_event_that_is_deleted_meanwhile_is_told(
    door: DoorWindow, register: Register, event: int, qtbot: QtBot
) -> None:
    from roundtables.services import events

    with register.change("Delete") as session:
        events.delete(session, event)
    qtbot.waitUntil(lambda: "no longer in the register" in door.view.said.text())
    typed(door, "hor")
    assert "no longer in the register" in door.view.said.text()


def test_an_enter_that_is_held_down_makes_no_walk_in(door: DoorWindow, register: Register) -> None:
    typed(door, "nora newcomer")
    for _repeat in range(3):
        target = QApplication.focusWidget()
        assert target is not None
        held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
        QApplication.sendEvent(target, held)
    assert door.view.is_walk_in()
    assert marks(register) == []


def test_a_second_start_of_the_program_shows_the_door_and_not_the_register(
    door: DoorWindow, shown: MainWindow, tmp_path: Path
) -> None:
    settings = QSettings(str(tmp_path / "second.ini"), QSettings.Format.IniFormat)
    opening = Opening(tmp_path, lambda _path, _how: shown.workspace.register, settings, tmp_path, lambda: None)
    opening.window = shown
    opening.come_forward()
    assert not shown.isVisible()
    assert door.isVisible()


def test_the_door_stays_when_the_window_behind_it_is_made_anew(
    door: DoorWindow, shown: MainWindow, tmp_path: Path, register: Register
) -> None:
    """The system turns dark in the evening, and the program follows it."""
    settings = QSettings(str(tmp_path / "second.ini"), QSettings.Format.IniFormat)
    opening = Opening(tmp_path, lambda _path, _how: register, settings, tmp_path, lambda: None)
    opening.window = shown
    typed(door, "hor", enter=False)
    opening.restyle()
    behind = opening.window
    assert behind is not shown
    assert isinstance(behind, MainWindow)
    assert not behind.isVisible()
    typed(door, "")
    assert marks(register) == [("Ana", Presence.PRESENT)]
    door.close()
    assert behind.isVisible()
    behind.close()
    behind.deleteLater()


def test_a_name_without_end_is_cut_and_stays_text(door: DoorWindow, register: Register, event: int) -> None:
    with register.change("Add") as session:
        name = "<img src=x>" + "y" * 150
        participants.add(session, event, [people.add(session, first_name="Zed", last_name=name).id])
    door._read()
    typed(door, "zed")
    assert door.view.said.text().startswith("✓  Zed <img src=x>yyy")
    assert len(door.view.said.text()) < 100
    assert door.view.said.textFormat() is Qt.TextFormat.PlainText


def test_who_does_not_see_the_screen_hears_what_comes_of_it(
    door: DoorWindow, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[tuple[str, bool]] = []

    def hear(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append((event.message(), event.politeness() is QAccessible.AnnouncementPoliteness.Assertive))

    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(hear))
    typed(door, "hor")
    assert ("Ana Horvat  ·  Udruga Zajedno. Enter takes the name.", False) in said
    assert said[-1] == ("Ana Horvat is checked in, 12:05.", False)
    typed(door, "hor")
    assert said[-1] == ("Ana Horvat has been checked in already, at 12:05. Nothing was recorded twice.", True)
    typed(door, "virt", enter=False)
    QTest.keyClick(door.line, Qt.Key.Key_Down)
    assert said[-1] == ("1   Åke Virtanen  ·  River Office", False)
    QTest.keyClick(door.line, Qt.Key.Key_F3)
    assert said[-1] == ("Who leaves? Three letters or a badge", False)
