"""What events are sorted and counted by, and the tables that this takes."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select
from sqlalchemy import case as sql_case
from sqlalchemy.orm import Session

from roundtables.model import Activity, Event, Organisation, Participation, Project, Venue, WorkPackage
from roundtables.queries import sorting
from roundtables.terms import EventFormat, EventKind, EventStatus, Reply


def venue_text() -> ColumnElement[str]:
    """A venue in one line: name, room, address, city, as `Venue.place` has it."""
    parts: ColumnElement[str] = func.coalesce(Venue.name, "")
    for part in (Venue.room, Venue.address, Venue.city):
        parts = parts + sql_case((func.coalesce(part, "") != "", literal(", ") + part), else_="")
    return parts


def place() -> ColumnElement[str]:
    """Venue and what is said beside it, in one line."""
    both = (Venue.id.is_not(None)) & (Event.place != "")
    return venue_text() + sql_case((both, literal(", ")), else_="") + Event.place


def counted(*replies: Reply) -> ColumnElement[int]:
    """How many participants an event has, or how many with one of these replies."""
    statement = select(func.count()).select_from(Participation).where(Participation.event_id == Event.id)
    if replies:
        statement = statement.where(Participation.reply.in_(replies))
    return statement.correlate(Event).scalar_subquery()


SORTS: dict[str, Callable[[Session], tuple[Any, ...]]] = {
    "reference": lambda _session: (
        func.coalesce(WorkPackage.number, 0),
        func.length(Event.reference),
        Event.reference,
    ),
    "title": lambda session: (sorting.by_text(session, Event.title),),
    "kind": lambda _session: (sorting.by_label(Event.kind, EventKind),),
    "format": lambda _session: (sorting.by_label(Event.format, EventFormat),),
    "status": lambda _session: (sorting.by_label(Event.status, EventStatus),),
    "starts": lambda _session: (Event.starts_utc,),
    "place": lambda session: (sorting.by_text(session, place()),),
    "work_package": lambda _session: (func.coalesce(WorkPackage.number, 0),),
    "participants": lambda _session: (counted(),),
    "accepted": lambda _session: (counted(Reply.ACCEPTED),),
    "ends": lambda _session: (Event.ends_utc,),
    "capacity": lambda _session: (func.coalesce(Event.capacity, 0),),
    "timezone": lambda _session: (Event.timezone,),
    "activity": lambda session: (sorting.by_text(session, func.coalesce(Activity.title, "")),),
    "project": lambda session: (sorting.by_text(session, func.coalesce(Project.name, "")),),
    "host": lambda _session: (sorting.organisation_name(),),
    "organiser": lambda session: (sorting.by_text(session, Event.organiser_name),),
    "language": lambda _session: (Event.language,),
}
TEXTS = frozenset({"title", "place", "timezone", "activity", "project", "organiser", "language"})
TERMS: dict[str, type[Any]] = {"kind": EventKind, "format": EventFormat, "status": EventStatus}
"""Columns that hold terms, and those that hold texts: how typed letters find their rows."""


def joined(statement: Any) -> Any:
    """With all that an event is sorted by; what a statement does not name, the database leaves out again."""
    return (
        statement.outerjoin(Venue, Venue.id == Event.venue_id)
        .outerjoin(WorkPackage, WorkPackage.id == Event.work_package_id)
        .outerjoin(Activity, Activity.id == Event.activity_id)
        .outerjoin(Project, Project.id == Event.project_id)
        .outerjoin(Organisation, Organisation.id == Event.host_id)
    )
