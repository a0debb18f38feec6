"""Keep people and organisations: add, change, delete."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere, shortened
from roundtables.model import (
    Cost,
    NotTheSame,
    Organisation,
    Participation,
    Person,
    PersonAddress,
    PersonNeeds,
    ProjectRole,
)
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


class HasRole(Expected):
    def __init__(self, name: str, roles: int) -> None:
        super().__init__(
            n_(
                "{name} has {n} role in a project and can't be deleted. Nothing was changed; remove the role first.",
                "{name} has {n} roles in projects and can't be deleted. Nothing was changed; remove the roles first.",
                roles,
            ).format(name=name, n=roles)
        )


class HasCosts(Expected):
    def __init__(self, name: str, costs: int) -> None:
        super().__init__(
            n_(
                "{n} cost of an event is {name}'s, so they can't be deleted: an audit may ask. Nothing was changed; "
                "remove the cost first, or merge the two if this person is here twice.",
                "{n} costs of events are {name}'s, so they can't be deleted: an audit may ask. Nothing was changed; "
                "remove the costs first, or merge the two if this person is here twice.",
                costs,
            ).format(name=name, n=costs)
        )


class UnknownCountry(Invalid):
    def __init__(self, text: str, field: str = "country") -> None:
        self.field = field
        super().__init__(
            _("“{text}” is not a country that is known here. Choose one from the list, or type its code.").format(
                text=shortened(text)
            )
        )


class UnknownLanguage(Invalid):
    field = "language"

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“{text}” is not a language that is known here. Choose one from the list, or type its code.").format(
                text=shortened(text)
            )
        )


class AddressKnown(Invalid):
    field = "address"

    def __init__(self, email: str) -> None:
        super().__init__(_("“{address}” is an address of this person already.").format(address=shortened(email)))


class ConsentMissing(Invalid):
    field = "consented_on"

    def __init__(self) -> None:
        super().__init__(
            _("Needs are kept only with the person's consent. Enter the day they gave it; what you typed is not lost.")
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
    """Remove a person who takes part in nothing, with all that is kept of them.

    Raises TakesPart, HasRole or HasCosts.
    """
    person = get(session, person_id)
    if events := session.scalar(select(func.count(Participation.id)).where(Participation.person_id == person_id)):
        raise TakesPart(person.name, events)
    if roles := session.scalar(select(func.count(ProjectRole.id)).where(ProjectRole.person_id == person_id)):
        raise HasRole(person.name, roles)
    if costs := session.scalar(select(func.count(Cost.id)).where(Cost.person_id == person_id)):
        raise HasCosts(person.name, costs)
    for pair in pairs_naming(session, person_id):
        session.delete(pair)
    session.flush()
    session.delete(person)


def pairs_naming(session: Session, person_id: int) -> list[NotTheSame]:
    """The pairs of people said to be two in which this person stands."""
    statement = select(NotTheSame).where(or_(NotTheSame.person_id == person_id, NotTheSame.other_id == person_id))
    return list(session.scalars(statement.order_by(NotTheSame.id)))


def add_address(session: Session, person_id: int, email: str) -> None:
    """One more address: the first where the person has none yet, else a further one.

    Raises NotAnAddress, AddressKnown and TextMissing, all at the field `address`.
    """
    person = get(session, person_id)
    tidy = fields.address(email, "address")
    if tidy is None:
        raise fields.TextMissing("address")
    if tidy.casefold() in {person.email_key, *(known.email_key for known in person.addresses)}:
        raise AddressKnown(tidy)
    if person.email is None:
        person.email = tidy
    else:
        person.addresses.append(PersonAddress(email=tidy))


def remove_address(session: Session, address_id: int) -> None:
    """Forget a further address. Raises NothingThere."""
    session.delete(_further(session, address_id))


def make_first(session: Session, address_id: int) -> None:
    """Write to this further address from now on; the first so far becomes a further one. Raises NothingThere."""
    further = _further(session, address_id)
    person = further.person
    former, person.email = person.email, further.email
    if former:
        further.email = former
    else:
        person.addresses.remove(further)


def _further(session: Session, address_id: int) -> PersonAddress:
    address = session.get(PersonAddress, address_id)
    if address is None:
        raise NothingThere
    return address


def set_needs(session: Session, person_id: int, *, diet: str, access: str, consented_on: dt.date | None) -> None:
    """Keep what a person needs at events, with the day they consented; where nothing is needed, nothing is kept.

    Raises ConsentMissing and TextTooLong.
    """
    person = get(session, person_id)
    tidy_diet, tidy_access = fields.line(diet, "diet"), fields.line(access, "access")
    if not (tidy_diet or tidy_access):
        person.needs = None
        return
    if consented_on is None:
        raise ConsentMissing
    if person.needs is None:
        person.needs = PersonNeeds(diet=tidy_diet, access=tidy_access, consented_on=consented_on)
    else:
        person.needs.diet, person.needs.access, person.needs.consented_on = tidy_diet, tidy_access, consented_on


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
            person.country = country_code(value)
        elif key == "language":
            person.language = _language_code(value)
        else:
            setattr(person, key, fields.line(value, key, most=fields.LONGEST_NAME))
    if not (person.first_name or person.last_name):
        raise NameMissing


def country_code(text: str) -> str:
    """An ISO 3166 code as typed, in capitals, or nothing. Raises UnknownCountry for anything longer."""
    tidy = fields.line(text, "country").upper()
    if tidy and not (len(tidy) == 2 and tidy.isascii() and tidy.isalpha()):
        raise UnknownCountry(text)
    return tidy


def _language_code(text: str) -> str:
    """An ISO 639 code as typed, or nothing. Raises UnknownLanguage for anything longer."""
    tidy = fields.line(text, "language").lower()
    if tidy and not (len(tidy) in (2, 3) and tidy.isascii() and tidy.isalpha()):
        raise UnknownLanguage(text)
    return tidy
