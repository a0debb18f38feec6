"""Lists of 100,000 people: scrolling by a page, and a key typed in the filter, each to painted."""

import random
from typing import Any

from measuring import Figure, Registers, ratio

PAGES = 24
ROWS = 40
TYPED = ("m", "ma", "mak", "mäki", "an", "ana", "ivan", "river", "kor", "he")


def _shown(widget: Any) -> Any:
    widget.resize(1000, 1320)
    widget.show()
    return widget


def _constant() -> Any:
    """A QTableView as Qt has it, over a model that gives the same text everywhere."""
    from PySide6.QtCore import QAbstractTableModel, Qt
    from PySide6.QtWidgets import QAbstractItemView, QTableView

    from ui.theme import row_height

    class Constant(QAbstractTableModel):
        def rowCount(self, parent: Any = None) -> int:  # noqa: N802 - Qt's own name
            return 100_000

        def columnCount(self, parent: Any = None) -> int:  # noqa: N802 - Qt's own name
            return 3

        def data(self, index: Any, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
            return "A text as long as a name" if role == Qt.ItemDataRole.DisplayRole else None

    view = QTableView()
    view.kept = Constant()  # type: ignore[attr-defined]  # a view does not keep its model
    view.setModel(view.kept)  # type: ignore[attr-defined]  # as above
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.verticalHeader().hide()
    view.verticalHeader().setDefaultSectionSize(row_height())
    view.setShowGrid(False)
    view.setWordWrap(False)
    for column in range(3):
        view.setColumnWidth(column, 320)
    return _shown(view)


def _turn_pages(view: Any, start: int) -> None:
    bar = view.verticalScrollBar()
    bar.setValue(start)
    for _page in range(PAGES):
        bar.setValue(bar.value() + bar.pageStep())
        view.viewport().repaint()


def people(registers: Registers) -> list[Figure]:
    from PySide6.QtCore import QSettings

    from roundtables.register import Register
    from ui.app import make_application
    from ui.pages.people.listing import PeopleList
    from ui.workspace import Workspace

    application = make_application(dark=False, language="en")
    settings = QSettings(str(registers.folder / "none.ini"), QSettings.Format.IniFormat)
    workspace = Workspace(Register.open(registers.large), settings)
    listing = _shown(PeopleList(workspace))
    constant = _constant()
    application.processEvents()
    places = random.Random(1)
    height = listing.table.verticalScrollBar().maximum()

    def scroll(view: Any) -> None:
        # Never to where the last round was: nothing is measured that has been read already.
        _turn_pages(view, places.randrange(height // 2))

    scrolled = ratio(lambda: scroll(listing.table), lambda: scroll(constant), 15)
    typed = ratio(lambda: _type(listing), lambda: _search(registers, constant))
    for widget in (listing, constant):
        widget.close()
    workspace.close()
    return [
        Figure("scrolling 100,000 people by a page, painted : a constant QTableView", scrolled, 1.5),
        Figure("key typed in a filter over 100,000 people, painted : sqlite3 and 40 rows", typed, 3.0),
    ]


def _type(listing: Any) -> None:
    for words in TYPED:
        listing.words.blockSignals(True)
        listing.words.setText(words)
        listing.words.blockSignals(False)
        listing.narrow_now()
        listing.table.viewport().repaint()


def _search(registers: Registers, constant: Any) -> None:
    """The same two statements, by the driver alone, and forty rows painted."""
    from sqlcipher3 import dbapi2 as sqlite3

    from roundtables.register.search_index import KINDS, searchable

    number, place = len(KINDS), KINDS.index("person")
    matching = "person.id IN (SELECT rowid / ? FROM search_index WHERE search_index MATCH ? AND rowid % ? = ?)"
    connection = sqlite3.connect(registers.large)
    for words in TYPED:
        asked = " ".join(f'"{word}"*' for word in searchable(words).split())
        values = (number, asked, number, place)
        connection.execute(f"SELECT count(person.id) FROM person WHERE {matching}", values).fetchone()
        connection.execute(
            "SELECT person.id, first_name, last_name, email, phone, job_title, organisation_id, organisation.name,"
            " person.country, language FROM person LEFT JOIN organisation ON organisation.id = organisation_id"
            f" WHERE {matching} ORDER BY sort_name, person.id LIMIT 100",
            values,
        ).fetchall()
        constant.viewport().repaint()
    connection.close()


ALL = (people,)
