"""Reports of meeting tools: whose each line is, what it says, and what is recorded of it."""

import datetime as dt
from collections.abc import Callable
from itertools import count, pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from roundtables.formats.meeting_reports.report import Attendee, Interval, MeetingReport
from roundtables.model import Attendance, EventFile, KnownName, Participation, Person, Slot, Stay
from roundtables.register import Register
from roundtables.services import attendance, events, participants, people, sessions
from roundtables.services.meeting_reports import errors
from roundtables.services.meeting_reports.lines import Choice, Decision, Line, Verdict
from roundtables.services.meeting_reports.previewing import Preview, preview, preview_file
from roundtables.services.meeting_reports.spans import seconds, union, within
from roundtables.services.meeting_reports.taking import Taken, take
from roundtables.terms import CountedBy, Presence, Reply, Source

HELSINKI = dt.timezone(dt.timedelta(hours=2))
DAY = dt.date(2026, 12, 1)


def at(clock: str, day: dt.date = DAY) -> dt.datetime:
    """An instant by the clock in Helsinki in winter."""
    return dt.datetime.combine(day, dt.time.fromisoformat(clock), HELSINKI).astimezone(dt.UTC)


def attendee(name: str, email: str = "", *stays: str, day: dt.date = DAY) -> Attendee:
    """Somebody who was there from and to: "09:00-12:00"."""
    spans = [each.split("-") for each in stays or ("09:00-12:00",)]
    return Attendee(name, email, "", tuple(Interval(at(begins, day), at(ends, day)) for begins, ends in spans))


def report(*attendees: Attendee, starts: str = "09:00", ends: str = "12:00", day: dt.date = DAY) -> MeetingReport:
    return MeetingReport("teams-3", "Meeting", at(starts, day), at(ends, day), attendees)


@pytest.fixture
def event(given_event: Callable[..., int]) -> int:
    """A morning on line."""
    return given_event(starts=dt.datetime(2026, 12, 1, 9), ends=dt.datetime(2026, 12, 1, 12))


@pytest.fixture
def given_person(register: Register) -> Callable[..., int]:
    """Add a person, a participant of an event if one is named; returns the person's key."""

    def add(name: str, email: str = "", event_id: int | None = None) -> int:
        first, _space, last = name.rpartition(" ")
        with register.change("Add person") as session:
            key = people.add(session, first_name=first, last_name=last, email=email).id
            if event_id is not None:
                participants.add(session, event_id, [key])
            return key

    return add


@pytest.fixture
def previewed(register: Register) -> Callable[..., Preview]:
    """The preview of a report."""

    def show(event_id: int, shown: MeetingReport, **values: Any) -> Preview:
        with register.read() as session:
            return preview(session, event_id, shown, **values)

    return show


@pytest.fixture
def taken(register: Register, previewed: Callable[..., Preview]) -> Callable[..., Taken]:
    """Take a report over, as decided."""
    numbers = count()

    def do(event_id: int, shown: MeetingReport, decisions: dict[int, Decision] | None = None, **values: Any) -> Taken:
        made = previewed(event_id, shown).decided(decisions or {})
        values = {"content": f"report {next(numbers)}".encode(), "name": "report.csv"} | values
        with register.change("Import meeting report") as session:
            return take(session, register.files, event_id, made, **values)

    return do


def marks(register: Register) -> dict[str, list[tuple[Any, ...]]]:
    """By name, what is marked in each slot: presence, minutes, source."""
    statement = select(Person, Attendance).join(Person, Person.id == Attendance.person_id).order_by(Attendance.slot_id)
    found: dict[str, list[tuple[Any, ...]]] = {}
    with register.read() as session:
        for person, mark in session.execute(statement):
            found.setdefault(person.name, []).append((mark.presence, mark.minutes, mark.source))
    return found


def verdicts(shown: Preview) -> list[tuple[Verdict, str | None]]:
    return [(line.verdict, line.person.name if line.person else None) for line in shown.lines]


# Whose a line is


@pytest.mark.parametrize(
    "written",
    [
        "Mika Mäkelä",
        "Mäkelä Mika",
        "MAKELA, mika",
        "Mika Makela (Guest)",
        "Mäkelä Mika (Vieras)",
        "Mika Mäkelä - Ministry of Justice",
        "Ministry of Justice | Mika Mäkelä",
        "Mäkelä Mika (OM)",
        "M. Mäkelä",
        "Mika Johannes Mäkelä",
        "Dr. Mika Mäkelä",
        "Mikki (Mika Mäkelä)",
    ],
)
def test_a_name_is_known_however_it_is_written(
    written: str, event: int, given_person: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    given_person("Mika Mäkelä", "mika@office.example", event)
    given_person("Anna Korhonen", "anna@office.example", event)
    assert verdicts(previewed(event, report(attendee(written)))) == [(Verdict.NAMED, "Mika Mäkelä")]


def test_an_address_counts_before_a_name_however_its_case(
    event: int, register: Register, given_person: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    given_person("Mika Mäkelä", "mika@office.example", event)
    key = given_person("Anna Korhonen", "anna@office.example", event)
    with register.change("Address") as session:
        people.add_address(session, key, "Anna@Home.example")
    shown = previewed(
        event,
        report(
            attendee("Mika Mäkelä", "ANNA@office.example"),
            attendee("mikko", "anna@HOME.example"),
            attendee("mika@office.example"),
        ),
    )
    assert verdicts(shown) == [
        (Verdict.MATCHED, "Anna Korhonen"),
        (Verdict.MATCHED, "Anna Korhonen"),
        (Verdict.MATCHED, "Mika Mäkelä"),
    ]


def test_a_slip_of_the_pen_is_matched_and_shown_to_be_looked_at(
    event: int, given_person: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    given_person("Katariina Lehtonen", "", event)
    given_person("Jukka Lehtinen", "", event)
    shown = previewed(event, report(attendee("Katarina Lehtonen"), attendee("Jukka Lehtonen")))
    assert verdicts(shown) == [(Verdict.SIMILAR, "Katariina Lehtonen"), (Verdict.STRANGER, None)]
    assert [line.to_decide for line in shown.lines] == [True, True]
    assert len(shown.lines[1].candidates) == 1


def test_people_named_alike_are_never_guessed(
    event: int, given_person: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    one = given_person("Anna Virtanen", "anna.1@office.example", event)
    two = given_person("Anna Virtanen", "anna.2@office.example", event)
    shown = previewed(event, report(attendee("Virtanen Anna (Guest)"), attendee("A. Virtanen")))
    assert verdicts(shown) == [(Verdict.AMBIGUOUS, None)] * 2
    assert set(shown.lines[0].candidates) == {one, two}
    assert shown.lines[0].choice is Choice.LEAVE


def test_two_lines_of_one_name_with_addresses_of_their_own_may_be_two_people(
    event: int, given_person: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    given_person("Anna Virtanen", "anna@office.example", event)
    shown = previewed(
        event,
        report(
            attendee("Anna Virtanen", "anna@office.example"),
            attendee("Anna Virtanen", "anna@elsewhere.example"),
            attendee("Anna Virtanen (Guest)"),
            attendee("A. Virtanen"),
        ),
    )
    found = [line.verdict for line in shown.lines]
    assert found == [Verdict.MATCHED, Verdict.AMBIGUOUS, Verdict.NAMED, Verdict.AMBIGUOUS]


def test_one_name_alone_is_a_question(
    event: int, given_person: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    key = given_person("Mika Mäkelä", "", event)
    (line,) = previewed(event, report(attendee("Mika"))).lines
    assert (line.verdict, line.candidates) == (Verdict.AMBIGUOUS, (key,))


def test_who_is_in_the_register_but_not_on_the_list_is_told_as_that(
    event: int, given_person: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    given_person("Mika Mäkelä", "mika@office.example")
    given_person("Anna Maria Korhonen")
    given_person("Matti Virtanen", "matti@office.example")
    given_person("Matti Virtanen", "matti@office.example", event)
    shown = previewed(
        event,
        report(
            attendee("M M", "MIKA@office.example"),
            attendee("Korhonen Anna Maria", "anna@home.example"),
            attendee("Eve Stranger", "eve@far.example"),
        ),
    )
    assert verdicts(shown) == [
        (Verdict.KNOWN_STRANGER, "Mika Mäkelä"),
        (Verdict.KNOWN_STRANGER, "Anna Maria Korhonen"),
        (Verdict.STRANGER, None),
    ]


def test_an_address_of_somebody_else_counts_more_than_a_participants_name(
    event: int, given_person: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    here = given_person("Anna Virtanen", "anna@office.example", event)
    other = given_person("Anna Virtanen", "anna@other.example")
    (line,) = previewed(event, report(attendee("Anna Virtanen", "anna@other.example"))).lines
    assert (line.verdict, line.person and line.person.id) == (Verdict.KNOWN_STRANGER, other)
    assert here in line.candidates


def test_the_same_name_with_another_address_in_the_register_is_a_question(
    event: int, given_person: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    given_person("Matti Virtanen", "matti@office.example")
    (line,) = previewed(event, report(attendee("Matti Virtanen", "mv@far.example"))).lines
    assert line.verdict is Verdict.AMBIGUOUS


def test_a_confirmed_match_is_remembered_for_the_next_report(
    event: int, given_person: Callable[..., int], previewed: Callable[..., Preview], taken: Callable[..., Taken]
) -> None:
    key = given_person("Mika Mäkelä", "", event)
    strange = report(attendee("  Mökö  77 "))
    assert verdicts(previewed(event, strange)) == [(Verdict.STRANGER, None)]
    taken(event, strange, {0: Decision(Choice.MATCH, key)})
    assert verdicts(previewed(event, report(attendee("mokö 77", "", "09:00-10:00")))) == [(Verdict.SAME, "Mika Mäkelä")]
    longer = report(attendee("MÖKÖ 77", "", "08:00-12:00"))
    assert verdicts(previewed(event, longer)) == [(Verdict.REMEMBERED, "Mika Mäkelä")]


def test_a_remembered_name_that_is_given_to_somebody_else_is_theirs_from_then_on(
    event: int, register: Register, given_person: Callable[..., int], taken: Callable[..., Taken]
) -> None:
    one, two = given_person("Mika Mäkelä", "", event), given_person("Anna Korhonen", "", event)
    taken(event, report(attendee("Mökö")), {0: Decision(Choice.MATCH, one)})
    taken(event, report(attendee("Mökö", "", "09:00-11:00")), {0: Decision(Choice.MATCH, two)})
    with register.read() as session:
        assert [row.person_id for row in session.scalars(select(KnownName))] == [two]


def test_a_name_of_several_people_is_not_remembered(
    event: int, register: Register, given_person: Callable[..., int], taken: Callable[..., Taken]
) -> None:
    one = given_person("Anna Virtanen", "", event)
    given_person("Anna Virtanen", "", event)
    taken(event, report(attendee("Anna Virtanen")), {0: Decision(Choice.MATCH, one)})
    with register.read() as session:
        assert session.scalars(select(KnownName)).all() == []


# How long they were there


def test_half_of_the_slot_makes_present_unless_the_event_says_otherwise(
    event: int,
    register: Register,
    given_participants: Callable[..., list[int]],
    previewed: Callable[..., Preview],
) -> None:
    given_participants(event, 3)
    shown = report(
        attendee("Given0 Family0", "", "09:00-10:30"),
        attendee("Given1 Family1", "", "09:00-10:29"),
        attendee("Given2 Family2", "", "08:00-09:30", "10:00-10:40", "11:40-13:00"),
    )
    before = previewed(event, shown)
    assert [(line.minutes, line.status) for line in before.lines] == [
        (90, Presence.PRESENT),
        (89, Presence.ABSENT),
        (90, Presence.PRESENT),
    ]
    assert [line.status for line in before.with_percent(51).lines] == [Presence.ABSENT] * 3
    with register.change("Threshold") as session:
        events.get(session, event).present_percent = 40
    assert {line.status for line in previewed(event, shown).lines} == {Presence.PRESENT}


def test_two_devices_in_one_report_count_once(
    event: int, given_person: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    given_person("Mika Mäkelä", "mika@office.example", event)
    shown = previewed(
        event,
        report(
            attendee("Mika Mäkelä", "mika@office.example", "09:00-10:00"),
            attendee("Mika Mäkelä (Guest)", "", "09:30-10:30"),
        ),
    )
    assert [line.minutes for line in shown.lines] == [90, 90]


def test_reports_that_overlap_add_up_without_counting_twice(
    event: int, register: Register, given_participants: Callable[..., list[int]], taken: Callable[..., Taken]
) -> None:
    given_participants(event, 1)
    taken(event, report(attendee("Given0 Family0", "", "09:00-10:00")))
    assert marks(register) == {"Given0 Family0": [(Presence.ABSENT, 60, Source.MEETING_REPORT)]}
    taken(event, report(attendee("Given0 Family0", "", "09:30-10:45")))
    assert marks(register) == {"Given0 Family0": [(Presence.PRESENT, 105, Source.MEETING_REPORT)]}
    with register.read() as session:
        mark = session.scalars(select(Attendance)).one()
        assert (mark.arrived, mark.departed) == (dt.datetime(2026, 12, 1, 9), dt.datetime(2026, 12, 1, 10, 45))
        assert len(session.scalars(select(Stay)).all()) == 2


def test_a_report_tells_of_the_days_on_which_it_was_held_alone(
    register: Register,
    given_event: Callable[..., int],
    given_participants: Callable[..., list[int]],
    taken: Callable[..., Taken],
) -> None:
    event = given_event()
    given_participants(event, 1)
    taken(event, report(attendee("Given0 Family0", "", "09:00-13:00"), ends="16:00"))
    assert marks(register) == {"Given0 Family0": [(Presence.PRESENT, 240, Source.MEETING_REPORT)]}
    second = dt.date(2026, 12, 2)
    taken(event, report(attendee("Given0 Family0", "", "15:00-17:00", day=second), ends="16:00", day=second))
    assert marks(register)["Given0 Family0"] == [
        (Presence.PRESENT, 240, Source.MEETING_REPORT),
        (Presence.ABSENT, 60, Source.MEETING_REPORT),
    ]


def test_each_session_is_counted_at_its_own_time(
    register: Register,
    given_event: Callable[..., int],
    given_participants: Callable[..., list[int]],
    previewed: Callable[..., Preview],
) -> None:
    event = given_event(ends=dt.datetime(2026, 12, 1, 16), counted_by=CountedBy.SESSION)
    with register.change("Sessions") as session:
        for title, begins, ends in (("First", 9, 10), ("Second", 13, 15)):
            sessions.add(
                session,
                event,
                title=title,
                starts=dt.datetime(2026, 12, 1, begins),
                ends=dt.datetime(2026, 12, 1, ends),
            )
    given_participants(event, 1)
    (line,) = previewed(event, report(attendee("Given0 Family0", "", "09:10-13:50"), ends="15:00")).lines
    assert [(slot.minutes, slot.presence) for slot in line.slots] == [(50, Presence.PRESENT), (50, Presence.ABSENT)]
    assert (line.slots[1].arrived, line.slots[1].departed) == (at("13:00"), at("13:50"))
    assert (line.minutes, line.status) == (100, Presence.PRESENT)


def test_the_night_in_which_clocks_are_put_back_is_an_hour_longer(
    given_event: Callable[..., int], given_participants: Callable[..., list[int]], previewed: Callable[..., Preview]
) -> None:
    event = given_event(starts=dt.datetime(2026, 10, 24, 22), ends=dt.datetime(2026, 10, 25, 5))
    given_participants(event, 1)
    begins, ends = dt.datetime(2026, 10, 24, 19, tzinfo=dt.UTC), dt.datetime(2026, 10, 25, 3, tzinfo=dt.UTC)
    whole = Attendee("Given0 Family0", "", "", (Interval(begins, ends),))
    (line,) = previewed(event, MeetingReport("zoom", "", begins, ends, (whole,))).lines
    assert line.minutes == 8 * 60
    assert line.slots[0].presence is Presence.PRESENT


@pytest.mark.parametrize(
    ("starts", "ends", "hours"),
    [
        (dt.datetime(2026, 12, 1, 9), dt.datetime(2026, 12, 3, 16), [7, 7, 7]),
        (dt.datetime(2026, 12, 1, 20), dt.datetime(2026, 12, 3, 2), [6, 6]),
        (dt.datetime(2026, 12, 1, 14), dt.datetime(2026, 12, 3, 12), [4, 10, 4]),
        (dt.datetime(2026, 12, 1, 20), dt.datetime(2026, 12, 2, 2), [6]),
    ],
)
def test_each_day_lasts_as_long_as_the_event_does_daily(
    starts: dt.datetime,
    ends: dt.datetime,
    hours: list[int],
    given_event: Callable[..., int],
    previewed: Callable[..., Preview],
) -> None:
    event = given_event(starts=starts, ends=ends)
    begins, over = at("00:00"), at("00:00", dt.date(2026, 12, 5))
    shown = previewed(event, MeetingReport("zoom", "", begins, over, ()))
    assert [slot.seconds / 3600 for slot in shown.facts.slots] == hours


def test_the_hours_of_whole_days_are_those_of_the_meeting(
    given_event: Callable[..., int], given_participants: Callable[..., list[int]], previewed: Callable[..., Preview]
) -> None:
    event = given_event(all_day=True, starts=dt.datetime(2026, 12, 1), ends=dt.datetime(2026, 12, 2))
    given_participants(event, 1)
    (line,) = previewed(event, report(attendee("Given0 Family0", "", "09:00-10:30"))).lines
    assert [(slot.minutes, slot.presence) for slot in line.slots] == [(90, Presence.PRESENT)]


instants = st.integers(0, 600).map(lambda minute: at("09:00") + dt.timedelta(minutes=minute))
spans = st.lists(st.tuples(instants, instants).map(lambda pair: (min(pair), max(pair))), max_size=12)


def minutes_in(found: list[tuple[dt.datetime, dt.datetime]]) -> set[dt.datetime]:
    """The beginnings of all minutes within spans."""
    return {
        begins + dt.timedelta(minutes=minute)
        for begins, ends in found
        for minute in range(int((ends - begins).total_seconds()) // 60)
    }


@given(spans, spans)
def test_spans_are_sets_of_minutes(
    one: list[tuple[dt.datetime, dt.datetime]], other: list[tuple[dt.datetime, dt.datetime]]
) -> None:
    joined = union([*one, *other])
    assert minutes_in(joined) == minutes_in(one) | minutes_in(other)
    assert seconds(joined) == 60 * len(minutes_in(joined))
    assert all(first[1] < second[0] for first, second in pairwise(joined))
    assert union(joined) == joined
    cut = within(union(one), union(other))
    assert minutes_in(cut) == minutes_in(one) & minutes_in(other)
    assert union(cut) == cut


# What stands already


@pytest.mark.parametrize("source", [Source.HAND, Source.DOOR, Source.SIGNED_SHEET])
def test_what_was_marked_otherwise_is_kept_unless_the_report_is_to_decide(
    source: Source,
    event: int,
    register: Register,
    given_participants: Callable[..., list[int]],
    previewed: Callable[..., Preview],
    taken: Callable[..., Taken],
) -> None:
    one, two = given_participants(event, 2)
    with register.change("Mark") as session:
        slot = events.get(session, event).slots[0].id
        attendance.mark(session, slot, [one], Presence.EXCUSED, source=source)
        attendance.mark(session, slot, [two], Presence.PRESENT, source=source)
    shown = report(attendee("Given0 Family0"), attendee("Given1 Family1"))
    first, second = previewed(event, shown).lines
    assert (first.verdict, first.status, first.to_decide) == (Verdict.KEPT, Presence.EXCUSED, True)
    assert (second.verdict, second.status, second.to_decide) == (Verdict.NAMED, Presence.PRESENT, False)
    assert taken(event, shown).kept == 1
    assert marks(register)["Given0 Family0"] == [(Presence.EXCUSED, None, source)]
    assert taken(event, shown, content=b"report 0") == Taken()
    overruled = Decision(Choice.MATCH, overrides=True)
    (line,) = previewed(event, report(attendee("Given0 Family0"))).decided({0: overruled}).lines
    assert (line.verdict, line.status) == (Verdict.NAMED, Presence.PRESENT)
    assert taken(event, report(attendee("Given0 Family0")), {0: overruled}).present == 1
    assert marks(register)["Given0 Family0"] == [(Presence.PRESENT, 180, Source.MEETING_REPORT)]


def test_what_is_marked_between_preview_and_taking_over_is_kept(
    event: int, register: Register, given_participants: Callable[..., list[int]], previewed: Callable[..., Preview]
) -> None:
    (key,) = given_participants(event, 1)
    shown = previewed(event, report(attendee("Given0 Family0")))
    with register.change("Door") as session:
        slot = events.get(session, event).slots[0].id
        attendance.mark(session, slot, [key], Presence.EXCUSED, source=Source.DOOR)
    with register.change("Import") as session:
        take(session, register.files, event, shown, name="report.csv", content=b"report")
    assert marks(register)["Given0 Family0"] == [(Presence.EXCUSED, None, Source.DOOR)]


# Taking over


def test_it_is_one_step_with_the_file_attached_and_can_be_undone(
    event: int, register: Register, given_participants: Callable[..., list[int]], taken: Callable[..., Taken]
) -> None:
    given_participants(event, 2)
    done = taken(
        event,
        report(attendee("Given0 Family0"), attendee("Given1 Family1"), attendee("Eve Stranger", "eve@far.example")),
        {2: Decision(Choice.WALK_IN)},
    )
    assert done == Taken(present=3, walk_ins=1, kept_file=True)
    with register.read() as session:
        file = session.scalars(select(EventFile)).one()
        assert (file.name, [each.slot.number for each in file.proves], len(file.stays)) == ("report.csv", [1], 3)
        assert register.files.read(file.sha256) == b"report 0"
    assert register.undo() == "Import meeting report"
    with register.read() as session:
        for kind in (EventFile, Stay, Attendance):
            assert session.scalars(select(kind)).all() == []
        assert len(session.scalars(select(Participation)).all()) == 2
        assert session.scalars(select(Person).where(Person.last_name == "Stranger")).all() == []
    register.redo()
    assert len(marks(register)) == 3


def test_a_stranger_becomes_a_walk_in_with_name_and_address(
    event: int, register: Register, given_person: Callable[..., int], taken: Callable[..., Taken]
) -> None:
    given_person("Known Person", "known@office.example")
    shown = report(
        attendee("Strange Eve (Guest)", "eve.strange@far.example"),
        attendee("Known Person", "known@office.example"),
        attendee("Doe John", "john.doe@far.example"),
        attendee("Nobody", "no address"),
    )
    done = taken(event, shown, {key: Decision(Choice.WALK_IN) for key in range(4)})
    assert (done.walk_ins, done.left_out) == (4, 0)
    with register.read() as session:
        rows = session.scalars(select(Participation).order_by(Participation.id)).all()
        found = {(row.person.first_name, row.person.last_name, row.person.email) for row in rows}
        assert all(row.walk_in for row in rows)
        assert len(session.scalars(select(Person)).all()) == 4
    assert found == {
        ("Known", "Person", "known@office.example"),
        ("Eve", "Strange", "eve.strange@far.example"),
        ("John", "Doe", "john.doe@far.example"),
        ("", "Nobody", None),
    }


def test_strangers_are_left_out_unless_somebody_says_otherwise(
    event: int, register: Register, given_participants: Callable[..., list[int]], taken: Callable[..., Taken]
) -> None:
    given_participants(event, 1)
    assert taken(event, report(attendee("Given0 Family0"), attendee("Eve Stranger"))).left_out == 1
    assert list(marks(register)) == ["Given0 Family0"]


def test_all_strangers_become_walk_ins_at_once_but_not_those_who_are_not_clear(
    event: int, given_person: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    given_person("Mika Mäkelä", "", event)
    given_person("Known Person", "known@office.example")
    shown = previewed(event, report(attendee("Mika"), attendee("Eve Stranger"), attendee("Known Person")))
    choices = [line.choice for line in shown.with_walk_ins().lines]
    assert choices == [Choice.LEAVE, Choice.WALK_IN, Choice.WALK_IN]


def test_one_stranger_with_two_devices_is_one_walk_in(
    event: int, register: Register, taken: Callable[..., Taken]
) -> None:
    shown = report(
        attendee("Stranger Eve (Guest)", "", "10:00-11:00"),
        attendee("Eve Stranger", "eve.stranger@far.example", "09:00-10:00"),
        attendee("Ed Alike", "ed@far.example"),
        attendee("Ed Alike", "ed@elsewhere.example"),
    )
    assert taken(event, shown, {key: Decision(Choice.WALK_IN) for key in range(4)}).walk_ins == 3
    assert marks(register)["Eve Stranger"] == [(Presence.PRESENT, 120, Source.MEETING_REPORT)]
    with register.read() as session:
        emails = session.scalars(select(Person.email).order_by(Person.email)).all()
    assert emails == ["ed@elsewhere.example", "ed@far.example", "eve.stranger@far.example"]


def test_the_same_report_twice_changes_nothing(
    event: int,
    register: Register,
    given_participants: Callable[..., list[int]],
    previewed: Callable[..., Preview],
    taken: Callable[..., Taken],
) -> None:
    given_participants(event, 1)
    shown = report(attendee("Given0 Family0", "", "09:00-10:00"), attendee("Eve Stranger"))
    taken(event, shown, content=b"the report")
    revision = register.undoable(), register.size_of_undo()
    assert taken(event, shown, content=b"the report") == Taken(left_out=1)
    assert (register.undoable(), register.size_of_undo()) == revision
    from roundtables.register.beside import sha256_of

    again = previewed(event, shown, sha256=sha256_of(b"the report"))
    assert (again.is_repeated, again.taken, again.lines[0].verdict) == (True, [], Verdict.SAME)
    assert taken(event, shown, {1: Decision(Choice.WALK_IN)}, content=b"the report").walk_ins == 1
    with register.read() as session:
        assert len(session.scalars(select(EventFile)).all()) == 1
        assert len(session.scalars(select(Stay)).all()) == 2


def test_who_is_expected_and_not_in_the_report_is_absent_if_that_is_said(
    register: Register,
    event: int,
    given_person: Callable[..., int],
    previewed: Callable[..., Preview],
    taken: Callable[..., Taken],
) -> None:
    keys = {
        name: given_person(f"{name} Mäkelä", f"{name.lower()}@office.example", event)
        for name in ("Mika", "Anna", "Anne", "Leena", "Olli", "Pia")
    }
    with register.change("Prepare") as session:
        rows = {row.person_id: row for row in session.scalars(select(Participation))}
        rows[keys["Olli"]].reply = Reply.DECLINED
        rows[keys["Pia"]].reply = Reply.WAITING
        [slot] = session.scalars(select(Slot.id))
        attendance.mark(session, slot, [rows[keys["Leena"]].id], Presence.EXCUSED)
    shown = report(attendee("Mika", "mika@office.example"), attendee("A. Mäkelä"))
    assert previewed(event, shown).others == [], "one of the two As was there, Leena is marked, two are not expected"
    shown = report(attendee("Mika", "mika@office.example"))
    assert [person.first_name for person in previewed(event, shown).others] == ["Anna", "Anne"]
    assert taken(event, shown).others == 0
    assert set(marks(register)) == {"Mika Mäkelä", "Leena Mäkelä"}
    done = taken(event, shown, others_absent=True)
    assert (done.absent, done.others) == (0, 2)
    said = marks(register)
    assert said["Anna Mäkelä"] == said["Anne Mäkelä"] == [(Presence.ABSENT, 0, Source.MEETING_REPORT)]
    assert said["Leena Mäkelä"][0][0] is Presence.EXCUSED
    assert len(said) == 4
    assert previewed(event, shown).others == []


def test_where_files_can_not_be_kept_the_report_is_taken_without_it(
    event: int, register: Register, given_participants: Callable[..., list[int]], previewed: Callable[..., Preview]
) -> None:
    given_participants(event, 1)
    shown = report(attendee("Given0 Family0"))
    for present in (1, 0):
        with register.change("Import") as session:
            done = take(session, None, event, previewed(event, shown), name="r.csv", content=b"one")
        assert (done.present, done.kept_file) == (present, False)
    assert not register.files.folder.exists()


# Reports that do not fit


def test_the_report_of_another_meeting_is_refused_with_both_times(
    event: int, previewed: Callable[..., Preview]
) -> None:
    with pytest.raises(errors.AnotherMeeting) as told:
        previewed(event, report(attendee("Mika", "", "13:00-14:00"), starts="13:00", ends="14:00"))
    assert "1 Dec 2026, 13:00 – 14:00 (Europe/Helsinki)" in str(told.value)
    assert "1 Dec 2026, 09:00 – 12:00 (Europe/Helsinki)" in str(told.value)


def test_a_report_that_overlaps_in_part_is_taken_only_if_it_is_insisted_on(
    event: int, register: Register, given_participants: Callable[..., list[int]], taken: Callable[..., Taken]
) -> None:
    given_participants(event, 1)
    late = report(attendee("Given0 Family0", "", "11:30-14:00"), starts="11:30", ends="14:00")
    with pytest.raises(errors.PartlyAnotherMeeting):
        taken(event, late)
    assert marks(register) == {}
    assert taken(event, late, forced=True).absent == 1
    assert marks(register) == {"Given0 Family0": [(Presence.ABSENT, 30, Source.MEETING_REPORT)]}


def test_a_meeting_left_open_for_longer_than_the_event_counts_within_it(
    event: int, given_participants: Callable[..., list[int]], previewed: Callable[..., Preview]
) -> None:
    given_participants(event, 1)
    open_long = report(attendee("Given0 Family0", "", "07:00-23:00"), starts="07:00", ends="23:00")
    shown = previewed(event, open_long)
    assert (shown.partly, shown.lines[0].minutes) == (False, 180)


def test_a_meeting_between_the_sessions_is_told_as_that(
    register: Register, given_event: Callable[..., int], previewed: Callable[..., Preview]
) -> None:
    event = given_event(ends=dt.datetime(2026, 12, 1, 16), counted_by=CountedBy.SESSION)
    with register.change("Session") as session:
        times = {"starts": dt.datetime(2026, 12, 1, 9), "ends": dt.datetime(2026, 12, 1, 10)}
        sessions.add(session, event, title="First", **times)
    with pytest.raises(errors.OutsideSlots):
        previewed(event, report(starts="11:00", ends="12:00"))


def test_a_participant_who_was_taken_off_meanwhile_stops_it(
    event: int, register: Register, given_participants: Callable[..., list[int]], previewed: Callable[..., Preview]
) -> None:
    keys = given_participants(event, 2)
    shown = previewed(event, report(attendee("Given0 Family0"), attendee("Given1 Family1")))
    with register.change("Remove") as session:
        participants.remove(session, keys[:1])
    with (
        pytest.raises(Exception, match="no longer in the register"),
        register.change("Import") as session,
    ):
        take(session, register.files, event, shown, name="r.csv", content=b"one")
    assert marks(register) == {}


def test_hostile_names_are_read_in_no_time_and_do_no_harm(event: int, taken: Callable[..., Taken]) -> None:
    names = ["(" * 5000, "a - " * 3000, "<img src=x>\x00\u202e", "", "   ", "((((x) y) z", "," * 9999, "ä" * 100_000]
    shown = report(*(attendee(name) for name in names))
    done = taken(event, shown, {key: Decision(Choice.WALK_IN) for key in range(2, 4)})
    assert done.walk_ins == 2


def test_a_line_is_as_it_was_decided_and_others_stay(
    event: int, given_participants: Callable[..., list[int]], previewed: Callable[..., Preview]
) -> None:
    given_participants(event, 2)
    shown = previewed(event, report(attendee("Given0 Family0"), attendee("Given1 Family1")))
    changed = shown.decided({0: Decision(Choice.LEAVE)})
    line: Line = changed.lines[0]
    assert (line.choice, line.status, line.decided) == (Choice.LEAVE, None, True)
    assert changed.lines[1] == shown.lines[1]


FOLDER = Path(__file__).parents[1] / "formats" / "meeting_reports" / "samples"
# Zoom puts the visits of one person together if it is told so, and then does not say when they were.
SAMPLES = sorted(path for path in FOLDER.glob("*.csv") if path.stem != "zoom_together")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.stem)
def test_the_report_of_every_tool_is_taken_from_its_file(
    sample: Path, register: Register, given_event: Callable[..., int]
) -> None:
    event = given_event(starts=dt.datetime(2026, 11, 24, 9), ends=dt.datetime(2026, 11, 24, 11))
    content = sample.read_bytes()
    with register.read() as session:
        shown = preview_file(session, event, content)
    assert shown.lines
    assert not shown.partly
    with register.change("Import") as session:
        done = take(session, register.files, event, shown.with_walk_ins(), name=sample.name, content=content)
    assert done.people == done.walk_ins > 0
    assert done.present > 0
    with register.read() as session:
        again = preview_file(session, event, content)
    assert again.is_repeated
    assert {line.verdict for line in again.lines} == {Verdict.SAME}
