"""A button that opens a menu of what can be done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton

from ui.icons import icon


def menu_button(words: str, picture: str) -> tuple[QToolButton, QMenu]:
    """The button with its words, and its menu to be filled."""
    made = QToolButton()
    made.setText(words)
    made.setIcon(icon(picture))
    made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    menu = QMenu(made)
    made.setMenu(menu)
    return made, menu
