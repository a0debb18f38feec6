"""Decide on what is never done on its own: a stranger who accepts, a delegate, another time or place."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roundtables.transport.accounts import PostSettings


@dataclass(frozen=True)
class Consequence:
    """What agreeing would do, in words; `messages` how many people would be written to."""

    words: str
    messages: int = 0


def consequence(session: Session, answer_id: int) -> Consequence:
    """What agreeing to a proposal would do."""
    raise NotImplementedError


def agree(session: Session, answer_id: int, settings: PostSettings, now: dt.datetime) -> int:
    """Agree: the stranger or delegate takes part, the event moves and the update is queued; returns messages queued.

    Make it a step that can't be undone where messages are queued. Raises NothingThere, AlreadyDecided, Invalid errors.
    """
    raise NotImplementedError


def turn_down(session: Session, answer_id: int, settings: PostSettings, now: dt.datetime) -> int:
    """Turn down: nothing changes; a COUNTER is answered by DECLINECOUNTER (RFC 5546, 3.2.8). Returns what is queued."""
    raise NotImplementedError
