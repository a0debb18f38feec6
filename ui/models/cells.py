"""What every table model shares: cells from rows and columns, headings that tell the order, cells that are edited."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from roundtables.words import _
from ui.format import shown
from ui.models.columns import Column
from ui.plain_text import as_tip

Index = QModelIndex | QPersistentModelIndex
RowRole = Qt.ItemDataRole.UserRole
Sort = tuple[str, bool]
Sorts = tuple[Sort, ...]
MOST_SORTS = 3
DISPLAY, EDIT, TIP = (
    int(role) for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole)
)
SPOKEN, ALIGNED = int(Qt.ItemDataRole.AccessibleTextRole), int(Qt.ItemDataRole.TextAlignmentRole)
ROW = int(RowRole)
# A view asks for ten roles of each cell that it paints: numbers are compared ten times as fast as Qt's own terms.
SHOWN = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
EDITED = SHOWN | Qt.ItemFlag.ItemIsEditable
ANSWERED = frozenset((DISPLAY, EDIT, TIP, SPOKEN, ALIGNED, ROW))


class CellsModel(QAbstractTableModel):
    """Rows and columns. `take` is asked to change a cell: `take(row, column, value)` returns whether it was."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = columns
        self.sorts: Sorts = ()
        self.take: Callable[[Any, Column, Any], bool] | None = None

    def row(self, number: int) -> Any | None:
        """The row with this number where it is known, else None."""
        raise NotImplementedError

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == DISPLAY:
            return " ".join(filter(None, (_(column.heading), self._sign(column))))
        if role == ALIGNED:
            return column.alignment
        return None

    def _sign(self, column: Column) -> str:
        """An arrow where the rows are sorted by a column, with its rank where they are by several."""
        for rank, (key, descending) in enumerate(self.sorts, 1):
            if key and key == self.sort_of(column):
                arrow = "▼" if descending else "▲"
                return f"{arrow}{rank}" if len(self.sorts) > 1 else arrow
        return ""

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role not in ANSWERED or not index.isValid():
            return None
        column = self.columns[index.column()]
        if role == ALIGNED:
            return column.alignment if column.number else None
        row = self.row(index.row())
        if role == ROW or row is None:
            return row
        if role == DISPLAY:
            return shown(column.show(row))
        return _cell(column, row, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return EDITED if self.take is not None and self.columns[index.column()].edit is not None else SHOWN

    def setData(self, index: Index, value: Any, role: int = EDIT) -> bool:
        row = self.row(index.row()) if index.isValid() and role == EDIT else None
        if row is None or self.take is None:
            return False
        return self.take(row, self.columns[index.column()], value)

    def sort_of(self, column: Column) -> str:
        """The key by which rows are sorted for a column, empty where they can't be."""
        return column.sort

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if 0 <= column < len(self.columns) and (key := self.sort_of(self.columns[column])):
            self.sort_by(((key, order == Qt.SortOrder.DescendingOrder),))

    def sort_by(self, sorts: Sorts) -> None:
        """Sort by several keys, the first of which counts most."""
        raise NotImplementedError

    def show_columns(self, names: frozenset[str]) -> None:
        """Be told which columns are shown: what no column shows need not be read."""

    def turn(self, column: int, *, further: bool) -> None:
        """What a click on a heading does: sort by it, or the other way round; `further`: after what is sorted by."""
        key = self.sort_of(self.columns[column])
        if not key:
            return
        known = dict(self.sorts)
        if further and known:
            rest = tuple((each, down) for each, down in self.sorts if each != key)
            if key in known:
                self.sort_by(tuple((each, not down if each == key else down) for each, down in self.sorts))
            else:
                self.sort_by((*rest[: MOST_SORTS - 1], (key, False)))
        else:
            self.sort_by(((key, self.sorts[:1] == ((key, False),)),))

    def reader(self, spans: Sequence[tuple[int, int]] | None) -> "Reader":
        """What reads these rows (first and last number; None: all) as they are sorted now, on any thread."""
        raise NotImplementedError

    def place_of(self, letters: str) -> int | None:
        """The number of the first row whose sorted column begins with these letters; None where that is not known."""
        del letters
        return None

    def find(self, key: int, near: int) -> int | None:
        """The number of the row with this key, looked for around a row; None where it is not near."""
        raise NotImplementedError

    def numbers_of(self, keys: Collection[int]) -> list[int]:
        """The numbers of the rows with these keys, among those that are known."""
        raise NotImplementedError

    def _told_sorts(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)


class Reader:
    """Rows of a table, read where nobody waits for them: first the keys, then the rows in portions."""

    def keys(self) -> list[int]:
        """The keys of the rows, in their order."""
        raise NotImplementedError

    def rows(self, report: Callable[[int, int], None] | None = None) -> Any:
        """The rows, one after another."""
        raise NotImplementedError


def _cell(column: Column, row: Any, role: int) -> Any:
    """What a cell gives for a role that has to do with its text."""
    if role == EDIT:
        return column.edit.value(row) if column.edit is not None else None
    text = column.show(row)
    return (as_tip(text) or None) if role == TIP else shown(text)
