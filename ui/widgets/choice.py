"""One thing that a list is narrowed to, of several; what there is to choose is read when it is first asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox

from ui import format as formats
from ui.theme import sized

LONGEST = 16
"""Letters that a box asks room for."""


@dataclass(frozen=True)
class Choice:
    """A choice as data: its name, what stands for no choice, and `options(session)`, pairs of value and words."""

    key: str
    name: str
    every: str
    options: Callable[[Any], Sequence[tuple[Any, str]]]


class ChoiceBox(QComboBox):
    """`chosen` is sent when the user has chosen. Values are kept under names as texts or numbers."""

    chosen = Signal()

    def __init__(self, choice: Choice, read: Callable[[], Any]) -> None:
        super().__init__()
        self._choice, self._read = choice, read
        self.setAccessibleName(choice.name)
        self.setToolTip(choice.name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(min(len(choice.every), LONGEST))
        self.setMinimumWidth(sized(88))
        self.setMaxVisibleItems(20)
        self.addItem(choice.every, None)
        self.activated.connect(self.chosen)

    def value(self) -> Any:
        """What is chosen, None for everything."""
        return self.currentData()

    def kept(self) -> Any:
        """What is chosen as it can be kept: a term by its name."""
        return _kept(self.value())

    def show_kept(self, kept: Any) -> None:
        """Choose what was kept, or everything where there is no such thing any more."""
        if kept is not None:
            self._fill()
        wanted = (at for at in range(1, self.count()) if _kept(self.itemData(at)) == kept)
        with QSignalBlocker(self):
            self.setCurrentIndex(0 if kept is None else next(wanted, 0))

    def showPopup(self) -> None:
        self._fill()
        super().showPopup()

    def focusInEvent(self, event: QFocusEvent) -> None:
        # The arrows choose without opening the list.
        self._fill()
        super().focusInEvent(event)

    def _fill(self) -> None:
        """Read what there is now; what is chosen stays."""
        with self._read() as session:
            options = [(value, formats.shown(words)) for value, words in self._choice.options(session)]
        known = [(self.itemData(at), self.itemText(at)) for at in range(1, self.count())]
        if known == options:
            return
        chosen = self.value()
        with QSignalBlocker(self):
            self.clear()
            self.addItem(self._choice.every, None)
            for value, words in options:
                self.addItem(words, value)
            self.setCurrentIndex(next((at for at in range(self.count()) if self.itemData(at) == chosen), 0))


def _kept(value: Any) -> Any:
    return value.name if isinstance(value, Enum) else value
