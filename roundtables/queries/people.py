"""People and organisations as lists and pages show them."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.model import Event, Organisation, Participation, Person, WorkPackage
from roundtables.queries import sorting
from roundtables.queries.search import keys_matching
from roundtables.queries.sorting import Sort
from roundtables.words import sort_key, spoken


@dataclass(frozen=True)
class PersonFilter:
    """What a list of people is narrowed to; empty parts narrow nothing.

    `work_package` is the number of one in whose events they take part.
    """

    words: str = ""
    organisation_id: int | None = None
    country: str = ""
    language: str = ""
    work_package: int | None = None


@dataclass(frozen=True)
class PersonRow:
    """A person in a list; `events` is how many they were invited to, `last_event` when the latest of those starts."""

    id: int
    first_name: str
    last_name: str
    email: str | None
    phone: str
    job_title: str
    organisation_id: int | None
    organisation: str
    country: str
    language: str
    events: int = 0
    last_event: dt.datetime | None = None

    @property
    def name(self) -> str:
        """First name and surname as spoken; one of them may be missing."""
        return f"{self.first_name} {self.last_name}".strip()


def _of_events(figure: Any) -> Any:
    """A figure over the events of a person."""
    return (
        select(figure)
        .select_from(Participation)
        .where(Participation.person_id == Person.id)
        .correlate(Person)
        .scalar_subquery()
    )


SORTS: dict[str, Callable[[], tuple[Any, ...]]] = {
    "name": lambda: (sorting.person_name(),),
    "email": lambda: (Person.email_key,),
    "organisation": lambda: (sorting.organisation_name(),),
    "country": lambda: (Person.country,),
    "job_title": lambda: (func.lower(Person.job_title),),
    "phone": lambda: (Person.phone,),
    "language": lambda: (Person.language,),
    "events": lambda: (_of_events(func.count()),),
}
LETTERS: dict[str, Callable[[str], str]] = {
    "name": lambda letters: sort_key(letters, spoken().code),
    "email": str.casefold,
    "organisation": lambda letters: sort_key(letters, spoken().code),
    "country": str.upper,
    "job_title": str.lower,
    "language": str.lower,
}
"""How typed letters are compared with what a list is sorted by."""
_LAST_EVENT = (
    select(func.max(Event.starts))
    .join(Participation, Participation.event_id == Event.id)
    .where(Participation.person_id == Person.id)
    .correlate(Person)
    .scalar_subquery()
)
_ROWS: Any = select(  # SQLAlchemy's types count ten columns at most
    Person.id,
    Person.first_name,
    Person.last_name,
    Person.email,
    Person.phone,
    Person.job_title,
    Person.organisation_id,
    func.coalesce(Organisation.name, ""),
    Person.country,
    Person.language,
).outerjoin(Organisation, Organisation.id == Person.organisation_id)
_WITH_FIGURES = _ROWS.add_columns(_of_events(func.count()), _LAST_EVENT)


def count(session: Session, narrowed: PersonFilter) -> int:
    """How many people the filter leaves."""
    return session.scalar(_narrow(session, select(func.count(Person.id)), narrowed)) or 0


def page(
    session: Session,
    narrowed: PersonFilter,
    sort: str | Sequence[Sort] = "name",
    *,
    descending: bool = False,
    offset: int = 0,
    limit: int | None = 200,
    figures: bool = True,
) -> list[PersonRow]:
    """The rows from `offset` on, at most `limit` (None: all), sorted by one or several keys of `SORTS`, then by key.

    Without `figures` their events are not looked up: that is half of what a page costs.
    """
    rows = _WITH_FIGURES if figures else _ROWS
    if limit is None and not offset:
        statement = _narrow(session, rows, narrowed)
    else:
        # The keys come first: rows that are passed over then cost no more than their place in an index.
        chosen = _keys(session, narrowed, sort, descending=descending).offset(offset or None).limit(limit).subquery()
        statement = rows.where(Person.id.in_(select(chosen.c.id)))
    statement = statement.order_by(*_order(sort, descending=descending))
    return [PersonRow(*row) for row in session.execute(statement)]


def keys(
    session: Session, narrowed: PersonFilter, sort: str | Sequence[Sort], *, offset: int = 0, limit: int | None = None
) -> list[int]:
    """The keys alone of the rows that `page` gives."""
    return list(session.scalars(_keys(session, narrowed, sort).offset(offset or None).limit(limit)))


def rows_of(session: Session, wanted: Sequence[int]) -> list[PersonRow]:
    """The rows with these keys, some hundreds at most, in their order; who was deleted meanwhile is left out."""
    found = {row[0]: PersonRow(*row) for row in session.execute(_WITH_FIGURES.where(Person.id.in_(wanted)))}
    return [found[key] for key in wanted if key in found]


def place_of(session: Session, narrowed: PersonFilter, sort: Sort, letters: str) -> Any:
    """The number of the row where those begin whose sorted column begins with these letters; None for other columns."""
    key, descending = sort
    if key not in LETTERS:
        return None
    earlier = sorting.before(session, SORTS[key]()[0], LETTERS[key](letters), descending=descending)
    return session.scalar(_narrow(session, _joined(select(func.count(Person.id)), [sort]), narrowed).where(earlier))


def _keys(session: Session, narrowed: PersonFilter, sort: str | Sequence[Sort], *, descending: bool = False) -> Any:
    sorts = [(sort, descending)] if isinstance(sort, str) else sort
    statement = _narrow(session, _joined(select(Person.id), sorts), narrowed)
    return statement.order_by(*_order(sort, descending=descending))


def _joined(statement: Any, sorts: Sequence[Sort]) -> Any:
    """With the organisation, where it is sorted by."""
    if any(key == "organisation" for key, _descending in sorts):
        return statement.outerjoin(Organisation, Organisation.id == Person.organisation_id)
    return statement


def _order(sort: str | Sequence[Sort], *, descending: bool) -> list[Any]:
    return sorting.order_by(sort, lambda key: SORTS[key](), Person.id, descending=descending)


def _narrow(session: Session, statement: Any, by: PersonFilter) -> Any:
    matching = keys_matching(session, "person", by.words)
    if matching is not None:
        statement = statement.where(Person.id.in_(matching))
    if by.organisation_id is not None:
        statement = statement.where(Person.organisation_id == by.organisation_id)
    if by.country:
        statement = statement.where(Person.country == by.country)
    if by.language:
        statement = statement.where(Person.language == by.language)
    if by.work_package is not None:
        taking_part = (
            select(Participation.person_id)
            .join(Event, Event.id == Participation.event_id)
            .join(WorkPackage, WorkPackage.id == Event.work_package_id)
            .where(WorkPackage.number == by.work_package)
        )
        statement = statement.where(Person.id.in_(taking_part))
    return statement


def countries(session: Session) -> list[str]:
    """The codes of the countries that people are from."""
    return list(session.scalars(select(Person.country).where(Person.country != "").distinct().order_by(Person.country)))


def languages(session: Session) -> list[str]:
    """The codes of the languages that people are written to in."""
    return list(
        session.scalars(select(Person.language).where(Person.language != "").distinct().order_by(Person.language))
    )


def organisation_names(session: Session) -> list[tuple[int, str]]:
    """Keys and names of all organisations, by name."""
    statement = select(Organisation.id, Organisation.name).order_by(sorting.organisation_name(), Organisation.id)
    return [(row.id, row.name) for row in session.execute(statement)]


def one_row(session: Session, person_id: int) -> PersonRow:
    """One person as the list shows them. Raises NothingThere."""
    row = session.execute(_WITH_FIGURES.where(Person.id == person_id)).one_or_none()
    if row is None:
        raise NothingThere
    return PersonRow(*row)
