"""What the work packages of a project aim at, and what has come of it so far.

An event counts as *held* when its status says so, or when its end is past and it was not cancelled; every other event
that was not cancelled counts as *planned*. A *participant* is a participation with at least one mark of presence:
somebody who came to two events counts twice, somebody who came on two days of one event once.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from roundtables.model import (
    Activity,
    Attendance,
    Event,
    Organisation,
    WorkPackage,
    WorkPackageLead,
)
from roundtables.terms import EventStatus, Presence

ONE_DAY = dt.timedelta(days=1)
Place = tuple[int | None, int | None]
"""Where an event is counted: the keys of its work package and its activity, None for none."""


@dataclass(frozen=True)
class Figures:
    """What has come of something."""

    held: int = 0
    planned: int = 0
    participants: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(self.held + other.held, self.planned + other.planned, self.participants + other.participants)


@dataclass(frozen=True)
class PlannedActivity:
    id: int
    work_package_id: int
    title: str
    target_events: int | None
    target_participants: int | None


@dataclass(frozen=True)
class PlannedPackage:
    """A work package with its leads, as key and name, and its activities, each in their order."""

    id: int
    number: int
    title: str
    leads: tuple[tuple[int, str], ...] = ()
    activities: tuple[PlannedActivity, ...] = ()


@dataclass(frozen=True)
class CountedEvent:
    """One event behind the figures; `participants` are those with a mark of presence."""

    id: int
    reference: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    status: EventStatus
    participants: int


@dataclass(frozen=True)
class CountedFilter:
    """Whose events: a project's; of it one work package's or one activity's; or those `outside` of what lies below.

    Outside: the events of a work package that belong to none of its activities, of a project to no work package.
    """

    project_id: int
    work_package_id: int | None = None
    activity_id: int | None = None
    outside: bool = False


def plan(session: Session, project_id: int) -> list[PlannedPackage]:
    """The work packages of a project by number, with leads and activities in their order."""
    packages = select(WorkPackage.id, WorkPackage.number, WorkPackage.title).where(WorkPackage.project_id == project_id)
    leads = (
        select(WorkPackageLead.work_package_id, Organisation.id, Organisation.name)
        .join(WorkPackage, WorkPackage.id == WorkPackageLead.work_package_id)
        .join(Organisation, Organisation.id == WorkPackageLead.organisation_id)
        .where(WorkPackage.project_id == project_id)
        .order_by(WorkPackageLead.position, WorkPackageLead.id)
    )
    activities = (
        select(
            Activity.id,
            Activity.work_package_id,
            Activity.title,
            Activity.target_events,
            Activity.target_participants,
        )
        .join(WorkPackage, WorkPackage.id == Activity.work_package_id)
        .where(WorkPackage.project_id == project_id)
        .order_by(Activity.position, Activity.id)
    )
    led: dict[int, list[tuple[int, str]]] = {}
    for package_id, organisation_id, name in session.execute(leads):
        led.setdefault(package_id, []).append((organisation_id, name))
    planned: dict[int, list[PlannedActivity]] = {}
    for row in session.execute(activities):
        planned.setdefault(row[1], []).append(PlannedActivity(*row))
    return [
        PlannedPackage(key, number, title, tuple(led.get(key, ())), tuple(planned.get(key, ())))
        for key, number, title in session.execute(packages.order_by(WorkPackage.number))
    ]


def figures(session: Session, project_id: int, now: dt.datetime) -> dict[Place, Figures]:
    """What has come of each activity, and beside them of each work package and of the project, by `now`, an instant."""
    place = (Event.work_package_id, Event.activity_id)
    counted = _of(CountedFilter(project_id))
    held = func.sum(case((is_held(now), 1), else_=0))
    planned = func.sum(case((or_(is_held(now), Event.status == EventStatus.CANCELLED), 0), else_=1))
    events = select(*place, held, planned).where(counted).group_by(*place)
    came = (
        select(*place, func.count(Attendance.participation_id.distinct()))
        .join(Attendance, Attendance.event_id == Event.id)
        .where(counted, Attendance.presence == Presence.PRESENT)
        .group_by(*place)
    )
    found = {(row[0], row[1]): Figures(row[2], row[3]) for row in session.execute(events)}
    for package_id, activity_id, participants in session.execute(came):
        at = (package_id, activity_id)
        found[at] = found.get(at, Figures()) + Figures(participants=participants)
    return found


def total(counted: Sequence[Figures]) -> Figures:
    """The sum of figures."""
    return sum(counted, Figures())


def count_events(session: Session, narrowed: CountedFilter) -> int:
    """How many events there are behind a figure, cancelled ones included."""
    return session.scalar(select(func.count(Event.id)).where(_of(narrowed))) or 0


def events(
    session: Session, narrowed: CountedFilter, *, offset: int = 0, limit: int | None = None
) -> list[CountedEvent]:
    """The events behind a figure, the latest first, cancelled ones included."""
    came = (
        select(func.count(Attendance.participation_id.distinct()))
        .where(Attendance.event_id == Event.id, Attendance.presence == Presence.PRESENT)
        .correlate(Event)
        .scalar_subquery()
    )
    statement = (
        select(Event.id, Event.reference, Event.title, Event.starts, Event.ends, Event.all_day, Event.status, came)
        .where(_of(narrowed))
        .order_by(Event.starts_utc.desc(), Event.id.desc())
        .offset(offset)
        .limit(limit)
    )
    return [CountedEvent(*row) for row in session.execute(statement)]


def is_held(now: dt.datetime) -> ColumnElement[bool]:
    """Whether an event was held by `now`.

    An all-day event ends with its last day, which its end names by the midnight it begins with.
    """
    over = case((Event.all_day, Event.ends_utc <= now - ONE_DAY), else_=Event.ends_utc <= now)
    return or_(Event.status == EventStatus.HELD, and_(Event.status != EventStatus.CANCELLED, over))


def _of(by: CountedFilter) -> ColumnElement[bool]:
    condition: Any
    if by.activity_id is not None:
        condition = Event.activity_id == by.activity_id
    elif by.work_package_id is not None:
        condition = Event.work_package_id == by.work_package_id
        if by.outside:
            condition = and_(condition, Event.activity_id.is_(None))
    else:
        packages = select(WorkPackage.id).where(WorkPackage.project_id == by.project_id)
        beside = and_(Event.work_package_id.is_(None), Event.project_id == by.project_id)
        condition = beside if by.outside else or_(Event.work_package_id.in_(packages), beside)
    return condition  # type: ignore[no-any-return]  # each of them is a condition
