"""Files given away: written beside their place and moved there whole, under names that every system takes."""

import contextlib
import errno
import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from roundtables.errors import Expected
from roundtables.words import _

LONGEST_NAME = 120
RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')


class NotWritten(Expected):
    """A file could not be written; an older one in its place stays as it was."""


class FolderNotWritable(NotWritten):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("The folder {folder} can't be written to. Nothing was written; choose another folder.").format(
                folder=folder
            )
        )


class DiskFull(NotWritten):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("The disk is full: {file} was not written. Nothing else was lost; free some space first.").format(
                file=name
            )
        )


class FileInUse(NotWritten):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("{file} is open in another program, such as Excel. It was left as it is; close it there first.").format(
                file=name
            )
        )


def safe_file_name(text: str) -> str:
    """A text as a file name: no separators, control or direction marks, no reserved name, at most 120 characters."""
    plain = "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    name = " ".join(_FORBIDDEN.sub("-", plain).split())[:LONGEST_NAME].strip(" .")
    if not name or name.split(".")[0].casefold() in RESERVED:
        name = f"_{name}"
    return name


def make_folder(folder: Path) -> None:
    """Make a folder with those above it. Raises FolderNotWritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FolderNotWritable(folder) from error


def replace_file(path: Path, write: Callable[[BinaryIO], object]) -> str:
    """Write a file beside its place and move it there; returns its SHA-256 in hexadecimal.

    Raises FolderNotWritable, DiskFull or FileInUse; nothing is left behind and the older file stays.
    """
    if any(path.with_name(mark).exists() for mark in (f".~lock.{path.name}#", f"~${path.name}")):
        raise FileInUse(path.name)
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".unfinished", dir=path.parent)
    except OSError as error:
        raise (DiskFull(path.name) if error.errno == errno.ENOSPC else FolderNotWritable(path.parent)) from error
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w+b") as out:
            write(out)
            out.flush()
            os.fsync(out.fileno())
            out.seek(0)
            digest = hashlib.file_digest(out, "sha256").hexdigest()
        unfinished.chmod(_mode(path))
        unfinished.replace(path)
    except OSError as error:
        raise _in_words(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return digest


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal. Raises NotWritten's sibling FileNotReadable."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise FileNotReadable(path.name) from error


class FileNotReadable(Expected):
    def __init__(self, name: str) -> None:
        super().__init__(_("{file} can't be opened: it is not there, or it may not be read.").format(file=name))


def _mode(path: Path) -> int:
    """The rights of the file that is replaced, else what the account's mask leaves of 0666."""
    with contextlib.suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _in_words(error: OSError, path: Path) -> NotWritten:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DiskFull(path.name)
    if isinstance(error, PermissionError) and path.exists():
        return FileInUse(path.name)
    return FolderNotWritable(path.parent)
