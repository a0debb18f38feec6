"""The table as every page has it: whole rows, keyboard, headings that sort, columns that fill the width."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.models.columns import Column
from ui.models.paged import PagedTableModel, RowRole
from ui.theme import GRID, row_height


class Table(QTableView):
    """A table of rows. `opened` is a row that was double-clicked or on which Enter was pressed."""

    opened = Signal(object)
    chosen = Signal(object)

    def __init__(self, name: str, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        vertical = self.verticalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(row_height())
        horizontal = self.horizontalHeader()
        horizontal.setHighlightSections(False)
        horizontal.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        horizontal.setMinimumSectionSize(48)
        self.doubleClicked.connect(self._open)

    def show_rows(self, model: Any, *, sorted_by: int | None = None) -> None:
        """Give the table its model and its columns their widths."""
        self.setModel(model)
        header = self.horizontalHeader()
        for number, column in enumerate(self._columns):
            stretch = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(number, stretch)
            # A heading is never cut, however long it is in this language; the sign of sorting needs room too.
            self.setColumnWidth(number, max(column.width, header.sectionSizeHint(number) + 4 * GRID))
        if sorted_by is not None:
            header.setSortIndicator(sorted_by, Qt.SortOrder.AscendingOrder)
            self.setSortingEnabled(True)
        self.selectionModel().currentRowChanged.connect(self._choose)

    def paintEvent(self, event: QPaintEvent) -> None:
        model = self.model()
        if isinstance(model, PagedTableModel):
            first = self.rowAt(0)
            last = self.rowAt(self.viewport().height())
            model.ensure(first, last if last >= 0 else first + self.viewport().height() // row_height() + 1)
        super().paintEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def current_row(self) -> Any | None:
        """The row the keyboard is on."""
        index = self.currentIndex()
        return index.data(RowRole) if index.isValid() else None

    def selected_rows(self) -> list[Any]:
        """The rows that are selected and known, from top to bottom."""
        if self.selectionModel() is None:
            return []
        indexes = sorted(self.selectionModel().selectedRows(), key=QModelIndex.row)
        return [row for index in indexes if (row := index.data(RowRole)) is not None]

    def go_to(self, number: int) -> None:
        """Make a row the current one and show it."""
        index = self.model().index(number, 0)
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(RowRole) if index.isValid() else None
        if row is not None:
            self.opened.emit(row)

    def _choose(self, index: QModelIndex) -> None:
        model = self.model()
        if isinstance(model, PagedTableModel) and index.isValid():
            model.ensure(index.row(), index.row())
        self.chosen.emit(index.data(RowRole) if index.isValid() else None)
