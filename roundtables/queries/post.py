"""The outbox as it is looked at: its messages, how many wait for what, what one of them says, and the rules."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.formats.mail.shown import ShownMail, shown_mail
from roundtables.model import Answer, Event, Message, MessageContent, ReminderRule
from roundtables.queries import sorting
from roundtables.queries.search import words_in
from roundtables.queries.sorting import Sort
from roundtables.terms import Decision, MessageKind, MessageState, Outcome, RemindWhom

BY_CONCERN = (
    MessageState.UNKNOWN,
    MessageState.FAILED,
    MessageState.SENDING,
    MessageState.QUEUED,
    MessageState.SENT,
    MessageState.DISCARDED,
)
"""The states, those first that somebody has to look at."""


@dataclass(frozen=True)
class OutboxFilter:
    """What the outbox is narrowed to; empty parts narrow nothing."""

    words: str = ""
    state: MessageState | None = None
    kind: MessageKind | None = None
    event_id: int | None = None


@dataclass(frozen=True)
class MessageRow:
    """A message in the list. `reference` and `title` are its event's, empty where that was deleted."""

    id: int
    kind: MessageKind
    state: MessageState
    event_id: int | None
    reference: str
    title: str
    person_id: int | None
    name: str
    email: str
    subject: str
    queued_at: dt.datetime
    due: dt.datetime
    attempts: int
    ended_at: dt.datetime | None
    answer: str

    @property
    def at(self) -> dt.datetime:
        """The instant that matters: when it ended, or until then when it may go."""
        return self.ended_at or self.due


@dataclass(frozen=True)
class Waiting:
    """How much of the post waits for somebody: messages to go, refused, perhaps sent; proposals to decide on."""

    queued: int = 0
    refused: int = 0
    unknown: int = 0
    proposals: int = 0


@dataclass(frozen=True)
class RuleRow:
    """A rule by which reminders come; without an event it is for all. `days_before` below nought: after the event."""

    id: int
    event_id: int | None
    reference: str
    title: str
    kind: MessageKind
    whom: RemindWhom
    days_before: int
    at_minute: int
    active: bool


_CONCERN = case(*((Message.state == state, rank) for rank, state in enumerate(BY_CONCERN)))
SORTS: dict[str, Callable[[Session], tuple[Any, ...]]] = {
    "concern": lambda _session: (_CONCERN,),
    "name": lambda session: (sorting.by_text(session, Message.name), Message.email),
    "email": lambda _session: (Message.email,),
    "subject": lambda session: (sorting.by_text(session, Message.subject),),
    "kind": lambda _session: (sorting.by_label(Message.kind, MessageKind),),
    "event": lambda _session: (func.length(Event.reference), Event.reference),
    "at": lambda _session: (func.coalesce(Message.ended_at, Message.due),),
    "queued": lambda _session: (Message.queued_at,),
    "attempts": lambda _session: (Message.attempts,),
}
LETTERS: dict[str, Callable[[str], Any]] = {"email": lambda letters: Message.email < letters}
_ROWS: Any = select(  # SQLAlchemy's types count ten columns at most
    Message.id,
    Message.kind,
    Message.state,
    Message.event_id,
    func.coalesce(Event.reference, ""),
    func.coalesce(Event.title, ""),
    Message.person_id,
    Message.name,
    Message.email,
    Message.subject,
    Message.queued_at,
    Message.due,
    Message.attempts,
    Message.ended_at,
    Message.answer,
).outerjoin(Event, Event.id == Message.event_id)


def count(session: Session, narrowed: OutboxFilter) -> int:
    """How many messages the filter leaves."""
    return session.scalar(_narrow(session, select(func.count(Message.id)), narrowed)) or 0


def page(
    session: Session, narrowed: OutboxFilter, sorts: Sequence[Sort], *, offset: int = 0, limit: int | None = 200
) -> list[MessageRow]:
    """The rows from `offset` on, at most `limit` (None: all), sorted by keys of `SORTS`, then by key."""
    chosen = _keys(session, narrowed, sorts).offset(offset or None).limit(limit).subquery()
    statement = _ROWS.where(Message.id.in_(select(chosen.c.id))).order_by(*_order(session, sorts))
    return [MessageRow(*row) for row in session.execute(statement)]


def keys(
    session: Session, narrowed: OutboxFilter, sorts: Sequence[Sort], *, offset: int = 0, limit: int | None = None
) -> list[int]:
    """The keys alone of the rows that `page` gives."""
    return list(session.scalars(_keys(session, narrowed, sorts).offset(offset or None).limit(limit)))


def rows_of(session: Session, wanted: Sequence[int]) -> list[MessageRow]:
    """The rows with these keys, some hundreds at most, in their order."""
    found = {row[0]: MessageRow(*row) for row in session.execute(_ROWS.where(Message.id.in_(wanted)))}
    return [found[key] for key in wanted if key in found]


def place_of(session: Session, narrowed: OutboxFilter, sort: Sort, letters: str) -> int | None:
    """The number of the first row whose sorted column begins with these letters; None where that is not known."""
    key, descending = sort
    if key not in LETTERS or descending:
        return None
    earlier = _narrow(session, select(func.count(Message.id)), narrowed).where(LETTERS[key](letters))
    return session.scalar(earlier) or 0


def message_text(session: Session, message_id: int) -> ShownMail:
    """What a message says. Raises NothingThere where it is not there any more."""
    content = session.scalar(select(MessageContent.text).where(MessageContent.message_id == message_id))
    if content is not None:
        return shown_mail(content)
    row = session.get(Message, message_id)
    if row is None:
        raise NothingThere
    return ShownMail(to=row.email, subject=row.subject)


def states(session: Session) -> dict[MessageState, int]:
    """How many messages stand where; what there is none of is not named."""
    statement = select(Message.state, func.count()).group_by(Message.state)
    return {row[0]: row[1] for row in session.execute(statement)}


def waiting(session: Session) -> Waiting:
    """What of the post waits for somebody. Two statements."""
    unsettled = (MessageState.QUEUED, MessageState.FAILED, MessageState.UNKNOWN)
    statement = select(Message.state, func.count()).where(Message.state.in_(unsettled)).group_by(Message.state)
    found = {row[0]: row[1] for row in session.execute(statement)}
    proposals = select(func.count(Answer.id)).where(
        Answer.outcome == Outcome.PROPOSAL, Answer.decision == Decision.OPEN
    )
    queued, refused, unknown = (found.get(state, 0) for state in unsettled)
    return Waiting(queued, refused, unknown, session.scalar(proposals) or 0)


def number_due(session: Session, now: dt.datetime) -> int:
    """How many messages may go now, and those that a program left while it was sending them."""
    due = and_(Message.state == MessageState.QUEUED, Message.due <= now)
    statement = select(func.count(Message.id)).where(or_(due, Message.state == MessageState.SENDING))
    return session.scalar(statement) or 0


def events_written_about(session: Session) -> list[tuple[int, str]]:
    """Keys of the events that messages are about with their references and titles, the latest first."""
    about = select(Message.event_id).where(Message.event_id.is_not(None))
    statement = (
        select(Event.id, Event.reference, Event.title)
        .where(Event.id.in_(about))
        .order_by(Event.starts_utc.desc(), Event.id.desc())
    )
    return [(row.id, f"{row.reference} {row.title}") for row in session.execute(statement)]


def rules(session: Session, event_id: int | None = None) -> list[RuleRow]:
    """The rules for reminders, those for all events first; of one event's alone and of all where one is named."""
    statement: Any = select(
        ReminderRule.id,
        ReminderRule.event_id,
        func.coalesce(Event.reference, ""),
        func.coalesce(Event.title, ""),
        ReminderRule.kind,
        ReminderRule.whom,
        ReminderRule.days_before,
        ReminderRule.at_minute,
        ReminderRule.active,
    ).outerjoin(Event, Event.id == ReminderRule.event_id)
    if event_id is not None:
        statement = statement.where(or_(ReminderRule.event_id.is_(None), ReminderRule.event_id == event_id))
    order = (ReminderRule.event_id.is_not(None), Event.starts_utc, ReminderRule.days_before.desc(), ReminderRule.id)
    return [RuleRow(*row) for row in session.execute(statement.order_by(*order))]


def _keys(session: Session, narrowed: OutboxFilter, sorts: Sequence[Sort]) -> Any:
    statement = _narrow(session, _joined(select(Message.id), sorts), narrowed)
    return statement.order_by(*_order(session, sorts))


def _joined(statement: Any, sorts: Sequence[Sort]) -> Any:
    """With the event, where it is sorted by."""
    if any(key == "event" for key, _descending in sorts):
        return statement.outerjoin(Event, Event.id == Message.event_id)
    return statement


def _order(session: Session, sorts: Sequence[Sort]) -> list[Any]:
    return sorting.order_by(sorts, lambda key: SORTS[key](session), Message.id)


def _narrow(session: Session, statement: Any, by: OutboxFilter) -> Any:
    if by.words.strip():
        statement = statement.where(
            words_in(
                session,
                by.words,
                (Message.subject, Message.name, Message.email),
                {"person": Message.person_id, "event": Message.event_id},
            )
        )
    if by.state is not None:
        statement = statement.where(Message.state == by.state)
    if by.kind is not None:
        statement = statement.where(Message.kind == by.kind)
    if by.event_id is not None:
        statement = statement.where(Message.event_id == by.event_id)
    return statement
