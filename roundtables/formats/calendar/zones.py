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
MOST_OBSERVANCES = 200
_WALL = re.compile(r"\d{8}T\d{6}", re.ASCII)
_OFFSET = re.compile(r"([+-])(\d\d)([0-5]\d)([0-5]\d)?$")
_BY_DAY = re.compile(r"([+-]?\d)(MO|TU|WE|TH|FR|SA|SU)$")
_MONTH = re.compile(r"(?:1[0-2]|[1-9])$", re.ASCII)
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Observance:
    """From when on which offset holds: each year from the nth weekday of a month on, or once where there is no rule.

    A rule other than “yearly, the nth day of a month” counts from its first time alone: that is all that Outlook,
    Zimbra, Google and Apple write.
    """

    first: dt.datetime
    offset: dt.timedelta
    month: int = 0
    nth: int = 0
    weekday: int = 0

    def onset(self, wall: dt.datetime) -> dt.datetime | None:
        """When it began last, at or before a wall time; None where it had not begun."""
        if self.first > wall:
            return None
        for year in (wall.year, wall.year - 1) if self.month else ():
            onset = _nth(year, self.month, self.nth, self.weekday)
            if onset is not None:
                at = dt.datetime.combine(onset, self.first.time())
                if self.first <= at <= wall:
                    return at
        return self.first


@dataclass
class Zones:
    """The zones of one calendar object; each is found once."""

    calendar: Component
    _found: dict[str, dt.tzinfo | list[Observance]] = field(default_factory=dict)

    def aware(self, wall: dt.datetime, tzid: str) -> dt.datetime:
        """The wall time in the zone that is meant. Raises ZoneNotKnown."""
        if tzid not in self._found:
            self._found[tzid] = _known(tzid) or self._defined(tzid)
        place = self._found[tzid]
        if isinstance(place, dt.tzinfo):
            return wall.replace(tzinfo=place)
        began = [(onset, at) for at, rule in enumerate(place) if (onset := rule.onset(wall)) is not None]
        if not began:
            raise errors.ZoneNotKnown(tzid)
        return wall.replace(tzinfo=dt.timezone(place[max(began)[1]].offset))

    def _defined(self, tzid: str) -> dt.tzinfo | list[Observance]:
        """By the property in which Evolution and others give the IANA name too, else by the rules that come along."""
        for definition in self.calendar.named("VTIMEZONE"):
            if definition.text("TZID") == tzid:
                located = _known(definition.text("X-LIC-LOCATION"))
                observances = map(_observance, definition.parts[:MOST_OBSERVANCES])
                return located or [found for found in observances if found is not None]
        return []


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


def _observance(rules: Component) -> Observance | None:
    first, offset = _wall(rules.text("DTSTART")), _offset(rules.text("TZOFFSETTO"))
    if first is None or offset is None:
        return None
    parts = dict(piece.partition("=")[::2] for piece in rules.text("RRULE").upper().split(";")[:20])
    day, month = _BY_DAY.match(parts.get("BYDAY", "")), _MONTH.match(parts.get("BYMONTH", ""))
    if day is None or month is None:
        return Observance(first, offset)
    return Observance(first, offset, int(month[0]), int(day[1]), _WEEKDAYS.index(day[2]))


def _nth(year: int, month: int, nth: int, weekday: int) -> dt.date | None:
    """The nth such weekday of a month, from its end where nth is below nought."""
    if year < dt.MINYEAR:
        return None
    begins, length = calendar.monthrange(year, month)
    first = 1 + (weekday - begins) % 7
    last = first + (length - first) // 7 * 7
    day = first + (nth - 1) * 7 if nth > 0 else last + (nth + 1) * 7
    return dt.date(year, month, day) if nth and 1 <= day <= length else None


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
