"""What a reminder counts: events that are tomorrow and tasks that are late. Numbers alone, no names."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Event, EventTask
from roundtables.terms import EventStatus

RUNNING = (EventStatus.PLANNED, EventStatus.DRAFT)


@dataclass(frozen=True)
class Reminder:
    """How many events begin tomorrow, and how many open tasks of events that were not called off are late."""

    tomorrow: int
    overdue: int


def reminder(session: Session, today: dt.date) -> Reminder:
    """Both figures as of a wall day. Due days are counted here: SQLite and servers reckon days differently."""
    next_day = dt.datetime.combine(today + dt.timedelta(days=1), dt.time.min)
    tomorrow = select(func.count(Event.id)).where(
        Event.status.in_(RUNNING), Event.starts >= next_day, Event.starts < next_day + dt.timedelta(days=1)
    )
    opened = (
        select(Event.starts, EventTask.days)
        .join(Event, Event.id == EventTask.event_id)
        .where(EventTask.done_on.is_(None), Event.status != EventStatus.CANCELLED)
    )
    late = sum(starts.date() + dt.timedelta(days=days) < today for starts, days in session.execute(opened))
    return Reminder(session.scalar(tomorrow) or 0, late)
