"""A table of rows that came whole: the programme or the participants of one event, a preview, a history."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt

from roundtables.words import _, sort_key, spoken
from ui.format import shown
from ui.models.columns import Column
from ui.models.paged import Index, RowRole
from ui.plain_text import as_tip


class RowsModel(QAbstractTableModel):
    """Rows in whole, sorted here by what the columns show or by their own key."""

    def __init__(self, columns: Sequence[Column], sorts: dict[str, Callable[[Any], Any]] | None = None) -> None:
        super().__init__()
        self.columns = columns
        self.rows: list[Any] = []
        self._sorts = sorts or {}
        self._by: tuple[int, bool] | None = None

    def show(self, rows: Sequence[Any]) -> None:
        """Show these rows, in the order that was chosen."""
        self.beginResetModel()
        self.rows = self._sorted(list(rows))
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _(self.columns[section].heading)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.columns[section].alignment
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        column = self.columns[index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return column.alignment
        row = self.rows[index.row()]
        if role == RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return shown(column.show(row))
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(column.show(row)) or None
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns):
            self._by = column, order == Qt.SortOrder.DescendingOrder
            self.show(self.rows)

    def _sorted(self, rows: list[Any]) -> list[Any]:
        if self._by is None:
            return rows
        number, descending = self._by
        column = self.columns[number]
        key = self._sorts.get(column.sort) or (lambda row: sort_key(column.show(row), spoken().code))
        return sorted(rows, key=key, reverse=descending)
