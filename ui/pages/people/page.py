"""People and organisations: the lists with what is chosen beside them, and who is perhaps the same."""

from functools import cached_property
from typing import Any

from PySide6.QtWidgets import QTabWidget, QWidget

from roundtables.errors import Expected
from roundtables.queries import organisations as organisation_queries
from roundtables.queries import people as queries
from roundtables.services import organisations as organisation_services
from roundtables.services import people as services
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.dialogs.form import FormDialog
from ui.dialogs.new_person import NewOrganisationDialog, NewPersonDialog
from ui.dialogs.organisations import OrganisationsDialog
from ui.dialogs.people import PeopleDialog
from ui.links import Link
from ui.pages.people.alike import AlikePart
from ui.pages.people.listing import PeopleList
from ui.pages.people.merging import merge_organisations, merge_people
from ui.pages.people.organisation import OrganisationDetail
from ui.pages.people.organisations import OrganisationList
from ui.pages.people.person import PersonDetail
from ui.pages.people.sides import Sides
from ui.pages.place import Page
from ui.theme import GRID
from ui.widgets.announcing import show_count
from ui.widgets.parts import button, column, label, row
from ui.workspace import Workspace

PARTS = ("people", "organisations", "alike")
"""What links call the parts, in their order."""
PEOPLE, ORGANISATIONS, ALIKE = range(3)
MATTERS_FOR_LIKENESS = frozenset({"person", "person_address", "organisation", "not_the_same"})


class PeoplePage(Page):
    """The three parts of the place. What is not looked at is read when it is."""

    shows = frozenset(
        {
            "person",
            "organisation",
            "person_address",
            "person_needs",
            "participation",
            "attendance",
            "event",
            "project_role",
            "group_member",
            "not_the_same",
        }
    )
    COMMANDS = (
        Command("people.new", N_("New person…"), "new_person", "Ctrl+Shift+N", "account-plus-outline"),
        Command("organisations.new", N_("New organisation…"), "new_organisation", "", "domain-plus"),
        Command("people.merge", N_("Merge…"), "merge", "Ctrl+M", "call-merge"),
        Command("people.needs", N_("Show needs"), "show_needs", "", "eye-outline"),
        Command("people.delete", N_("Delete person"), "delete_person", "", "delete-outline"),
        Command("people.alike", N_("Perhaps the same"), "show_alike", "", "account-multiple-check-outline"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.people, self.detail = PeopleList(workspace), PersonDetail(workspace)
        self.table = self.people.table
        self.people_sides = Sides(workspace, "people", self.people, self.detail)
        self._number = label("", "muted")
        self._new = button(_("New person…"), self._add, picture="plus", primary=True)
        policy = self._new.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._new.setSizePolicy(policy)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(_("Parts of people and organisations"))
        self._holders = [column() for _part in PARTS]
        for holder, name in zip(self._holders, (_("People"), _("Organisations"), _("Perhaps the same")), strict=True):
            holder.setContentsMargins(0, 4 * GRID, 0, 0)
            part = QWidget()
            part.setLayout(holder)
            self.tabs.addTab(part, name)
        self._holders[PEOPLE].addWidget(self.people_sides)
        self._connect()
        head = row(label(_("People and organisations"), "title"), self._number, 1, self._new, space=3 * GRID)
        layout = column(head, self.tabs, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        workspace.keyboard.bind(self, self.COMMANDS)
        self.people.refresh()
        if self.table.model().rowCount():
            self.table.go_to(0)

    def _connect(self) -> None:
        self.people.chosen.connect(self._choose_person)
        self.people.opened.connect(self._open_person)
        self.people.counted.connect(lambda _number: self._show_number())
        self.people_sides.left.connect(self.table.setFocus)
        self.detail.merge_asked.connect(self._merge_person)
        self.tabs.currentChanged.connect(self._look)

    @cached_property
    def organisations(self) -> OrganisationList:
        """The list of organisations, made with its detail when it is first looked at."""
        made = OrganisationList(self.workspace)
        made.chosen.connect(self._choose_organisation)
        made.opened.connect(self._open_organisation)
        made.counted.connect(lambda _number: self._show_number())
        return made

    @cached_property
    def organisation(self) -> OrganisationDetail:
        """The organisation that is chosen."""
        made = OrganisationDetail(self.workspace)
        made.merge_asked.connect(self._merge_organisation)
        return made

    @cached_property
    def organisation_sides(self) -> Sides:
        """The list of organisations with the chosen one beside it."""
        made = Sides(self.workspace, "organisations", self.organisations, self.organisation, shares=(3, 2))
        made.left.connect(self.organisations.table.setFocus)
        self._holders[ORGANISATIONS].addWidget(made)
        return made

    @cached_property
    def alike(self) -> AlikePart:
        """The pairs of people who are perhaps the same, made when they are first looked at."""
        made = AlikePart(self.workspace)
        made.counted.connect(lambda _number: self._show_number())
        self._holders[ALIKE].addWidget(made)
        return made

    def refresh(self) -> None:
        if self.tabs.currentIndex() == PEOPLE:
            self.people.refresh()
            self.detail.refresh()
        elif self.tabs.currentIndex() == ORGANISATIONS:
            self.organisations.refresh()
            self.organisation.refresh()
        self._show_number()

    def _heard(self, tables: frozenset[str]) -> None:
        super()._heard(tables)
        if "alike" in self.__dict__ and (not tables or tables & MATTERS_FOR_LIKENESS):
            self.alike.heard()

    def show_link(self, link: Link) -> None:
        """Show a part, or a person or an organisation in the list narrowed to their name."""
        if link.place == "person" and link.key is not None:
            self._show_person(link.key)
        elif link.place == "organisation" and link.key is not None:
            self._show_organisation(link.key)
        elif link.part in PARTS:
            self.tabs.setCurrentIndex(PARTS.index(link.part))

    def focus_filter(self) -> None:
        if self.tabs.currentIndex() == ORGANISATIONS:
            self.organisation_sides.go_back()
            self.organisations.focus_filter()
        else:
            self.tabs.setCurrentIndex(PEOPLE)
            self.people_sides.go_back()
            self.people.focus_filter()

    def _look(self, number: int) -> None:
        """What was not looked at is read now."""
        self._new.setText(_("New organisation…") if number == ORGANISATIONS else _("New person…"))
        self._new.setVisible(number != ALIKE)
        if number == ALIKE:
            self.alike.looked_at()
        elif number == ORGANISATIONS:
            self.organisation_sides.show()
            self.refresh()
            if self.organisation.organisation_id is None:
                self.organisations.go_to_first()
        else:
            self.refresh()
        self._show_number()

    def _show_number(self) -> None:
        at = self.tabs.currentIndex()
        if at == PEOPLE:
            number = self.table.model().rowCount()
            words = n_("{n} person", "{n} people", number)
            self.detail.empty.words.setVisible(bool(number))
        elif at == ORGANISATIONS:
            number = self.organisations.count()
            words = n_("{n} organisation", "{n} organisations", number)
        else:
            number = self.alike.count()
            words = n_("{n} pair", "{n} pairs", number)
        show_count(self._number, words.format(n=formats.number(number)))

    def _choose_person(self, person: Any) -> None:
        """Where the list has lost its row, who is shown stays shown: they may be being edited."""
        if person is not None and person.id != self.detail.person_id:
            self.detail.show_person(person.id)

    def _open_person(self, person: Any) -> None:
        self.detail.show_person(person.id)
        self.people_sides.go_in()
        self.detail.tabs.setFocus()

    def _choose_organisation(self, organisation: Any) -> None:
        if organisation is not None and organisation.id != self.organisation.organisation_id:
            self.organisation.show_organisation(organisation.id)

    def _open_organisation(self, organisation: Any) -> None:
        self.organisation.show_organisation(organisation.id)
        self.organisation_sides.go_in()
        self.organisation.tabs.setFocus()

    def _show_person(self, person_id: int) -> None:
        try:
            with self.workspace.read() as session:
                person = queries.one_row(session, person_id)
        except Expected as error:
            self.workspace.failed.emit(str(error))
            return
        self.tabs.setCurrentIndex(PEOPLE)
        self.people.narrow(formats.shown(person.name))
        self.people.go_to_person(person.id)
        self.detail.show_person(person.id)
        self.people_sides.go_in()

    def _show_organisation(self, organisation_id: int) -> None:
        try:
            with self.workspace.read() as session:
                row_of_it = organisation_queries.one_row(session, organisation_id)
        except Expected as error:
            self.workspace.failed.emit(str(error))
            return
        self.tabs.setCurrentIndex(ORGANISATIONS)
        if not self.organisations.go_to(row_of_it.id):
            self.organisations.narrow(formats.shown(row_of_it.name))
            self.organisations.go_to(row_of_it.id)
        self.organisation.show_organisation(row_of_it.id)
        self.organisation_sides.go_in()

    def _add(self) -> None:
        if self.tabs.currentIndex() == ORGANISATIONS:
            self.new_organisation()
        else:
            self.new_person()

    def new_person(self) -> None:
        """Ask for the first things of a new person."""
        self._ask(
            NewPersonDialog(self, self.workspace), _("Add person"), services.add, _("Person added"), self._show_person
        )

    def new_organisation(self) -> None:
        """Ask for what is known of a new organisation."""
        self._ask(
            NewOrganisationDialog(self),
            _("Add organisation"),
            organisation_services.add,
            _("Organisation added"),
            self._show_organisation,
        )

    def _ask(self, dialog: FormDialog, step: str, add: Any, notice: str, show: Any) -> None:
        def take() -> bool:
            try:
                with self.workspace.change(step) as session:
                    made = add(session, **dialog.values()).id
            except Expected as error:
                dialog.show_error(error)
                return False
            self.workspace.noticed.emit(notice, True)
            show(made)
            return True

        dialog.take = take
        dialog.finished.connect(lambda _result: dialog.deleteLater())
        dialog.open()

    def show_needs(self) -> None:
        """Show what the chosen person needs at events."""
        self.tabs.setCurrentIndex(PEOPLE)
        self.people_sides.go_in()
        self.detail.show_needs()

    def delete_person(self) -> None:
        """Delete the person who is shown."""
        self.detail.delete()

    def show_alike(self) -> None:
        """Go to the pairs of people who are perhaps the same."""
        self.tabs.setCurrentIndex(ALIKE)

    def merge(self) -> None:
        """Make one of the two that are selected; where one is, ask for the other."""
        number = self.tabs.currentIndex()
        if number == ALIKE:
            self.alike.merge()
        elif number == ORGANISATIONS:
            self._merge_organisation(self.organisation.organisation_id)
        else:
            self._merge_person(self.detail.person_id)

    def _merge_person(self, person_id: int | None) -> None:
        keys = [person.id for person in self.table.selected_rows()]
        if len(keys) == 2:
            merge_people(self, self.workspace, keys[0], keys[1], self._merged_people)
        elif person_id is not None:
            dialog = PeopleDialog(self, self.workspace, _("Merge with"), _("Choose"))
            dialog.agreed.connect(
                lambda chosen: merge_people(self, self.workspace, person_id, chosen[0], self._merged_people)
            )
            dialog.open()

    def _merged_people(self, kept: int, _gone: int) -> None:
        self._show_person(kept)

    def _merge_organisation(self, organisation_id: int | None) -> None:
        keys = [each.id for each in self.organisations.table.selected_rows()]
        if len(keys) == 2:
            merge_organisations(self, self.workspace, keys[0], keys[1], self._merged_organisations)
        elif organisation_id is not None:
            dialog = OrganisationsDialog(self, self.workspace)
            dialog.agreed.connect(
                lambda chosen: merge_organisations(
                    self, self.workspace, organisation_id, chosen, self._merged_organisations
                )
            )
            dialog.open()

    def _merged_organisations(self, kept: int, _gone: int) -> None:
        self._show_organisation(kept)
