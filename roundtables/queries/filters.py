"""The filters of a list that were given a name."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.model import SavedFilter
from roundtables.words import sort_key, spoken


@dataclass(frozen=True)
class FilterRow:
    """One filter; `definition` is the list's own."""

    id: int
    name: str
    definition: dict[str, Any]


def of_view(session: Session, view: str) -> list[FilterRow]:
    """The named filters of a list, by name as the language of the process sorts."""
    statement = select(SavedFilter.id, SavedFilter.name, SavedFilter.definition).where(SavedFilter.view == view)
    rows = [FilterRow(*row) for row in session.execute(statement.order_by(SavedFilter.id))]
    return sorted(rows, key=lambda row: sort_key(row.name, spoken().code))
