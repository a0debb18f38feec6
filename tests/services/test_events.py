"""Planning events: what is refused, what follows what."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from roundtables.errors import Invalid, NoSuchEvent
from roundtables.queries import events as queries
from roundtables.queries import participants as participant_queries
from roundtables.queries.events import EventFilter
from roundtables.register import Register
from roundtables.services import attendance, events, participants, sessions
from roundtables.services.event_times import SessionOutsideEvent
from roundtables.services.events import WasHandedOver
from roundtables.services.hand_overs import hand_over_attendance
from roundtables.services.slots import AttendanceWouldBeLost
from roundtables.terms import CountedBy, EventKind, EventStatus, Presence, Reply

GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends": dt.datetime(2026, 11, 30, 9)}, "ends"),
        ({"starts": dt.datetime(2027, 3, 28, 3, 30), "ends": dt.datetime(2027, 3, 28, 6)}, "starts"),
        ({"starts": dt.datetime(2026, 10, 25, 3, 30), "ends": dt.datetime(2026, 10, 25, 6)}, "starts"),
        ({"starts": dt.datetime(2026, 10, 24, 9), "ends": dt.datetime(2026, 10, 25, 3, 15)}, "ends"),
        ({"timezone": "Europe/Nowhere"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"title": "  \t "}, "title"),
        ({"title": "x" * 100_000}, "title"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": -3}, "capacity"),
        ({"online_url": "javascript:alert(1)"}, "online_url"),
        ({"organiser_email": "not an address"}, "organiser_email"),
        ({"ends": dt.datetime(2029, 12, 2, 16)}, "ends"),
    ],
)
def test_what_can_not_be_is_refused_at_its_field(given_event: GivenEvent, values: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as caught:
        given_event(**values)
    assert caught.value.field == field


def test_a_title_loses_control_characters_and_keeps_everything_else(
    register: Register, given_event: GivenEvent
) -> None:
    key = given_event(title="Ääni\x00 &\r\nkuva <b>\u2028 مرحبا")
    with register.read() as session:
        assert queries.event_page(session, key).title == "Ääni & kuva <b> مرحبا"


def test_references_count_within_the_work_package_and_are_never_given_again(
    register: Register, given_event: GivenEvent
) -> None:
    first, second = given_event(), given_event()
    with register.change("Delete") as session:
        events.delete(session, second)
    third = given_event()
    with register.read() as session:
        assert queries.event_page(session, first).reference == "E0.1"
        assert queries.event_page(session, third).reference == "E0.3"
        assert queries.key_of(session, " e0.3 ") == third
        with pytest.raises(NoSuchEvent):
            queries.key_of(session, "E0.2")


def test_the_sequence_rises_for_what_guests_are_asked_anew_and_not_for_a_typo(
    register: Register, given_event: GivenEvent
) -> None:
    key = given_event()
    for changes, sequence in (
        ({"description": "Now without a typo"}, 0),
        ({"title": "A better name"}, 0),
        ({"place": "Second floor"}, 1),
        ({"place": "Second floor"}, 1),
        ({"online_url": "https://meet.example/1"}, 2),
        ({"status": EventStatus.CANCELLED}, 3),
    ):
        with register.change("Change") as session:
            assert events.change(session, key, **changes).sequence == sequence


def test_capacity_can_not_fall_below_those_who_accepted(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    key = given_event()
    given_participants(key, 3, reply=Reply.ACCEPTED)
    with pytest.raises(events.CapacityTooSmall, match="3 participants"), register.change("Shrink") as session:
        events.change(session, key, capacity=2)


def test_a_full_event_puts_later_acceptances_in_line(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    key = given_event(capacity=2)
    keys = given_participants(key, 3)
    with register.change("Reply") as session:
        outcome = participants.set_reply(session, keys, Reply.ACCEPTED)
    assert list(outcome.values()) == [Reply.ACCEPTED, Reply.ACCEPTED, Reply.WAITING]


def test_days_keep_their_attendance_when_the_event_is_moved(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    key = given_event()
    keys = given_participants(key, 1)
    with register.read() as session:
        second = queries.slots(session, key)[1]
    with register.change("Mark") as session:
        attendance.mark(session, second.id, keys, Presence.PRESENT)
        events.move(session, key, dt.datetime(2027, 1, 12, 9))
    with register.read() as session:
        slots = queries.slots(session, key)
        row = participant_queries.listing(session, key)[0]
    assert [slot.day for slot in slots] == [dt.date(2027, 1, 12), dt.date(2027, 1, 13)]
    assert row.marks[second.id].presence is Presence.PRESENT


def test_a_day_with_attendance_can_not_be_taken_away(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    key = given_event()
    keys = given_participants(key, 1)
    with register.read() as session:
        second = queries.slots(session, key)[1]
    with register.change("Mark") as session:
        attendance.mark(session, second.id, keys, Presence.ABSENT)
    with pytest.raises(AttendanceWouldBeLost), register.change("Shorten") as session:
        events.change(session, key, ends=dt.datetime(2026, 12, 1, 16))
    with register.change("Unmark") as session:
        attendance.mark(session, second.id, keys, Presence.UNKNOWN)
        events.change(session, key, ends=dt.datetime(2026, 12, 1, 16))


def test_an_event_counted_by_session_has_a_slot_for_each(register: Register, given_event: GivenEvent) -> None:
    key = given_event(counted_by=CountedBy.SESSION)
    for hour in (13, 9, 11):
        with register.change("Add session") as session:
            sessions.add(
                session,
                key,
                title=f"At {hour}",
                starts=dt.datetime(2026, 12, 1, hour),
                ends=dt.datetime(2026, 12, 1, hour + 1),
            )
    with register.read() as session:
        page = queries.event_page(session, key)
    assert [slot.title for slot in page.slots] == ["At 9", "At 11", "At 13"]
    assert [slot.number for slot in page.slots] == [1, 2, 3]
    with register.change("Remove session") as session:
        sessions.remove(session, page.sessions[0].id)
    with register.read() as session:
        assert [slot.title for slot in queries.slots(session, key)] == ["At 11", "At 13"]


def test_a_session_lies_within_its_event(register: Register, given_event: GivenEvent) -> None:
    key = given_event()
    with pytest.raises(SessionOutsideEvent), register.change("Add session") as session:
        sessions.add(session, key, title="Late", starts=dt.datetime(2026, 12, 2, 15), ends=dt.datetime(2026, 12, 2, 17))


def test_an_evening_that_ends_after_midnight_is_one_day(register: Register, given_event: GivenEvent) -> None:
    key = given_event(starts=dt.datetime(2026, 12, 1, 18), ends=dt.datetime(2026, 12, 2, 1))
    with register.read() as session:
        assert len(queries.slots(session, key)) == 1


def test_a_duplicate_is_a_draft_a_week_later_with_the_same_programme(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    key = given_event()
    given_participants(key, 2)
    with register.change("Add session") as session:
        sessions.add(
            session, key, title="Opening", starts=dt.datetime(2026, 12, 1, 9), ends=dt.datetime(2026, 12, 1, 10)
        )
    with register.change("Duplicate") as session:
        twin = events.duplicate(session, key).id
    with register.read() as session:
        page, original = queries.event_page(session, twin), queries.event_page(session, key)
    assert (page.status, page.starts) == (EventStatus.DRAFT, dt.datetime(2026, 12, 8, 9))
    assert (page.participants, page.sequence) == (0, 0)
    assert page.uid != original.uid
    assert [part.starts for part in page.sessions] == [dt.datetime(2026, 12, 8, 9)]


def test_an_event_whose_list_was_handed_over_is_not_deleted(
    register: Register, given_event: GivenEvent, tmp_path: Any
) -> None:
    key = given_event()
    with register.change("Hand over", undoable=False) as session:
        hand_over_attendance(session, key, tmp_path / "a.xlsx", "en", for_whom="", by="me", at=dt.datetime.now(dt.UTC))
    with pytest.raises(WasHandedOver), register.change("Delete") as session:
        events.delete(session, key)


def test_a_list_is_narrowed_and_sorted(demo: Register) -> None:
    with demo.read() as session:
        every = queries.page(session, EventFilter(), limit=None)
        assert len(every) == queries.count(session, EventFilter()) == 31
        assert [row.starts for row in every] == sorted(row.starts for row in every)
        by_reference = queries.page(session, EventFilter(work_package=2), "reference")
        assert [row.reference for row in by_reference] == [f"E2.{n}" for n in range(1, 12)]
        trainings = queries.page(session, EventFilter(kinds=frozenset({EventKind.TRAINING})))
        assert {row.kind for row in trainings} == {EventKind.TRAINING}
        found = queries.page(session, EventFilter(words="ZLOCINU mrz"))
        assert [row.title for row in found] == ["Okrugli stol o zločinu iz mržnje"]
        for sort in queries.SORTS:
            down = [row.id for row in queries.page(session, EventFilter(), sort, descending=True, limit=5)]
            assert len(down) == 5
