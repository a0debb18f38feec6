"""The columns of workbooks that were given a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import NotFound, shortened
from roundtables.model import ColumnSet
from roundtables.words import _, sort_key, spoken

Chosen = Mapping[str, Sequence[str]]
"""The keys of columns by sheet, in their order. A sheet that is not named has the standard columns."""


class NoSuchColumns(NotFound):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("There are no columns saved as “{name}” in this register. Nothing was written.").format(
                name=shortened(name)
            )
        )


@dataclass(frozen=True)
class ColumnSetRow:
    """One set of columns under its name."""

    id: int
    name: str
    columns: Chosen


def listing(session: Session) -> list[ColumnSetRow]:
    """All sets by name, as the language of the process sorts."""
    rows = session.execute(select(ColumnSet.id, ColumnSet.name, ColumnSet.definition).order_by(ColumnSet.id))
    found = [ColumnSetRow(key, name, _read(definition)) for key, name, definition in rows]
    return sorted(found, key=lambda row: sort_key(row.name, spoken().code))


def named(session: Session, name: str) -> ColumnSetRow:
    """The set of that name, however its case. Raises NoSuchColumns."""
    wanted = name.strip().casefold()
    for row in listing(session):
        if row.name.casefold() == wanted:
            return row
    raise NoSuchColumns(name)


def _read(definition: Any) -> Chosen:
    """What was kept, as far as it has the shape that this program keeps."""
    if not isinstance(definition, dict):
        return {}
    return {
        str(sheet): tuple(key for key in keys if isinstance(key, str))
        for sheet, keys in definition.items()
        if isinstance(keys, list)
    }
