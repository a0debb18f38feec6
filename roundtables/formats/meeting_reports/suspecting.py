"""Why a file is no report that can be read: of no known tool, or of one whose columns are missing or renamed."""

from collections.abc import Sequence

from roundtables.formats.meeting_reports import google_meet, teams_2, webex, zoom
from roundtables.formats.meeting_reports.columns import Column, placed
from roundtables.formats.meeting_reports.errors import ColumnMissing, NobodyInReport, ReportNotRead, UnknownTool
from roundtables.formats.meeting_reports.lines import Rows
from roundtables.formats.meeting_reports.tables import ROWS_SEARCHED
from roundtables.words import fold

MARKS = (
    (zoom.TOOL, ("original name", "user email", "(minutes)", "in waiting room", "recording consent")),
    (webex.TOOL, ("attendee email", "connection type", "attendance duration")),
    (google_meet.TOOL, ("time joined", "time exited")),
    (teams_2.TOOL, ("(upn)", "user action", "kayttajan toiminto", "anvandaratgard", "first join", "last leave")),
)
"""Words of headers that only one of the tools writes."""
NECESSARY = (Column.NAME, Column.JOINED, Column.LEFT)


def not_read(rows: Rows) -> ReportNotRead:
    """The error for rows that no tool's module recognised."""
    for at, row in enumerate(rows[:ROWS_SEARCHED]):
        tool = _suspected(row)
        if tool:
            lines = [line for line in rows[at + 1 :] if any(line)]
            return _lacking(tool, row, lines) if lines else NobodyInReport(tool)
    return UnknownTool()


def _suspected(row: Sequence[str]) -> str | None:
    text = fold("\t".join(row)[:2_000])
    return next((tool for tool, marks in MARKS if any(mark in text for mark in marks)), None)


def _lacking(tool: str, header: list[str], lines: Rows) -> ReportNotRead:
    places = placed(header, lines, NECESSARY)
    missing = tuple(told.value for told in NECESSARY if told not in places)
    return ColumnMissing(tool, missing, tuple(header)) if missing else UnknownTool()
