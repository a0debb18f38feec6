"""The organisations: a table that is sorted and narrowed."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from roundtables.queries import organisations as queries
from roundtables.terms import OrganisationKind
from roundtables.words import N_, _, spoken
from ui import format as formats
from ui.models.columns import Column, labels
from ui.models.rows import RowsModel
from ui.theme import GRID
from ui.widgets.filter_line import FilterLine
from ui.widgets.parts import EmptyState, column
from ui.widgets.table import Table
from ui.workspace import Workspace

COLUMNS = (
    Column(N_("Organisation"), lambda row: row.name, "name", 128, stretch=True),
    Column(N_("Kind"), lambda row: _(row.kind.label), "", 96, fits=labels(OrganisationKind)),
    Column(N_("Country"), lambda row: spoken().country(row.country), "", 76),
    Column(N_("City"), lambda row: row.city, "", 76),
    Column(N_("People"), lambda row: formats.number(row.people), "people", 64, number=True),
    Column(N_("Events"), lambda row: formats.number(row.events), "events", 64, number=True),
)
SORTS: dict[str, Any] = {
    "name": lambda row: (row.sort_name, row.id),
    "people": lambda row: row.people,
    "events": lambda row: row.events,
}


class OrganisationList(QWidget):
    """`chosen` is the row the keyboard is on, `opened` one on which Enter was pressed, `counted` how many there are."""

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal(int)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._model = RowsModel(COLUMNS, SORTS)
        self.table = Table(_("Organisations"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=0)
        self.words = FilterLine()
        self.words.settled.connect(self.refresh)
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self._empty = EmptyState("")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        layout = column(self.words, self._stack, space=3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def count(self) -> int:
        """How many organisations the filter leaves."""
        return self._model.rowCount()

    def refresh(self) -> None:
        """Read again; the keyboard stays with its organisation."""
        chosen = self.table.current_row()
        with self._workspace.read() as session:
            self._model.show(queries.listing(session, self.words.text()))
        narrowed = bool(self.words.text().strip())
        self._empty.words.setText(
            _("No organisation fits the filter.")
            if narrowed
            else _("There is no organisation yet. They come with the people who name them, or add one here.")
        )
        self._stack.setCurrentIndex(0 if self.count() else 1)
        if chosen is not None:
            self.go_to(chosen.id)
        self.counted.emit(self.count())

    def focus_filter(self) -> None:
        """Put the keyboard into the filter line."""
        self.words.setFocus()
        self.words.selectAll()

    def narrow(self, words: str) -> None:
        """Show only what these words fit."""
        self.words.setText(words)
        self.refresh()

    def go_to(self, organisation_id: int) -> bool:
        """Put the keyboard on an organisation; returns whether the filter has left it in the list."""
        found = next((at for at, row in enumerate(self._model.rows) if row.id == organisation_id), None)
        if found is not None:
            self.table.go_to(found)
        return found is not None

    def go_to_first(self) -> None:
        """Put the keyboard on the first row, where there is one."""
        if self.count():
            self.table.go_to(0)
