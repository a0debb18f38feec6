"""A report as rows of cells: its bytes bounded, decoded and divided, whoever saved it."""

import csv
import io

from roundtables.errors import Expected
from roundtables.formats.meeting_reports import errors
from roundtables.formats.sheets import reading_errors
from roundtables.formats.sheets.reading_text import decode

MEGABYTE = 1_000_000
MOST_BYTES = 20 * MEGABYTE
MOST_LINES = 200_000
MOST_LETTERS = 5_000
MOST_CELLS = 100
LINES_LOOKED_AT = 60
SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

Rows = list[list[str]]


def rows_of(data: bytes) -> Rows:
    """The rows of a report, empty ones among them. Raises the errors of what is too large or no text."""
    if len(data) > MOST_BYTES:
        raise errors.ReportTooLarge(MOST_BYTES // MEGABYTE)
    if data.startswith(SPREADSHEETS):
        raise errors.SavedAsSpreadsheet
    text = _text(data)
    lines, quoted = _lines(text), '"' in text
    if not any(lines):
        raise errors.ReportEmpty
    separator = _separator(lines[:LINES_LOOKED_AT])
    rows = _tabbed(lines, quoted=quoted) if separator == "\t" else _separated(lines, separator)
    if max(map(len, rows)) > MOST_CELLS:
        raise errors.CellTooLong(next(number for number, row in enumerate(rows, 1) if len(row) > MOST_CELLS))
    return rows


def _text(data: bytes) -> str:
    try:
        return decode(data, "").removeprefix("\ufeff")
    except reading_errors.FileDamaged as error:
        raise errors.ReportDamaged from error
    except Expected as error:
        raise errors.UnknownTool from error


def _lines(text: str) -> list[str]:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n", MOST_LINES)
    if len(lines) > MOST_LINES and lines[-1]:
        raise errors.TooManyLines(MOST_LINES)
    if lines[0][:4].casefold() == "sep=":
        lines[0] = ""
    return lines


def _separator(lines: list[str]) -> str:
    """A tab where there is any: Teams and Webex write them, and Excel keeps them. Else what divides the most lines."""
    if any("\t" in line for line in lines):
        return "\t"
    semicolons, commas = (sum(sign in _unquoted(line) for line in lines) for sign in ";,")
    return ";" if semicolons >= commas and semicolons else ","


def _unquoted(line: str) -> str:
    return "".join(line.split('"')[::2])


def _tabbed(lines: list[str], *, quoted: bool) -> Rows:
    """Quotes are taken off a cell, but never make one of several lines: a name may begin with one."""
    rows = [line.split("\t") for line in lines]
    for number, line in enumerate(lines) if max(map(len, lines)) > MOST_LETTERS else ():
        if len(line) > MOST_LETTERS and max(map(len, rows[number])) > MOST_LETTERS:
            raise errors.CellTooLong(number + 1)
    return [[_without_quotes(cell) for cell in row] for row in rows] if quoted else rows


def _without_quotes(cell: str) -> str:
    """Webex writes ="2026-11-24 09:05:00", quoted once more, so that Excel leaves the text alone."""
    cell = cell.strip()
    if len(cell) > 1 and cell[0] == cell[-1] == '"':
        cell = cell[1:-1].replace('""', '"')
    if cell.startswith('="') and cell.endswith('"'):
        cell = cell[2:-1]
    return cell


def _separated(lines: list[str], separator: str) -> Rows:
    rows: Rows = []
    try:
        for row in csv.reader(io.StringIO("\n".join(lines), newline=""), delimiter=separator):
            if row and max(map(len, row)) > MOST_LETTERS:
                raise errors.CellTooLong(len(rows) + 1)
            rows.append([_without_quotes(cell) if '"' in cell else cell for cell in row])
    except csv.Error as error:
        raise errors.CellTooLong(len(rows) + 1) from error
    return rows
