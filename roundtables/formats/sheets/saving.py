"""Saving workbooks so that the same content makes the same bytes: a hand-over can be written again and compared.

openpyxl stamps the clock into the properties and into each member of the zip, and takes over the rights of its
temporary files. Here the properties say the instant that the document says; the members have one stamp and one order.
"""

import contextlib
import datetime as dt
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.writer.excel import ExcelWriter
from openpyxl.xml.constants import ARC_CORE, DCTERMS_NS
from openpyxl.xml.functions import fromstring, tostring

STAMP = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip knows."""
RIGHTS = 0o644 << 16
UNIX = 3
BLOCK = 1 << 20
FIRST = (
    "[Content_Types].xml",
    "_rels/.rels",
    "docProps/app.xml",
    "docProps/core.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/styles.xml",
    "xl/theme/theme1.xml",
)
"""The order readers expect and Excel writes; what is not named here follows as openpyxl makes it."""


def save(workbook: Any, out: BinaryIO, at: dt.datetime | None) -> None:
    """Save a workbook, a write-only one too; `at` is the instant that its properties say, None for none.

    Sheets are copied in blocks from openpyxl's temporary files: a long one is never in memory as a whole.
    Raises OSError where the disk is full; the temporary files are removed all the same.
    """
    if workbook.write_only and not workbook.worksheets:
        workbook.create_sheet()
    stated = dt.datetime(*STAMP) if at is None else at.astimezone(dt.UTC).replace(tzinfo=None)
    workbook.properties.created = workbook.properties.modified = stated
    for sheet in workbook.worksheets:
        sheet.merged_cells = _InOrder(sheet.merged_cells.ranges)
    try:
        with tempfile.TemporaryDirectory(prefix="roundtables-", ignore_cleanup_errors=True) as folder:
            parts = _Parts(Path(folder))
            ExcelWriter(workbook, parts).write_data()
            if at is None:
                parts.found[ARC_CORE] = _undated(parts.found[ARC_CORE])
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
                for name in parts.in_order():
                    _add(archive, name, parts.found[name])
    finally:
        discard(workbook)


def discard(workbook: Any) -> None:
    """Remove the temporary files of a write-only workbook that is not going to be saved: they hold its rows."""
    for sheet in workbook.worksheets if workbook.write_only else ():
        writer = sheet._writer  # noqa: SLF001 - openpyxl removes them at the program's end only
        if writer is not None and Path(writer.out).exists():
            with contextlib.suppress(Exception):  # a row that could not be written has broken the stream already
                sheet.close()
            writer.cleanup()


class _InOrder(MultiCellRange):  # type: ignore[misc]  # openpyxl has no types
    """Merged cells from the first on: openpyxl writes them as a set gives them, another way in each process."""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.sorted())


class _Parts:
    """What openpyxl takes for the archive: keeps the members until all are known, long ones as files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.found: dict[str, bytes | Path] = {}

    def writestr(self, name: str, data: str | bytes) -> None:
        self.found[name] = data.encode() if isinstance(data, str) else data

    def write(self, path: str, name: str) -> None:
        """Take a temporary file over; an empty one is left in its place, which openpyxl removes."""
        kept = self._folder / str(len(self.found))
        shutil.move(path, kept)
        Path(path).touch()
        self.found[name] = kept

    def namelist(self) -> list[str]:
        return list(self.found)

    def in_order(self) -> list[str]:
        known = [name for name in FIRST if name in self.found]
        return known + [name for name in self.found if name not in FIRST]


def _undated(properties: Any) -> bytes:
    """The properties without the dates that openpyxl can't leave out."""
    tree = fromstring(properties)
    for date in [child for child in tree if child.tag.startswith(f"{{{DCTERMS_NS}}}")]:
        tree.remove(date)
    undated: bytes = tostring(tree)
    return undated


def _add(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    member = zipfile.ZipInfo(name, STAMP)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.create_system = UNIX
    member.external_attr = RIGHTS
    member.file_size = len(content) if isinstance(content, bytes) else content.stat().st_size
    with archive.open(member, "w") as into:
        if isinstance(content, bytes):
            into.write(content)
        else:
            with content.open("rb") as part:
                shutil.copyfileobj(part, into, BLOCK)
