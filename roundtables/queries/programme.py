"""The programme: project records, work packages, activities, and the venues events are held at."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Activity, Project, Venue, WorkPackage


@dataclass(frozen=True)
class ProjectRow:
    """The record of a project as hand-overs state it."""

    id: int
    name: str
    name_local: str
    acronym: str
    number: str
    case_number: str
    term_from: dt.date | None
    term_until: dt.date | None
    funder: str
    funding_line: str
    grant_agreement: str
    cost_centre: str
    project_code: str
    activity_code: str
    account: str


@dataclass(frozen=True)
class WorkPackageRow:
    id: int
    project_id: int
    project: str
    number: int
    title: str


@dataclass(frozen=True)
class ActivityRow:
    id: int
    work_package_id: int
    work_package: int
    title: str
    target_events: int | None
    target_participants: int | None


@dataclass(frozen=True)
class VenueRow:
    id: int
    name: str
    room: str
    city: str
    country: str
    capacity: int | None


def projects(session: Session) -> list[ProjectRow]:
    """All projects by name."""
    statement: Any = select(
        Project.id,
        Project.name,
        Project.name_local,
        Project.acronym,
        Project.number,
        Project.case_number,
        Project.term_from,
        Project.term_until,
        Project.funder,
        Project.funding_line,
        Project.grant_agreement,
        Project.cost_centre,
        Project.project_code,
        Project.activity_code,
        Project.account,
    ).order_by(func.lower(Project.name), Project.id)
    return [ProjectRow(*row) for row in session.execute(statement)]


def work_packages(session: Session) -> list[WorkPackageRow]:
    """All work packages, by project and number."""
    statement = (
        select(WorkPackage.id, WorkPackage.project_id, Project.name, WorkPackage.number, WorkPackage.title)
        .join(Project, Project.id == WorkPackage.project_id)
        .order_by(func.lower(Project.name), Project.id, WorkPackage.number)
    )
    return [WorkPackageRow(*row) for row in session.execute(statement)]


def activities(session: Session) -> list[ActivityRow]:
    """All activities, by work package and place in it."""
    statement = (
        select(
            Activity.id,
            Activity.work_package_id,
            WorkPackage.number,
            Activity.title,
            Activity.target_events,
            Activity.target_participants,
        )
        .join(WorkPackage, WorkPackage.id == Activity.work_package_id)
        .order_by(WorkPackage.project_id, WorkPackage.number, Activity.position, Activity.id)
    )
    return [ActivityRow(*row) for row in session.execute(statement)]


def venues(session: Session) -> list[VenueRow]:
    """All venues by city and name."""
    statement = select(Venue.id, Venue.name, Venue.room, Venue.city, Venue.country, Venue.capacity).order_by(
        func.lower(Venue.city), func.lower(Venue.name), Venue.room, Venue.id
    )
    return [VenueRow(*row) for row in session.execute(statement)]
