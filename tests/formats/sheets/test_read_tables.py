"""Lists coming in: whatever spreadsheet programs save, and whatever only looks like a list."""

import contextlib
import io
import os
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from roundtables.formats.sheets import reading_errors as errors
from roundtables.formats.sheets.reading import read_table
from roundtables.formats.sheets.reading_text import read_pasted

ROWS = [["Sukunimi", "Etunimi", "Sähköposti"], ["Åkerlund", "Žofie", "z@office.example"]]
EXPECTED = tuple(map(tuple, ROWS))


def as_text(separator: str) -> str:
    return "\r\n".join(separator.join(row) for row in ROWS) + "\r\n"


def workbook(rows: list[list[object]]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(rows: list[list[str]]) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>' for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
        ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
        ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
        ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="A">{cells}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest'
            ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"></manifest:manifest>',
        )
        archive.writestr("content.xml", content)
    return out.getvalue()


def saved(tmp_path: Path, name: str, data: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_text_of_every_kind_is_read_alike(tmp_path: Path, separator: str, encoding: str) -> None:
    data = as_text(separator).encode(encoding)
    if encoding == "utf-16":
        assert data[:2] in (b"\xff\xfe", b"\xfe\xff")
    assert read_table(saved(tmp_path, "list.csv", data)).rows == EXPECTED


@pytest.mark.parametrize("name", ["list.xlsx", "list.csv", "list"])
def test_a_workbook_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    assert read_table(saved(tmp_path, name, workbook(ROWS))).rows == EXPECTED


def test_an_open_document_is_read(tmp_path: Path) -> None:
    assert read_table(saved(tmp_path, "list.ods", ods(ROWS))).rows == EXPECTED


def test_an_old_excel_file_is_read() -> None:
    table = read_table(Path(__file__).parent / "samples" / "people.xls")
    assert table.rows[0][:3] == ("Prezime", "Ime", "E-pošta")
    assert table.rows[1][:2] == ("Čović", "Željko")


def test_numbers_and_dates_are_read_as_people_see_them(tmp_path: Path) -> None:
    import datetime as dt

    rows = [["Name", "Number", "Day"], ["A", 7, dt.datetime(2026, 12, 1)]]
    assert read_table(saved(tmp_path, "list.xlsx", workbook(rows))).rows[1] == ("A", "7", "2026-12-01")


def test_quoted_cells_keep_their_separators_and_line_breaks() -> None:
    table = read_pasted('Name;Note\n"Å; B";"two\nlines"\n')
    assert table.rows[1] == ("Å; B", "two\nlines")


def test_a_separator_that_excel_names_is_taken(tmp_path: Path) -> None:
    assert read_table(saved(tmp_path, "list.csv", b"sep=;\r\na,b;c\r\n1,2;3\r\n")).rows == (("a,b", "c"), ("1,2", "3"))


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    return out.getvalue()


def crowd() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", b"<a/>")
        for number in range(1001):
            archive.writestr(f"xl/{number}", b"")
    return out.getvalue()


def archive_of_letters() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("letter.txt", b"Dear all")
    return out.getvalue()


def far_cell() -> bytes:
    book = Workbook()
    book.active["A1"] = "Name"
    book.active["XFD1048576"] = "far"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def empty_rows(number: int) -> bytes:
    """A workbook whose one sheet is rows without a cell."""
    source = io.BytesIO(workbook([["Name"], ["Aino"]]))
    out = io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "xl/worksheets/sheet1.xml":
                data = data.replace(b"</sheetData>", b"<row/>" * number + b"</sheetData>")
            compress = zipfile.ZIP_DEFLATED if len(data) > 1_000_000 else zipfile.ZIP_STORED
            new.writestr(member.filename, data, compress_type=compress)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("empty.xlsx", b"", errors.FileEmpty),
        ("spaces.csv", b" \n \n", errors.FileEmpty),
        ("cut.xlsx", workbook([["a"]])[:2000], errors.FileDamaged),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), errors.Encrypted),
        ("broken.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 4000, errors.FileDamaged),
        ("letters.xlsx", archive_of_letters(), errors.NotASpreadsheet),
        ("paper.xlsx", b"%PDF-1.7 ...", errors.NotASpreadsheet),
        ("page.xls", b"<html><table><tr><td>x</td></tr></table></html>", errors.NotASpreadsheet),
        ("bomb.xlsx", bomb(), errors.FileTooLarge),
        ("crowd.xlsx", crowd(), errors.FileTooLarge),
        ("far.xlsx", far_cell(), errors.TooManyRows),
        ("wide.csv", b",".join([b"x"] * 300), errors.TooManyRows),
        ("long.csv", b"x\n" * 50_001, errors.TooManyRows),
        ("line.csv", b"a" * 15_000_000, errors.CellTooLong),
        ("huge.csv", b"a" * 50_000_000, errors.FileTooLarge),
        ("zeros.csv", b"Name\x00\x01\x02\x03 more text that is no text", errors.NotASpreadsheet),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_list_is_told_in_words(tmp_path: Path, name: str, data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error) as caught:
        read_table(saved(tmp_path, name, data))
    assert name in str(caught.value)


def test_ten_million_empty_rows_are_read_or_refused_at_once(tmp_path: Path) -> None:
    path = saved(tmp_path, "rows.xlsx", empty_rows(10_000_000))
    with contextlib.suppress(errors.FileTooLarge):
        assert read_table(path).rows == (("Name",), ("Aino",))


def test_a_workbook_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roundtables.formats.sheets.reading_workbook.SECONDS", 0.001)
    with pytest.raises(errors.TookTooLong):
        read_table(saved(tmp_path, "list.xlsx", workbook(ROWS)))


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    for path in (tmp_path / "nowhere.xlsx", tmp_path):
        with pytest.raises(errors.FileMissing):
            read_table(path)


def test_an_empty_clipboard_is_told() -> None:
    with pytest.raises(errors.NothingToPaste):
        read_pasted(" \n")


def test_random_bytes_never_end_in_anything_but_words(tmp_path: Path) -> None:
    for head in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        for _try in range(5):
            path = saved(tmp_path, "random.bin", head + os.urandom(3000))
            with contextlib.suppress(errors.Unreadable):
                read_table(path)
