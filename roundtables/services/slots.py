"""The columns of an event's attendance: laid anew when its dates, sessions or way of counting change."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Invalid
from roundtables.model import Attendance, Event, Slot
from roundtables.model import Session as EventSession
from roundtables.terms import CountedBy
from roundtables.walltime import days_of
from roundtables.words import _

MOST_DAYS = 400


class AttendanceWouldBeLost(Invalid):
    field = "ends"

    def __init__(self) -> None:
        super().__init__(
            _(
                "This would remove a day or session for which attendance has been taken. "
                "Nothing was changed; clear that attendance first."
            )
        )


class TooManyDays(Invalid):
    field = "ends"

    def __init__(self) -> None:
        super().__init__(_("An event can last {n} days at most. Check the dates.").format(n=MOST_DAYS))


def days(event: Event) -> list[dt.date]:
    """The days an event is held on. Raises TooManyDays."""
    if (event.ends - event.starts).days > MOST_DAYS:
        raise TooManyDays
    found = days_of(event.starts, event.ends, all_day=event.all_day)
    if len(found) > MOST_DAYS:
        raise TooManyDays
    return found


def lay_slots(session: Session, event: Event) -> None:
    """Bring the slots in line with the event. Days keep their slots by their order, sessions by themselves.

    Raises AttendanceWouldBeLost where a slot with attendance would go, TooManyDays.
    """
    session.flush()
    wanted = _wanted(session, event)
    kept: list[Slot] = []
    spare = list(event.slots)
    for day, part in wanted:
        slot = next((slot for slot in spare if _fits(slot, day, part)), None)
        if slot is None:
            position = len(kept) + 1
            taken = {other.number for other in event.slots}
            slot = Slot(number=-position if position in taken else position)
            event.slots.append(slot)
        else:
            spare.remove(slot)
        slot.day, slot.session = day, part
        kept.append(slot)
    _remove(session, event, spare)
    _number(session, kept)


def _wanted(session: Session, event: Event) -> list[tuple[dt.date | None, EventSession | None]]:
    if event.counted_by is CountedBy.WHOLE:
        return [(None, None)]
    if event.counted_by is CountedBy.SESSION:
        statement = select(EventSession).where(EventSession.event_id == event.id)
        parts = session.scalars(statement.order_by(EventSession.starts, EventSession.id)).all()
        if parts:
            return [(None, part) for part in parts]
    return [(day, None) for day in days(event)]


def _fits(slot: Slot, day: dt.date | None, part: EventSession | None) -> bool:
    if part is not None:
        return slot.session_id == part.id
    return slot.session_id is None and (slot.day is None) == (day is None)


def _remove(session: Session, event: Event, slots: list[Slot]) -> None:
    if not slots:
        return
    keys = [slot.id for slot in slots if slot.id is not None]
    if session.scalar(select(Attendance.id).where(Attendance.slot_id.in_(keys)).limit(1)) is not None:
        raise AttendanceWouldBeLost
    for slot in slots:
        event.slots.remove(slot)
    session.flush()


def _number(session: Session, slots: list[Slot]) -> None:
    """Number from 1; in two passes where numbers change hands, since they are unique within an event."""
    if any(slot.number != number for number, slot in enumerate(slots, 1)):
        with session.no_autoflush:
            for number, slot in enumerate(slots, 1):
                slot.number = -number
        session.flush()
    for number, slot in enumerate(slots, 1):
        slot.number = number
    session.flush()
