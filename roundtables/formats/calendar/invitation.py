"""One invitation a guest (`METHOD:REQUEST`), showing only that guest and the organiser.

The document is built once; each guest's copy is it with their ATTENDEE line put in. Building it anew for
each guest costs hundreds of times more.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from icalendar import vCalAddress
from icalendar.parser import Contentline

from roundtables.formats.calendar.components import attendee, head, occasions, organizer, vevent
from roundtables.formats.calendar.documents import CalendarEvent, Guest
from roundtables.formats.calendar.text import clean_address

_PLACE_OF_THE_GUEST = "mailto:guest@place.invalid"
# It begins with the end of the line before: a title that reads like the line itself is not taken for it.
_MARK = f"\r\nATTENDEE:{_PLACE_OF_THE_GUEST}\r\n".encode()


@dataclass(frozen=True)
class PreparedInvitation:
    """The invitation without its guest: `parts` lie around each place of their ATTENDEE line.

    `shown` are the addresses, `shown_lines` the lines of those whom every guest sees, where they see each other.
    """

    parts: tuple[bytes, ...]
    shown: frozenset[str] = frozenset()
    shown_lines: bytes = b""

    def for_guest(self, guest: Guest) -> bytes:
        """The invitation for one guest, as a whole file."""
        own = b"" if _key(guest) in self.shown else _line(guest)
        return (b"\r\n" + own + self.shown_lines).join(self.parts)


def prepare_invitation(
    event: CalendarEvent, stamp: dt.datetime, *, guest_list: Sequence[Guest] = (), by_session: bool = False
) -> PreparedInvitation:
    """Build the invitation once. `stamp` is this instant; `guest_list` holds all guests where they may see each other.

    `by_session` gives one VEVENT for each part of the programme, if there are any, instead of one for the whole.
    They share a file, though RFC 5546, 3.2.2 wants a file for each UID: calendars take in all VEVENTs of a file,
    but only the first calendar in it. Raises UnknownZone.
    """
    shown = occasions(event, by_session=by_session)
    calendar = head("REQUEST", shown)
    for occasion in shown:
        component = vevent(occasion, stamp)
        component.add("organizer", organizer(event))
        component.add("attendee", vCalAddress(_PLACE_OF_THE_GUEST))
        calendar.add_component(component)
    parts = tuple(calendar.to_ical().split(_MARK))
    return PreparedInvitation(parts, frozenset(map(_key, guest_list)), b"".join(map(_line, guest_list)))


def _key(guest: Guest) -> str:
    return clean_address(guest.email).casefold()


def _line(guest: Guest) -> bytes:
    address = attendee(guest)
    line: bytes = Contentline.from_parts("ATTENDEE", address.params, address).to_ical()
    return line + b"\r\n"
