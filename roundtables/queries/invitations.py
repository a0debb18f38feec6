"""What each participant of an event was sent and holds, and who has to be sent what."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.model import Event, Invitation, Message, Participation, Person
from roundtables.model import Session as EventSession
from roundtables.queries import sorting
from roundtables.terms import EventStatus, MessageState, Method, Reply, Role, Way


class Standing(Enum):
    """Where one person's invitation to an event stands."""

    NOT_SENT = "not-sent"
    ON_ITS_WAY = "on-its-way"
    CURRENT = "current"
    OUTDATED = "outdated"
    NOT_DELIVERED = "not-delivered"
    PERHAPS_DELIVERED = "perhaps-delivered"
    TO_BE_CALLED_OFF = "to-be-called-off"
    CALLED_OFF = "called-off"


BY_STATE = {
    MessageState.QUEUED: Standing.ON_ITS_WAY,
    MessageState.SENDING: Standing.ON_ITS_WAY,
    MessageState.FAILED: Standing.NOT_DELIVERED,
    MessageState.UNKNOWN: Standing.PERHAPS_DELIVERED,
}
"""Where the last thing that was sent is still on its way, or did not arrive."""


@dataclass(frozen=True, slots=True)
class Sent:
    """One thing a person was sent; `state` is that of the message that carries it, None where none does."""

    person_id: int
    uid: str
    method: Method
    sequence: int
    email: str
    way: Way
    at: dt.datetime
    state: MessageState | None
    answer: str

    @property
    def is_held(self) -> bool:
        """Whether it reached the person as far as can be known here."""
        return self.state in (None, MessageState.SENT, MessageState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One participant, or one who was taken off and has to be told: then `id`, role and reply are None.

    `held` is the revision (SEQUENCE) they hold, the oldest where the sessions have invitations of their own; `at` and
    `way` are of what was sent last, `answer` what the server said to it.
    """

    id: int | None
    person_id: int
    name: str
    sort_name: str
    email: str
    language: str
    role: Role | None
    reply: Reply | None
    replied_at: dt.datetime | None
    comment: str
    place_in_line: int | None
    standing: Standing
    held: int | None
    at: dt.datetime | None
    way: Way | None
    answer: str


@dataclass(frozen=True)
class Expected:
    """What a person has to hold of an event: these UIDs, at this revision; nothing where it was called off."""

    uids: frozenset[str]
    sequence: int
    called_off: bool


def listing(session: Session, event_id: int) -> list[InvitationRow]:
    """The event's participants by surname, then those taken off who still hold an invitation. Four statements."""
    wanted = expected(session, event_id)
    sent = sent_to(session, event_id)
    name = sorting.person_name()
    # By their keys, so that the people of the whole register are not gone through for those of one event.
    taking_part = select(Participation.person_id).where(Participation.event_id == event_id)
    concerned = taking_part.union(select(Invitation.person_id).where(Invitation.event_id == event_id))
    statement: Any = (
        select(  # SQLAlchemy's types count ten columns at most
            Participation.id,
            Person.id,
            Person.first_name,
            Person.last_name,
            name,
            Person.email,
            Person.language,
            Participation.role,
            Participation.reply,
            Participation.replied_at,
            Participation.comment,
            Participation.place_in_line,
        )
        .select_from(Person)
        .outerjoin(Participation, (Participation.person_id == Person.id) & (Participation.event_id == event_id))
        .where(Person.id.in_(concerned))
        .order_by(Participation.id.is_(None), name, Person.id)
    )
    rows = (_row(found, sent.get(found[1], []), wanted) for found in session.execute(statement))
    return [row for row in rows if row.id is not None or row.held is not None or row.standing is Standing.ON_ITS_WAY]


def expected(session: Session, event_id: int) -> Expected:
    """What participants have to hold now."""
    event = session.get_one(Event, event_id)
    uids = {event.series.uid if event.series else event.uid}
    if event.invited_by_session and event.sessions:
        uids = set(session.scalars(select(EventSession.uid).where(EventSession.event_id == event_id)))
    return Expected(frozenset(uids), event.sequence, event.status is EventStatus.CANCELLED)


def holders(session: Session, event_id: int) -> list[int]:
    """The keys of all people who hold an invitation, participants or not."""
    return [person for person, sent in sent_to(session, event_id).items() if held_of(sent)]


def last_message(session: Session, event_id: int, person_id: int) -> int | None:
    """The key of the message that carried what a person was sent last about an event; None where none is kept."""
    statement = (
        select(Invitation.message_id)
        .where(Invitation.event_id == event_id, Invitation.person_id == person_id)
        .order_by(Invitation.id.desc())
        .limit(1)
    )
    return session.scalar(statement)


def sent_to(session: Session, event_id: int) -> dict[int, list[Sent]]:
    """All that was sent about the event, oldest first, by person."""
    return {person: sent for (_event, person), sent in sent_about(session, [event_id]).items()}


def sent_about(session: Session, event_ids: Collection[int]) -> dict[tuple[int, int], list[Sent]]:
    """All that was sent about some events, oldest first, by event and person."""
    statement = (
        select(
            Invitation.event_id,
            Invitation.person_id,
            Invitation.uid,
            Invitation.method,
            Invitation.sequence,
            Invitation.email,
            Invitation.way,
            Invitation.at,
            Message.state,
            Message.answer,
        )
        .outerjoin(Message, Message.id == Invitation.message_id)
        .where(Invitation.event_id.in_(event_ids))
        .order_by(Invitation.id)
    )
    found: dict[tuple[int, int], list[Sent]] = defaultdict(list)
    for event, *row in session.execute(statement):
        found[event, row[0]].append(Sent(*(*row[:8], row[8] or "")))
    return found


def held_of(sent: Iterable[Sent]) -> dict[str, Sent]:
    """What a person holds, by UID: the last that reached them, unless that called it off."""
    last = {each.uid: each for each in sent if each.is_held}
    return {uid: each for uid, each in last.items() if each.method is Method.REQUEST}


def _is_overtaken(waiting: Sent, wanted: Expected, *, takes_part: bool) -> bool:
    """Whether an invitation that waits in the outbox is of an older revision: it will not be sent."""
    invites = waiting.method is Method.REQUEST and takes_part and not wanted.called_off
    return invites and waiting.sequence < wanted.sequence


def _standing(sent: list[Sent], held: dict[str, Sent], wanted: Expected, *, takes_part: bool) -> Standing:
    if not sent:
        return Standing.NOT_SENT
    last = sent[-1]
    if last.state is MessageState.QUEUED and _is_overtaken(last, wanted, takes_part=takes_part):
        return Standing.OUTDATED if held else Standing.NOT_SENT
    if last.state in BY_STATE:
        return BY_STATE[last.state]
    if wanted.called_off or not takes_part:
        return Standing.TO_BE_CALLED_OFF if held else Standing.CALLED_OFF
    if not held:
        return Standing.NOT_SENT
    current = held.keys() == wanted.uids and all(each.sequence >= wanted.sequence for each in held.values())
    return Standing.CURRENT if current else Standing.OUTDATED


def _row(found: Any, sent: list[Sent], wanted: Expected) -> InvitationRow:
    """A row of the list, of what `listing` selects and what the person was sent."""
    key, person_id, first_name, last_name, sort_name, email, language, role, reply, *answered = found
    held, last = held_of(sent), sent[-1] if sent else None
    replied_at, comment, place_in_line = answered
    return InvitationRow(
        id=key,
        person_id=person_id,
        name=f"{first_name} {last_name}".strip(),
        sort_name=sort_name,
        email=email or (last.email if last else ""),
        language=language,
        role=role,
        reply=reply,
        replied_at=replied_at,
        comment=comment or "",
        place_in_line=place_in_line,
        standing=_standing(sent, held, wanted, takes_part=reply not in (None, Reply.WITHDRAWN)),
        held=min(each.sequence for each in held.values()) if held else None,
        at=last.at if last else None,
        way=last.way if last else None,
        answer=last.answer if last else "",
    )
