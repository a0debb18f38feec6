"""Certificates of attendance: who attended as much as the event asks and why not, and what was given out."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from roundtables.model import Certificate, Change, Event
from roundtables.queries import events, participants
from roundtables.queries.events import EventPage, SlotRow
from roundtables.queries.participants import Mark, ParticipantRow
from roundtables.terms import CertificateBy, Presence, Term
from roundtables.walltime import zone
from roundtables.words import LOCALES, N_


class Verdict(Term):
    """Whether somebody attended as much as a certificate asks for, and why not."""

    QUALIFIES = "qualifies", N_("Attended enough")
    TOO_LITTLE = "too-little", N_("Attended too little")
    ABSENT = "absent", N_("Was not there")
    NOT_TAKEN = "not-taken", N_("Attendance not taken")
    NO_TIMES = "no-times", N_("No times to count by")
    NO_NAME = "no-name", N_("No name")


@dataclass(frozen=True)
class Asked:
    """What an event asks of those who get a certificate: at least so many percent of its slots or minutes."""

    percent: int
    by: CertificateBy


@dataclass(frozen=True)
class CertificateRow:
    """One participant. `id` is the participation's key; `language` is the certificate's.

    `minutes` is what the slots attended lasted, or what was measured in them where the event asks for minutes.
    `number` is that of the last certificate given; it `stands` while it says what a new one would say.
    """

    id: int
    person_id: int
    name: str
    sort_name: str
    email: str | None
    language: str
    slots: int
    of_slots: int
    days: int
    of_days: int
    minutes: int
    of_minutes: int
    share: int
    verdict: Verdict
    number: str = ""
    issued_at: dt.datetime | None = None
    stands: bool = False

    @property
    def qualifies(self) -> bool:
        """Whether a certificate can be given."""
        return self.verdict is Verdict.QUALIFIES


@dataclass(frozen=True)
class Given:
    """A certificate that was given out. `replaced_by` is the number of a later one of the same person and event."""

    number: str
    reference: str
    title: str
    name: str
    language: str
    days: int
    minutes: int
    issued_at: dt.datetime
    issued_by: str
    sha256: str
    replaced_by: str = ""


@dataclass(frozen=True)
class Length:
    """How long a slot is in minutes, and on which days it is held."""

    minutes: int
    days: frozenset[dt.date]


def asked(session: Session, event_id: int) -> Asked:
    """What an event asks for."""
    statement = select(Event.certificate_percent, Event.certificate_by).where(Event.id == event_id)
    percent, by = session.execute(statement).one()
    return Asked(percent, by)


def listing(session: Session, event_id: int, language_code: str | None = None) -> list[CertificateRow]:
    """The participants of an event, in order; in the language given, else each one's own. Raises NothingThere."""
    return rows_of(session, events.event_page(session, event_id), language_code)


def rows_of(session: Session, page: EventPage, language_code: str | None = None) -> list[CertificateRow]:
    """The same for an event that is at hand."""
    wanted = asked(session, page.id)
    lengths = lengths_of(page)
    last = _last(session, page.id)
    people = participants.listing(session, page.id)
    taken = any(row.marks for row in people)
    return [_row(each, page, wanted, lengths, last.get(each.person_id), language_code, taken=taken) for each in people]


def language_of(person: str, event: str) -> str:
    """The language of a person's certificate: theirs, else the event's, else English."""
    for code in (person, event):
        plain = code.replace("_", "-").split("-")[0].lower()
        if plain in LOCALES:
            return plain
    return "en"


def lengths_of(page: EventPage) -> dict[int, Length]:
    """The slots' lengths by their keys: of a session its own, of a day the event's times on each day."""
    return {slot.id: _length(page, slot) for slot in page.slots}


def by_number(session: Session, number: str) -> Given | None:
    """The certificate with this number, written in any case and with or without spaces."""
    plain = "".join(number.split()).upper()
    found = _given(session, [Certificate.number == plain])
    return found[0] if found else None


def by_file(session: Session, sha256: str) -> list[Given]:
    """The certificates that a file with this content holds, also where they were given again since, by number."""
    earlier = select(Change.row_id).where(
        Change.table_name == Certificate.__tablename__, cast(Change.before, String).contains(sha256)
    )
    return _given(session, [or_(Certificate.sha256 == sha256, Certificate.id.in_(earlier))])


def _given(session: Session, conditions: Iterable[object]) -> list[Given]:
    statement = (
        select(Certificate, Event.reference, Event.title)
        .outerjoin(Event, Event.id == Certificate.event_id)
        .where(*conditions)  # type: ignore[arg-type]  # column expressions
        .order_by(Certificate.id)
    )
    rows = session.execute(statement).all()
    events_met = sorted({row[0].event_id for row in rows if row[0].event_id is not None})
    newest = _newest(session, events_met)
    return [
        Given(
            number=row.number,
            reference=reference or row.number.rpartition("-")[0],
            title=title or "",
            name=row.name,
            language=row.language,
            days=row.days,
            minutes=row.minutes,
            issued_at=row.issued_at,
            issued_by=row.issued_by,
            sha256=row.sha256,
            replaced_by=_other(newest.get((row.event_id, row.person_id), ""), row),
        )
        for row, reference, title in rows
    ]


def _other(newest: str, row: Certificate) -> str:
    return "" if row.person_id is None or newest == row.number else newest


def _newest(session: Session, event_ids: Sequence[int]) -> dict[tuple[int | None, int | None], str]:
    statement = (
        select(Certificate.event_id, Certificate.person_id, Certificate.number)
        .where(Certificate.event_id.in_(event_ids))
        .order_by(Certificate.id)
    )
    return {(event_id, person_id): number for event_id, person_id, number in session.execute(statement)}


def _last(session: Session, event_id: int) -> dict[int, Certificate]:
    """The last certificate of each person."""
    statement = select(Certificate).where(Certificate.event_id == event_id).order_by(Certificate.id)
    return {row.person_id: row for row in session.scalars(statement) if row.person_id is not None}


def _row(
    each: ParticipantRow,
    page: EventPage,
    wanted: Asked,
    lengths: dict[int, Length],
    last: Certificate | None,
    language_code: str | None,
    *,
    taken: bool,
) -> CertificateRow:
    by_minutes = wanted.by is CertificateBy.MINUTES
    measured = {slot.id: _measured(each.marks.get(slot.id, Mark()), lengths[slot.id].minutes) for slot in page.slots}
    attended = [slot.id for slot in page.slots if _was_there(each, slot.id, measured[slot.id], by_minutes=by_minutes)]
    whole = sum(length.minutes for length in lengths.values())
    days = {day for key in attended for day in lengths[key].days}
    minutes = sum(measured[key] if by_minutes else lengths[key].minutes for key in attended)
    part, total = (minutes, whole) if by_minutes else (len(attended), len(page.slots))
    code = language_code or language_of(each.language, page.language)
    return CertificateRow(
        id=each.id,
        person_id=each.person_id,
        name=each.name,
        sort_name=each.sort_name,
        email=each.email,
        language=code,
        slots=len(attended),
        of_slots=len(page.slots),
        days=len(days),
        of_days=len({day for length in lengths.values() for day in length.days}),
        minutes=minutes,
        of_minutes=whole,
        share=part * 100 // total if total else 0,
        verdict=_verdict(each, wanted, len(attended), part, total, taken=taken),
        number=last.number if last else "",
        issued_at=last.issued_at if last else None,
        stands=last is not None
        and (last.name, last.language, last.days, last.minutes) == (each.name, code, len(days), minutes),
    )


def _was_there(each: ParticipantRow, slot_id: int, measured: int, *, by_minutes: bool) -> bool:
    """Present in the slot; where minutes are asked for, any minute of it counts, however few."""
    return each.marks.get(slot_id, Mark()).presence is Presence.PRESENT or (by_minutes and measured > 0)


def _verdict(each: ParticipantRow, wanted: Asked, attended: int, part: int, total: int, *, taken: bool) -> Verdict:
    if not taken:
        return Verdict.NOT_TAKEN
    if not attended:
        return Verdict.ABSENT
    if not total:
        return Verdict.NO_TIMES
    if part * 100 < wanted.percent * total:
        return Verdict.TOO_LITTLE
    return Verdict.QUALIFIES if each.name else Verdict.NO_NAME


def _measured(mark: Mark, length: int) -> int:
    """The minutes of a slot that count: those measured, no more than it lasted, else all of it for who was present."""
    if mark.minutes is not None:
        return min(mark.minutes, length)
    return length if mark.presence is Presence.PRESENT else 0


def _length(page: EventPage, slot: SlotRow) -> Length:
    if slot.starts is not None and slot.ends is not None:
        return Length(_minutes(slot.starts, slot.ends, page.timezone), frozenset({slot.starts.date()}))
    if slot.day is not None:
        return Length(_of_day(page, slot.day), frozenset({slot.day}))
    days = _days(page)
    return Length(sum(_of_day(page, day) for day in days), frozenset(days))


def _days(page: EventPage) -> list[dt.date]:
    """The days of an event; a night that ends by six belongs to the day before."""
    last = page.ends
    if not page.all_day and last.time() <= dt.time(6) and last.date() > page.starts.date():
        last -= dt.timedelta(days=1)
    first = page.starts.date()
    return [first + dt.timedelta(days=at) for at in range((last.date() - first).days + 1)]


def _of_day(page: EventPage, day: dt.date) -> int:
    """The minutes of one day: from the time the event begins to the time it ends; an all-day event's, its sessions'."""
    if page.all_day:
        parts = [(part.starts, part.ends) for part in page.sessions if part.starts.date() == day]
        return sum(_minutes(starts, ends, page.timezone) for starts, ends in parts)
    starts = dt.datetime.combine(day, page.starts.time())
    ends = dt.datetime.combine(day, page.ends.time())
    if ends <= starts and page.ends > page.starts:
        ends += dt.timedelta(days=1)
    return _minutes(starts, ends, page.timezone)


def _minutes(starts: dt.datetime, ends: dt.datetime, timezone: str) -> int:
    """Whole minutes between two wall times, as long as they are on that day: clocks may be changed between them."""
    place = zone(timezone)
    begun, ended = (moment.replace(tzinfo=place).astimezone(dt.UTC) for moment in (starts, ends))
    return max(0, int((ended - begun).total_seconds()) // 60)
