"""Microsoft Teams, second generation: a summary in pairs, then a table with a line each stay.

`Meeting Summary`, `Total Number of Participants`, `Meeting Title`, `Meeting Start Time`, `Meeting End Time`,
`Meeting Id`; then `Full Name, Join Time, Leave Time, Duration, Email, Role, Participant ID (UPN)`.
"""

from roundtables.formats.meeting_reports.columns import Column, Kind, kinds_of, placed
from roundtables.formats.meeting_reports.tables import Table, as_lines, head_of_pairs, require
from roundtables.formats.meeting_reports.written import Written

TOOL = "Microsoft Teams"
FORMAT = "teams-2"
CUSTOMARY = (
    Column.NAME, Column.JOINED, Column.LEFT, Column.DURATION, Column.EMAIL, Column.ROLE, Column.IDENTITY
)  # fmt: skip


def recognised(table: Table) -> bool:
    """Whether a name is followed by two moments, before any address: none of the other tools begins so."""
    kinds = kinds_of(table.header, table.rows)
    if kinds[3:4] == [Kind.NUMBER] or kinds.count(Kind.MOMENT) != 2:
        return False
    return kinds[0] is not Kind.MOMENT and kinds[1:3] == [Kind.MOMENT, Kind.MOMENT]


def taken_apart(table: Table) -> Written:
    """The report as lines. Raises ColumnMissing."""
    places = placed(table.header, table.rows, CUSTOMARY)
    require(TOOL, places, (Column.NAME, Column.JOINED, Column.LEFT), table.header)
    return Written(FORMAT, TOOL, head_of_pairs(table.above), as_lines(table.rows, places))
