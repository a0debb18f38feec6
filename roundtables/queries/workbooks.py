"""What the workbooks for finance say: events, participations with their presence, catering. Read in chunks."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from roundtables.formats.sheets.documents import AttendanceRow, MarkCell
from roundtables.formats.sheets.money_documents import CateringLine, Codes, CostLine
from roundtables.formats.sheets.period_documents import EventLine, ParticipationLine
from roundtables.model import (
    Activity,
    Attendance,
    Catering,
    CateringGuest,
    Cost,
    Event,
    Organisation,
    Participation,
    Person,
    Project,
    Slot,
    Venue,
    WorkPackage,
)
from roundtables.model import Session as EventSession
from roundtables.queries import costs as cost_queries
from roundtables.queries import sorting
from roundtables.queries.event_sorting import counted, place
from roundtables.queries.events import SlotRow
from roundtables.terms import EventStatus, Presence
from roundtables.walltime import days_of

AT_ONCE = 1000
"""Participations that are fetched at a time, unless one event has more; and keys that a statement names at most."""
UNKNOWN = MarkCell(Presence.UNKNOWN)


@dataclass(frozen=True)
class Scope:
    """Which events: those that began from `since` to `until`, both days inclusive; of a project, a work package."""

    since: dt.date
    until: dt.date
    project_id: int | None = None
    work_package_id: int | None = None


@dataclass(frozen=True)
class Events:
    """The events of a scope by their start, with the keys of their slots and how many are on their lists."""

    lines: tuple[EventLine, ...]
    slots: dict[int, tuple[int, ...]]
    numbers: dict[int, int]

    @property
    def participations(self) -> int:
        """How many participations there will be; nobody takes part in what was called off."""
        return sum(self.numbers.values())


def events(session: Session, scope: Scope) -> Events:
    """The events of a scope but drafts, in two statements."""
    conditions = _conditions(scope)
    slots: dict[int, list[tuple[int, dt.date | None, dt.datetime | None]]] = {}
    days = (
        select(Slot.event_id, Slot.id, Slot.day, EventSession.starts)
        .join(Event, Event.id == Slot.event_id)
        .outerjoin(WorkPackage, WorkPackage.id == Event.work_package_id)
        .outerjoin(EventSession, EventSession.id == Slot.session_id)
        .where(*conditions)
        .order_by(Slot.event_id, Slot.number)
    )
    for event_id, slot_id, day, begins in session.execute(days):
        slots.setdefault(event_id, []).append((slot_id, day, begins))
    lines, numbers = [], {}
    values: Any
    for number, *values in session.execute(_EVENTS.where(*conditions).order_by(Event.starts_utc, Event.id)):
        line = _line(values, slots.get(values[0], []))
        lines.append(line)
        numbers[line.id] = 0 if line.status is EventStatus.CANCELLED else number
    keys = {event_id: tuple(slot[0] for slot in of) for event_id, of in slots.items()}
    return Events(tuple(lines), keys, numbers)


def count(session: Session, scope: Scope) -> int:
    """How many events a scope has."""
    statement = select(func.count(Event.id)).outerjoin(WorkPackage, WorkPackage.id == Event.work_package_id)
    return session.scalar(statement.where(*_conditions(scope))) or 0


def _line(values: Sequence[Any], slots: Sequence[tuple[int, dt.date | None, dt.datetime | None]]) -> EventLine:
    plain: Any = values[:-4]
    codes = Codes(*values[-4:])
    starts, ends, all_day = plain[6:9]
    whole = tuple(days_of(starts, ends, all_day=all_day))
    days = tuple(
        (day,) if day is not None else (begins.date(),) if begins is not None else whole for _key, day, begins in slots
    )
    return EventLine(*(*plain, codes, days))


def participations(session: Session, found: Events, code: str) -> Iterator[ParticipationLine]:
    """The participations by event and name, as the language `code` sorts; a pair of statements for each chunk."""
    for chunk in _chunks(found):
        by_id = {line.id: line for line in chunk}
        for event_id, person_id, row in _rows(session, list(by_id), found.slots, code):
            yield ParticipationLine(by_id[event_id], person_id, row)


def _chunks(found: Events) -> Iterator[list[EventLine]]:
    chunk: list[EventLine] = []
    number = 0
    for line in found.lines:
        if not found.numbers[line.id]:
            continue
        if chunk and (number + found.numbers[line.id] > AT_ONCE or len(chunk) == AT_ONCE):
            yield chunk
            chunk, number = [], 0
        chunk.append(line)
        number += found.numbers[line.id]
    if chunk:
        yield chunk


def attendance(session: Session, event_id: int, slots: Sequence[SlotRow], code: str) -> tuple[AttendanceRow, ...]:
    """The rows of one event's list by name, as the language `code` sorts."""
    keys = {event_id: tuple(slot.id for slot in slots)}
    return tuple(row for _event, _person, row in _rows(session, [event_id], keys, code))


def _rows(
    session: Session, event_ids: Sequence[int], slots: dict[int, tuple[int, ...]], code: str
) -> Iterator[tuple[int, int, AttendanceRow]]:
    marks = _marks(session, event_ids)
    statement: Any = (
        select(  # SQLAlchemy's types count ten columns at most
            Participation.id,
            Participation.event_id,
            Person.id,
            Person.last_name,
            Person.first_name,
            func.coalesce(Organisation.name, ""),
            func.coalesce(func.nullif(Person.country, ""), Organisation.country, ""),
            Participation.role,
            Participation.reply,
            Participation.walk_in,
        )
        .join(Event, Event.id == Participation.event_id)
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Participation.event_id.in_(event_ids))
        .order_by(Event.starts_utc, Event.id, sorting.person_name(code), Participation.id)
    )
    for key, event_id, person_id, last, first, organisation, country, role, reply, walk_in in session.execute(
        statement
    ):
        known = marks.get(key, {})
        cells = tuple([known.get(slot, UNKNOWN) for slot in slots.get(event_id, ())])
        yield event_id, person_id, AttendanceRow(last, first, organisation, country, role, reply, cells, walk_in)


def _marks(session: Session, event_ids: Sequence[int]) -> dict[int, dict[int, MarkCell]]:
    statement = select(
        Attendance.participation_id,
        Attendance.slot_id,
        Attendance.presence,
        Attendance.minutes,
        Attendance.source,
        Attendance.arrived,
        Attendance.departed,
    ).where(Attendance.event_id.in_(event_ids))
    found: dict[int, dict[int, MarkCell]] = {}
    # Most marks are alike: one of each kind is enough, and thousands need not be made.
    alike: dict[Any, MarkCell] = {}
    mark: Any
    for participation_id, slot_id, *mark in session.execute(statement):
        key = tuple(mark)
        cell = alike.get(key)
        if cell is None:
            cell = alike[key] = MarkCell(*mark)
        found.setdefault(participation_id, {})[slot_id] = cell
    return found


def costs(session: Session, event_ids: Collection[int]) -> tuple[CostLine, ...]:
    """The costs of events as workbooks have them."""
    about = _about(session, event_ids)
    return tuple(_cost(row, *about[row.event_id]) for row in cost_queries.listing(session, event_ids))


def _cost(row: cost_queries.CostRow, title: str, codes: Codes) -> CostLine:
    return CostLine(
        reference=row.reference,
        title=title,
        kind=row.kind,
        description=row.description,
        incurred_on=row.incurred_on,
        last_name=row.last_name,
        first_name=row.first_name,
        estimate_cents=row.estimate_cents,
        actual_cents=row.actual_cents,
        currency=row.currency,
        rate=row.rate,
        rate_source=row.rate_source,
        estimate_in_euro=row.estimate_in_euro,
        actual_in_euro=row.actual_in_euro,
        invoice_number=row.invoice_number,
        payer=row.payer,
        budget_line=row.budget_line,
        decision=row.decision,
        distance_km=row.distance_km,
        codes=codes,
    )


def _about(session: Session, event_ids: Collection[int]) -> dict[int, tuple[str, Codes]]:
    statement: Any = select(Event.id, Event.title, *_CODES)
    statement = _with_project(statement)
    found = {}
    for keys in _parts(event_ids):
        for event_id, title, *codes in session.execute(statement.where(Event.id.in_(keys))):
            found[event_id] = (title, Codes(*codes))
    return found


def catering(session: Session, event_ids: Collection[int]) -> tuple[CateringLine, ...]:
    """The occasions of events by the time they were served, each with the number of its guests."""
    guests = (
        select(func.count()).select_from(CateringGuest).where(CateringGuest.catering_id == Catering.id)
    ).scalar_subquery()
    statement: Any = (
        select(  # SQLAlchemy's types count ten columns at most
            Event.reference,
            Event.title,
            Catering.served,
            Catering.kind,
            Catering.purpose,
            Catering.agenda,
            Catering.place,
            guests,
            func.coalesce(func.nullif(Catering.invoice_number, ""), Cost.invoice_number, ""),
            Cost.actual_cents,
            func.coalesce(Cost.currency, "EUR"),
            *_CODES,
        )
        .join(Event, Event.id == Catering.event_id)
        .outerjoin(Cost, Cost.id == Catering.cost_id)
        .order_by(Event.starts_utc, Event.id, Catering.served, Catering.id)
    )
    statement = _with_project(statement)
    return tuple(
        CateringLine(*(*row[:-4], Codes(*row[-4:])))
        for keys in _parts(event_ids)
        for row in session.execute(statement.where(Event.id.in_(keys)))
    )


def _parts(event_ids: Collection[int]) -> Iterator[list[int]]:
    keys = list(event_ids)
    for first in range(0, len(keys), AT_ONCE):
        yield keys[first : first + AT_ONCE]


def _conditions(scope: Scope) -> list[Any]:
    """For a statement in which the event's work package is joined."""
    found: list[Any] = [
        Event.status != EventStatus.DRAFT,
        Event.starts >= dt.datetime.combine(scope.since, dt.time()),
        Event.starts <= dt.datetime.combine(scope.until, dt.time.max),
    ]
    if scope.project_id is not None:
        beside = and_(Event.work_package_id.is_(None), Event.project_id == scope.project_id)
        found.append(or_(WorkPackage.project_id == scope.project_id, beside))
    if scope.work_package_id is not None:
        found.append(Event.work_package_id == scope.work_package_id)
    return found


def _with_project(statement: Any) -> Any:
    """With the event's project: its work package's, else its own."""
    return statement.outerjoin(WorkPackage, WorkPackage.id == Event.work_package_id).outerjoin(
        Project, Project.id == func.coalesce(WorkPackage.project_id, Event.project_id)
    )


_CODES: Any = tuple(
    func.coalesce(column, "")
    for column in (Project.cost_centre, Project.project_code, Project.activity_code, Project.account)
)
_EVENTS: Any = (
    _with_project(
        select(  # SQLAlchemy's types count ten columns at most
            counted(),
            Event.id,
            Event.reference,
            Event.title,
            Event.kind,
            Event.format,
            Event.status,
            Event.starts,
            Event.ends,
            Event.all_day,
            Event.timezone,
            place(),
            WorkPackage.number,
            func.coalesce(WorkPackage.title, ""),
            func.coalesce(Activity.title, ""),
            func.coalesce(Project.name, ""),
            func.coalesce(Project.number, ""),
            func.coalesce(Organisation.name, ""),
            *_CODES,
        )
    )
    .outerjoin(Activity, Activity.id == Event.activity_id)
    .outerjoin(Venue, Venue.id == Event.venue_id)
    .outerjoin(Organisation, Organisation.id == Event.host_id)
)
