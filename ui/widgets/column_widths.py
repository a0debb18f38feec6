"""How wide columns are: as they were declared or drawn; one of them takes what is left of the width."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHeaderView, QTableView

from ui.theme import sized

NARROWEST_SPARE = 160


class ColumnWidths(QObject):
    """Every column can be drawn wider; a table that is wider than its columns leaves no empty strip at its right."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._wanted: dict[int, int] = {}
        self._spare: int | None = None
        self._drawn: set[int] = set()
        self._filling = False
        table.horizontalHeader().sectionResized.connect(self._resized)

    def begin(self, number: int, width: int, *, spare: bool) -> None:
        """A column's first width; the one that is `spare` takes what is left."""
        self._table.horizontalHeader().setSectionResizeMode(number, QHeaderView.ResizeMode.Interactive)
        self._wanted[number] = width
        if spare:
            self._spare = number
        self._filling = True
        self._table.setColumnWidth(number, width)
        self._filling = False

    def drawn(self) -> dict[int, int]:
        """The widths that the user has drawn, by column."""
        return {number: self._wanted[number] for number in sorted(self._drawn)}

    def draw(self, number: int, width: int) -> None:
        """Give a column a width as if it had been drawn."""
        self._drawn.add(number)
        self._wanted[number] = width
        self._filling = True
        self._table.setColumnWidth(number, width)
        self._filling = False

    def fill(self) -> None:
        """Give the spare column what the others leave, and never less than it needs."""
        if self._spare is None or self._table.isColumnHidden(self._spare):
            return
        header = self._table.horizontalHeader()
        others = header.length() - header.sectionSize(self._spare)
        wanted = self._wanted[self._spare]
        least = wanted if self._spare in self._drawn else min(wanted, sized(NARROWEST_SPARE))
        self._filling = True
        self._table.setColumnWidth(self._spare, max(least, self._table.viewport().width() - others))
        self._filling = False

    def _resized(self, number: int, _before: int, width: int) -> None:
        if not self._filling and width and number in self._wanted:
            self._drawn.add(number)
            self._wanted[number] = width
            if number != self._spare:
                self.fill()
