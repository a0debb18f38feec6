"""A table of any length: only the rows that are shown are read, in pages, before they are painted."""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex

from roundtables.words import fold
from ui.models.cells import CellsModel, Index, Reader, RowRole, Sort, Sorts
from ui.models.columns import Column

__all__ = ["PAGE", "Index", "PagedTableModel", "RowRole", "Source"]

PAGE = 100
MOST_PAGES = 30
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


class PagedTableModel(CellsModel):
    """Rows of a source. `data()` never queries: the view calls `ensure` before it paints."""

    def __init__(self, columns: Sequence[Column], source: Source, narrowed: Any, sorts: Sorts) -> None:
        super().__init__(columns)
        self._source = source
        self.narrowed, self.sorts = narrowed, sorts
        self._pages: dict[int, list[Any]] = {}
        self._shown = frozenset(column.name for column in columns if not column.hidden)
        self._rows = self._count()

    def _count(self) -> int:
        with self._source.read() as session:
            return self._source.count(session, self.narrowed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._rows

    def row(self, number: int) -> Any | None:
        page = self._pages.get(number // PAGE)
        at = number % PAGE
        return page[at] if page is not None and at < len(page) else None

    def ensure(self, first: int, last: int) -> None:
        """Read the pages with the rows from `first` to `last` that are not there yet, in one go."""
        if not self._rows:
            return
        pages = range(max(first, 0) // PAGE, min(max(last, first), self._rows - 1) // PAGE + 1)
        missing = [page for page in pages if page not in self._pages]
        if not missing:
            return
        offset, limit = missing[0] * PAGE, (missing[-1] - missing[0] + 1) * PAGE
        with self._source.read() as session:
            rows = self._source.page(session, self.narrowed, self.sorts, offset=offset, limit=limit, shown=self._shown)
        for at, page in enumerate(range(missing[0], missing[-1] + 1)):
            self._pages[page] = rows[at * PAGE : (at + 1) * PAGE]
        for page in [page for page in self._pages if page not in pages][: max(len(self._pages) - MOST_PAGES, 0)]:
            del self._pages[page]

    def show_columns(self, names: frozenset[str]) -> None:
        if not names <= self._shown:
            self._pages.clear()
        self._shown = names

    def sort_by(self, sorts: Sorts) -> None:
        if sorts and sorts != self.sorts:
            self.beginResetModel()
            self.sorts = sorts
            self._pages.clear()
            self.endResetModel()
            self._told_sorts()

    def refresh(self, narrowed: Any) -> None:
        """Read again, with this filter. As many rows of the same filter stay where they are, whatever they hold now."""
        before, self.narrowed = self.narrowed, narrowed
        rows = self._count()
        if narrowed == before and rows == self._rows:
            self._pages.clear()
            if rows and self.columns:
                self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, len(self.columns) - 1))
            return
        self.beginResetModel()
        self._pages.clear()
        self._rows = rows
        self.endResetModel()

    def find(self, key: int, near: int) -> int | None:
        self.ensure(near - PAGE, near + PAGE)
        return next(iter(self.numbers_of({key})), None)

    def numbers_of(self, keys: Collection[int]) -> list[int]:
        pages = self._pages.items()
        return [page * PAGE + at for page, rows in pages for at, row in enumerate(rows) if row.id in keys]

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


class _SourceReader(Reader):
    def __init__(
        self, source: Source, narrowed: Any, sorts: Sequence[Sort], spans: Sequence[tuple[int, int]] | None
    ) -> None:
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
