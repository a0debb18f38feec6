"""Choose which columns workbooks have, and keep them under names such as “for the Ministry”."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Invalid, NothingThere, shortened
from roundtables.formats.sheets import columns as known
from roundtables.model import ColumnSet
from roundtables.queries.column_sets import Chosen
from roundtables.services import fields
from roundtables.words import N_, _


class NameTaken(Invalid):
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There are columns saved as “{name}” already. Nothing was changed; choose another name.").format(
                name=shortened(name)
            )
        )


class NoColumns(Invalid):
    def __init__(self, sheet: str) -> None:
        self.field = sheet
        super().__init__(
            _("A sheet needs at least one column. Nothing was changed; choose one for “{sheet}”.").format(sheet=sheet)
        )


@dataclass(frozen=True)
class ColumnChoice:
    """A column that can be chosen; `heading` is to be shown by `_()`."""

    key: str
    heading: str


SHEETS: Mapping[str, str] = {
    "attendance": N_("Attendance list"),
    "events": N_("Events"),
    "participations": N_("Participations"),
    "costs": N_("Costs"),
    "catering": N_("Catering"),
}
"""The sheets whose columns can be chosen, with what they are called: show `_(name)`."""


def choices(sheet: str) -> list[ColumnChoice]:
    """The columns a sheet can have, in their standard order."""
    return [ColumnChoice(column.key, column.heading) for column in known.SHEETS[sheet].values()]


def shown(sheet: str, columns: Chosen) -> list[str]:
    """The keys of the columns a sheet has by a choice, in their order; the standard ones where nothing is chosen."""
    return [column.key for column in known.chosen(sheet, columns) or known.standard(sheet)]


def is_standard(sheet: str, keys: Sequence[str]) -> bool:
    """Whether these are the standard columns of a sheet, in their order."""
    return list(keys) == shown(sheet, {})


def add(session: Session, name: str, columns: Chosen) -> ColumnSet:
    """Keep columns under a new name; a sheet with the standard ones goes on having what is standard.

    Raises NameTaken, NoColumns and other Invalid errors.
    """
    tidy = fields.line(name, "name", most=fields.LONGEST_NAME, needed=True)
    if _named(session, tidy) is not None:
        raise NameTaken(tidy)
    made = ColumnSet(name=tidy, definition=_checked(columns))
    session.add(made)
    session.flush()
    return made


def change(session: Session, set_id: int, *, name: str | None = None, columns: Chosen | None = None) -> ColumnSet:
    """Give a set another name or other columns. Raises NameTaken, NoColumns, other Invalid errors, NothingThere.

    What it says of sheets or columns that this program does not know stays, unless the sheet is chosen anew.
    """
    kept = _get(session, set_id)
    if name is not None:
        tidy = fields.line(name, "name", most=fields.LONGEST_NAME, needed=True)
        other = _named(session, tidy)
        if other is not None and other is not kept:
            raise NameTaken(tidy)
        kept.name = tidy
    if columns is not None:
        untouched = {sheet: keys for sheet, keys in kept.definition.items() if sheet not in columns}
        kept.definition = untouched | _checked(columns)
    session.flush()
    return kept


def remove(session: Session, set_id: int) -> None:
    """Forget a set; the workbooks that were written with it stay as they are. Raises NothingThere."""
    session.delete(_get(session, set_id))


def _checked(columns: Chosen) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for sheet, wanted in columns.items():
        if sheet not in known.SHEETS:
            continue
        keys = [key for key in dict.fromkeys(wanted) if key in known.SHEETS[sheet]]
        if not keys:
            raise NoColumns(_(SHEETS[sheet]))
        if not is_standard(sheet, keys):
            found[sheet] = keys
    return found


def _get(session: Session, set_id: int) -> ColumnSet:
    kept = session.get(ColumnSet, set_id)
    if kept is None:
        raise NothingThere
    return kept


def _named(session: Session, name: str) -> ColumnSet | None:
    rows = session.scalars(select(ColumnSet).order_by(ColumnSet.id))
    return next((kept for kept in rows if kept.name.casefold() == name.casefold()), None)
