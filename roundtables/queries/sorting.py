"""How lists are sorted: as the language of this process does, terms by the words people see."""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, case, collate, or_
from sqlalchemy.orm import Session

from roundtables.model import Organisation, Person
from roundtables.terms import Term
from roundtables.words import _, fold, sort_key, spoken

Sort = tuple[str, bool]
"""A key of a list's sorts, and whether it runs backwards."""
COLLATIONS = {"en": "rt_plain", "fi": "rt_nordic", "sv": "rt_nordic", "hr": "rt_croatian"}
SERVER_COLLATIONS = {"en": "en-x-icu", "fi": "fi-x-icu", "sv": "sv-x-icu", "hr": "hr-x-icu"}


def person_name(code: str = "") -> Any:
    """The column that people are sorted by in a language, that of the process unless named."""
    return {"fi": Person.sort_nordic, "sv": Person.sort_nordic, "hr": Person.sort_croatian}.get(
        code or spoken().code, Person.sort_name
    )


def organisation_name() -> Any:
    """The column that organisations are sorted by."""
    return {"fi": Organisation.sort_nordic, "sv": Organisation.sort_nordic, "hr": Organisation.sort_croatian}.get(
        spoken().code, Organisation.name_key
    )


def by_text(session: Session, text: ColumnElement[str] | Any) -> ColumnElement[str]:
    """A text without a kept key, in lists of some thousands."""
    kept_in_file = session.get_bind().dialect.name == "sqlite"
    return collate(text, (COLLATIONS if kept_in_file else SERVER_COLLATIONS)[spoken().code])


def by_label(column: Any, terms: type[Term]) -> ColumnElement[int]:
    """A term, in the order of what it is called in this language."""
    ordered = sorted(terms, key=lambda term: sort_key(_(term.label), spoken().code))
    return case(*((column == term, rank) for rank, term in enumerate(ordered)))


def order_by(
    sort: str | Sequence[Sort], parts: Callable[[str], Sequence[Any]], last: Any, *, descending: bool = False
) -> list[Any]:
    """What a statement is ordered by: one key, or several that each run their own way; at the end the row's key."""
    wanted = [(sort, descending)] if isinstance(sort, str) else list(sort)
    order = [part.desc() if backwards else part.asc() for key, backwards in wanted for part in parts(key)]
    return [*order, last.desc() if wanted and wanted[0][1] else last.asc()]


def before(session: Session, part: Any, letters: str, *, descending: bool) -> Any:
    """Whether a row comes before the first that begins with these letters, in a list sorted by a text."""
    if descending:
        return part > letters + LAST_LETTER
    kept_in_file = session.get_bind().dialect.name == "sqlite"
    # A file puts what is missing first, a server last.
    return or_(part < letters, part.is_(None)) if kept_in_file else part < letters


LAST_LETTER = "\U0010ffff"


def ranks_beginning(terms: type[Term], letters: str) -> list[int]:
    """The places that terms beginning with these letters have in the order of `by_label`."""
    ordered = sorted(terms, key=lambda term: sort_key(_(term.label), spoken().code))
    return [rank for rank, term in enumerate(ordered) if fold(_(term.label)).startswith(fold(letters))]
