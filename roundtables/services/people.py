"""Keep people and organisations: add, change, delete."""

from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere
from roundtables.model import Organisation, Participation, Person, ProjectRole
from roundtables.services import fields
from roundtables.words import _, fold, n_


class NameMissing(Invalid):
    field = "last_name"

    def __init__(self) -> None:
        super().__init__(_("A person needs a first name or a last name."))


class TakesPart(Expected):
    def __init__(self, name: str, events: int) -> None:
        super().__init__(
            n_(
                "{name} takes part in {n} event and can't be deleted. Take them off the event first.",
                "{name} takes part in {n} events and can't be deleted. Take them off the events first.",
                events,
            ).format(name=name, n=events)
        )


class PersonValues(TypedDict, total=False):
    """What can be said of a person. `organisation` is a name: found however its case, or made."""

    first_name: str
    last_name: str
    email: str
    phone: str
    job_title: str
    country: str
    language: str
    organisation: str


def add(session: Session, **values: Unpack[PersonValues]) -> Person:
    """A new person. Raises Invalid errors, each naming its field."""
    person = Person()
    _set(session, person, values)
    session.add(person)
    session.flush()
    return person


def change(session: Session, person_id: int, **values: Unpack[PersonValues]) -> Person:
    """Change what is given and leave the rest. Raises Invalid errors, each naming its field, and NothingThere."""
    person = get(session, person_id)
    _set(session, person, values)
    return person


def change_alike(session: Session, persons: Sequence[Person], **values: Unpack[PersonValues]) -> None:
    """Give several people the same values. Raises Invalid errors, each naming its field."""
    rest: Any = {key: value for key, value in values.items() if key != "organisation"}
    if "organisation" in values:
        organisation = organisation_named(session, values["organisation"], country=values.get("country", ""))
        for person in persons:
            person.organisation = organisation
    for person in persons:
        _set(session, person, rest)


def delete(session: Session, person_id: int) -> None:
    """Remove a person who takes part in nothing. Raises TakesPart."""
    person = get(session, person_id)
    events = session.scalars(select(Participation.id).where(Participation.person_id == person_id)).all()
    roles = session.scalars(select(ProjectRole.id).where(ProjectRole.person_id == person_id)).all()
    if events or roles:
        raise TakesPart(person.name, len(events) + len(roles))
    session.delete(person)


def get(session: Session, person_id: int) -> Person:
    """The person with this key. Raises NothingThere."""
    person = session.get(Person, person_id)
    if person is None:
        raise NothingThere
    return person


def organisation_named(session: Session, name: str, *, country: str = "") -> Organisation | None:
    """The organisation with this name, however its case and accents; a new one where there is none."""
    tidy = fields.line(name, "organisation")
    if not tidy:
        return None
    statement = select(Organisation).where(Organisation.name_key == fold(tidy)).order_by(Organisation.id).limit(1)
    organisation = session.scalars(statement).one_or_none()
    if organisation is None:
        organisation = Organisation(name=tidy, country=country)
        session.add(organisation)
        session.flush()
    return organisation


def _set(session: Session, person: Person, values: Any) -> None:
    for key, value in values.items():
        if key == "organisation":
            person.organisation = organisation_named(session, value, country=values.get("country", ""))
        elif key == "email":
            person.email = fields.address(value)
        elif key == "country":
            person.country = fields.line(value, key, most=2).upper()
        else:
            setattr(person, key, fields.line(value, key, most=fields.LONGEST_NAME))
    if not (person.first_name or person.last_name):
        raise NameMissing
