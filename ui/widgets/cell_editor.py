"""Cells that are edited in place: a line of text, or one of several choices."""

from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from roundtables.words import _
from ui.models.cells import CellsModel

Index = QModelIndex | QPersistentModelIndex
EDIT = Qt.ItemDataRole.EditRole


class CellDelegate(QStyledItemDelegate):
    """Enter takes what was typed and leaves, unless it could not be taken: then the editor stays, with the text."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = index.model()
        assert isinstance(model, CellsModel)  # noqa: S101 - this delegate stands in no other table
        column = model.columns[index.column()]
        editor: QWidget
        if column.edit is not None and column.edit.choices is not None:
            editor = self._choice(parent, column.edit.choices())
        else:
            editor = QLineEdit(parent)
            editor.setPlaceholderText(_(column.edit.hint) if column.edit is not None else "")
        editor.setAccessibleName(_(column.heading))
        editor.setProperty("place", QPersistentModelIndex(index))
        return editor

    def _choice(self, parent: QWidget, choices: Any) -> QComboBox:
        editor = QComboBox(parent)
        editor.setMaxVisibleItems(20)
        for value, words in choices:
            editor.addItem(words, value)
        editor.activated.connect(lambda _at: self._leave(editor))
        # Not before the view has put it in its place.
        QTimer.singleShot(0, editor, editor.showPopup)
        return editor

    def _leave(self, editor: QComboBox) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if editor.property("begun"):
            # The rows may be read again meanwhile; what is being typed stays.
            return
        editor.setProperty("begun", True)
        value = index.data(EDIT)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findData(value), 0))
        elif isinstance(editor, QLineEdit):
            editor.setText("" if value is None else str(value))
            # The view selects all of it, to its end; from its end, so that the beginning is seen.
            QTimer.singleShot(0, editor, lambda: _select_backwards(editor))

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        # The whole cell: the style would move it by the cell's padding, over the row below.
        editor.setGeometry(option.rect)

    def setModelData(self, editor: QWidget, _model: object, index: Index) -> None:
        self._take(editor, index)

    def _take(self, editor: QWidget, index: Index) -> bool:
        """Hand on what was entered, once; returns whether it was taken, or nothing was changed."""
        if editor.property("taken") or not index.isValid():
            return True
        before = index.data(EDIT)
        value: Any = editor.currentData() if isinstance(editor, QComboBox) else _text(editor)
        if value == ("" if before is None and isinstance(value, str) else before):
            return True
        model = index.model()
        taken = isinstance(model, CellsModel) and model.setData(model.index(index.row(), index.column()), value, EDIT)
        editor.setProperty("taken", taken)
        return taken

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride:
            # Keys belong to the editor while there is one: Ctrl+D types nothing, but it must not copy an event.
            event.accept()
            return True
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, QLineEdit):
            place = editor.property("place")
            leaving = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
            if leaving and not self._take(editor, place):
                self._mark_wrong(editor)
                return True
        return super().eventFilter(editor, event)

    @staticmethod
    def _mark_wrong(editor: QLineEdit) -> None:
        editor.setProperty("wrong", True)
        editor.style().unpolish(editor)
        editor.style().polish(editor)


def _select_backwards(editor: QLineEdit) -> None:
    if editor.selectedText() == editor.text():
        editor.setSelection(len(editor.text()), -len(editor.text()))


def _text(editor: QWidget) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else ""
