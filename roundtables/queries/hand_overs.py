"""What was given away: of one event, alone or within what was made for several."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import Session

from roundtables.model import Certificate, Change, Event, HandOver, HandOverPart, WorkPackage
from roundtables.terms import HandOverKind

LEAVES_AS_IT_WAS = (HandOver.__tablename__, Certificate.__tablename__)
"""Tables whose new rows only say that something was given away: the lists given before are still right."""
OF_SEVERAL = (HandOverKind.PERIOD_WORKBOOK, HandOverKind.FIGURES)


@dataclass(frozen=True)
class GivenRow:
    """A file that was given away; `steps_since` counts the steps that have changed the event since."""

    id: int
    kind: HandOverKind
    reference: str
    file_name: str
    sha256: str
    for_whom: str
    at: dt.datetime
    by: str
    revision: int
    participants: int
    attended: int
    steps_since: int


def of_event(session: Session, event_id: int) -> list[GivenRow]:
    """All that was given away of an event, the newest first: its own, and what was made of several with it."""
    since = (
        select(func.count(func.distinct(Change.step_id)))
        .where(
            Change.event_id == event_id,
            Change.step_id > HandOver.revision,
            Change.table_name.not_in(LEAVES_AS_IT_WAS),
        )
        .correlate(HandOver)
        .scalar_subquery()
    )
    statement: Any = (
        select(
            HandOver.id,
            HandOver.kind,
            HandOver.event_reference,
            HandOver.file_name,
            HandOver.sha256,
            HandOver.for_whom,
            HandOver.at,
            HandOver.by,
            HandOver.revision,
            HandOver.participants,
            HandOver.attended,
            since,
        )
        .where(_concerns(session, event_id))
        .order_by(HandOver.id.desc())
    )
    return [GivenRow(*row) for row in session.execute(statement)]


def _concerns(session: Session, event_id: int) -> ColumnElement[bool]:
    """Hand-overs of the event: its own, those with a part of it, and those of a span of events that it was among."""
    event = session.get_one(Event, event_id)
    founded = (
        select(func.coalesce(func.min(Change.step_id), 0))
        .where(Change.event_id == event_id, Change.table_name == Event.__tablename__, Change.before.is_(None))
        .scalar_subquery()
    )
    day = event.starts.date()
    among = and_(
        HandOver.kind.in_(OF_SEVERAL),
        HandOver.event_id.is_(None),
        _unset_or(HandOver.work_package_id, HandOver.work_package_id == event.work_package_id),
        _unset_or(HandOver.project_id, HandOver.project_id == event.project_id),
        _unset_or(HandOver.since, HandOver.since <= day),
        _unset_or(HandOver.until, HandOver.until >= day),
        HandOver.revision >= founded,
    )
    with_part = HandOver.id.in_(select(HandOverPart.hand_over_id).where(HandOverPart.event_id == event_id))
    return or_(HandOver.event_id == event_id, with_part, among)


def _unset_or(column: Any, wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return or_(column.is_(None), wanted)


def events_of(entry: HandOver) -> Select[Any]:
    """The keys of the events that a hand-over is of, as a statement; of one that is of several, as they are now."""
    if entry.event_id is not None:
        return select(literal(entry.event_id))
    if entry.kind is HandOverKind.EVIDENCE_PACK:
        return select(HandOverPart.event_id).where(
            HandOverPart.hand_over_id == entry.id, HandOverPart.event_id.is_not(None)
        )
    narrowed: Select[Any] = select(Event.id)
    if entry.work_package_id is not None:
        narrowed = narrowed.where(Event.work_package_id == entry.work_package_id)
    if entry.project_id is not None:
        packages = select(WorkPackage.id).where(WorkPackage.project_id == entry.project_id)
        beside = and_(Event.work_package_id.is_(None), Event.project_id == entry.project_id)
        narrowed = narrowed.where(or_(Event.work_package_id.in_(packages), beside))
    if entry.since is not None:
        narrowed = narrowed.where(Event.starts >= _midnight(entry.since))
    if entry.until is not None:
        narrowed = narrowed.where(Event.starts < _midnight(entry.until + dt.timedelta(days=1)))
    return narrowed


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time())
