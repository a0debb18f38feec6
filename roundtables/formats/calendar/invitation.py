"""One invitation a guest (`METHOD:REQUEST`), showing only that guest and the organiser.

The document is built once; each guest's copy is it with their ATTENDEE line put in. Building it anew for
each guest costs hundreds of times more.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from icalendar import Calendar, vCalAddress
from icalendar.parser import Contentline

from roundtables.formats.calendar.components import attendee, head, occasions, organizer, vevent
from roundtables.formats.calendar.documents import CalendarEvent, Guest
from roundtables.formats.calendar.text import clean_address

_PLACE_OF_THE_GUEST = "mailto:guest@place.invalid"
_BEGIN, _END = b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n"
# It begins with the end of the line before: a title that reads like the line itself is not taken for it.
_MARK = f"\r\nATTENDEE:{_PLACE_OF_THE_GUEST}\r\n".encode()


@dataclass(frozen=True)
class PreparedInvitation:
    """The invitation without its guest: `parts` lie around each place of their ATTENDEE line.

    `shown` are the addresses, `shown_lines` the lines of those whom every guest sees, where they see each other.
    `asked`: whether guests are asked for an answer.
    """

    parts: tuple[bytes, ...]
    shown: frozenset[str] = frozenset()
    shown_lines: bytes = b""
    asked: bool = True

    def for_guest(self, guest: Guest) -> bytes:
        """The invitation for one guest, as a whole file."""
        own = b"" if _key(guest) in self.shown else _line(guest, asked=self.asked)
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
        calendar.add_component(component)
    return without_guest(calendar, guest_list)


def prepare_parts(
    event: CalendarEvent, stamp: dt.datetime, *, guest_list: Sequence[Guest] = ()
) -> dict[str, PreparedInvitation]:
    """An invitation for each part of the programme, by its UID: mail wants one UID a calendar (RFC 5546, 3.2.2).

    All have the time zones of the whole programme, so that they can be put into one file (`joined`).
    """
    shown = occasions(event, by_session=True)
    prepared = {}
    for occasion in shown:
        calendar, component = head("REQUEST", shown), vevent(occasion, stamp)
        component.add("organizer", organizer(event))
        calendar.add_component(component)
        prepared[str(component["uid"])] = without_guest(calendar, guest_list)
    return prepared


def joined(calendars: Sequence[bytes]) -> bytes:
    """Several calendars of one method as one file: what the first begins with, and the VEVENTs of all."""
    head_of_first = calendars[0].split(_BEGIN, 1)[0]
    bodies = [calendar.split(_BEGIN, 1)[1].removesuffix(_END) for calendar in calendars]
    return head_of_first + b"".join(_BEGIN + body for body in bodies) + _END


def without_guest(calendar: Calendar, guest_list: Sequence[Guest] = (), *, asked: bool = True) -> PreparedInvitation:
    """A calendar each of whose VEVENTs still wants its guest."""
    for component in calendar.walk("VEVENT"):
        component.add("attendee", vCalAddress(_PLACE_OF_THE_GUEST))
    parts = tuple(calendar.to_ical().split(_MARK))
    lines = b"".join(_line(guest, asked=asked) for guest in guest_list)
    return PreparedInvitation(parts, frozenset(map(_key, guest_list)), lines, asked)


def _key(guest: Guest) -> str:
    return clean_address(guest.email).casefold()


def _line(guest: Guest, *, asked: bool = True) -> bytes:
    address = attendee(guest, asked=asked)
    line: bytes = Contentline.from_parts("ATTENDEE", address.params, address).to_ical()
    return line + b"\r\n"
