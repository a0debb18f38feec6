"""Microsoft Teams, third generation: numbered sections, whatever the language calls them.

`1. Summary` (pairs: title, number, start, end, duration …), `2. Participants` (a line a person: Name, First Join, Last
Leave, In-Meeting Duration, Email, Participant ID (UPN), Role) and `3. In-Meeting Activities` (a line each stay: Name,
Join Time, Leave Time, Duration, Email, Role). Stays are counted from the activities; a person who has none there, from
the participants.
"""

import re

from roundtables.formats.meeting_reports.columns import Column, placed
from roundtables.formats.meeting_reports.gathering import Line, Written
from roundtables.formats.meeting_reports.lines import Rows
from roundtables.formats.meeting_reports.tables import as_lines, head_of_pairs, require

TOOL = "Microsoft Teams"
FORMAT = "teams-3"
SUMMARY, PARTICIPANTS, ACTIVITIES = "1", "2", "3"
HEADING = re.compile(r"([1-9])\s?[.)]\s*\D")
NUMBERS = frozenset("123456789")
PARTICIPANT = (
    Column.NAME, Column.JOINED, Column.LEFT, Column.DURATION, Column.EMAIL, Column.IDENTITY, Column.ROLE
)  # fmt: skip
ACTIVITY = (Column.NAME, Column.JOINED, Column.LEFT, Column.DURATION, Column.EMAIL, Column.ROLE)


def sections(rows: Rows) -> dict[str, Rows]:
    """The numbered sections, in their order, without empty rows."""
    found: dict[str, Rows] = {}
    current: Rows | None = None
    for row in rows:
        number = _heading(row) if row and row[0][:1] in NUMBERS else ""
        if number > max(found, default="0"):
            current = found[number] = []
        elif current is not None and any(row):
            current.append(row)
    return found


def _heading(row: list[str]) -> str:
    found = None if any(row[1:]) else HEADING.match(row[0])
    return found[1] if found else ""


def recognised(found: dict[str, Rows]) -> bool:
    """Whether there are sections of people under a summary."""
    return SUMMARY in found and bool(found.keys() & {PARTICIPANTS, ACTIVITIES})


def taken_apart(found: dict[str, Rows]) -> Written:
    """The report's sections as lines. Raises ColumnMissing."""
    return Written(
        FORMAT,
        TOOL,
        head_of_pairs(found[SUMMARY]),
        _table(found.get(ACTIVITIES, []), ACTIVITY),
        _table(found.get(PARTICIPANTS, []), PARTICIPANT),
    )


def _table(rows: Rows, customary: tuple[Column, ...]) -> list[Line]:
    """The lines of a section under its header."""
    if len(rows) < 2:
        return []
    header, lines = rows[0], rows[1:]
    places = placed(header, lines, customary)
    require(TOOL, places, (Column.NAME, Column.JOINED, Column.LEFT), header)
    return as_lines(lines, places)
