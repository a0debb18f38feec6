"""All people: a table that is sorted and narrowed, with the person at its right."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from roundtables.errors import Expected
from roundtables.queries import people as queries
from roundtables.queries.people import PersonFilter
from roundtables.services import people as services
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.links import Link
from ui.models.columns import Column
from ui.models.people import people_model
from ui.pages.people.person import PersonDetail
from ui.pages.place import Page
from ui.theme import GRID
from ui.widgets.filter_line import FilterLine
from ui.widgets.parts import button, column, label, row
from ui.widgets.table import Table
from ui.workspace import Workspace

COLUMNS = (
    Column(N_("Name"), lambda person: f"{person.last_name} {person.first_name}".strip(), "name", 220, stretch=True),
    Column(N_("Organisation"), lambda person: person.organisation, "organisation", 180),
    Column(N_("Email"), lambda person: person.email or "", "email", 180),
)


class PeoplePage(Page):
    """The table of people, and the chosen one to read and edit."""

    shows = frozenset({"person", "organisation", "person_address", "participation"})

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._model = people_model(workspace, COLUMNS)
        self.table = Table(_("People"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=0)
        self._number = label("", "muted")
        self.words = FilterLine()
        self.words.settled.connect(self._narrow)
        self.detail = PersonDetail(workspace)
        self.table.chosen.connect(self._choose)
        left = QWidget()
        left.setLayout(column(self.words, self.table, space=3 * GRID))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4 * GRID)
        split.addWidget(left)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        new = button(_("New person"), self._add, picture="plus", primary=True)
        head = row(label(_("People"), "title"), self._number, 1, new, space=3 * GRID)
        layout = column(head, split, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._show_number()
        if self._model.rowCount():
            self.table.go_to(0)

    def refresh(self) -> None:
        chosen, at = self.table.current_row(), self.table.currentIndex().row()
        self._model.refresh(self._model.narrowed)
        found = self._model.find(chosen.id, at) if chosen is not None else None
        if found is not None:
            self.table.go_to(found)
        self._show_number()

    def show_link(self, link: Link) -> None:
        """Show a person, in the list narrowed to their name."""
        if link.place != "person" or link.key is None:
            return
        try:
            with self.workspace.read() as session:
                person = queries.one_row(session, link.key)
        except Expected as error:
            self.workspace.failed.emit(str(error))
            return
        self.words.setText(person.name)
        self._narrow()
        found = self._model.find(person.id, 0)
        if found is not None:
            self.table.go_to(found)

    def focus_filter(self) -> None:
        self.words.setFocus()
        self.words.selectAll()

    def _narrow(self) -> None:
        self._model.refresh(PersonFilter(words=self.words.text()))
        self._show_number()

    def _show_number(self) -> None:
        number = self._model.rowCount()
        self._number.setText(n_("{n} person", "{n} people", number).format(n=formats.number(number)))
        if not number:
            self.detail.show_person(None)

    def _choose(self, person: Any) -> None:
        self.detail.show_person(person.id if person is not None else None)

    def _add(self) -> None:
        """A new person, named for now as such, with the keyboard in the name."""
        made: list[int] = []

        def work(session: Any) -> None:
            made.append(services.add(session, last_name=_("New person")).id)

        if self.workspace.do(_("Add person"), work, notice=_("Person added")):
            self.words.setText(_("New person"))
            self._narrow()
            found = self._model.find(made[0], 0)
            if found is not None:
                self.table.go_to(found)
            self.detail.begin()
