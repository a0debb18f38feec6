"""All people: a table that is sorted and narrowed, with the person at its right."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter

from roundtables.errors import Expected
from roundtables.queries import people as queries
from roundtables.services import people as services
from roundtables.words import _, n_
from ui import format as formats
from ui.links import Link
from ui.pages.people.listing import PeopleList
from ui.pages.people.person import PersonDetail
from ui.pages.place import Page
from ui.theme import GRID
from ui.widgets.parts import button, column, label, row
from ui.workspace import Workspace


class PeoplePage(Page):
    """The table of people, and the chosen one to read and edit."""

    shows = frozenset({"person", "organisation", "person_address", "participation"})

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.people = PeopleList(workspace)
        self.table = self.people.table
        self._number = label("", "muted")
        self.detail = PersonDetail(workspace)
        self.people.chosen.connect(self._choose)
        self.people.counted.connect(self._show_number)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4 * GRID)
        split.addWidget(self.people)
        split.addWidget(self.detail)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        new = button(_("New person"), self._add, picture="plus", primary=True)
        head = row(label(_("People"), "title"), self._number, 1, new, space=3 * GRID)
        layout = column(head, split, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._show_number(self.people.count())
        self.people.go_to_first()

    def refresh(self) -> None:
        self.people.refresh()

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
        self.people.narrow(person.name)
        self.people.go_to_person(person.id)

    def focus_filter(self) -> None:
        self.people.focus_filter()

    def _show_number(self, number: int) -> None:
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
            self.people.narrow(_("New person"))
            self.people.go_to_person(made[0])
            self.detail.begin()
