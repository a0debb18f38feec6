"""One value for many rows: which column, and what."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLineEdit, QStackedWidget, QWidget

from roundtables.words import _, n_
from ui import format as formats
from ui.models.columns import Column
from ui.theme import GRID, sized
from ui.widgets.parts import column as above
from ui.widgets.parts import label, lay_out, wrapped


class ChangeRowsDialog(QDialog):
    """`take` is called when the user agrees; the dialog closes if it returns True."""

    def __init__(self, parent: QWidget, columns: Sequence[Column], number: int, chosen: Column | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Change selected rows"))
        self.setMinimumWidth(sized(440))
        self.take: Callable[[], bool] = lambda: True
        self._columns = columns
        self._field = QComboBox()
        self._field.setAccessibleName(_("Column"))
        self._values = QStackedWidget()
        editors = [_editor(column) for column in columns]
        for column, editor in zip(columns, editors, strict=True):
            self._field.addItem(_(column.heading))
            self._values.addWidget(editor)
        self._field.currentIndexChanged.connect(self._values.setCurrentIndex)
        self._error = wrapped("", "error")
        self._error.hide()
        name, value = label(_("Column"), "muted"), label(_("New value"), "muted")
        name.setBuddy(self._field)
        buttons = QDialogButtonBox()
        words = n_("Change {n} row", "Change {n} rows", number).format(n=formats.number(number))
        yes = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        lay_out(
            self,
            above(
                above(name, self._field, space=GRID),
                above(value, self._values, space=GRID),
                self._error,
                buttons,
                margin=6 * GRID,
                space=4 * GRID,
            ),
            yes,
        )
        if chosen is not None:
            self._field.setCurrentIndex(list(columns).index(chosen))
            editors[self._field.currentIndex()].setFocus()

    def chosen(self) -> tuple[Column, Any]:
        """The column and the value that was entered for it."""
        editor = self._values.currentWidget()
        value = editor.currentData() if isinstance(editor, QComboBox) else None
        return self._columns[self._field.currentIndex()], editor.text() if isinstance(editor, QLineEdit) else value

    def show_error(self, words: str) -> None:
        """Say what could not be taken; what was entered stays."""
        self._error.setText(words)
        self._error.show()

    def _agree(self) -> None:
        if self.take():
            self.accept()


def _editor(column: Column) -> QWidget:
    edit = column.edit
    editor: QComboBox | QLineEdit
    if edit is not None and edit.choices is not None:
        editor = QComboBox()
        for value, words in edit.choices():
            editor.addItem(words, value)
    else:
        editor = QLineEdit()
        editor.setPlaceholderText(_(edit.hint) if edit is not None else "")
    editor.setAccessibleName(_("New value"))
    return editor
