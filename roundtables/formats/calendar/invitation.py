"""One invitation a guest (`METHOD:REQUEST`), showing only that guest and the organiser.

The document is built once; each guest's copy is it with their ATTENDEE line put in. Building it anew for
each guest costs hundreds of times more.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from icalendar import vCalAddress
from icalendar.parser import Contentline

from roundtables.formats.calendar.components import attendee, head, organizer, vevent
from roundtables.formats.calendar.documents import CalendarEvent, Guest

PLACE_OF_THE_GUEST = "mailto:guest@place.invalid"
_MARK = f"ATTENDEE:{PLACE_OF_THE_GUEST}\r\n".encode()


@dataclass(frozen=True)
class PreparedInvitation:
    """The invitation without its guest: what comes before and after each place of their ATTENDEE line."""

    parts: tuple[bytes, ...]

    def for_guest(self, guest: Guest) -> bytes:
        """The invitation for one guest, as a whole file."""
        return _line(guest).join(self.parts)


def prepare_invitation(
    event: CalendarEvent, stamp: dt.datetime, *, guest_list: Sequence[Guest] = (), by_session: bool = False
) -> PreparedInvitation:
    """Build the invitation once. `stamp` is this instant; `guest_list` holds all guests where they are to see each other.

    `by_session` gives one VEVENT for each part of the programme, if there are any, instead of one for the whole.
    """
    calendar = head("REQUEST", [event])
    for part in event.sessions if by_session and event.sessions else (None,):
        component = vevent(event, stamp, part)
        component.add("organizer", organizer(event))
        component.add("attendee", vCalAddress(PLACE_OF_THE_GUEST))
        calendar.add_component(component)
    parts = calendar.to_ical().split(_MARK)
    if guest_list:
        others = b"".join(_line(guest) for guest in guest_list)
        return PreparedInvitation(tuple([others.join(parts)]))
    return PreparedInvitation(tuple(parts))


def _line(guest: Guest) -> bytes:
    address = attendee(guest)
    line: bytes = Contentline.from_parts("ATTENDEE", address.params, address).to_ical()  # type: ignore[no-untyped-call]  # the library's own gap
    return line + b"\r\n"
