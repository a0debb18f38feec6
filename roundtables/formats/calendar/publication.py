"""A whole calendar, or a filtered one, for looking at (`METHOD:PUBLISH`): events without participants."""

import datetime as dt
from collections.abc import Sequence
from typing import BinaryIO

from roundtables.formats.calendar.components import head, organizer, vevent
from roundtables.formats.calendar.documents import CalendarEvent
from roundtables.formats.calendar.text import clean_line


def write_publication(events: Sequence[CalendarEvent], name: str, stamp: dt.datetime, out: BinaryIO) -> None:
    """Write the events as one calendar called `name` (RFC 7986, 5.1). `stamp` is this instant."""
    calendar = head("PUBLISH", events)
    calendar.add("name", clean_line(name))
    calendar.add("x-wr-calname", clean_line(name))
    for event in events:
        component = vevent(event, stamp)
        if event.organiser_email:
            component.add("organizer", organizer(event))
        calendar.add_component(component)
    out.write(calendar.to_ical())
