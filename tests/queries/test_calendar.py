"""What a calendar reads: the events of a span, and what can't be at once."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event as sql_event

from roundtables.public_holidays import public_holidays
from roundtables.queries import calendar
from roundtables.queries.calendar import Conflict, ConflictKind
from roundtables.register import Register
from roundtables.services import events, participants, people
from roundtables.terms import EventFormat, EventStatus, Reply, Role

DAY = dt.date(2026, 12, 8)


def at(hour: int, day: int = 8) -> dt.datetime:
    return dt.datetime(2026, 12, day, hour)


def found(register: Register) -> list[Conflict]:
    with register.read() as session:
        rows = calendar.events_between(session, dt.date(2026, 12, 1), dt.date(2026, 12, 31))
        return calendar.conflicts(session, rows)


@pytest.fixture
def venue(register: Register) -> Callable[..., int]:
    """Add a venue; returns its key."""
    from roundtables.model import Venue

    def add(**values: Any) -> int:
        with register.change("Add venue") as session:
            made = Venue(**({"name": "House", "room": "Saimaa"} | values))
            session.add(made)
            session.flush()
            return made.id

    return add


@pytest.fixture
def anna(register: Register) -> int:
    with register.change("Add person") as session:
        return people.add(session, first_name="Anna", last_name="Mäkelä").id


def seat(
    register: Register, person: int, *event_ids: int, reply: Reply = Reply.ACCEPTED, role: Role = Role.ATTENDEE
) -> None:
    with register.change("Add participants") as session:
        for key in event_ids:
            rows = participants.add(session, key, [person], reply=reply)
            participants.set_role(session, [row.id for row in rows], role)


def test_only_the_events_of_the_span_are_read(register: Register, given_event: Callable[..., int]) -> None:
    inside = given_event(title="Inside", starts=at(9), ends=at(10))
    long = given_event(title="Forty days", starts=at(0, 1) - dt.timedelta(days=20), ends=at(0, 20), all_day=True)
    given_event(title="Before", starts=at(9) - dt.timedelta(days=30), ends=at(10) - dt.timedelta(days=30))
    given_event(title="After", starts=at(9) + dt.timedelta(days=30), ends=at(10) + dt.timedelta(days=30))
    with register.read() as session:
        rows = calendar.events_between(session, DAY, DAY)
    assert [row.id for row in rows] == [long, inside]


def test_an_event_of_all_days_that_may_be_is_still_seen_on_its_last(
    register: Register, given_event: Callable[..., int]
) -> None:
    key = given_event(starts=at(0), ends=at(0) + dt.timedelta(days=399), all_day=True)
    last = DAY + dt.timedelta(days=399)
    with register.read() as session:
        assert [row.id for row in calendar.events_between(session, last, last)] == [key]


def test_the_next_event_is_found_by_its_day(register: Register, given_event: Callable[..., int]) -> None:
    given_event(starts=at(9), ends=at(10))
    with register.read() as session:
        assert calendar.next_start(session, dt.date(2000, 1, 1)) == DAY
        assert calendar.next_start(session, DAY) == DAY
        assert calendar.next_start(session, DAY + dt.timedelta(days=1)) is None


def test_somebody_at_two_events_at_once_is_a_conflict(
    register: Register, given_event: Callable[..., int], anna: int
) -> None:
    one = given_event(starts=at(9), ends=at(12))
    other = given_event(starts=at(10), ends=at(11), timezone="Europe/Zagreb")
    seat(register, anna, one, other)
    (conflict,) = found(register)
    assert (conflict.kind, conflict.event.id, conflict.other and conflict.other.id) == (ConflictKind.PERSON, one, other)
    assert (conflict.who, conflict.person_id) == ("Anna Mäkelä", anna)


def test_events_overlap_by_their_instants_not_by_their_clocks(
    register: Register, given_event: Callable[..., int], anna: int
) -> None:
    """From nine to ten in Helsinki is over when nine strikes in Zagreb."""
    seat(
        register,
        anna,
        given_event(starts=at(9), ends=at(10)),
        given_event(starts=at(9), ends=at(10), timezone="Europe/Zagreb"),
    )
    assert not found(register)


@pytest.mark.parametrize(
    ("reply", "role", "number"),
    [
        (Reply.ACCEPTED, Role.ATTENDEE, 1),
        (Reply.INVITED, Role.ATTENDEE, 0),
        (Reply.TENTATIVE, Role.ATTENDEE, 0),
        (Reply.INVITED, Role.SPEAKER, 1),
        (Reply.DECLINED, Role.SPEAKER, 0),
        (Reply.WITHDRAWN, Role.CHAIR, 0),
    ],
)
def test_only_who_is_expected_can_be_double_booked(
    register: Register, given_event: Callable[..., int], anna: int, reply: Reply, role: Role, number: int
) -> None:
    keys = [given_event(starts=at(9), ends=at(12)) for _ in range(2)]
    seat(register, anna, *keys, reply=reply, role=role)
    assert len(found(register)) == number


def test_cancelled_events_take_nobodys_time(
    register: Register, given_event: Callable[..., int], venue: Callable[..., int], anna: int
) -> None:
    keys = [given_event(starts=at(9), ends=at(12), venue_id=venue(capacity=1)) for _ in range(2)]
    seat(register, anna, *keys)
    assert len(found(register)) == 2
    with register.change("Cancel") as session:
        events.cancel(session, keys[0])
    assert not found(register)


def test_one_event_after_another_is_no_conflict(
    register: Register, given_event: Callable[..., int], venue: Callable[..., int], anna: int
) -> None:
    place = venue()
    keys = [given_event(starts=at(hour), ends=at(hour + 1), venue_id=place) for hour in (9, 10)]
    seat(register, anna, *keys)
    assert not found(register)


def test_an_all_day_event_takes_the_whole_of_its_last_day(
    register: Register, given_event: Callable[..., int], anna: int
) -> None:
    keys = [
        given_event(starts=at(0, 6), ends=at(0, 8), all_day=True),
        given_event(starts=at(22), ends=at(23)),
    ]
    seat(register, anna, *keys)
    assert [conflict.kind for conflict in found(register)] == [ConflictKind.PERSON]


def test_a_room_taken_twice_is_a_conflict_however_often_it_was_entered(
    register: Register, given_event: Callable[..., int], venue: Callable[..., int]
) -> None:
    for place in (venue(), venue(name="HOUSE"), venue(room="Päijänne")):
        given_event(starts=at(9), ends=at(12), venue_id=place)
    given_event(starts=at(9), ends=at(12), venue_id=venue(), format=EventFormat.ONLINE)
    (conflict,) = found(register)
    assert conflict.kind is ConflictKind.ROOM
    assert conflict.who == "House, Saimaa"


def test_a_room_that_holds_fewer_than_have_accepted_is_a_conflict(
    register: Register,
    given_event: Callable[..., int],
    given_participants: Callable[..., list[int]],
    venue: Callable[..., int],
) -> None:
    place = venue(capacity=2)
    full = given_event(starts=at(9), ends=at(12), venue_id=place)
    given_participants(full, 2, reply=Reply.ACCEPTED)
    assert not found(register)
    given_participants(given_event(starts=at(13), ends=at(14), venue_id=place), 3, reply=Reply.ACCEPTED)
    (conflict,) = found(register)
    assert (conflict.kind, conflict.event.accepted, conflict.event.seats) == (ConflictKind.OVERFULL, 3, 2)
    assert conflict.other is None


def test_a_span_costs_three_statements_however_much_is_in_it(
    register: Register, given_event: Callable[..., int], anna: int
) -> None:
    keys = [given_event(starts=at(9), ends=at(12)) for _ in range(12)]
    seat(register, anna, *keys)
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.startswith("SELECT"):
            statements.append(statement)

    sql_event.listen(register._engine, "before_cursor_execute", note)
    try:
        assert len(found(register)) == 12 * 11 / 2
    finally:
        sql_event.remove(register._engine, "before_cursor_execute", note)
    assert len(statements) == 3


def test_drafts_count_and_zones_are_listed_once(register: Register, given_event: Callable[..., int], anna: int) -> None:
    keys = [
        given_event(starts=at(9), ends=at(12), status=EventStatus.DRAFT),
        given_event(starts=at(9), ends=at(12)),
        given_event(starts=at(19), ends=at(20), timezone="Europe/Zagreb"),
    ]
    seat(register, anna, *keys)
    assert len(found(register)) == 1
    with register.read() as session:
        assert calendar.zones_used(session) == ["Europe/Helsinki", "Europe/Zagreb"]


def test_holidays_are_named_in_the_language_where_the_package_has_it() -> None:
    def named(language: str) -> dict[tuple[str, str], str]:
        return {(f"{each.day:%m-%d}", each.country): each.name for each in public_holidays(2026, language)}

    assert named("en")["12-06", "FI"] == "Independence Day"
    assert named("fi")["12-06", "FI"] == "Itsenäisyyspäivä"
    assert named("sv")["12-06", "FI"] == "Självständighetsdagen"
    assert named("hr")["05-30", "HR"] == "Dan državnosti"
    assert named("fi")["05-30", "HR"] == "Statehood Day"
    assert ("12-06", "HR") not in named("en")
