"""Which zone a TZID means: by its IANA name, by Outlook's, or by the rules that come with the calendar."""

import calendar
import contextlib
import datetime as dt
import re
from dataclasses import dataclass, field

from roundtables.formats.calendar import outlook
from roundtables.formats.calendar import reading_errors as errors
from roundtables.formats.calendar.lines import Component
from roundtables.walltime import UnknownZone, zone

LONGEST_NAME = 100
_WALL = re.compile(r"\d{8}T\d{6}", re.ASCII)
_OFFSET = re.compile(r"([+-])([0-5]\d)([0-5]\d)?$")
_BY_DAY = re.compile(r"([+-]?\d)(MO|TU|WE|TH|FR|SA|SU)$")
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass
class Zones:
    """The zones of one calendar object; each is found once."""

    calendar: Component
    _found: dict[str, dt.tzinfo | None] = field(default_factory=dict)

    def aware(self, wall: dt.datetime, tzid: str) -> dt.datetime:
        """The wall time in the zone that is meant. Raises ZoneNotKnown."""
        if tzid not in self._found:
            self._found[tzid] = _known(tzid) or self._located(tzid)
        place = self._found[tzid]
        return wall.replace(tzinfo=place or self._by_rules(wall, tzid))

    def _definitions(self, tzid: str) -> list[Component]:
        return [part for part in self.calendar.named("VTIMEZONE") if part.text("TZID") == tzid]

    def _located(self, tzid: str) -> dt.tzinfo | None:
        """By the property that libical adds, as Evolution and others write it."""
        for definition in self._definitions(tzid):
            place = _known(definition.text("X-LIC-LOCATION"))
            if place is not None:
                return place
        return None

    def _by_rules(self, wall: dt.datetime, tzid: str) -> dt.tzinfo:
        """The offset that the calendar's own rules give: that of the last change of the clocks before the time."""
        latest: tuple[dt.datetime, dt.timedelta] | None = None
        for definition in self._definitions(tzid)[:1]:
            for rules in definition.parts[:200]:
                offset = _offset(rules.text("TZOFFSETTO"))
                onset = _onset(rules, wall)
                if offset is not None and onset is not None and (latest is None or onset > latest[0]):
                    latest = onset, offset
        if latest is None:
            raise errors.ZoneNotKnown(tzid)
        return dt.timezone(latest[1])


def _known(tzid: str) -> dt.tzinfo | None:
    """By name. Evolution and old Mozilla put a path before it: `/freeassociation.sourceforge.net/Europe/Helsinki`."""
    name = tzid.strip()
    parts = name.split("/")
    tails = ["/".join(parts[-length:]) for length in (3, 2)] if name.startswith("/") else []
    for candidate in (name, *tails, outlook.iana_zone(name) or ""):
        if candidate and len(candidate) <= LONGEST_NAME:
            with contextlib.suppress(UnknownZone):
                return zone(candidate)
    return None


def _onset(rules: Component, wall: dt.datetime) -> dt.datetime | None:
    """When an observance began last, at or before a wall time. A rule other than “yearly, the nth day of a month”
    counts from its first time alone: that is what Outlook, Zimbra, Google and Apple write.
    """
    first = _wall(rules.text("DTSTART"))
    if first is None or first > wall:
        return None
    parts = dict(piece.partition("=")[::2] for piece in rules.text("RRULE").upper().split(";")[:20])
    day = _BY_DAY.match(parts.get("BYDAY", ""))
    month = parts.get("BYMONTH", "")
    if day is None or not month.isascii() or not month.isdecimal() or not 1 <= int(month[:3]) <= 12:
        return first
    for year in (wall.year, wall.year - 1):
        onset = _nth(year, int(month), int(day[1]), _WEEKDAYS.index(day[2]), first.time())
        if onset is not None and first <= onset <= wall:
            return onset
    return first


def _nth(year: int, month: int, nth: int, weekday: int, at: dt.time) -> dt.datetime | None:
    """The nth such weekday of a month, from its end where nth is below nought."""
    if year < dt.MINYEAR:
        return None
    days = [
        day
        for day in range(1, calendar.monthrange(year, month)[1] + 1)
        if dt.date(year, month, day).weekday() == weekday
    ]
    place = nth - 1 if nth > 0 else nth
    return dt.datetime.combine(dt.date(year, month, days[place]), at) if -len(days) <= place < len(days) else None


def _wall(text: str) -> dt.datetime | None:
    match = _WALL.match(text)
    try:
        return dt.datetime.strptime(match[0], "%Y%m%dT%H%M%S") if match else None
    except ValueError:
        return None


def _offset(text: str) -> dt.timedelta | None:
    match = _OFFSET.match(text)
    if match is None or int(match[2]) > 23:
        return None
    found = dt.timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    return -found if match[1] == "-" else found
