"""What a person says about a message of which the outbox can't know whether it arrived."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.model import Message
from roundtables.terms import MessageState


def mark_arrived(session: Session, message_ids: Collection[int], now: dt.datetime) -> int:
    """Messages that were perhaps sent have arrived, by a person's word. Returns how many there were."""
    statement = select(Message).where(Message.id.in_(message_ids), Message.state == MessageState.UNKNOWN)
    found = session.scalars(statement).all()
    for message in found:
        message.state, message.claimed_at = MessageState.SENT, None
        message.ended_at = message.ended_at or now
    return len(found)
