"""Lists coming in, as rows of text: the kind of file is told by its content, its size bounded beforehand."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

from roundtables.formats.sheets import reading_errors as errors

MEGABYTE = 1_000_000
MOST_BYTES = 20 * MEGABYTE
MOST_UNPACKED = 100 * MEGABYTE
MOST_RATIO = 100
MOST_MEMBERS = 1_000
MOST_ROWS = 50_000
MOST_COLUMNS = 200
MOST_LETTERS = 32_767
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"\x7fELF", b"MZ", b"7z\xbc\xaf", b"Rar!")


@dataclass(frozen=True)
class Table:
    """Rows of texts, all of the same length. Row 0 is the file's first row: what people call row 1."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def width(self) -> int:
        """The number of columns."""
        return len(self.rows[0]) if self.rows else 0


def table_of(rows: list[list[str]], name: str) -> Table:
    """Rows of any lengths as a table, empty rows at the end left out. Raises FileEmpty, TooManyRows, CellTooLong."""
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    if not rows:
        raise errors.FileEmpty(name)
    width = max(map(len, rows))
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise errors.TooManyRows(name, MOST_ROWS)
    if any(len(cell) > MOST_LETTERS for row in rows for cell in row):
        raise errors.CellTooLong(name)
    return Table(tuple(tuple(row) + ("",) * (width - len(row)) for row in rows))


def read_table(path: Path) -> Table:
    """The first sheet with anything in it, or the text's rows. Raises one of `reading_errors`."""
    from roundtables.formats.sheets.reading_text import decode, rows_of_text
    from roundtables.formats.sheets.reading_workbook import rows_of_workbook

    head = _head(path)
    if head.startswith(ZIP):
        _require_spreadsheet_archive(path)
        return table_of(rows_of_workbook(path), path.name)
    if head.startswith(OLE):
        _require_unlocked(path)
        return table_of(rows_of_workbook(path), path.name)
    if head.startswith(OTHER_KINDS) or head.lstrip()[:1] == b"<":
        raise errors.NotASpreadsheet(path.name)
    return table_of(rows_of_text(decode(path.read_bytes(), path.name), path.name), path.name)


def is_contacts(path: Path) -> bool:
    """Whether the file holds vCards."""
    return b"BEGIN:VCARD" in _head(path).upper()


def _head(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise errors.FileMissing(path.name)
        with path.open("rb") as file:
            head = file.read(512)
    except OSError as error:
        raise errors.FileMissing(path.name) from error
    if size == 0:
        raise errors.FileEmpty(path.name)
    if size > MOST_BYTES:
        raise errors.FileTooLarge(path.name, MOST_BYTES // MEGABYTE)
    return head


def _require_spreadsheet_archive(path: Path) -> None:
    """An archive is bounded before anything in it is unpacked, and must be a workbook by its members."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise errors.FileDamaged(path.name) from error
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        raise errors.FileTooLarge(path.name, MOST_UNPACKED // MEGABYTE)
    if unpacked > MEGABYTE and unpacked / packed > MOST_RATIO:
        raise errors.FileTooLarge(path.name, MOST_UNPACKED // MEGABYTE)
    names = {member.filename for member in members}
    if not ("xl/workbook.xml" in names or "xl/workbook.bin" in names or "content.xml" in names):
        raise errors.NotASpreadsheet(path.name)


def _require_unlocked(path: Path) -> None:
    """Office keeps an encrypted workbook as a stream of this name ([MS-OFFCRYPTO], 2.3.4.4)."""
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise errors.Encrypted(path.name)
