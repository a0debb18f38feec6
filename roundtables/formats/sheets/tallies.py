"""What the workbook for a period adds up to, counted while its participations pass by once."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from roundtables.formats.sheets.money_documents import CostLine
from roundtables.formats.sheets.period_documents import EventLine, ParticipationLine


@dataclass
class Tally:
    """What one group adds up to. Money is euro cents, None where nothing is known."""

    events: set[int] = field(default_factory=set)
    participants: int = 0
    attended: int = 0
    person_days: int = 0
    minutes: int = 0
    estimate: int | None = None
    actual: int | None = None

    def add(self, event: int, days: int, minutes: int, *, came: bool) -> None:
        """Count one participation."""
        self.events.add(event)
        self.participants += 1
        self.attended += came
        self.person_days += days
        self.minutes += minutes

    def add_all(self, other: "Tally") -> None:
        """Count what another group adds up to."""
        self.events |= other.events
        self.participants += other.participants
        self.attended += other.attended
        self.person_days += other.person_days
        self.minutes += other.minutes
        self.estimate = _sum(self.estimate, other.estimate)
        self.actual = _sum(self.actual, other.actual)


@dataclass
class EventTally(Tally):
    """What one event adds up to."""

    event: Any = None


class Tallies:
    """All of them: by event, country, organisation; and from the events by whatever they have."""

    def __init__(self, events: Sequence[EventLine], costs: Iterable[CostLine]) -> None:
        self.by_event = {event.id: EventTally(events={event.id}, event=event) for event in events}
        self.by_country: dict[str, Tally] = {}
        self.by_organisation: dict[str, Tally] = {}
        self.persons: set[int] = set()
        self.persons_attended: set[int] = set()
        by_reference = {tally.event.reference: tally for tally in self.by_event.values()}
        for cost in costs:
            tally = by_reference[cost.reference]
            tally.estimate = _sum(tally.estimate, cost.estimate_in_euro)
            tally.actual = _sum(tally.actual, cost.actual_in_euro)

    def count(self, lines: Iterable[ParticipationLine]) -> Iterable[ParticipationLine]:
        """Pass participations on, counted."""
        for line in lines:
            row, event = line.row, line.event.id
            came, days, minutes = row.slots_attended > 0, line.person_days, row.minutes or 0
            self.by_event[event].add(event, days, minutes, came=came)
            _of(self.by_country, row.country).add(event, days, minutes, came=came)
            _of(self.by_organisation, row.organisation).add(event, days, minutes, came=came)
            self.persons.add(line.person_id)
            if came:
                self.persons_attended.add(line.person_id)
            yield line

    def total(self) -> Tally:
        """What everything adds up to."""
        found = Tally()
        for tally in self.by_event.values():
            found.add_all(tally)
        return found

    def by(self, key: Callable[[EventLine], Any]) -> Mapping[Any, Tally]:
        """The events' tallies put together by something that events have, in the order of their keys."""
        found: dict[Any, Tally] = {}
        for tally in self.by_event.values():
            _of(found, key(tally.event)).add_all(tally)
        return dict(sorted(found.items()))


def month(event: EventLine) -> dt.date:
    """The first day of the month in which an event began."""
    return event.starts.date().replace(day=1)


def _of(tallies: dict[Any, Tally], key: Any) -> Tally:
    tally = tallies.get(key)
    if tally is None:
        tally = tallies[key] = Tally()
    return tally


def _sum(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other
