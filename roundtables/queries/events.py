"""Events as lists and pages show them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from roundtables.errors import NoSuchEvent, NothingThere
from roundtables.model import (
    Activity,
    Event,
    Organisation,
    Project,
    Series,
    Slot,
    Venue,
    WorkPackage,
)
from roundtables.model import Session as EventSession
from roundtables.queries import sorting
from roundtables.queries.event_sorting import SORTS, TERMS, TEXTS, counted, joined, place, venue_text
from roundtables.queries.search import keys_matching
from roundtables.queries.sorting import Sort
from roundtables.terms import CertificateBy, CountedBy, EventFormat, EventKind, EventStatus, LineMoves, Reply


@dataclass(frozen=True)
class EventFilter:
    """What a list of events is narrowed to; empty parts narrow nothing. Dates are wall dates, both inclusive."""

    words: str = ""
    kinds: frozenset[EventKind] = frozenset()
    statuses: frozenset[EventStatus] = frozenset()
    work_package: int | None = None
    project_id: int | None = None
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(frozen=True)
class EventRow:
    """An event in a list. `place` is venue and place in one line, `beside` what is said beside the venue."""

    id: int
    reference: str
    title: str
    kind: EventKind
    format: EventFormat
    status: EventStatus
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    timezone: str
    place: str
    work_package: int | None
    capacity: int | None
    participants: int
    accepted: int
    beside: str = ""
    work_package_title: str = ""
    activity: str = ""
    project: str = ""
    host: str = ""
    organiser: str = ""
    language: str = ""


@dataclass(frozen=True)
class SessionRow:
    id: int
    uid: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    place: str
    description: str


@dataclass(frozen=True)
class SlotRow:
    """One column of the attendance grid; `title` and times are the session's, `day` the date's, else neither."""

    id: int
    number: int
    day: dt.date | None
    title: str | None
    starts: dt.datetime | None
    ends: dt.datetime | None


@dataclass(frozen=True)
class EventPage:
    """Everything an event's own page shows but its participants. `place` is what is said beside the venue.

    `recurrence_id` is a meeting's date in its series, wall time in the series' zone.
    """

    id: int
    uid: str
    reference: str
    title: str
    kind: EventKind
    format: EventFormat
    status: EventStatus
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    timezone: str
    place: str
    venue_id: int | None
    venue: str
    latitude: float | None
    longitude: float | None
    host_id: int | None
    host: str
    online_url: str
    description: str
    themes: str
    language: str
    capacity: int | None
    organiser_name: str
    organiser_email: str
    counted_by: CountedBy
    present_percent: int
    certificate_percent: int
    certificate_by: CertificateBy
    guests_shown: bool
    invited_by_session: bool
    alarm_minutes: int | None
    sequence: int
    work_package_id: int | None
    work_package: int | None
    work_package_title: str
    activity_id: int | None
    activity: str
    project_id: int | None
    project: str
    participants: int
    accepted: int
    waiting: int
    line_moves: LineMoves
    series_id: int | None
    series_uid: str | None
    series_timezone: str | None
    series_all_day: bool | None
    recurrence_id: dt.datetime | None
    sessions: tuple[SessionRow, ...] = field(default=())
    slots: tuple[SlotRow, ...] = field(default=())

    @property
    def where(self) -> str:
        """Venue and place in one line."""
        return ", ".join(part for part in (self.venue, self.place) if part)


def count(session: Session, narrowed: EventFilter) -> int:
    """How many events the filter leaves."""
    statement = _narrow(session, select(func.count(Event.id)), narrowed)
    return session.scalar(statement) or 0


def page(
    session: Session,
    narrowed: EventFilter,
    sort: str | Sequence[Sort] = "starts",
    *,
    descending: bool = False,
    offset: int = 0,
    limit: int | None = 200,
) -> list[EventRow]:
    """The rows from `offset` on, at most `limit` (None: all), sorted by one or several keys of `SORTS`, then by key."""
    if limit is None and not offset:
        statement = _narrow(session, _ROWS, narrowed)
    else:
        # The keys come first: what is counted for a row is counted for those of this page alone.
        chosen = _keys(session, narrowed, sort, descending=descending).offset(offset or None).limit(limit).subquery()
        statement = _ROWS.where(Event.id.in_(select(chosen.c.id)))
    statement = statement.order_by(*_order(session, sort, descending=descending))
    return [EventRow(*row) for row in session.execute(statement)]


def keys(
    session: Session, narrowed: EventFilter, sort: str | Sequence[Sort], *, offset: int = 0, limit: int | None = None
) -> list[int]:
    """The keys alone of the rows that `page` gives."""
    return list(session.scalars(_keys(session, narrowed, sort).offset(offset or None).limit(limit)))


def rows_of(session: Session, wanted: Sequence[int]) -> list[EventRow]:
    """The rows with these keys, some hundreds at most, in their order; what was deleted meanwhile is left out."""
    found = {row[0]: EventRow(*row) for row in session.execute(_ROWS.where(Event.id.in_(wanted)))}
    return [found[key] for key in wanted if key in found]


def place_of(session: Session, narrowed: EventFilter, sort: Sort, letters: str) -> Any:
    """The number of the row where those begin whose sorted column begins with these letters; None for other columns."""
    key, descending = sort
    part = SORTS[key](session)[0]
    if key in TERMS:
        ranks = sorting.ranks_beginning(TERMS[key], letters)
        if not ranks:
            return None
        earlier = part > max(ranks) if descending else part < min(ranks)
    elif key in TEXTS:
        earlier = sorting.before(session, part, letters, descending=descending)
    else:
        return None
    statement = _narrow(session, joined(select(func.count(Event.id))), narrowed)
    return session.scalar(statement.where(earlier))


def _keys(session: Session, narrowed: EventFilter, sort: str | Sequence[Sort], *, descending: bool = False) -> Any:
    statement = _narrow(session, joined(select(Event.id)), narrowed)
    return statement.order_by(*_order(session, sort, descending=descending))


def _order(session: Session, sort: str | Sequence[Sort], *, descending: bool) -> list[Any]:
    return sorting.order_by(sort, lambda key: SORTS[key](session), Event.id, descending=descending)


_ROWS: Any = joined(
    select(  # SQLAlchemy's types count ten columns at most
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
        Event.capacity,
        counted(),
        counted(Reply.ACCEPTED),
        Event.place,
        func.coalesce(WorkPackage.title, ""),
        func.coalesce(Activity.title, ""),
        func.coalesce(Project.name, ""),
        func.coalesce(Organisation.name, ""),
        Event.organiser_name,
        Event.language,
    )
)


def _narrow(session: Session, statement: Any, by: EventFilter) -> Any:
    """The statement with the filter's conditions; what the filter leaves empty costs nothing."""
    conditions: list[ColumnElement[bool]] = []
    matching = keys_matching(session, "event", by.words)
    if matching is not None:
        conditions.append(Event.id.in_(matching))
    if by.kinds:
        conditions.append(Event.kind.in_(by.kinds))
    if by.statuses:
        conditions.append(Event.status.in_(by.statuses))
    if by.work_package is not None:
        packages = select(WorkPackage.id).where(WorkPackage.number == by.work_package)
        conditions.append(Event.work_package_id.in_(packages) if by.work_package else Event.work_package_id.is_(None))
    if by.project_id is not None:
        conditions.append(Event.project_id == by.project_id)
    if by.since is not None:
        conditions.append(Event.ends >= dt.datetime.combine(by.since, dt.time.min))
    if by.until is not None:
        conditions.append(Event.starts <= dt.datetime.combine(by.until, dt.time.max))
    return statement.where(*conditions) if conditions else statement


def key_of(session: Session, reference: str) -> int:
    """The key of the event with this reference, however its letter is typed. Raises NoSuchEvent."""
    key = session.scalar(select(Event.id).where(Event.reference == reference.strip().upper()))
    if key is None:
        raise NoSuchEvent(reference)
    return key


def event_page(session: Session, event_id: int) -> EventPage:
    """All that an event's page shows but its participants. Raises NothingThere."""
    row: Any = session.execute(_PAGE.where(Event.id == event_id)).one_or_none()
    if row is None:
        raise NothingThere
    sessions = select(
        EventSession.id,
        EventSession.uid,
        EventSession.title,
        EventSession.starts,
        EventSession.ends,
        EventSession.place,
        EventSession.description,
    ).where(EventSession.event_id == event_id)
    programme = tuple(
        SessionRow(*part) for part in session.execute(sessions.order_by(EventSession.starts, EventSession.id))
    )
    return EventPage(*(*row, programme, tuple(slots(session, event_id))))


def all_pages(session: Session, narrowed: EventFilter) -> list[EventPage]:
    """The events of a filter as their pages have them, by start, without sessions and slots."""
    statement = _narrow(session, _PAGE, narrowed).order_by(Event.starts_utc, Event.id)
    return [EventPage(*row) for row in session.execute(statement)]


def series_pages(session: Session, series_id: int) -> list[EventPage]:
    """The meetings of a series as their pages have them, in its order, without sessions and slots."""
    statement = _PAGE.where(Event.series_id == series_id).order_by(Event.recurrence_id, Event.id)
    return [EventPage(*row) for row in session.execute(statement)]


def pages_of(session: Session, uids: Sequence[str]) -> dict[str, EventPage]:
    """The events with these UIDs, some hundreds at most, as their pages have them, without sessions and slots."""
    found = [EventPage(*row) for row in session.execute(_PAGE.where(Event.uid.in_(uids)))]
    return {page.uid: page for page in found}


def slots(session: Session, event_id: int) -> list[SlotRow]:
    """The columns of an event's attendance grid, in order."""
    statement = (
        select(Slot.id, Slot.number, Slot.day, EventSession.title, EventSession.starts, EventSession.ends)
        .outerjoin(EventSession, EventSession.id == Slot.session_id)
        .where(Slot.event_id == event_id)
        .order_by(Slot.number)
    )
    return [SlotRow(*row) for row in session.execute(statement)]


_PAGE: Any = (
    select(
        Event.id,
        Event.uid,
        Event.reference,
        Event.title,
        Event.kind,
        Event.format,
        Event.status,
        Event.starts,
        Event.ends,
        Event.all_day,
        Event.timezone,
        Event.place,
        Event.venue_id,
        venue_text(),
        Venue.latitude,
        Venue.longitude,
        Event.host_id,
        func.coalesce(Organisation.name, ""),
        Event.online_url,
        Event.description,
        Event.themes,
        Event.language,
        Event.capacity,
        Event.organiser_name,
        Event.organiser_email,
        Event.counted_by,
        Event.present_percent,
        Event.certificate_percent,
        Event.certificate_by,
        Event.guests_shown,
        Event.invited_by_session,
        Event.alarm_minutes,
        Event.sequence,
        Event.work_package_id,
        WorkPackage.number,
        func.coalesce(WorkPackage.title, ""),
        Event.activity_id,
        func.coalesce(Activity.title, ""),
        Event.project_id,
        func.coalesce(Project.name, ""),
        counted(),
        counted(Reply.ACCEPTED),
        counted(Reply.WAITING),
        Event.line_moves,
        Event.series_id,
        Series.uid,
        Series.timezone,
        Series.all_day,
        Event.recurrence_id,
    )
    .outerjoin(Series, Series.id == Event.series_id)
    .outerjoin(Venue, Venue.id == Event.venue_id)
    .outerjoin(Organisation, Organisation.id == Event.host_id)
    .outerjoin(WorkPackage, WorkPackage.id == Event.work_package_id)
    .outerjoin(Activity, Activity.id == Event.activity_id)
    .outerjoin(Project, Project.id == Event.project_id)
)
