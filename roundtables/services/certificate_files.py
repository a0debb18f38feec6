"""The files of certificates: written while the next are set, nothing replaced unasked, nothing left where one fails."""

import contextlib
import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from roundtables.files import make_folder, replace_file
from roundtables.services.papers import FilesAreThere

Report = Callable[[int, int], None]
WRITERS = 8
"""Each file is waited for until it is on the disk, which takes several at once as long as one."""


class Writing:
    """Takes files and writes them. Use it in a `with`: where that ends in an error, what is new goes again.

    What nothing lies in the place of is written at once; where anything does, all waits for `finish`.
    """

    def __init__(self, paths: Sequence[Path], *, overwrite: bool) -> None:
        self.digests: dict[Path, str] = {}
        """The check sums of the files taken, in their order."""
        self._fresh = [path for path in paths if not path.exists()]
        self._at_once = len(self._fresh) == len(paths)
        self._overwrite = overwrite
        self._waiting: dict[Path, bytes] = {}
        self._begun: list[Future[str]] = []
        self._pool = ThreadPoolExecutor(WRITERS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=error is not None)
        if error is not None:
            for path in self._fresh:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def take(self, path: Path, content: bytes) -> None:
        """One more file. Raises FolderNotWritable."""
        if not self.digests and self._at_once:
            make_folder(path.parent)
        self.digests[path] = hashlib.sha256(content).hexdigest()
        if self._at_once:
            self._begin(path, content)
        else:
            self._waiting[path] = content

    def require_free(self) -> None:
        """Make sure that nothing else lies in a file's place, unless that was asked about. Raises FilesAreThere."""
        others = [path.name for path, content in self._waiting.items() if _is_other(path, content)]
        if others and not self._overwrite:
            raise FilesAreThere(others)

    def finish(self, report: Report) -> None:
        """Write what waits, and wait until all is written. Raises the errors of `files`."""
        for path, content in self._waiting.items():
            make_folder(path.parent)
            self._begin(path, content)
        for done, each in enumerate(self._begun, 1):
            each.result()
            report(done, len(self._begun))

    def _begin(self, path: Path, content: bytes) -> None:
        self._begun.append(self._pool.submit(replace_file, path, partial(_put, content)))


def _put(content: bytes, out: BinaryIO) -> None:
    out.write(content)


def _is_other(path: Path, content: bytes) -> bool:
    """Whether something else than this lies there."""
    try:
        return path.exists() and (path.stat().st_size != len(content) or path.read_bytes() != content)
    except OSError:
        return True
