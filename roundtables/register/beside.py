"""The folder beside a register: contents of attached files by their hash, and the organisers' own templates.

`programme.roundtables` has `programme.files/`; in it `content/ab/cd…` by SHA-256, and `templates/`.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from roundtables.errors import Expected

LARGEST = 50 * 1024 * 1024


class FileStoreError(Expected):
    """A file's content can't be kept or got back."""


class Store:
    """The contents of attached files, kept by their SHA-256. Nothing is overwritten: the same content is kept once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Where a content lies, or would lie."""
        return self.folder / sha256[:2] / sha256[2:]

    def put(self, source: BinaryIO) -> tuple[str, int]:
        """Keep a content of at most LARGEST bytes; its SHA-256 and size. Raises FileStoreError's subclasses."""
        raise NotImplementedError

    def read(self, sha256: str) -> bytes:
        """A content, checked against its hash. Raises FileStoreError's subclasses: gone, or changed."""
        raise NotImplementedError

    def faults(self, wanted: Iterable[str]) -> list[tuple[str, str]]:
        """Which of these contents are "missing" or "changed", by their SHA-256."""
        raise NotImplementedError


def sha256_of(content: bytes) -> str:
    """The name under which a content is kept."""
    return hashlib.sha256(content).hexdigest()
