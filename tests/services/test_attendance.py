"""Attendance entered by hand: marks that keep what is known, times and minutes that make sense."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from roundtables.model import Attendance
from roundtables.register import Register
from roundtables.services import attendance as services
from roundtables.services import check_in, events
from roundtables.services.attendance import LeftBeforeArriving, NotDuringEvent, OnlyOfThosePresent, TooManyMinutes
from roundtables.services.events import PercentOutOfRange
from roundtables.terms import CertificateBy, CountedBy, Presence, Source
from roundtables.walltime import TimeDoesNotExist

ARRIVED, LEFT = dt.datetime(2026, 12, 1, 8, 45), dt.datetime(2026, 12, 1, 12, 30)


@pytest.fixture
def place(register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]) -> Any:
    """A slot and one of its participants."""

    def make(**values: Any) -> tuple[int, int]:
        event = given_event(**values)
        with register.read() as session:
            slot = services.slot_numbered(session, event, 1).id
        return slot, given_participants(event, 1)[0]

    return make


def known(register: Register) -> tuple[Any, ...]:
    with register.read() as session:
        mark = session.scalars(select(Attendance)).one()
        return mark.presence, mark.minutes, mark.arrived, mark.departed, mark.source


def enter(register: Register, place: tuple[int, int], presence: Presence = Presence.PRESENT, **values: Any) -> None:
    with register.change("Enter") as session:
        services.enter(session, *place, presence, **values)


def mark(register: Register, place: tuple[int, int], presence: Presence) -> None:
    with register.change("Mark") as session:
        services.mark(session, place[0], [place[1]], presence)


def test_times_give_the_minutes_within_the_day(register: Register, place: Any) -> None:
    here = place()
    enter(register, here, arrived=ARRIVED, departed=LEFT)
    assert known(register) == (Presence.PRESENT, 210, ARRIVED, LEFT, Source.HAND)
    enter(register, here, arrived=ARRIVED, departed=LEFT, minutes=190)
    assert known(register)[1] == 190
    enter(register, here)
    assert known(register) == (Presence.PRESENT, None, None, None, Source.HAND)


def test_marking_present_again_keeps_what_the_door_knows_and_absent_does_not(register: Register, place: Any) -> None:
    here = place()
    with register.change("Door") as session:
        check_in.check_in(session, here[1], here[0], dt.datetime(2026, 12, 1, 6, 45, tzinfo=dt.UTC))
    mark(register, here, Presence.PRESENT)
    assert known(register) == (Presence.PRESENT, None, ARRIVED, None, Source.DOOR)
    mark(register, here, Presence.ABSENT)
    assert known(register) == (Presence.ABSENT, None, None, None, Source.HAND)


def test_what_is_entered_over_the_doors_times_is_by_hand(register: Register, place: Any) -> None:
    here = place()
    with register.change("Door") as session:
        check_in.check_in(session, here[1], here[0], dt.datetime(2026, 12, 1, 6, 45, tzinfo=dt.UTC))
    enter(register, here, arrived=ARRIVED)
    assert known(register)[4] is Source.DOOR
    enter(register, here, arrived=ARRIVED, minutes=5)
    assert known(register)[4] is Source.HAND


@pytest.mark.parametrize(
    ("values", "error", "field"),
    [
        ({"presence": Presence.ABSENT, "minutes": 5}, OnlyOfThosePresent, "minutes"),
        ({"presence": Presence.UNKNOWN, "arrived": ARRIVED}, OnlyOfThosePresent, "arrived"),
        ({"minutes": 1441}, TooManyMinutes, "minutes"),
        ({"minutes": -1}, TooManyMinutes, "minutes"),
        ({"arrived": dt.datetime(2025, 12, 1, 9)}, NotDuringEvent, "arrived"),
        ({"departed": dt.datetime(2026, 12, 9, 9)}, NotDuringEvent, "departed"),
        ({"arrived": LEFT, "departed": ARRIVED}, LeftBeforeArriving, "departed"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field(
    register: Register, place: Any, values: Any, error: Any, field: str
) -> None:
    here = place()
    with pytest.raises(error) as told:
        enter(register, here, **values)
    assert told.value.field == field
    with register.read() as session:
        assert session.scalars(select(Attendance)).all() == []


def test_the_nights_in_which_the_clocks_change(register: Register, place: Any) -> None:
    forward = place(starts=dt.datetime(2026, 3, 28, 20), ends=dt.datetime(2026, 3, 29, 6))
    with pytest.raises(TimeDoesNotExist) as told:
        enter(register, forward, arrived=dt.datetime(2026, 3, 29, 3, 30))
    assert told.value.field == "arrived"
    back = place(starts=dt.datetime(2026, 10, 24, 20), ends=dt.datetime(2026, 10, 25, 6))
    enter(register, back, arrived=dt.datetime(2026, 10, 25, 3, 50), departed=dt.datetime(2026, 10, 25, 3, 10))
    assert known(register)[1] == 20


def test_an_event_as_a_whole_lasts_as_long_as_it_does(register: Register, place: Any) -> None:
    here = place(counted_by=CountedBy.WHOLE)
    enter(register, here, minutes=2 * 1440)
    with pytest.raises(TooManyMinutes, match="2880"):
        enter(register, here, minutes=2 * 1440 + 1)


@pytest.mark.parametrize("field", ["present_percent", "certificate_percent"])
@pytest.mark.parametrize("percent", [0, 101, -5, None])
def test_a_share_is_from_1_to_100(register: Register, given_event: Any, field: str, percent: Any) -> None:
    event = given_event(certificate_by=CertificateBy.MINUTES)
    values: Any = {field: percent}
    with pytest.raises(PercentOutOfRange) as told, register.change("Change") as session:
        events.change(session, event, **values)
    assert told.value.field == field
    with register.change("Change") as session:
        changed = events.change(session, event, present_percent=1, certificate_percent=100)
        assert (changed.present_percent, changed.certificate_percent) == (1, 100)
        twin = events.duplicate(session, event)
        assert (twin.present_percent, twin.certificate_by) == (1, CertificateBy.MINUTES)
