"""VTIMEZONE written with recurrence rules, so that every reader finds the same instants.

The library's own way, a list of dates, is read an hour wrong in summer by ical.js and vobject alike.
Rules are found from the zone's transitions; a zone whose clocks follow no yearly rule in the years in
question gets one observance for each of its transitions instead.
"""

import calendar
import datetime as dt
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

from roundtables.walltime import zone

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
DAYS_IN_WEEK = 7
EARLIEST = 1996
EPOCH = dt.datetime(1970, 1, 1)


@dataclass(frozen=True)
class Transition:
    """The clocks change: `at` is the wall time before the change, at which it happens."""

    at: dt.datetime
    before: dt.timedelta
    after: dt.timedelta
    name: str
    daylight: bool


def vtimezone(name: str, first: dt.date, last: dt.date) -> Timezone:
    """The zone as it is from the first to the last day, both inclusive. Raises UnknownZone."""
    return _vtimezone(name, (first - dt.timedelta(days=1)).year, (last + dt.timedelta(days=1)).year)


@cache
def _vtimezone(name: str, first_year: int, last_year: int) -> Timezone:
    component = Timezone()
    component.add("tzid", name)
    changes = _changes(name, first_year - 1, last_year)
    rules = _yearly_rules(changes, first_year - 1, last_year)
    if not changes:
        component.add_component(_fixed(name, first_year))
    elif rules is not None:
        begins = _since(name, first_year - 1, last_year, rules)
        for change, rule in zip(transitions(name, begins), rules, strict=True):
            component.add_component(_observance(change, rule))
    else:
        component.add_component(_fixed(name, first_year - 1))
        for change in changes:
            component.add_component(_observance(change, None))
    return component


def _changes(name: str, first_year: int, last_year: int) -> list[Transition]:
    return [change for year in range(first_year, last_year + 1) for change in transitions(name, year)]


def _since(name: str, first_year: int, last_year: int, rules: list[dict[str, object]]) -> int:
    """The earliest year from which the rules have held without a break.

    Readers such as vobject keep the first zone they meet under a name for all later files: the longer back it
    reaches, the more of those it is right for.
    """
    year = first_year
    while year > EARLIEST and _yearly_rules(_changes(name, year - 1, last_year), year - 1, last_year) == rules:
        year -= 1
    return year


@cache
def transitions(name: str, year: int) -> tuple[Transition, ...]:
    """The changes of the clocks in a year, in order."""
    place = zone(name)
    found = []
    day = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    end = dt.datetime(year + 1, 1, 1, tzinfo=dt.UTC)
    while day < end:
        following = day + dt.timedelta(days=1)
        if _offset(day, place) != _offset(following, place):
            found.append(_transition(day, following, place))
        day = following
    return tuple(found)


def _transition(early: dt.datetime, late: dt.datetime, place: ZoneInfo) -> Transition:
    """Halve the time between until the second of the change is known."""
    before = _offset(early, place)
    low, high = 0, int((late - early).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        unchanged = _offset(early + dt.timedelta(seconds=middle), place) == before
        low, high = (middle, high) if unchanged else (low, middle)
    instant = early + dt.timedelta(seconds=high)
    local = instant.astimezone(place)
    return Transition(
        at=(instant + before).replace(tzinfo=None),
        before=before,
        after=_offset(instant, place),
        name=local.tzname() or place.key,
        daylight=bool(local.dst()),
    )


def _offset(instant: dt.datetime, place: ZoneInfo) -> dt.timedelta:
    return instant.astimezone(place).utcoffset() or dt.timedelta(0)


def _yearly_rules(changes: list[Transition], first_year: int, last_year: int) -> list[dict[str, object]] | None:
    """One rule for each change of the first year, if they hold in all the years; None if they do not."""
    years = range(first_year, last_year + 1)
    by_year = [[change for change in changes if change.at.year == year] for year in years]
    if not changes or len({len(year) for year in by_year}) != 1:
        return None
    rules = []
    for same in zip(*by_year, strict=True):
        rule = _rule(same)
        if rule is None:
            return None
        rules.append(rule)
    return rules


def _rule(same: tuple[Transition, ...]) -> dict[str, object] | None:
    """The rule that gives this change in each year: the last such weekday of the month, or the nth."""
    alike = {(change.at.month, change.at.weekday(), change.at.time(), change.before, change.after) for change in same}
    if len(alike) != 1:
        return None
    month, weekday = same[0].at.month, same[0].at.weekday()
    nths = {(change.at.day - 1) // DAYS_IN_WEEK + 1 for change in same}
    if all(_is_last(change.at) for change in same):
        nth = -1
    elif len(nths) == 1:
        nth = nths.pop()
    else:
        return None
    return {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": f"{nth}{WEEKDAYS[weekday]}"}


def _is_last(day: dt.datetime) -> bool:
    return day.day + DAYS_IN_WEEK > calendar.monthrange(day.year, day.month)[1]


def _observance(change: Transition, rule: dict[str, object] | None) -> TimezoneStandard | TimezoneDaylight:
    component = TimezoneDaylight() if change.daylight else TimezoneStandard()
    component.add("dtstart", change.at)
    component.add("tzoffsetfrom", change.before)
    component.add("tzoffsetto", change.after)
    component.add("tzname", change.name)
    if rule is not None:
        component.add("rrule", vRecur(rule))
    return component


def _fixed(name: str, year: int) -> TimezoneStandard:
    """The zone as it stands when a year begins."""
    begins = dt.datetime(year, 1, 1, tzinfo=dt.UTC)
    place = zone(name)
    offset = _offset(begins, place)
    component = TimezoneStandard()
    component.add("dtstart", EPOCH)
    component.add("tzoffsetfrom", offset)
    component.add("tzoffsetto", offset)
    component.add("tzname", begins.astimezone(place).tzname() or name)
    return component
