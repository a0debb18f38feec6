"""A zip in which the same files make the same bytes, and whose names every system can unpack.

Nothing is compressed: how a text is packed differs between versions of zlib, and scanned sheets are packed already.
"""

import datetime as dt
import hashlib
import unicodedata
import zipfile
from typing import BinaryIO, Self

from roundtables.files import safe_file_name

EARLIEST, LATEST = dt.datetime(1980, 1, 1), dt.datetime(2107, 12, 31, 23, 59, 58)
"""What the format's time stamps can say (APPNOTE.TXT, 4.4.6)."""
LONGEST_STEM = 100
RIGHTS = 0o100644 << 16
UNIX = 3


class Archive:
    """Writes files one after another; `at` is the instant that all of them bear."""

    def __init__(self, out: BinaryIO, at: dt.datetime) -> None:
        stamp = min(max(at.astimezone(dt.UTC).replace(tzinfo=None), EARLIEST), LATEST)
        self._stamp = (stamp.year, stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second // 2 * 2)
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_STORED)
        self._taken: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_how: object) -> None:
        self._zip.close()

    def add(self, folder: str, stem: str, suffix: str, content: bytes) -> tuple[str, str]:
        """Add a file; returns its name in the archive, made safe and unlike all others, and its SHA-256."""
        name = self._free(folder, stem, suffix)
        member = zipfile.ZipInfo(name, self._stamp)
        member.create_system = UNIX
        member.external_attr = RIGHTS
        self._zip.writestr(member, content)
        return name, hashlib.sha256(content).hexdigest()

    def _free(self, folder: str, stem: str, suffix: str) -> str:
        place = f"{safe_file_name(folder)}/" if folder else ""
        plain = safe_file_name(unicodedata.normalize("NFC", stem))[:LONGEST_STEM].rstrip(" .")
        name, number = f"{place}{plain}{suffix}", 2
        # Names that differ in case alone are one file on Windows and macOS.
        while name.casefold() in self._taken:
            name, number = f"{place}{plain} ({number}){suffix}", number + 1
        self._taken.add(name.casefold())
        return name
