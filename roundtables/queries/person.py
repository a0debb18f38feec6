"""One person as their page shows them: addresses, everything they were invited to, what they do for projects."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from roundtables.model import (
    Attendance,
    Event,
    Group,
    GroupMember,
    Organisation,
    Participation,
    PersonAddress,
    PersonNeeds,
    Project,
    ProjectRole,
    Slot,
)
from roundtables.model import Session as EventSession
from roundtables.queries import sorting
from roundtables.queries.people import PersonRow, one_row
from roundtables.terms import CountedBy, EventStatus, Presence, Reply, Role

NIGHT = dt.timedelta(days=1)


@dataclass(frozen=True)
class AddressRow:
    """A further address."""

    id: int
    email: str


@dataclass(frozen=True)
class PartRow:
    """One event that a person was entered for. The slots of it are `slots`; in how many they were what, the rest.

    `minutes` are those attended: measured ones where they are, else the length of the slots present; None where
    neither is known (an all-day event).
    """

    event_id: int
    reference: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    counted_by: CountedBy
    status: EventStatus
    role: Role
    reply: Reply
    slots: int = 0
    present: int = 0
    absent: int = 0
    excused: int = 0
    minutes: int | None = None


@dataclass(frozen=True)
class RoleRow:
    """What a person does for a project, from when until when."""

    id: int
    project: str
    title: str
    organisation: str
    since: dt.date | None
    until: dt.date | None


@dataclass(frozen=True)
class NeedsRow:
    """Diet and access needs, with the day of the consent."""

    diet: str
    access: str
    consented_on: dt.date


@dataclass(frozen=True)
class Figures:
    """What a person's participation adds up to."""

    invited: int
    accepted: int
    came: int
    minutes: int


@dataclass(frozen=True)
class PersonRecord:
    """Everything that a person's page shows but their needs and history; events newest first."""

    person: PersonRow
    addresses: tuple[AddressRow, ...] = ()
    parts: tuple[PartRow, ...] = ()
    roles: tuple[RoleRow, ...] = ()
    groups: tuple[str, ...] = field(default=())

    @property
    def figures(self) -> Figures:
        """Invited counts every event but those where no invitation was sent; came, those present at in part too."""
        return Figures(
            invited=sum(part.reply is not Reply.NOT_INVITED for part in self.parts),
            accepted=sum(part.reply is Reply.ACCEPTED for part in self.parts),
            came=sum(part.present > 0 for part in self.parts),
            minutes=sum(part.minutes or 0 for part in self.parts),
        )


def record(session: Session, person_id: int) -> PersonRecord:
    """What a person's page shows. Raises NothingThere."""
    person = one_row(session, person_id)
    addresses = (
        select(PersonAddress.id, PersonAddress.email)
        .where(PersonAddress.person_id == person_id)
        .order_by(PersonAddress.id)
    )
    roles = (
        select(ProjectRole.id, Project.name, ProjectRole.title, Organisation.name, ProjectRole.since, ProjectRole.until)
        .join(Project, Project.id == ProjectRole.project_id)
        .outerjoin(Organisation, Organisation.id == ProjectRole.organisation_id)
        .where(ProjectRole.person_id == person_id)
        .order_by(ProjectRole.since.desc(), ProjectRole.id.desc())
    )
    groups = (
        select(Group.name)
        .join(GroupMember, GroupMember.group_id == Group.id)
        .where(GroupMember.person_id == person_id)
        .order_by(sorting.by_text(session, Group.name), Group.id)
    )
    return PersonRecord(
        person,
        tuple(AddressRow(*row) for row in session.execute(addresses)),
        tuple(_parts(session, person_id)),
        tuple(
            RoleRow(key, project, title, organisation or "", since, until)
            for key, project, title, organisation, since, until in session.execute(roles)
        ),
        tuple(session.scalars(groups)),
    )


def needs(session: Session, person_id: int) -> NeedsRow | None:
    """What a person needs at events; asked for by itself, since it is shown only to who wants to see it."""
    statement = select(PersonNeeds.diet, PersonNeeds.access, PersonNeeds.consented_on)
    row = session.execute(statement.where(PersonNeeds.person_id == person_id)).one_or_none()
    return NeedsRow(*row) if row is not None else None


def _parts(session: Session, person_id: int) -> list[PartRow]:
    statement: Any = (
        select(
            Event.id,
            Event.reference,
            Event.title,
            Event.starts,
            Event.ends,
            Event.all_day,
            Event.counted_by,
            Event.status,
            Participation.role,
            Participation.reply,
        )
        .join(Participation, Participation.event_id == Event.id)
        .where(Participation.person_id == person_id)
        .order_by(Event.starts_utc.desc(), Event.id.desc())
    )
    marks: dict[int, list[Any]] = {}
    for mark in session.execute(_MARKS.where(Participation.person_id == person_id)):
        marks.setdefault(mark.event_id, []).append(mark)
    return [_part(PartRow(*row), marks.get(row[0], ())) for row in session.execute(statement)]


_MARKS: Any = (
    select(
        Slot.event_id,
        Attendance.presence,
        Attendance.minutes,
        EventSession.starts.label("starts"),
        EventSession.ends.label("ends"),
    )
    .join(Participation, Participation.event_id == Slot.event_id)
    .outerjoin(Attendance, and_(Attendance.slot_id == Slot.id, Attendance.participation_id == Participation.id))
    .outerjoin(EventSession, EventSession.id == Slot.session_id)
)


def _part(part: PartRow, marks: Iterable[Any]) -> PartRow:
    """The event with the person's marks counted."""
    marks = list(marks)
    here = [mark for mark in marks if mark.presence is Presence.PRESENT]
    day = _slot_length(part, len(marks))
    lengths = [_minutes(mark, day) for mark in here]
    known = [length for length in lengths if length is not None]
    return PartRow(
        part.event_id,
        part.reference,
        part.title,
        part.starts,
        part.ends,
        part.all_day,
        part.counted_by,
        part.status,
        part.role,
        part.reply,
        slots=len(marks),
        present=len(here),
        absent=sum(mark.presence is Presence.ABSENT for mark in marks),
        excused=sum(mark.presence is Presence.EXCUSED for mark in marks),
        minutes=sum(known) if known else None,
    )


def _minutes(mark: Any, day: dt.timedelta | None) -> int | None:
    if mark.minutes is not None:
        return int(mark.minutes)
    length = mark.ends - mark.starts if mark.starts is not None else day
    return None if length is None else int(length.total_seconds() // 60)


def _slot_length(part: PartRow, slots: int) -> dt.timedelta | None:
    """How long a slot without a session is: of one day from start to end, of several by the clock of each day.

    Not known of all-day events, nor where the last day ends earlier on the clock than the first began.
    """
    if part.all_day:
        return None
    whole = part.ends - part.starts
    if whole <= NIGHT and slots <= 1:
        return whole
    by_clock = dt.datetime.combine(part.starts.date(), part.ends.time()) - part.starts
    if by_clock <= dt.timedelta(0):
        return None
    days = (part.ends.date() - part.starts.date()).days + 1
    return by_clock * days if part.counted_by is CountedBy.WHOLE else by_clock
