"""Columns are data: a heading, what a cell shows, and what the column is sorted by."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt


@dataclass(frozen=True)
class Column:
    """One column. `heading` is English, marked for the catalogue; `sort` is a key of the query's sorts or empty."""

    heading: str
    show: Callable[[Any], str]
    sort: str = ""
    width: int = 120
    stretch: bool = False
    number: bool = False

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Numbers stand at the right, all else at the left."""
        side = Qt.AlignmentFlag.AlignRight if self.number else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter
