"""The dates of a recurrence rule, in wall time, behind a gate: no rule keeps the program busy (RFC 5545, 3.3.10).

dateutil, which icalendar and recurring-ical-events expand with, walks on to the year 9999 for a rule that never comes
true, as the 30th of February. Here a rule is walked period by period for `MOST_YEARS` at most. What no invitation
needs is refused by name: hours and shorter, days counted in the year, numbered weeks.
"""

import calendar
import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from roundtables.errors import Invalid, shortened
from roundtables.walltime import zone
from roundtables.words import _

MOST_OCCURRENCES = 400
MOST_COUNT = 1_000
MOST_PRODUCT = 1_000
MOST_YEARS = 50
LONGEST_RULE = 500
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
TOO_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"})
_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"(\d{8})(?:T(\d{6})(Z?))?")


class RuleRefused(Invalid):
    """A rule that can't be taken; its words say why."""

    field = "rule"


class RuleWithoutEnd(RuleRefused):
    def __init__(self) -> None:
        super().__init__(_("This repeats without an end. Say how many times, or until which day. Nothing was changed."))


class RepeatsTooOften(RuleRefused):
    def __init__(self) -> None:
        super().__init__(_("This repeats more often than once a day, which no series here can. Nothing was changed."))


class TooManyDates(RuleRefused):
    def __init__(self, most: int) -> None:
        super().__init__(
            _("This repeats more than {most} times: a series can't hold so many. Nothing was changed.").format(
                most=most
            )
        )


class NotARule(RuleRefused):
    def __init__(self, text: str) -> None:
        super().__init__(
            _("“{rule}” is not a rule by which something repeats, such as FREQ=WEEKLY;COUNT=8.").format(
                rule=shortened(text)
            )
        )


class PartNotKnown(RuleRefused):
    def __init__(self, part: str) -> None:
        super().__init__(
            _("“{part}” in the rule is not known here. Choose the dates by another rule.").format(part=shortened(part))
        )


class NoDates(RuleRefused):
    def __init__(self) -> None:
        super().__init__(_("There is no date on which this would repeat. Nothing was changed."))


@dataclass(frozen=True)
class Rule:
    """A rule that passed the gate. `until` is wall time in the zone of the start, inclusive.

    `days` are weekdays from 0 for Monday, each with its number within the month or year, 0 for all of them.
    """

    frequency: str
    interval: int = 1
    count: int | None = None
    until: dt.datetime | None = None
    months: tuple[int, ...] = ()
    month_days: tuple[int, ...] = ()
    days: tuple[tuple[int, int], ...] = ()
    positions: tuple[int, ...] = ()
    week_start: int = 0

    def moved(self, by: dt.timedelta, days: int) -> "Rule":
        """The rule with its end so much later, its weekdays and days of the month so many days on."""
        return replace(
            self,
            until=self.until + by if self.until else None,
            month_days=tuple(day + days for day in self.month_days),
            days=tuple(((day + days) % 7, number) for day, number in self.days),
        )


def read(text: str, zone_name: str | None = None) -> Rule:
    """The rule in an RRULE's value. `zone_name` is the start's zone, for an end in UTC. Raises RuleRefused."""
    parts = _parts(text)
    frequency = parts["FREQ"]
    if frequency in TOO_OFTEN:
        raise RepeatsTooOften
    if frequency not in FREQUENCIES:
        raise NotARule(text)
    unknown = sorted(parts.keys() - PARTS)
    if unknown:
        raise PartNotKnown(unknown[0])
    rule = Rule(
        frequency,
        interval=_number(parts.get("INTERVAL", "1"), text, 1, MOST_COUNT),
        count=_number(parts["COUNT"], text, 1, MOST_COUNT) if "COUNT" in parts else None,
        until=_until(parts["UNTIL"], text, zone_name) if "UNTIL" in parts else None,
        months=_numbers(parts.get("BYMONTH"), text, 1, 12),
        month_days=_numbers(parts.get("BYMONTHDAY"), text, -31, 31),
        days=tuple(_day(each, text) for each in parts["BYDAY"].split(",")) if "BYDAY" in parts else (),
        positions=_numbers(parts.get("BYSETPOS"), text, -366, 366),
        week_start=_day(parts.get("WKST", "MO"), text)[0],
    )
    _require_sense(rule, text)
    return rule


def write(rule: Rule, zone_name: str, *, all_day: bool) -> str:
    """The rule as an RRULE's value; its end in UTC where times have a zone, as RFC 5545, 3.3.10 wants it."""
    parts = {
        "FREQ": rule.frequency,
        "INTERVAL": str(rule.interval) if rule.interval > 1 else "",
        "COUNT": str(rule.count or ""),
        "UNTIL": _until_written(rule.until, zone_name, all_day=all_day) if rule.until else "",
        "BYMONTH": ",".join(map(str, rule.months)),
        "BYMONTHDAY": ",".join(map(str, rule.month_days)),
        "BYDAY": ",".join(f"{number or ''}{DAYS[day]}" for day, number in rule.days),
        "BYSETPOS": ",".join(map(str, rule.positions)),
        "WKST": DAYS[rule.week_start] if rule.week_start else "",
    }
    return ";".join(f"{name}={value}" for name, value in parts.items() if value)


def _until_written(until: dt.datetime, zone_name: str, *, all_day: bool) -> str:
    if all_day:
        return f"{until:%Y%m%d}"
    return f"{until.replace(tzinfo=zone(zone_name)).astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def occurrences(
    rule: str | Rule,
    starts: dt.datetime,
    zone_name: str | None = None,
    *,
    left_out: Iterable[dt.datetime] = (),
    extra: Iterable[dt.datetime] = (),
    most: int = MOST_OCCURRENCES,
) -> list[dt.datetime]:
    """The starts of a series in order, wall time as `starts` is, which is always the first.

    `left_out` and `extra` are its EXDATE and RDATE. Raises RuleWithoutEnd, TooManyDates, NoDates, RuleRefused.
    """
    found = by_rule(rule, starts, zone_name, most=most)
    dates = sorted((set(found) | {starts} | set(islice(extra, most + 1))) - set(left_out))
    if len(dates) > most:
        raise TooManyDates(most)
    if not dates:
        raise NoDates
    return dates


def by_rule(
    rule: str | Rule, starts: dt.datetime, zone_name: str | None = None, *, most: int = MOST_OCCURRENCES
) -> list[dt.datetime]:
    """What the rule alone gives, from `starts` on; that itself only if the rule has it. Raises as `occurrences`."""
    if isinstance(rule, str):
        rule = read(rule, zone_name)
    found: list[dt.datetime] = []
    for date in _walk(rule, starts):
        if rule.until is not None and date > rule.until:
            return found
        if len(found) == most:
            raise TooManyDates(most)
        found.append(date)
        if len(found) == rule.count:
            return found
    if rule.until is None or rule.until.year - starts.year >= MOST_YEARS:
        raise NoDates if len(found) <= 1 else TooManyDates(most)
    return found


def _parts(text: str) -> dict[str, str]:
    """The rule by its parts. Raises NotARule, RuleWithoutEnd."""
    line = text.strip().upper().removeprefix("RRULE:")
    if len(line) > LONGEST_RULE:
        raise NotARule(text)
    parts: dict[str, str] = {}
    for piece in filter(None, line.split(";")):
        name, equals, value = piece.partition("=")
        if not equals or not value or name in parts:
            raise NotARule(text)
        parts[name] = value
    if "FREQ" not in parts or {"COUNT", "UNTIL"} <= parts.keys():
        raise NotARule(text)
    if parts["FREQ"] not in TOO_OFTEN and not {"COUNT", "UNTIL"} & parts.keys():
        raise RuleWithoutEnd
    return parts


def _number(text: str, rule: str, least: int, most: int) -> int:
    if not re.fullmatch(r"[+-]?\d{1,6}", text, re.ASCII):
        raise NotARule(rule)
    number = int(text)
    if number > most == MOST_COUNT:
        raise TooManyDates(MOST_COUNT)
    if not least <= number <= most or (number == 0 and least < 0):
        raise NotARule(rule)
    return number


def _numbers(text: str | None, rule: str, least: int, most: int) -> tuple[int, ...]:
    return tuple(_number(each, rule, least, most) for each in text.split(",")) if text is not None else ()


def _day(text: str, rule: str) -> tuple[int, int]:
    match = _DAY.fullmatch(text)
    if match is None or (match[1] is not None and not 1 <= abs(int(match[1])) <= 53):
        raise NotARule(rule)
    return DAYS.index(match[2]), int(match[1] or 0)


def _until(text: str, rule: str, zone_name: str | None) -> dt.datetime:
    """The end as wall time; a day alone counts to its last minute."""
    match = _UNTIL.fullmatch(text)
    try:
        if match is None:
            raise NotARule(rule)
        if match[2] is None:
            return dt.datetime.combine(dt.datetime.strptime(match[1], "%Y%m%d"), dt.time(23, 59, 59))
        found = dt.datetime.strptime(match[1] + match[2], "%Y%m%d%H%M%S")
        if match[3] and zone_name is not None:
            return found.replace(tzinfo=dt.UTC).astimezone(zone(zone_name)).replace(tzinfo=None)
    except (ValueError, OverflowError) as error:
        raise NotARule(rule) from error
    return found


def _require_sense(rule: Rule, text: str) -> None:
    """Refuse what RFC 5545, 3.3.10 does, and lists that multiply beyond measure."""
    product = 1
    for part in (rule.months, rule.month_days, rule.days, rule.positions):
        product *= max(1, len(part))
    numbered = any(number for _weekday, number in rule.days)
    if product > MOST_PRODUCT:
        raise TooManyDates(MOST_PRODUCT)
    if numbered and rule.frequency in ("DAILY", "WEEKLY"):
        raise NotARule(text)
    if rule.month_days and rule.frequency == "WEEKLY":
        raise NotARule(text)
    if rule.positions and not (rule.months or rule.month_days or rule.days):
        raise NotARule(text)


def _walk(rule: Rule, starts: dt.datetime) -> Iterator[dt.datetime]:
    """The dates one after another from the start on, for `MOST_YEARS`, whatever end the rule has."""
    for first, last in _periods(rule, starts.date()):
        fitting = [day for day in _span(first, last) if _fits(rule, day, starts.date())]
        if rule.positions:
            chosen = {fitting[at - 1 if at > 0 else at] for at in rule.positions if -len(fitting) <= at <= len(fitting)}
            fitting = sorted(chosen)
        for day in fitting:
            date = dt.datetime.combine(day, starts.time())
            if date >= starts:
                yield date


def _periods(rule: Rule, start: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """First and last day of every period that the rule looks into."""
    last_year = min(start.year + MOST_YEARS, dt.MAXYEAR - 1)
    if rule.frequency in ("DAILY", "WEEKLY"):
        length = 1 if rule.frequency == "DAILY" else 7
        first = start - dt.timedelta(days=(start.weekday() - rule.week_start) % 7 if length > 1 else 0)
        while first.year <= last_year:
            yield first, first + dt.timedelta(days=length - 1)
            first += dt.timedelta(days=length * rule.interval)
    elif rule.frequency == "MONTHLY":
        for number in range(start.year * 12 + start.month - 1, last_year * 12 + 12, rule.interval):
            year, month = divmod(number, 12)
            yield dt.date(year, month + 1, 1), dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])
    else:
        for year in range(start.year, last_year + 1, rule.interval):
            yield dt.date(year, 1, 1), dt.date(year, 12, 31)


def _span(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    return (first + dt.timedelta(days=number) for number in range((last - first).days + 1))


def _fits(rule: Rule, day: dt.date, start: dt.date) -> bool:
    """Whether a day of a period is one of the rule's; what it leaves open is as on the first day."""
    months, month_days, weekdays = rule.months, rule.month_days, rule.days
    if rule.frequency == "WEEKLY" and not weekdays:
        weekdays = ((start.weekday(), 0),)
    if rule.frequency in ("MONTHLY", "YEARLY") and not month_days and not weekdays:
        month_days = (start.day,)
        months = months or ((start.month,) if rule.frequency == "YEARLY" else ())
    if months and day.month not in months:
        return False
    in_month = calendar.monthrange(day.year, day.month)[1]
    if month_days and not {day.day, day.day - in_month - 1} & set(month_days):
        return False
    by_year = rule.frequency == "YEARLY" and not rule.months
    return not weekdays or any(day.weekday() == each and _is_nth(day, n, by_year) for each, n in weekdays)


def _is_nth(day: dt.date, number: int, by_year: bool) -> bool:  # noqa: FBT001 - beside its number
    """Whether a day is the nth of its weekday in its month or year, from the end where negative."""
    if number == 0:
        return True
    at = day.timetuple().tm_yday if by_year else day.day
    of = (366 if calendar.isleap(day.year) else 365) if by_year else calendar.monthrange(day.year, day.month)[1]
    return number == ((at - 1) // 7 + 1 if number > 0 else -((of - at) // 7 + 1))
