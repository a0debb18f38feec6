"""The parts that invitations and whole calendars share: the calendar's head and the VEVENT of an event or session."""

import datetime as dt
from collections.abc import Iterable

from icalendar import Alarm, Calendar, Event, vCalAddress, vGeo, vUri

from roundtables.formats.calendar.documents import CalendarEvent, CalendarSession, Guest
from roundtables.formats.calendar.text import as_html, clean, clean_line, clean_token
from roundtables.formats.calendar.timezones import vtimezone
from roundtables.terms import EventStatus, Reply, Role
from roundtables.walltime import zone

PRODUCT = "-//Roundtables//Register//EN"
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
ROLES = {Role.CHAIR: "CHAIR", Role.OBSERVER: "OPT-PARTICIPANT"}


def head(method: str, events: Iterable[CalendarEvent]) -> Calendar:
    """A calendar with its method and the time zones of the events, once each."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    spans: dict[str, tuple[dt.date, dt.date]] = {}
    for event in events:
        if event.all_day or event.timezone == "UTC":
            continue
        first, last = spans.get(event.timezone, (event.starts.date(), event.ends.date()))
        spans[event.timezone] = min(first, event.starts.date()), max(last, event.ends.date())
    for name in sorted(spans):
        calendar.add_component(vtimezone(name, *spans[name]))
    return calendar


def vevent(event: CalendarEvent, stamp: dt.datetime, part: CalendarSession | None = None) -> Event:
    """The VEVENT of an event, or of one part of its programme. `stamp` is an instant in UTC."""
    component = Event()
    component.add("uid", clean_token(part.uid if part else event.uid))
    component.add("dtstamp", stamp.astimezone(dt.UTC))
    component.add("sequence", event.sequence)
    component.add("status", STATUSES[event.status])
    title = f"{clean_line(event.title)}: {clean_line(part.title)}" if part else clean_line(event.title)
    component.add("summary", title)
    _add_times(component, event, part)
    place = clean_line((part.place if part else "") or event.place)
    if place:
        component.add("location", place)
    if event.geo is not None:
        component.add("geo", vGeo(event.geo))
    _add_description(component, (part.description if part else "") or event.description)
    if event.categories:
        component.add("categories", [clean_line(category) for category in event.categories])
    _add_link(component, clean_token(event.online_url))
    if event.alarm_minutes is not None:
        component.add_component(_alarm(event.alarm_minutes, title))
    return component


def _add_times(component: Event, event: CalendarEvent, part: CalendarSession | None) -> None:
    """All-day events are dates with an exclusive end (RFC 5545, 3.6.1); others are wall time with their zone."""
    if event.all_day and part is None:
        component.add("dtstart", event.starts.date())
        component.add("dtend", event.ends.date() + dt.timedelta(days=1))
        return
    place = dt.UTC if event.timezone == "UTC" else zone(event.timezone)
    component.add("dtstart", (part or event).starts.replace(tzinfo=place))
    component.add("dtend", (part or event).ends.replace(tzinfo=place))


def _add_description(component: Event, text: str) -> None:
    if text:
        component.add("description", clean(text))
        component.add("x-alt-desc", as_html(text), parameters={"FMTTYPE": "text/html"})


def _add_link(component: Event, url: str) -> None:
    """The online meeting: CONFERENCE for those who know it (RFC 7986, 5.11), URL for the others."""
    if url:
        conference = vUri(url)
        conference.params["FEATURE"] = "VIDEO"
        conference.params["VALUE"] = "URI"
        component.add("conference", conference)
        component.add("url", vUri(url))


def _alarm(minutes: int, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -dt.timedelta(minutes=minutes))
    alarm.add("description", title)
    return alarm


def organizer(event: CalendarEvent) -> vCalAddress:
    """The organiser as ORGANIZER has it."""
    address = vCalAddress(f"mailto:{clean_token(event.organiser_email)}")
    if event.organiser_name:
        address.params["CN"] = clean_line(event.organiser_name)
    return address


def attendee(guest: Guest) -> vCalAddress:
    """A guest as ATTENDEE has it: name, role, answer so far, and that an answer is asked for."""
    address = vCalAddress(f"mailto:{clean_token(guest.email)}")
    if guest.name:
        address.params["CN"] = clean_line(guest.name)
    address.params["CUTYPE"] = "INDIVIDUAL"
    address.params["ROLE"] = ROLES.get(guest.role, "REQ-PARTICIPANT")
    address.params["PARTSTAT"] = PARTSTATS[guest.reply]
    address.params["RSVP"] = "TRUE"
    return address
