"""When each slot of an event is held, as instants: what a stay in a meeting counts for.

A session's slot is held at the session's time. A day's slot is held at the event's time on that day: from the first
session to the end of the last where the event has several days and sessions on this one, else from when the event
begins each day until it ends. The slot of an event that is counted as a whole is held on all of its days.
"""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from roundtables.model import Event
from roundtables.queries.events import SlotRow
from roundtables.services import slots
from roundtables.services.meeting_reports.spans import Span, seconds, union
from roundtables.walltime import zone

MORNING, EVENING = dt.time(8), dt.time(18)
"""Within these lie the days of an event that begins later in the day than it ends: its first and last are cut."""
NIGHT_ENDS = dt.time(6)
ONE_DAY = dt.timedelta(days=1)
Part = tuple[dt.datetime, dt.datetime]
"""From when to when by the wall."""


class SlotTimes(NamedTuple):
    """A slot and when it is held. `title` is a session's; `seconds` is how long it lasts, 0 where nobody knows."""

    id: int
    number: int
    day: dt.date | None
    title: str
    held: tuple[Span, ...]
    seconds: int


def slot_times(event: Event, rows: Sequence[SlotRow], parts: Sequence[Part]) -> list[SlotTimes]:
    """The slots with their times. `parts` are the times of all sessions."""
    return [_timed(event, row, parts) for row in rows]


def day_times(event: Event, day: dt.date, parts: Sequence[Part]) -> Span | None:
    """When the event is held on one of its days; None for a whole day whose hours nobody knows."""
    days = slots.days(event)
    that_day = [part for part in parts if part[0].date() == day]
    if that_day and (len(days) > 1 or event.all_day):
        return _instants(min(part[0] for part in that_day), max(part[1] for part in that_day), event.timezone)
    if event.all_day or event.starts == event.ends:
        return None
    if len(days) == 1:
        return event.starts_utc, event.ends_utc
    return _instants(*_hours(event, day, is_first=day == days[0], is_last=day == days[-1]), event.timezone)


def _timed(event: Event, row: SlotRow, parts: Sequence[Part]) -> SlotTimes:
    found: list[Span | None]
    if row.starts is not None and row.ends is not None:
        found = [_instants(row.starts, row.ends, event.timezone)]
    elif row.day is not None:
        found = [day_times(event, row.day, parts)]
    else:
        found = [day_times(event, day, parts) for day in slots.days(event)]
    held = tuple(union(span for span in found if span is not None))
    return SlotTimes(row.id, row.number, row.day, row.title or "", held, seconds(held))


def _hours(event: Event, day: dt.date, *, is_first: bool, is_last: bool) -> Part:
    """From when to when one of several days lasts by the wall."""
    begins, ends = event.starts.time(), event.ends.time()
    if begins < ends:
        return dt.datetime.combine(day, begins), dt.datetime.combine(day, ends)
    if ends <= NIGHT_ENDS:
        return dt.datetime.combine(day, begins), dt.datetime.combine(day + ONE_DAY, ends)
    first = dt.datetime.combine(day, begins if is_first else MORNING)
    last = dt.datetime.combine(day, ends if is_last else EVENING)
    return (first, last) if first < last else (first, dt.datetime.combine(day, dt.time(23, 59)))


def _instants(begins: dt.datetime, ends: dt.datetime, zone_name: str) -> Span:
    """The instants of wall times; of an hour that exists twice all of it counts (PEP 495)."""
    place = zone(zone_name)
    return (
        begins.replace(tzinfo=place, fold=0).astimezone(dt.UTC),
        ends.replace(tzinfo=place, fold=1).astimezone(dt.UTC),
    )
