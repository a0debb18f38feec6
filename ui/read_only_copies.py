"""Copies of attached files for the system's own programs: read-only, in a folder that goes when the program ends."""

import contextlib
import tempfile
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

SHOWN = frozenset(
    {
        *(".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".gif", ".heic", ".webp"),
        *(".txt", ".csv", ".tsv", ".md", ".eml", ".ics"),
        *(".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".rtf"),
    }
)
"""What is looked at, and runs nothing by being opened."""
_folders: list[tempfile.TemporaryDirectory[str]] = []


def may_be_opened(name: str) -> bool:
    """Whether a file of this name is one to look at, not one that may run."""
    return Path(name).suffix.casefold() in SHOWN


class ReadOnlyCopies:
    """Makes the copies and shows them."""

    def show(self, name: str, content: bytes) -> bool:
        """Open a copy under a safe name with the system's program; returns whether there is one."""
        folder = tempfile.TemporaryDirectory(prefix="roundtables-", ignore_cleanup_errors=True)
        _folders.append(folder)
        path = Path(folder.name) / name
        path.write_bytes(content)
        with contextlib.suppress(OSError):
            path.chmod(0o400)
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
