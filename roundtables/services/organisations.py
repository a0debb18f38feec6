"""Keep organisations: add, change, delete, and make one of two that are the same."""

from collections.abc import Collection
from typing import Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere, shortened
from roundtables.model import Cost, Event, Organisation, Person, ProjectPartner, ProjectRole, WorkPackageLead
from roundtables.queries.organisations import Uses, uses
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

    def __init__(self, name: str, counted: Uses) -> None:
        said = [_("“{name}” can't be deleted: it is still in use. Nothing was changed.").format(name=shortened(name))]
        for number, words in (
            (counted.people, n_("{n} person belongs to it.", "{n} people belong to it.", counted.people)),
            (counted.hosted, n_("It hosts {n} event.", "It hosts {n} events.", counted.hosted)),
            (counted.projects, n_("It carries {n} project.", "It carries {n} projects.", counted.projects)),
            (counted.packages, n_("It leads {n} work package.", "It leads {n} work packages.", counted.packages)),
            (counted.roles, n_("{n} role in a project names it.", "{n} roles in projects name it.", counted.roles)),
            (counted.paid, n_("It pays {n} cost.", "It pays {n} costs.", counted.paid)),
        ):
            if number:
                said.append(words.format(n=number))
        super().__init__(" ".join(said))


class SameOrganisation(Expected):
    def __init__(self) -> None:
        super().__init__(_("An organisation can't be merged with itself. Nothing was changed; choose another one."))


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
    _move(session, Cost, "payer_id", kept, other)
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
