"""Lists of an evidence pack as workbooks: a title, what it is of, and one table."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, BinaryIO

from roundtables.words import Language

Value = str | int | dt.date | dt.datetime | Decimal | None
MONEY = "#,##0.00"


@dataclass(frozen=True)
class ListDocument:
    """A list of an event; `at` is the state of the register that it is of."""

    title: str
    event: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    at: dt.datetime


def write_list(document: ListDocument, out: BinaryIO, language: Language) -> None:
    """Write a list as .xlsx; dates, numbers and amounts are real ones, texts are texts."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    from roundtables.formats.sheets import layout
    from roundtables.formats.sheets.cells import add_styles, styled
    from roundtables.formats.sheets.saving import save

    workbook = Workbook(write_only=True)
    workbook.properties.creator = "Roundtables"
    workbook.properties.title = document.title
    add_styles(workbook)
    sheet: Any = workbook.create_sheet(layout.sheet_name(document.title))
    names = layout.column_names(document.headings)
    layout.prepare_page(sheet, document.event, language, 4, 1)
    sheet.freeze_panes = "A5"
    layout.set_widths(sheet, _widths(names, document.rows))
    sheet.append([styled(sheet, document.title, "Headline")])
    sheet.append([styled(sheet, document.event, "Text")])
    sheet.append([])
    sheet.append([styled(sheet, name, "Heading") for name in names])
    for row in document.rows:
        sheet.append([_cell(sheet, value, language) for value in row])
    if document.rows:
        sheet.auto_filter.ref = f"A4:{get_column_letter(len(names))}{4 + len(document.rows)}"
    save(workbook, out, document.at)


def _widths(names: Sequence[str], rows: Sequence[Sequence[Value]]) -> list[float]:
    from roundtables.formats.sheets.layout import fitting_width

    longest = [max((len(str(row[at])) for row in rows if row[at] is not None), default=0) for at in range(len(names))]
    return [fitting_width(name, length) for name, length in zip(names, longest, strict=True)]


def _cell(sheet: Any, value: Value, language: Language) -> Any:
    from roundtables.formats.sheets.cells import plain, styled
    from roundtables.formats.sheets.layout import value_cell

    if isinstance(value, str):
        return plain(sheet, value)
    if isinstance(value, Decimal):
        # The figures themselves: openpyxl would write 8.11 as 8.109999999999999.
        cell = styled(sheet, f"{value:f}", "Text")
        cell.data_type = "n"
        cell.number_format = MONEY
        return cell
    return value_cell(sheet, value, language) if isinstance(value, dt.date) else value
