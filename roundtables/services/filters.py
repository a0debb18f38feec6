"""Keep the filters of a list under names: save, rename, delete."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Invalid, NothingThere, shortened
from roundtables.model import SavedFilter
from roundtables.services import fields
from roundtables.words import _, fold


class NameTaken(Invalid):
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is a filter “{name}” already. Nothing was changed; choose another name.").format(
                name=shortened(name)
            )
        )


def save(session: Session, view: str, name: str, definition: dict[str, Any]) -> SavedFilter:
    """Keep a filter under a name; one of that name, however its case, is replaced. Raises Invalid errors."""
    tidy = fields.line(name, "name", most=fields.LONGEST_NAME, needed=True)
    kept = _named(session, view, tidy)
    if kept is None:
        kept = SavedFilter(view=view, name=tidy, definition=definition)
        session.add(kept)
    else:
        kept.definition = definition
    session.flush()
    return kept


def rename(session: Session, filter_id: int, name: str) -> SavedFilter:
    """Give a filter another name. Raises NameTaken and other Invalid errors, NothingThere."""
    kept = _get(session, filter_id)
    tidy = fields.line(name, "name", most=fields.LONGEST_NAME, needed=True)
    other = _named(session, kept.view, tidy)
    if other is not None and other is not kept:
        raise NameTaken(tidy)
    kept.name = tidy
    return kept


def delete(session: Session, filter_id: int) -> None:
    """Forget a filter. Raises NothingThere."""
    session.delete(_get(session, filter_id))


def _get(session: Session, filter_id: int) -> SavedFilter:
    kept = session.get(SavedFilter, filter_id)
    if kept is None:
        raise NothingThere
    return kept


def _named(session: Session, view: str, name: str) -> SavedFilter | None:
    of_view = session.scalars(select(SavedFilter).where(SavedFilter.view == view).order_by(SavedFilter.id))
    return next((kept for kept in of_view if fold(kept.name) == fold(name)), None)
