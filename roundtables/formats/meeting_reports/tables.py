"""Tables within a report: where one begins, and its rows as lines of one shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from roundtables.formats.meeting_reports.columns import Column, named, word_of
from roundtables.formats.meeting_reports.durations import duration
from roundtables.formats.meeting_reports.errors import ColumnMissing
from roundtables.formats.meeting_reports.lines import Rows
from roundtables.formats.meeting_reports.moments import is_clock, is_moment
from roundtables.formats.meeting_reports.written import Head, Line

ROWS_SEARCHED = 60
LEAST_COLUMNS = 3
NOWHERE = -1
"""The place of a column that a table does not have: an empty cell put behind each row."""
LINE = (Column.NAME, Column.EMAIL, Column.IDENTITY, Column.ROLE, Column.JOINED, Column.LEFT, Column.DURATION)
TELLING = frozenset((Column.NAME, Column.EMAIL, Column.JOINED, Column.LEFT, Column.DURATION))


@dataclass(frozen=True)
class Table:
    """A header and the rows under it, up to the next empty row; `above` is all that stands before the header."""

    header: list[str]
    rows: Rows
    above: Rows


def main_table(rows: Rows) -> Table | None:
    """The table of people: of the rows that look like headers the one that says most, else that has most under it."""
    headers = [at for at in range(min(len(rows) - 1, ROWS_SEARCHED)) if is_header(rows[at], rows[at + 1])]
    if not headers:
        return None
    ends = {at: _end(rows, at + 1) for at in headers}
    best = max(headers, key=lambda at: (_says(rows[at]), ends[at] - at, -at))
    header = list(rows[best])
    while header and not header[-1].strip():
        header.pop()
    return Table(header, rows[best + 1 : ends[best]], rows[:best])


def is_header(row: list[str], below: list[str]) -> bool:
    """Words without any figures, and figures under them."""
    cells, under = _filled(row), _filled(below)
    if len(cells) < LEAST_COLUMNS or any(map(_is_value, cells)):
        return False
    return any(map(_is_value, under))


def _filled(row: list[str]) -> list[str]:
    return [cell for cell in (cell.strip() for cell in row) if cell]


def _is_value(cell: str) -> bool:
    return cell.isdecimal() or "@" in cell or is_moment(cell) or is_clock(cell)


def _says(row: list[str]) -> int:
    return len(named(row).keys() & TELLING)


def _end(rows: Rows, begin: int) -> int:
    return next((at for at in range(begin, len(rows)) if not any(rows[at])), len(rows))


def as_lines(rows: Rows, places: Mapping[Column, int]) -> list[Line]:
    """The rows as lines, each column at its place; what the table does not have is an empty text."""
    widest = max(places.values(), default=0) + 1
    if min(map(len, rows), default=widest) < widest:
        rows = [row if len(row) >= widest else row + [""] * (widest - len(row)) for row in rows]
    cells = itemgetter(*(places.get(told, NOWHERE) for told in LINE))
    return [cells([*row, ""]) for row in rows]


def require(tool: str, places: Mapping[Column, int], wanted: Sequence[Column], header: Sequence[str]) -> None:
    """Raise ColumnMissing, naming those of the wanted columns that were not found."""
    missing = tuple(told.value for told in wanted if told not in places)
    if missing:
        raise ColumnMissing(tool, missing, tuple(header))


def head_of_pairs(pairs: Rows) -> Head:
    """A summary of words and values, in any language: the title comes first, the last two moments are start and end."""
    values = [row[1].strip() for row in pairs if len(row) > 1 and row[1].strip()]
    moments = [value for value in values if is_moment(value)][-2:]
    before = values[: values.index(moments[0])] if moments else values
    title = next((value for value in before if not value.isdecimal()), before[0] if before else "")
    seconds = next((duration(value) for value in values if not value.isdecimal() and duration(value)), None)
    start, end = (*moments, "", "")[:2]
    return Head(title, start, end, seconds)


def says_people(header: Sequence[str]) -> bool:
    """Whether the words of a header tell that people and their times or addresses are listed under it."""
    told = {word_of(cell) for cell in header}
    return Column.NAME in told and len(told & TELLING) > 1
