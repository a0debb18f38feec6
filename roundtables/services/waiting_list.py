"""The waiting list of a full event: in order of arrival; the first in line gets a seat that became free."""

import datetime as dt

from sqlalchemy.orm import Session

from roundtables.transport.accounts import PostSettings


def free_seats(session: Session, event_id: int) -> int:
    """How many of those who wait could have a seat now."""
    raise NotImplementedError


def move_up(session: Session, event_id: int, settings: PostSettings, now: dt.datetime) -> list[int]:
    """Give the free seats to the first in line and queue the message that tells them; returns their participations."""
    raise NotImplementedError


def move_up_by_itself(session: Session, event_id: int, settings: PostSettings, now: dt.datetime) -> list[int]:
    """`move_up` where the event says that the line moves by itself, else nothing."""
    raise NotImplementedError
