"""Take attendance: presence per participant and slot."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere
from roundtables.model import Attendance, Event, Participation, Slot
from roundtables.services.check_in import Times, minutes_within
from roundtables.terms import Presence, Source
from roundtables.walltime import TimeDoesNotExist, TimeExistsTwice, instant, zone
from roundtables.words import _

MINUTES_OF_A_DAY = 24 * 60


class NoSuchSlot(Expected):
    def __init__(self, number: int, reference: str, slots: int) -> None:
        super().__init__(
            _("{reference} has no slot {number}: its slots are numbered 1 to {slots}.").format(
                reference=reference, number=number, slots=slots
            )
        )


class OnlyOfThosePresent(Invalid):
    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(
            _(
                "Minutes and times are kept of those who were present alone. "
                "Nothing was changed; mark them present, or clear this."
            )
        )


class TooManyMinutes(Invalid):
    field = "minutes"

    def __init__(self, most: int) -> None:
        super().__init__(
            _("The minutes are from 0 to {most}: the day or session has no more. Nothing was changed.").format(
                most=most
            )
        )


class NotDuringEvent(Invalid):
    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(_("The event is on other days. Nothing was changed; check the date."))


class LeftBeforeArriving(Invalid):
    field = "departed"

    def __init__(self) -> None:
        super().__init__(_("They would have left before they arrived. Nothing was changed; check both times."))


def mark(
    session: Session,
    slot_id: int,
    participation_ids: Collection[int],
    presence: Presence,
    *,
    minutes: int | None = None,
    source: Source = Source.HAND,
) -> None:
    """Mark participants in one slot. UNKNOWN takes a mark away. Raises NothingThere.

    Who is marked so already by whatever source keeps what is known of minutes and times when marked again by hand.
    """
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
        elif (known.presence, minutes, source) != (presence, None, Source.HAND):
            known.presence, known.minutes, known.source = presence, minutes, source
            if presence is not Presence.PRESENT:
                known.arrived = known.departed = None
    session.flush()


def enter(
    session: Session,
    slot_id: int,
    participation_id: int,
    presence: Presence,
    *,
    minutes: int | None = None,
    arrived: dt.datetime | None = None,
    departed: dt.datetime | None = None,
) -> None:
    """Enter by hand all that is known of one participant in one slot; what is not given is not known any more.

    Minutes that are not given are counted from the times, where both are; times are wall times in the event's zone.
    Raises NothingThere; OnlyOfThosePresent, TooManyMinutes, NotDuringEvent, LeftBeforeArriving and TimeDoesNotExist,
    each naming its field.
    """
    slot, row = session.get(Slot, slot_id), session.get(Participation, participation_id)
    if slot is None or row is None or slot.event_id != row.event_id:
        raise NothingThere
    _require_sense(slot, presence, minutes, arrived, departed)
    if minutes is None and arrived is not None and departed is not None:
        left = departed.replace(tzinfo=zone(slot.event.timezone), fold=1).astimezone(dt.UTC)
        minutes = minutes_within(_times(slot), arrived, left)
    mark(session, slot_id, [participation_id], presence, minutes=minutes)
    statement = select(Attendance).where(Attendance.slot_id == slot_id, Attendance.participation_id == participation_id)
    for known in session.scalars(statement):
        if (known.minutes, known.arrived, known.departed) != (minutes, arrived, departed):
            known.minutes, known.arrived, known.departed = minutes, arrived, departed
            known.source = Source.HAND
    session.flush()


def _require_sense(
    slot: Slot, presence: Presence, minutes: int | None, arrived: dt.datetime | None, departed: dt.datetime | None
) -> None:
    given = {"minutes": minutes, "arrived": arrived, "departed": departed}
    if presence is not Presence.PRESENT and any(value is not None for value in given.values()):
        raise OnlyOfThosePresent(next(key for key, value in given.items() if value is not None))
    event = slot.event
    days = 1 if slot.session_id or slot.day else (event.ends.date() - event.starts.date()).days + 1
    if minutes is not None and not 0 <= minutes <= days * MINUTES_OF_A_DAY:
        raise TooManyMinutes(days * MINUTES_OF_A_DAY)
    for key, wall in (("arrived", arrived), ("departed", departed)):
        if wall is not None:
            _require_time(event, key, wall)
    if arrived is not None and departed is not None and departed < arrived:
        # In the night in which the clocks are put back a later time may read earlier.
        place = zone(event.timezone)
        if departed.replace(tzinfo=place, fold=1).timestamp() < arrived.replace(tzinfo=place, fold=0).timestamp():
            raise LeftBeforeArriving


def _require_time(event: Event, key: str, wall: dt.datetime) -> None:
    """Raise where the event is on other days, or the clock never showed this time."""
    around = dt.timedelta(days=1)
    if not event.starts.date() - around <= wall.date() <= event.ends.date() + around:
        raise NotDuringEvent(key)
    try:
        instant(wall, event.timezone)
    except TimeDoesNotExist as error:
        error.field = key
        raise
    except TimeExistsTwice:
        pass


def _times(slot: Slot) -> Times:
    event, part = slot.event, slot.session
    own = (part.starts, part.ends) if part is not None else (None, None)
    return Times(event.timezone, event.starts, event.ends, event.all_day, slot.day, *own)


def day_of(slot: Slot) -> dt.date:
    """The day on which a slot begins, which a time without a date is of."""
    return slot.day or (slot.session.starts if slot.session else slot.event.starts).date()


def slot_numbered(session: Session, event_id: int, number: int) -> Slot:
    """The event's slot with this number, from 1. Raises NoSuchSlot."""
    slots = session.scalars(select(Slot).where(Slot.event_id == event_id).order_by(Slot.number)).all()
    slot = next((slot for slot in slots if slot.number == number), None)
    if slot is None:
        raise NoSuchSlot(number, session.get_one(Event, event_id).reference, len(slots))
    return slot
