"""Small buttons that show a sign alone: beside buttons with words, for what is done to the chosen line."""

from collections.abc import Callable

from PySide6.QtWidgets import QToolButton

from ui.icons import icon


def tool(words: str, work: Callable[[], object], picture: str) -> QToolButton:
    """A button with a sign; its words are its tooltip and what is heard."""
    made = QToolButton()
    made.setIcon(icon(picture))
    made.setToolTip(words)
    made.setAccessibleName(words)
    made.clicked.connect(lambda _checked: work())
    return made
