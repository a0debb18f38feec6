"""The line that narrows a list as one types: it waits for a short pause, so that no key is slowed by a query."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from roundtables.words import _
from ui.icons import icon

TYPING_PAUSE = 120


class FilterLine(QLineEdit):
    """`settled` is sent when typing pauses, `entered` when Enter or the arrow down leads on to what was found."""

    settled = Signal()
    entered = Signal()

    def __init__(self, hint: str = "") -> None:
        super().__init__()
        self.setPlaceholderText(hint or _("Filter by words"))
        self.setAccessibleName(_("Filter by words"))
        self.setClearButtonEnabled(True)
        self.addAction(icon("magnify"), QLineEdit.ActionPosition.LeadingPosition)
        pause = QTimer(self)
        pause.setSingleShot(True)
        pause.timeout.connect(self.settled)
        self.textChanged.connect(lambda: pause.start(TYPING_PAUSE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.entered.emit()
        super().keyPressEvent(event)
