"""Tell which tool wrote a report, and read it by that tool's module."""

import datetime as dt

from roundtables.errors import Expected
from roundtables.formats.meeting_reports.report import DateOrder, MeetingReport


class ReportNotRead(Expected):
    """A report that can't be taken in; nothing was changed."""


class DatesAmbiguous(ReportNotRead):
    """The dates could be read in more than one way, and the event's own date does not settle it: ask which."""

    def __init__(self, example: str, orders: tuple[DateOrder, ...]) -> None:
        super().__init__(example)
        self.example, self.orders = example, orders


def read_report(
    data: bytes, *, first_day: dt.date, last_day: dt.date, timezone: str, order: DateOrder | None = None
) -> MeetingReport:
    """Read a report of any known tool. The days are the event's, by which ambiguous dates are settled.

    `timezone` is the IANA zone in which the report's wall times are meant; where it states one itself, that counts.
    Raises ReportNotRead's subclasses: too large, of no known tool (with what was looked for), a column missing (named),
    DatesAmbiguous.
    """
    raise NotImplementedError
