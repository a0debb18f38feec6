"""The figures: each way to tell them apart, the rules, and the page in a small window."""

from collections.abc import Callable
from typing import Any


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """The page Figures."""
    from PySide6.QtWidgets import QDialog

    from ui.links import Link

    window.visit(Link("figures"))
    page = window.current_page()
    for number, name in enumerate(("period", "package", "activity", "kind", "country", "organisation")):
        page.tabs.setCurrentIndex(number)
        for _turn in range(40):
            settle()
        save(f"figures-{name}")
    page.tabs.setCurrentIndex(1)
    page.measure.setCurrentIndex(1)
    page.measure.activated.emit(1)
    settle()
    save("figures-package-participations")
    page.show_rules()
    settle()
    save("figures-rules", next(each for each in page.children() if isinstance(each, QDialog)))
