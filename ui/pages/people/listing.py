"""The list of people: a table of any length with its filter line."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from roundtables.queries.people import PersonFilter
from roundtables.words import N_, _
from ui.models.columns import Column
from ui.models.people import people_model
from ui.theme import GRID
from ui.widgets.filter_line import FilterLine
from ui.widgets.parts import column
from ui.widgets.table import Table
from ui.workspace import Workspace

COLUMNS = (
    Column(N_("Name"), lambda person: f"{person.last_name} {person.first_name}".strip(), "name", 220, stretch=True),
    Column(N_("Organisation"), lambda person: person.organisation, "organisation", 180),
    Column(N_("Email"), lambda person: person.email or "", "email", 180),
)


class PeopleList(QWidget):
    """`chosen` is the row the keyboard is on, `opened` one on which Enter was pressed, `counted` how many there are."""

    chosen = Signal(object)
    opened = Signal(object)
    counted = Signal(int)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._model = people_model(workspace, COLUMNS)
        self.table = Table(_("People"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=0)
        self.words = FilterLine()
        self.words.settled.connect(self._narrow)
        self.table.chosen.connect(self.chosen)
        self.table.opened.connect(self.opened)
        self.setLayout(column(self.words, self.table, space=3 * GRID))

    def count(self) -> int:
        """How many people the filter leaves."""
        return self._model.rowCount()

    def refresh(self) -> None:
        """Read again; the keyboard stays with its person."""
        chosen, at = self.table.current_row(), self.table.currentIndex().row()
        self._model.refresh(self._model.narrowed)
        if chosen is not None:
            self._go_to(chosen.id, at)
        self.counted.emit(self.count())

    def focus_filter(self) -> None:
        """Put the keyboard into the filter line."""
        self.words.setFocus()
        self.words.selectAll()

    def narrow(self, words: str) -> None:
        """Show only who these words fit."""
        self.words.setText(words)
        self._narrow()

    def go_to_person(self, person_id: int) -> bool:
        """Put the keyboard on a person; returns whether the filter has left them in the list."""
        return self._go_to(person_id, 0)

    def _go_to(self, person_id: int, near: int) -> bool:
        found = self._model.find(person_id, near)
        if found is not None:
            self.table.go_to(found)
        return found is not None

    def _narrow(self) -> None:
        self._model.refresh(PersonFilter(words=self.words.text()))
        self.counted.emit(self.count())

    def go_to_first(self) -> None:
        """Put the keyboard on the first row, where there is one."""
        if self.count():
            self.table.go_to(0)
