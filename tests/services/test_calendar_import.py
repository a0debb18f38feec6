"""Events out of calendar files: a verdict each, and what is ticked taken over in one step."""

import datetime as dt
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from roundtables.files import FileNotReadable
from roundtables.formats.calendar import events_errors
from roundtables.formats.calendar.events_in import read_events
from roundtables.queries import events as queries
from roundtables.queries.events import EventFilter
from roundtables.register import Register
from roundtables.services import calendar_import as services
from roundtables.services import events, invitations, series
from roundtables.services.calendar_import import EventProposal, ImportedEvents, Verdict
from roundtables.terms import EventFormat, EventKind, EventStatus

TODAY = dt.date(2026, 11, 24)
ZONE = "Europe/Helsinki"


def calendar(*found: str) -> bytes:
    """A calendar file of these events' lines."""
    parts = [f"BEGIN:VEVENT\n{each}\nEND:VEVENT\n" for each in found]
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(parts)}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def event(uid: str = "one@far.example", title: str = "Study visit", *further: str) -> str:
    """An event's lines; what comes `further` takes the place of lines of the same name."""
    named = {line.partition(":")[0].partition(";")[0] for line in further}
    lines = (f"UID:{uid}", f"SUMMARY:{title}", "DTSTART:20261203T090000", "DTEND:20261203T150000")
    return "\n".join([*(line for line in lines if line.partition(":")[0] not in named), *further])


def planned(register: Register, content: bytes) -> list[EventProposal]:
    with register.read() as session:
        return services.plan(session, read_events(content, ZONE, TODAY))


def taken(register: Register, proposals: list[EventProposal]) -> ImportedEvents:
    with register.change("Import events") as session:
        return services.take(session, proposals, {"kind": EventKind.STUDY_VISIT})


def test_a_new_event_is_taken_with_all_it_says_and_keeps_its_uid(register: Register) -> None:
    further = ("LOCATION:Zagreb", "DESCRIPTION:See\\nthe river", "STATUS:CONFIRMED", "SEQUENCE:4")
    proposals = planned(register, calendar(event("one@far.example", "Study visit", *further)))
    assert [(each.verdict, each.taken) for each in proposals] == [(Verdict.NEW, True)]
    done = taken(register, proposals)
    assert (len(done.added), done.changed, done.left_out) == (1, (), 0)
    with register.read() as session:
        page = queries.event_page(session, done.added[0])
    assert (page.uid, page.title, page.place, page.description) == (
        "one@far.example",
        "Study visit",
        "Zagreb",
        "See\nthe river",
    )
    assert (page.starts, page.ends, page.timezone) == (
        dt.datetime(2026, 12, 3, 9),
        dt.datetime(2026, 12, 3, 15),
        ZONE,
    )
    assert (page.kind, page.status, page.sequence) == (EventKind.STUDY_VISIT, EventStatus.PLANNED, 4)


def test_the_whole_import_is_one_step_that_can_be_undone(register: Register) -> None:
    content = calendar(*(event(f"{number}@far.example", f"Event {number}") for number in range(30)))
    taken(register, planned(register, content))
    with register.read() as session:
        assert queries.count(session, EventFilter()) == 30
    assert register.undo() == "Import events"
    with register.read() as session:
        assert queries.count(session, EventFilter()) == 0


def test_what_was_taken_in_before_is_known_and_not_added_again(register: Register) -> None:
    content = calendar(event())
    taken(register, planned(register, content))
    (proposal,) = planned(register, content)
    assert (proposal.verdict, proposal.can_be_taken) == (Verdict.KNOWN, False)
    assert "says the same" in proposal.reason
    assert taken(register, [services.ticked(proposal, taken=True)]) == ImportedEvents((), (), 1)


def test_a_known_event_is_changed_only_if_the_file_is_newer_and_it_is_ticked(register: Register) -> None:
    (key,) = taken(register, planned(register, calendar(event()))).added
    moved = ("DTSTART:20261203T100000", "DTEND:20261203T160000")
    (older,) = planned(register, calendar(event("one@far.example", "Moved", *moved)))
    assert (older.verdict, older.can_be_taken) == (Verdict.KNOWN, False)
    assert "changed later here" in older.reason
    (newer,) = planned(register, calendar(event("one@far.example", "Moved", *moved, "SEQUENCE:1")))
    assert (newer.can_be_taken, newer.taken, newer.changes) == (True, False, ("title", "time"))
    assert taken(register, [newer]).left_out == 1
    assert taken(register, [services.ticked(newer, taken=True)]).changed == (key,)
    with register.read() as session:
        page = queries.event_page(session, key)
    assert (page.title, page.starts) == ("Moved", dt.datetime(2026, 12, 3, 10))


def test_last_modified_makes_it_newer_too(register: Register) -> None:
    taken(register, planned(register, calendar(event())))
    for stamp, newer in (("20200101T000000Z", False), ("21000101T000000Z", True)):
        (proposal,) = planned(register, calendar(event("one@far.example", "Changed", f"LAST-MODIFIED:{stamp}")))
        assert proposal.can_be_taken is newer


def test_an_event_of_the_same_title_and_start_is_not_added_unasked(
    register: Register, given_event: Callable[..., int]
) -> None:
    given_event(
        title="Study Visit",
        starts=dt.datetime(2026, 12, 3, 8),
        ends=dt.datetime(2026, 12, 3, 9),
        timezone="Europe/Zagreb",
    )
    (proposal,) = planned(register, calendar(event()))
    assert (proposal.verdict, proposal.taken, proposal.can_be_taken) == (Verdict.SIMILAR, False, True)
    assert proposal.reference in proposal.reason
    assert len(taken(register, [services.ticked(proposal, taken=True)]).added) == 1


def test_a_uid_that_is_taken_is_not_taken_twice(register: Register) -> None:
    proposals = planned(register, calendar(event(), event("one@far.example", "The same UID")))
    assert [each.verdict for each in proposals] == [Verdict.NEW, Verdict.REPEATED]
    assert len(taken(register, [services.ticked(each, taken=True) for each in proposals]).added) == 1


def test_a_damaged_event_is_named_and_the_others_are_taken(register: Register) -> None:
    content = calendar(event("a@x", "Good"), event("b@x", "Bad", "DTSTART:yesterday"), event("c@x", "Good too"))
    proposals = planned(register, content)
    assert [each.verdict for each in proposals] == [Verdict.NEW, Verdict.UNUSABLE, Verdict.NEW]
    assert proposals[1].reason == "Event 2 of the file: DTSTART: “yesterday” can't be understood"
    assert len(taken(register, [services.ticked(each, taken=True) for each in proposals]).added) == 2


def test_each_meeting_of_a_repeated_event_is_an_event_and_known_again(register: Register) -> None:
    content = calendar(event("weekly@x", "Weekly", "RRULE:FREQ=WEEKLY;COUNT=4"))
    assert len(taken(register, planned(register, content)).added) == 4
    assert {each.verdict for each in planned(register, content)} == {Verdict.KNOWN}


def test_an_online_meeting_is_online_and_a_cancelled_one_cancelled(register: Register) -> None:
    content = calendar(event("a@x", "Online", "URL:https://meet.example/1", "STATUS:CANCELLED"))
    (key,) = taken(register, planned(register, content)).added
    with register.read() as session:
        page = queries.event_page(session, key)
    assert (page.format, page.status, page.online_url) == (
        EventFormat.ONLINE,
        EventStatus.CANCELLED,
        "https://meet.example/1",
    )


def test_what_this_program_wrote_it_knows_again(
    register: Register, given_event: Callable[..., int], tmp_path: Path
) -> None:
    from roundtables.services.invitations import write_calendar

    given_event(place="Helsinki", online_url="https://meet.example/1", description="Bring figures.")
    given_event(title="Days", all_day=True, starts=dt.datetime(2026, 12, 7), ends=dt.datetime(2026, 12, 8))
    path = tmp_path / "events.ics"
    with register.read() as session, path.open("wb") as out:
        write_calendar(session, EventFilter(), "Events", dt.datetime.now(dt.UTC), out)
    with register.read() as session:
        proposals = services.plan(session, services.read_file(path, ZONE))
    assert [(each.verdict, each.changes) for each in proposals] == [(Verdict.KNOWN, ())] * 2


def test_files_that_are_none_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FileNotReadable):
        services.read_file(tmp_path / "gone.ics", ZONE)
    path = tmp_path / "list.ics"
    for content, error in (
        (b"", events_errors.NotACalendar),
        (b"Name;Email\n", events_errors.NotACalendar),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", events_errors.NoEvents),
        (b"x" * (5 * 1024 * 1024 + 1), events_errors.CalendarFileTooLarge),
    ):
        path.write_bytes(content)
        with pytest.raises(error):
            services.read_file(path, ZONE)


def test_an_error_while_taking_leaves_nothing_behind(register: Register) -> None:
    proposals = planned(register, calendar(event("a@x", "A"), event("b@x", "B")))

    def stop(done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), register.change("Import events") as session:
        services.take(session, proposals, report=stop)
    with register.read() as session:
        assert queries.count(session, EventFilter()) == 0
    with register.read() as session, pytest.raises(Exception, match="no longer in the register"):
        events.get(session, 1)


def test_a_series_of_this_register_is_known_by_its_meetings(register: Register) -> None:
    (key,) = taken(register, planned(register, calendar(event("series@x", "Weekly")))).added
    with register.change("Repeat") as session:
        uid = series.repeat(session, key, rule="FREQ=WEEKLY;COUNT=3").uid
    proposals = planned(register, calendar(event(uid, "Weekly", "RRULE:FREQ=WEEKLY;COUNT=3")))
    assert [each.verdict for each in proposals] == [Verdict.KNOWN] * 3
    assert len({each.event_id for each in proposals}) == 3


def test_the_registers_own_calendar_comes_back_as_what_is_known(demo: Register) -> None:
    out = io.BytesIO()
    with demo.read() as session:
        invitations.write_calendar(session, EventFilter(), "Events", dt.datetime(2026, 11, 24, tzinfo=dt.UTC), out)
        proposals = services.plan(session, read_events(out.getvalue(), ZONE, TODAY))
    assert {(proposal.verdict, proposal.changes) for proposal in proposals} == {(Verdict.KNOWN, ())}


def test_a_file_of_answers_is_told_as_that(tmp_path: Path) -> None:
    path = tmp_path / "reply.ics"
    path.write_bytes(calendar(event()).replace(b"VERSION:2.0", b"VERSION:2.0\r\nMETHOD:REPLY"))
    with pytest.raises(events_errors.HoldsAnswers):
        services.read_file(path, ZONE)
