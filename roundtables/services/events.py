"""Plan events: add, change, duplicate, call off, delete."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any, TypedDict, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere
from roundtables.model import Activity, Event, HandOver, HandOverPart, Numbering, Participation, Venue, WorkPackage
from roundtables.model import Session as EventSession
from roundtables.queries import invitations
from roundtables.services import checklists, event_times, fields, line
from roundtables.services.slots import lay_slots
from roundtables.terms import CertificateBy, CountedBy, EventFormat, EventKind, EventStatus, LineMoves, Reply
from roundtables.words import _, n_

UID_DOMAIN = "roundtables.invalid"
MOST_SEATS = 1_000_000
MOST_PERCENT = 100
ASKS_ANEW = frozenset({"starts", "ends", "all_day", "timezone", "status", "place", "venue_id", "online_url"})
"""What changes the invitation so far that guests are asked again: SEQUENCE rises (RFC 5546, 2.1.4)."""

LINE_MOVES = frozenset({"capacity", "line_moves", "status"})
"""What may bring those who wait a seat."""


class CapacityTooSmall(Invalid):
    field = "capacity"

    def __init__(self, accepted: int) -> None:
        super().__init__(
            n_(
                "{n} participant has accepted already: the event needs at least that many places.",
                "{n} participants have accepted already: the event needs at least that many places.",
                accepted,
            ).format(n=accepted)
        )


class CapacityOutOfRange(Invalid):
    field = "capacity"

    def __init__(self) -> None:
        super().__init__(_("The number of places is from 1 to {most}.").format(most=MOST_SEATS))


class PercentOutOfRange(Invalid):
    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(_("A share is from 1 to 100 per cent. Nothing was changed."))


class NoSuchWorkPackage(Invalid):
    field = "work_package"

    def __init__(self, number: int) -> None:
        super().__init__(_("There is no work package {number} in this register.").format(number=number))


class WasHandedOver(Expected):
    def __init__(self, reference: str) -> None:
        super().__init__(
            _(
                "A list of {reference} has been handed over: the event can be cancelled but not deleted. "
                "Nothing was changed."
            ).format(reference=reference)
        )


class InvitationsAreHeld(Expected):
    def __init__(self, reference: str, number: int) -> None:
        super().__init__(
            n_(
                "{n} person holds an invitation to {reference} and would not learn that it is gone. Cancel the event "
                "and send the cancellation first. Nothing was changed.",
                "{n} people hold an invitation to {reference} and would not learn that it is gone. Cancel the event "
                "and send the cancellation first. Nothing was changed.",
                number,
            ).format(n=number, reference=reference)
        )


class EventValues(TypedDict, total=False):
    """What can be said of an event. Times are wall time in `timezone`; keys end in `_id`."""

    title: str
    kind: EventKind
    format: EventFormat
    status: EventStatus
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    timezone: str
    work_package_id: int | None
    activity_id: int | None
    project_id: int | None
    venue_id: int | None
    host_id: int | None
    place: str
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
    line_moves: LineMoves


def add(session: Session, *, tasks: Sequence[tuple[str, int]] | None = None, **values: Unpack[EventValues]) -> Event:
    """A new event; `title`, `starts`, `ends` and `timezone` are needed. It gets the next reference, such as E2.1.

    `tasks` are what there is to do for it, each with its days from the first day; without them, the checklist of
    its kind. Raises Invalid errors, each naming its field.
    """
    event = Event(uid=f"{uuid.uuid4()}@{UID_DOMAIN}", reference="", sequence=0)
    tidy = _tidied(session, {"title": "", **values})
    for key, value in tidy.items():
        setattr(event, key, value)
    event_times.set_instants(event)
    _follow_programme(session, event)
    event.reference = next_reference(session, event.work_package_id)
    session.add(event)
    lay_slots(session, event)
    if tasks is None:
        checklists.take_over(session, event.id)
    else:
        checklists.begin(event, tasks)
    return event


def change(session: Session, event_id: int, **values: Unpack[EventValues]) -> Event:
    """Change what is given and leave the rest. SEQUENCE rises where guests have to be asked anew.

    Where the event says so, the first in line get the places that are added. Raises Invalid errors, each naming its
    field; AttendanceWouldBeLost.
    """
    event = get(session, event_id)
    tidy = {key: value for key, value in _tidied(session, dict(values)).items() if getattr(event, key) != value}
    if not tidy:
        return event
    for key, value in tidy.items():
        setattr(event, key, value)
    event_times.set_instants(event)
    if "capacity" in tidy:
        _require_seats(session, event)
    if "work_package_id" in tidy or "activity_id" in tidy:
        _follow_programme(session, event)
    if ASKS_ANEW & tidy.keys():
        event.sequence += 1
    event_times.require_all_within(event)
    if {"starts", "ends", "all_day", "counted_by"} & tidy.keys():
        lay_slots(session, event)
    if LINE_MOVES & tidy.keys():
        line.advance_by_itself(session, [event.id])
    return event


def move(session: Session, event_id: int, starts: dt.datetime) -> Event:
    """Move an event with its sessions to another start; everything keeps its length."""
    event = get(session, event_id)
    by = starts - event.starts
    for part in event.sessions:
        part.starts, part.ends = part.starts + by, part.ends + by
    return change(session, event_id, starts=starts, ends=event.ends + by)


def duplicate(session: Session, event_id: int, starts: dt.datetime | None = None) -> Event:
    """A draft like the event, with its programme and tasks but no participants; a week later unless `starts` is given.

    What was done for the one is to be done anew for the other.
    """
    original = get(session, event_id)
    by = (starts - original.starts) if starts else dt.timedelta(days=7)
    values: Any = {key: getattr(original, key) for key in EventValues.__annotations__}
    values |= {"starts": original.starts + by, "ends": original.ends + by, "status": EventStatus.DRAFT}
    twin = add(session, tasks=[(task.title, task.days) for task in original.tasks], **values)
    for part in original.sessions:
        twin.sessions.append(
            EventSession(
                uid=f"{uuid.uuid4()}@{UID_DOMAIN}",
                title=part.title,
                starts=part.starts + by,
                ends=part.ends + by,
                place=part.place,
                description=part.description,
            )
        )
    lay_slots(session, twin)
    return twin


def cancel(session: Session, event_id: int) -> Event:
    """Call an event off. Its participants, replies and attendance stay."""
    return change(session, event_id, status=EventStatus.CANCELLED)


def delete(session: Session, event_id: int) -> None:
    """Remove an event with its programme and participants. Raises WasHandedOver and InvitationsAreHeld.

    A series leaves the date of its meeting out, and goes with the last one.
    """
    event = get(session, event_id)
    given = (HandOver.id, HandOver.event_id), (HandOverPart.id, HandOverPart.event_id)
    if any(session.scalar(select(key).where(of == event_id).limit(1)) is not None for key, of in given):
        raise WasHandedOver(event.reference)
    holders = invitations.holders(session, event_id)
    if holders:
        raise InvitationsAreHeld(event.reference, len(holders))
    series = event.series
    if series is not None and event.recurrence_id is not None:
        series.leave_out(event.recurrence_id)
    session.delete(event)
    if series is not None:
        session.flush()
        session.expire(series, ["events"])
        if not series.events:
            session.delete(series)


def get(session: Session, event_id: int) -> Event:
    """The event with this key. Raises NothingThere."""
    event = session.get(Event, event_id)
    if event is None:
        raise NothingThere
    return event


def next_reference(session: Session, work_package_id: int | None) -> str:
    """The next number of a work package, E2.1, or outside any, E0.1. A number once given is never given again."""
    package = session.get(WorkPackage, work_package_id) if work_package_id else None
    prefix = f"E{package.number if package else 0}"
    numbering = session.scalars(select(Numbering).where(Numbering.prefix == prefix)).one_or_none()
    if numbering is None:
        numbering = Numbering(prefix=prefix, last=0)
        session.add(numbering)
    numbering.last += 1
    return f"{prefix}.{numbering.last}"


def work_package_numbered(session: Session, number: int) -> WorkPackage:
    """The work package with this number, the oldest project's first. Raises NoSuchWorkPackage."""
    statement = select(WorkPackage).where(WorkPackage.number == number).order_by(WorkPackage.id).limit(1)
    package = session.scalars(statement).one_or_none()
    if package is None:
        raise NoSuchWorkPackage(number)
    return package


_LINES = ("place", "organiser_name", "language", "timezone")
_TEXTS = ("description", "themes")


def _tidied(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    """The values as they are kept. Raises Invalid errors."""
    tidy = dict(values)
    if "title" in tidy:
        tidy["title"] = fields.line(tidy["title"], "title", needed=True)
    for key in tidy.keys() & set(_LINES):
        tidy[key] = fields.line(tidy[key], key)
    for key in tidy.keys() & set(_TEXTS):
        tidy[key] = fields.paragraphs(tidy[key], key)
    if "online_url" in tidy:
        tidy["online_url"] = fields.link(tidy["online_url"])
    if "organiser_email" in tidy:
        tidy["organiser_email"] = fields.address(tidy["organiser_email"], "organiser_email") or ""
    _require_known(session, tidy)
    return tidy


def _require_known(session: Session, tidy: dict[str, Any]) -> None:
    """Raise CapacityOutOfRange, PercentOutOfRange, or NothingThere for a key that leads nowhere."""
    if tidy.get("capacity") is not None and not 0 < tidy["capacity"] <= MOST_SEATS:
        raise CapacityOutOfRange
    for key in ("present_percent", "certificate_percent"):
        if key in tidy and (tidy[key] is None or not 1 <= tidy[key] <= MOST_PERCENT):
            raise PercentOutOfRange(key)
    for key, table in (("venue_id", Venue), ("work_package_id", WorkPackage), ("activity_id", Activity)):
        if tidy.get(key) is not None and session.get(table, tidy[key]) is None:
            raise NothingThere


def _follow_programme(session: Session, event: Event) -> None:
    """An activity names its work package, a work package its project."""
    if event.activity_id:
        event.work_package_id = session.get_one(Activity, event.activity_id).work_package_id
    if event.work_package_id:
        event.project_id = session.get_one(WorkPackage, event.work_package_id).project_id


def _require_seats(session: Session, event: Event) -> None:
    accepted = accepted_number(session, event.id)
    if event.capacity is not None and event.capacity < accepted:
        raise CapacityTooSmall(accepted)


def accepted_number(session: Session, event_id: int) -> int:
    """How many participants have accepted."""
    statement = select(func.count()).where(Participation.event_id == event_id, Participation.reply == Reply.ACCEPTED)
    return session.scalar(statement) or 0
