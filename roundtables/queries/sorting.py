"""How lists are sorted: as the language of this process does, terms by the words people see."""

from typing import Any

from sqlalchemy import ColumnElement, case, collate
from sqlalchemy.orm import Session

from roundtables.model import Organisation, Person
from roundtables.terms import Term
from roundtables.words import _, sort_key, spoken

COLLATIONS = {"en": "rt_plain", "fi": "rt_nordic", "sv": "rt_nordic", "hr": "rt_croatian"}
SERVER_COLLATIONS = {"en": "en-x-icu", "fi": "fi-x-icu", "sv": "sv-x-icu", "hr": "hr-x-icu"}


def person_name() -> Any:
    """The column that people are sorted by."""
    return {"fi": Person.sort_nordic, "sv": Person.sort_nordic, "hr": Person.sort_croatian}.get(
        spoken().code, Person.sort_name
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
