"""The door: who is expected and who is here, per slot; found by a few letters of a name or by a badge.

What the entrance needs is read once and kept in memory while the door is open: nobody waits for a query there.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from roundtables.model import Attendance, Organisation, Participation, Person, PersonAddress
from roundtables.queries import badges, sorting
from roundtables.queries.events import EventPage, SlotRow
from roundtables.terms import WITHOUT_SEAT, Presence
from roundtables.walltime import zone
from roundtables.words import fold

LETTERS = 3
"""So many letters find names that begin with them; fewer only a name that is no longer."""
MOST = 9
"""As many are shown as there are digits to choose by."""
OPENS = dt.timedelta(minutes=15)
"""So long before a session begins those who come are taken to come to it."""
NIGHT_ENDS = dt.time(6)
BADGE = re.compile(rf"{badges.PREFIX}[0-9A-F]{{{badges.LENGTH - len(badges.PREFIX)}}}\Z")
BADGE_BEGUN = re.compile(rf"{badges.PREFIX}[0-9A-F]*\Z")


@dataclass(frozen=True)
class Visit:
    """One participant's mark in one slot, with wall times in the event's zone where they are known."""

    presence: Presence
    arrived: dt.datetime | None = None
    departed: dt.datetime | None = None


@dataclass(frozen=True)
class Guest:
    """One participant as the door may show them. `id` is the participation's key; `listed`: they were to come."""

    id: int
    person_id: int
    name: str
    organisation: str
    listed: bool

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The parts of the folded name; a double name is found by its parts and as one."""
        found = [part for written in fold(self.name).split() for part in (*_parts(written), "".join(_parts(written)))]
        return tuple(dict.fromkeys(filter(None, found)))

    @cached_property
    def whole(self) -> list[str]:
        """The parts of the folded name in alphabetical order."""
        return sorted(_parts(fold(self.name)))


@dataclass(frozen=True)
class Namesake:
    """Somebody of the register who has a name or address that was entered at the door."""

    person_id: int
    name: str
    organisation: str
    participation_id: int | None


@dataclass(frozen=True)
class Counts:
    """How many came to a slot, how many of them have left again, and how many there are to be in all."""

    came: int = 0
    left: int = 0
    expected: int = 0

    @property
    def here(self) -> int:
        """How many are here now."""
        return self.came - self.left

    def plus(self, other: "Counts", sign: int = 1) -> "Counts":
        """Both together; with -1, this without the other."""
        return Counts(
            self.came + sign * other.came, self.left + sign * other.left, self.expected + sign * other.expected
        )


class Hall:
    """The participants of one event and their marks, in memory; `note` keeps it current without a query."""

    def __init__(self, event_uid: str, guests: Sequence[Guest], visits: dict[int, dict[int, Visit]]) -> None:
        self.guests = {guest.id: guest for guest in guests}
        self._uid, self._visits = event_uid, visits
        self._listed = sum(guest.listed for guest in guests)
        self._counts: dict[int, Counts] = {}

    @cached_property
    def _badges(self) -> dict[str, int]:
        return {badges.code(self._uid, key): key for key in self.guests}

    def find(self, text: str) -> list[Guest]:
        """Those whose names have parts that begin as the typed words do, in any order; all of them, by name."""
        typed = _parts(fold(text))
        if not typed:
            return []
        if sum(map(len, typed)) < LETTERS:
            return [guest for guest in self.guests.values() if all(word in guest.words for word in typed)]
        typed.sort(key=len, reverse=True)
        first = typed[0]
        near = (guest for guest in self.guests.values() if any(word.startswith(first) for word in guest.words))
        return [guest for guest in near if len(typed) == 1 or _fits(typed, guest.words)]

    def by_badge(self, code: str) -> Guest | None:
        """The participant whose badge says this."""
        key = self._badges.get(code)
        return self.guests[key] if key is not None else None

    def visit(self, guest_id: int, slot_id: int) -> Visit | None:
        """What is known of a participant in a slot."""
        return self._visits.get(slot_id, {}).get(guest_id)

    def counts(self, slot_id: int) -> Counts:
        """How many are expected and here."""
        known = self._counts.get(slot_id)
        if known is None:
            known = Counts(expected=self._listed)
            for guest_id, visit in self._visits.get(slot_id, {}).items():
                known = known.plus(self._part(guest_id, visit))
            self._counts[slot_id] = known
        return known

    def note(self, guest_id: int, slot_id: int, visit: Visit | None) -> None:
        """Take over what was recorded just now; None where nothing is known any more."""
        counts, of_slot = self.counts(slot_id), self._visits.setdefault(slot_id, {})
        before = of_slot.pop(guest_id, None)
        if before is not None:
            counts = counts.plus(self._part(guest_id, before), -1)
        if visit is not None:
            of_slot[guest_id] = visit
            counts = counts.plus(self._part(guest_id, visit))
        self._counts[slot_id] = counts

    def _part(self, guest_id: int, visit: Visit) -> Counts:
        """What one mark adds: who came is expected, listed or not; who is excused is expected no more."""
        guest = self.guests.get(guest_id)
        listed = guest is not None and guest.listed
        if visit.presence is Presence.PRESENT:
            return Counts(1, int(visit.departed is not None), int(not listed))
        return Counts(expected=-1 if listed and visit.presence is Presence.EXCUSED else 0)


def hall(session: Session, event: EventPage) -> Hall:
    """The participants of an event by name, with their marks. Two statements, however many there are."""
    statement: Any = (
        select(
            Participation.id,
            Person.id,
            func.trim(Person.first_name + " " + Person.last_name),
            func.coalesce(Organisation.name, ""),
            ~Participation.walk_in & Participation.reply.not_in(WITHOUT_SEAT),
        )
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Participation.event_id == event.id)
        .order_by(sorting.person_name(), Participation.id)
    )
    guests = [
        Guest(key, person_id, name, organisation, bool(listed))
        for key, person_id, name, organisation, listed in session.execute(statement)
    ]
    return Hall(event.uid, guests, _visits(session, event.id))


def _visits(session: Session, event_id: int) -> dict[int, dict[int, Visit]]:
    statement = select(
        Attendance.slot_id,
        Attendance.participation_id,
        Attendance.presence,
        Attendance.arrived,
        Attendance.departed,
    ).where(Attendance.event_id == event_id)
    found: dict[int, dict[int, Visit]] = {}
    for slot_id, guest_id, presence, arrived, departed in session.execute(statement):
        found.setdefault(slot_id, {})[guest_id] = Visit(presence, arrived, departed)
    return found


def clear(found: Sequence[Guest], text: str) -> Guest | None:
    """The one who is meant, where that is clear: the only one found, or the only one whose whole name was typed."""
    if len(found) == 1:
        return found[0]
    typed = sorted(_parts(fold(text)))
    whole = [guest for guest in found if guest.whole == typed]
    return whole[0] if len(whole) == 1 else None


def badge_in(text: str) -> str | None:
    """The code of a badge at the end of what was typed, however its case; what stands before it was left over."""
    found = text.strip()[-badges.LENGTH :].upper()
    return found if BADGE.match(found) else None


def is_badge_begun(text: str) -> bool:
    """Whether what was typed may be the beginning of a badge's code, whose digits choose nobody."""
    return BADGE_BEGUN.match(text.strip().upper()) is not None


def slot_now(event: EventPage, now: dt.datetime) -> SlotRow | None:
    """The slot that whoever comes at this instant comes to; None of an event without slots.

    A day by the event's own calendar, of which the night until six belongs to the evening before unless a session is
    on. A session from a quarter of an hour before it begins; between two, the next. Before all the first, after all
    the last.
    """
    here = now.astimezone(zone(event.timezone))
    if any(slot.day is not None for slot in event.slots):
        today = _day(event, here)
        days = [slot for slot in event.slots if slot.day is not None]
        return next((slot for slot in days if slot.day is not None and slot.day >= today), days[-1])
    parts = [slot for slot in event.slots if slot.starts is not None]
    if not parts:
        return event.slots[0] if event.slots else None
    times = {slot.id: (_instant(slot.starts, event), _instant(slot.ends, event)) for slot in parts}
    on = [slot for slot in parts if times[slot.id][0] - OPENS <= now < times[slot.id][1]]
    if on:
        return max(on, key=lambda slot: (times[slot.id][0], -slot.number))
    coming = [slot for slot in parts if times[slot.id][0] > now]
    return min(coming, key=lambda slot: (times[slot.id][0], slot.number)) if coming else parts[-1]


def is_on(event: EventPage, slot: SlotRow, now: dt.datetime) -> bool:
    """Whether the day of a slot is today, or the event lasts at this instant."""
    here = now.astimezone(zone(event.timezone))
    if slot.day is not None:
        return slot.day in (here.date(), _day(event, here))
    return event.starts.date() <= here.date() <= event.ends.date()


def _day(event: EventPage, here: dt.datetime) -> dt.date:
    """The event's day at this moment: after midnight, that of the evening before."""
    clock = here.replace(tzinfo=None)
    night = here.time() < min(NIGHT_ENDS, event.starts.time()) and not event.all_day
    if night and not any(part.starts - OPENS <= clock and part.starts.date() == here.date() for part in event.sessions):
        return here.date() - dt.timedelta(days=1)
    return here.date()


def _instant(wall: dt.datetime | None, event: EventPage) -> dt.datetime:
    return (wall or event.starts).replace(tzinfo=zone(event.timezone)).astimezone(dt.UTC)


def namesakes(session: Session, event_id: int, name: str, email: str) -> list[Namesake]:
    """Who is in the register by this name, however its parts are ordered, or at this address. One statement."""
    words = fold(name).replace(",", " ").split()
    orders = [" ".join((*words[at:], *words[:at])) for at in range(len(words))]
    key = email.strip().casefold()
    conditions: list[Any] = [Person.sort_name.in_(orders)] if orders else []
    if key:
        further = select(PersonAddress.person_id).where(PersonAddress.email_key == key)
        conditions += [Person.email_key == key, Person.id.in_(further)]
    if not conditions:
        return []
    statement: Any = (
        select(
            Person.id,
            func.trim(Person.first_name + " " + Person.last_name),
            func.coalesce(Organisation.name, ""),
            Participation.id,
        )
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .outerjoin(Participation, (Participation.person_id == Person.id) & (Participation.event_id == event_id))
        .where(or_(*conditions))
        .order_by(sorting.person_name(), Person.id)
        .limit(MOST)
    )
    return [Namesake(*row) for row in session.execute(statement)]


def _parts(folded: str) -> list[str]:
    return re.findall(r"\w+", folded)


def _fits(typed: Iterable[str], words: Sequence[str]) -> bool:
    """Whether each typed word begins another word of the name."""
    free = list(words)
    for part in typed:
        at = next((at for at, word in enumerate(free) if word.startswith(part)), None)
        if at is None:
            return False
        free.pop(at)
    return True
