"""Keep organisations: add, change, delete, and make one of two that are the same."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, TypedDict, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere, shortened
from roundtables.model import Event, Organisation, Person, ProjectPartner, ProjectRole, WorkPackageLead
from roundtables.services import fields
from roundtables.services.people import country_code
from roundtables.terms import OrganisationKind
from roundtables.words import _, fold, n_

VALUES = ("name", "kind", "country", "city")


class NameTaken(Invalid):
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is an organisation “{name}” already. Nothing was changed; merge the two if they are one.").format(
                name=shortened(name)
            )
        )


class StillInUse(Expected):
    """Says each use in a sentence of its own."""

    def __init__(self, name: str, uses: "Uses") -> None:
        said = [_("“{name}” can't be deleted: it is still in use. Nothing was changed.").format(name=shortened(name))]
        for number, words in (
            (uses.people, n_("{n} person belongs to it.", "{n} people belong to it.", uses.people)),
            (uses.hosted, n_("It hosts {n} event.", "It hosts {n} events.", uses.hosted)),
            (uses.projects, n_("It carries {n} project.", "It carries {n} projects.", uses.projects)),
            (uses.packages, n_("It leads {n} work package.", "It leads {n} work packages.", uses.packages)),
            (uses.roles, n_("{n} role in a project names it.", "{n} roles in projects name it.", uses.roles)),
        ):
            if number:
                said.append(words.format(n=number))
        super().__init__(" ".join(said))


class SameOrganisation(Expected):
    def __init__(self) -> None:
        super().__init__(_("An organisation can't be merged with itself. Nothing was changed; choose another one."))


@dataclass(frozen=True)
class Uses:
    """How many rows name an organisation."""

    people: int
    hosted: int
    projects: int
    packages: int
    roles: int

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return bool(self.people or self.hosted or self.projects or self.packages or self.roles)


class OrganisationValues(TypedDict, total=False):
    """What can be said of an organisation."""

    name: str
    kind: OrganisationKind
    country: str
    city: str


def add(session: Session, **values: Unpack[OrganisationValues]) -> Organisation:
    """A new organisation. Raises Invalid errors, each naming its field."""
    organisation = Organisation(name="")
    with session.no_autoflush:
        _set(session, organisation, {"name": ""} | dict(values))
    session.add(organisation)
    session.flush()
    return organisation


def change(session: Session, organisation_id: int, **values: Unpack[OrganisationValues]) -> Organisation:
    """Change what is given and leave the rest. Raises Invalid errors, each naming its field, and NothingThere."""
    organisation = get(session, organisation_id)
    _set(session, organisation, values)
    return organisation


def delete(session: Session, organisation_id: int) -> None:
    """Remove an organisation that nothing names. Raises StillInUse."""
    organisation = get(session, organisation_id)
    counted = uses(session, organisation_id)
    if counted.any:
        raise StillInUse(organisation.name, counted)
    session.delete(organisation)


def get(session: Session, organisation_id: int) -> Organisation:
    """The organisation with this key. Raises NothingThere."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NothingThere
    return organisation


def uses(session: Session, organisation_id: int) -> Uses:
    """What names an organisation."""

    def number(column: Any) -> int:
        return session.scalar(select(func.count()).where(column == organisation_id)) or 0

    return Uses(
        people=number(Person.organisation_id),
        hosted=number(Event.host_id),
        projects=number(ProjectPartner.organisation_id),
        packages=number(WorkPackageLead.organisation_id),
        roles=number(ProjectRole.organisation_id),
    )


def merge(session: Session, kept_id: int, other_id: int, *, from_other: Collection[str] | None = None) -> Organisation:
    """Make one of two organisations: what named the other names the one that is kept, and the other is deleted.

    `from_other` are the fields (of `VALUES`) whose value is the other's; None: those that the kept one leaves empty.
    Where both carry a project or lead a work package, the kept one's row stays; it coordinates if either did.
    Raises SameOrganisation and NothingThere.
    """
    if kept_id == other_id:
        raise SameOrganisation
    kept, other = get(session, kept_id), get(session, other_id)
    for key in VALUES:
        takes = key in from_other if from_other is not None else not getattr(kept, key)
        if takes:
            setattr(kept, key, getattr(other, key))
    _move(session, Person, "organisation_id", kept, other)
    _move(session, Event, "host_id", kept, other)
    _move(session, ProjectRole, "organisation_id", kept, other)
    _move_partners(session, kept, other)
    _move_leads(session, kept, other)
    session.flush()
    session.delete(other)
    session.flush()
    return kept


def _move(session: Session, kind: Any, column: str, kept: Organisation, other: Organisation) -> None:
    for row in session.scalars(select(kind).where(getattr(kind, column) == other.id).order_by(kind.id)):
        setattr(row, column, kept.id)


def _move_partners(session: Session, kept: Organisation, other: Organisation) -> None:
    statement = select(ProjectPartner).where(ProjectPartner.organisation_id.in_((kept.id, other.id)))
    rows = session.scalars(statement.order_by(ProjectPartner.id)).all()
    known = {row.project_id: row for row in rows if row.organisation_id == kept.id}
    for row in rows:
        if row.organisation_id != other.id:
            continue
        if row.project_id in known:
            known[row.project_id].coordinates |= row.coordinates
            session.delete(row)
        else:
            row.organisation_id = kept.id


def _move_leads(session: Session, kept: Organisation, other: Organisation) -> None:
    statement = select(WorkPackageLead).where(WorkPackageLead.organisation_id.in_((kept.id, other.id)))
    rows = session.scalars(statement.order_by(WorkPackageLead.id)).all()
    known = {row.work_package_id for row in rows if row.organisation_id == kept.id}
    for row in rows:
        if row.organisation_id != other.id:
            continue
        if row.work_package_id in known:
            session.delete(row)
        else:
            row.organisation_id = kept.id


def _set(session: Session, organisation: Organisation, values: Any) -> None:
    for key, value in values.items():
        if key == "name":
            tidy = fields.line(value, key, most=fields.LONGEST_NAME, needed=True)
            same = select(Organisation.id).where(Organisation.name_key == fold(tidy)).limit(2)
            if any(found != organisation.id for found in session.scalars(same)):
                raise NameTaken(tidy)
            organisation.name = tidy
        elif key == "kind":
            organisation.kind = value
        elif key == "country":
            organisation.country = country_code(value)
        else:
            setattr(organisation, key, fields.line(value, key, most=fields.LONGEST_NAME))
