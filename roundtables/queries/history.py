"""What happened: the journal's steps, and row by row what was and what is."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from roundtables.model import Change, Step, StepKind
from roundtables.queries.names import REFERENCES, Names, find_names, find_names_of_gone, own_name

MOST_SHOWN = 200
"""So many rows of one step are shown: an import has thousands."""


@dataclass(frozen=True)
class HistoryRow:
    """One changed row within a step. `before` is None for a row that is new, `after` for one that was deleted.

    `names` tells what the keys in them stand for, `subject` whom or what the row is about; of `gone`, by table and
    key, the names are those they had.
    """

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
    event_id: int | None = None
    person_id: int | None = None
    subject: str = ""
    names: Names = field(default_factory=dict)
    gone: frozenset[tuple[str, int]] = frozenset()


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


@dataclass(frozen=True)
class StepLine:
    """One step of the list: the number of rows it changed, and the first of them."""

    id: int
    rows: int
    undoable: bool
    first: HistoryRow


@dataclass(frozen=True)
class HistoryFilter:
    """Which steps: words in the name, by whom, from and before an instant, with a row of some table, event, person."""

    words: str = ""
    by: str | None = None
    since: dt.datetime | None = None
    before: dt.datetime | None = None
    tables: tuple[str, ...] = ()
    event_id: int | None = None
    person_id: int | None = None


_COLUMNS: tuple[Any, ...] = (
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
    Change.event_id,
    Change.person_id,
)
_CHANGES: Any = select(*_COLUMNS).join(Step, Step.id == Change.step_id)


def changes(
    session: Session,
    *,
    event_id: int | None = None,
    person_id: int | None = None,
    after_step: int | None = None,
    limit: int = 500,
    among: Select[Any] | None = None,
) -> list[HistoryRow]:
    """The newest changes first: of an event, of those `among` whose keys it is, of a person, or all.

    `after_step` leaves out that step and older ones.
    """
    statement = _CHANGES.order_by(Change.id.desc()).limit(limit)
    if among is not None:
        statement = statement.where(Change.event_id.in_(among))
    if event_id is not None:
        statement = statement.where(Change.event_id == event_id)
    if person_id is not None:
        statement = statement.where(Change.person_id == person_id)
    if after_step is not None:
        statement = statement.where(Change.step_id > after_step)
    return _named(session, [HistoryRow(*row) for row in session.execute(statement)])


def of_step(session: Session, step_id: int, limit: int = MOST_SHOWN) -> list[HistoryRow]:
    """What one step changed, in the order in which it did."""
    statement = _CHANGES.where(Change.step_id == step_id).order_by(Change.id).limit(limit)
    return _named(session, [HistoryRow(*row) for row in session.execute(statement)])


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


def count(session: Session, narrowed: HistoryFilter) -> int:
    """How many steps the filter leaves."""
    return session.scalar(_narrow(select(func.count(Step.id)), narrowed)) or 0


def page(session: Session, narrowed: HistoryFilter, *, offset: int = 0, limit: int = 100) -> list[StepLine]:
    """Some steps, the newest first, each with the first row it changed (of the filtered event or person, if any)."""
    own = _own(narrowed)
    first = select(func.min(Change.id)).where(Change.step_id == Step.id, *own).correlate(Step).scalar_subquery()
    rows = select(func.count(Change.id)).where(Change.step_id == Step.id).correlate(Step).scalar_subquery()
    # Which steps is settled first: what the others changed is not looked at.
    shown = _narrow(select(Step.id), narrowed).order_by(Step.id.desc()).offset(offset).limit(limit).subquery()
    statement = select(rows, Step.undoable, *_COLUMNS).join(shown, shown.c.id == Step.id)
    found = session.execute(statement.join(Change, Change.id == first).order_by(Step.id.desc())).all()
    named = _named(session, [HistoryRow(*row[2:]) for row in found])
    return [StepLine(line.step_id, row[0], row[1], line) for row, line in zip(found, named, strict=True)]


def authors(session: Session) -> list[str]:
    """All who have made a step."""
    return list(session.scalars(select(Step.by).where(Step.by != "").distinct().order_by(Step.by)))


def name_of(session: Session, table: str, key: int) -> str:
    """The name of an event or person, there or deleted; empty for one that never was."""
    keys = {table: {key}}
    names = find_names(session, keys) or find_names_of_gone(session, keys)
    return names.get((table, key), "")


def undoable(session: Session) -> int | None:
    """The key of the step that an undo would take back now."""
    statement = select(Step.id).where(Step.kind != StepKind.UNDO, Step.undoable, ~Step.undone)
    return session.scalar(statement.order_by(Step.id.desc()).limit(1))


def revision(session: Session) -> int:
    """The number of the newest step: which state of the register this is. 0 before the first."""
    return session.scalar(select(func.max(Step.id))) or 0


def _narrow(statement: Select[Any], narrowed: HistoryFilter) -> Select[Any]:
    """The statement over the steps that the filter leaves. A step has a row: there is none that changed nothing."""
    if narrowed.words.strip():
        statement = statement.where(Step.name.icontains(narrowed.words.strip(), autoescape=True))
    if narrowed.by is not None:
        statement = statement.where(Step.by == narrowed.by)
    if narrowed.since is not None:
        statement = statement.where(Step.at >= narrowed.since)
    if narrowed.before is not None:
        statement = statement.where(Step.at < narrowed.before)
    about = _about(narrowed)
    if about:
        # An event has few steps, the register many: those of the event are looked for first.
        statement = statement.where(Step.id.in_(select(Change.step_id).where(*about)))
    if narrowed.tables:
        within = select(Change.id).where(Change.step_id == Step.id, Change.table_name.in_(narrowed.tables))
        statement = statement.where(within.correlate(Step).exists())
    return statement


def _about(narrowed: HistoryFilter) -> list[Any]:
    about = []
    if narrowed.event_id is not None:
        about.append(Change.event_id == narrowed.event_id)
    if narrowed.person_id is not None:
        about.append(Change.person_id == narrowed.person_id)
    return about


def _own(narrowed: HistoryFilter) -> list[Any]:
    """Which of a step's rows stand for it in a list narrowed like this."""
    return _about(narrowed) or ([Change.table_name.in_(narrowed.tables)] if narrowed.tables else [])


def _named(session: Session, rows: Sequence[HistoryRow]) -> list[HistoryRow]:
    """The rows with names for the keys in them."""
    keys = _keys_in(rows)
    names = find_names(session, keys)
    lost = {table: {key for key in some if (table, key) not in names} for table, some in keys.items()}
    gone = find_names_of_gone(session, lost)
    names = names | gone
    return [replace(row, names=names, gone=frozenset(gone), subject=_subject(row, names)) for row in rows]


def _keys_in(rows: Iterable[HistoryRow]) -> dict[str, set[int]]:
    """What the rows refer to, by table."""
    keys: dict[str, set[int]] = {}
    for row in rows:
        keys.setdefault(row.table, set()).add(row.row_id)
        if row.event_id is not None:
            keys.setdefault("event", set()).add(row.event_id)
        if row.person_id is not None:
            keys.setdefault("person", set()).add(row.person_id)
        for values in (row.before, row.after):
            for name, value in (values or {}).items():
                if name in REFERENCES and value is not None:
                    keys.setdefault(REFERENCES[name], set()).add(value)
    return keys


def _subject(row: HistoryRow, names: Mapping[tuple[str, int], str]) -> str:
    """Whom and what a row is about: a person, an event, else the row's own name."""
    person = names.get(("person", row.person_id), "") if row.person_id is not None else ""
    event = names.get(("event", row.event_id), "") if row.event_id is not None else ""
    about = " · ".join(filter(None, (person, event)))
    return about or names.get((row.table, row.row_id)) or own_name(row.table, row.after or row.before or {})
