"""What an attendance report says, whichever tool wrote it."""

import datetime as dt
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple


class DateOrder(Enum):
    """In which order a date in figures is read."""

    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
    YEAR_FIRST = "year-first"


class Interval(NamedTuple):
    """One unbroken stay: instants (aware, UTC), the end not included."""

    joined: dt.datetime
    departed: dt.datetime


@dataclass(frozen=True)
class Attendee:
    """One person of the report: what the tool calls them, their address if it tells, and their stays.

    The stays are merged: in order, none touching another, however many devices and lines they came from.
    """

    name: str
    email: str = ""
    role: str = ""
    stays: tuple[Interval, ...] = ()

    @property
    def seconds(self) -> int:
        """How long they were there in all."""
        return sum(int((stay.departed - stay.joined).total_seconds()) for stay in self.stays)


@dataclass(frozen=True)
class MeetingReport:
    """A whole report. `format` is the reader's name, such as teams-3; `start` and `end` are what the report says of
    the meeting, else the first joining and the last leaving. Attendees are in the order of the report.

    `notes` are sentences in the process's language about what was repaired while reading (a leaving that is missing).
    """

    format: str
    title: str
    start: dt.datetime
    end: dt.datetime
    attendees: tuple[Attendee, ...]
    notes: tuple[str, ...] = ()
