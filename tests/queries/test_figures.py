"""The counting rules: each against a case made for it, and all against a plain count over the demonstration."""

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from roundtables.model import Attendance, Event
from roundtables.queries import event_reports
from roundtables.queries import events as event_queries
from roundtables.queries import figures as queries
from roundtables.queries.figures import Counts, Figures, Grouping, Step, Wanted
from roundtables.queries.progress import is_held
from roundtables.register import Register
from roundtables.services import attendance, events, organisations, people, programme, sessions, venues, work_packages
from roundtables.terms import CountedBy, EventFormat, EventStatus, OrganisationKind, Presence
from roundtables.walltime import days_of
from roundtables.words import language

GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]
NOW = dt.datetime(2027, 6, 1, tzinfo=dt.UTC)


def count(register: Register, wanted: Wanted | None = None, now: dt.datetime = NOW) -> Figures:
    with register.read() as session:
        return queries.figures(session, wanted or Wanted(), now, language("en"))


def attend(register: Register, event: int, marks: dict[int, tuple[int, ...]]) -> None:
    """Mark participations present in slots that are counted from 1."""
    with register.change("Mark") as session:
        for key, numbers in marks.items():
            for number in numbers:
                attendance.mark(session, attendance.slot_numbered(session, event, number).id, [key], Presence.PRESENT)


def test_who_was_present_twice_is_one_participation_of_two_person_days(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    one, two, _three = given_participants(event, 3)
    attend(register, event, {one: (1, 2), two: (2,)})
    assert count(register).total.counts == Counts(1, 2, 2, 3, 0, 0)


def test_two_sessions_of_one_day_are_one_person_day(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    with register.change("Sessions") as session:
        for day, hour in ((1, 9), (1, 13), (2, 9)):
            starts = dt.datetime(2026, 12, day, hour)
            ends = starts + dt.timedelta(hours=2)
            sessions.add(session, event, title=f"Part {day} {hour}", starts=starts, ends=ends)
        events.change(session, event, counted_by=CountedBy.SESSION)
    one, two = given_participants(event, 2)
    attend(register, event, {one: (1, 2), two: (1, 2, 3)})
    assert count(register).total.counts.person_days == 3


def test_presence_at_the_event_as_a_whole_is_each_of_its_days(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event(counted_by=CountedBy.WHOLE)
    [one] = given_participants(event, 1)
    attend(register, event, {one: (1,)})
    assert count(register).total.counts.person_days == 2


def test_an_event_that_is_not_over_or_was_cancelled_does_not_count(register: Register, given_event: GivenEvent) -> None:
    given_event()
    given_event(status=EventStatus.CANCELLED)
    early = dt.datetime(2026, 12, 1, 6, tzinfo=dt.UTC)
    assert count(register, now=early).total.counts.events == 0
    assert count(register).total.counts.events == 1
    given_event(status=EventStatus.HELD)
    assert count(register, now=early).total.counts.events == 1


@pytest.mark.parametrize(
    ("person", "organisation", "venue", "host", "format_", "local", "transnational"),
    [
        ("FI", "", "FI", "", EventFormat.IN_PERSON, 1, 0),
        ("HR", "FI", "FI", "HR", EventFormat.HYBRID, 0, 1),
        ("", "HR", "FI", "", EventFormat.IN_PERSON, 0, 1),
        ("", "FI", "HR", "FI", EventFormat.ONLINE, 1, 0),
        ("HR", "", "", "FI", EventFormat.ONLINE, 0, 1),
        ("", "", "FI", "", EventFormat.IN_PERSON, 0, 0),
        ("FI", "", "", "FI", EventFormat.IN_PERSON, 0, 0),
    ],
)
def test_who_represents_another_country_than_the_event_s_is_transnational(
    register: Register,
    given_event: GivenEvent,
    person: str,
    organisation: str,
    venue: str,
    host: str,
    format_: EventFormat,
    local: int,
    transnational: int,
) -> None:
    with register.change("Given") as session:
        place = venues.add(session, name="Hall", country=venue).id if venue else None
        receiving = organisations.add(session, name="Host", country=host).id if host else None
        own = organisations.add(session, name="Own", country=organisation)
        key = people.add(session, first_name="Aino", last_name="Aalto", country=person).id
        people.get(session, key).organisation_id = own.id
    event = given_event(venue_id=place, host_id=receiving, format=format_)
    from roundtables.services import participants

    with register.change("Take part") as session:
        [row] = participants.add(session, event, [key])
        participation = row.id
    attend(register, event, {participation: (1,)})
    counts = count(register).total.counts
    assert (counts.local, counts.transnational) == (local, transnational)


def test_periods_follow_one_another_with_those_of_nothing_between(register: Register, given_event: GivenEvent) -> None:
    given_event(starts=dt.datetime(2026, 11, 30, 9), ends=dt.datetime(2026, 11, 30, 12))
    given_event(starts=dt.datetime(2027, 2, 1, 9), ends=dt.datetime(2027, 2, 1, 12))
    labels = {}
    for step in Step:
        groups = count(register, Wanted(step=step)).groups[Grouping.PERIOD]
        labels[step] = [(group.label, group.counts.events) for group in groups]
    assert labels == {
        Step.MONTH: [("11/2026", 1), ("12/2026", 0), ("01/2027", 0), ("02/2027", 1)],
        Step.QUARTER: [("Q4/2026", 1), ("Q1/2027", 1)],
        Step.YEAR: [("2026", 1), ("2027", 1)],
    }


def test_both_ends_of_a_period_count(register: Register, given_event: GivenEvent) -> None:
    given_event(starts=dt.datetime(2026, 12, 31, 22), ends=dt.datetime(2027, 1, 1, 2))
    assert count(register, Wanted(since=dt.date(2026, 12, 31), until=dt.date(2026, 12, 31))).total.counts.events == 1
    assert count(register, Wanted(since=dt.date(2027, 1, 1))).total.counts.events == 0
    assert count(register, Wanted(until=dt.date(2026, 12, 30))).total.counts.events == 0


def test_targets_of_activities_add_up_to_those_of_work_package_and_project(
    register: Register, given_event: GivenEvent
) -> None:
    with register.change("Programme") as session:
        project = programme.add_project(session, name="Peer action", acronym="PAH").id
        other = programme.add_project(session, name="Another").id
        package = work_packages.add_package(session, project, title="Learning").id
        bare = work_packages.add_package(session, project, title="Nothing planned").id
        work_packages.add_package(session, other, title="Elsewhere")
        activities = [
            work_packages.add_activity(session, package, title=title, target_events=events_, target_participants=10)
            for title, events_ in (("Workshops", 4), ("Visits", None))
        ]
        first = activities[0].id
    given_event(work_package_id=package, activity_id=first)
    given_event(work_package_id=package)
    given_event()
    counted = count(register, Wanted(project_id=project))
    packages = [
        (group.label, group.counts.events, group.target_events, group.target_participations)
        for group in counted.groups[Grouping.WORK_PACKAGE]
    ]
    assert packages == [("WP1 Learning", 2, 4, 20), ("WP2 Nothing planned", 0, None, None)]
    assert [(group.label, group.counts.events) for group in counted.groups[Grouping.ACTIVITY]] == [
        ("WP1 Workshops", 1),
        ("WP1 Visits", 0),
        ("Outside the activities", 1),
    ]
    assert (counted.total.counts.events, counted.total.target_events) == (2, 4)
    assert bare
    everything = count(register).groups[Grouping.WORK_PACKAGE]
    assert [group.label for group in everything][-1] == "Outside the work packages"
    assert len(everything) == 4


def test_all_groups_agree_with_a_plain_count_over_the_demonstration(demo: Register) -> None:
    now = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
    counted = count(demo, now=now)
    with demo.read() as session:
        held: list[Any] = [
            event
            for event in session.scalars(select(Event))
            if event.status is EventStatus.HELD or (event.status is not EventStatus.CANCELLED and event.ends_utc <= now)
        ]
        present = [
            mark
            for mark in session.scalars(select(Attendance).where(Attendance.presence == Presence.PRESENT))
            if mark.participation.event in held
        ]
        people_there = {mark.participation_id: mark.participation.person for mark in present}
        countries: Counter[str] = Counter(
            person.country or (person.organisation.country if person.organisation else "")
            for person in people_there.values()
        )
        kinds = Counter(person.organisation and person.organisation.kind for person in people_there.values())
        days = set()
        for mark in present:
            event, slot = mark.participation.event, mark.slot
            whole = days_of(event.starts, event.ends, all_day=event.all_day)
            one = slot.day or (slot.session.starts.date() if slot.session else None)
            days |= {(mark.participation_id, day) for day in ([one] if one else whole)}
        total = counted.total.counts
        assert total.events == len(held)
        assert total.participations == len(people_there)
        assert total.persons == len({person.id for person in people_there.values()})
        assert total.person_days == len(days)
    assert {group.key: group.counts.participations for group in counted.groups[Grouping.COUNTRY]} == dict(countries)
    by_kind = {group.key: group.counts.participations for group in counted.groups[Grouping.ORGANISATION_KIND]}
    assert by_kind == {(kind.value if kind else ""): number for kind, number in kinds.items()}
    for grouping in Grouping:
        assert sum(group.counts.participations for group in counted.groups[grouping]) == total.participations
        assert sum(group.counts.person_days for group in counted.groups[grouping]) == total.person_days
    assert OrganisationKind.PUBLIC_AUTHORITY.value in by_kind


def test_the_figures_of_all_events_are_the_sum_of_those_of_each(demo: Register) -> None:
    now = dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC)
    total = count(demo, now=now).total.counts
    with demo.read() as session:
        held = session.scalars(select(Event.id).where(is_held(now))).all()
        each = [event_reports.counted(session, event_queries.event_page(session, key)) for key in held]
    for name in ("participations", "person_days", "local", "transnational"):
        assert sum(getattr(counts, name) for counts in each) == getattr(total, name)
