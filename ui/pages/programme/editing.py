"""How titles, numbers and targets of the plan are edited in their cells."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from roundtables.words import _
from ui.models import progress as model

Index = QModelIndex | QPersistentModelIndex


class CellEditor(QStyledItemDelegate):
    """Edits a title as text and a number in digits alone; the editor says what it is of.

    `refused` is a title that could not be taken, with its cell.
    """

    refused = Signal(object, str)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002 - Qt's signature
        editor = QLineEdit(parent)
        editor.setStyleSheet("QLineEdit, QLineEdit:focus { min-height: 0; padding: 0 4px; border-radius: 3px; }")
        names = {
            model.NUMBER: _("Number of the work package"),
            model.TARGET_EVENTS: _("Target, events"),
            model.TARGET_PARTICIPANTS: _("Target, participants"),
        }
        editor.setAccessibleName(names.get(index.column(), _("Title")))
        if index.column() in names:
            # A validator of numbers would not let go of an empty line, which stands for no target.
            digits = QRegularExpression(r"\d{0,7}")
            editor.setValidator(QRegularExpressionValidator(digits, editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Once: figures that arrive while somebody types must not put the old words back."""
        if not editor.property("filled"):
            editor.setProperty("filled", True)
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, data: QAbstractItemModel, index: Index) -> None:
        text = editor.text() if isinstance(editor, QLineEdit) else ""
        if not data.setData(index, text) and index.column() == model.TITLE and text.strip():
            self.refused.emit(index, text)
