"""The files of events: what they are, which slots they prove, and what was kept of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Event, EventFile, ProvedSlot, Slot
from roundtables.terms import FileKind


@dataclass(frozen=True)
class FileRow:
    """An attached file; `slot_ids` are those it proves, `slots` their numbers, both in the order of the event."""

    id: int
    event_id: int
    reference: str
    kind: FileKind
    name: str
    sha256: str
    size: int
    note: str
    added_at: dt.datetime
    added_by: str
    slot_ids: tuple[int, ...] = ()
    slots: tuple[int, ...] = ()


@dataclass(frozen=True)
class ProofRow:
    """A file that proves a slot."""

    file_id: int
    kind: FileKind
    name: str


def listing(session: Session, event_ids: Collection[int]) -> list[FileRow]:
    """The files of events: by event, kind as it is declared, and key. Two statements."""
    proved: dict[int, list[tuple[int, int]]] = defaultdict(list)
    slots = (
        select(ProvedSlot.file_id, Slot.number, Slot.id)
        .join(Slot, Slot.id == ProvedSlot.slot_id)
        .where(Slot.event_id.in_(event_ids))
        .order_by(ProvedSlot.file_id, Slot.number)
    )
    for file_id, number, slot_id in session.execute(slots):
        proved[file_id].append((number, slot_id))
    statement: Any = (
        select(
            EventFile.id,
            EventFile.event_id,
            Event.reference,
            EventFile.kind,
            EventFile.name,
            EventFile.sha256,
            EventFile.size,
            EventFile.note,
            EventFile.added_at,
            EventFile.added_by,
        )
        .join(Event, Event.id == EventFile.event_id)
        .where(EventFile.event_id.in_(event_ids))
        .order_by(Event.starts_utc, Event.id, EventFile.id)
    )
    kinds = {kind: at for at, kind in enumerate(FileKind)}
    places: dict[int, int] = {}
    rows: list[FileRow] = []
    for row in session.execute(statement):
        places.setdefault(row.event_id, len(places))
        these = proved.get(row.id, [])
        slot_ids, numbers = tuple(key for _number, key in these), tuple(number for number, _key in these)
        rows.append(FileRow(*(*row, slot_ids, numbers)))
    return sorted(rows, key=lambda row: (places[row.event_id], kinds[row.kind], row.id))


def proofs(session: Session, event_id: int) -> dict[int, list[ProofRow]]:
    """What proves each slot of an event, by the slot's key; what has no proof is left out. One statement."""
    statement: Any = (
        select(ProvedSlot.slot_id, EventFile.id, EventFile.kind, EventFile.name)
        .join(EventFile, EventFile.id == ProvedSlot.file_id)
        .where(EventFile.event_id == event_id)
        .order_by(ProvedSlot.slot_id, EventFile.id)
    )
    found: dict[int, list[ProofRow]] = defaultdict(list)
    for slot_id, *rest in session.execute(statement):
        found[slot_id].append(ProofRow(*rest))
    return dict(found)


def number(session: Session, event_id: int) -> int:
    """How many files an event has."""
    return session.scalar(select(func.count()).where(EventFile.event_id == event_id)) or 0
