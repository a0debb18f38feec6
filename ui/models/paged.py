"""A table of any length: only the rows that are shown are read, in pages, before they are painted."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex

from ui.models.cells import CellsModel, Index, RowRole, Sorts
from ui.models.columns import Column

__all__ = ["PAGE", "Count", "Index", "Load", "PagedTableModel", "RowRole"]

PAGE = 100
MOST_PAGES = 30
Load = Callable[[Any, str, bool, int, int], list[Any]]
Count = Callable[[Any], int]


class PagedTableModel(CellsModel):
    """Rows of a query with `count` and `page`. `data()` never queries: the view calls `ensure` before it paints."""

    def __init__(self, columns: Sequence[Column], count: Count, load: Load, narrowed: Any, sort: str) -> None:
        super().__init__(columns)
        self._count, self._load = count, load
        self.narrowed, self.sorts = narrowed, ((sort, False),)
        self._pages: dict[int, list[Any]] = {}
        self._rows = count(narrowed)

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
        rows = self._read(missing[0] * PAGE, (missing[-1] - missing[0] + 1) * PAGE)
        for at, page in enumerate(range(missing[0], missing[-1] + 1)):
            self._pages[page] = rows[at * PAGE : (at + 1) * PAGE]
        for page in [page for page in self._pages if page not in pages][: max(len(self._pages) - MOST_PAGES, 0)]:
            del self._pages[page]

    def _read(self, offset: int, limit: int) -> list[Any]:
        """The rows from `offset` on, as they are sorted."""
        sort, descending = self.sorts[0]
        return self._load(self.narrowed, sort, descending, offset, limit)

    def sort_by(self, sorts: Sorts) -> None:
        """Sort by the first of several keys: this model's query knows one."""
        self._sort_by(sorts[:1])

    def _sort_by(self, sorts: Sorts) -> None:
        if sorts and sorts != self.sorts:
            self.beginResetModel()
            self.sorts = sorts
            self._pages.clear()
            self.endResetModel()
            self._told_sorts()

    def refresh(self, narrowed: Any) -> None:
        """Read again, with this filter. As many rows of the same filter stay where they are, whatever they hold now."""
        before, self.narrowed = self.narrowed, narrowed
        rows = self._count(narrowed)
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
