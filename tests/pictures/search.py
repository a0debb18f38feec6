"""The palette with results, a slip, nothing; the history; what is dragged over the window; notices."""

from collections.abc import Callable
from typing import Any


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """The palette."""
    _palette(window, save, settle)


def _palette(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    from ui.dialogs.palette import Palette

    window.open_palette()
    palette = window.findChild(Palette)
    save("palette-1-nothing-typed")
    for name, words in (
        ("palette-2-results", "round"),
        ("palette-3-a-person", "jel"),
        ("palette-4-slip", "krotaia"),
        ("palette-5-a-command", "imp"),
        ("palette-6-nothing-found", "qqqq"),
    ):
        palette.line.setText(words)
        palette.line.textEdited.emit(words)
        settle()
        save(name)
    palette.leave()
