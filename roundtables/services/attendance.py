"""Take attendance: presence per participant and slot."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, NothingThere
from roundtables.model import Attendance, Event, Participation, Slot
from roundtables.terms import Presence, Source
from roundtables.words import _


class NoSuchSlot(Expected):
    def __init__(self, number: int, reference: str, slots: int) -> None:
        super().__init__(
            _("{reference} has no slot {number}: its slots are numbered 1 to {slots}.").format(
                reference=reference, number=number, slots=slots
            )
        )


def mark(
    session: Session,
    slot_id: int,
    participation_ids: Collection[int],
    presence: Presence,
    *,
    minutes: int | None = None,
    source: Source = Source.HAND,
) -> None:
    """Mark participants in one slot. UNKNOWN takes a mark away. Raises NothingThere."""
    slot = session.get(Slot, slot_id)
    rows = session.scalars(select(Participation).where(Participation.id.in_(participation_ids))).all()
    if slot is None or len(rows) != len(set(participation_ids)):
        raise NothingThere
    statement = select(Attendance).where(
        Attendance.slot_id == slot_id, Attendance.participation_id.in_(participation_ids)
    )
    marks = {row.participation_id: row for row in session.scalars(statement)}
    for row in rows:
        known = marks.get(row.id)
        if presence is Presence.UNKNOWN:
            if known is not None:
                session.delete(known)
        elif known is None:
            session.add(
                Attendance(
                    participation_id=row.id,
                    slot_id=slot.id,
                    event_id=row.event_id,
                    person_id=row.person_id,
                    presence=presence,
                    minutes=minutes,
                    source=source,
                )
            )
        else:
            known.presence, known.minutes, known.source = presence, minutes, source
    session.flush()


def slot_numbered(session: Session, event_id: int, number: int) -> Slot:
    """The event's slot with this number, from 1. Raises NoSuchSlot."""
    slots = session.scalars(select(Slot).where(Slot.event_id == event_id).order_by(Slot.number)).all()
    slot = next((slot for slot in slots if slot.number == number), None)
    if slot is None:
        raise NoSuchSlot(number, session.get_one(Event, event_id).reference, len(slots))
    return slot
