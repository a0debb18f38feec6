"""The door: arrivals, departures and walk-ins are recorded once, and in the event's own time."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import func, select

from roundtables.errors import NothingThere
from roundtables.model import Attendance, Change, Participation, Person, Step
from roundtables.queries import badges, events
from roundtables.queries import check_in as queries
from roundtables.queries.check_in import Counts, Hall
from roundtables.register import Register
from roundtables.register.errors import NothingToUndo, StepOverlaid
from roundtables.services import attendance, participants, people, sessions
from roundtables.services import check_in as services
from roundtables.services.check_in import AlreadyHere, AlreadyLeft, NotHere, NotOfThisEvent
from roundtables.services.fields import NotAnAddress
from roundtables.services.people import NameMissing
from roundtables.terms import CountedBy, Presence, Reply, Source

MORNING = dt.datetime(2026, 12, 1, 6, 58, tzinfo=dt.UTC)
"""Two minutes to nine in Helsinki."""


@pytest.fixture
def slot_of(register: Register) -> Callable[..., int]:
    """The key of an event's slot by its number."""

    def find(event_id: int, number: int = 1) -> int:
        with register.read() as session:
            return attendance.slot_numbered(session, event_id, number).id

    return find


@pytest.fixture
def arrive(register: Register) -> Callable[..., services.Recorded]:
    def record(participation_id: int, slot_id: int, now: dt.datetime = MORNING) -> services.Recorded:
        with register.change("Check in") as session:
            return services.check_in(session, participation_id, slot_id, now)

    return record


@pytest.fixture
def leave(register: Register) -> Callable[..., services.Recorded]:
    def record(participation_id: int, slot_id: int, now: dt.datetime) -> services.Recorded:
        with register.change("Leave") as session:
            return services.check_out(session, participation_id, slot_id, now)

    return record


def mark_of(register: Register, participation_id: int) -> Attendance:
    with register.read() as session:
        row = session.scalars(select(Attendance).where(Attendance.participation_id == participation_id)).one()
        session.expunge(row)
        return row


def hall_of(register: Register, event_id: int) -> Hall:
    with register.read() as session:
        return queries.hall(session, events.event_page(session, event_id))


def rows(register: Register, table: Any) -> int:
    with register.read() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_arrival_is_kept_as_the_clock_at_the_event_shows_it(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, arrive: Any
) -> None:
    event = given_event()
    guest = given_participants(event, 2)[0]
    recorded = arrive(guest, slot_of(event))
    mark = mark_of(register, guest)
    assert (mark.presence, mark.source, mark.minutes) == (Presence.PRESENT, Source.DOOR, None)
    assert (mark.arrived, mark.departed) == (dt.datetime(2026, 12, 1, 8, 58), None)
    assert recorded.visit == queries.Visit(Presence.PRESENT, mark.arrived)
    with register.read() as session:
        step = session.get_one(Step, recorded.step_id)
        assert (step.name, step.undoable) == ("Check in", True)


def test_a_second_check_in_says_when_the_first_was_and_records_nothing(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, arrive: Any
) -> None:
    event = given_event()
    guest = given_participants(event, 1)[0]
    arrive(guest, slot_of(event))
    before = rows(register, Step), rows(register, Change)
    with pytest.raises(AlreadyHere, match=r"08:58.*twice") as told:
        arrive(guest, slot_of(event), MORNING + dt.timedelta(hours=1))
    assert told.value.since == dt.datetime(2026, 12, 1, 8, 58)
    assert (rows(register, Step), rows(register, Change), rows(register, Attendance)) == (*before, 1)
    assert mark_of(register, guest).arrived == dt.datetime(2026, 12, 1, 8, 58)


def test_who_is_marked_present_by_hand_is_not_recorded_anew(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, arrive: Any
) -> None:
    event = given_event()
    guest = given_participants(event, 1)[0]
    with register.change("Mark") as session:
        attendance.mark(session, slot_of(event), [guest], Presence.PRESENT)
    with pytest.raises(AlreadyHere, match="present already") as told:
        arrive(guest, slot_of(event))
    assert told.value.since is None
    assert mark_of(register, guest).source is Source.HAND


def test_who_was_excused_and_comes_all_the_same_is_here(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, arrive: Any
) -> None:
    event = given_event()
    guest = given_participants(event, 1)[0]
    with register.change("Mark") as session:
        attendance.mark(session, slot_of(event), [guest], Presence.EXCUSED)
    arrive(guest, slot_of(event))
    mark = mark_of(register, guest)
    assert (mark.presence, mark.source) == (Presence.PRESENT, Source.DOOR)


def test_a_departure_enters_the_minutes_within_the_slot(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, arrive: Any, leave: Any
) -> None:
    event = given_event()
    guest = given_participants(event, 1)[0]
    arrive(guest, slot_of(event))
    leave(guest, slot_of(event), MORNING + dt.timedelta(hours=3))
    mark = mark_of(register, guest)
    assert (mark.departed, mark.minutes) == (dt.datetime(2026, 12, 1, 11, 58), 178)
    with pytest.raises(AlreadyLeft, match="11:58"):
        leave(guest, slot_of(event), MORNING + dt.timedelta(hours=4))
    assert mark_of(register, guest).minutes == 178


def test_nobody_leaves_who_did_not_arrive(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, leave: Any
) -> None:
    event = given_event()
    guest = given_participants(event, 1)[0]
    with pytest.raises(NotHere, match="Check them in first"):
        leave(guest, slot_of(event), MORNING)
    assert rows(register, Attendance) == 0


def test_who_comes_back_keeps_their_first_arrival(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, arrive: Any, leave: Any
) -> None:
    event = given_event()
    guest = given_participants(event, 1)[0]
    arrive(guest, slot_of(event))
    leave(guest, slot_of(event), MORNING + dt.timedelta(hours=1))
    recorded = arrive(guest, slot_of(event), MORNING + dt.timedelta(hours=2))
    mark = mark_of(register, guest)
    assert recorded.returned
    assert (mark.arrived, mark.departed, mark.minutes) == (dt.datetime(2026, 12, 1, 8, 58), None, None)


def test_the_night_in_which_the_clocks_go_back_counts_the_minutes_that_passed(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, arrive: Any, leave: Any
) -> None:
    """In Helsinki the hour from three to four is twice on 25 October 2026."""
    event = given_event(starts=dt.datetime(2026, 10, 24, 20), ends=dt.datetime(2026, 10, 25, 5))
    one, other, third = given_participants(event, 3)
    slot = slot_of(event)
    arrive(third, slot, dt.datetime(2026, 10, 25, 1, 10, tzinfo=dt.UTC))
    leave(third, slot, dt.datetime(2026, 10, 25, 1, 50, tzinfo=dt.UTC))
    assert mark_of(register, third).minutes == 40
    arrive(one, slot, dt.datetime(2026, 10, 25, 0, 50, tzinfo=dt.UTC))
    leave(one, slot, dt.datetime(2026, 10, 25, 1, 10, tzinfo=dt.UTC))
    mark = mark_of(register, one)
    assert (mark.arrived, mark.departed) == (dt.datetime(2026, 10, 25, 3, 50), dt.datetime(2026, 10, 25, 3, 10))
    assert mark.minutes == 20
    arrive(other, slot, dt.datetime(2026, 10, 24, 17, tzinfo=dt.UTC))
    leave(other, slot, dt.datetime(2026, 10, 25, 2, tzinfo=dt.UTC))
    assert mark_of(register, other).minutes == 9 * 60


def test_a_slot_of_another_event_or_a_row_that_is_gone_records_nothing(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, arrive: Any
) -> None:
    event, other = given_event(), given_event(title="Another")
    guest = given_participants(event, 1)[0]
    with pytest.raises(NotOfThisEvent):
        arrive(guest, slot_of(other))
    with pytest.raises(NothingThere):
        arrive(9_999, slot_of(event))
    with pytest.raises(NothingThere):
        arrive(guest, 9_999)
    assert rows(register, Attendance) == 0


def test_a_walk_in_needs_a_name_alone(register: Register, given_event: Any, slot_of: Any) -> None:
    event = given_event()
    with register.change("Walk-in") as session:
        services.walk_in(session, event, slot_of(event), MORNING, name=" Ana  Maria Horvat ")
    with register.read() as session:
        row = session.scalars(select(Participation)).one()
        person = row.person
        assert (person.first_name, person.last_name, person.email) == ("Ana Maria", "Horvat", None)
        assert (row.walk_in, row.reply) == (True, Reply.NOT_INVITED)
        assert [mark.source for mark in row.attendance] == [Source.DOOR]


@pytest.mark.parametrize(
    ("values", "error", "field"),
    [
        ({"name": "  "}, NameMissing, "last_name"),
        ({"name": "Ana", "email": "ana at home"}, NotAnAddress, "email"),
    ],
)
def test_what_a_walk_in_lacks_is_said_at_its_field(
    register: Register, given_event: Any, slot_of: Any, values: Any, error: Any, field: str
) -> None:
    event = given_event()
    with pytest.raises(error) as told, register.change("Walk-in") as session:
        services.walk_in(session, event, slot_of(event), MORNING, **values)
    assert told.value.field == field
    assert (rows(register, Person), rows(register, Participation)) == (0, 0)


def test_a_walk_in_who_is_in_the_register_is_found_by_name_in_any_order_or_by_address(
    register: Register, given_event: Any, slot_of: Any, given_participants: Any
) -> None:
    event = given_event()
    given_participants(event, 1)
    with register.change("Add") as session:
        ana = people.add(session, first_name="Ana Maria", last_name="Čović", email="Ana@office.example").id
        people.add_address(session, ana, "ana.private@home.example")
        people.add(session, first_name="Somebody", last_name="Else")
    with register.read() as session:
        for name, email in (
            ("ana maria covic", ""),
            ("Čović, Ana Maria", ""),
            ("Covic Ana Maria", ""),
            ("A", "ANA@OFFICE.EXAMPLE"),
            ("", "ana.private@home.example"),
        ):
            found = queries.namesakes(session, event, name, email)
            assert [(row.person_id, row.participation_id) for row in found] == [(ana, None)], (name, email)
        assert queries.namesakes(session, event, "Ana", "") == []
        assert queries.namesakes(session, event, "", "") == []
    with register.change("Walk-in") as session:
        services.walk_in_known(session, event, slot_of(event), ana, MORNING)
    with pytest.raises(AlreadyHere), register.change("Walk-in") as session:
        services.walk_in_known(session, event, slot_of(event), ana, MORNING)
    with register.read() as session:
        taken = session.scalars(select(Participation).where(Participation.person_id == ana)).one()
        assert (taken.walk_in, len(taken.attendance)) == (True, 1)


def test_the_last_step_of_the_door_is_taken_back_and_not_what_others_did_since(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, arrive: Any
) -> None:
    event = given_event()
    one, other = given_participants(event, 2)
    mine = arrive(one, slot_of(event))
    with register.change("Mark") as session:
        attendance.mark(session, slot_of(event), [other], Presence.PRESENT)
    assert register.take_back(mine.step_id) == "Check in"
    assert mark_of(register, other).presence is Presence.PRESENT
    assert hall_of(register, event).visit(one, slot_of(event)) is None
    with pytest.raises(NothingToUndo):
        register.take_back(mine.step_id)
    assert register.redo() == "Check in"
    assert mark_of(register, one).arrived == dt.datetime(2026, 12, 1, 8, 58)


def test_what_was_changed_again_since_is_not_taken_back(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, arrive: Any
) -> None:
    event = given_event()
    guest = given_participants(event, 1)[0]
    mine = arrive(guest, slot_of(event))
    with register.change("Mark") as session:
        attendance.mark(session, slot_of(event), [guest], Presence.ABSENT)
    with pytest.raises(StepOverlaid):
        register.take_back(mine.step_id)
    assert mark_of(register, guest).presence is Presence.ABSENT


def test_a_walk_in_that_is_taken_back_leaves_nobody_behind(register: Register, given_event: Any, slot_of: Any) -> None:
    event = given_event()
    with register.change("Walk-in") as session:
        made = services.walk_in(session, event, slot_of(event), MORNING, name="Ana Horvat", organisation="New Office")
    register.take_back(made.step_id)
    assert (rows(register, Person), rows(register, Participation), rows(register, Attendance)) == (0, 0, 0)


@pytest.mark.parametrize("typed", ["vir", "liisa v", "VIR LII", "åke", "ake vir", "virta mari", "annama", "liisa-m"])
def test_a_few_letters_of_any_part_of_the_name_find_it(register: Register, given_event: Any, typed: str) -> None:
    event = given_event()
    with register.change("Add") as session:
        keys = [
            people.add(session, first_name=first, last_name=last).id
            for first, last in (("Åke Liisa-Mari", "Virtanen"), ("Anna-Mari", "Åkerlund"), ("Zoë", "Nobody"))
        ]
        participants.add(session, event, keys)
    found = hall_of(register, event).find(typed)
    assert 1 <= len(found) <= 2
    assert "Zoë Nobody" not in [guest.name for guest in found]


def test_two_letters_find_only_a_name_of_two_letters(register: Register, given_event: Any) -> None:
    event = given_event()
    with register.change("Add") as session:
        keys = [people.add(session, first_name=first, last_name="Ng").id for first in ("Bo", "Bosse")]
        keys.append(people.add(session, first_name="Angela", last_name="Ngo").id)
        participants.add(session, event, keys)
    hall = hall_of(register, event)
    assert [guest.name for guest in hall.find("ng")] == ["Bo Ng", "Bosse Ng"]
    assert [guest.name for guest in hall.find("bo")] == ["Bo Ng"]
    assert hall.find("") == hall.find("  ") == hall.find("b") == []


def test_the_whole_name_is_clear_although_another_begins_like_it(register: Register, given_event: Any) -> None:
    event = given_event()
    with register.change("Add") as session:
        keys = [people.add(session, first_name="Ana", last_name=last).id for last in ("Horvat", "Horvatić")]
        participants.add(session, event, keys)
    found = hall_of(register, event).find("horvat ana")
    assert len(found) == 2
    chosen = queries.clear(found, "horvat ana")
    assert chosen is not None
    assert chosen.name == "Ana Horvat"
    assert queries.clear(found, "hor ana") is None


def test_a_badge_is_read_whatever_its_case_and_what_stood_before_it(
    register: Register, given_event: Any, given_participants: Any
) -> None:
    event = given_event()
    guest = given_participants(event, 3)[1]
    hall = hall_of(register, event)
    with register.read() as session:
        code = next(code for code, key in badges.codes(session, event).items() if key == guest)
    for typed in (code, code.lower(), f"vir{code.swapcase()}", f" {code} "):
        read = queries.badge_in(typed)
        assert read is not None
        found = hall.by_badge(read)
        assert found is not None
        assert found.id == guest
    assert queries.badge_in(code[:-1]) is queries.badge_in("RT" + "G" * 12) is queries.badge_in("") is None
    assert hall.by_badge("RT000000000000") is None


def test_the_counts_follow_each_step_without_reading_again(
    register: Register, given_event: Any, given_participants: Any, slot_of: Any, arrive: Any, leave: Any
) -> None:
    event = given_event()
    keys = given_participants(event, 5)
    slot = slot_of(event)
    with register.change("Replies") as session:
        participants.set_reply(session, keys[3:4], Reply.DECLINED)
        attendance.mark(session, slot, keys[4:], Presence.EXCUSED)
    hall = hall_of(register, event)
    assert hall.counts(slot) == Counts(0, 0, 3)
    steps = [arrive(keys[0], slot), arrive(keys[3], slot), arrive(keys[4], slot)]
    steps.append(leave(keys[0], slot, MORNING + dt.timedelta(hours=1)))
    for step in steps:
        hall.note(step.participation_id, slot, step.visit)
        assert hall.counts(slot).came <= hall.counts(slot).expected
    assert hall.counts(slot) == hall_of(register, event).counts(slot) == Counts(3, 1, 5)
    assert hall.counts(slot).here == 2
    hall.note(keys[3], slot, None)
    assert hall.counts(slot) == Counts(2, 1, 4)


def page_of(register: Register, event_id: int) -> events.EventPage:
    with register.read() as session:
        return events.event_page(session, event_id)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-11-20T12:00+02:00", 1),
        ("2026-12-01T08:30+02:00", 1),
        ("2026-12-01T23:59+02:00", 1),
        ("2026-12-02T00:30+02:00", 1),
        ("2026-12-02T06:30+02:00", 2),
        ("2026-12-01T23:30+00:00", 1),
        ("2026-12-02T12:00+02:00", 2),
        ("2026-12-03T00:10+02:00", 2),
        ("2026-12-24T12:00+02:00", 2),
    ],
)
def test_the_day_is_that_of_the_clock_at_the_event(register: Register, given_event: Any, moment: str, day: int) -> None:
    event = page_of(register, given_event())
    slot = queries.slot_now(event, dt.datetime.fromisoformat(moment))
    assert slot is not None
    assert slot.number == day


def test_the_zone_of_the_event_chooses_the_day_and_not_that_of_the_laptop(register: Register, given_event: Any) -> None:
    """Eleven in the evening in Zagreb is midnight in Helsinki."""
    now = dt.datetime(2026, 12, 1, 22, 30, tzinfo=dt.UTC)
    late: dict[str, Any] = {"starts": dt.datetime(2026, 12, 1, 0), "ends": dt.datetime(2026, 12, 3, 23)}
    for zone, day in (("Europe/Zagreb", 1), ("Europe/Helsinki", 2)):
        slot = queries.slot_now(page_of(register, given_event(timezone=zone, **late)), now)
        assert slot is not None
        assert slot.number == day


def test_after_midnight_an_evening_goes_on_unless_a_session_begins(register: Register, given_event: Any) -> None:
    key = given_event(starts=dt.datetime(2026, 12, 1, 20), ends=dt.datetime(2026, 12, 3, 2))
    now = dt.datetime(2026, 12, 2, 1, tzinfo=dt.timezone(dt.timedelta(hours=2)))
    slot = queries.slot_now(page_of(register, key), now)
    assert slot is not None
    assert slot.number == 1
    with register.change("Session") as session:
        begins = dt.datetime(2026, 12, 2, 1, 10)
        sessions.add(session, key, title="Night", starts=begins, ends=begins + dt.timedelta(hours=1))
    slot = queries.slot_now(page_of(register, key), now)
    assert slot is not None
    assert slot.number == 2


@pytest.mark.parametrize(
    ("clock", "title"),
    [
        ("08:00", "Opening"),
        ("09:30", "Opening"),
        ("09:50", "Talks"),
        ("10:30", "Talks"),
        ("11:10", "Workshop"),
        ("12:20", "Closing"),
        ("18:00", "Closing"),
    ],
)
def test_by_session_the_one_that_is_on_or_about_to_begin_is_chosen(
    register: Register, given_event: Any, clock: str, title: str
) -> None:
    key = given_event(counted_by=CountedBy.SESSION)
    with register.change("Sessions") as session:
        for name, begins, ends in (
            ("Opening", "09:00", "10:00"),
            ("Talks", "10:00", "12:00"),
            ("Workshop", "11:00", "12:00"),
            ("Closing", "13:00", "14:00"),
        ):
            first, last = (dt.datetime.fromisoformat(f"2026-12-01T{each}") for each in (begins, ends))
            sessions.add(session, key, title=name, starts=first, ends=last)
    slot = queries.slot_now(page_of(register, key), dt.datetime.fromisoformat(f"2026-12-01T{clock}+02:00"))
    assert slot is not None
    assert slot.title == title


def test_an_event_counted_as_a_whole_has_one_slot_and_one_of_none_has_none(
    register: Register, given_event: Any
) -> None:
    page = page_of(register, given_event(counted_by=CountedBy.WHOLE))
    assert queries.slot_now(page, MORNING) == page.slots[0]
    assert queries.is_on(page, page.slots[0], MORNING)
    assert not queries.is_on(page, page.slots[0], MORNING - dt.timedelta(days=3))
    assert queries.slot_now(replace(page, slots=()), MORNING) is None
