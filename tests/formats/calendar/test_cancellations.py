"""What calls an invitation off or turns a proposal down, in other people's readers."""

import datetime as dt

import icalendar
import pytest

from roundtables.formats.calendar.cancellation import prepare_cancellation
from roundtables.formats.calendar.counter import prepare_declined_counter
from roundtables.formats.calendar.documents import CalendarSession, Guest, RecurrenceId
from roundtables.formats.calendar.invitation import joined, prepare_invitation, prepare_parts
from roundtables.terms import Reply

MAIJA = Guest("Möttönen, Maija", "maija@guests.example", reply=Reply.ACCEPTED)
PROGRAMME = tuple(
    CalendarSession(
        f"part{at}@roundtables.invalid", f"Part {at}", dt.datetime(2026, 7, 1, 9 + at), dt.datetime(2026, 7, 1, 10 + at)
    )
    for at in range(3)
)


def only_event(data):
    calendar = icalendar.Calendar.from_ical(data)
    (event,) = calendar.walk("VEVENT")
    return calendar, event


def test_who_was_taken_off_is_told_alone_and_without_a_status(calendar_event, read, stamp):
    event = calendar_event(sequence=4, alarm_minutes=15)
    data = prepare_cancellation(event, event.uid, stamp, for_all=False).for_guest(MAIJA)
    calendar, said = only_event(data)
    assert calendar["METHOD"] == "CANCEL"
    assert (said["UID"], said["SEQUENCE"], said["DTSTAMP"].dt) == (event.uid, 4, stamp)
    assert "STATUS" not in said
    assert said["ATTENDEE"].params == {"CN": MAIJA.name, "CUTYPE": "INDIVIDUAL", "ROLE": "REQ-PARTICIPANT"}
    assert said.subcomponents == []
    ((seen,),) = read([data])
    assert seen.attendees == [(MAIJA.name, f"mailto:{MAIJA.email}")]
    assert seen.organizer == [("Ministry", "mailto:office@ministry.example")]
    assert (seen.uid, seen.summary, seen.starts.hour) == (event.uid, "Workshop", 6)


def test_an_event_that_was_called_off_says_so(calendar_event, stamp):
    event = calendar_event()
    _calendar, said = only_event(prepare_cancellation(event, event.uid, stamp, for_all=True).for_guest(MAIJA))
    assert said["STATUS"] == "CANCELLED"


def test_a_part_is_called_off_by_its_own_uid_and_one_that_is_gone_by_the_one_it_had(calendar_event, stamp):
    event = calendar_event(sessions=PROGRAMME)
    for uid, hour in ((PROGRAMME[1].uid, 10), ("gone@roundtables.invalid", 9)):
        _calendar, said = only_event(prepare_cancellation(event, uid, stamp, for_all=True).for_guest(MAIJA))
        assert (said["UID"], said["DTSTART"].dt.hour) == (uid, hour)


def test_a_refusal_echoes_the_sequence_of_the_proposal(calendar_event, read, stamp):
    event = calendar_event(sequence=7, alarm_minutes=5)
    data = prepare_declined_counter(event, 3, stamp).for_guest(MAIJA)
    calendar, said = only_event(data)
    assert (calendar["METHOD"], said["SEQUENCE"], said["UID"]) == ("DECLINECOUNTER", 3, event.uid)
    assert said.subcomponents == []
    ((seen,),) = read([data])
    assert seen.attendees == [(MAIJA.name, f"mailto:{MAIJA.email}")]


@pytest.mark.parametrize(
    ("meeting", "line"),
    [
        (
            RecurrenceId(dt.datetime(2026, 6, 30, 13), "Europe/Zagreb"),
            b"RECURRENCE-ID;TZID=Europe/Zagreb:20260630T130000",
        ),
        (RecurrenceId(dt.datetime(2026, 6, 30, 13), "UTC"), b"RECURRENCE-ID:20260630T130000Z"),
        (
            RecurrenceId(dt.datetime(2026, 6, 30), "Europe/Zagreb", all_day=True),
            b"RECURRENCE-ID;VALUE=DATE:20260630",
        ),
    ],
)
def test_a_meeting_of_a_series_is_named_in_the_series_zone(meeting, line, calendar_event, stamp):
    event = calendar_event(uid="series@roundtables.invalid", recurrence_id=meeting)
    invited = prepare_invitation(event, stamp).for_guest(MAIJA)
    off = prepare_cancellation(event, event.uid, stamp, for_all=False).for_guest(MAIJA)
    for data in (invited, off):
        assert line in data.split(b"\r\n")
        assert (b"TZID:Europe/Zagreb" in data) is (b"TZID=Europe/Zagreb" in line)
    # Before it was a meeting of the series it had a UID of its own, and was no part of anything.
    alone = prepare_cancellation(event, "own@roundtables.invalid", stamp, for_all=True).for_guest(MAIJA)
    assert b"RECURRENCE-ID" not in alone


def test_who_sends_for_the_organiser_is_named_beside_them(calendar_event, read, stamp):
    sent = prepare_invitation(calendar_event(sent_by="post@ministry.example"), stamp).for_guest(MAIJA)
    _calendar, said = only_event(sent)
    assert said["ORGANIZER"] == "mailto:office@ministry.example"
    assert said["ORGANIZER"].params == {"CN": "Ministry", "SENT-BY": "mailto:post@ministry.example"}
    ((seen,),) = read([sent])
    assert seen.organizer == [("Ministry", "mailto:office@ministry.example")]
    own = prepare_invitation(calendar_event(sent_by="OFFICE@ministry.example"), stamp).for_guest(MAIJA)
    assert b"SENT-BY" not in own


def test_each_part_has_a_calendar_of_its_own_and_all_fit_into_one_file(calendar_event, read, stamp):
    event = calendar_event(sessions=PROGRAMME, title="a\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n")
    parts = prepare_parts(event, stamp)
    assert list(parts) == [part.uid for part in PROGRAMME]
    files = [prepared.for_guest(MAIJA) for prepared in parts.values()]
    for data, part in zip(files, PROGRAMME, strict=True):
        assert only_event(data)[1]["UID"] == part.uid
    whole = prepare_invitation(event, stamp, by_session=True).for_guest(MAIJA)
    assert joined(files) == whole
    assert joined(files[:1]) == files[0]
    (seen,) = read([joined(files)])
    assert [one.uid for one in seen] == [part.uid for part in PROGRAMME]
