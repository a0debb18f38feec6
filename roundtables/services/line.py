"""The line of those who wait for a full event: who stands in it, what is free for them, and who moves up.

The moving is part of the step that frees the seat (a reply, a participant taken off, more places), so that the window,
the command line and answers by mail all do it alike. Telling those who moved up is a step of its own: `waiting_list`.
"""

import datetime as dt
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Event, Participation
from roundtables.model.base import utc_now
from roundtables.terms import EventStatus, LineMoves, Reply

MOVES_NO_MORE = frozenset({EventStatus.CANCELLED, EventStatus.HELD})


def seats_left(session: Session, event: Event) -> int | None:
    """Places of the event that nobody has accepted; None where it has no limit."""
    return None if event.capacity is None else max(event.capacity - _number(session, event.id, Reply.ACCEPTED), 0)


def waiting_number(session: Session, event_id: int) -> int:
    """How many wait for the event."""
    return _number(session, event_id, Reply.WAITING)


def _number(session: Session, event_id: int, reply: Reply) -> int:
    statement = select(func.count()).where(Participation.event_id == event_id, Participation.reply == reply)
    return session.scalar(statement) or 0


def end_of_line(session: Session, event_id: int) -> int:
    """The place behind all who wait for the event."""
    return (session.scalar(select(func.max(Participation.place_in_line)).filter_by(event_id=event_id)) or 0) + 1


def free_seats(session: Session, event: Event) -> int:
    """How many of those who wait could have a seat now; none where the event was called off or is over."""
    if event.status in MOVES_NO_MORE:
        return 0
    waiting, left = waiting_number(session, event.id), seats_left(session, event)
    return waiting if left is None else min(waiting, left)


def advance(session: Session, event: Event) -> list[Participation]:
    """Give the free seats to the first in line; returns those who moved up, who have to be told."""
    session.flush()
    free = free_seats(session, event)
    if not free:
        return []
    statement = (
        select(Participation)
        .where(Participation.event_id == event.id, Participation.reply == Reply.WAITING)
        .order_by(Participation.place_in_line.is_(None), Participation.place_in_line, Participation.id)
        .limit(free)
    )
    first = list(session.scalars(statement))
    now = utc_now()
    for row in first:
        take_seat(row, now)
    session.flush()
    return first


def advance_by_itself(session: Session, event_ids: Iterable[int]) -> None:
    """Give what became free at these events to the first in line, where the event says that its line moves by itself.

    Where it is asked first, `free_seats` is what the question is about.
    """
    for key in sorted(set(event_ids)):
        event = session.get(Event, key)
        if event is not None and event.line_moves is LineMoves.BY_ITSELF:
            advance(session, event)


def take_seat(row: Participation, now: dt.datetime) -> None:
    """Give somebody who waits a seat. When they accepted stays as it was."""
    row.reply, row.place_in_line, row.moved_up_at = Reply.ACCEPTED, None, now
