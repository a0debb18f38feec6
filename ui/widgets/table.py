"""The table as every page has it: whole rows, keyboard, headings that sort, columns that fill the width."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.models.cells import CellsModel
from ui.models.columns import Column
from ui.models.paged import PagedTableModel, RowRole
from ui.theme import GRID, row_height, sized
from ui.widgets.column_widths import ColumnWidths

LETTERS_PAUSE = 1000
"""Milliseconds after which typed letters begin a new word."""
MANY = 500
"""More rows than these are not looked at one by one."""


class Table(QTableView):
    """A table of rows. `opened` is a row that was double-clicked or on which Enter was pressed."""

    opened = Signal(object)
    chosen = Signal(object)
    arranged = Signal()

    def __init__(self, name: str, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        self._letters = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._forget_letters)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
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
        horizontal.setMinimumSectionSize(sized(48))
        self.widths = ColumnWidths(self)
        self.doubleClicked.connect(self._double_clicked)

    def show_rows(self, model: Any, *, sorted_by: int | None = None) -> None:
        """Give the table its model and its columns their widths; with `sorted_by`, its headings sort."""
        self.setModel(model)
        header = self.horizontalHeader()
        # Left with the table's own, a heading would ask each selected row whether its whole column is selected.
        header.setSelectionModel(QItemSelectionModel(model, header))
        for number, column in enumerate(self._columns):
            # A heading is never cut, however long it is in this language; the sign of sorting needs room too.
            words = max(map(self.fontMetrics().horizontalAdvance, column.fits()), default=0) + 6 * GRID
            width = max(sized(column.width), header.sectionSizeHint(number) + 6 * GRID, words)
            self.widths.begin(number, width, spare=column.stretch)
            self.setColumnHidden(number, column.hidden)
        if sorted_by is not None:
            header.setSectionsClickable(True)
            header.sectionClicked.connect(self._clicked)
            if not model.sorts:
                model.sort(sorted_by)
        self.selectionModel().currentRowChanged.connect(self._choose)
        self.widths.fill()

    def columns(self) -> Sequence[Column]:
        """All columns, shown or not, as they were declared."""
        return self._columns

    def shown_columns(self) -> list[Column]:
        """The columns that are shown, from left to right."""
        header = self.horizontalHeader()
        order = [header.logicalIndex(place) for place in range(header.count())]
        return [self._columns[number] for number in order if not header.isSectionHidden(number)]

    def paintEvent(self, event: QPaintEvent) -> None:
        model = self.model()
        if isinstance(model, PagedTableModel):
            first = self.rowAt(0)
            last = self.rowAt(self.viewport().height())
            model.ensure(first, last if last >= 0 else first + self.viewport().height() // row_height() + 1)
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.widths.fill()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.state() != self.State.EditingState:
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters that are typed lead to the first row whose sorted column begins with them."""
        model = self.model()
        if not isinstance(model, CellsModel) or not (self._letters + search).strip():
            return
        self._letters += search
        self._pause.start(LETTERS_PAUSE)
        place = model.place_of(self._letters)
        if place is not None:
            self.go_to(place)

    def _forget_letters(self) -> None:
        self._letters = ""

    def current_row(self) -> Any | None:
        """The row the keyboard is on."""
        index = self.currentIndex()
        return index.data(RowRole) if index.isValid() else None

    def selected_rows(self) -> list[Any]:
        """The rows that are selected, from top to bottom; those of a long table are read where they are not known."""
        model = self.model()
        rows = []
        for first, last in self.selected_spans():
            if isinstance(model, PagedTableModel):
                model.ensure(first, last)
            rows += [model.index(number, 0).data(RowRole) for number in range(first, last + 1)]
        return [row for row in rows if row is not None]

    def selected_spans(self) -> list[tuple[int, int]]:
        """The first and last numbers of the rows that are selected, known or not, from top to bottom."""
        if self.selectionModel() is None:
            return []
        spans: list[tuple[int, int]] = []
        selection = self.selectionModel().selection()
        ranges = (selection.at(number) for number in range(selection.count()))
        for first, last in sorted((each.top(), each.bottom()) for each in ranges):
            if spans and first <= spans[-1][1] + 1:
                spans[-1] = spans[-1][0], max(spans[-1][1], last)
            else:
                spans.append((first, last))
        return spans

    def select_numbers(self, numbers: Sequence[int]) -> None:
        """Select these rows alone; the keyboard stays where it is."""
        last = self.model().columnCount() - 1
        selection = QItemSelection()
        for number in numbers:
            selection.select(self.model().index(number, 0), self.model().index(number, last))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def go_to(self, number: int) -> None:
        """Make a row the current one and show it; the keyboard stays in its column."""
        at = self.currentIndex().column()
        shown = at >= 0 and not self.isColumnHidden(at)
        index = self.model().index(number, at if shown else self._first_shown())
        self.setCurrentIndex(index)
        self.scrollTo(index)

    def _first_shown(self) -> int:
        header = self.horizontalHeader()
        order = (header.logicalIndex(place) for place in range(header.count()))
        return next((number for number in order if not header.isSectionHidden(number)), 0)

    def _clicked(self, number: int) -> None:
        """A heading sorts; with Shift, after the columns that are sorted by already."""
        further = bool(QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        model = self.model()
        if isinstance(model, CellsModel):
            self.keep_row(lambda: model.turn(number, further=further))
            self.arranged.emit()

    def selected_number(self) -> int:
        """How many rows are selected, known or not."""
        return sum(last - first + 1 for first, last in self.selected_spans())

    def keep_row(self, work: Callable[[], object]) -> None:
        """Do what may move the rows: the keyboard and the selection go along with theirs, where those stay near.

        A selection of very many rows stays only where it is all of them.
        """
        current, at = self.current_row(), max(self.currentIndex().row(), 0)
        number = self.selected_number()
        everything = number > 1 and number == self.model().rowCount()
        chosen = {row.id for row in self.selected_rows()} if current is not None and 1 < number <= MANY else set()
        work()
        model = self.model()
        if current is None or not isinstance(model, CellsModel) or not model.rowCount():
            return
        found = model.find(current.id, min(at, model.rowCount() - 1))
        if found is None:
            return
        if found != self.currentIndex().row() or self.selected_number() != number:
            self.go_to(found)
        if everything:
            self.selectAll()
        elif chosen:
            self.select_numbers(model.numbers_of(chosen))
        elif number > MANY:
            self.go_to(found)

    def _double_clicked(self, index: QModelIndex) -> None:
        editable = bool(index.flags() & Qt.ItemFlag.ItemIsEditable)
        if not (editable and self.editTriggers() & QAbstractItemView.EditTrigger.DoubleClicked):
            self._open(index)

    def _open(self, index: QModelIndex) -> None:
        row = index.data(RowRole) if index.isValid() else None
        if row is not None:
            self.opened.emit(row)

    def _choose(self, index: QModelIndex) -> None:
        model = self.model()
        if isinstance(model, PagedTableModel) and index.isValid():
            model.ensure(index.row(), index.row())
        self.chosen.emit(index.data(RowRole) if index.isValid() else None)
