"""The states of a message: claimed before it is sent, marked after, and given up where it has no meaning any more."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, join, select
from sqlalchemy.orm import Session, selectinload

from roundtables.model import Event, Invitation, Message, Participation
from roundtables.model.base import utc_now
from roundtables.terms import EventStatus, MessageKind, MessageState, Method, Reply
from roundtables.transport.fate import Fate, Result
from roundtables.words import _

PAUSES = (1, 5, 15, 60, 240, 240, 240, 240, 240)
"""Minutes until what was refused for now is tried again; after the last, in about a day, it counts as refused."""

GOES_ANYWAY = frozenset({MessageKind.CANCELLATION, MessageKind.FREE})
"""What is sent even if its event was called off or deleted, and to those who were taken off."""

BEFORE_THE_EVENT = frozenset({MessageKind.REMINDER, MessageKind.JOINING})
"""What nobody needs any more once the event has ended."""


@dataclass(frozen=True)
class Claimed:
    """A message that is being sent: nobody else may send it now."""

    id: int
    email: str
    content: str


def settle_unfinished(session: Session) -> int:
    """Mark what was being sent when a program died: perhaps it went out. Only for who sends alone."""
    rows = session.scalars(select(Message).where(Message.state == MessageState.SENDING)).all()
    for message in rows:
        message.state = MessageState.UNKNOWN
        message.ended_at = utc_now()
        message.answer = _("The program ended while this was being sent.")
    return len(rows)


def claim(session: Session, message_id: int, now: dt.datetime) -> Claimed | None:
    """Record that a message is being sent; None where it is not to be sent any more. Commit before sending."""
    message = session.get(Message, message_id, options=[selectinload(Message.content)], with_for_update=True)
    if message is None or message.state is not MessageState.QUEUED or message.due > now:
        return None
    reason = _without_meaning(session, message, now)
    if message.content is None:
        message.state, message.answer, message.ended_at = MessageState.FAILED, _("The message is empty."), now
        return None
    if reason:
        give_up(session, [message], now, reason)
        return None
    message.state = MessageState.SENDING
    message.claimed_at = now
    message.attempts += 1
    return Claimed(message.id, message.email, message.content.text)


def mark(session: Session, message_id: int, result: Result, now: dt.datetime) -> MessageState | None:
    """Record what became of a message; returns its state. None where it is no longer the one that was claimed."""
    message = session.get(Message, message_id, with_for_update=True)
    # Unknown: only where the lock was lost meanwhile, as with a server that went down; now it is known.
    if message is None or message.state not in (MessageState.SENDING, MessageState.UNKNOWN):
        return None
    message.claimed_at = None
    message.answer = result.answer
    if result.fate is Fate.LATER and message.attempts <= len(PAUSES):
        message.state = MessageState.QUEUED
        message.due = now + dt.timedelta(minutes=PAUSES[message.attempts - 1])
        return message.state
    ends = {Fate.SENT: MessageState.SENT, Fate.UNKNOWN: MessageState.UNKNOWN}
    message.state = ends.get(result.fate, MessageState.FAILED)
    message.ended_at = now
    return message.state


def unclaim(session: Session, message_id: int) -> MessageState | None:
    """Put a message back that surely did not go, for a reason that is not its own: no attempt is counted."""
    message = session.get(Message, message_id, with_for_update=True)
    if message is None or message.state is not MessageState.SENDING:
        return None
    message.state = MessageState.QUEUED
    message.claimed_at = None
    message.attempts -= 1
    return message.state


def give_up(session: Session, messages: Sequence[Message], now: dt.datetime, answer: str) -> None:
    """Mark messages as not to be sent; who was invited by nothing else is not invited any more."""
    for message in messages:
        message.state = MessageState.DISCARDED
        message.claimed_at = None
        message.ended_at = now
        message.answer = answer
    session.flush()
    keys = [message.id for message in messages]
    for row in _invited_by(session, keys, Participation.reply == Reply.INVITED, ~_invited_otherwise()):
        row.reply = Reply.NOT_INVITED


def invite_again(session: Session, messages: Sequence[Message]) -> None:
    """Who is sent an invitation after all counts as invited."""
    keys = [message.id for message in messages]
    for row in _invited_by(session, keys, Participation.reply == Reply.NOT_INVITED):
        row.reply = Reply.INVITED


def of_keys(
    session: Session, message_ids: Collection[int], states: Iterable[MessageState], *, whole: bool = False
) -> list[Message]:
    """Those of the messages that are in one of these states, in the order they were queued; `whole` with content."""
    statement = (
        select(Message)
        .where(Message.id.in_(message_ids), Message.state.in_(list(states)))
        .order_by(Message.id)
        .with_for_update()
    )
    return list(session.scalars(statement.options(selectinload(Message.content)) if whole else statement))


def _invited_by(
    session: Session, message_ids: Collection[int], *conditions: ColumnElement[bool]
) -> list[Participation]:
    """The participations that invitations carried by these messages are about."""
    statement = (
        select(Participation)
        .join(
            Invitation,
            (Invitation.event_id == Participation.event_id) & (Invitation.person_id == Participation.person_id),
        )
        .where(Invitation.message_id.in_(message_ids), Invitation.method == Method.REQUEST, *conditions)
        .order_by(Participation.id)
        .distinct()
    )
    return list(session.scalars(statement))


def _invited_otherwise() -> ColumnElement[bool]:
    """Whether a participant was invited to the event by anything that was not given up."""
    return (
        exists()
        .select_from(join(Invitation, Message, Message.id == Invitation.message_id, isouter=True))
        .where(
            Invitation.event_id == Participation.event_id,
            Invitation.person_id == Participation.person_id,
            Invitation.method == Method.REQUEST,
            Invitation.message_id.is_(None) | (Message.state != MessageState.DISCARDED),
        )
        .correlate(Participation)
    )


def _is_overtaken(session: Session, message: Message) -> bool:
    """Whether all that a message invites to has a later revision by now: guests would learn what is not so any more."""
    statement = (
        select(func.count(), func.count().filter(Invitation.sequence < Event.sequence))
        .select_from(Invitation)
        .join(Event, Event.id == Invitation.event_id)
        .where(Invitation.message_id == message.id, Invitation.method == Method.REQUEST)
    )
    invited, overtaken = session.execute(statement).one()
    return invited > 0 and invited == overtaken


def _without_meaning(session: Session, message: Message, now: dt.datetime) -> str:
    """Why a message is better not sent any more; empty where it is."""
    if message.kind in GOES_ANYWAY:
        return ""
    carried = select(Invitation.event_id).where(Invitation.message_id == message.id)
    about = (Event.id == message.event_id) | Event.id.in_(carried)
    statement = (
        select(Event.status, Event.ends_utc, Participation.reply)
        .outerjoin(Participation, (Participation.event_id == Event.id) & (Participation.person_id == message.person_id))
        .where(about)
    )
    rows = session.execute(statement).all()
    running = [row for row in rows if row.status is not EventStatus.CANCELLED]
    if not running:
        return _("The event was cancelled or deleted before this was sent.")
    if message.kind is not MessageKind.COUNTER_DECLINED and all(
        row.reply in (None, Reply.WITHDRAWN) for row in running
    ):
        return _("This person was taken off the event before this was sent.")
    if message.kind in BEFORE_THE_EVENT and all(row.ends_utc <= now for row in running):
        return _("The event was over before this was sent.")
    if _is_overtaken(session, message):
        return _("The event was changed before this was sent. Send what is due from its page.")
    return ""
