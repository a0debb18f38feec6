"""Other people's readers decide: vobject, icalendar and ical.js see the demonstration register as it is."""

import datetime as dt
import io

import pytest

from roundtables.formats.calendar.documents import CalendarEvent, Guest
from roundtables.formats.calendar.invitation import prepare_invitation
from roundtables.formats.calendar.publication import write_publication
from roundtables.queries import events, participants
from roundtables.queries.events import EventFilter
from roundtables.register import Register
from roundtables.services import invitations
from roundtables.walltime import instant


@pytest.fixture
def held(demo: Register) -> list[tuple[CalendarEvent, list[Guest]]]:
    """Each event of the demonstration register with those who have an address."""
    with demo.read() as session:
        return [
            (
                invitations.calendar_event(events.event_page(session, page.id)),
                [
                    Guest(row.name, row.email, row.role, row.reply)
                    for row in participants.listing(session, page.id)
                    if row.email
                ],
            )
            for page in events.all_pages(session, EventFilter())
        ]


def moments(event):
    if event.all_day:
        return event.starts.date(), event.ends.date() + dt.timedelta(days=1)
    return instant(event.starts, event.timezone), instant(event.ends, event.timezone)


def test_the_whole_calendar_is_read_as_it_is_in_the_register(held, read, stamp):
    out = io.BytesIO()
    write_publication([event for event, _ in held], "All", stamp, out)
    (seen,) = read([out.getvalue()])
    assert len(seen) == len(held) > 20
    for one, (event, _) in zip(seen, held, strict=True):
        assert (one.uid, one.summary, (one.starts, one.ends)) == (event.uid, event.title, moments(event))
        assert (one.location, one.categories) == (event.place, list(event.categories))
        assert one.description.startswith(event.description)
        assert one.attendees == []


def test_each_invitation_is_read_as_it_is_in_the_register(held, read, stamp):
    invited = [(event, guest) for event, guests in held for guest in guests[:: max(1, len(guests) // 6)]]
    files = [prepare_invitation(event, stamp).for_guest(guest) for event, guest in invited]
    for (one,), (event, guest) in zip(read(files), invited, strict=True):
        assert (one.uid, one.summary, (one.starts, one.ends)) == (event.uid, event.title, moments(event))
        assert one.attendees == [(guest.name, f"mailto:{guest.email}")]
        assert one.organizer == [(event.organiser_name, f"mailto:{event.organiser_email}")]


def test_the_parts_of_each_programme_are_read_as_they_are_in_the_register(held, read, stamp):
    planned = [event for event, _ in held if event.sessions]
    guest = Guest("Maija", "maija@guests.example")
    files = [prepare_invitation(event, stamp, by_session=True).for_guest(guest) for event in planned]
    assert planned
    for seen, event in zip(read(files), planned, strict=True):
        assert [(one.uid, one.starts, one.ends) for one in seen] == [
            (part.uid, instant(part.starts, event.timezone), instant(part.ends, event.timezone))
            for part in event.sessions
        ]
