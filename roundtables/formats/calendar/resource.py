"""An event as one resource of a calendar on a server (RFC 4791, 4.1): a calendar object of its own, without METHOD.

Never with ORGANIZER or ATTENDEE: a server that schedules (RFC 6638) would send mail to the guests at once. Without an
alarm too: it would ring at everybody who looks at the calendar.
"""

import datetime as dt
import hashlib
from dataclasses import replace

from roundtables.formats.calendar.components import Occasion, head, vevent
from roundtables.formats.calendar.documents import CalendarEvent
from roundtables.formats.calendar.event_components import events_of

PASSING = frozenset({"DTSTAMP", "CREATED", "LAST-MODIFIED"})
"""What changes with each writing and says nothing of the event."""


def write_resource(event: CalendarEvent, stamp: dt.datetime) -> bytes:
    """The resource of an event. `stamp` is this instant. Raises UnknownZone."""
    occasion = Occasion(replace(event, alarm_minutes=None))
    calendar = head("PUBLISH", [occasion])
    del calendar["method"]
    calendar.add_component(vevent(occasion, stamp))
    content: bytes = calendar.to_ical()
    return content


def digest(content: bytes) -> str:
    """What the resource says of its event, as a hash: the same however a server orders and folds the lines.

    Raises what `events_of` raises.
    """
    lines = []
    for event, _calendar in events_of(content).events:
        for name, values in event.lines.items():
            if name not in PASSING:
                lines += [f"{name}{value}" for value in values]
        lines += [f"{part.name} {sorted(part.lines.items())}" for part in event.parts]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()
