"""Small parts of pages: headings, buttons, muted words, an empty state."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.icons import icon
from ui.theme import GRID, sized


def label(text: str, name: str = "") -> QLabel:
    """A plain label; `name` picks its style: title, subtitle, muted, error."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setObjectName(name)
    return made


def wrapped(text: str, name: str = "") -> QLabel:
    """A label of several lines that never asks for more width than there is, however long its words."""
    made = label(text, name)
    made.setWordWrap(True)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    made.setMinimumWidth(sized(40 * GRID))
    return made


class _Button(QPushButton):
    """Enter presses it too while it has the keyboard: Qt leaves that to Space, and in a dialog to another button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
            return
        super().keyPressEvent(event)


def button(text: str, work: Callable[[], object], *, picture: str = "", primary: bool = False) -> QPushButton:
    """A push button that does something; one on a page is primary."""
    made = _Button(text)
    made.setProperty("primary", primary)
    made.setAutoDefault(False)
    if picture:
        made.setIcon(icon(picture, on_accent=primary))
    made.clicked.connect(lambda _checked: work())
    return made


def column(*parts: QWidget | QBoxLayout | int, margin: int = 0, space: int = 2 * GRID) -> QVBoxLayout:
    """Parts above one another; a number is a stretch."""
    layout = QVBoxLayout()
    _fill(layout, parts, margin, space)
    return layout


def row(*parts: QWidget | QBoxLayout | int, margin: int = 0, space: int = 2 * GRID) -> QHBoxLayout:
    """Parts side by side; a number is a stretch."""
    layout = QHBoxLayout()
    _fill(layout, parts, margin, space)
    return layout


def lay_out(dialog: QDialog, layout: QBoxLayout, agree: QPushButton) -> None:
    """Lay a dialog out, with the button that Enter presses.

    Chosen before it lies in the dialog, it would lose Enter to any other button that the keyboard has passed over.
    """
    dialog.setLayout(layout)
    agree.setDefault(True)
    # Qt would begin at the default button where the first control is a button, even a hidden one.
    first = first_control(dialog)
    if first is not None:
        first.setFocus()


def resize_within(dialog: QDialog, width: int, height: int) -> None:
    """Make a dialog so large, but no larger than the screen it comes up on, or than the window it stands before."""
    room = dialog.screen().availableSize()
    parent = dialog.parentWidget()
    if parent is not None:
        room = parent.screen().availableSize().expandedTo(parent.window().size())
    dialog.resize(min(width, room.width() - 10 * GRID), min(height, room.height() - 20 * GRID))


def table_or_empty(stack: QStackedWidget, table: QWidget, empty: QWidget, *below: QWidget) -> QWidget:
    """A table, or why there is nothing in it, and what is said below; for a tab."""
    stack.addWidget(table)
    stack.addWidget(empty)
    page = QWidget()
    layout = column(stack, *below, space=2 * GRID)
    layout.setContentsMargins(0, 3 * GRID, 0, 0)
    layout.setStretch(0, 1)
    page.setLayout(layout)
    return page


def scrolled(part: QWidget, least: int) -> QScrollArea:
    """A part that asks for no more than `least` pixels of height, and is scrolled where it has no room for all."""
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setWidget(part)
    # Else wrapped words ask for as many lines as they would have where they are narrowest.
    part.setMinimumHeight(1)
    made.setMinimumHeight(least)
    return made


def first_control(place: QWidget) -> QWidget | None:
    """Where the keyboard goes first in a part of a window."""
    each = place.nextInFocusChain()
    while each is not None and each is not place:
        tabbed = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled()
        if tabbed and place.isAncestorOf(each) and each.isVisibleTo(place):
            return each
        each = each.nextInFocusChain()
    return None


def _fill(layout: QBoxLayout, parts: tuple[QWidget | QBoxLayout | int, ...], margin: int, space: int) -> None:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(space)
    for part in parts:
        if isinstance(part, int):
            layout.addStretch(part)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)


class EmptyState(QWidget):
    """Where there is nothing: why, and the one next step."""

    def __init__(self, words: str, step: str = "", work: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.words = wrapped(words, "muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._column = column(1, self.words, 1, margin=8 * GRID)
        self.step: Any = None
        if step and work is not None:
            self.step = self.add_step(step, work)
        self.setLayout(self._column)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def add_step(self, step: str, work: Callable[[], object]) -> QPushButton:
        """A button for what can be done; whoever adds a second shows only one of them."""
        made = button(step, work)
        self._column.insertLayout(self._column.count() - 1, row(1, made, 1))
        return made
