"""Zoom's list of a meeting's participants, with or without the meeting's head.

The head: `Meeting ID, Topic, Start Time, End Time, User Email, Duration (Minutes), Participants` and a row of values
(since 2023 `Topic, ID, Host, Duration (minutes), Start time, End time, Participants`). Then a line each stay: `Name
(Original Name), User Email, Join Time, Leave Time, Duration (Minutes), Guest`, perhaps `Recording Consent` and `In
Waiting Room`; or, with visits put together, a line a person with `Total Duration (Minutes)` and no times.
"""

from itertools import pairwise

from roundtables.formats.meeting_reports.columns import Column, Kind, kinds_of, named, placed
from roundtables.formats.meeting_reports.durations import duration
from roundtables.formats.meeting_reports.lines import Rows
from roundtables.formats.meeting_reports.moments import is_moment
from roundtables.formats.meeting_reports.tables import ROWS_SEARCHED, Table, as_lines, is_header, require
from roundtables.formats.meeting_reports.vocabulary import YES
from roundtables.formats.meeting_reports.written import Head, Written
from roundtables.words import fold, n_

TOOL = "Zoom"
FORMAT = "zoom"
CUSTOMARY = (Column.NAME, Column.EMAIL, Column.JOINED, Column.LEFT, Column.DURATION)
PUT_TOGETHER = (Column.NAME, Column.EMAIL, Column.DURATION)
TOPIC = ("topic", "aihe", "amne", "tema", "thema", "sujet", "argomento", "temat")


def recognised(table: Table) -> bool:
    """Whether there are two moments and minutes as a bare number; or a name, an address and minutes without times."""
    kinds = kinds_of(table.header, table.rows)
    if kinds.count(Kind.MOMENT) == 2:
        return True
    return Kind.MOMENT not in kinds and _minutes_alone(table, kinds)


def _minutes_alone(table: Table, kinds: list[Kind]) -> bool:
    by_word = named(table.header)
    if not {Column.NAME, Column.DURATION} <= by_word.keys() or {Column.JOINED, Column.LEFT} & by_word.keys():
        return False
    return kinds[by_word[Column.DURATION]] is Kind.NUMBER


def taken_apart(table: Table) -> Written:
    """The report as lines, without those of the waiting room. Raises ColumnMissing."""
    with_times = Kind.MOMENT in kinds_of(table.header, table.rows)
    places = placed(table.header, table.rows, CUSTOMARY if with_times else PUT_TOGETHER)
    require(TOOL, places, (Column.NAME, Column.JOINED, Column.LEFT) if with_times else PUT_TOGETHER[::2], table.header)
    rows, waited = _let_in(table)
    notes = (_notes_of_waiting(waited),) if waited else ()
    return Written(FORMAT, TOOL, head_above(table.above), as_lines(rows, places), notes=notes)


def _let_in(table: Table) -> tuple[Rows, int]:
    """The rows of those who were let in, and how many tell of the waiting room."""
    at = named(table.header).get(Column.WAITING)
    if at is None:
        return table.rows, 0
    rows = [row for row in table.rows if not (at < len(row) and fold(row[at].strip()) in YES)]
    return rows, len(table.rows) - len(rows)


def _notes_of_waiting(waited: int) -> str:
    return n_(
        "{n} line is of the waiting room and was not counted.",
        "{n} lines are of the waiting room and were not counted.",
        waited,
    ).format(n=waited)


def head_above(rows: Rows) -> Head:
    """The meeting's head, if it stands above the list: a header with one row of values."""
    for header, values in pairwise(rows[:ROWS_SEARCHED]):
        if is_header(header, values) and any(map(is_moment, values)):
            return _head(header, values)
    return Head()


def _head(header: list[str], values: list[str]) -> Head:
    start, end = ([value for value in values if is_moment(value)] + ["", ""])[:2]
    at = next((at for at, cell in enumerate(header) if fold(cell.strip()).startswith(TOPIC)), None)
    if at is not None and at < len(values):
        title = values[at]
    else:
        title = next((value for value in values if _is_words(value)), "")
    minutes = named(header).get(Column.DURATION, len(values))
    return Head(title, start, end, duration(values[minutes]) if minutes < len(values) else None)


def _is_words(value: str) -> bool:
    return bool(value.strip()) and not value.replace(" ", "").isdecimal() and not is_moment(value) and "@" not in value
