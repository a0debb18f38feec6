"""Where events stand in a calendar: on which days and hours, in which row or column beside others. Knows no window."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from roundtables.queries.calendar import CalendarRow
from roundtables.walltime import zone

DAY = dt.timedelta(days=1)
HOUR = dt.timedelta(hours=1)
NIGHT_ENDS = dt.time(6)
"""A night past midnight that ends by six belongs to the day before, as it does in attendance."""


@dataclass(frozen=True)
class Placed:
    """An event seen from a zone: `begins` and `finishes` are that zone's wall times, the latter exclusive.

    An all-day event floats: it stands on its own dates wherever it is looked at from.
    """

    row: CalendarRow
    begins: dt.datetime
    finishes: dt.datetime

    @cached_property
    def first(self) -> dt.date:
        """The first day it is shown on."""
        return self.begins.date()

    @cached_property
    def last(self) -> dt.date:
        """The last day it is shown on, where days are shown whole."""
        last = self.finishes
        if last.date() > self.first and (last.time() == dt.time() or (not self.row.all_day and self.is_night)):
            return last.date() - DAY
        return last.date()

    @property
    def is_night(self) -> bool:
        """Whether it ends in the small hours."""
        return self.finishes.time() <= NIGHT_ENDS

    @property
    def is_long(self) -> bool:
        """Whether it fills days rather than hours."""
        return self.row.all_day or self.finishes - self.begins >= DAY

    def days(self) -> Iterable[dt.date]:
        """The days it is shown on."""
        return (self.first + DAY * at for at in range((self.last - self.first).days + 1))


def place(row: CalendarRow, home: str) -> Placed:
    """The event seen from a zone, by the instants it begins and ends at."""
    if row.all_day:
        return Placed(row, row.starts, row.ends + DAY)
    begins = seen(row.starts_utc, home)
    # Where clocks are put back meanwhile, the wall's end may come before its beginning.
    return Placed(row, begins, max(seen(row.finishes, home), begins))


def seen(instant: dt.datetime, home: str) -> dt.datetime:
    """The wall time of an instant in a zone."""
    return instant.astimezone(zone(home)).replace(tzinfo=None)


def order(placed: Placed) -> tuple[dt.date, int, dt.datetime, int]:
    """The order on a day: what lasts longest first, then by start."""
    days = (placed.last - placed.first).days
    return placed.first, -days if placed.is_long or days else 1, placed.begins, placed.row.id


@dataclass(frozen=True)
class Bar:
    """An event in a row of days: its lane from above, its first and last column, and whether it goes on beyond."""

    placed: Placed
    lane: int
    first: int
    last: int
    from_before: bool
    goes_on: bool


def bars(events: Iterable[Placed], first_day: dt.date, days: int = 7) -> list[Bar]:
    """Each event that touches the row of days, in the uppermost lane that is free on all of its days."""
    last_day = first_day + DAY * (days - 1)
    taken: list[list[bool]] = []
    made = []
    for placed in sorted((one for one in events if one.first <= last_day and one.last >= first_day), key=order):
        first, last = max((placed.first - first_day).days, 0), min((placed.last - first_day).days, days - 1)
        lane = next((at for at, row in enumerate(taken) if not any(row[first : last + 1])), len(taken))
        if lane == len(taken):
            taken.append([False] * days)
        taken[lane][first : last + 1] = [True] * (last - first + 1)
        made.append(Bar(placed, lane, first, last, placed.first < first_day, placed.last > last_day))
    return made


def fitting(laid: Sequence[Bar], lanes: int, days: int = 7) -> tuple[list[Bar], list[int]]:
    """The bars for which there is room in so many lanes, and for each day how many are left out.

    A day on which not all fit keeps its last lane for saying so.
    """
    numbers = [0] * days
    for bar in laid:
        for day in range(bar.first, bar.last + 1):
            numbers[day] = max(numbers[day], bar.lane + 1)
    room = [lanes if number <= lanes else lanes - 1 for number in numbers]
    kept, left_out = [], [0] * days
    for bar in laid:
        covered = range(bar.first, bar.last + 1)
        if all(bar.lane < room[day] for day in covered):
            kept.append(bar)
        else:
            for day in covered:
                left_out[day] += 1
    return kept, left_out


@dataclass(frozen=True)
class Block:
    """An event, or the part of it on one day, among the hours: minutes from midnight, and its column of how many."""

    placed: Placed
    begins: int
    finishes: int
    column: int
    columns: int


SHORTEST = 15
"""Minutes: what is shorter is shown as long as this."""


def blocks(events: Iterable[Placed], day: dt.date) -> list[Block]:
    """The events of a day among its hours, those that overlap side by side."""
    midnight = dt.datetime.combine(day, dt.time())
    spans = []
    for placed in sorted(events, key=lambda one: (one.begins, -one.finishes.timestamp(), one.row.id)):
        begins = max(_minutes(placed.begins - midnight), 0)
        finishes = min(_minutes(placed.finishes - midnight), 24 * 60)
        touches = placed.begins < midnight + DAY and (placed.finishes > midnight or placed.first == day)
        if not placed.is_long and touches:
            begins = min(begins, 24 * 60 - SHORTEST)
            spans.append((placed, begins, max(finishes, begins + SHORTEST)))
    made: list[Block] = []
    for cluster in _clusters(spans):
        made += _side_by_side(cluster)
    return made


Span = tuple[Placed, int, int]


def _minutes(span: dt.timedelta) -> int:
    return int(span.total_seconds() // 60)


def _clusters(spans: Iterable[Span]) -> list[list[Span]]:
    """Spans that hang together by overlapping, in their order."""
    clusters: list[list[Span]] = []
    reach = -1
    for span in spans:
        if span[1] >= reach:
            clusters.append([])
        clusters[-1].append(span)
        reach = max(reach, span[2])
    return clusters


def _side_by_side(cluster: Sequence[Span]) -> list[Block]:
    ends: list[int] = []
    columns = []
    for _placed, begins, finishes in cluster:
        column = next((at for at, end in enumerate(ends) if end <= begins), len(ends))
        if column == len(ends):
            ends.append(finishes)
        ends[column] = finishes
        columns.append(column)
    return [Block(*span, column, len(ends)) for span, column in zip(cluster, columns, strict=True)]


def week_of(day: dt.date, first_weekday: int) -> dt.date:
    """The first day of the week of a day; weekdays count from Monday, 1, as ISO 8601 has it."""
    return day - DAY * ((day.isoweekday() - first_weekday) % 7)


def month_weeks(day: dt.date, first_weekday: int) -> list[dt.date]:
    """The first days of the weeks that a day's month touches."""
    begin = week_of(day.replace(day=1), first_weekday)
    next_month = (day.replace(day=1) + DAY * 31).replace(day=1)
    return [begin + DAY * 7 * at for at in range(6) if begin + DAY * 7 * at < next_month]


def hours_elsewhere(day: dt.date, home: str, other: str) -> list[dt.time]:
    """The other zone's wall time at each hour of a day of the home zone."""
    there = zone(other)
    starts = (dt.datetime.combine(day, dt.time(hour), zone(home)) for hour in range(24))
    return [moment.astimezone(dt.UTC).astimezone(there).time() for moment in starts]
