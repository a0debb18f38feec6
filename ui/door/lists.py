"""The lists of the door: who was found, how many are here per day or session, and who came last."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QListWidget, QTableWidget, QTableWidgetItem

from roundtables.queries.check_in import Counts
from roundtables.queries.events import SlotRow
from roundtables.words import _
from ui.door import words
from ui.door.desk import LAST
from ui.theme import GRID, large_sized

LEAST = 2
MOST_SLOTS = 6
"""As many days or sessions are seen at once; the others are scrolled to."""


class FoundList(QListWidget):
    """Who was found, numbered. The keyboard stays in the line, whose arrows move here. `taken` has the row."""

    taken = Signal(int)

    def __init__(self, name: str, *, keyboard: bool = False) -> None:
        super().__init__()
        self.setObjectName("doorFound")
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if keyboard else Qt.FocusPolicy.NoFocus)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.itemClicked.connect(lambda item: self.taken.emit(self.row(item)))

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these, none of them chosen."""
        if lines or self.count():
            self.clear()
            self.addItems(list(lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, large_sized(48))

    def move(self, step: int) -> str:  # type: ignore[override]  # a widget's own place is not of interest here
        """Choose the next or the one before; returns what is said of it."""
        if not self.count():
            return ""
        row = self.currentRow() + step if self.currentRow() >= 0 else (0 if step > 0 else self.count() - 1)
        self.setCurrentRow(max(0, min(self.count() - 1, row)))
        return self.currentItem().text()


class _Lines(QTableWidget):
    """A table that is only looked at; it never takes the keyboard from the line."""

    def __init__(self, name: str, headings: Sequence[str], stretch: int) -> None:
        super().__init__(0, len(headings))
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(headings))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(large_sized(36))
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setMinimumSectionSize(GRID)
        for column in range(len(headings)):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(stretch, QHeaderView.ResizeMode.Stretch)

    def hold(self, rows: int) -> None:
        """Be as high as so many rows where there is room, and scroll where there is not."""
        head = 0 if self.horizontalHeader().isHidden() else self.horizontalHeader().sizeHint().height()
        row = self.verticalHeader().defaultSectionSize()
        self.setMaximumHeight(head + rows * row + 2 * self.frameWidth())
        self.setMinimumHeight(head + min(rows, LEAST) * row + 2 * self.frameWidth())

    def say(self, row: int, column: int, text: str) -> None:
        """Put a text into a cell, where it is another."""
        item = self.item(row, column)
        if item is None:
            self.setItem(row, column, QTableWidgetItem(text))
        elif item.text() != text:
            item.setText(text)


class SlotCounts(_Lines):
    """Each day or session with how many are here and expected; a click chooses it."""

    picked = Signal(int)

    def __init__(self) -> None:
        super().__init__(_("Days and sessions"), (_("When"), _("Here / expected")), 0)
        self.slots: Sequence[SlotRow] = ()
        self.horizontalHeader().hide()
        self.setColumnWidth(1, large_sized(124))
        self.cellClicked.connect(lambda row, _column: self.picked.emit(row))

    def show_slots(self, slots: Sequence[SlotRow]) -> None:
        """Show these days or sessions."""
        self.slots = slots
        self.setRowCount(len(slots))
        for row, slot in enumerate(slots):
            self.say(row, 0, words.slot_name(slot))
        self.hold(min(len(slots), MOST_SLOTS))

    def show_count(self, row: int, counts: Counts) -> None:
        """Show how many are here in one of them."""
        self.say(row, 1, f"{counts.here} / {counts.expected}")

    def mark(self, slot_id: int) -> None:
        """Show which one is checked in for."""
        row = next((row for row, slot in enumerate(self.slots) if slot.id == slot_id), -1)
        if row != self.currentRow():
            self.selectRow(row)
            self.scrollTo(self.currentIndex())


class LastSteps(_Lines):
    """The last check-ins, the newest first: when, who, and whether they came or left."""

    def __init__(self) -> None:
        super().__init__(_("Last check-ins"), (_("Time"), _("Name"), ""), 1)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.horizontalHeader().hide()
        self.hold(LAST)
        self.setColumnWidth(0, large_sized(76))
        self.setColumnWidth(2, large_sized(88))

    def show_lines(self, lines: Sequence[tuple[str, str, str]]) -> None:
        """Show these: time, name, and what they did."""
        if self.rowCount() != len(lines):
            self.setRowCount(len(lines))
        for row, line in enumerate(lines):
            for column, text in enumerate(line):
                self.say(row, column, text)
