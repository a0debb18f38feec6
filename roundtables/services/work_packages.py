"""Keep work packages and their activities: titles, targets, order."""

from typing import Any, TypedDict, Unpack

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere
from roundtables.model import Activity, Event, EventTemplate, WorkPackage
from roundtables.services import fields
from roundtables.services.programme import get_project, require_unused
from roundtables.words import _, n_

MOST_NUMBER = 999
MOST_TARGET = 1_000_000


class NumberTaken(Invalid):
    field = "number"

    def __init__(self, number: int) -> None:
        super().__init__(_("There is a work package {number} already. Nothing was changed.").format(number=number))


class NumberOutOfRange(Invalid):
    field = "number"

    def __init__(self) -> None:
        super().__init__(_("The number of a work package is from 1 to {most}.").format(most=MOST_NUMBER))


class TargetOutOfRange(Invalid):
    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(_("A target is from 1 to {most}, or empty for none.").format(most=MOST_TARGET))


class EventsBearTheNumber(Expected):
    """Events are known outside by numbers that begin with their work package's."""

    def __init__(self, number: int, events: int) -> None:
        super().__init__(
            n_(
                "Work package {number} keeps its number: {n} event is known by it, such as E{number}.1. "
                "Nothing was changed.",
                "Work package {number} keeps its number: {n} events are known by it, such as E{number}.1. "
                "Nothing was changed.",
                events,
            ).format(number=number, n=events)
        )


class PackageValues(TypedDict, total=False):
    """What can be said of a work package."""

    number: int
    title: str


class ActivityValues(TypedDict, total=False):
    """What can be said of an activity; a target is None where none is stated."""

    title: str
    target_events: int | None
    target_participants: int | None


def add_package(session: Session, project_id: int, **values: Unpack[PackageValues]) -> WorkPackage:
    """A new work package; `title` is needed, its number is the next one. Raises Invalid errors."""
    project = get_project(session, project_id)
    last = session.scalar(select(func.max(WorkPackage.number)).where(WorkPackage.project_id == project_id)) or 0
    package = WorkPackage(number=values.get("number", last + 1), title="")
    _require_number(session, project_id, package.number)
    package.title = fields.line(values.get("title", ""), "title", needed=True)
    project.work_packages.append(package)
    session.flush()
    return package


def change_package(session: Session, package_id: int, **values: Unpack[PackageValues]) -> WorkPackage:
    """Change what is given. Raises Invalid errors, each naming its field, EventsBearTheNumber and NothingThere."""
    package = get_package(session, package_id)
    number = values.get("number", package.number)
    if number != package.number:
        _require_number(session, package.project_id, number)
        _require_no_events(session, package)
        package.number = number
    if "title" in values:
        package.title = fields.line(values["title"], "title", needed=True)
    return package


def move_package(session: Session, package_id: int, by: int) -> None:
    """Let a work package change places, and so numbers, with one beside it; nothing happens at either end.

    Raises EventsBearTheNumber where either has events.
    """
    package = get_package(session, package_id)
    siblings = package.project.work_packages
    at = siblings.index(package) + by
    if not 0 <= at < len(siblings):
        return
    other = siblings[at]
    for each in (package, other):
        _require_no_events(session, each)
    mine, theirs = package.number, other.number
    # Two of one number are refused row by row, so one steps aside meanwhile.
    package.number = -package.id
    session.flush()
    other.number = mine
    session.flush()
    package.number = theirs
    session.flush()


def delete_package(session: Session, package_id: int) -> None:
    """Remove a work package with its activities. Raises HasEvents, HasTemplates."""
    package = get_package(session, package_id)
    activities = select(Activity.id).where(Activity.work_package_id == package_id)
    require_unused(
        session,
        package.title,
        or_(Event.work_package_id == package_id, Event.activity_id.in_(activities)),
        or_(EventTemplate.work_package_id == package_id, EventTemplate.activity_id.in_(activities)),
    )
    session.delete(package)


def add_activity(session: Session, package_id: int, **values: Unpack[ActivityValues]) -> Activity:
    """A new activity at the end of a work package; `title` is needed. Raises Invalid errors."""
    package = get_package(session, package_id)
    activity = Activity(position=max((each.position for each in package.activities), default=-1) + 1)
    _set_activity(activity, {"title": "", **values})
    package.activities.append(activity)
    session.flush()
    return activity


def change_activity(session: Session, activity_id: int, **values: Unpack[ActivityValues]) -> Activity:
    """Change what is given. Raises Invalid errors, each naming its field, and NothingThere."""
    activity = get_activity(session, activity_id)
    _set_activity(activity, values)
    return activity


def move_activity(session: Session, activity_id: int, by: int) -> None:
    """Let an activity change places with one beside it; nothing happens at either end of its work package."""
    activity = get_activity(session, activity_id)
    ordered = sorted(activity.work_package.activities, key=lambda each: (each.position, each.id))
    at = ordered.index(activity)
    if not 0 <= at + by < len(ordered):
        return
    ordered.insert(at + by, ordered.pop(at))
    for position, each in enumerate(ordered):
        each.position = position


def delete_activity(session: Session, activity_id: int) -> None:
    """Remove an activity. Raises HasEvents, HasTemplates."""
    activity = get_activity(session, activity_id)
    require_unused(session, activity.title, Event.activity_id == activity_id, EventTemplate.activity_id == activity_id)
    session.delete(activity)


def get_package(session: Session, package_id: int) -> WorkPackage:
    """The work package with this key. Raises NothingThere."""
    package = session.get(WorkPackage, package_id)
    if package is None:
        raise NothingThere
    return package


def get_activity(session: Session, activity_id: int) -> Activity:
    """The activity with this key. Raises NothingThere."""
    activity = session.get(Activity, activity_id)
    if activity is None:
        raise NothingThere
    return activity


def _set_activity(activity: Activity, values: Any) -> None:
    for key, value in values.items():
        if key == "title":
            activity.title = fields.line(value, key, needed=True)
            continue
        if value is not None and not 0 < value <= MOST_TARGET:
            raise TargetOutOfRange(key)
        setattr(activity, key, value)


def _require_number(session: Session, project_id: int, number: int) -> None:
    if not 0 < number <= MOST_NUMBER:
        raise NumberOutOfRange
    taken = select(WorkPackage.id).where(WorkPackage.project_id == project_id, WorkPackage.number == number)
    if session.scalar(taken.limit(1)) is not None:
        raise NumberTaken(number)


def _require_no_events(session: Session, package: WorkPackage) -> None:
    events = session.scalar(select(func.count(Event.id)).where(Event.work_package_id == package.id)) or 0
    if events:
        raise EventsBearTheNumber(package.number, events)
