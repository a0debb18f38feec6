"""Tell which tool wrote a report, and read it by that tool's module."""

import datetime as dt
from collections.abc import Callable

from roundtables.formats.meeting_reports import google_meet, teams_1, teams_2, teams_3, webex, zoom, zoom_webinar
from roundtables.formats.meeting_reports.errors import DatesAmbiguous, ReportNotRead
from roundtables.formats.meeting_reports.gathering import gathered
from roundtables.formats.meeting_reports.lines import Rows, rows_of
from roundtables.formats.meeting_reports.moments import EventDays
from roundtables.formats.meeting_reports.report import DateOrder, MeetingReport
from roundtables.formats.meeting_reports.suspecting import not_read
from roundtables.formats.meeting_reports.tables import Table, main_table
from roundtables.formats.meeting_reports.written import Written

__all__ = ["DatesAmbiguous", "ReportNotRead", "read_report"]

TOOLS: tuple[tuple[Callable[[Table], bool], Callable[[Table], Written]], ...] = (
    (teams_1.recognised, teams_1.taken_apart),
    (webex.recognised, webex.taken_apart),
    (google_meet.recognised, google_meet.taken_apart),
    (teams_2.recognised, teams_2.taken_apart),
    (zoom.recognised, zoom.taken_apart),
)
"""The tools that write one table, in the order in which they are tried: the particular before the general."""


def read_report(
    data: bytes, *, first_day: dt.date, last_day: dt.date, timezone: str, order: DateOrder | None = None
) -> MeetingReport:
    """Read a report of any known tool. The days are the event's, by which ambiguous dates are settled.

    `timezone` is the IANA zone in which the report's wall times are meant; where it states one itself, that counts.
    Raises ReportNotRead's subclasses: too large, of no known tool (with what was looked for), a column missing (named),
    DatesAmbiguous.
    """
    return gathered(_taken_apart(rows_of(data)), EventDays(first_day, last_day, timezone, order))


def _taken_apart(rows: Rows) -> Written:
    sections = teams_3.sections(rows)
    if teams_3.recognised(sections):
        return teams_3.taken_apart(sections)
    details = zoom_webinar.sections(rows)
    if zoom_webinar.recognised(details):
        return zoom_webinar.taken_apart(details)
    table = main_table(rows)
    if table is None:
        raise not_read(rows)
    for recognised, taken_apart in TOOLS:
        if recognised(table):
            return taken_apart(table)
    raise not_read([table.header, *table.rows])
