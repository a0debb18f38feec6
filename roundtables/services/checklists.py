"""What there is to do: the checklist of each kind of event, and the tasks that an event takes over from it."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TypedDict, TypeVar, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere
from roundtables.model import ChecklistLine, Event, EventTask
from roundtables.services import fields
from roundtables.terms import EventKind
from roundtables.words import _

MOST_DAYS = 1000
"""How far from an event's first day something may be due, before or after."""
MOST_LINES = 200
Row = TypeVar("Row", ChecklistLine, EventTask)


class TooManyDaysAway(Invalid):
    field = "days"

    def __init__(self) -> None:
        super().__init__(
            _("This is too far from the event: at most {most} days before or after it.").format(most=MOST_DAYS)
        )


class ListFull(Expected):
    def __init__(self) -> None:
        super().__init__(_("This list is full: it holds {most} tasks. Nothing was changed.").format(most=MOST_LINES))


class TaskValues(TypedDict, total=False):
    """What can be said of a task or a line of a checklist. `days` counts from the event's first day: -14, 7."""

    title: str
    days: int


def checklist(session: Session, kind: EventKind) -> Sequence[ChecklistLine]:
    """The lines for a kind of event, in order."""
    statement = select(ChecklistLine).where(ChecklistLine.kind == kind)
    return session.scalars(statement.order_by(ChecklistLine.position, ChecklistLine.id)).all()


def add_line(session: Session, kind: EventKind, **values: Unpack[TaskValues]) -> ChecklistLine:
    """A new last line of a kind's checklist. Events that there are keep the tasks they have. Raises Invalid errors."""
    line = ChecklistLine(kind=kind, days=0)
    _set(line, {"title": "", **values})
    line.position = _next(checklist(session, kind))
    session.add(line)
    session.flush()
    return line


def change_line(session: Session, line_id: int, **values: Unpack[TaskValues]) -> ChecklistLine:
    """Change what is given. Raises Invalid errors, NothingThere."""
    line = _line(session, line_id)
    _set(line, values)
    return line


def remove_lines(session: Session, line_ids: Collection[int]) -> None:
    """Take lines out of a checklist."""
    for key in line_ids:
        session.delete(_line(session, key))


def move_line(session: Session, line_id: int, by: int) -> None:
    """Move a line so many places down its list, or up where `by` is negative."""
    line = _line(session, line_id)
    if line.kind is not None:
        _move(list(checklist(session, line.kind)), line, by)


def take_over(session: Session, event_id: int) -> list[EventTask]:
    """Give an event the tasks of its kind's checklist, after those it has. Raises NothingThere."""
    event = _event(session, event_id)
    return begin(event, [(line.title, line.days) for line in checklist(session, event.kind)])


def begin(event: Event, tasks: Sequence[tuple[str, int]]) -> list[EventTask]:
    """Give an event tasks, each with its days from the event's first, after those it has."""
    first = _next(event.tasks)
    made = [EventTask(position=first + at, title=title, days=days) for at, (title, days) in enumerate(tasks)]
    event.tasks.extend(made)
    return made


def add_task(session: Session, event_id: int, **values: Unpack[TaskValues]) -> EventTask:
    """A new last task of an event. Raises Invalid errors, NothingThere."""
    event = _event(session, event_id)
    task = EventTask(days=0)
    _set(task, {"title": "", **values})
    task.position = _next(event.tasks)
    event.tasks.append(task)
    session.flush()
    return task


def change_task(session: Session, task_id: int, **values: Unpack[TaskValues]) -> EventTask:
    """Change what is given. Raises Invalid errors, NothingThere."""
    task = _task(session, task_id)
    _set(task, values)
    return task


def set_done(session: Session, task_ids: Collection[int], on: dt.date | None) -> None:
    """Mark tasks as done on a day, or as still to do. A day that is known already stays."""
    for key in task_ids:
        task = _task(session, key)
        if on is None or task.done_on is None:
            task.done_on = on


def remove_tasks(session: Session, task_ids: Collection[int]) -> None:
    """Take tasks off an event."""
    for key in task_ids:
        task = _task(session, key)
        task.event.tasks.remove(task)


def move_task(session: Session, task_id: int, by: int) -> None:
    """Move a task so many places down its list, or up where `by` is negative."""
    task = _task(session, task_id)
    _move(list(task.event.tasks), task, by)


def _set(row: ChecklistLine | EventTask, values: TaskValues) -> None:
    if "title" in values:
        row.title = fields.line(values["title"], "title", needed=True)
    if "days" in values:
        if abs(values["days"]) > MOST_DAYS:
            raise TooManyDaysAway
        row.days = values["days"]


def _next(rows: Sequence[ChecklistLine | EventTask]) -> int:
    """The position after the last. Raises ListFull."""
    if len(rows) >= MOST_LINES:
        raise ListFull
    return max((row.position for row in rows), default=-1) + 1


def _move(rows: list[Row], row: Row, by: int) -> None:
    at = rows.index(row)
    rows.insert(min(max(at + by, 0), len(rows) - 1), rows.pop(at))
    for position, each in enumerate(rows):
        each.position = position


def _event(session: Session, event_id: int) -> Event:
    event = session.get(Event, event_id)
    if event is None:
        raise NothingThere
    return event


def _line(session: Session, line_id: int) -> ChecklistLine:
    line = session.get(ChecklistLine, line_id)
    if line is None:
        raise NothingThere
    return line


def _task(session: Session, task_id: int) -> EventTask:
    task = session.get(EventTask, task_id)
    if task is None:
        raise NothingThere
    return task
