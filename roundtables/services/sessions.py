"""The sessions of an event's programme: add, change, remove."""

import datetime as dt
import uuid
from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.model import Attendance, Event
from roundtables.model import Session as EventSession
from roundtables.services import event_times, events, fields
from roundtables.services.event_times import EndsBeforeStart
from roundtables.services.slots import AttendanceWouldBeLost, lay_slots

ASKS_ANEW = ("starts", "ends", "place")
"""What changes a session so far that guests who were invited to it are asked again."""


class SessionValues(TypedDict, total=False):
    """What can be said of one part of the programme."""

    title: str
    starts: dt.datetime
    ends: dt.datetime
    place: str
    description: str


def add(session: Session, event_id: int, **values: Unpack[SessionValues]) -> EventSession:
    """A new part of the programme; `title`, `starts` and `ends` are needed. Raises Invalid errors."""
    event = events.get(session, event_id)
    part = EventSession(uid=f"{uuid.uuid4()}@{events.UID_DOMAIN}", place="", description="")
    _set(event, part, {"title": "", **values})
    event.sessions.append(part)
    _ask_anew(event)
    lay_slots(session, event)
    return part


def change(session: Session, session_id: int, **values: Unpack[SessionValues]) -> EventSession:
    """Change one part of the programme. Raises Invalid errors."""
    part = _get(session, session_id)
    before = [getattr(part, key) for key in ASKS_ANEW]
    _set(part.event, part, values)
    if before != [getattr(part, key) for key in ASKS_ANEW]:
        _ask_anew(part.event)
    lay_slots(session, part.event)
    return part


def remove(session: Session, session_id: int) -> None:
    """Take a part out of the programme. Raises AttendanceWouldBeLost."""
    part = _get(session, session_id)
    event = part.event
    for slot in [slot for slot in event.slots if slot.session_id == part.id]:
        if _has_attendance(session, slot.id):
            raise AttendanceWouldBeLost
        event.slots.remove(slot)
    session.flush()
    event.sessions.remove(part)
    _ask_anew(event)
    lay_slots(session, event)


def _ask_anew(event: Event) -> None:
    """Guests who were invited to sessions one by one have to learn what became of one."""
    if event.invited_by_session:
        event.sequence += 1


def _get(session: Session, session_id: int) -> EventSession:
    part = session.get(EventSession, session_id)
    if part is None:
        raise NothingThere
    return part


def _set(event: Event, part: EventSession, values: Any) -> None:
    """Set what is given. A session's time is the event's own wall time, inside the event."""
    for key, value in values.items():
        if isinstance(value, str):
            tidy = fields.paragraphs if key == "description" else fields.line
            setattr(part, key, tidy(value, key))
        else:
            setattr(part, key, value.replace(second=0, microsecond=0))
    fields.line(part.title, "title", needed=True)
    if part.ends < part.starts:
        raise EndsBeforeStart
    event_times.instant_of(part.starts, event.timezone, "starts")
    event_times.instant_of(part.ends, event.timezone, "ends")
    event_times.require_within(event, part)


def _has_attendance(session: Session, slot_id: int) -> bool:
    return session.scalar(select(Attendance.id).where(Attendance.slot_id == slot_id).limit(1)) is not None
