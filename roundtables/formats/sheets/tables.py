"""A table of a workbook: headings, rows of typed cells, filters. Rows are streamed, one after the other."""

import datetime as dt
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from roundtables.formats.sheets import layout
from roundtables.formats.sheets.cells import plain, styled
from roundtables.formats.sheets.columns import Column, Kind, Words
from roundtables.words import Language

TABLE_STYLE = "TableStyleMedium2"
TITLE_HEIGHT = 24.0
HEADING_ROW = 3
MOST_KEPT = 5000
"""Cells that are kept to be written again."""
KINDS = {str: "s", int: "n"}
"""What openpyxl calls the values that are written without a cell of their own."""
Make = Callable[[Any], Any]


def euro_format(currency: str) -> str:
    """The form of an amount with two decimals, in a currency that every Excel shows alike."""
    return f"#,##0.00\\ [${'€-1' if currency == 'EUR' else currency}]"


def amount(sheet: Any, cents: int, currency: str, style: str = "Figure") -> Any:
    """A cell with an amount: a number that is written to the cent.

    openpyxl would write 8.11 as 8.109999999999999, which is another number, so it is given the figures to write.
    """
    cell = styled(sheet, None, style)
    cell.value = f"{Decimal(cents).scaleb(-2):f}"
    cell.data_type = "n"
    cell.number_format = euro_format(currency)
    return cell


class Cells:
    """Makes the cells of a sheet's rows. What recurs is made once: days, texts, what rows say of their event."""

    def __init__(self, sheet: Any, columns: Sequence[Column], words: Words) -> None:
        self._sheet, self._words = sheet, words
        self._days: dict[object, Any] = {None: None}
        self._texts: dict[str, Any] = {}
        self._event: Any = None
        self._makers = [self._maker(column) for column in columns]
        self._of_event = [at for at, column in enumerate(columns) if column.of_event]
        self._of_row = [(at, maker) for at, maker in enumerate(self._makers) if not columns[at].of_event]
        self._cells: list[Any] = []

    def of(self, row: Any) -> list[Any]:
        """The cells of a row, as `append` takes them, until the next row is asked for."""
        cells = self._cells
        if not self._of_event:
            return [make(row) for make in self._makers]
        if row.event is not self._event:
            self._event = row.event
            cells[:] = [make(row) for make in self._makers]
            return cells
        for at, make in self._of_row:
            cells[at] = make(row)
        return cells

    def _maker(self, column: Column) -> Make:
        value, words = column.value, self._words
        if column.kind is Kind.TEXT:
            return lambda row: self._text(value(row, words))
        if column.kind is Kind.MONEY:
            return lambda row: self._amount(value(row, words))
        if column.kind in (Kind.DAY, Kind.MOMENT):
            return lambda row: self._day(value(row, words))
        return lambda row: value(row, words)

    def _text(self, text: str) -> Any:
        cell = self._texts.get(text)
        if cell is None:
            if len(self._texts) >= MOST_KEPT:
                self._texts.clear()
            cell = self._texts[text] = plain(self._sheet, text)
        return cell

    def _day(self, value: dt.date | None) -> Any:
        # A datetime equals no date, so one dictionary does for both.
        cell = self._days.get(value)
        if cell is None and value is not None:
            if len(self._days) >= MOST_KEPT:
                self._days = {None: None}
            cell = self._days[value] = layout.value_cell(self._sheet, value, self._words.language)
        return cell

    def _amount(self, value: tuple[int, str] | None) -> Any:
        return None if value is None else amount(self._sheet, *value)


def write_table(
    sheet: Any, title: str, columns: Sequence[Column], rows: Iterable[Any], words: Words, *, table: str, nothing: str
) -> int:
    """A sheet with one table under its title: prepared, written and given filters; returns the number of rows.

    `table` is the table's name in Excel, unique in the workbook; `nothing` is said where there is no row.
    """
    language = words.language
    names = layout.column_names([language.gettext(column.heading) for column in columns])
    begin_sheet(sheet, title, title, language, HEADING_ROW)
    layout.set_widths(sheet, widths(names, columns, {}))
    write_title(sheet, title)
    sheet.append([])
    number = append_rows(sheet, names, columns, rows, words)
    if number:
        add_table(sheet, table, names, HEADING_ROW, number)
    else:
        sheet.append([styled(sheet, nothing, "Text")])
    return number


def append_rows(sheet: Any, names: Sequence[str], columns: Sequence[Column], rows: Iterable[Any], words: Words) -> int:
    """The headings and the rows; returns the number of rows."""
    sheet.append([styled(sheet, name, "Heading") for name in names])
    sheet._values_to_row = partial(_cells_of, sheet)  # noqa: SLF001 - openpyxl would look at each value once more
    cells, append, number = Cells(sheet, columns, words), sheet.append, 0
    for row in rows:
        append(cells.of(row))
        number += 1
    return number


def _cells_of(sheet: Any, values: Iterable[Any], number: int) -> Iterator[Any]:
    """The cells of one row, as openpyxl's own method gives them.

    That one checks and guesses each value, and lets each cell that is given to it raise an error first: a third of the
    time a long table takes. Here texts are checked already, and what is neither a text nor a number is a cell.
    """
    plain_cell = WriteOnlyCell(sheet)
    for column, value in enumerate(values, 1):
        if value is None:
            continue
        kind = KINDS.get(type(value))
        cell = value
        if kind is not None:
            cell = plain_cell
            cell._value, cell.data_type = value, kind  # noqa: SLF001 - the checks would be made once more
        cell.column, cell.row = column, number
        yield cell


def begin_sheet(sheet: Any, title: str, footer: str, language: Language, heading_row: int) -> None:
    """The page, and the rows that stay in sight. Before anything is appended."""
    layout.prepare_page(sheet, footer, language, heading_row, 1)
    sheet.row_dimensions[1].height = TITLE_HEIGHT
    if title:
        sheet.freeze_panes = f"A{heading_row + 1}"


def write_title(sheet: Any, title: str) -> None:
    sheet.append([styled(sheet, title, "Headline")])


def widths(names: Sequence[str], columns: Sequence[Column], longest: dict[str, int]) -> list[float]:
    """Widths that fit the columns' texts, of which the longest are known by key, and their headings."""
    return [
        column.width
        if 0 < column.width < layout.NARROWEST
        else layout.fitting_width(name, max(longest.get(column.key, 0), round(column.width) - 2))
        for name, column in zip(names, columns, strict=True)
    ]


def add_table(sheet: Any, table_name: str, names: Sequence[str], heading_row: int, rows: int) -> None:
    """An Excel table with filters. Its column names must be the heading cells to the letter, or Excel repairs it."""
    reference = f"A{heading_row}:{get_column_letter(len(names))}{heading_row + rows}"
    table = Table(id=1, name=table_name, displayName=table_name, ref=reference)
    table._initialise_columns()  # noqa: SLF001 - in write-only mode nobody else does
    for column, name in zip(table.tableColumns, names, strict=True):
        column.name = name
    table.tableStyleInfo = TableStyleInfo(name=TABLE_STYLE, showRowStripes=True)
    with warnings.catch_warnings():
        # openpyxl reminds us to add the columns by hand, which was done above.
        warnings.simplefilter("ignore", UserWarning)
        sheet.add_table(table)
