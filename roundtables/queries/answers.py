"""The answers that were taken in, and those among them that wait for a decision."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from roundtables.model import Answer, Event, Person, Venue
from roundtables.queries import sorting
from roundtables.queries.event_sorting import place
from roundtables.queries.search import words_in
from roundtables.queries.sorting import Sort
from roundtables.terms import Decision, Outcome, ProposalKind

MOST_PROPOSALS = 500
"""Proposals that are shown at once: each is decided by a person."""


@dataclass(frozen=True)
class AnswerFilter:
    """What the answers are narrowed to; empty parts narrow nothing."""

    words: str = ""
    outcome: Outcome | None = None
    event_id: int | None = None


@dataclass(frozen=True)
class AnswerRow:
    """An answer that was taken in. `name` is the person's, else what the answer itself calls them."""

    id: int
    taken_at: dt.datetime
    outcome: Outcome
    event_id: int
    reference: str
    title: str
    person_id: int | None
    name: str
    email: str
    partstat: str
    comment: str
    decision: Decision
    proposal: ProposalKind | None


@dataclass(frozen=True)
class EventNow:
    """The event as it is now, beside what somebody proposes."""

    id: int
    reference: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    timezone: str
    place: str


@dataclass(frozen=True)
class ProposalRow:
    """What waits for a decision: who asks for what. `starts`, `ends` and `place` are what a COUNTER proposes."""

    id: int
    kind: ProposalKind
    taken_at: dt.datetime
    person_id: int | None
    name: str
    email: str
    partstat: str
    comment: str
    delegate_name: str
    delegate_email: str
    starts: dt.datetime | None
    ends: dt.datetime | None
    all_day: bool
    timezone: str
    place: str
    event: EventNow


_NAME = func.coalesce(
    func.nullif(func.trim(Person.first_name + " " + Person.last_name), ""), func.nullif(Answer.name, ""), Answer.email
)
SORTS: dict[str, Callable[[Session], tuple[Any, ...]]] = {
    "taken": lambda _session: (Answer.taken_at,),
    "name": lambda session: (sorting.by_text(session, _NAME),),
    "event": lambda _session: (func.length(Event.reference), Event.reference),
    "outcome": lambda _session: (sorting.by_label(Answer.outcome, Outcome),),
    "partstat": lambda _session: (Answer.partstat,),
}
_ROWS: Any = (
    select(  # SQLAlchemy's types count ten columns at most
        Answer.id,
        Answer.taken_at,
        Answer.outcome,
        Answer.event_id,
        Event.reference,
        Event.title,
        Answer.person_id,
        _NAME,
        Answer.email,
        Answer.partstat,
        Answer.comment,
        Answer.decision,
        Answer.proposal,
    )
    .join(Event, Event.id == Answer.event_id)
    .outerjoin(Person, Person.id == Answer.person_id)
)


def proposals(session: Session) -> list[ProposalRow]:
    """What waits for a decision, the oldest first, at most MOST_PROPOSALS."""
    statement: Any = (
        select(
            Answer.id,
            Answer.proposal,
            Answer.taken_at,
            Answer.person_id,
            _NAME,
            Answer.email,
            Answer.partstat,
            Answer.comment,
            Answer.delegate_name,
            Answer.delegate_email,
            Answer.starts,
            Answer.ends,
            Answer.all_day,
            Answer.timezone,
            Answer.place,
            Event.id,
            Event.reference,
            Event.title,
            Event.starts,
            Event.ends,
            Event.all_day,
            Event.timezone,
            place(),
        )
        .join(Event, Event.id == Answer.event_id)
        .outerjoin(Venue, Venue.id == Event.venue_id)
        .outerjoin(Person, Person.id == Answer.person_id)
        .where(_is_open())
        .order_by(Answer.taken_at, Answer.id)
        .limit(MOST_PROPOSALS)
    )
    rows: Any = session.execute(statement)
    return [ProposalRow(*(*row[:15], EventNow(*row[15:]))) for row in rows]


def count(session: Session, narrowed: AnswerFilter) -> int:
    """How many answers the filter leaves."""
    return session.scalar(_narrow(session, select(func.count(Answer.id)), narrowed)) or 0


def page(
    session: Session, narrowed: AnswerFilter, sorts: Sequence[Sort], *, offset: int = 0, limit: int | None = 200
) -> list[AnswerRow]:
    """The rows from `offset` on, at most `limit` (None: all), sorted by keys of `SORTS`, then by key."""
    chosen = _keys(session, narrowed, sorts).offset(offset or None).limit(limit).subquery()
    statement = _ROWS.where(Answer.id.in_(select(chosen.c.id))).order_by(*_order(session, sorts))
    return [AnswerRow(*row) for row in session.execute(statement)]


def keys(
    session: Session, narrowed: AnswerFilter, sorts: Sequence[Sort], *, offset: int = 0, limit: int | None = None
) -> list[int]:
    """The keys alone of the rows that `page` gives."""
    return list(session.scalars(_keys(session, narrowed, sorts).offset(offset or None).limit(limit)))


def rows_of(session: Session, wanted: Sequence[int]) -> list[AnswerRow]:
    """The rows with these keys, some hundreds at most, in their order."""
    found = {row[0]: AnswerRow(*row) for row in session.execute(_ROWS.where(Answer.id.in_(wanted)))}
    return [found[key] for key in wanted if key in found]


def place_of(_session: Session, _narrowed: AnswerFilter, _sort: Sort, _letters: str) -> int | None:
    """Where the rows begin whose sorted column begins with these letters: not known, answers are kept by time."""
    return None


def events_answered(session: Session) -> list[tuple[int, str]]:
    """Keys of the events that answers were taken in for with their references and titles, the latest first."""
    statement = (
        select(Event.id, Event.reference, Event.title)
        .where(Event.id.in_(select(Answer.event_id)))
        .order_by(Event.starts_utc.desc(), Event.id.desc())
    )
    return [(row.id, f"{row.reference} {row.title}") for row in session.execute(statement)]


def _is_open() -> Any:
    return and_(Answer.outcome == Outcome.PROPOSAL, Answer.decision == Decision.OPEN)


def _keys(session: Session, narrowed: AnswerFilter, sorts: Sequence[Sort]) -> Any:
    statement = _narrow(session, _joined(select(Answer.id), sorts), narrowed)
    return statement.order_by(*_order(session, sorts))


def _joined(statement: Any, sorts: Sequence[Sort]) -> Any:
    """With the tables that are sorted by."""
    by = {key for key, _descending in sorts}
    if "event" in by:
        statement = statement.join(Event, Event.id == Answer.event_id)
    if "name" in by:
        statement = statement.outerjoin(Person, Person.id == Answer.person_id)
    return statement


def _order(session: Session, sorts: Sequence[Sort]) -> list[Any]:
    return sorting.order_by(sorts, lambda key: SORTS[key](session), Answer.id)


def _narrow(session: Session, statement: Any, by: AnswerFilter) -> Any:
    if by.words.strip():
        statement = statement.where(
            words_in(
                session,
                by.words,
                (Answer.name, Answer.comment, Answer.email),
                {"person": Answer.person_id, "event": Answer.event_id},
            )
        )
    if by.outcome is not None:
        statement = statement.where(Answer.outcome == by.outcome)
    if by.event_id is not None:
        statement = statement.where(Answer.event_id == by.event_id)
    return statement
