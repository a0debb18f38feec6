"""Text stays text: labels and message boxes never take a name for HTML, which could load files or hang the window."""

import html

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

SAFE = "<span>"


class PlainText(QObject):
    """An event filter for the application: whatever shows text shows it plain from its first appearance on."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Each event of the program passes here: what is none of the two goes on at once.
        kind = event.type()
        if kind == QEvent.Type.Polish:
            if isinstance(watched, QLabel | QMessageBox):
                watched.setTextFormat(Qt.TextFormat.PlainText)
        elif kind == QEvent.Type.ToolTip and isinstance(watched, QWidget):
            tip = watched.toolTip()
            if "<" in tip and not tip.startswith(SAFE):
                watched.setToolTip(as_tip(tip))
        return False


def as_tip(text: str) -> str:
    """A text as a tooltip that shows it to the letter: Qt guesses whether a tooltip is HTML."""
    lines = "<br>".join(html.escape(text[:1000]).splitlines())
    return f"<span>{lines}</span>" if text else ""
