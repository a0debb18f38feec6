"""What the register knows of an event that a report is judged by: its slots, and what is known of who was there."""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.formats.meeting_reports.report import MeetingReport
from roundtables.model import Attendance, Event, EventFile, Participation, Stay
from roundtables.model import Session as EventSession
from roundtables.queries import events as queries
from roundtables.services import events, slots
from roundtables.services.meeting_reports.lines import Marked
from roundtables.services.meeting_reports.slot_times import ONE_DAY, SlotTimes, slot_times
from roundtables.services.meeting_reports.spans import Span, seconds, union, within
from roundtables.terms import WITHOUT_SEAT, FileKind
from roundtables.walltime import instant, zone


@dataclass(frozen=True)
class Facts:
    """The event as it is. `span` is its whole time; `slots` are those that the report tells of, `held` their times,
    which `overlap` where sessions are held side by side.

    `stays` are those of reports that were taken over before and `marks` what is marked, both by the participation;
    `file_id` is the same report where it was taken over already, `file_stays` what was kept of it. `expected` are the
    participations for which a seat is kept.
    """

    event_id: int
    reference: str
    timezone: str
    percent: int
    span: Span
    slots: tuple[SlotTimes, ...]
    held: tuple[Span, ...]
    overlap: bool
    stays: dict[int, list[Span]]
    marks: dict[int, dict[int, Marked]]
    file_id: int | None = None
    file_stays: frozenset[tuple[int, dt.datetime, dt.datetime]] = frozenset()
    expected: frozenset[int] = frozenset()

    def wall(self, moment: dt.datetime | None) -> dt.datetime | None:
        """An instant on the clocks at the event, to the second."""
        if moment is None:
            return None
        return moment.astimezone(zone(self.timezone)).replace(tzinfo=None, microsecond=0)


def load(session: Session, event_id: int, report: MeetingReport, sha256: str = "") -> Facts:
    """What there is to know, in as many statements whoever takes part. Raises NothingThere."""
    event = events.get(session, event_id)
    file_id, file_stays, stays = _stays(session, event_id, sha256)
    told = extent(report)
    parts = [
        (starts, ends)
        for starts, ends in session.execute(
            select(EventSession.starts, EventSession.ends).where(EventSession.event_id == event_id)
        )
    ]
    held = [_held(event, slot, told, stays) for slot in slot_times(event, queries.slots(session, event_id), parts)]
    told_of = tuple(slot for slot in held if slot.seconds and within([told], slot.held))
    times = union(span for slot in told_of for span in slot.held)
    return Facts(
        event_id=event.id,
        reference=event.reference,
        timezone=event.timezone,
        percent=event.present_percent,
        span=_span(event),
        slots=told_of,
        held=tuple(times),
        overlap=seconds(times) != sum(slot.seconds for slot in told_of),
        stays={key: union(spans) for key, spans in stays.items()},
        marks=_marks(session, event_id),
        file_id=file_id,
        file_stays=file_stays,
        expected=_expected(session, event_id),
    )


def extent(report: MeetingReport) -> Span:
    """From when to when the report tells: the meeting, and whoever came before it began or left after its end."""
    stays = [attendee.stays for attendee in report.attendees if attendee.stays]
    first = min((each[0].joined for each in stays), default=report.start)
    last = max((each[-1].departed for each in stays), default=report.end)
    return min(first, report.start), max(last, report.end)


def days_of(event: Event) -> tuple[dt.date, dt.date]:
    """The first and the last day of an event, by which dates that can be read two ways are settled."""
    days = slots.days(event)
    return days[0], max(days[-1], event.ends.date())


def _span(event: Event) -> Span:
    """The event's whole time; of whole days to the end of the last."""
    if not event.all_day:
        return event.starts_utc, max(event.ends_utc, event.starts_utc + dt.timedelta(minutes=1))
    return event.starts_utc, instant(event.ends + ONE_DAY, event.timezone)


def _held(event: Event, slot: SlotTimes, told: Span, stays: dict[int, list[Span]]) -> SlotTimes:
    """The slot with its times: where nobody entered hours, those of the reports, as far as they are on its day."""
    if slot.held:
        return slot
    known = [span for spans in stays.values() for span in spans]
    whole = min([told[0], *(span[0] for span in known)]), max([told[1], *(span[1] for span in known)])
    place = zone(event.timezone)
    first = slot.day or event.starts.date()
    last = slot.day or event.ends.date()
    begins = dt.datetime.combine(first, dt.time(), place).astimezone(dt.UTC)
    ends = dt.datetime.combine(last + ONE_DAY, dt.time(), place).astimezone(dt.UTC)
    held = tuple(within([whole], [(begins, ends)]))
    return slot._replace(held=held, seconds=seconds(held))


def _stays(
    session: Session, event_id: int, sha256: str
) -> tuple[int | None, frozenset[tuple[int, dt.datetime, dt.datetime]], dict[int, list[Span]]]:
    """The same file if it was taken over, its stays, and the stays of all of the event's reports."""
    statement = (
        select(EventFile.id, EventFile.sha256, EventFile.kind, Stay.participation_id, Stay.joined, Stay.departed)
        .outerjoin(Stay, Stay.file_id == EventFile.id)
        .where(EventFile.event_id == event_id)
        .order_by(EventFile.id, Stay.id)
    )
    same: int | None = None
    own: set[tuple[int, dt.datetime, dt.datetime]] = set()
    found: dict[int, list[Span]] = defaultdict(list)
    for file_id, digest, kind, participation_id, joined, departed in session.execute(statement):
        is_same = digest == sha256 and kind is FileKind.MEETING_REPORT
        same = file_id if is_same else same
        if participation_id is not None:
            found[participation_id].append((joined, departed))
            if is_same:
                own.add((participation_id, joined, departed))
    return same, frozenset(own), found


def _marks(session: Session, event_id: int) -> dict[int, dict[int, Marked]]:
    statement = select(
        Attendance.participation_id, Attendance.slot_id, Attendance.presence, Attendance.source, Attendance.minutes
    ).where(Attendance.event_id == event_id)
    found: dict[int, dict[int, Marked]] = defaultdict(dict)
    for participation_id, slot_id, presence, source, minutes in session.execute(statement):
        found[participation_id][slot_id] = Marked(presence, source, minutes)
    return found


def _expected(session: Session, event_id: int) -> frozenset[int]:
    statement = select(Participation.id).where(
        Participation.event_id == event_id, Participation.reply.not_in(WITHOUT_SEAT)
    )
    return frozenset(session.scalars(statement))
