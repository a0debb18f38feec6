"""Templates of events as lists and the dialog for a new event show them."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.model import ChecklistLine, EventTemplate, TemplateSession
from roundtables.queries import sorting
from roundtables.queries.checklists import LineRow
from roundtables.terms import CountedBy, EventFormat, EventKind

MINUTES_A_DAY = 1440


@dataclass(frozen=True)
class TemplateRow:
    """One template in a list, with how much is in it."""

    id: int
    name: str
    title: str
    kind: EventKind
    sessions: int
    tasks: int


@dataclass(frozen=True)
class TemplateSessionRow:
    """One part of a template's agenda: on which day of the event, from 1, and its hours."""

    title: str
    day: int
    starts: dt.time
    ends: dt.time


@dataclass(frozen=True)
class TemplatePage:
    """All that is in a template. `begins` is the time of day it starts at, `lasts` its length in wall time."""

    id: int
    name: str
    title: str
    kind: EventKind
    format: EventFormat
    begins: dt.time
    lasts: dt.timedelta
    all_day: bool
    timezone: str
    work_package_id: int | None
    venue_id: int | None
    place: str
    online_url: str
    description: str
    capacity: int | None
    counted_by: CountedBy
    sessions: tuple[TemplateSessionRow, ...] = field(default=())
    tasks: tuple[LineRow, ...] = field(default=())


def listing(session: Session) -> list[TemplateRow]:
    """All templates by name."""
    parts = select(func.count()).where(TemplateSession.template_id == EventTemplate.id)
    tasks = select(func.count()).where(ChecklistLine.template_id == EventTemplate.id)
    statement = select(
        EventTemplate.id,
        EventTemplate.name,
        EventTemplate.title,
        EventTemplate.kind,
        parts.correlate(EventTemplate).scalar_subquery(),
        tasks.correlate(EventTemplate).scalar_subquery(),
    ).order_by(sorting.by_text(session, EventTemplate.name), EventTemplate.id)
    return [TemplateRow(*row) for row in session.execute(statement)]


def page(session: Session, template_id: int) -> TemplatePage:
    """One template with its agenda and tasks. Raises NothingThere."""
    row: Any = session.execute(_PAGE.where(EventTemplate.id == template_id)).mappings().one_or_none()
    if row is None:
        raise NothingThere
    values = dict(row)
    begins, lasts = values.pop("starts_minute"), values.pop("lasts_minutes")
    return TemplatePage(
        begins=_clock(begins),
        lasts=dt.timedelta(minutes=lasts),
        sessions=_sessions(session, template_id, begins),
        tasks=_tasks(session, template_id),
        **values,
    )


_PAGE: Any = select(
    EventTemplate.id,
    EventTemplate.name,
    EventTemplate.title,
    EventTemplate.kind,
    EventTemplate.format,
    EventTemplate.starts_minute,
    EventTemplate.lasts_minutes,
    EventTemplate.all_day,
    EventTemplate.timezone,
    EventTemplate.work_package_id,
    EventTemplate.venue_id,
    EventTemplate.place,
    EventTemplate.online_url,
    EventTemplate.description,
    EventTemplate.capacity,
    EventTemplate.counted_by,
)


def _sessions(session: Session, template_id: int, begins: int) -> tuple[TemplateSessionRow, ...]:
    statement = (
        select(TemplateSession.title, TemplateSession.after_minutes, TemplateSession.lasts_minutes)
        .where(TemplateSession.template_id == template_id)
        .order_by(TemplateSession.after_minutes, TemplateSession.id)
    )
    return tuple(
        TemplateSessionRow(
            title, (begins + after) // MINUTES_A_DAY + 1, _clock(begins + after), _clock(begins + after + lasts)
        )
        for title, after, lasts in session.execute(statement)
    )


def _tasks(session: Session, template_id: int) -> tuple[LineRow, ...]:
    statement = (
        select(ChecklistLine.id, ChecklistLine.title, ChecklistLine.days)
        .where(ChecklistLine.template_id == template_id)
        .order_by(ChecklistLine.position, ChecklistLine.id)
    )
    return tuple(LineRow(*row) for row in session.execute(statement))


def _clock(minute: int) -> dt.time:
    hour, minutes = divmod(minute % MINUTES_A_DAY, 60)
    return dt.time(hour, minutes)
