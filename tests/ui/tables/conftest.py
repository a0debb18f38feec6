"""The pages with tables, the keyboard in them, and what is done again and again."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit

from roundtables.register import Register
from roundtables.services import people as people_services
from ui.links import Link
from ui.main_window import MainWindow


@pytest.fixture
def events(window: MainWindow, focus: Callable[[Any], None]) -> Any:
    """The page of events, with the keyboard in its table."""
    page = window.current_page()
    focus(page.table)
    return page


@pytest.fixture
def people(window: MainWindow, focus: Callable[[Any], None]) -> Any:
    """The list of people, with the keyboard in its table."""
    window.visit(Link("people"))
    listing = window.current_page().people
    focus(listing.table)
    return listing


@pytest.fixture
def focus() -> Callable[[Any], None]:
    """Put the keyboard into a table and wait until it is there: the window may have to become the active one first."""

    def put(table: Any) -> None:
        table.window().activateWindow()
        table.setFocus()
        deadline = time.monotonic() + 20
        while QApplication.focusWidget() is not table and time.monotonic() < deadline:
            QApplication.processEvents()

    return put


@pytest.fixture
def column() -> Callable[[Any, str], int]:
    """The number of the column with this name."""
    return lambda table, name: [each.name for each in table.columns()].index(name)


@pytest.fixture
def go(column: Callable[[Any, str], int]) -> Callable[[Any, int, str], None]:
    """Put the keyboard on a cell."""

    def put(table: Any, row: int, name: str) -> None:
        model = table.model()
        if hasattr(model, "ensure"):
            model.ensure(row, row)
        table.setCurrentIndex(model.index(row, column(table, name)))

    return put


@pytest.fixture
def editor_of() -> Callable[[Any], Any]:
    """The editor that is open in a table, or None."""

    def find(table: Any) -> Any:
        editors = [each for kind in (QLineEdit, QComboBox) for each in table.viewport().findChildren(kind)]
        return next((each for each in editors if not each.isHidden()), None)

    return find


@pytest.fixture
def given_hostile(demo: Register) -> Callable[[], None]:
    """Five people whose names, organisations and numbers a spreadsheet would run, or show wrongly."""

    def add() -> None:
        with demo.change("Hostile") as session:
            for text in ("=1+1", "+358 40", "@SUM(A1)", "👩‍👩‍👧 مرحبا", "\u202eevil"):
                people_services.add(session, last_name="Zzz", first_name=text, organisation=text, phone=text)

    return add
