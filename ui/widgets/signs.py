"""A sign before the words of a column: what a row's state is, seen before it is read."""

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from roundtables.terms import Term
from roundtables.words import _
from ui.icons import icon
from ui.models.cells import RowRole
from ui.theme import colours, sized

PICTURE = 16


def signed(terms: type[Term]) -> Callable[[], Iterable[str]]:
    """What each of the terms is called, with room for its sign: for a column that shows both."""
    return lambda: [f"\N{EM SPACE}\N{EM SPACE}{_(term.label)}" for term in terms]


class SignDelegate(QStyledItemDelegate):
    """`picture` names a row's icon; the words of rows that are `alarming` have the colour of what is wrong."""

    def __init__(
        self, parent: QWidget, picture: Callable[[Any], str], alarming: Callable[[Any], bool] = lambda _row: False
    ) -> None:
        super().__init__(parent)
        self._picture, self._alarming = picture, alarming

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        row = index.data(RowRole)
        if row is None:
            return
        cell: Any = option
        cell.icon = icon(self._picture(row))
        cell.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        cell.decorationSize = QSize(sized(PICTURE), sized(PICTURE))
        if self._alarming(row):
            for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
                cell.palette.setColor(role, QColor(colours().bad))
