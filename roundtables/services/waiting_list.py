"""The waiting list of a full event: in order of arrival; the first in line gets a seat that became free, and is told.

Two steps, because what was sent is never undone. The move is part of the step that frees the seat, where the event says
that its line moves by itself (`line`); the telling follows in a step that can't be undone. In between, and where mail
does not go out from here, those who moved up are known by `untold`. Guests' calendars show who waits as tentative.
"""

import datetime as dt
import logging
from collections.abc import Sequence

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from roundtables.errors import Expected
from roundtables.model import Event, Invitation, Participation
from roundtables.model.base import utc_now
from roundtables.register import Register
from roundtables.services import events, line
from roundtables.services.post import telling
from roundtables.terms import EventStatus, LineMoves, MessageKind, Reply, Way
from roundtables.transport.accounts import PostSettings
from roundtables.words import _

log = logging.getLogger(__name__)
NO_PAUSE = dt.timedelta()


def free_seats(session: Session, event_id: int) -> int:
    """How many of those who wait could have a seat now."""
    return line.free_seats(session, events.get(session, event_id))


def move_up(session: Session, event_id: int, settings: PostSettings, now: dt.datetime) -> list[int]:
    """Give the free seats to the first in line and queue the message that tells them; returns their participations.

    Make it a step that can't be undone where mail goes out.
    """
    moved = line.advance(session, events.get(session, event_id))
    tell(session, event_id, settings, now)
    return [row.id for row in moved]


def move_up_by_itself(session: Session, event_id: int, settings: PostSettings, now: dt.datetime) -> list[int]:
    """`move_up` where the event says that the line moves by itself, else nothing.

    Returns the participations of all who got a seat and were told now, or have to be told by hand.
    """
    if events.get(session, event_id).line_moves is not LineMoves.BY_ITSELF:
        return []
    line.advance_by_itself(session, [event_id])
    moved = [row.id for row in _untold(session, event_id, now)]
    tell(session, event_id, settings, now)
    return moved


def untold(session: Session, event_id: int, now: dt.datetime) -> list[int]:
    """The keys of the people who got a seat from the waiting list and were sent nothing since."""
    return [row.person_id for row in _untold(session, event_id, now)]


def tell(session: Session, event_id: int, settings: PostSettings, now: dt.datetime) -> int:
    """Queue the message that a seat became free for those who were not told; returns how many.

    Make it a step that can't be undone. Who has no address, and everybody where mail does not go out from here, stays
    `untold`.
    """
    rows = _untold(session, event_id, now)
    if not rows or settings.way is not Way.MAIL:
        return 0
    # A seat that was given in this very step must not be younger than the word of it.
    now = max(now, *(row.moved_up_at for row in rows if row.moved_up_at is not None))
    queued = telling.queue_for(session, event_id, MessageKind.SEAT, [row.person_id for row in rows], settings, now)
    left = {row.id for row in _untold(session, event_id, now)}
    for row in rows:
        row.moved_up_at = row.moved_up_at if row.id in left else None
    return queued


def tell_who_moved_up(register: Register, settings: PostSettings, pause: dt.timedelta = NO_PAUSE) -> int:
    """Tell all whom a line that moves by itself gave a seat, in a step that can't be undone; returns how many.

    The window leaves a `pause` in which a reply that was entered by mistake can be undone, with the move that it made.
    """
    now = utc_now()
    with register.read() as session:
        if settings.way is not Way.MAIL or not _events(session, now, now - pause):
            return 0
    with register.change(_("Tell who got a seat"), undoable=False) as session:
        return tell_all(session, settings, now, now - pause)


def tell_all(session: Session, settings: PostSettings, now: dt.datetime, moved_by: dt.datetime | None = None) -> int:
    """`tell` for every event whose line moves by itself; an event whose messages can't be written is passed over.

    With `moved_by`, for those events where somebody moved up then or before.
    """
    queued = 0
    for key in _events(session, now, moved_by):
        try:
            queued += tell(session, key, settings, now)
        except Expected:
            log.warning("those who moved up were not told: the message could not be written")
    return queued


def _events(session: Session, now: dt.datetime, moved_by: dt.datetime | None) -> Sequence[int]:
    """The events whose line moved by itself and where somebody has not been told."""
    moved = _who_moved(now)
    if moved_by is not None:
        moved = moved.where(Participation.moved_up_at <= moved_by)
    statement = select(Event.id).where(
        Event.line_moves == LineMoves.BY_ITSELF, Event.id.in_(moved.with_only_columns(Event.id))
    )
    return session.scalars(statement.order_by(Event.id)).all()


def _untold(session: Session, event_id: int, now: dt.datetime) -> list[Participation]:
    session.flush()
    statement = _who_moved(now).where(Event.id == event_id).order_by(Participation.moved_up_at, Participation.id)
    return list(session.scalars(statement))


def _who_moved(now: dt.datetime):  # type: ignore[no-untyped-def]  # SQLAlchemy's own type of a statement
    """Those who moved up at events that are still to come and were sent nothing since that says so."""
    sent = exists().where(
        Invitation.event_id == Participation.event_id,
        Invitation.person_id == Participation.person_id,
        Invitation.at >= Participation.moved_up_at,
    )
    return (
        select(Participation)
        .join(Event, Event.id == Participation.event_id)
        .where(
            Participation.moved_up_at.is_not(None),
            Participation.reply == Reply.ACCEPTED,
            Event.status != EventStatus.CANCELLED,
            Event.ends_utc > now,
            ~sent,
        )
    )
