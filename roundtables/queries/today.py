"""What needs doing: the coming events and the last ones that are not settled, each with what it still lacks.

Only a span of dates is looked at, and of it so many events at most: the cost does not grow with the register.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, cast, func, literal_column, or_, select
from sqlalchemy.orm import Session

from roundtables.model import (
    Attendance,
    Event,
    EventTask,
    HandOver,
    HandOverPart,
    Invitation,
    Message,
    Participation,
    Slot,
)
from roundtables.model import Session as EventSession
from roundtables.terms import CountedBy, EventFormat, EventStatus, HandOverKind, MessageState, Method, Reply

WEEKS_AHEAD = 6
WEEKS_BACK = 13
DUE_SOON = 7
"""Days before it is due that a task begins to count as something to do."""
LONGEST_EVENT = 400
TASKS_AHEAD = 1000
MOST_COMING, MOST_PAST, MOST_TASKS = 80, 40, 200
SAY_THEY_COME = (Reply.ACCEPTED, Reply.TENTATIVE)


class Lack(Enum):
    """What an event still lacks."""

    STILL_DRAFT = "still-draft"
    NO_VENUE = "no-venue"
    NO_ONLINE_LINK = "no-online-link"
    NO_AGENDA = "no-agenda"
    NO_ORGANISER = "no-organiser"
    NOBODY_INVITED = "nobody-invited"
    UNANSWERED = "unanswered"
    OUTDATED = "outdated"
    SEATS_FOR_WAITING = "seats-for-waiting"
    STILL_PLANNED = "still-planned"
    ATTENDANCE_OPEN = "attendance-open"
    NOT_HANDED_OVER = "not-handed-over"
    TASK = "task"


@dataclass(frozen=True)
class Todo:
    """One thing to do. `number` counts whom or what it is about, `of` out of how many; a task has a name and a day."""

    lack: Lack
    number: int = 0
    of: int = 0
    title: str = ""
    due: dt.date | None = None
    task_id: int | None = None


@dataclass(frozen=True)
class EventTodos:
    """An event with what there is to do for it, never nothing."""

    id: int
    reference: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    todos: tuple[Todo, ...]


@dataclass(frozen=True)
class Today:
    """What needs doing, by date. `more` says that there are further events than were looked at."""

    events: tuple[EventTodos, ...]
    more: bool = False

    @property
    def number(self) -> int:
        """How many things there are to do."""
        return sum(len(event.todos) for event in self.events)


@dataclass(frozen=True)
class _Known:
    """An event as it is judged."""

    id: int
    reference: str
    title: str
    format: EventFormat
    status: EventStatus
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    placed: bool
    online_url: str
    organiser_email: str
    capacity: int | None
    counted_by: CountedBy
    by_session: bool
    has_agenda: bool
    handed_over: bool
    past: bool


def to_do(session: Session, now: dt.datetime) -> Today:
    """What needs doing at this instant, `now` being aware and in the zone of who asks. Six statements."""
    tasks = _tasks(session, now)
    coming = _events(session, _coming(now, tasks), MOST_COMING, latest_first=False, now=now)
    past = _events(session, _unsettled(now, tasks), MOST_PAST, latest_first=True, now=now)
    events = [*reversed(past), *coming]
    replies = _replies(session, [event.id for event in events])
    unmarked = _unmarked(session, [event.id for event in past if not event.handed_over])
    outdated = _outdated(session, [event.id for event in coming])
    found = []
    for event in events:
        lacks = _lacks(event, replies[event.id], unmarked.get(event.id, 0), outdated.get(event.id, 0), now)
        todos = (*lacks, *tasks.get(event.id, ()))
        if todos:
            found.append(
                EventTodos(event.id, event.reference, event.title, event.starts, event.ends, event.all_day, todos)
            )
    more = len(coming) == MOST_COMING or len(past) == MOST_PAST
    return Today(tuple(found), more)


def _lacks(event: _Known, replies: dict[Reply, int], unmarked: int, outdated: int, now: dt.datetime) -> Iterator[Todo]:
    """What the event lacks; one that is far off is there for its tasks alone."""
    if event.past:
        yield from _past_todos(event, replies, unmarked)
    elif event.starts < _midnight(now, 7 * WEEKS_AHEAD + 1):
        yield from _coming_todos(event, replies)
        if outdated:
            yield Todo(Lack.OUTDATED, outdated)


def _coming_todos(event: _Known, replies: dict[Reply, int]) -> Iterator[Todo]:
    draft = event.status is EventStatus.DRAFT
    if draft:
        yield Todo(Lack.STILL_DRAFT)
    if event.format is not EventFormat.ONLINE and not event.placed:
        yield Todo(Lack.NO_VENUE)
    if event.format is not EventFormat.IN_PERSON and not event.online_url:
        yield Todo(Lack.NO_ONLINE_LINK)
    if _needs_agenda(event) and not event.has_agenda:
        yield Todo(Lack.NO_AGENDA)
    if not event.organiser_email:
        yield Todo(Lack.NO_ORGANISER)
    if not draft:
        yield from _about_replies(event, replies)


def _needs_agenda(event: _Known) -> bool:
    """An event of several days, or one whose sessions are invited to or counted by themselves."""
    several = event.ends.date() > event.starts.date()
    return several or event.by_session or event.counted_by is CountedBy.SESSION


def _about_replies(event: _Known, replies: dict[Reply, int]) -> Iterator[Todo]:
    if not sum(number for reply, number in replies.items() if reply is not Reply.NOT_INVITED):
        yield Todo(Lack.NOBODY_INVITED)
    if replies.get(Reply.INVITED):
        yield Todo(Lack.UNANSWERED, replies[Reply.INVITED], sum(replies.values()))
    waiting = replies.get(Reply.WAITING, 0)
    free = waiting if event.capacity is None else event.capacity - replies.get(Reply.ACCEPTED, 0)
    if waiting and free > 0:
        yield Todo(Lack.SEATS_FOR_WAITING, min(free, waiting), waiting)


def _past_todos(event: _Known, replies: dict[Reply, int], unmarked: int) -> Iterator[Todo]:
    if event.status is EventStatus.DRAFT:
        yield Todo(Lack.STILL_DRAFT)
        return
    if event.status is EventStatus.PLANNED:
        yield Todo(Lack.STILL_PLANNED)
    if event.handed_over:
        return
    if unmarked:
        yield Todo(Lack.ATTENDANCE_OPEN, unmarked, sum(replies.get(reply, 0) for reply in SAY_THEY_COME))
    if sum(replies.values()):
        yield Todo(Lack.NOT_HANDED_OVER)


def _midnight(now: dt.datetime, days: int = 0) -> dt.datetime:
    """The beginning of today, so many days later, as a wall time."""
    return dt.datetime.combine(now.date() + dt.timedelta(days=days), dt.time())


def _within(now: dt.datetime, before: int, after: int) -> ColumnElement[bool]:
    """Events that start in a span of days around today: the part that the index answers."""
    return and_(
        Event.starts_utc >= now - dt.timedelta(days=before),
        Event.starts_utc < now + dt.timedelta(days=after),
        Event.status != EventStatus.CANCELLED,
    )


def _is_past(now: dt.datetime) -> ColumnElement[bool]:
    """An event of whole days is past when its last day is; its end is kept as the beginning of that day."""
    return or_(and_(Event.all_day.is_(False), Event.ends_utc <= now), and_(Event.all_day, Event.ends < _midnight(now)))


def _coming(now: dt.datetime, tasks: Collection[int]) -> ColumnElement[bool]:
    soon = and_(_within(now, LONGEST_EVENT, 7 * WEEKS_AHEAD + 1), Event.starts < _midnight(now, 7 * WEEKS_AHEAD + 1))
    return and_(or_(soon, Event.id.in_(tasks)), ~_is_past(now))


def _unsettled(now: dt.datetime, tasks: Collection[int]) -> ColumnElement[bool]:
    """Past events with something open. What was handed over is settled, whatever its marks say."""
    attended = select(Participation.id).where(Participation.event_id == Event.id).correlate(Event).exists()
    open_still = or_(Event.status != EventStatus.HELD, and_(~_handed_over(), attended))
    recent = and_(_within(now, 7 * WEEKS_BACK, 1), open_still)
    return and_(or_(recent, Event.id.in_(tasks)), _is_past(now))


def _handed_over() -> ColumnElement[bool]:
    """Whether the attendance list was given away, alone or in an evidence pack, its own or a work package's."""
    own = (
        select(HandOver.id)
        .where(
            HandOver.event_id == Event.id,
            HandOver.kind.in_((HandOverKind.ATTENDANCE_LIST, HandOverKind.EVIDENCE_PACK)),
        )
        .correlate(Event)
        .exists()
    )
    packed = select(HandOverPart.id).where(HandOverPart.event_id == Event.id).correlate(Event).exists()
    return or_(own, packed)


def _events(
    session: Session, narrowed: ColumnElement[bool], most: int, *, latest_first: bool, now: dt.datetime
) -> list[_Known]:
    agenda = select(EventSession.id).where(EventSession.event_id == Event.id).correlate(Event).exists()
    placed = or_(Event.venue_id.is_not(None), Event.place != "")
    statement: Any = select(
        Event.id,
        Event.reference,
        Event.title,
        Event.format,
        Event.status,
        Event.starts,
        Event.ends,
        Event.all_day,
        placed,
        Event.online_url,
        Event.organiser_email,
        Event.capacity,
        Event.counted_by,
        Event.invited_by_session,
        agenda,
        _handed_over(),
        _is_past(now),
    ).where(narrowed)
    order = (Event.starts_utc.desc(), Event.id.desc()) if latest_first else (Event.starts_utc, Event.id)
    return [_Known(*row) for row in session.execute(statement.order_by(*order).limit(most))]


def _replies(session: Session, events: Collection[int]) -> dict[int, dict[Reply, int]]:
    statement = (
        select(Participation.event_id, Participation.reply, func.count())
        .where(Participation.event_id.in_(events))
        .group_by(Participation.event_id, Participation.reply)
    )
    found: dict[int, dict[Reply, int]] = defaultdict(dict)
    for event_id, reply, number in session.execute(statement):
        found[event_id][reply] = number
    return found


def _unmarked(session: Session, events: Collection[int]) -> dict[int, int]:
    """Of those who said that they come: how many are not marked in every slot."""
    marks = select(func.count()).where(Attendance.participation_id == Participation.id).correlate(Participation)
    slots = select(func.count()).where(Slot.event_id == Participation.event_id).correlate(Participation)
    statement = (
        select(Participation.event_id, func.count())
        .where(
            Participation.event_id.in_(events),
            Participation.reply.in_(SAY_THEY_COME),
            marks.scalar_subquery() < slots.scalar_subquery(),
        )
        .group_by(Participation.event_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _outdated(session: Session, events: Collection[int]) -> dict[int, int]:
    """Of those who take part: how many were sent an older revision last, and nothing newer that is on its way."""
    last = (
        select(func.max(Invitation.id).label("id"))
        .where(Invitation.event_id.in_(events))
        .group_by(Invitation.event_id, Invitation.person_id)
        .subquery()
    )
    takes_part = and_(
        Participation.event_id == Invitation.event_id,
        Participation.person_id == Invitation.person_id,
        Participation.reply != Reply.WITHDRAWN,
    )
    statement = (
        select(Invitation.event_id, func.count())
        .join(last, last.c.id == Invitation.id)
        .join(Event, Event.id == Invitation.event_id)
        .join(Participation, takes_part)
        .outerjoin(Message, Message.id == Invitation.message_id)
        .where(
            Invitation.method == Method.REQUEST,
            Invitation.sequence < Event.sequence,
            or_(Message.id.is_(None), Message.state == MessageState.SENT),
        )
        .group_by(Invitation.event_id)
    )
    return {row[0]: row[1] for row in session.execute(statement)}


def _tasks(session: Session, now: dt.datetime) -> dict[int, list[Todo]]:
    """Tasks that are overdue or due within days, by event; each event's in the order of their days."""
    statement = (
        select(EventTask.event_id, EventTask.id, EventTask.title, EventTask.days, Event.starts)
        .join(Event, Event.id == EventTask.event_id)
        .where(
            _within(now, 7 * WEEKS_BACK, TASKS_AHEAD),
            EventTask.done_on.is_(None),
            _due(session) <= now.date() + dt.timedelta(days=DUE_SOON),
        )
        .order_by(Event.starts_utc, EventTask.days, EventTask.position, EventTask.id)
        .limit(MOST_TASKS)
    )
    found: dict[int, list[Todo]] = defaultdict(list)
    for event_id, task_id, title, days, starts in session.execute(statement):
        due = starts.date() + dt.timedelta(days=days)
        found[event_id].append(Todo(Lack.TASK, title=title, due=due, task_id=task_id))
    return dict(found)


def _due(session: Session) -> ColumnElement[dt.date]:
    """The day a task is due: so many days from the first day of its event."""
    if session.get_bind().dialect.name == "sqlite":
        return func.date(Event.starts, EventTask.days.op("||")(literal_column("' days'")), type_=Date)
    return cast(Event.starts, Date) + EventTask.days
