"""People and organisations as lists and pages show them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.model import Event, Organisation, Participation, Person, PersonAddress
from roundtables.queries import sorting
from roundtables.queries.search import keys_matching
from roundtables.terms import EventStatus, OrganisationKind, Reply, Role


@dataclass(frozen=True)
class PersonFilter:
    """What a list of people is narrowed to; empty parts narrow nothing."""

    words: str = ""
    organisation_id: int | None = None
    country: str = ""


@dataclass(frozen=True)
class PersonRow:
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

    @property
    def name(self) -> str:
        """First name and surname as spoken; one of them may be missing."""
        return f"{self.first_name} {self.last_name}".strip()


@dataclass(frozen=True)
class TakenPart:
    """One event of a person."""

    event_id: int
    reference: str
    title: str
    starts: dt.datetime
    status: EventStatus
    role: Role
    reply: Reply


@dataclass(frozen=True)
class PersonPage:
    """A person with further addresses and everything they were invited to, newest first."""

    person: PersonRow
    addresses: tuple[str, ...] = ()
    events: tuple[TakenPart, ...] = field(default=())


@dataclass(frozen=True)
class OrganisationRow:
    id: int
    name: str
    kind: OrganisationKind
    country: str
    city: str
    people: int


SORTS: dict[str, Callable[[], tuple[Any, ...]]] = {
    "name": lambda: (sorting.person_name(),),
    "email": lambda: (Person.email_key,),
    "organisation": lambda: (sorting.organisation_name(),),
    "country": lambda: (Person.country,),
    "job_title": lambda: (func.lower(Person.job_title),),
}
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


def count(session: Session, narrowed: PersonFilter) -> int:
    """How many people the filter leaves."""
    return session.scalar(_narrow(session, select(func.count(Person.id)), narrowed)) or 0


def page(
    session: Session,
    narrowed: PersonFilter,
    sort: str = "name",
    *,
    descending: bool = False,
    offset: int = 0,
    limit: int | None = 200,
) -> list[PersonRow]:
    """The rows from `offset` on, at most `limit` (None: all), sorted by a key of `SORTS` and then by key."""
    order = [part.desc() if descending else part.asc() for part in SORTS[sort]()]
    last = Person.id.desc() if descending else Person.id
    statement = _narrow(session, _ROWS, narrowed).order_by(*order, last).offset(offset).limit(limit)
    return [PersonRow(*row) for row in session.execute(statement)]


def _narrow(session: Session, statement: Any, by: PersonFilter) -> Any:
    matching = keys_matching(session, "person", by.words)
    if matching is not None:
        statement = statement.where(Person.id.in_(matching))
    if by.organisation_id is not None:
        statement = statement.where(Person.organisation_id == by.organisation_id)
    if by.country:
        statement = statement.where(Person.country == by.country)
    return statement


def one_row(session: Session, person_id: int) -> PersonRow:
    """One person as the list shows them. Raises NothingThere."""
    row = session.execute(_ROWS.where(Person.id == person_id)).one_or_none()
    if row is None:
        raise NothingThere
    return PersonRow(*row)


def person_page(session: Session, person_id: int) -> PersonPage:
    """What a person's page shows. Raises NothingThere."""
    person = one_row(session, person_id)
    addresses = select(PersonAddress.email).where(PersonAddress.person_id == person_id).order_by(PersonAddress.id)
    taken_part = (
        select(
            Event.id,
            Event.reference,
            Event.title,
            Event.starts,
            Event.status,
            Participation.role,
            Participation.reply,
        )
        .join(Participation, Participation.event_id == Event.id)
        .where(Participation.person_id == person_id)
        .order_by(Event.starts_utc.desc(), Event.id.desc())
    )
    return PersonPage(
        person, tuple(session.scalars(addresses)), tuple(TakenPart(*row) for row in session.execute(taken_part))
    )


def organisations(session: Session) -> list[OrganisationRow]:
    """All organisations by name, with the number of their people."""
    people = (
        select(func.count())
        .select_from(Person)
        .where(Person.organisation_id == Organisation.id)
        .correlate(Organisation)
        .scalar_subquery()
    )
    statement = select(
        Organisation.id, Organisation.name, Organisation.kind, Organisation.country, Organisation.city, people
    ).order_by(sorting.organisation_name(), Organisation.id)
    return [OrganisationRow(*row) for row in session.execute(statement)]
