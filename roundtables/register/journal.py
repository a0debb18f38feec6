"""The journal: what each step changed, row by row, taken from SQLAlchemy's flush events, and how a step is reversed.

Four things hang on this one record: undo and redo, the history that each event and person shows, the full-text
index, and the signal by which open pages learn what to read again. Writes go through the ORM alone: statements
in bulk would slip past it.
"""

import datetime as dt
import enum
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Table, delete, event, func, insert, inspect, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, UOWTransaction

from roundtables.model import Base, Change, Person, PersonAddress, Step, StepKind
from roundtables.model.base import utc_now
from roundtables.register import search_index
from roundtables.register.errors import StepOverlaid

Values = dict[str, Any]
MANY = 50
# Statements that every step makes are built once, not anew each time.
_ADD_STEP = insert(Step).returning(Step.id)
_ADD_CHANGES = insert(Change)
_RANKS = {table.name: rank for rank, table in enumerate(Base.metadata.sorted_tables)}


@dataclass
class Recording:
    """One step as it is being made, kept in `session.info` until the transaction ends."""

    name: str
    by: str
    undoable: bool = True
    kind: StepKind = StepKind.CHANGE
    reverses_id: int | None = None
    step_id: int | None = None
    tables: set[str] = field(default_factory=set)
    touched: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    fresh: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Of the rows that are found by words those that this step made: they are not in the index yet."""

    def step(self, connection: Connection) -> int:
        """The key of this step's row, which is written when the first change is."""
        if self.step_id is None:
            values: Values = {"name": self.name, "by": self.by, "undoable": self.undoable, "kind": self.kind}
            values |= {"reverses_id": self.reverses_id, "at": utc_now()}
            self.step_id = connection.execute(_ADD_STEP, values).scalar_one()
        return self.step_id


class RecordedSession(Session):
    """A session in which everything that is flushed is recorded."""

    def __init__(self, bind: Engine, recording: Recording) -> None:
        super().__init__(bind, info={"recording": recording})


def step_of(session: Session) -> int:
    """The key of the step that this session makes, of which something has been flushed already."""
    recording: Recording = session.info["recording"]
    return recording.step(session.connection())


def add_rows(
    session: Session,
    kind: type[Base],
    rows: list[Values],
    belongs_to: Callable[[Values], tuple[int | None, int | None]],
) -> list[int]:
    """Add thousands of new rows at once, recorded as a flush would record them; returns their keys, in order.

    `rows` name every column but the key. The way of an import: a tenth of what as many objects cost.
    """
    session.flush()
    connection = session.connection()
    table = Base.metadata.tables[kind.__tablename__]
    last = session.scalar(select(func.max(kind.id))) or 0
    if connection.dialect.name == "sqlite":
        keys = list(range(last + 1, last + 1 + len(rows)))
        rows = [{**row, "id": key} for row, key in zip(rows, keys, strict=True)]
        connection.execute(insert(table), rows)
    else:
        statement = insert(table).returning(table.c.id, sort_by_parameter_order=True)
        keys = list(connection.scalars(statement, rows))
        rows = [{**row, "id": key} for row, key in zip(rows, keys, strict=True)]
    changes = []
    # Most columns hold what JSON holds as it is.
    typed = [column.key for column in table.c if column.type.python_type not in (str, int, float)]
    for row in rows:
        event_id, person_id = belongs_to(row)
        after = {**row, **{key: _plain(row[key]) for key in typed}} if typed else row
        change = {"table_name": table.name, "row_id": row["id"], "before": None, "after": after}
        changes.append(change | {"event_id": event_id, "person_id": person_id})
    _write(connection, session.info["recording"], changes)
    return keys


def finish(session: Session) -> Recording:
    """Bring the index up to date at the end of a step. Call before the commit."""
    recording: Recording = session.info["recording"]
    if recording.touched:
        touched = _with_dependents(session.connection(), recording.touched)
        search_index.refresh(session.connection(), touched, recording.fresh)
    return recording


def _with_dependents(connection: Connection, touched: dict[str, set[int]]) -> dict[str, set[int]]:
    """An organisation's people are found by its name too."""
    organisations = touched.get("organisation")
    if organisations:
        people = connection.scalars(select(Person.id).where(Person.organisation_id.in_(organisations)))
        touched["person"] = touched.get("person", set()) | set(people)
    return touched


def _number_rows(session: Session, _context: UOWTransaction, _instances: object) -> None:
    """Give many new rows their keys beforehand: SQLAlchemy would insert them one by one to learn them from SQLite.

    The step holds the file's only write lock, so the highest key is what SQLite itself would go on from.
    """
    if len(session.new) < MANY or session.connection().dialect.name != "sqlite":
        return
    last: dict[type[Base], int] = {}
    for row in session.new:
        if row.id is None:
            kind = type(row)
            last[kind] = 1 + (last[kind] if kind in last else session.scalar(select(func.max(kind.id))) or 0)
            row.id = last[kind]


def _record_flush(session: Session, context: UOWTransaction) -> None:
    recording: Recording = session.info["recording"]
    # Rows come in no order; parents are entered before their children and after them when deleted, so that
    # the steps taken backwards never leave a row that refers to nothing.
    created = sorted(session.new, key=_rank)
    # What was taken out of its parent's list is deleted too (`delete-orphan`), but `session.deleted` does not tell.
    gone = [state.obj() for state, (deleted, listed) in context.states.items() if deleted and not listed]
    deleted = sorted((row for row in gone if row is not None), key=_rank, reverse=True)
    away = set(gone)
    changes = [change for row in created if (change := _created(row)) is not None]
    changes += [change for row in session.dirty if row not in away and (change := _changed(row))]
    changes += [change for row in deleted if (change := _deleted(row)) is not None]
    # What is not journalled makes no step, but pages that show it have to read again.
    recording.tables.update(row.__tablename__ for row in (*created, *session.dirty, *deleted) if not row.journalled)
    _write(session.connection(), recording, changes)


def _write(connection: Connection, recording: Recording, changes: list[Values]) -> None:
    if not changes:
        return
    step_id = recording.step(connection)
    for change in changes:
        change["step_id"] = step_id
        recording.tables.add(change["table_name"])
        _note_for_index(recording, change)
    connection.execute(_ADD_CHANGES, changes)


def _note_for_index(recording: Recording, change: Values) -> None:
    table, touched = change["table_name"], recording.touched
    if table in search_index.KINDS:
        # A key may be given again within a step to a new row: its old words are in the index then.
        if change["before"] is None and change["row_id"] not in touched[table]:
            recording.fresh[table].add(change["row_id"])
        touched[table].add(change["row_id"])
    elif table == PersonAddress.__tablename__:
        # An address that moves from one person to another is no longer found with the one, and is with the other.
        named = (change, change["before"] or {}, change["after"] or {})
        touched["person"].update(values["person_id"] for values in named if values.get("person_id") is not None)


# Once for the class: listening to each session by itself would cost every step a quarter of a millisecond.
event.listen(RecordedSession, "before_flush", _number_rows)
event.listen(RecordedSession, "after_flush", _record_flush)


def _rank(row: Base) -> int:
    return _RANKS[row.__tablename__]


def _created(row: Base) -> Values | None:
    return None if not row.journalled else _change(row, None, _values(row))


def _changed(row: Base) -> Values | None:
    if not row.journalled:
        return None
    state = inspect(row)
    before, after = {}, {}
    for attribute in state.mapper.column_attrs:
        history = state.attrs[attribute.key].history
        if history.added and history.deleted != history.added:
            before[attribute.key] = _plain(history.deleted[0]) if history.deleted else None
            after[attribute.key] = _plain(history.added[0])
    return _change(row, before, after) if after else None


def _deleted(row: Base) -> Values | None:
    return None if not row.journalled else _change(row, _values(row), None)


def _values(row: Base) -> Values:
    return {key: _plain(getattr(row, key)) for key in _column_keys(type(row))}


@cache
def _column_keys(kind: type[Base]) -> tuple[str, ...]:
    return tuple(attribute.key for attribute in inspect(kind).column_attrs)


def _change(row: Base, before: Values | None, after: Values | None) -> Values:
    event_id, person_id = row.belongs_to()
    return {
        "table_name": row.__tablename__,
        "row_id": row.id,
        "before": before,
        "after": after,
        "event_id": event_id,
        "person_id": person_id,
    }


def _plain(value: Any) -> Any:
    """A value as JSON holds it: enumerations by name, dates by ISO 8601, instants as UTC."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, enum.Enum):
        return value.name
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat()
    return value.isoformat() if isinstance(value, dt.date) else value


def _kept(table: Table, values: Values) -> Values:
    """The journal's values as the table's columns take them: the inverse of `_plain`."""
    return {key: _typed(table, key, value) for key, value in values.items() if key in table.c}


def _typed(table: Table, key: str, value: Any) -> Any:
    python = table.c[key].type.python_type if value is not None else None
    if python is dt.datetime:
        moment = dt.datetime.fromisoformat(value)
        instant = type(table.c[key].type).__name__ == "Utc"
        return moment.replace(tzinfo=dt.UTC) if instant else moment
    if python is dt.date:
        return dt.date.fromisoformat(value)
    if python is not None and issubclass(python, enum.Enum):
        return python[value]
    return value


def reverse(session: Session, step: Step) -> None:
    """Take back what `step` changed, and record that as the step of this session.

    Applied only where nothing has changed the rows since: raises StepOverlaid and leaves all as it is.
    A column that only rises (an event's sequence) is not set back but raised once more.
    """
    connection = session.connection()
    recording: Recording = session.info["recording"]
    changes = session.scalars(select(Change).where(Change.step_id == step.id).order_by(Change.id.desc())).all()
    try:
        _write(connection, recording, [_reversed(connection, change, step) for change in changes])
    except IntegrityError as error:
        raise StepOverlaid(step.name) from error
    session.expire_all()


def _reversed(connection: Connection, change: Change, step: Step) -> Values:
    table = Base.metadata.tables[change.table_name]
    found = connection.execute(select(table).where(table.c.id == change.row_id)).mappings().one_or_none()
    now = None if found is None else {key: _plain(value) for key, value in found.items()}
    rising = {column.key for column in table.c if column.info.get("only_rises")}
    if not _stands_as(now, change.after, rising):
        raise StepOverlaid(step.name)
    target = change.before
    if target is not None and now is not None:
        target = {key: now[key] + 1 if key in rising else value for key, value in target.items()}
    _apply(connection, table, change, target, exists=now is not None)
    before = {key: now[key] for key in target} if now is not None and target is not None else now
    return {
        "table_name": change.table_name,
        "row_id": change.row_id,
        "before": before,
        "after": target,
        "event_id": change.event_id,
        "person_id": change.person_id,
    }


def _stands_as(now: Values | None, after: Values | None, rising: set[str]) -> bool:
    if now is None or after is None:
        return now is after
    return all(now.get(key) == value for key, value in after.items() if key not in rising)


def _apply(connection: Connection, table: Table, change: Change, target: Values | None, *, exists: bool) -> None:
    if target is None:
        connection.execute(delete(table).where(table.c.id == change.row_id))
    elif exists:
        connection.execute(update(table).where(table.c.id == change.row_id).values(_kept(table, target)))
    else:
        connection.execute(insert(table).values(_kept(table, target)))
