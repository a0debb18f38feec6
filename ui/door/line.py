"""The line at the door: takes names as they are typed and badges as a hand scanner types them."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from roundtables.queries.check_in import badge_in

LONGEST = 200
STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Entry(QLineEdit):
    """A line in which a key that is held down is no second Enter: what comes after it is somebody else's."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.isAutoRepeat() and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)


class DoorLine(Entry):
    """`moved` is an arrow up (-1) or down (1), `undone` Ctrl+Z: the last step is taken back, not the last letter.

    `takes_digit` is asked whether a digit chooses one of those found.
    """

    moved = Signal(int)
    undone = Signal()

    def __init__(self, takes_digit: Callable[[int], bool]) -> None:
        super().__init__()
        self._takes_digit = takes_digit
        self.setObjectName("doorLine")
        self.setMaxLength(LONGEST)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undone.emit()
            return
        key = Qt.Key(event.key())
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and key in STEPS:
            self.moved.emit(STEPS[key])
            return
        if plain and event.text() in list("123456789") and self._takes_digit(int(event.text())):
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Some scanners end with Tab instead of Enter."""
        if forward and badge_in(self.text()):
            self.returnPressed.emit()
            return True
        return super().focusNextPrevChild(forward)
