"""What keys stand for: the names of rows of any table, for the history and its links."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import String, cast, func, literal, select, union_all
from sqlalchemy.orm import Session

from roundtables.model import (
    Activity,
    Base,
    Change,
    Event,
    EventFile,
    EventTask,
    EventTemplate,
    Group,
    Organisation,
    Person,
    Project,
    RateTable,
    SavedFilter,
    Series,
    Slot,
    Venue,
    WorkPackage,
)
from roundtables.model import Session as EventSession

Names = dict[tuple[str, int], str]
"""Names by table and key."""
REFERENCES = {
    "organisation_id": "organisation",
    "host_id": "organisation",
    "venue_id": "venue",
    "project_id": "project",
    "work_package_id": "work_package",
    "activity_id": "activity",
    "event_id": "event",
    "person_id": "person",
    "other_id": "person",
    "group_id": "standing_group",
    "session_id": "session",
    "slot_id": "slot",
    "template_id": "event_template",
    "series_id": "series",
    "file_id": "event_file",
    "payer_id": "organisation",
    "rate_table_id": "rate_table",
}
"""Which table a column's key is of."""
_OF_SLOT = select(EventSession.title).where(EventSession.id == Slot.session_id).correlate(Slot).scalar_subquery()
_NAMES: dict[str, tuple[type[Base], Any]] = {
    "event": (Event, Event.reference + " " + Event.title),
    "person": (Person, func.trim(Person.first_name + " " + Person.last_name)),
    "organisation": (Organisation, Organisation.name),
    "venue": (Venue, Venue.name),
    "project": (Project, Project.name),
    "work_package": (WorkPackage, cast(WorkPackage.number, String) + " " + WorkPackage.title),
    "activity": (Activity, Activity.title),
    "standing_group": (Group, Group.name),
    "session": (EventSession, EventSession.title),
    "slot": (Slot, func.coalesce(cast(Slot.day, String), _OF_SLOT, "")),
    "event_template": (EventTemplate, EventTemplate.name),
    "event_task": (EventTask, EventTask.title),
    "saved_filter": (SavedFilter, SavedFilter.name),
    "series": (Series, Series.title),
    "event_file": (EventFile, EventFile.name),
    "rate_table": (RateTable, RateTable.decision + " " + RateTable.name),
}


def find_names(session: Session, keys: Mapping[str, set[int]]) -> Names:
    """The names of the rows with these keys, by table. What is not there any more is left out."""
    parts = [
        select(literal(table), kind.id, name).where(kind.id.in_(sorted(keys[table])))
        for table, (kind, name) in _NAMES.items()
        if keys.get(table)
    ]
    if not parts:
        return {}
    return {(table, key): name for table, key, name in session.execute(union_all(*parts))}


def find_names_of_gone(session: Session, keys: Mapping[str, set[int]]) -> Names:
    """The names that events and people had when they were deleted."""
    columns = {"event": Change.event_id, "person": Change.person_id}
    parts = [
        select(Change.table_name, Change.row_id, Change.before).where(
            column.in_(sorted(keys[table])), Change.table_name == table, Change.after.is_(None)
        )
        for table, column in columns.items()
        if keys.get(table)
    ]
    if not parts:
        return {}
    rows = session.execute(union_all(*parts))
    return {(table, key): own_name(table, before or {}) for table, key, before in rows}


def own_name(table: str, values: Mapping[str, Any]) -> str:
    """The name in a row's own values, as the journal keeps them."""
    if table == "event":
        return f"{values.get('reference', '')} {values.get('title', '')}".strip()
    if table == "person":
        return f"{values.get('first_name', '')} {values.get('last_name', '')}".strip()
    return str(values.get("name") or values.get("title") or values.get("file_name") or values.get("email") or "")
