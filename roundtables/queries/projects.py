"""One project as its record shows it: its partners, and who does what for it."""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.model import Organisation, Person, Project, ProjectPartner, ProjectRole
from roundtables.queries import sorting
from roundtables.words import fold


@dataclass(frozen=True)
class PartnerRow:
    organisation_id: int
    name: str
    coordinates: bool


@dataclass(frozen=True)
class ProjectRecord:
    """Everything that is said of a project; its partners in their order, the coordinator first."""

    id: int
    name: str
    name_local: str
    acronym: str
    number: str
    case_number: str
    kind: str
    set_by: str
    term_from: dt.date | None
    term_until: dt.date | None
    appointed_on: dt.date | None
    funder: str
    funding_line: str
    grant_agreement: str
    cost_centre: str
    project_code: str
    activity_code: str
    account: str
    follows_on: str
    carries_out: str
    partners: tuple[PartnerRow, ...] = ()


@dataclass(frozen=True)
class RoleRow:
    """What a person does for a project; `since` and `until` are days, inclusive, None where that end is open."""

    id: int
    title: str
    person_id: int
    first_name: str
    last_name: str
    organisation: str
    since: dt.date | None
    until: dt.date | None

    @property
    def name(self) -> str:
        """First name and surname as spoken; one of them may be missing."""
        return f"{self.first_name} {self.last_name}".strip()

    def has_ended(self, today: dt.date) -> bool:
        """Whether the last day of the term is over."""
        return self.until is not None and self.until < today

    def in_office(self, today: dt.date) -> bool:
        """Whether the term has begun and has not ended."""
        return not self.has_ended(today) and (self.since is None or self.since <= today)


_RECORD: Any = select(  # SQLAlchemy's types count ten columns at most
    Project.id,
    Project.name,
    Project.name_local,
    Project.acronym,
    Project.number,
    Project.case_number,
    Project.kind,
    Project.set_by,
    Project.term_from,
    Project.term_until,
    Project.appointed_on,
    Project.funder,
    Project.funding_line,
    Project.grant_agreement,
    Project.cost_centre,
    Project.project_code,
    Project.activity_code,
    Project.account,
    Project.follows_on,
    Project.carries_out,
)


def record(session: Session, project_id: int) -> ProjectRecord:
    """The record of a project. Raises NothingThere."""
    row = session.execute(_RECORD.where(Project.id == project_id)).one_or_none()
    if row is None:
        raise NothingThere
    partners = (
        select(ProjectPartner.organisation_id, Organisation.name, ProjectPartner.coordinates)
        .join(Organisation, Organisation.id == ProjectPartner.organisation_id)
        .where(ProjectPartner.project_id == project_id)
        .order_by(ProjectPartner.coordinates.desc(), ProjectPartner.position, ProjectPartner.id)
    )
    return dataclasses.replace(
        ProjectRecord(*row), partners=tuple(PartnerRow(*partner) for partner in session.execute(partners))
    )


def roles(session: Session, project_id: int, today: dt.date) -> list[RoleRow]:
    """Who does what for a project: those in office first, then those to come, then those whose term has ended.

    Within each by role, the latest term first.
    """
    statement = (
        select(
            ProjectRole.id,
            ProjectRole.title,
            ProjectRole.person_id,
            Person.first_name,
            Person.last_name,
            func.coalesce(Organisation.name, ""),
            ProjectRole.since,
            ProjectRole.until,
        )
        .join(Person, Person.id == ProjectRole.person_id)
        .outerjoin(Organisation, Organisation.id == ProjectRole.organisation_id)
        .where(ProjectRole.project_id == project_id)
        .order_by(sorting.by_text(session, ProjectRole.title), ProjectRole.since.desc().nulls_last(), ProjectRole.id)
    )
    rows = [RoleRow(*row) for row in session.execute(statement)]
    return sorted(rows, key=lambda row: (row.has_ended(today), not row.in_office(today)))


def role_titles(session: Session) -> list[str]:
    """What roles are called in this register."""
    return list(session.scalars(select(ProjectRole.title).distinct().order_by(ProjectRole.title)))


def organisations_like(session: Session, words: str, limit: int = 20) -> list[str]:
    """Names of organisations with these letters in them, whatever their case and accents; at most `limit`."""
    statement = select(Organisation.name).order_by(sorting.organisation_name(), Organisation.id).limit(limit)
    return list(session.scalars(statement.where(Organisation.name_key.contains(fold(words), autoescape=True))))
