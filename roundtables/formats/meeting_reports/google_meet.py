"""Google Meet: `First name, Last name, Email, Duration, Time joined, Time exited`, a line a person.

The times stand without a date (9:05 AM, 18.02) and are taken as of the event's first day.
"""

from roundtables.formats.meeting_reports.columns import Column, Kind, column, kinds_of, named
from roundtables.formats.meeting_reports.moments import is_clock, is_moment
from roundtables.formats.meeting_reports.tables import Table, as_lines, require
from roundtables.formats.meeting_reports.written import Head, Written

TOOL = "Google Meet"
FORMAT = "google-meet"
WIDTH = 6
FIRST, LAST, EMAIL, DURATION, JOINED, LEFT = range(WIDTH)
TIMES = (Kind.CLOCK, Kind.MOMENT, Kind.DURATION)


def recognised(table: Table) -> bool:
    """Whether a person has two names, an address, a duration and two times of day, by words or in this order."""
    told = named(table.header).keys()
    if {Column.FIRST_NAME, Column.LAST_NAME, Column.JOINED, Column.LEFT} <= told:
        return True
    kinds = kinds_of(table.header, table.rows)
    return (
        len(kinds) == WIDTH
        and kinds[EMAIL] in (Kind.EMAIL, Kind.EMPTY)
        and kinds[FIRST] is kinds[LAST] is Kind.TEXT
        and {kinds[JOINED], kinds[LEFT]} <= set(TIMES)
        and all(is_clock(row[JOINED]) or is_moment(row[JOINED]) for row in table.rows[:1] if len(row) > JOINED)
    )


def taken_apart(table: Table) -> Written:
    """The report as lines. Raises ColumnMissing."""
    told = named(table.header)
    if not {Column.FIRST_NAME, Column.LAST_NAME} <= told.keys():
        told = dict(
            zip(
                (Column.FIRST_NAME, Column.LAST_NAME, Column.EMAIL, Column.DURATION, Column.JOINED, Column.LEFT),
                range(WIDTH),
                strict=True,
            )
        )
    require(TOOL, told, (Column.FIRST_NAME, Column.LAST_NAME, Column.JOINED, Column.LEFT), table.header)
    lines = as_lines(table.rows, {**told, Column.NAME: told[Column.FIRST_NAME]})
    last_names = column(table.rows, told[Column.LAST_NAME])
    named_in_full = [(f"{line[0]} {last}", *line[1:]) for line, last in zip(lines, last_names, strict=True)]
    return Written(FORMAT, TOOL, Head(), named_in_full)
