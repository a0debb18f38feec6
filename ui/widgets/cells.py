"""Editors of cells: a line of any length, days in words, a date; and what could not be taken comes up again."""

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDateEdit,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from roundtables.words import spoken
from ui import format as formats
from ui.widgets.dates import Chooser
from ui.widgets.due_days import DaysEdit
from ui.widgets.fields import LONGEST_TYPED


class CellDelegate(QStyledItemDelegate):
    """The columns of `days` are edited in words, those of `dates` with a calendar; an editor has its column's name."""

    def __init__(self, view: QAbstractItemView, days: Collection[int] = (), dates: Collection[int] = ()) -> None:
        super().__init__(view)
        self._days, self._dates = days, dates

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        name = str(index.model().headerData(index.column(), Qt.Orientation.Horizontal))
        if index.column() in self._days:
            return DaysEdit(parent)
        if index.column() in self._dates:
            return _date_edit(parent, name)
        made = super().createEditor(parent, option, index)
        made.setAccessibleName(name)
        if isinstance(made, QLineEdit):
            made.setMaxLength(LONGEST_TYPED)
        return made


def _date_edit(parent: QWidget, name: str) -> QDateEdit:
    editor = QDateEdit(parent)
    Chooser(editor)
    editor.setLocale(formats.locale())
    editor.setDisplayFormat(formats.PATTERNS[spoken().code])
    for part in (editor, editor.lineEdit()):
        part.setAccessibleName(name)
    return editor


def open_editor(view: QAbstractItemView) -> QWidget | None:
    """The editor that is open in a view."""
    if view.state() != QAbstractItemView.State.EditingState:
        return None
    for kind in (DaysEdit, QDateEdit, QLineEdit):
        found = view.viewport().findChild(kind)
        if isinstance(found, QWidget):
            return found
    return None


def type_again(view: QAbstractItemView, row: int, column: int, text: object) -> None:
    """Open a cell with a text that could not be taken, once Qt has closed the editor it came from."""

    def edit() -> None:
        index = view.model().index(row, column)
        view.setCurrentIndex(index)
        view.edit(index)
        editor = open_editor(view)
        if isinstance(editor, QLineEdit):
            editor.setText(str(text))

    if isinstance(text, str):
        QTimer.singleShot(0, view, edit)
