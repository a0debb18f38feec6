"""Events as a calendar shows them: those of a span of days, and what in it can't be at once."""

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from sqlalchemy import and_, case, func, literal, or_, select
from sqlalchemy.orm import Session

from roundtables.model import Event, Participation, Person, Venue, WorkPackage
from roundtables.queries import sorting
from roundtables.terms import NOT_COMING, EventFormat, EventKind, EventStatus, Reply, Role
from roundtables.walltime import aware
from roundtables.words import fold

LONGEST = dt.timedelta(days=402)
"""No event lasts longer (`services.slots.MOST_DAYS`, and a day at either side): what began earlier is over."""
ANY_ZONE = dt.timedelta(days=2)
"""How far a wall date can be from the same date in UTC, and the last day of an all-day event."""


@dataclass(frozen=True)
class CalendarRow:
    """An event with what a calendar needs. `seats` is how many its venue holds.

    `accepted` is counted only where the venue says how many it holds. For an all-day event `ends` is its last day.
    """

    id: int
    reference: str
    title: str
    kind: EventKind
    format: EventFormat
    status: EventStatus
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    timezone: str
    starts_utc: dt.datetime
    work_package: int | None
    venue_id: int | None
    venue: str
    room: str
    city: str
    seats: int | None
    accepted: int

    @cached_property
    def finishes(self) -> dt.datetime:
        """The instant at which the event is over: for an all-day event the midnight after its last day."""
        wall = self.ends + dt.timedelta(days=1) if self.all_day else self.ends
        return aware(wall, self.timezone).astimezone(dt.UTC)

    @property
    def where(self) -> str:
        """Venue, room and city in one line."""
        return ", ".join(part for part in (self.venue, self.room, self.city) if part)

    @property
    def counts(self) -> bool:
        """Whether the event takes anybody's time: a cancelled one does not."""
        return self.status is not EventStatus.CANCELLED


class ConflictKind(enum.Enum):
    PERSON = "person"
    ROOM = "room"
    OVERFULL = "overfull"


@dataclass(frozen=True)
class Conflict:
    """Something that can't be: a person or room at two events at once, or more people in a room than it holds.

    `who` is the person or the room, `person_id` the person's key; `other` is None for an overfull room.
    """

    kind: ConflictKind
    event: CalendarRow
    other: CalendarRow | None
    who: str
    person_id: int | None = None

    @property
    def events(self) -> tuple[CalendarRow, ...]:
        """The events it concerns."""
        return (self.event,) if self.other is None else (self.event, self.other)


def events_between(session: Session, first: dt.date, last: dt.date) -> list[CalendarRow]:
    """The events that may be seen on these days, from wherever: by start, a day or two more at either side."""
    begin = dt.datetime.combine(first, dt.time(), dt.UTC) - ANY_ZONE
    end = dt.datetime.combine(last, dt.time(), dt.UTC) + ANY_ZONE
    statement = _ROWS.where(Event.starts_utc > begin - LONGEST, Event.starts_utc < end, Event.ends_utc > begin)
    return [CalendarRow(*row) for row in session.execute(statement.order_by(Event.starts_utc, Event.id))]


def next_start(session: Session, after: dt.date) -> dt.date | None:
    """The wall date on which the first event begins that begins on this day or later."""
    begin = dt.datetime.combine(after, dt.time(), dt.UTC) - ANY_ZONE
    midnight = dt.datetime.combine(after, dt.time())
    statement = select(Event.starts).where(Event.starts_utc > begin, Event.starts >= midnight)
    found = session.scalar(statement.order_by(Event.starts_utc, Event.id).limit(1))
    return None if found is None else found.date()


def zones_used(session: Session) -> list[str]:
    """The time zones that events of the register are held in."""
    return list(session.scalars(select(Event.timezone).distinct().order_by(Event.timezone)))


def conflicts(session: Session, rows: Sequence[CalendarRow]) -> list[Conflict]:
    """What can't be among these events, by when it begins; only people have to be read."""
    standing = sorted((row for row in rows if row.counts), key=lambda row: (row.starts_utc, row.id))
    pairs = overlapping(standing)
    found = [*_overfull(standing), *_same_rooms(pairs), *_same_people(session, pairs)]
    return sorted(found, key=lambda one: (one.event.starts_utc, one.event.id, one.kind.value))


def overlapping(rows: Iterable[CalendarRow]) -> list[tuple[CalendarRow, CalendarRow]]:
    """The pairs of events that share a moment; the rows come by start. One that begins as another ends does not."""
    running: list[CalendarRow] = []
    pairs = []
    for row in rows:
        running = [other for other in running if other.finishes > row.starts_utc]
        pairs += [(other, row) for other in running if other.starts_utc < row.finishes]
        running.append(row)
    return pairs


def _overfull(rows: Iterable[CalendarRow]) -> list[Conflict]:
    return [
        Conflict(ConflictKind.OVERFULL, row, None, ", ".join(part for part in (row.venue, row.room) if part))
        for row in rows
        if row.seats is not None and row.accepted > row.seats
    ]


def _same_rooms(pairs: Sequence[tuple[CalendarRow, CalendarRow]]) -> list[Conflict]:
    rooms = {row.id: _room(row) for row in {row.id: row for pair in pairs for row in pair}.values()}
    return [
        Conflict(ConflictKind.ROOM, one, other, ", ".join(part for part in (one.venue, one.room) if part))
        for one, other in pairs
        if rooms[one.id] is not None and rooms[one.id] == rooms[other.id]
    ]


def _room(row: CalendarRow) -> tuple[str, str, str] | None:
    """The room by what it is called: the same one may have been entered twice. None for an event held on line."""
    if row.venue_id is None or row.format is EventFormat.ONLINE:
        return None
    return fold(row.venue), fold(row.room), fold(row.city)


def _same_people(session: Session, pairs: Sequence[tuple[CalendarRow, CalendarRow]]) -> list[Conflict]:
    keys = sorted({row.id for pair in pairs for row in pair})
    engaged = select(Participation.person_id, Participation.event_id).where(Participation.event_id.in_(keys), _ENGAGED)
    at: dict[int, list[int]] = defaultdict(list)
    for person, event in session.execute(engaged.order_by(Participation.event_id)) if keys else ():
        at[person].append(event)
    paired = {(one.id, other.id): (one, other) for one, other in pairs}
    clashes = {
        person: met
        for person, events in at.items()
        if len(events) > 1 and (met := [key for key in _both_ways(events) if key in paired])
    }
    return [
        Conflict(ConflictKind.PERSON, *paired[key], name, person)
        for person, name in _names(session, clashes)
        for key in clashes[person]
    ]


def _both_ways(events: Sequence[int]) -> Iterable[tuple[int, int]]:
    for pair in combinations(events, 2):
        yield pair
        yield pair[::-1]


def _names(session: Session, people: Collection[int]) -> list[tuple[int, str]]:
    """Keys and names, in the order in which people are listed."""
    if not people:
        return []
    statement = select(Person.id, Person.first_name, Person.last_name).where(Person.id.in_(people))
    rows = session.execute(statement.order_by(sorting.person_name(), Person.id))
    return [(key, f"{first_name} {last_name}".strip()) for key, first_name, last_name in rows]


_ENGAGED = or_(
    Participation.reply == Reply.ACCEPTED,
    and_(Participation.role != Role.ATTENDEE, Participation.reply.not_in(NOT_COMING)),
)
"""Who is expected at an event: whoever has accepted, and whoever has a part in it and has not declined."""

_ACCEPTED = (
    select(func.count())
    .select_from(Participation)
    .where(Participation.event_id == Event.id, Participation.reply == Reply.ACCEPTED)
    .correlate(Event)
    .scalar_subquery()
)
_ROWS: Any = (  # SQLAlchemy's types count ten columns at most
    select(
        Event.id,
        Event.reference,
        Event.title,
        Event.kind,
        Event.format,
        Event.status,
        Event.starts,
        Event.ends,
        Event.all_day,
        Event.timezone,
        Event.starts_utc,
        WorkPackage.number,
        Event.venue_id,
        func.coalesce(Venue.name, ""),
        func.coalesce(Venue.room, ""),
        func.coalesce(Venue.city, ""),
        Venue.capacity,
        case((Venue.capacity.is_not(None), _ACCEPTED), else_=literal(0)),
    )
    .outerjoin(Venue, Venue.id == Event.venue_id)
    .outerjoin(WorkPackage, WorkPackage.id == Event.work_package_id)
)
