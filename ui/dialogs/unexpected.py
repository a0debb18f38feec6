"""Something went wrong that nobody foresaw: said in words, with details to copy for whoever looks after the program."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from roundtables.words import _
from ui import log
from ui.theme import GRID, sized
from ui.widgets.parts import button, column, label, wrapped


class UnexpectedDialog(QDialog):
    """One at a time; a second error while it is open is added to its details."""

    def __init__(self, parent: QWidget | None, details: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something unexpected happened"))
        self.setMinimumWidth(sized(560))
        title = label(_("Something unexpected happened"), "title")
        words = wrapped(
            _(
                "What you did last was perhaps not done. What was saved before is in the register. Try it once more; "
                "if it happens again, copy the details and send them to whoever looks after Roundtables."
            )
        )
        self.details = QPlainTextEdit(details)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(_("Details"))
        self.details.setMinimumHeight(sized(160))
        note = wrapped(
            _("The details name places in the program, no person and no file of yours. The log is in {folder}").format(
                folder=log.folder()
            ),
            "muted",
        )
        buttons = QDialogButtonBox()
        self.copy = button(_("Copy details"), self._copy, picture="content-copy")
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        self.setLayout(column(title, words, self.details, note, buttons, margin=6 * GRID, space=3 * GRID))
        close.setFocus()

    def add(self, details: str) -> None:
        """One more happened."""
        if details not in self.details.toPlainText() and self.details.blockCount() < 1000:
            self.details.appendPlainText(f"\n{details}")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.details.toPlainText())
        self.copy.setText(_("Copied"))
