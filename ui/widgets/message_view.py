"""A message as its recipient reads it: subject above, text below; or what is wrong with it."""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from roundtables.words import _
from ui import format as formats
from ui.theme import GRID
from ui.widgets.parts import column, wrapped


class MessageView(QWidget):
    """Plain text, to be read and copied. While a fault is told, what was shown last stays, greyed."""

    def __init__(self) -> None:
        super().__init__()
        self.subject = QLineEdit()
        self.subject.setReadOnly(True)
        self.subject.setAccessibleName(_("Subject as it is read"))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Text as it is read"))
        self.fault = wrapped("", "error")
        self.fault.hide()
        layout = column(self.subject, self.text, self.fault, space=2 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_message(self, subject: str, text: str) -> None:
        """Show a message; the place in a text that is scrolled through stays."""
        self.fault.hide()
        self.text.setEnabled(True)
        self.subject.setText(formats.shown(subject))
        self.subject.setCursorPosition(0)
        if text != self.text.toPlainText():
            bar = self.text.verticalScrollBar()
            at = bar.value()
            self.text.setPlainText(text)
            bar.setValue(at)

    def show_fault(self, words: str) -> None:
        """Say why there is nothing to show."""
        self.text.setEnabled(False)
        self.fault.setText(words)
        self.fault.show()
