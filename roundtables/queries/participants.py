"""The participants of one event, with their presence per slot."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Attendance, Organisation, Participation, Person
from roundtables.queries import sorting
from roundtables.terms import Presence, Reply, Role, Source


@dataclass(frozen=True)
class Mark:
    """Presence in one slot, with the minutes, how it came to be known, and wall times in the event's zone."""

    presence: Presence = Presence.UNKNOWN
    minutes: int | None = None
    source: Source | None = None
    arrived: dt.datetime | None = None
    departed: dt.datetime | None = None


@dataclass(frozen=True)
class ParticipantRow:
    """One participant. `id` is the participation's key; `marks` by the key of the slot, unknown ones left out.

    `sort_name` sorts as the language of the process does.
    """

    id: int
    person_id: int
    first_name: str
    last_name: str
    sort_name: str
    email: str | None
    organisation: str
    country: str
    language: str
    role: Role
    reply: Reply
    replied_at: dt.datetime | None
    marks: dict[int, Mark]
    walk_in: bool = False

    @property
    def name(self) -> str:
        """First name and surname as spoken; one of them may be missing."""
        return f"{self.first_name} {self.last_name}".strip()


def listing(session: Session, event_id: int) -> list[ParticipantRow]:
    """The event's participants by surname, with their marks. Two statements, however many there are.

    The country is the person's, else their organisation's.
    """
    country = func.coalesce(func.nullif(Person.country, ""), Organisation.country, "")
    statement: Any = (
        select(
            Participation.id,
            Person.id,
            Person.first_name,
            Person.last_name,
            sorting.person_name(),
            Person.email,
            func.coalesce(Organisation.name, ""),
            country,
            Person.language,
            Participation.role,
            Participation.reply,
            Participation.replied_at,
            Participation.walk_in,
        )
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Participation.event_id == event_id)
        .order_by(sorting.person_name(), Participation.id)
    )
    marks = _marks(session, event_id)
    return [ParticipantRow(*(*row[:-1], marks.get(row[0], {}), row[-1])) for row in session.execute(statement)]


def _marks(session: Session, event_id: int) -> dict[int, dict[int, Mark]]:
    statement = select(
        Attendance.participation_id,
        Attendance.slot_id,
        Attendance.presence,
        Attendance.minutes,
        Attendance.source,
        Attendance.arrived,
        Attendance.departed,
    ).where(Attendance.event_id == event_id)
    found: dict[int, dict[int, Mark]] = {}
    # Most marks are alike: one of each kind is enough, and three thousand need not be made.
    alike: dict[Any, Mark] = {}
    for participation_id, slot_id, *values in session.execute(statement):
        key: Any = tuple(values)
        mark = alike.get(key)
        if mark is None:
            mark = alike[key] = Mark(*key)
        found.setdefault(participation_id, {})[slot_id] = mark
    return found
