"""A list as it is shown, as a workbook and as separated text: what is written, read again by others."""

import csv
import datetime as dt
import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from roundtables.formats.sheets.shown import write_csv, write_xlsx
from roundtables.words import language

HOSTILE = (
    '=HYPERLINK("http://x")',
    "+358 40 123",
    "-1",
    "@SUM(A1)",
    "#N/A",
    "_x0041_",
    "\x00\x07\ud800bell",
    "line\nbreak",
    'a;b,c\t"d"',
    "👩‍👩‍👧 مرحبا",
    "x" * 100_000,
    "",
)


def workbook_of(*rows: list[object], code: str = "en") -> io.BytesIO:
    out = io.BytesIO()
    write_xlsx("People", ["Name", "When"], rows, out, language(code))  # type: ignore[arg-type]
    out.seek(0)
    return out


def test_hostile_texts_are_text_cells_of_a_workbook() -> None:
    out = workbook_of(*([text, None] for text in HOSTILE))
    sheet = load_workbook(io.BytesIO(out.getvalue()))["People"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.data_type for cell in cells if cell.value] == ["s"] * (len(HOSTILE) - 1)
    read = [row[0] for row in CalamineWorkbook.from_filelike(out).get_sheet_by_index(0).to_python()[1:]]
    assert read[:4] == list(HOSTILE[:4])
    assert read[5] == "_x0041_"
    assert len(read[10]) == 32_767


def test_dates_and_numbers_can_be_reckoned_with() -> None:
    out = workbook_of([3, dt.date(2026, 11, 24)], [None, dt.datetime(2026, 11, 24, 9, 30)], code="fi")
    sheet = load_workbook(out)["People"]
    assert sheet["A2"].value == 3
    assert sheet["B2"].value == dt.datetime(2026, 11, 24)
    assert sheet["B2"].number_format == "d.m.yyyy"
    assert sheet["B3"].value == dt.datetime(2026, 11, 24, 9, 30)
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.freeze_panes == "A2"


def test_headings_alone_make_a_sound_workbook() -> None:
    assert CalamineWorkbook.from_filelike(workbook_of()).get_sheet_by_index(0).to_python() == [["Name", "When"]]


@pytest.mark.parametrize(("code", "separator"), [("en", ","), ("fi", ";"), ("sv", ";"), ("hr", ";")])
def test_separated_text_runs_nothing_and_keeps_its_cells(code: str, separator: str) -> None:
    out = io.BytesIO()
    rows = [[text, dt.date(2026, 11, 4)] for text in HOSTILE]
    write_csv(["=Name", "When"], rows, out, language(code))
    data = out.getvalue()
    assert data.startswith(b"\xef\xbb\xbf")
    csv.field_size_limit(200_000)
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))
    assert len(read) == len(HOSTILE) + 1
    assert all(len(row) == 2 for row in read)
    assert not any(row[0].startswith(("=", "+", "-", "@", "\t", "\r")) for row in read)
    assert read[1][0] == "'" + HOSTILE[0]
    assert read[HOSTILE.index("") + 1][0] == ""
    assert read[1][1] == ("2026-11-04" if code == "en" else "4.11.2026")
    assert b"\x00" not in data


def test_amounts_are_exact_numbers_that_each_language_s_spreadsheet_reads() -> None:
    amounts = [Decimal(cents).scaleb(-2) for cents in (0, 5, 123450, 811, 10**13 - 1)]
    sheet = load_workbook(workbook_of(*([amount, None] for amount in amounts)))["People"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == [0, 0.05, 1234.5, 8.11, 99_999_999_999.99]
    with zipfile.ZipFile(workbook_of([Decimal("8.11"), None])) as archive:
        assert b"<v>8.11</v>" in archive.read("xl/worksheets/sheet1.xml")
    assert {cell.number_format for cell in cells} == {"#,##0.00"}
    for code, written in (("en", "1234.50"), ("fi", "1234,50"), ("hr", "1234,50")):
        out = io.BytesIO()
        write_csv(["Amount"], [[Decimal("1234.50")]], out, language(code))
        assert out.getvalue().decode("utf-8-sig").splitlines()[1] == written
