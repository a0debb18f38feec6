"""What the workbook for a period says. Participations come as a stream: there may be more of them than fit at once."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from roundtables.formats.sheets.documents import AttendanceRow, HandOverNote
from roundtables.formats.sheets.money_documents import NO_CODES, CateringLine, Codes, CostLine
from roundtables.terms import EventFormat, EventKind, EventStatus, Presence


@dataclass(frozen=True)
class EventLine:
    """One event. Times are wall time in `timezone`; `slot_days` are the days that each of its slots stands for."""

    id: int
    reference: str
    title: str
    kind: EventKind
    format: EventFormat
    status: EventStatus
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    timezone: str
    place: str = ""
    work_package: int | None = None
    work_package_title: str = ""
    activity: str = ""
    project_name: str = ""
    project_number: str = ""
    host: str = ""
    codes: Codes = NO_CODES
    slot_days: tuple[tuple[dt.date, ...], ...] = ()


@dataclass(frozen=True)
class ParticipationLine:
    """One person at one event."""

    event: EventLine
    person_id: int
    row: AttendanceRow

    @cached_property
    def person_days(self) -> int:
        """The different days on which the person was present in a slot."""
        marks = self.row.marks
        days = self.event.slot_days
        if len(days) == 1:
            return len(days[0]) if marks[0].presence is Presence.PRESENT else 0
        present = [of for mark, of in zip(marks, days, strict=True) if mark.presence is Presence.PRESENT]
        return len({day for of in present for day in of})


@dataclass(frozen=True)
class PeriodHead:
    """What the workbook is of: the events that began in a period, of all projects, of one, or of a work package."""

    since: dt.date
    until: dt.date
    project_name: str = ""
    project_number: str = ""
    case_number: str = ""
    funding_line: str = ""
    grant_agreement: str = ""
    work_package: str = ""
    codes: Codes = NO_CODES


@dataclass(frozen=True)
class PeriodDocument:
    """All of it. The events come by their start; `participations`, read once, in the order of the events.

    `columns` names those that were chosen, by sheet; a sheet without any has the standard ones.
    """

    head: PeriodHead
    events: Sequence[EventLine]
    participations: Iterable[ParticipationLine]
    costs: Sequence[CostLine]
    catering: Sequence[CateringLine]
    note: HandOverNote
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
