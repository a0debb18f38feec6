"""The rows of a list that hands work on: sorted by several keys, found by letters, read where nobody waits."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from roundtables.words import fold
from ui.models.cells import Reader, Sorts
from ui.models.columns import Column
from ui.models.paged import PagedTableModel

PORTION = 500


@dataclass(frozen=True)
class Source:
    """Where the rows of a list come from: functions of queries, each called with a session.

    `count(session, filter)`, `page(session, filter, sorts, offset=, limit=, shown=)` with the names of the columns that
    are shown, `keys(session, filter, sorts, offset=, limit=)`, `rows_of(session, keys)` and
    `place_of(session, filter, sort, letters)`.
    """

    read: Callable[[], Any]
    count: Callable[..., int]
    page: Callable[..., list[Any]]
    keys: Callable[..., list[int]]
    rows_of: Callable[..., list[Any]]
    place_of: Callable[..., int | None]


class ListModel(PagedTableModel):
    """Rows of a source."""

    def __init__(self, columns: Sequence[Column], source: Source, narrowed: Any, sorts: Sorts) -> None:
        self._source = source
        super().__init__(columns, self._number, _unused, narrowed, "")
        self.sorts = sorts
        self._shown = frozenset(column.name for column in columns if not column.hidden)

    def _number(self, narrowed: Any) -> int:
        with self._source.read() as session:
            return self._source.count(session, narrowed)

    def _read(self, offset: int, limit: int) -> list[Any]:
        with self._source.read() as session:
            return self._source.page(session, self.narrowed, self.sorts, offset=offset, limit=limit, shown=self._shown)

    def show_columns(self, names: frozenset[str]) -> None:
        if not names <= self._shown:
            self._pages.clear()
        self._shown = names

    def sort_by(self, sorts: Sorts) -> None:
        self._sort_by(sorts)

    def place_of(self, letters: str) -> int | None:
        if not self.sorts or not self._rows:
            return None
        with self._source.read() as session:
            place = self._source.place_of(session, self.narrowed, self.sorts[0], letters)
        if place is None or place >= self._rows:
            return None
        self.ensure(place, place)
        row = self.row(place)
        shown = next((each.show(row) for each in self.columns if each.sort == self.sorts[0][0] and row is not None), "")
        return place if fold(shown).startswith(fold(letters)) else None

    def reader(self, spans: Sequence[tuple[int, int]] | None) -> Reader:
        return _SourceReader(self._source, self.narrowed, self.sorts, spans)


def _unused(*_what: object) -> list[Any]:
    """The one sort that a PagedTableModel loads by; a source has several."""
    return []


class _SourceReader(Reader):
    def __init__(self, source: Source, narrowed: Any, sorts: Sorts, spans: Sequence[tuple[int, int]] | None) -> None:
        self._source, self._narrowed, self._sorts, self._spans = source, narrowed, sorts, spans

    def keys(self) -> list[int]:
        spans = [(0, None)] if self._spans is None else [(first, last - first + 1) for first, last in self._spans]
        found = []
        with self._source.read() as session:
            for offset, limit in spans:
                found += self._source.keys(session, self._narrowed, self._sorts, offset=offset, limit=limit)
        return found

    def rows(self, report: Callable[[int, int], None] | None = None) -> Iterator[Any]:
        keys = self.keys()
        for start in range(0, len(keys), PORTION):
            if report is not None:
                report(start, len(keys))
            # A session for each portion: on a network drive there is one connection for the window and for this.
            with self._source.read() as session:
                portion = self._source.rows_of(session, keys[start : start + PORTION])
            yield from portion
