"""Times as a calendar from outside writes them (RFC 5545, 3.3.4 to 3.3.6)."""

import datetime as dt
import re

from roundtables.formats.calendar import reading_errors as errors
from roundtables.formats.calendar.lines import Property
from roundtables.formats.calendar.zones import Zones

Moment = dt.datetime | dt.date
"""Aware where the zone is known, without zone where the time floats, a date for whole days."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Times beyond are taken for errors: near the ends of the calendar they can't be counted in another zone."""
_MOMENT = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?:T(\d\d):?(\d\d):?(\d\d)?(?:\.\d+)?(Z)?)?$", re.ASCII)
_DURATION = re.compile(
    r"\+?P(?:(\d{1,4})W)?(?:(\d{1,4})D)?(?:T(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$", re.ASCII
)


def moment(name: str, prop: Property, zones: Zones) -> Moment:
    """The time that a property holds. Raises BadValue, ZoneNotKnown."""
    match = _MOMENT.match(prop.value.strip().upper())
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise errors.BadValue(name, prop.value)
    year, month, day, hour, minute, second = (int(group or 0) for group in match.groups()[:6])
    try:
        if match[4] is None:
            return dt.date(year, month, day)
        # A leap second is the second before it: Python knows none.
        wall = dt.datetime(year, month, day, hour, minute, min(second, 59))
    except ValueError as error:
        raise errors.BadValue(name, prop.value) from error
    if match[7]:
        return wall.replace(tzinfo=dt.UTC)
    tzid = prop.params.get("TZID", "")
    return zones.aware(wall, tzid) if tzid else wall


def duration(prop: Property) -> dt.timedelta:
    """The time that a DURATION holds. Raises BadValue."""
    match = _DURATION.match(prop.value.strip().upper())
    if match is None or not any(match.groups()):
        raise errors.BadValue("DURATION", prop.value)
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    return dt.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
