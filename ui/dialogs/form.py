"""A dialog around a form: it stays open until its values are taken, and says what could not be."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.words import _
from ui.theme import GRID
from ui.widgets.fields import Form
from ui.widgets.parts import button, column, label, lay_out, row, wrapped


class FormDialog(QDialog):
    """`take` is called when the user agrees; the dialog closes if it returns True.

    With `keep_in`, what was entered survives closing without agreeing and is there again the next time.
    """

    def __init__(self, parent: QWidget, title: str, form: Form, agree: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self.form = form
        self.take: Callable[[], bool] = lambda: True
        self._error = wrapped("", "error")
        self._error.hide()
        self._drafts: dict[str, Any] | None = None
        self._draft = ""
        self._fresh: dict[str, Any] = {}
        self._kept = self._kept_line()
        buttons = QDialogButtonBox()
        yes = buttons.addButton(agree, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        lay_out(self, column(self._kept, form, self._error, buttons, margin=6 * GRID, space=4 * GRID), yes)

    def _kept_line(self) -> QWidget:
        holder = QWidget()
        words = label(_("What you entered before is still here."), "muted")
        holder.setLayout(row(words, 1, button(_("Clear"), self.clear, picture="eraser")))
        holder.hide()
        return holder

    def values(self) -> Any:
        """What was entered, by key."""
        return self.form.values()

    def keep_in(self, drafts: dict[str, Any], key: str) -> bool:
        """Keep what is entered under a key, and bring back what was; call when the fields show how they begin.

        Returns whether there was something.
        """
        self._drafts, self._draft = drafts, key
        self._fresh = self.form.values()
        kept = drafts.get(key)
        if kept is not None:
            self._enter(kept)
        self._kept.setVisible(kept is not None)
        return kept is not None

    def clear(self) -> None:
        """Begin anew: the fields as they were before anything was entered."""
        self._enter(self._fresh)
        self._kept.hide()
        self.form.show_error("", "")
        self._error.hide()
        next(iter(self.form.fields.values())).editor.setFocus()

    def _enter(self, values: dict[str, Any]) -> None:
        for key, field in self.form.fields.items():
            if key in values:
                field.enter(values[key])

    def done(self, result: int) -> None:
        """Qt's own end of a dialog, by its buttons, by Escape and by the window's cross alike."""
        if self._drafts is not None:
            values = self.form.values()
            if result == QDialog.DialogCode.Rejected and values != self._fresh:
                self._drafts[self._draft] = values
            else:
                self._drafts.pop(self._draft, None)
        super().done(result)

    def show_error(self, error: Expected) -> None:
        """Show an error at its field, or below all."""
        at_field = isinstance(error, Invalid) and self.form.show_error(error.field, str(error))
        self._error.setText("" if at_field else str(error))
        self._error.setVisible(not at_field)

    def _agree(self) -> None:
        if self.take():
            self.accept()
