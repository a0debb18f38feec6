"""The places of the window in a list at its left; the last stands at the lower end."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from roundtables.words import _
from ui.icons import icon
from ui.pages.place import Place
from ui.theme import GRID, sized

NARROWEST = 48
USUAL = 184
NARROWEST_NAMED = 96
Key = Qt.ItemDataRole.UserRole


class Navigation(QListWidget):
    """`chosen` is sent with the key of a place."""

    chosen = Signal(str)

    def __init__(self, places: Sequence[Place]) -> None:
        super().__init__()
        self.setObjectName("navigation")
        self.setAccessibleName(_("Pages"))
        self.setMinimumWidth(sized(NARROWEST))
        self.setIconSize(QSize(sized(20), sized(20)))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._between = QListWidgetItem()
        self._between.setFlags(Qt.ItemFlag.NoItemFlags)
        for number, place in enumerate(places):
            if number and number == len(places) - 1:
                self.addItem(self._between)
            item = QListWidgetItem(icon(place.icon), _(place.name))
            item.setData(Key, place.key)
            item.setToolTip(_(place.name))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _(place.name))
            item.setSizeHint(QSize(0, sized(36)))
            self.addItem(item)
        self.currentItemChanged.connect(self._choose)

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(Key))

    def fitting(self) -> int:
        """The width at which no name is cut, in this language and text size."""
        self.ensurePolished()
        names = (self.item(number).toolTip() for number in range(self.count()))
        widest = max(self.fontMetrics().horizontalAdvance(name) for name in names)
        return max(sized(USUAL), widest + self.iconSize().width() + 14 * GRID)

    def show_place(self, key: str) -> None:
        """Mark a place as the one that is shown."""
        with QSignalBlocker(self):
            for number in range(self.count()):
                if self.item(number).data(Key) == key:
                    self.setCurrentRow(number)

    def resizeEvent(self, event: QResizeEvent) -> None:
        entries = self.count() - 1
        room = self.viewport().height() - entries * sized(36) - GRID
        self._between.setSizeHint(QSize(0, max(room, 2 * GRID)))
        self._name_entries()
        super().resizeEvent(event)

    def _name_entries(self) -> None:
        """Names where there is room for a part of them; icons alone say more than three dots do."""
        named = self.width() >= sized(NARROWEST_NAMED)
        for number in range(self.count()):
            item = self.item(number)
            if item is not self._between:
                item.setText(item.toolTip() if named else "")
