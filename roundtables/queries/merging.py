"""Two people who may become one: both as they are, and what would move from each."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import GroupMember, Participation, PersonAddress, ProjectRole
from roundtables.queries.people import PersonRow, one_row
from roundtables.queries.person import NeedsRow, needs


@dataclass(frozen=True)
class Moves:
    """What moves from one person when the other is kept; `both` are the events in which both take part."""

    events: int
    both: int
    addresses: int
    roles: int
    groups: int


@dataclass(frozen=True)
class PersonPair:
    """Two people side by side, the one with more history first, each with what would move if the other were kept."""

    one: PersonRow
    other: PersonRow
    from_one: Moves
    from_other: Moves
    one_needs: NeedsRow | None
    other_needs: NeedsRow | None


def person_pair(session: Session, one_id: int, other_id: int) -> PersonPair:
    """Both people. Raises NothingThere where one of them is gone."""
    rows = [one_row(session, key) for key in sorted((one_id, other_id))]
    events = [_events(session, row.id) for row in rows]
    both = len(events[0] & events[1])
    addresses = [_addresses(session, row) for row in rows]
    moves = [
        Moves(
            events=len(events[at]),
            both=both,
            addresses=len(addresses[at] - addresses[1 - at]),
            roles=_number(session, ProjectRole.person_id, row.id),
            groups=_number(session, GroupMember.person_id, row.id),
        )
        for at, row in enumerate(rows)
    ]
    first = 0 if _weight(moves[0]) >= _weight(moves[1]) else 1
    last = 1 - first
    return PersonPair(
        rows[first],
        rows[last],
        moves[first],
        moves[last],
        needs(session, rows[first].id),
        needs(session, rows[last].id),
    )


def _weight(moves: Moves) -> int:
    return moves.events + moves.roles + moves.groups


def _events(session: Session, person_id: int) -> set[int]:
    return set(session.scalars(select(Participation.event_id).where(Participation.person_id == person_id)))


def _addresses(session: Session, person: PersonRow) -> set[str]:
    further = session.scalars(select(PersonAddress.email_key).where(PersonAddress.person_id == person.id))
    return {*further, *([person.email.casefold()] if person.email else [])}


def _number(session: Session, column: Any, person_id: int) -> int:
    return session.scalar(select(func.count()).where(column == person_id)) or 0
