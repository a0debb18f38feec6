"""The door: take arrivals, departures and walk-ins, and never record anything twice.

Times are wall times in the event's zone; in the night in which the clocks are put back they may seem to run backwards.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, NothingThere
from roundtables.formats.people.names import NameOrder, split_name
from roundtables.model import Attendance, Event, Participation, Person, Slot
from roundtables.model import Session as EventSession
from roundtables.queries.check_in import Visit
from roundtables.register import journal
from roundtables.services import fields, participants, people
from roundtables.terms import Presence, Source
from roundtables.walltime import zone
from roundtables.words import _


class AlreadyHere(Expected):
    """`since` is the wall time of the first check-in, None where only the presence was marked."""

    def __init__(self, name: str, since: dt.datetime | None) -> None:
        self.since = since
        at = _("{name} has been checked in already, at {time}. Nothing was recorded twice.")
        marked = _("{name} has been marked as present already. Nothing was recorded twice.")
        super().__init__(at.format(name=name, time=f"{since:%H:%M}") if since else marked.format(name=name))


class AlreadyLeft(Expected):
    def __init__(self, name: str, at: dt.datetime) -> None:
        self.at = at
        super().__init__(
            _("{name} has left already, at {time}. Nothing was recorded twice.").format(name=name, time=f"{at:%H:%M}")
        )


class NotHere(Expected):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} has not been checked in here, so no departure was recorded. Check them in first.").format(
                name=name
            )
        )


class NotOfThisEvent(Expected):
    def __init__(self) -> None:
        super().__init__(
            _("The day or session belongs to another event. Nothing was recorded; choose the day or session again.")
        )


@dataclass(frozen=True)
class Recorded:
    """What was recorded: the mark as it is now, and the step by which it can be taken back."""

    step_id: int
    participation_id: int
    slot_id: int
    visit: Visit
    returned: bool = False
    """They had left and are back; the departure was taken away."""


class Times(NamedTuple):
    """When a slot is, wall times in the event's zone: a session's own, else by its day and the event's."""

    timezone: str
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    day: dt.date | None
    session_starts: dt.datetime | None
    session_ends: dt.datetime | None


class _Place(NamedTuple):
    """A participant before a slot."""

    participation_id: int
    person_id: int
    event_id: int
    event: Times
    name: str
    mark: Attendance | None


def check_in(session: Session, participation_id: int, slot_id: int, now: dt.datetime) -> Recorded:
    """Somebody arrives at this instant. Who had left is back: their departure goes, their first arrival stays.

    Raises AlreadyHere, NotOfThisEvent and NothingThere; nothing is recorded then.
    """
    place = _place(session, participation_id, slot_id)
    mark = place.mark
    if mark is not None and mark.presence is Presence.PRESENT:
        if mark.departed is None:
            raise AlreadyHere(place.name, mark.arrived)
        mark.departed = mark.minutes = None
        return _recorded(session, mark, returned=True)
    wall = _wall(now, place.event.timezone)
    if mark is None:
        mark = Attendance(
            participation_id=place.participation_id,
            slot_id=slot_id,
            event_id=place.event_id,
            person_id=place.person_id,
            presence=Presence.PRESENT,
            arrived=wall,
            source=Source.DOOR,
        )
        session.add(mark)
    else:
        mark.presence, mark.source = Presence.PRESENT, Source.DOOR
        mark.arrived, mark.departed, mark.minutes = wall, None, None
    return _recorded(session, mark)


def check_out(session: Session, participation_id: int, slot_id: int, now: dt.datetime) -> Recorded:
    """Somebody leaves at this instant; the minutes they were here within the slot's own times are entered.

    Raises NotHere, AlreadyLeft, NotOfThisEvent and NothingThere; nothing is recorded then.
    """
    place = _place(session, participation_id, slot_id)
    mark = place.mark
    if mark is None or mark.presence is not Presence.PRESENT:
        raise NotHere(place.name)
    if mark.departed is not None:
        raise AlreadyLeft(place.name, mark.departed)
    mark.departed = _wall(now, place.event.timezone)
    if mark.arrived is not None:
        mark.minutes = minutes_within(place.event, mark.arrived, now)
    return _recorded(session, mark)


def walk_in(
    session: Session,
    event_id: int,
    slot_id: int,
    now: dt.datetime,
    *,
    name: str,
    email: str = "",
    organisation: str = "",
) -> Recorded:
    """Somebody nobody expected: a new person of the register, who takes part and is here.

    `queries.check_in.namesakes` tells whether they are in the register already. Raises NameMissing, TextTooLong,
    NotAnAddress, each naming its field; NotOfThisEvent and NothingThere.
    """
    first, last = split_name(fields.line(name, "name", most=2 * fields.LONGEST_NAME), NameOrder.FIRST_LAST)
    person = people.add(session, first_name=first, last_name=last, email=email, organisation=organisation)
    return walk_in_known(session, event_id, slot_id, person.id, now)


def walk_in_known(session: Session, event_id: int, slot_id: int, person_id: int, now: dt.datetime) -> Recorded:
    """Somebody of the register who was not expected takes part and is here; who takes part already is checked in.

    Raises what `check_in` raises.
    """
    new = participants.add(session, event_id, [person_id])
    for row in new:
        row.walk_in = True
    statement = select(Participation.id).where(Participation.event_id == event_id, Participation.person_id == person_id)
    return check_in(session, session.scalars(statement).one(), slot_id, now)


def minutes_within(times: Times, arrived: dt.datetime, left: dt.datetime) -> int:
    """The minutes between a wall time and an instant that lie within the slot; never less than none.

    Where the clock showed the arrival's time twice, the later of the two that are before the departure counts.
    """
    place = zone(times.timezone)
    came = max(
        (at for fold in (0, 1) if (at := arrived.replace(tzinfo=place, fold=fold).astimezone(dt.UTC)) <= left),
        default=left,
    )
    begins, ends = (wall.replace(tzinfo=place).astimezone(dt.UTC) for wall in _span(times))
    return max(0, int((min(left, ends) - max(came, begins)).total_seconds() // 60))


def _span(times: Times) -> tuple[dt.datetime, dt.datetime]:
    """When a slot begins and ends: a session's own times; a day's by the clock of the event; the whole event's."""
    if times.session_starts is not None and times.session_ends is not None:
        return times.session_starts, times.session_ends
    if times.day is None:
        ends = times.ends + dt.timedelta(days=1) if times.all_day else times.ends
        return times.starts, ends
    begins = dt.datetime.combine(times.day, times.starts.time())
    ends = dt.datetime.combine(times.day, times.ends.time())
    return begins, ends if ends > begins else ends + dt.timedelta(days=1)


def _wall(now: dt.datetime, timezone: str) -> dt.datetime:
    """The time on the clock at the event, to the minute."""
    return now.astimezone(zone(timezone)).replace(tzinfo=None, second=0, microsecond=0)


_MARK, _PART, _PERSON = Attendance.__table__.c, Participation.__table__.c, Person.__table__.c
_EVENT, _SLOT, _SESSION = Event.__table__.c, Slot.__table__.c, EventSession.__table__.c
_PLACE: Any = (
    select(
        _PART.event_id,
        _PART.person_id,
        _PERSON.first_name,
        _PERSON.last_name,
        _SLOT.event_id,
        _MARK.id,
        _EVENT.timezone,
        _EVENT.starts,
        _EVENT.ends,
        _EVENT.all_day,
        _SLOT.day,
        _SESSION.starts,
        _SESSION.ends,
    )
    .select_from(Participation.__table__)
    .join(Person.__table__, _PERSON.id == _PART.person_id)
    .join(Event.__table__, _EVENT.id == _PART.event_id)
    .join(Slot.__table__, _SLOT.id == bindparam("slot"))
    .outerjoin(EventSession.__table__, _SESSION.id == _SLOT.session_id)
    .outerjoin(Attendance.__table__, (_MARK.participation_id == _PART.id) & (_MARK.slot_id == _SLOT.id))
    .where(_PART.id == bindparam("participation"))
)
"""Built once, and of columns: at the door each millisecond is waited for."""


def _place(session: Session, participation_id: int, slot_id: int) -> _Place:
    """What has to be known before anything is recorded, in one statement. Raises NothingThere, NotOfThisEvent."""
    asked = {"participation": participation_id, "slot": slot_id}
    row = session.connection().execute(_PLACE, asked).one_or_none()
    if row is None:
        raise NothingThere
    event_id, person_id, first_name, last_name, slot_event, mark_id, *times = row
    if slot_event != event_id:
        raise NotOfThisEvent
    mark = session.get(Attendance, mark_id) if mark_id is not None else None
    return _Place(participation_id, person_id, event_id, Times(*times), f"{first_name} {last_name}".strip(), mark)


def _recorded(session: Session, mark: Attendance, *, returned: bool = False) -> Recorded:
    session.flush()
    visit = Visit(mark.presence, mark.arrived, mark.departed)
    return Recorded(journal.step_of(session), mark.participation_id, mark.slot_id, visit, returned)
