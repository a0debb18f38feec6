"""The preview of a report: a line a person with its verdict; nothing is written."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from roundtables.files import FileNotReadable
from roundtables.formats.meeting_reports.report import DateOrder, MeetingReport
from roundtables.register.beside import sha256_of
from roundtables.services import events
from roundtables.services.meeting_reports.errors import AnotherMeeting, OutsideSlots, PartlyAnotherMeeting, Times
from roundtables.services.meeting_reports.facts import Facts, days_of, extent, load
from roundtables.services.meeting_reports.judging import judge
from roundtables.services.meeting_reports.lines import (
    STRANGERS,
    Choice,
    Decision,
    Line,
    Match,
    Person,
)
from roundtables.services.meeting_reports.matching import match
from roundtables.services.meeting_reports.slot_times import SlotTimes
from roundtables.services.meeting_reports.spans import Span, seconds, within

MOST_BYTES = 50 * 1024 * 1024


@dataclass(frozen=True)
class Preview:
    """A report beside the register. `decisions` are the user's, by the lines' `id`; `percent` is the threshold.

    `partly` where less than half of the meeting, or of the event if that is shorter, lies within the other.
    """

    report: MeetingReport
    sha256: str
    facts: Facts
    matches: tuple[Match, ...]
    people: Mapping[int, Person]
    percent: int
    partly: bool
    lines: tuple[Line, ...]
    decisions: Mapping[int, Decision] = field(default_factory=dict)

    @property
    def is_repeated(self) -> bool:
        """Whether the very same report was taken over already."""
        return bool(self.facts.file_stays)

    @property
    def taken(self) -> list[Line]:
        """The lines that would be taken over and change something."""
        return [line for line in self.lines if line.choice is not Choice.LEAVE and line.changes]

    @property
    def others(self) -> list[Person]:
        """Who is expected and not marked in every slot, of whom no line of the report is or could be."""
        could_be = {line.person.id for line in self.lines if line.person is not None}
        for line in self.lines:
            if line.choice is Choice.LEAVE:
                could_be.update(line.candidates)
        return [person for person in self.people.values() if person.id not in could_be and self.unmarked(person)]

    def unmarked(self, person: Person) -> list[SlotTimes]:
        """The slots that the report tells of in which somebody is expected and nothing is marked."""
        if person.participation_id not in self.facts.expected:
            return []
        marks = self.facts.marks.get(person.participation_id, {})
        return [slot for slot in self.facts.slots if slot.id not in marks]

    def decided(self, decisions: Mapping[int, Decision]) -> "Preview":
        """The same with these lines decided, beside those that were before."""
        return judged(replace(self, decisions={**self.decisions, **decisions}))

    def with_percent(self, percent: int) -> "Preview":
        """The same with another threshold."""
        return judged(replace(self, percent=percent))

    def with_walk_ins(self) -> "Preview":
        """The same with every stranger of whom nothing was decided a walk-in."""
        return self.as_asked(self.decisions, self.percent, walk_ins=True)

    def as_asked(self, decisions: Mapping[int, Decision], percent: int, *, walk_ins: bool) -> "Preview":
        """The same with these decisions and no others, this threshold, and what becomes of all other strangers."""
        strangers = (at for at, found in enumerate(self.matches) if walk_ins and found.verdict in STRANGERS)
        return judged(
            replace(
                self, decisions={**dict.fromkeys(strangers, Decision(Choice.WALK_IN)), **decisions}, percent=percent
            )
        )

    def require_same_meeting(self) -> None:
        """Raise PartlyAnotherMeeting where it is not clear that the report is of this event."""
        if self.partly:
            raise PartlyAnotherMeeting(self.facts.reference, _meeting(self.report), _times(self.facts))


def judged(preview: Preview) -> Preview:
    """The preview with its lines as they are by what it knows and what was decided."""
    lines = judge(
        preview.facts,
        preview.report.attendees,
        preview.matches,
        preview.people,
        preview.decisions,
        preview.percent,
    )
    return replace(preview, lines=lines)


def preview(
    session: Session,
    event_id: int,
    report: MeetingReport,
    *,
    sha256: str = "",
    percent: int | None = None,
) -> Preview:
    """Whose each line is and what it says. `sha256` is the file's, by which the same report is known again.

    Raises NothingThere, and AnotherMeeting where the report and the event share no time.
    """
    facts = load(session, event_id, report, sha256)
    told = extent(report)
    if not facts.slots:
        error = OutsideSlots if within([told], [facts.span]) else AnotherMeeting
        raise error(facts.reference, _meeting(report), _times(facts))
    found = match(session, event_id, report.attendees)
    return judged(
        Preview(
            report=report,
            sha256=sha256,
            facts=facts,
            matches=tuple(found.lines),
            people=found.people,
            percent=facts.percent if percent is None else percent,
            partly=_is_partly(facts, report),
            lines=(),
        )
    )


def preview_file(
    session: Session,
    event_id: int,
    content: bytes,
    *,
    timezone: str = "",
    order: DateOrder | None = None,
    percent: int | None = None,
) -> Preview:
    """Read a report and preview it. Raises what `read` and `preview` raise."""
    report = read(session, event_id, content, timezone=timezone, order=order)
    return preview(session, event_id, report, sha256=sha256_of(content), percent=percent)


def content_of(path: Path) -> bytes:
    """A report's file; no more of it is read than any report has. Raises FileNotReadable."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileNotReadable(path.name) from error


def holds_report(path: Path) -> bool:
    """Whether a file is the report of a meeting tool, whatever its dates. What can't be read is none."""
    from roundtables.formats.meeting_reports.reading import DatesAmbiguous, ReportNotRead, read_report

    try:
        read_report(content_of(path), first_day=dt.date.min, last_day=dt.date.max, timezone="UTC")
    except DatesAmbiguous:
        return True
    except (ReportNotRead, FileNotReadable):
        return False
    return True


def read(
    session: Session, event_id: int, content: bytes, *, timezone: str = "", order: DateOrder | None = None
) -> MeetingReport:
    """What a file says, its times in this zone, else in the event's.

    Raises NothingThere, UnknownZone, and what `read_report` raises: ReportNotRead, DatesAmbiguous.
    """
    from roundtables.formats.meeting_reports.reading import read_report
    from roundtables.walltime import zone

    event: Any = events.get(session, event_id)
    named = timezone or event.timezone
    zone(named)
    first, last = days_of(event)
    return read_report(content, first_day=first, last_day=last, timezone=named, order=order)


def _is_partly(facts: Facts, report: MeetingReport) -> bool:
    """Whether report and event have less than half of the shorter in common."""
    told = _meeting(report)
    shorter = min(seconds([told]), max(slot.seconds for slot in facts.slots))
    return seconds(within([told], facts.held)) * 2 < shorter


def _meeting(report: MeetingReport) -> Span:
    """When the meeting was held, as the report says, or as it shows."""
    return (report.start, report.end) if report.end > report.start else extent(report)


def _times(facts: Facts) -> Times:
    return Times(*facts.span, facts.timezone)
