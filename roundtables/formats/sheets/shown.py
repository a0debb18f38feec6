"""A list as it is shown in the window, as a file: .xlsx in which every text is a text, or .csv in which none is run."""

import csv
import datetime as dt
import io
import itertools
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, BinaryIO

from roundtables.words import Language

Value = str | int | Decimal | dt.date | dt.datetime | None
SEPARATORS = {"en": ",", "fi": ";", "sv": ";", "hr": ";"}
RUN = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet that opens a .csv takes for a formula by its first letter (OWASP, CSV injection)."""
WIDTH_LOOKED_AT = 200


def write_xlsx(
    title: str, headings: Sequence[str], rows: Iterable[Sequence[Value]], out: BinaryIO, language: Language
) -> None:
    """Write the rows under their headings, streamed; dates and numbers are real ones, texts are texts."""
    from openpyxl import Workbook
    from openpyxl.utils import get_column_letter

    from roundtables.formats.sheets import layout
    from roundtables.formats.sheets.cells import add_styles, styled
    from roundtables.formats.sheets.saving import save

    workbook = Workbook(write_only=True)
    workbook.properties.creator = "Roundtables"
    workbook.properties.title = title
    add_styles(workbook)
    sheet: Any = workbook.create_sheet(layout.sheet_name(title))
    sheet.freeze_panes = "A2"
    remaining = iter(rows)
    first = list(itertools.islice(remaining, WIDTH_LOOKED_AT))
    layout.set_widths(sheet, _widths(headings, first))
    names = layout.column_names(headings)
    sheet.append([styled(sheet, name, "Heading") for name in names])
    number = 1
    for row in itertools.chain(first, remaining):
        sheet.append([_cell(sheet, value, language) for value in row])
        number += 1
    if number > 1 and names:
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(names))}{number}"
    save(workbook, out, None)


def write_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]], out: BinaryIO, language: Language) -> None:
    """Write the rows as UTF-8 with its mark, separated as the language's spreadsheets expect it."""
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="", errors="replace", write_through=True)
    writer = csv.writer(text, delimiter=SEPARATORS[language.code], lineterminator="\r\n")
    writer.writerow([_harmless(heading) for heading in headings])
    for row in rows:
        writer.writerow([_written(value, language) for value in row])
    text.flush()
    text.detach()


def _widths(headings: Sequence[str], rows: Sequence[Sequence[Value]]) -> list[float]:
    from roundtables.formats.sheets.layout import fitting_width

    longest = [
        max((len(str(row[at])) for row in rows if row[at] is not None), default=0) for at in range(len(headings))
    ]
    return [fitting_width(heading, length) for heading, length in zip(headings, longest, strict=True)]


def _cell(sheet: Any, value: Value, language: Language) -> Any:
    from roundtables.formats.sheets.cells import plain, styled
    from roundtables.formats.sheets.layout import value_cell

    if isinstance(value, str):
        return plain(sheet, value)
    if isinstance(value, dt.date):
        return value_cell(sheet, value, language)
    if isinstance(value, Decimal):
        # The figures themselves: openpyxl would write 8.11 as 8.109999999999999.
        cell = styled(sheet, f"{value:f}", "Figure")
        cell.data_type = "n"
        cell.number_format = "#,##0.00"
        return cell
    return value


def _written(value: Value, language: Language) -> str:
    if isinstance(value, str):
        return _harmless(value)
    if isinstance(value, dt.datetime):
        return f"{_date(value, language)} {value:%H:%M}"
    if isinstance(value, dt.date):
        return _date(value, language)
    if isinstance(value, Decimal) and language.code != "en":
        return str(value).replace(".", ",")
    return "" if value is None else str(value)


def _date(day: dt.date, language: Language) -> str:
    """Figures that a spreadsheet of that language reads as a date."""
    if language.code == "en":
        return f"{day:%Y-%m-%d}"
    return f"{day.day}.{day.month}.{day.year}"


def _harmless(text: str) -> str:
    """A text that no spreadsheet runs: what looks like a formula gets an apostrophe; no control characters."""
    tidy = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in text)
    return f"'{tidy}" if text.startswith(RUN) or tidy.lstrip().startswith(RUN) else tidy
