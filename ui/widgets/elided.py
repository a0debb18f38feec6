"""A label of one line that never asks for room: what does not fit is cut with an ellipsis and told in its tip."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from ui import format as formats
from ui.plain_text import as_tip
from ui.theme import GRID


class ElidedLabel(QLabel):
    """Shows as much of its text as there is room for; screen readers get all of it."""

    def __init__(self, text: str = "", name: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._whole = ""
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show a text, which may hold anything."""
        self._whole = formats.shown(text)
        self.setAccessibleName(self._whole)
        self._fit()

    def whole_text(self) -> str:
        """All of the text."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        return QSize(10 * GRID, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fitting = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        if fitting != self.text():
            self.setText(fitting)
        self.setToolTip(as_tip(self._whole) if fitting != self._whole else "")
