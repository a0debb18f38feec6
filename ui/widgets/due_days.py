"""How many days before or after an event's first day: one number, said, chosen and typed in words."""

import re

from PySide6.QtCore import Property, QEvent, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from roundtables.words import _, n_

USUAL = (-90, -60, -42, -28, -21, -14, -7, -3, -1, 0, 1, 3, 7, 14, 21)
MOST_DIGITS = 6


def days_in_words(days: int) -> str:
    """14 days before, on the first day, 7 days after."""
    if days == 0:
        return _("on the first day")
    if days < 0:
        return n_("{n} day before", "{n} days before", -days).format(n=-days)
    return n_("{n} day after", "{n} days after", days).format(n=days)


class DaysEdit(QComboBox):
    """The usual ones to choose from, any other by typing its number: it keeps the side it is on, minus means before.

    `entered` is sent when Enter is pressed.
    """

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # Completing 2 to 21 would be in the way of who means 2.
        self.setCompleter(None)  # type: ignore[arg-type]  # none is how Qt takes it away
        self.setMaxVisibleItems(len(USUAL))
        self.setAccessibleName(_("Due"))
        for days in USUAL:
            self.addItem(days_in_words(days), days)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(_("Due"))
            line.editingFinished.connect(self._say)
            line.returnPressed.connect(self.entered)
        self._days = 0
        self.activated.connect(self._say)

    def value(self) -> int:
        """The days that are chosen or typed; what can't be read as days leaves them as they were."""
        text = self.currentText().strip()
        found = re.search(r"\d+", text)
        if text == days_in_words(0):
            return 0
        if found is None:
            return self._days
        number = int(found[0][:MOST_DIGITS])
        if text[: found.start()].strip().endswith(("-", "−")) or text == days_in_words(-number):
            return -number
        return number if text == days_in_words(number) or self._days > 0 else -number

    def set_value(self, days: int) -> None:
        """Show so many days."""
        self._days = days
        self.setCurrentIndex(self.findData(days))
        self.setEditText(days_in_words(days))

    def focusOutEvent(self, event: QEvent) -> None:
        self._say()
        super().focusOutEvent(event)  # type: ignore[arg-type]  # Qt's own event

    def _say(self, _number: int = 0) -> None:
        self.set_value(self.value())

    days = Property(int, value, set_value, user=True)
    """What a table's cell is edited by."""
