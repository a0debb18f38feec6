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
    """Presence in one slot, with the minutes and how it came to be known."""

    presence: Presence = Presence.UNKNOWN
    minutes: int | None = None
    source: Source | None = None


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
        )
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Participation.event_id == event_id)
        .order_by(sorting.person_name(), Participation.id)
    )
    marks = _marks(session, event_id)
    return [ParticipantRow(*(*row, marks.get(row[0], {}))) for row in session.execute(statement)]


def _marks(session: Session, event_id: int) -> dict[int, dict[int, Mark]]:
    statement = select(
        Attendance.participation_id, Attendance.slot_id, Attendance.presence, Attendance.minutes, Attendance.source
    ).where(Attendance.event_id == event_id)
    found: dict[int, dict[int, Mark]] = {}
    # Most marks are alike: one of each kind is enough, and three thousand need not be made.
    alike: dict[Any, Mark] = {}
    for participation_id, slot_id, presence, minutes, source in session.execute(statement):
        key = presence, minutes, source
        mark = alike.get(key)
        if mark is None:
            mark = alike[key] = Mark(presence, minutes, source)
        found.setdefault(participation_id, {})[slot_id] = mark
    return found
