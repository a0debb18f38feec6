"""A table of any length: only the rows that are shown are read, in pages, before they are painted."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from roundtables.words import _
from ui.format import shown
from ui.models.columns import Column
from ui.plain_text import as_tip

PAGE = 100
MOST_PAGES = 30
Index = QModelIndex | QPersistentModelIndex
RowRole = Qt.ItemDataRole.UserRole
Load = Callable[[Any, str, bool, int, int], list[Any]]
Count = Callable[[Any], int]


class PagedTableModel(QAbstractTableModel):
    """Rows of a query with `count` and `page`. `data()` never queries: the view calls `ensure` before it paints."""

    def __init__(self, columns: Sequence[Column], count: Count, load: Load, narrowed: Any, sort: str) -> None:
        super().__init__()
        self._columns = columns
        self._count, self._load = count, load
        self.narrowed = narrowed
        self._sort, self._descending = sort, False
        self._pages: dict[int, list[Any]] = {}
        self._rows = count(narrowed)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self._columns[section].heading)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._columns[section].alignment
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        row = self.row(index.row())
        if role == RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "" if row is None else shown(column.show(row))
        if role == Qt.ItemDataRole.ToolTipRole and row is not None:
            return as_tip(column.show(row)) or None
        return None

    def row(self, number: int) -> Any | None:
        """The row with this number where it has been read, else None."""
        page = self._pages.get(number // PAGE)
        at = number % PAGE
        return page[at] if page is not None and at < len(page) else None

    def ensure(self, first: int, last: int) -> None:
        """Read the pages with the rows from `first` to `last` that are not there yet."""
        if not self._rows:
            return
        for page in range(max(first, 0) // PAGE, min(max(last, first), self._rows - 1) // PAGE + 1):
            if page not in self._pages:
                while len(self._pages) >= MOST_PAGES:
                    self._pages.pop(next(iter(self._pages)))
                self._pages[page] = self._load(self.narrowed, self._sort, self._descending, page * PAGE, PAGE)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self._columns) and self._columns[column].sort:
            self._sort = self._columns[column].sort
            self._descending = order == Qt.SortOrder.DescendingOrder
            self.refresh(self.narrowed)

    def refresh(self, narrowed: Any) -> None:
        """Read again, with this filter."""
        self.beginResetModel()
        self.narrowed = narrowed
        self._pages.clear()
        self._rows = self._count(narrowed)
        self.endResetModel()

    def find(self, key: int, near: int) -> int | None:
        """The number of the row with this key, looked for in the pages around a row."""
        self.ensure(near - PAGE, near + PAGE)
        for page, rows in self._pages.items():
            for at, row in enumerate(rows):
                if row.id == key:
                    return page * PAGE + at
        return None
