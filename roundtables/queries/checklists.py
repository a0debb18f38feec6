"""Checklists by kind of event, and an event's own tasks with the days they are due."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import ChecklistLine, Event, EventTask
from roundtables.terms import EventKind


@dataclass(frozen=True)
class LineRow:
    """One line of a checklist. `days` counts from the event's first day: -14, 7."""

    id: int
    title: str
    days: int


@dataclass(frozen=True)
class TaskRow:
    """One task of an event with the day it is due, which moves along with the event."""

    id: int
    title: str
    days: int
    due: dt.date
    done_on: dt.date | None


def lines(session: Session, kind: EventKind) -> list[LineRow]:
    """The checklist of a kind of event, in its order."""
    statement = select(ChecklistLine.id, ChecklistLine.title, ChecklistLine.days).where(ChecklistLine.kind == kind)
    ordered = statement.order_by(ChecklistLine.position, ChecklistLine.id)
    return [LineRow(*row) for row in session.execute(ordered)]


def lengths(session: Session) -> Mapping[EventKind, int]:
    """How many lines the checklist of each kind has; kinds without one are left out."""
    statement = (
        select(ChecklistLine.kind, func.count()).where(ChecklistLine.kind.is_not(None)).group_by(ChecklistLine.kind)
    )
    return {kind: number for kind, number in session.execute(statement) if kind is not None}


def tasks(session: Session, event_id: int) -> list[TaskRow]:
    """What there is to do for an event, in its order."""
    statement = (
        select(EventTask.id, EventTask.title, EventTask.days, Event.starts, EventTask.done_on)
        .join(Event, Event.id == EventTask.event_id)
        .where(EventTask.event_id == event_id)
        .order_by(EventTask.position, EventTask.id)
    )
    return [
        TaskRow(key, title, days, starts.date() + dt.timedelta(days=days), done)
        for key, title, days, starts, done in session.execute(statement)
    ]
