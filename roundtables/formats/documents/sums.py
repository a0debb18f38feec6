"""Looking into a zip that may be an evidence pack: its list of check sums, and those of the files it has.

The zip comes from outside: nothing is unpacked to disk, and no more is read than a pack of honest size has.
"""

import hashlib
import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from roundtables.errors import Expected
from roundtables.words import _

LIST = "SHA256SUMS"
MOST_FILES = 20_000
MOST_BYTES = 20 * 1024**3
MOST_LISTED = 8 * 1024**2
MOST_TIMES = 200
"""A file that is this many times larger than it is packed is none that a pack holds."""
_LINE = re.compile(r"([0-9a-f]{64}) [ *]([^\r\n]+)")
_AT_ONCE = 1024 * 1024


class PackTooLarge(Expected):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "{file} is not a file that was handed over, and unpacks to more than an evidence pack ever does. "
                "It was not looked into."
            ).format(file=name)
        )


@dataclass(frozen=True)
class Sums:
    """Check sums by name: as the list says, and as the files have them; the list itself is left out."""

    listed: dict[str, str]
    found: dict[str, str]


def read_sums(path: Path) -> Sums | None:
    """The check sums of a zip with such a list; None for any other file, a damaged zip too. Raises PackTooLarge."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [each for each in archive.infolist() if not each.is_dir()]
            if LIST not in archive.namelist():
                return None
            _require_bounded(path, members)
            text = archive.read(LIST).decode("utf-8", "replace")
            found: dict[str, str] = {}
            for each in members:
                if each.filename != LIST:
                    # Of two files of one name nobody knows which is unpacked.
                    found[each.filename] = "" if each.filename in found else _sum(archive, each)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError):
        return None
    return Sums({match[2]: match[1] for match in _LINE.finditer(text)}, found)


def _require_bounded(path: Path, members: list[zipfile.ZipInfo]) -> None:
    size = sum(each.file_size for each in members)
    swollen = any(each.file_size > max(each.compress_size, 1024) * MOST_TIMES for each in members)
    listed = next(each.file_size for each in members if each.filename == LIST)
    if len(members) > MOST_FILES or size > MOST_BYTES or listed > MOST_LISTED or swollen:
        raise PackTooLarge(path.name)


def _sum(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> str:
    """The SHA-256 of a member; one that is damaged has none that a list could say."""
    digest = hashlib.sha256()
    try:
        with archive.open(member) as file:
            while part := file.read(_AT_ONCE):
                digest.update(part)
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
        return ""
    return digest.hexdigest()
