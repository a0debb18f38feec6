"""Which event of this register an answer is about, and whose it is."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import Session

from roundtables.formats.calendar.answer import CalendarAnswer, Moment
from roundtables.model import Event, Invitation, Participation, Person, PersonAddress, Series
from roundtables.model import Session as EventSession
from roundtables.services.answers.tidying import wall_time
from roundtables.words import fold


@dataclass(frozen=True)
class Target:
    """What an answer is about: one event, or the meetings of a series; `part` where it is one part of a programme."""

    events: tuple[Event, ...]
    part: EventSession | None = None
    recurrence_id: dt.datetime | None = None


@dataclass(frozen=True)
class Sender:
    """Whose answer it is: their participations in what it is about, none for somebody who takes part in none of it.

    `person` is known to the register by the address, or as somebody who was sent an invitation there.
    """

    rows: tuple[Participation, ...] = ()
    person: Person | None = None


def target(session: Session, answer: CalendarAnswer, now: dt.datetime) -> Target | None:
    """What an answer is about; None where its UID, or its date in the series, is of no event here."""
    event = session.scalars(select(Event).where(Event.uid == answer.uid)).one_or_none()
    if event is not None:
        return Target((event,))
    part = session.scalars(select(EventSession).where(EventSession.uid == answer.uid)).one_or_none()
    if part is not None:
        return Target((part.event,), part)
    series = session.scalars(select(Series).where(Series.uid == answer.uid)).one_or_none()
    if series is None:
        return None
    if answer.recurrence_id is None:
        events = coming(series.events, answer.stamp or now)
        return Target(tuple(events)) if events else None
    meeting = occurrence(session, series, answer.recurrence_id)
    return Target((meeting,), recurrence_id=meeting.recurrence_id) if meeting else None


def coming(events: Sequence[Event], at: dt.datetime) -> list[Event]:
    """Of the meetings of a series those that an answer to the series is about: what was over then it does not touch.

    All where all were over.
    """
    return [event for event in events if event.ends_utc > at] or list(events)


def occurrence(session: Session, series: Series, recurrence_id: Moment) -> Event | None:
    """The meeting with this date in the series, which may be written in UTC, another zone, floating, or as a day."""
    wall = wall_time(recurrence_id, series.timezone)
    statement = select(Event).where(Event.series_id == series.id)
    if isinstance(recurrence_id, dt.datetime) and not series.all_day:
        return session.scalars(statement.where(Event.recurrence_id == wall)).one_or_none()
    midnight = dt.datetime.combine(wall.date(), dt.time())
    that_day = statement.where(Event.recurrence_id.between(midnight, midnight + dt.timedelta(days=1, seconds=-1)))
    found = session.scalars(that_day.order_by(Event.recurrence_id).limit(2)).all()
    return found[0] if len(found) == 1 else None


def sender(session: Session, events: Collection[Event], answer: CalendarAnswer, from_header: str) -> Sender:
    """Whose answer it is: by ATTENDEE; else, where that is nobody's address here, by SENT-BY or by the From: header.

    An answer in somebody else's stead (DELEGATED-FROM) is taken for nobody but who wrote it.
    """
    keys = [event.id for event in events]
    rows = _participations(session, keys, answer.email, answer.name)
    if rows:
        return Sender(rows, rows[0].person)
    person = _known(session, keys, answer.email)
    if person is None and not answer.delegated_from:
        for address in (answer.sent_by, from_header):
            rows = _participations(session, keys, address, answer.name)
            if rows:
                return Sender(rows, rows[0].person)
    return Sender(person=person)


def participant(session: Session, event_id: int, email: str) -> Participation | None:
    """Who takes part in the event under this address."""
    return next(iter(_participations(session, [event_id], email, "")), None)


def known_person(session: Session, event_id: int, email: str) -> Person | None:
    """Who is known to the register by this address, whether they take part or not."""
    return _known(session, [event_id], email)


def _participations(session: Session, event_ids: list[int], address: str, name: str) -> tuple[Participation, ...]:
    """The participations of one person with the address; where several share it, of the one with that name."""
    if not address:
        return ()
    statement = (
        select(Participation)
        .where(Participation.event_id.in_(event_ids), Participation.person_id.in_(_by_address(event_ids, address)))
        .order_by(Participation.id)
    )
    rows = session.scalars(statement).all()
    if not rows:
        return ()
    people = dict.fromkeys(row.person_id for row in rows)
    chosen = rows[0].person_id
    if len(people) > 1:
        named = (row.person_id for row in rows if fold(row.person.name) == fold(name))
        chosen = next(named, chosen)
    return tuple(row for row in rows if row.person_id == chosen)


def _known(session: Session, event_ids: list[int], address: str) -> Person | None:
    if not address:
        return None
    statement = select(Person).where(Person.id.in_(_by_address(event_ids, address))).order_by(Person.id).limit(1)
    return session.scalars(statement).one_or_none()


def _by_address(event_ids: list[int], address: str):  # type: ignore[no-untyped-def]  # SQLAlchemy's own type
    """The keys of people by any address they are known by, or were invited at: never compared by case."""
    key = address.casefold()
    invited_at = or_(func.lower(Invitation.email) == key, Invitation.email == address)
    return union(
        select(Person.id).where(Person.email_key == key),
        select(PersonAddress.person_id).where(PersonAddress.email_key == key),
        select(Invitation.person_id).where(Invitation.event_id.in_(event_ids), invited_at),
    )
