"""All people: a table that is sorted and narrowed, with the person at its right."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QScrollArea, QSplitter, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries import people as queries
from roundtables.queries.people import PersonFilter, PersonPage
from roundtables.services import people as services
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.models.columns import Column
from ui.models.people import people_model
from ui.pages.place import Page
from ui.theme import GRID
from ui.widgets.fields import Form, text_field
from ui.widgets.filter_line import FilterLine
from ui.widgets.parts import button, column, label, row, wrapped
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


class PersonDetail(QWidget):
    """One person: what is known, to edit in place, and what they took part in."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._id: int | None = None
        self._title = wrapped("", "title")
        self._further = wrapped("", "muted")
        self._form = Form(
            (
                text_field("first_name", _("First name")),
                text_field("last_name", _("Last name")),
                text_field("email", _("Email")),
                text_field("phone", _("Phone")),
                text_field("job_title", _("Job title")),
                text_field("organisation", _("Organisation")),
                text_field("country", _("Country"), hint="FI"),
                text_field("language", _("Language"), hint="fi"),
            ),
            self._save,
        )
        self._events = QListWidget()
        self._events.setAccessibleName(_("Events of this person"))
        self._events.itemActivated.connect(lambda item: workspace.open_event.emit(item.data(Qt.ItemDataRole.UserRole)))
        self._delete = button(_("Delete person"), self._remove, picture="delete-outline")
        inner = QWidget()
        inner.setLayout(
            column(
                self._title,
                self._form,
                self._further,
                label(_("Events"), "muted"),
                self._events,
                row(1, self._delete),
                margin=GRID,
                space=3 * GRID,
            )
        )
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setMinimumWidth(340)
        self.setLayout(column(scroll))

    def show_person(self, person_id: int | None) -> None:
        """Show a person, or nothing."""
        self._id = person_id
        self.setEnabled(person_id is not None)
        if person_id is None:
            return
        try:
            with self._workspace.read() as session:
                page = queries.person_page(session, person_id)
        except Expected:
            self.setEnabled(False)
            return
        self._show(page)

    def begin(self) -> None:
        """Put the keyboard into the name."""
        editor = self._form.fields["last_name"].editor
        editor.setFocus()
        editor.selectAll()  # type: ignore[union-attr]  # it is a line

    def _show(self, page: PersonPage) -> None:
        self._title.setText(formats.shown(page.person.name))
        for key, field in self._form.fields.items():
            field.show_value(getattr(page.person, key))
            field.show_error("")
        self._further.setText(_("Also known by: {addresses}").format(addresses=", ".join(page.addresses)))
        self._further.setVisible(bool(page.addresses))
        self._events.clear()
        for event in page.events:
            words = f"{event.reference}  {formats.shown(event.title)}\n"
            words += f"{formats.day(event.starts.date())} · {_(event.role.label)} · {_(event.reply.label)}"
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, event.event_id)
            self._events.addItem(item)

    def _save(self, key: str) -> None:
        if self._id is None:
            return
        value = self._form.fields[key].value()
        try:
            with self._workspace.change(_("Change person")) as session:
                services.change(session, self._id, **{key: value})
        except Invalid as error:
            self._form.show_error(error.field or key, str(error))
        except Expected as error:
            self._workspace.failed.emit(str(error))
        else:
            self._form.show_error("", "")

    def _remove(self) -> None:
        key = self._id
        if key is not None:
            self._workspace.do(
                _("Delete person"), lambda session: services.delete(session, key), notice=_("Person deleted")
            )
