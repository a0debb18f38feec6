"""The parts that invitations and whole calendars share: the calendar's head and the VEVENT of an event or session."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from icalendar import Alarm, Calendar, Event, vCalAddress, vUri

from roundtables.formats.calendar.documents import CalendarEvent, CalendarSession, Guest, RecurrenceId
from roundtables.formats.calendar.text import (
    Geo,
    Text,
    as_html,
    categories,
    clean,
    clean_address,
    clean_line,
    clean_link,
)
from roundtables.formats.calendar.timezones import vtimezone
from roundtables.terms import EventStatus, Reply, Role
from roundtables.walltime import zone

PRODUCT = "-//Roundtables//Register//EN"
UTC = "UTC"
STATUSES = {
    EventStatus.DRAFT: "TENTATIVE",
    EventStatus.PLANNED: "CONFIRMED",
    EventStatus.HELD: "CONFIRMED",
    EventStatus.CANCELLED: "CANCELLED",
}
PARTSTATS = {
    Reply.NOT_INVITED: "NEEDS-ACTION",
    Reply.INVITED: "NEEDS-ACTION",
    Reply.ACCEPTED: "ACCEPTED",
    Reply.TENTATIVE: "TENTATIVE",
    Reply.DECLINED: "DECLINED",
    Reply.WAITING: "TENTATIVE",
    Reply.WITHDRAWN: "DECLINED",
}
# Observers may come: Exchange books a NON-PARTICIPANT as a resource, like a room.
ROLES = {Role.CHAIR: "CHAIR", Role.OBSERVER: "OPT-PARTICIPANT"}


@dataclass(frozen=True)
class Occasion:
    """What one VEVENT is about: an event, or one part of its programme."""

    event: CalendarEvent
    part: CalendarSession | None = None

    @property
    def all_day(self) -> bool:
        return self.event.all_day and self.part is None

    @property
    def starts(self) -> dt.datetime:
        return (self.part or self.event).starts

    @property
    def ends(self) -> dt.datetime:
        return (self.part or self.event).ends


def occasions(event: CalendarEvent, *, by_session: bool) -> list[Occasion]:
    """The event as one, or by the parts of its programme if it has any."""
    if by_session and event.sessions:
        return [Occasion(event, part) for part in event.sessions]
    return [Occasion(event)]


def head(method: str, shown: Iterable[Occasion]) -> Calendar:
    """A calendar with its method and the time zones of what it will show, once each."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    spans: dict[str, tuple[dt.date, dt.date]] = {}
    for name, first, last in (span for occasion in shown for span in _spans(occasion)):
        earliest, latest = spans.get(name, (first, last))
        spans[name] = min(earliest, first), max(latest, last)
    for name in sorted(spans):
        calendar.add_component(vtimezone(name, *spans[name]))
    return calendar


def _spans(occasion: Occasion) -> Iterator[tuple[str, dt.date, dt.date]]:
    """The zones in which an occasion names times, with the first and the last day of them."""
    name = occasion.event.timezone
    if not occasion.all_day and name != UTC:
        yield name, occasion.starts.date(), occasion.ends.date()
    meeting = occasion.event.recurrence_id
    if meeting is not None and not meeting.all_day and meeting.timezone != UTC:
        yield meeting.timezone, meeting.starts.date(), meeting.starts.date()


def vevent(occasion: Occasion, stamp: dt.datetime) -> Event:
    """The VEVENT of an event, or of one part of its programme. `stamp` is an aware instant."""
    event, part = occasion.event, occasion.part
    title = f"{clean_line(event.title)}: {clean_line(part.title)}" if part else clean_line(event.title)
    component = Event()
    component.add("uid", Text(clean_line((part or event).uid)))
    if event.recurrence_id is not None and part is None:
        component.add("recurrence-id", _recurrence_id(event.recurrence_id))
    component.add("dtstamp", stamp.astimezone(dt.UTC))
    component.add("sequence", event.sequence)
    component.add("status", STATUSES[event.status])
    component.add("summary", Text(title))
    _add_times(component, occasion)
    place = clean_line((part.place if part else "") or event.place)
    if place:
        component.add("location", Text(place))
    if event.geo is not None:
        component.add("geo", Geo(event.geo))
    if event.categories:
        component.add("categories", categories(event.categories))
    link = clean_link(event.online_url)
    _add_link(component, link)
    _add_description(component, (part.description if part else "") or event.description, link or event.online_url)
    if event.alarm_minutes is not None:
        component.add_component(_alarm(event.alarm_minutes, title))
    return component


def _recurrence_id(meeting: RecurrenceId) -> dt.datetime | dt.date:
    """The meeting's place in the series, of the kind that the series' DTSTART is."""
    if meeting.all_day:
        return meeting.starts.date()
    return meeting.starts.replace(tzinfo=dt.UTC if meeting.timezone == UTC else zone(meeting.timezone))


def _add_times(component: Event, occasion: Occasion) -> None:
    """All-day events are dates with an exclusive end; others are wall time with their zone (RFC 5545, 3.6.1).

    An end has to be later than the start: what begins and ends at the same moment is written without one.
    """
    starts, ends = occasion.starts, occasion.ends
    if occasion.all_day:
        component.add("dtstart", starts.date())
        component.add("dtend", ends.date() + dt.timedelta(days=1))
        return
    name = occasion.event.timezone
    place = dt.UTC if name == UTC else zone(name)
    component.add("dtstart", starts.replace(tzinfo=place))
    if ends > starts:
        component.add("dtend", ends.replace(tzinfo=place))


def _add_description(component: Event, text: str, link: str) -> None:
    """Plain for all, HTML for Outlook, which alone reads X-ALT-DESC.

    The link to the meeting stands in both: Outlook and Google show neither CONFERENCE nor URL to their users.
    STYLED-DESCRIPTION (RFC 9073) is left out: no mail program reads it.
    """
    text, link = clean(text), clean(link).strip()
    if link and link not in text:
        text = f"{text}\n\n{link}" if text else link
    if text:
        component.add("description", Text(text))
        component.add("x-alt-desc", Text(as_html(text)), parameters={"FMTTYPE": "text/html"})


def _add_link(component: Event, link: str) -> None:
    """The online meeting: CONFERENCE for those who know it (RFC 7986, 5.11), URL for the others."""
    if link:
        component.add("conference", vUri(link), parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
        component.add("url", vUri(link))


def _alarm(minutes: int, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -dt.timedelta(minutes=minutes))
    alarm.add("description", Text(title))
    return alarm


def organizer(event: CalendarEvent) -> vCalAddress:
    """The organiser as ORGANIZER has it, and who sends on their behalf (RFC 5545, 3.2.18)."""
    address = _address(event.organiser_name, event.organiser_email)
    sender = clean_address(event.sent_by)
    if sender and sender.casefold() != clean_address(event.organiser_email).casefold():
        address.params["SENT-BY"] = f"mailto:{sender}"
    return address


def attendee(guest: Guest, *, asked: bool = True) -> vCalAddress:
    """A guest as ATTENDEE has it: name, role, answer so far, and that an answer is asked for if it is."""
    address = _address(guest.name, guest.email)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = ROLES.get(guest.role, "REQ-PARTICIPANT")
    if asked:
        address.params["PARTSTAT"] = PARTSTATS[guest.reply]
        address.params["RSVP"] = "TRUE"
    return address


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{clean_address(email)}")
    # Names with a backslash in quotation marks too: before a semicolon readers take it for an escape, which it is not.
    address.params.quote_also = {"CN": " '\\"}
    name = clean_line(name)
    if name:
        address.params["CN"] = name
    return address
