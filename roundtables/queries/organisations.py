"""Organisations as their list and page show them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.model import (
    Cost,
    Event,
    Organisation,
    Person,
    Project,
    ProjectPartner,
    ProjectRole,
    WorkPackage,
    WorkPackageLead,
)
from roundtables.queries import sorting
from roundtables.queries.search import keys_matching
from roundtables.terms import EventStatus, OrganisationKind


@dataclass(frozen=True)
class OrganisationRow:
    """One organisation with the number of its people, and of the events it hosts. `sort_name` sorts by language."""

    id: int
    name: str
    sort_name: str
    kind: OrganisationKind
    country: str
    city: str
    people: int
    events: int


@dataclass(frozen=True)
class HostedRow:
    """One event that an organisation hosts."""

    event_id: int
    reference: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    status: EventStatus


@dataclass(frozen=True)
class OrganisationRecord:
    """What an organisation's page shows but its people: hosted events newest first, projects and packages in words."""

    row: OrganisationRow
    hosted: tuple[HostedRow, ...]
    projects: tuple[str, ...]
    packages: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class Uses:
    """How many rows name an organisation."""

    people: int
    hosted: int
    projects: int
    packages: int
    roles: int
    paid: int

    @property
    def any(self) -> bool:
        """Whether there is one at all."""
        return any((self.people, self.hosted, self.projects, self.packages, self.roles, self.paid))


def _rows() -> Any:
    people = (
        select(Person.organisation_id, func.count().label("number")).group_by(Person.organisation_id).subquery("people")
    )
    events = select(Event.host_id, func.count().label("number")).group_by(Event.host_id).subquery("events")
    return (
        select(
            Organisation.id,
            Organisation.name,
            sorting.organisation_name(),
            Organisation.kind,
            Organisation.country,
            Organisation.city,
            func.coalesce(people.c.number, 0),
            func.coalesce(events.c.number, 0),
        )
        .outerjoin(people, people.c.organisation_id == Organisation.id)
        .outerjoin(events, events.c.host_id == Organisation.id)
    )


def listing(session: Session, words: str = "") -> list[OrganisationRow]:
    """The organisations that the words fit, by name. One statement, however many there are."""
    statement = _rows().order_by(sorting.organisation_name(), Organisation.id)
    matching = keys_matching(session, "organisation", words)
    if matching is not None:
        statement = statement.where(Organisation.id.in_(matching))
    return [OrganisationRow(*row) for row in session.execute(statement)]


def names_like(session: Session, words: str, limit: int = 12) -> list[str]:
    """Names of organisations that the words fit, by name: what somebody who types one may mean."""
    matching = keys_matching(session, "organisation", words)
    if matching is None:
        return []
    statement = select(Organisation.name).where(Organisation.id.in_(matching))
    return list(session.scalars(statement.order_by(sorting.organisation_name(), Organisation.id).limit(limit)))


def one_row(session: Session, organisation_id: int) -> OrganisationRow:
    """One organisation as the list shows it. Raises NothingThere."""
    row = session.execute(_rows().where(Organisation.id == organisation_id)).one_or_none()
    if row is None:
        raise NothingThere
    return OrganisationRow(*row)


def record(session: Session, organisation_id: int) -> OrganisationRecord:
    """What an organisation's page shows. Raises NothingThere."""
    row = one_row(session, organisation_id)
    hosted = (
        select(Event.id, Event.reference, Event.title, Event.starts, Event.ends, Event.all_day, Event.status)
        .where(Event.host_id == organisation_id)
        .order_by(Event.starts_utc.desc(), Event.id.desc())
    )
    projects = (
        select(Project.name)
        .join(ProjectPartner, ProjectPartner.project_id == Project.id)
        .where(ProjectPartner.organisation_id == organisation_id)
        .order_by(Project.id)
    )
    packages = (
        select(WorkPackage.number, WorkPackage.title)
        .join(WorkPackageLead, WorkPackageLead.work_package_id == WorkPackage.id)
        .where(WorkPackageLead.organisation_id == organisation_id)
        .order_by(WorkPackage.project_id, WorkPackage.number)
    )
    return OrganisationRecord(
        row,
        tuple(HostedRow(*each) for each in session.execute(hosted)),
        tuple(session.scalars(projects)),
        tuple((number, title) for number, title in session.execute(packages)),
    )


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
        paid=number(Cost.payer_id),
    )
