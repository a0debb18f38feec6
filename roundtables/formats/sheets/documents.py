"""What a spreadsheet says, complete: nothing is looked up while it is written."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from roundtables.formats.sheets.money_documents import CateringLine, CostLine
from roundtables.terms import EventFormat, EventKind, Presence, Reply, Role, Source


@dataclass(frozen=True)
class EventHead:
    """What stands above the rows. Times are wall time in `timezone`; what is empty is left out."""

    reference: str
    title: str
    kind: EventKind
    format: EventFormat
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    timezone: str
    place: str = ""
    organiser: str = ""
    work_package: str = ""
    activity: str = ""
    project_name: str = ""
    project_number: str = ""
    case_number: str = ""
    funding_line: str = ""
    grant_agreement: str = ""
    cost_centre: str = ""
    project_code: str = ""
    activity_code: str = ""
    account: str = ""


@dataclass(frozen=True)
class SlotHead:
    """One column of presence: a day, a session with its title, or the event as a whole."""

    number: int
    day: dt.date | None = None
    title: str | None = None


@dataclass(frozen=True)
class SignInRow:
    last_name: str
    first_name: str
    organisation: str
    country: str
    role: Role


@dataclass(frozen=True)
class SignInDocument:
    head: EventHead
    slots: tuple[SlotHead, ...]
    rows: tuple[SignInRow, ...]
    walk_in_rows: int = 5


@dataclass(frozen=True)
class MarkCell:
    """One participant's presence in one slot; arrival and departure are wall time in the event's zone."""

    presence: Presence
    minutes: int | None = None
    source: Source | None = None
    arrived: dt.datetime | None = None
    departed: dt.datetime | None = None


@dataclass(frozen=True)
class AttendanceRow:
    last_name: str
    first_name: str
    organisation: str
    country: str
    role: Role
    reply: Reply
    marks: tuple[MarkCell, ...]
    walk_in: bool = False

    @property
    def slots_attended(self) -> int:
        """In how many slots the participant was present."""
        return sum(mark.presence is Presence.PRESENT for mark in self.marks)

    @property
    def minutes(self) -> int | None:
        """The minutes that were measured, in all; None where none were."""
        known = [mark.minutes for mark in self.marks if mark.minutes is not None]
        return sum(known) if known else None

    @property
    def arrived(self) -> dt.datetime | None:
        """When they first came, where that is known."""
        return min((mark.arrived for mark in self.marks if mark.arrived is not None), default=None)

    @property
    def departed(self) -> dt.datetime | None:
        """When they last left, where that is known."""
        return max((mark.departed for mark in self.marks if mark.departed is not None), default=None)

    @property
    def sources(self) -> tuple[Source, ...]:
        """How their presence came to be known, each way once, in the order of the slots."""
        return tuple(dict.fromkeys(mark.source for mark in self.marks if mark.source is not None))


@dataclass(frozen=True)
class HandOverNote:
    """What was handed over: when (an instant), shown in which zone, by whom, for whom, and the register's revision."""

    at: dt.datetime
    timezone: str
    by: str
    for_whom: str
    revision: int
    file_name: str


@dataclass(frozen=True)
class AttendanceDocument:
    """An event's workbook. `columns` names those that were chosen, by sheet; a sheet without any has the standard."""

    head: EventHead
    slots: tuple[SlotHead, ...]
    rows: tuple[AttendanceRow, ...]
    note: HandOverNote
    costs: tuple[CostLine, ...] = ()
    catering: tuple[CateringLine, ...] = ()
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Figures:
    """What an attendance list adds up to."""

    participants: int
    attended: int
    person_days: int
    minutes: int
    by_slot: tuple[Counter[Presence], ...]
    by_country: dict[str, tuple[int, int]] = field(default_factory=dict)
    by_organisation: dict[str, tuple[int, int]] = field(default_factory=dict)


def figures(document: AttendanceDocument) -> Figures:
    """Count an attendance list. By country and organisation: participants, and how many of them attended at all."""
    by_slot = tuple(
        Counter(row.marks[number].presence for row in document.rows) for number in range(len(document.slots))
    )
    by_country: dict[str, tuple[int, int]] = {}
    by_organisation: dict[str, tuple[int, int]] = {}
    for row in document.rows:
        came = int(row.slots_attended > 0)
        for counts, key in ((by_country, row.country), (by_organisation, row.organisation)):
            listed, attended = counts.get(key, (0, 0))
            counts[key] = (listed + 1, attended + came)
    return Figures(
        participants=len(document.rows),
        attended=sum(row.slots_attended > 0 for row in document.rows),
        person_days=sum(row.slots_attended for row in document.rows),
        minutes=sum(row.minutes or 0 for row in document.rows),
        by_slot=by_slot,
        by_country=by_country,
        by_organisation=by_organisation,
    )
