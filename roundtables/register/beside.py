"""The folder beside a register: contents of attached files by their hash, and the organisers' own templates.

`programme.roundtables` has `programme.files/`; in it `content/ab/cd…` by SHA-256, and `templates/`. A copy of the
register does not hold this folder: whoever keeps copies elsewhere keeps it with them.
"""

import contextlib
import errno
import hashlib
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Literal

from roundtables.errors import Expected
from roundtables.words import _

LARGEST = 50 * 1024 * 1024
UNFINISHED = ".unfinished"
_NAME = re.compile("[0-9a-f]{64}")
_AT_ONCE = 1024 * 1024
_SURELY_LEFT = 24 * 3600
"""Seconds after which an unfinished file is that of a program that was stopped, on whatever workstation."""

Fault = Literal["missing", "changed"]


class FileStoreError(Expected):
    """A file's content can't be kept or got back."""


class ContentTooLarge(FileStoreError):
    def __init__(self) -> None:
        super().__init__(
            _("The file is larger than {n} MB. Nothing was kept; scan it with fewer dots, or split it.").format(
                n=LARGEST // 1024 // 1024
            )
        )


class StoreFull(FileStoreError):
    def __init__(self) -> None:
        super().__init__(_("The disk is full: the file was not kept. Nothing else was lost; free some space first."))


class StoreNotWritable(FileStoreError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("The file can't be kept in {folder}. Nothing was changed; check the rights of that folder.").format(
                folder=folder
            )
        )


class ContentGone(FileStoreError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The content of this file is no longer beside the register. What the register says of it is still "
                "there; attach the file again, or bring the folder back from a copy."
            )
        )


class ContentChanged(FileStoreError):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The content of this file was changed or damaged after it was attached, and is not given out. "
                "Attach the file again, or bring the folder back from a copy."
            )
        )


class ContentNotReadable(FileStoreError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("The files in {folder} can't be read. Nothing was lost; check the rights of that folder.").format(
                folder=folder
            )
        )


class Store:
    """The contents of attached files, kept by their SHA-256. Nothing is overwritten: the same content is kept once.

    Its folder is made when something is first kept. Files and folders are for the account alone, where the system
    knows such rights.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Where a content lies, or would lie. Raises ContentGone for what is no SHA-256: it never leads elsewhere."""
        if not _NAME.fullmatch(sha256):
            raise ContentGone
        return self.folder / sha256[:2] / sha256[2:]

    def put(self, source: BinaryIO) -> tuple[str, int]:
        """Keep a content of at most LARGEST bytes; its SHA-256 and size.

        Written beside its place and moved there whole. Raises ContentTooLarge, StoreFull or StoreNotWritable; then
        nothing is left behind. What a program left that was stopped is removed.
        """
        try:
            self._make(self.folder)
            self._clear_left()
            handle, name = tempfile.mkstemp(suffix=UNFINISHED, dir=self.folder)
        except OSError as error:
            raise self._in_words(error) from error
        unfinished = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                sha256, size = _copy(source, out)
                out.flush()
                os.fsync(out.fileno())
            self._settle(unfinished, sha256)
        except OSError as error:
            raise self._in_words(error) from error
        finally:
            with contextlib.suppress(OSError):
                unfinished.unlink(missing_ok=True)
        return sha256, size

    def _settle(self, unfinished: Path, sha256: str) -> None:
        """Move a finished content to its place, unless it is there already and sound."""
        path = self.path_of(sha256)
        if self.fault(sha256) is None:
            return
        self._make(path.parent)
        unfinished.replace(path)
        _sync_folder(path.parent)

    def read(self, sha256: str) -> bytes:
        """A content, checked against its hash. Raises ContentGone, ContentChanged or ContentNotReadable."""
        path = self.path_of(sha256)
        try:
            if not path.is_file():
                raise ContentGone
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except FileNotFoundError as error:
            raise ContentGone from error
        except OSError as error:
            raise ContentNotReadable(self.folder) from error
        if sha256_of(content) != sha256:
            raise ContentChanged
        return content

    def fault(self, sha256: str) -> Fault | None:
        """What is wrong with one content, if anything: it is read whole. What can't be read counts as missing."""
        try:
            path = self.path_of(sha256)
            if not path.is_file():
                return "missing"
            with path.open("rb") as file:
                return None if hashlib.file_digest(file, "sha256").hexdigest() == sha256 else "changed"
        except (ContentGone, OSError):
            return "missing"

    def is_there(self, sha256: str, size: int) -> bool:
        """Whether a content of this size lies there: cheap, it is not read."""
        try:
            path = self.path_of(sha256)
            return path.is_file() and path.stat().st_size == size
        except (ContentGone, OSError):
            return False

    def faults(
        self, wanted: Iterable[str], report: Callable[[int, int], None] | None = None
    ) -> list[tuple[str, Fault]]:
        """Which of these contents are "missing" or "changed", by their SHA-256, in the order they were asked for."""
        asked = list(dict.fromkeys(wanted))
        found: list[tuple[str, Fault]] = []
        for number, sha256 in enumerate(asked):
            if report is not None:
                report(number, len(asked))
            fault = self.fault(sha256)
            if fault is not None:
                found.append((sha256, fault))
        return found

    def unwanted(self, wanted: Iterable[str]) -> list[Path]:
        """What lies here that is none of these contents, what a broken-off `put` left included; in a stable order."""
        places = {self.path_of(sha256) for sha256 in wanted if _NAME.fullmatch(sha256)}
        return sorted(path for path in self._lying() if path not in places)

    def erase(self, paths: Iterable[Path]) -> int:
        """Remove such files for good; returns how many went. Raises StoreNotWritable where one can't be."""
        number = 0
        for path in paths:
            try:
                path.unlink()
                number += 1
            except FileNotFoundError:
                continue
            except OSError as error:
                raise StoreNotWritable(self.folder) from error
            with contextlib.suppress(OSError):
                path.parent.rmdir()
        return number

    def _lying(self) -> Iterator[Path]:
        """The contents and unfinished files; what else somebody put into the folder is none of the store's."""
        try:
            for entry in self.folder.iterdir():
                if entry.name.endswith(UNFINISHED):
                    yield entry
                elif entry.is_dir():
                    yield from (each for each in entry.iterdir() if _NAME.fullmatch(entry.name + each.name))
        except FileNotFoundError:
            return
        except OSError as error:
            raise ContentNotReadable(self.folder) from error

    def _clear_left(self) -> None:
        with contextlib.suppress(OSError):
            for left in self.folder.glob(f"*{UNFINISHED}"):
                if left.stat().st_mtime < time.time() - _SURELY_LEFT:
                    left.unlink()

    def _make(self, folder: Path) -> None:
        """Make a folder for the account alone, and those above it down from the register's own."""
        for each in (self.folder.parent, self.folder, folder):
            each.mkdir(mode=0o700, exist_ok=True)

    def _in_words(self, error: OSError) -> FileStoreError:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        return StoreFull() if full else StoreNotWritable(self.folder)


def _copy(source: BinaryIO, out: BinaryIO) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while part := source.read(_AT_ONCE):
        size += len(part)
        if size > LARGEST:
            raise ContentTooLarge
        digest.update(part)
        out.write(part)
    return digest.hexdigest(), size


def _sync_folder(folder: Path) -> None:
    """Have the move itself on the disk; Windows has no such thing."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def sha256_of(content: bytes) -> str:
    """The name under which a content is kept."""
    return hashlib.sha256(content).hexdigest()
