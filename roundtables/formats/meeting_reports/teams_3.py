"""Microsoft Teams, third generation: numbered sections, whatever the language calls them.

`1. Summary` (pairs: title, number, start, end, duration …), `2. Participants` (a line a person: Name, First Join, Last
Leave, In-Meeting Duration, Email, Participant ID (UPN), Role) and `3. In-Meeting Activities` (a line each stay: Name,
Join Time, Leave Time, Duration, Email, Role). Stays are counted from the activities; a person who has none there, from
the participants.
"""

import re

from roundtables.formats.meeting_reports.columns import Column, placed
from roundtables.formats.meeting_reports.lines import Rows
from roundtables.formats.meeting_reports.tables import as_lines, head_of_pairs, require
from roundtables.formats.meeting_reports.written import Line, Written

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
    """The numbered sections without empty rows; a number counts where it follows a smaller one."""
    numbers: list[tuple[str, int]] = []
    for at, row in enumerate(rows):
        if row and row[0][:1] in NUMBERS:
            number = _heading(row)
            if number > (numbers[-1][0] if numbers else ""):
                numbers.append((number, at))
    found: dict[str, Rows] = {}
    end = len(rows)
    for number, at in reversed(numbers):
        found[number] = [row for row in rows[at + 1 : end] if any(row)]
        end = at
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
