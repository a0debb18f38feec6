"""Who takes part in an event: add, remove, role, reply. A full event puts later acceptances in line."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, NothingThere
from roundtables.model import Event, Participation, Person
from roundtables.model.base import utc_now
from roundtables.services import events, line
from roundtables.terms import Reply, Role
from roundtables.words import _

TAKE_ROOM = frozenset({Reply.ACCEPTED, Reply.WAITING})


class NotAParticipant(Expected):
    def __init__(self, who: str, reference: str) -> None:
        super().__init__(_("{who} is not a participant of {reference}.").format(who=who, reference=reference))


def add(
    session: Session,
    event_id: int,
    person_ids: Iterable[int],
    *,
    role: Role = Role.ATTENDEE,
    reply: Reply = Reply.NOT_INVITED,
) -> list[Participation]:
    """Add people to an event; who is a participant already stays as they are. Returns the new ones.

    Raises NothingThere for an event or a person that is gone.
    """
    event = events.get(session, event_id)
    known = set(session.scalars(select(Participation.person_id).where(Participation.event_id == event_id)))
    wanted = [key for key in dict.fromkeys(person_ids) if key not in known]
    found = {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(wanted)))}
    if len(found) != len(wanted):
        raise NothingThere
    new = [Participation(event_id=event.id, person_id=key, role=role, reply=reply) for key in wanted]
    session.add_all(new)
    session.flush()
    return new


def remove(session: Session, participation_ids: Collection[int]) -> int:
    """Take participants off their event, with the attendance taken for them; returns how many.

    Where the event says so, the first in line get the seats that become free.
    """
    rows = _rows(session, participation_ids)
    freed = {row.event_id for row in rows if row.reply is Reply.ACCEPTED}
    for row in rows:
        session.delete(row)
    line.advance_by_itself(session, freed)
    return len(rows)


def set_role(session: Session, participation_ids: Collection[int], role: Role) -> None:
    """Give participants a role."""
    for row in _rows(session, participation_ids):
        row.role = role


def set_reply(session: Session, participation_ids: Collection[int], reply: Reply) -> dict[int, Reply]:
    """Record replies, in the order given; returns what each became.

    An acceptance of a full event goes to the end of its waiting list, and behind those who wait for a seat that became
    free; who waits already is given such a seat. Where the event says so, the first in line get what becomes free.
    """
    outcome = {}
    freed = set()
    rooms: dict[int, _Room] = {}
    for row in _rows(session, participation_ids):
        if row.reply is not reply:
            if row.reply is Reply.ACCEPTED:
                freed.add(row.event_id)
            if reply in TAKE_ROOM and row.event_id not in rooms:
                rooms[row.event_id] = _Room(session, row.event)
            row.reply, row.place_in_line = (
                rooms[row.event_id].given(row, reply) if reply in TAKE_ROOM else (reply, None)
            )
            row.replied_at = None if row.reply in (Reply.NOT_INVITED, Reply.INVITED) else utc_now()
            row.moved_up_at = None
            # An answer that was written before this, and comes in by mail after it, is older than what is known.
            answered = row.replied_at is not None
            row.answered_sequence, row.answered_stamp = (row.event.sequence if answered else None), row.replied_at
        outcome[row.id] = row.reply
    session.flush()
    line.advance_by_itself(session, freed)
    return outcome


class _Room:
    """The seats and the line of an event while replies are entered, counted once however many they are."""

    def __init__(self, session: Session, event: Event) -> None:
        self._left = line.seats_left(session, event)
        self._waiting = line.waiting_number(session, event.id)
        self._end = line.end_of_line(session, event.id)

    def given(self, row: Participation, reply: Reply) -> tuple[Reply, int | None]:
        """What an acceptance becomes, a seat while there is one, or a place at the end of the line."""
        was_waiting = row.reply is Reply.WAITING
        if reply is Reply.ACCEPTED and self._has_seat(was_waiting=was_waiting):
            self._left = None if self._left is None else self._left - 1
            self._waiting -= was_waiting
            return Reply.ACCEPTED, None
        self._waiting += not was_waiting
        self._end += 1
        return Reply.WAITING, self._end - 1

    def _has_seat(self, *, was_waiting: bool) -> bool:
        """Seats that became free are for those who wait already."""
        return self._left is None or self._left > (0 if was_waiting else self._waiting)


def by_address(session: Session, event_id: int, email: str) -> Participation:
    """The participant with this address, however its case. Raises NotAParticipant."""
    statement = (
        select(Participation)
        .join(Person, Person.id == Participation.person_id)
        .where(Participation.event_id == event_id, Person.email_key == email.strip().casefold())
        .order_by(Participation.id)
        .limit(1)
    )
    row = session.scalars(statement).one_or_none()
    if row is None:
        raise NotAParticipant(email, events.get(session, event_id).reference)
    return row


def _rows(session: Session, keys: Collection[int]) -> list[Participation]:
    """The participations in the order of the keys. Raises NothingThere where one is gone."""
    found = {row.id: row for row in session.scalars(select(Participation).where(Participation.id.in_(keys)))}
    if len(found) != len(set(keys)):
        raise NothingThere
    return [found[key] for key in dict.fromkeys(keys)]
