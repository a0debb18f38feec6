"""Text with separators: the encoding and the separator are found from the text itself."""

import codecs
import csv
import io

from roundtables.formats.sheets import reading_errors as errors
from roundtables.formats.sheets.reading import MEGABYTE, MOST_COLUMNS, MOST_LETTERS, MOST_ROWS, Table, table_of
from roundtables.words import _

SEPARATORS = ";\t,"
SAMPLE_LINES = 30
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
FEW_ZEROS = 0.2
MOST_PASTED = 5 * MEGABYTE
"""Letters: a hundred for each of the rows that are read."""


def decode(data: bytes, name: str) -> str:
    """Bytes as text: by byte order mark, UTF-16 by its zeros, UTF-8 where it is valid, else Windows-1252.

    Raises NotASpreadsheet for what is no text.
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _decoded(data, encoding, name)
    even, odd = data[0:2000:2].count(0), data[1:2000:2].count(0)
    most = len(data[:2000]) / 2
    if odd > most * FEW_ZEROS and even < odd / 4:
        return _decoded(data, "utf-16-le", name)
    if even > most * FEW_ZEROS and odd < even / 4:
        return _decoded(data, "utf-16-be", name)
    if b"\x00" in data:
        raise errors.NotASpreadsheet(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _decoded(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise errors.FileDamaged(name) from error


def rows_of_text(text: str, name: str) -> list[list[str]]:
    """The rows of a separated text. Raises CellTooLong, TooManyRows."""
    text = text.replace("\x00", "")
    separator = None
    if text[:4].casefold() == "sep=" and len(text) > len("sep="):
        first, _break, text = text.partition("\n")
        separator = first[4:5]
    csv.field_size_limit(MOST_LETTERS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator or _separator(text))
    rows: list[list[str]] = []
    try:
        for row in reader:
            rows.append([cell.strip() for cell in row])
            if len(rows) > MOST_ROWS or len(row) > MOST_COLUMNS:
                raise errors.TooManyRows(name, MOST_ROWS)
    except csv.Error as error:
        raise errors.CellTooLong(name) from error
    return rows


def read_pasted(text: str) -> Table:
    """A selection pasted from a spreadsheet, a mail or a list. Raises NothingToPaste, FileTooLarge and those above."""
    name = _("What was pasted")
    if len(text) > MOST_PASTED:
        raise errors.FileTooLarge(name, MOST_PASTED // MEGABYTE)
    if not text.strip():
        raise errors.NothingToPaste
    return table_of(rows_of_text(text, name), name)


def _separator(text: str) -> str:
    """The separator that splits the first lines most often and most evenly; a comma where none does."""
    lines = [line for line in text[: SAMPLE_LINES * 2000].splitlines()[:SAMPLE_LINES] if line.strip()]

    def fitness(separator: str) -> tuple[int, int]:
        counts = [_outside_quotes(line).count(separator) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0, usual)

    best = max(SEPARATORS, key=fitness)
    return best if fitness(best) > (0, 0) else ","


def _outside_quotes(line: str) -> str:
    return "".join(line.split('"')[::2])
