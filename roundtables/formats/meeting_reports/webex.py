"""Webex: a line each stay, every line with the meeting's name, start and end.

`Event Name, Event Start Time, Event End Time, Name, Attendee Email, Join Time, Leave Time, Attendance Duration,
Connection Type`, or of meetings `Meeting Name, Meeting Start Time, Meeting End Time, Display Name, First Name, Last
Name, Role, Attendee Email, …`. Tab-separated in UTF-16; times written as ="2026-11-24 09:05:00", durations as 204 mins.
"""

from roundtables.formats.meeting_reports.columns import Column, Kind, column, kinds_of, named
from roundtables.formats.meeting_reports.tables import Table, as_lines, require
from roundtables.formats.meeting_reports.written import Head, Written
from roundtables.words import fold

TOOL = "Webex"
FORMAT = "webex"
MOMENTS = 4
CONNECTION = ("connection", "yhteys", "anslutningstyp", "vrsta veze", "verbindung", "connexion")


def recognised(table: Table) -> bool:
    """Whether each line tells the meeting's two moments and the person's two, or how somebody was connected."""
    moments = kinds_of(table.header, table.rows).count(Kind.MOMENT)
    return moments >= MOMENTS or (moments > 1 and any(fold(cell).startswith(CONNECTION) for cell in table.header))


def taken_apart(table: Table) -> Written:
    """The report as lines. Raises ColumnMissing."""
    moments = [at for at, kind in enumerate(kinds_of(table.header, table.rows)) if kind is Kind.MOMENT]
    begins = moments[1] + 1 if len(moments) >= MOMENTS else 0
    people = named(table.header[begins:])
    wanted = (Column.NAME, Column.EMAIL, Column.ROLE, Column.DURATION)
    places = {told: begins + at for told, at in people.items() if told in wanted}
    places.setdefault(Column.NAME, begins)
    places[Column.JOINED], places[Column.LEFT] = moments[-2:]
    require(TOOL, places, (Column.NAME, Column.JOINED, Column.LEFT), table.header)
    return Written(FORMAT, TOOL, _head(table, moments) if begins else Head(), as_lines(table.rows, places))


def _head(table: Table, moments: list[int]) -> Head:
    """What all lines say of the meeting; several meetings in one report have no start and end in common."""
    title = column(table.rows, 0)[0]
    starts, ends = (set(column(table.rows, at)) for at in moments[:2])
    if len(starts) > 1 or len(ends) > 1:
        return Head(title)
    return Head(title, starts.pop(), ends.pop())
