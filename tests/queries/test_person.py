"""What a person's and an organisation's page say."""

import datetime as dt
from collections.abc import Callable

from roundtables.queries import events as event_queries
from roundtables.queries import organisations, person
from roundtables.register import Register
from roundtables.services import attendance, participants, people, sessions
from roundtables.terms import CountedBy, Presence, Reply


def given(register: Register, event: int, marks: str, reply: Reply = Reply.ACCEPTED, minutes: int | None = None) -> int:
    """The one person of the register takes part in an event: p present, a absent."""
    with register.change("Take part") as session:
        found = people.organisation_named(session, "River Office")
        assert found is not None
        known = found.people or [
            people.add(session, first_name="Aino", last_name="Mäkelä", organisation="River Office")
        ]
        row = participants.add(session, event, [known[0].id], reply=reply)[0].id
        for slot, mark in zip(event_queries.slots(session, event), marks, strict=False):
            presence = Presence.PRESENT if mark == "p" else Presence.ABSENT
            attendance.mark(session, slot.id, [row], presence, minutes=minutes if mark == "p" else None)
        return known[0].id


def test_hours_are_minutes_where_measured_else_the_length_of_days(
    register: Register, given_event: Callable[..., int]
) -> None:
    two_days = given_event()
    measured = given_event(starts=dt.datetime(2026, 11, 1, 9), ends=dt.datetime(2026, 11, 1, 12))
    missed = given_event(starts=dt.datetime(2026, 10, 1, 9), ends=dt.datetime(2026, 10, 1, 12))
    whole_day = given_event(starts=dt.datetime(2026, 9, 1), ends=dt.datetime(2026, 9, 1), all_day=True)
    key = given(register, two_days, "pa")
    given(register, measured, "p", minutes=100)
    given(register, missed, "a", Reply.DECLINED)
    given(register, whole_day, "p", Reply.NOT_INVITED)
    with register.read() as session:
        record = person.record(session, key)
    assert [part.event_id for part in record.parts] == [two_days, measured, missed, whole_day]
    assert [part.minutes for part in record.parts] == [7 * 60, 100, None, None]
    assert (record.parts[0].present, record.parts[0].absent, record.parts[0].slots) == (1, 1, 2)
    figures = record.figures
    assert (figures.invited, figures.accepted, figures.came, figures.minutes) == (3, 2, 3, 520)


def test_sessions_count_by_their_own_length(register: Register, given_event: Callable[..., int]) -> None:
    event = given_event(counted_by=CountedBy.SESSION)
    with register.change("Programme") as session:
        for hour in (9, 13):
            sessions.add(
                session,
                event,
                title="Part",
                starts=dt.datetime(2026, 12, 1, hour),
                ends=dt.datetime(2026, 12, 1, hour + 1, 30),
            )
    key = given(register, event, "pp")
    with register.read() as session:
        assert person.record(session, key).parts[0].minutes == 180


def test_a_night_counts_as_one_and_days_that_end_before_they_begin_are_not_guessed(
    register: Register, given_event: Callable[..., int]
) -> None:
    night = given_event(starts=dt.datetime(2026, 12, 1, 20), ends=dt.datetime(2026, 12, 2, 2))
    lunch_to_lunch = given_event(starts=dt.datetime(2026, 11, 1, 13), ends=dt.datetime(2026, 11, 2, 12))
    key = given(register, night, "p")
    given(register, lunch_to_lunch, "pp")
    with register.read() as session:
        assert [part.minutes for part in person.record(session, key).parts] == [360, None]


def test_organisations_are_listed_with_their_people_and_events(
    register: Register, given_event: Callable[..., int]
) -> None:
    given(register, given_event(), "")
    with register.read() as session:
        office = organisations.listing(session, "river")[0]
    given_event(host_id=office.id)
    with register.read() as session:
        record = organisations.record(session, office.id)
        assert organisations.listing(session, "nothing") == []
    assert (record.row.people, record.row.events, len(record.hosted)) == (1, 1, 1)
