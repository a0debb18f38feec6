"""What calls an invitation off (`METHOD:CANCEL`; RFC 5546, 3.2.5): the one guest it concerns and nobody else."""

import datetime as dt
from dataclasses import replace

from roundtables.formats.calendar.components import Occasion, head, organizer, vevent
from roundtables.formats.calendar.documents import CalendarEvent
from roundtables.formats.calendar.invitation import PreparedInvitation, without_guest
from roundtables.formats.calendar.text import clean_line
from roundtables.terms import EventStatus


def prepare_cancellation(event: CalendarEvent, uid: str, stamp: dt.datetime, *, for_all: bool) -> PreparedInvitation:
    """Build what calls off the invitation that guests hold by this UID. `stamp` is this instant. Raises UnknownZone.

    `for_all`: it takes place for nobody, which STATUS then says; a guest who alone is taken off is told without it, as
    RFC 5546, 3.2.5 has it. SEQUENCE is the event's. A UID that the event has no part by any more is that of a part
    that was removed, or of the event before it was invited by its parts or became a meeting of a series.
    """
    occasion = _occasion(event, uid)
    calendar, component = head("CANCEL", [occasion]), vevent(occasion, stamp)
    del component["status"]
    if for_all:
        component.add("status", "CANCELLED")
    component.subcomponents.clear()
    component.add("organizer", organizer(event))
    calendar.add_component(component)
    return without_guest(calendar, asked=False)


def _occasion(event: CalendarEvent, uid: str) -> Occasion:
    event = replace(event, status=EventStatus.CANCELLED)
    part = next((part for part in event.sessions if clean_line(part.uid) == uid), None)
    if part is not None:
        return Occasion(event, part)
    return Occasion(event if uid == event.uid else replace(event, uid=uid, recurrence_id=None))
