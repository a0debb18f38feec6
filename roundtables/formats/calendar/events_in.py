"""Events out of a calendar file from anywhere: a proposal each, with what is wrong with it in words (RFC 5545).

Nothing here is trusted: bounded in size, lines, nesting, number and repetitions; what is damaged is named by the
number of its component and the property, and the others are read all the same.
"""

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from roundtables.errors import Expected, Invalid, shortened
from roundtables.formats.calendar import events_errors as errors
from roundtables.formats.calendar import exchange, outlook
from roundtables.formats.calendar.event_components import events_of
from roundtables.formats.calendar.lines import Component
from roundtables.formats.calendar.moments import Moment, duration, moment
from roundtables.formats.calendar.reading_errors import UnreadableCalendar
from roundtables.formats.calendar.zones import Zones
from roundtables.terms import EventStatus
from roundtables.walltime import instant
from roundtables.words import _

LONGEST_TITLE = 500
LONGEST_UID = 1_000
LONGEST_LINK = 2_000
HIGHEST_SEQUENCE = 2**31 - 1
STATUSES = {"CANCELLED": EventStatus.CANCELLED, "TENTATIVE": EventStatus.DRAFT}
LINKS = ("CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "URL")
UTC = "UTC"


@dataclass(frozen=True)
class EventLine:
    """One event of a file, or one meeting of a repeated one. Times are wall time in `timezone`; an all-day event's
    `ends` is its last day.

    `number` counts the components from 1, `row` the proposals. `problems` are why it can't be used, `notes` what was
    made of it. `changed` is when it was changed last, in UTC. `recurrence` is when the rule has this meeting start.
    """

    number: int
    title: str = ""
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None
    timezone: str = ""
    all_day: bool = False
    place: str = ""
    link: str = ""
    description: str = ""
    uid: str = ""
    sequence: int = 0
    changed: dt.datetime | None = None
    status: EventStatus = EventStatus.PLANNED
    recurrence: dt.datetime | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    row: int = 0

    @property
    def usable(self) -> bool:
        return not self.problems


class _Wrong(Invalid):
    """A property that can't be used, named."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")


def read_events(content: bytes, zone_name: str, today: dt.date) -> list[EventLine]:
    """The events of a file as proposals. `zone_name` is the zone of times that float or are in UTC.

    Repeated events come as their meetings, those without an end up to a year from `today`. Raises NotACalendar,
    CalendarFileTooLarge, TooManyLines, TooManyEvents, NoEvents; what is wrong with one event stands in its problems.
    """
    from roundtables.formats.calendar.event_repeats import expand

    found = events_of(content)
    if not found.events:
        raise errors.NoEvents
    zones: dict[int, Zones] = {}
    lines: list[tuple[EventLine, Component]] = []
    for number, (component, calendar) in enumerate(found.events, 1):
        known = zones.setdefault(id(calendar), Zones(calendar))
        line = _line(number, component, known, zone_name)
        if number in found.damaged:
            line = replace(line, problems=(*line.problems, _("what begins here does not end: the file is damaged")))
        lines.append((line, component))
    expanded = expand(lines, lambda line: zones[id(found.events[line.number - 1][1])], today)
    return [replace(line, row=row) for row, line in enumerate(expanded, 1)]


def _line(number: int, component: Component, zones: Zones, zone_name: str) -> EventLine:
    """One component as a proposal; every property that can't be read is a problem of its own."""
    problems: list[str] = []
    notes: list[str] = []
    title = " ".join(component.text("SUMMARY").split())
    if not title:
        problems.append(_("{property}: it is missing").format(property="SUMMARY"))
    if len(title) > LONGEST_TITLE:
        title = title[: LONGEST_TITLE - 1] + "…"
        notes.append(_("the title is too long: it is cut"))
    link = _link(component)
    line = EventLine(
        number=number,
        title=title,
        place=shortened(" ".join(component.text("LOCATION").split()), LONGEST_TITLE),
        link=link,
        description=_without_link(component.text("DESCRIPTION"), link),
        uid=_uid(component, notes),
        sequence=_sequence(component.text("SEQUENCE")),
        changed=_changed(component, zones),
        status=STATUSES.get(component.text("STATUS").upper(), EventStatus.PLANNED),
    )
    try:
        line = _timed(line, component, zones, zone_name)
    except Expected as error:
        problems.append(str(error))
    return replace(line, problems=tuple(problems), notes=tuple(notes))


def _timed(line: EventLine, component: Component, zones: Zones, zone_name: str) -> EventLine:
    """The proposal with its times. Raises Expected, with the property named."""
    starts = read_moment(component, "DTSTART", zones)
    if starts is None:
        raise _Wrong("DTSTART", _("it is missing"))
    ends = _end(component, starts, zones)
    if component.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE":
        starts, ends = outlook.as_days(starts, ends)
    if isinstance(starts, dt.datetime) != isinstance(ends, dt.datetime):
        raise _Wrong("DTEND", _("one is a day and the other a time"))
    if not isinstance(starts, dt.datetime):
        # In the calendar it is the day after the last one (RFC 5545, 3.6.1).
        last = max(ends - dt.timedelta(days=1), starts) if ends != starts else starts
        name, all_day = zone_name, True
        first, last_wall = wall(starts, name), wall(last, name)
    else:
        name, all_day = zone_of(starts, zone_name), False
        first, last_wall = wall(starts, name), wall(ends, name)
    if last_wall < first or ends < starts:
        raise _Wrong("DTEND", _("the end is before the start"))
    recurrence = read_moment(component, "RECURRENCE-ID", zones)
    for at, field in ((first, "DTSTART"), (last_wall, "DTEND")):
        _require_instant(at, name, field)
    return replace(
        line,
        starts=first,
        ends=last_wall,
        timezone=name,
        all_day=all_day,
        recurrence=wall(recurrence, name) if recurrence is not None else None,
    )


def _require_instant(at: dt.datetime, name: str, field: str) -> None:
    try:
        instant(at, name)
    except Invalid as error:
        raise _Wrong(field, str(error)) from error


def read_moment(component: Component, name: str, zones: Zones) -> Moment | None:
    """The time a property holds, None without one. Raises _Wrong, which names the property."""
    found = component.first(name)
    if found is None:
        return None
    try:
        return moment(name, found, zones)
    except UnreadableCalendar as error:
        said = found.params.get("TZID") if type(error).__name__ == "ZoneNotKnown" else found.value
        raise _Wrong(name, _("“{value}” can't be understood").format(value=shortened(said or "", 40))) from error


def _end(component: Component, starts: Moment, zones: Zones) -> Moment:
    ends = read_moment(component, "DTEND", zones)
    length = component.first("DURATION")
    if ends is None and length is not None:
        try:
            return starts + duration(length)
        except UnreadableCalendar as error:
            said = shortened(length.value, 40)
            raise _Wrong("DURATION", _("“{value}” can't be understood").format(value=said)) from error
    return starts if ends is None else ends


def zone_of(at: dt.datetime, otherwise: str) -> str:
    """The IANA name of a time's zone; the one given for times that float, are in UTC, or whose zone has no name."""
    return at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) and at.tzinfo.key != UTC else otherwise


def wall(at: Moment, name: str) -> dt.datetime:
    """A time as the clock in a zone shows it; a day as its midnight."""
    if not isinstance(at, dt.datetime):
        return dt.datetime.combine(at, dt.time())
    if at.tzinfo is None:
        return at.replace(second=0)
    there = at if getattr(at.tzinfo, "key", "") == name else at.astimezone(ZoneInfo(name))
    return there.replace(second=0, tzinfo=None)


def _uid(component: Component, notes: list[str]) -> str:
    found = component.first("UID")
    if found is None:
        return ""
    if len(found.value) > LONGEST_UID:
        notes.append(_("the UID is far too long: it gets another"))
        return ""
    return exchange.unwrapped_uid(component.text("UID"))


def _sequence(text: str) -> int:
    fits = text.isascii() and text.isdecimal() and len(text) <= 10
    return min(int(text), HIGHEST_SEQUENCE) if fits else 0


def _changed(component: Component, zones: Zones) -> dt.datetime | None:
    """When it was changed last, else when it was written down; None where that can't be told."""
    for name in ("LAST-MODIFIED", "DTSTAMP"):
        try:
            at = read_moment(component, name, zones)
        except Invalid:
            continue
        if isinstance(at, dt.datetime):
            return at.astimezone(dt.UTC) if at.tzinfo else at.replace(tzinfo=dt.UTC)
    return None


def _link(component: Component) -> str:
    """The online meeting, or another web address the event names."""
    for name in LINKS:
        link = component.text(name)
        if link.lower().startswith(("https://", "http://")) and len(link) <= LONGEST_LINK and link.isprintable():
            return link if not any(map(str.isspace, link)) else ""
    return ""


def _without_link(text: str, link: str) -> str:
    """The description without the link that this program writes below it."""
    return text.removesuffix(link).rstrip() if link and text.endswith(link) else text
