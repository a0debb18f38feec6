"""What can't be at once in the period that is shown: a line that counts it, and a list that leads to each."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSizePolicy, QToolButton, QWidget

from roundtables.queries.calendar import Conflict, ConflictKind
from roundtables.words import _, n_
from ui.icons import icon
from ui.links import Link
from ui.pages.calendar import wording
from ui.theme import GRID
from ui.widgets.parts import column, row

LINES = 5
MOST = 200
"""More than these are counted but not listed: whoever has so many will mend the first ones first."""


class ConflictList(QWidget):
    """Hidden while there is no conflict; its list is opened and closed by the line above it."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._conflicts: Sequence[Conflict] = ()
        self.line = QToolButton()
        self.line.setCheckable(True)
        self.line.setIcon(icon("alert-outline"))
        self.line.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.line.toggled.connect(self._unfold)
        self.list = _Opening()
        self.list.setAccessibleName(_("Conflicts"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.list.hide()
        self.list.itemActivated.connect(self._go)
        self.list.itemClicked.connect(self._go)
        self.setLayout(column(row(self.line, 1), self.list, space=GRID))
        self.hide()

    def show_conflicts(self, conflicts: Sequence[Conflict], period: str) -> None:
        """Show these of a period: month, week or agenda."""
        number = len(conflicts)
        words = {
            "month": n_("{n} conflict in this month", "{n} conflicts in this month", number),
            "week": n_("{n} conflict in this week", "{n} conflicts in this week", number),
        }.get(period, n_("{n} conflict in this list", "{n} conflicts in this list", number))
        self.line.setText(words.format(n=number))
        self._conflicts = conflicts
        self._fill()
        self.setVisible(bool(conflicts))

    def _fill(self) -> None:
        """Put the conflicts into the list, where it is open."""
        row = max(self.list.currentRow(), 0)
        self.list.clear()
        for each in self._conflicts[:MOST] if self.line.isChecked() else ():
            item = QListWidgetItem(_told(each))
            item.setToolTip(wording.tip([_told(each)]))
            item.setData(Qt.ItemDataRole.UserRole, each)
            self.list.addItem(item)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self.list.setFixedHeight(min(self.list.count(), LINES) * max(self.list.sizeHintForRow(0), 1) + GRID)

    def _unfold(self, unfolded: bool) -> None:  # noqa: FBT001 - a signal's argument
        self._fill()
        self.list.setVisible(unfolded)

    def _go(self, item: QListWidgetItem) -> None:
        each: Conflict = item.data(Qt.ItemDataRole.UserRole)
        if each.kind is ConflictKind.PERSON:
            self.asked.emit(Link("person", each.person_id))
        else:
            self.asked.emit(Link("event", each.event.id))


class _Opening(QListWidget):
    """A list whose lines are opened by Enter on every system."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentItem() is not None:
            self.itemActivated.emit(self.currentItem())
            return
        super().keyPressEvent(event)


def _told(each: Conflict) -> str:
    return wording.overfull(each) if each.other is None else wording.conflict(each)
