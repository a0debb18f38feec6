"""A whole calendar, or a filtered one, for looking at (`METHOD:PUBLISH`): events without participants."""

import datetime as dt
from collections.abc import Iterable
from typing import BinaryIO

from roundtables.formats.calendar.components import Occasion, head, organizer, vevent
from roundtables.formats.calendar.documents import CalendarEvent
from roundtables.formats.calendar.text import Text, clean_line

_END = b"END:VCALENDAR\r\n"


def write_publication(events: Iterable[CalendarEvent], name: str, stamp: dt.datetime, out: BinaryIO) -> None:
    """Write the events as one calendar called `name` (RFC 7986, 5.1). `stamp` is this instant. Raises UnknownZone."""
    shown = [Occasion(event) for event in events]
    calendar = head("PUBLISH", shown)
    calendar.add("name", Text(clean_line(name)))
    calendar.add("x-wr-calname", Text(clean_line(name)))
    out.write(calendar.to_ical().removesuffix(_END))
    for occasion in shown:
        component = vevent(occasion, stamp)
        if occasion.event.organiser_email:
            component.add("organizer", organizer(occasion.event))
        out.write(component.to_ical())
    out.write(_END)
