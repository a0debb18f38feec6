"""Columns are data: a heading, what a cell shows, what the column is sorted by, and how its cells are edited."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt

from roundtables.terms import Term
from roundtables.words import _
from ui import format as formats

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
Value = str | int | Decimal | dt.date | dt.datetime | None
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Edit:
    """How the cells of a column are edited.

    `value` is what the editor begins with; `change(session, keys, value, report)` is the service that changes rows by
    their keys; `step` (English, marked) names it. With `choices` one of several, else a line of text, with `hint` in
    it while it is empty. `alike`: whether the same value makes sense for many rows.
    """

    value: Callable[[Any], Any]
    change: Callable[[Any, Sequence[int], Any, Report | None], object]
    step: str
    choices: Callable[[], Sequence[tuple[Any, str]]] | None = None
    hint: str = ""
    alike: bool = True


@dataclass(frozen=True)
class Column:
    """One column. `heading` is English, marked for the catalogue; `sort` is a key of the query's sorts or empty.

    `key` is the name under which its place and width are kept; `hidden` columns are shown once they are chosen.
    `value` is what goes into a spreadsheet instead of the text that is shown: a date, a number. `fits` are words that
    the column must have room for in the language of the window: all kinds of a term, a long date.
    """

    heading: str
    show: Callable[[Any], str]
    sort: str = ""
    width: int = 120
    stretch: bool = False
    number: bool = False
    key: str = ""
    hidden: bool = False
    edit: Edit | None = None
    value: Callable[[Any], Value] | None = None
    fits: Callable[[], Iterable[str]] = tuple

    @property
    def name(self) -> str:
        """What the column is called in settings and named filters."""
        return self.key or self.sort or self.heading

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        """Numbers stand at the right, all else at the left."""
        return RIGHT if self.number else LEFT


def labels(terms: type[Term]) -> Callable[[], Iterable[str]]:
    """What each of the terms is called, for a column that shows them."""
    return lambda: [_(term.label) for term in terms]


def long_spans() -> Iterable[str]:
    """The longest that a column of short spans shows, whatever the month is called in this language."""
    return [
        formats.short_span(dt.datetime(2026, month, day, 10), dt.datetime(2026, month, day, 16), all_day=False)
        for month in range(1, 13)
        for day in range(20, 27)
    ]
