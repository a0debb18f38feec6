"""A dialog around a form: it stays open until its values are taken, and says what could not be."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.words import _
from ui.theme import GRID
from ui.widgets.fields import Form
from ui.widgets.parts import column, wrapped


class FormDialog(QDialog):
    """`take` is called when the user agrees; the dialog closes if it returns True."""

    def __init__(self, parent: QWidget, title: str, form: Form, agree: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.form = form
        self.take: Callable[[], bool] = lambda: True
        self._error = wrapped("", "error")
        self._error.hide()
        buttons = QDialogButtonBox()
        yes = buttons.addButton(agree, QDialogButtonBox.ButtonRole.AcceptRole)
        yes.setDefault(True)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        self.setLayout(column(form, self._error, buttons, margin=6 * GRID, space=4 * GRID))

    def values(self) -> Any:
        """What was entered, by key."""
        return self.form.values()

    def show_error(self, error: Expected) -> None:
        """Show an error at its field, or below all."""
        at_field = isinstance(error, Invalid) and self.form.show_error(error.field, str(error))
        self._error.setText("" if at_field else str(error))
        self._error.setVisible(not at_field)

    def _agree(self) -> None:
        if self.take():
            self.accept()
