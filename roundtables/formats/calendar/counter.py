"""What tells a guest that what they proposed is not possible (`METHOD:DECLINECOUNTER`; RFC 5546, 3.2.8)."""

import datetime as dt
from dataclasses import replace

from roundtables.formats.calendar.components import Occasion, head, organizer, vevent
from roundtables.formats.calendar.documents import CalendarEvent
from roundtables.formats.calendar.invitation import PreparedInvitation, without_guest


def prepare_declined_counter(event: CalendarEvent, sequence: int, stamp: dt.datetime) -> PreparedInvitation:
    """Build the refusal; it says the event as it stands. `sequence` is that of the proposal, which it has to echo.

    `stamp` is this instant. Raises UnknownZone.
    """
    occasion = Occasion(replace(event, sequence=sequence))
    calendar, component = head("DECLINECOUNTER", [occasion]), vevent(occasion, stamp)
    component.subcomponents.clear()
    component.add("organizer", organizer(event))
    calendar.add_component(component)
    return without_guest(calendar)
