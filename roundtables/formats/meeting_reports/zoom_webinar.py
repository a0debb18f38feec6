"""Zoom's attendee report of a webinar, in sections: host, panelists, attendees and others who attended.

`Host Details`, `Panelist Details`, `Attendee Details`, `Other Attended`; above them the webinar's head (`Topic, Webinar
ID, Actual Start Time, Actual Duration (minutes), …`). Each section has a header of its own: `Attended, User Name
(Original Name), First Name, Last Name, Email, Registration Time, Approval Status, Join Time, Leave Time, Time in
Session (minutes), Is Guest, Country/Region Name`, or some of these. Who registered and did not attend is left out.
"""

from roundtables.formats.meeting_reports.columns import Column, placed
from roundtables.formats.meeting_reports.lines import Rows
from roundtables.formats.meeting_reports.tables import as_lines, require
from roundtables.formats.meeting_reports.vocabulary import YES
from roundtables.formats.meeting_reports.written import Line, Written
from roundtables.formats.meeting_reports.zoom import TOOL, head_above
from roundtables.words import fold, n_

FORMAT = "zoom-webinar"
ROLES = {"host details": "Host", "panelist details": "Panelist", "attendee details": "", "other attended": ""}
CUSTOMARY = (Column.NAME, Column.EMAIL, Column.JOINED, Column.LEFT, Column.DURATION, Column.ATTENDED)


def sections(rows: Rows) -> dict[str, Rows]:
    """The sections by their headings; under the empty one what stands above them."""
    found: dict[str, Rows] = {"": []}
    current = found[""]
    for row in rows:
        heading = _heading(row)
        if heading:
            current = found.setdefault(heading, [])
        elif any(row):
            current.append(row)
    return found


def _heading(row: list[str]) -> str:
    if not row or len(row[0]) > 30 or any(cell.strip() for cell in row[1:]):
        return ""
    text = fold(row[0].strip())
    return text if text in ROLES else ""


def recognised(found: dict[str, Rows]) -> bool:
    """Whether there are any of the sections."""
    return len(found) > 1


def taken_apart(found: dict[str, Rows]) -> Written:
    """The sections as lines. Raises ColumnMissing."""
    lines: list[Line] = []
    stayed_away = 0
    for heading, role in ROLES.items():
        if len(found.get(heading, ())) > 1:
            header, *rows = found[heading]
            there, away = _attended(header, rows, role)
            lines += there
            stayed_away += away
    notes = (_note_of(stayed_away),) if stayed_away else ()
    return Written(FORMAT, TOOL, head_above(found[""]), lines, notes=notes)


def _attended(header: list[str], rows: Rows, role: str) -> tuple[list[Line], int]:
    places = placed(header, rows, CUSTOMARY)
    require(TOOL, places, (Column.NAME, Column.JOINED, Column.LEFT), header)
    at = places.get(Column.ATTENDED)
    lines = as_lines(rows, places)
    there = [
        (name, email, identity, role, joined, left, lasted)
        for row, (name, email, identity, _role, joined, left, lasted) in zip(rows, lines, strict=True)
        if at is None or fold(row[at].strip()) in YES or joined.strip(" -–—")
    ]
    return there, len(lines) - len(there)


def _note_of(stayed_away: int) -> str:
    return n_(
        "{n} person registered and did not attend: left out.",
        "{n} people registered and did not attend: left out.",
        stayed_away,
    ).format(n=stayed_away)
