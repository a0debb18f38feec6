"""What happened: the journal's steps, and row by row what was and what is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Change, Step, StepKind


@dataclass(frozen=True)
class HistoryRow:
    """One changed row within a step. `before` is None for a row that is new, `after` for one that was deleted."""

    id: int
    step_id: int
    at: dt.datetime
    by: str
    step: str
    kind: StepKind
    undone: bool
    table: str
    row_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True)
class StepRow:
    """One step with the number of rows it changed."""

    id: int
    at: dt.datetime
    by: str
    name: str
    kind: StepKind
    undone: bool
    rows: int


_CHANGES: Any = select(
    Change.id,
    Step.id,
    Step.at,
    Step.by,
    Step.name,
    Step.kind,
    Step.undone,
    Change.table_name,
    Change.row_id,
    Change.before,
    Change.after,
).join(Step, Step.id == Change.step_id)


def changes(
    session: Session,
    *,
    event_id: int | None = None,
    person_id: int | None = None,
    after_step: int | None = None,
    limit: int = 500,
) -> list[HistoryRow]:
    """The newest changes first: of an event, of a person, or all; `after_step` leaves out that step and older ones."""
    statement = _CHANGES.order_by(Change.id.desc()).limit(limit)
    if event_id is not None:
        statement = statement.where(Change.event_id == event_id)
    if person_id is not None:
        statement = statement.where(Change.person_id == person_id)
    if after_step is not None:
        statement = statement.where(Change.step_id > after_step)
    return [HistoryRow(*row) for row in session.execute(statement)]


def steps(session: Session, *, event_id: int | None = None, limit: int = 200) -> list[StepRow]:
    """The newest steps first, of one event or all."""
    statement = (
        select(Step.id, Step.at, Step.by, Step.name, Step.kind, Step.undone, func.count(Change.id))
        .join(Change, Change.step_id == Step.id)
        .group_by(Step.id)
        .order_by(Step.id.desc())
        .limit(limit)
    )
    if event_id is not None:
        statement = statement.where(Change.event_id == event_id)
    return [StepRow(*row) for row in session.execute(statement)]


def revision(session: Session) -> int:
    """The number of the newest step: which state of the register this is. 0 before the first."""
    return session.scalar(select(func.max(Step.id))) or 0
