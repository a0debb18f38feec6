"""One person: what is known, to edit in place; everything they were invited to and came to; what happened to it."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QStackedWidget, QTabWidget, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries import history
from roundtables.queries import person as queries
from roundtables.queries.person import PersonRecord
from roundtables.services import people as services
from roundtables.words import N_, _
from ui import format as formats
from ui.links import Link
from ui.models.columns import Column
from ui.models.history import COLUMNS as HISTORY_COLUMNS
from ui.models.rows import RowsModel
from ui.pages.people.addresses import Addresses
from ui.pages.people.figures import Figures
from ui.pages.people.needs import Needs
from ui.pages.people.words import attended, hours, term
from ui.theme import GRID, sized
from ui.widgets.codes import country_field, language_field
from ui.widgets.completion import complete_organisations
from ui.widgets.elided import ElidedLabel
from ui.widgets.fields import Form, text_field
from ui.widgets.parts import EmptyState, button, column, label, row, table_or_empty, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

EVENT_COLUMNS = (
    Column(N_("Date"), lambda part: formats.day(part.starts.date()), "starts", 104),
    Column(N_("Event"), lambda part: part.title, "", 120, stretch=True),
    Column(N_("Role"), lambda part: _(part.role.label), "", 88),
    Column(N_("Reply"), lambda part: _(part.reply.label), "", 84),
    Column(N_("Attended"), attended, "present", 92),
)
EVENT_SORTS = {"starts": lambda part: part.starts, "present": lambda part: part.present}
ROLE_COLUMNS = (
    Column(N_("Role"), lambda role: role.title, "", 120, stretch=True),
    Column(N_("Project"), lambda role: role.project, "", 176),
    Column(N_("Term"), lambda role: term(role.since, role.until), "", 190),
)
HISTORY_WIDTHS = {"When": 144, "Step": 112, "Before": 96, "After": 104, "Who": 56}
PERSON_HISTORY = tuple(
    replace(each, width=width)
    for heading, width in HISTORY_WIDTHS.items()
    for each in HISTORY_COLUMNS
    if each.heading == heading
)
"""The columns of an event's history that fit beside the list: what a step was called says what it was done to."""
DETAILS, EVENTS, ROLES, HISTORY = range(4)


class PersonDetail(QWidget):
    """One person. `merge_asked` is sent with their key."""

    merge_asked = Signal(int)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.person_id: int | None = None
        self._title, self._facts = ElidedLabel("", "title"), ElidedLabel("", "subtitle")
        self.figures = Figures((_("Invited to"), _("Accepted"), _("Came to"), _("Attended")))
        self.tabs = QTabWidget()
        # Its tables and its form scroll; their own least heights together would be more than a low screen has.
        self.tabs.setMinimumHeight(sized(120))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(_("Parts of the person"))
        for made, name in (
            (self._details(), _("Details")),
            (self._events(), _("Events")),
            (self._roles(), _("Roles and groups")),
            (self._history(), _("Change history")),
        ):
            self.tabs.addTab(made, name)
        self.tabs.currentChanged.connect(self._look)
        page = QWidget()
        head = column(self._title, self._facts, space=GRID)
        layout = column(head, self.figures, self.tabs, space=3 * GRID)
        layout.setStretch(2, 1)
        page.setLayout(layout)
        self._stack = QStackedWidget()
        self.empty = EmptyState(_("Choose a person in the list to see what is known of them."))
        self._stack.addWidget(self.empty)
        self._stack.addWidget(page)
        self.setLayout(column(self._stack))
        self.setMinimumWidth(sized(340))

    def _details(self) -> QWidget:
        self.form = Form(
            (
                text_field("first_name", _("First name")),
                text_field("last_name", _("Last name")),
                text_field("email", _("Email")),
                text_field("address", _("Further address"), hint=_("Add an address they are known by")),
                text_field("phone", _("Phone")),
                text_field("job_title", _("Job title")),
                text_field("organisation", _("Organisation")),
                country_field(),
                language_field(),
            ),
            self._save,
        )
        organisation = self.form.fields["organisation"].editor
        if isinstance(organisation, QLineEdit):
            complete_organisations(organisation, self._workspace)
        self.addresses = Addresses(self._workspace, self.form.fields["address"])
        self.needs = Needs(self._workspace)
        merge = button(_("Merge…"), self._ask_merge, picture="call-merge")
        remove = button(_("Delete person"), self.delete, picture="delete-outline")
        inner = QWidget()
        layout = column(self.form, self.needs, row(merge, remove, 1), 1, space=4 * GRID)
        layout.setContentsMargins(0, 3 * GRID, 2 * GRID, 2 * GRID)
        inner.setLayout(layout)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        return self._scroll

    def _events(self) -> QWidget:
        self._event_model = RowsModel(EVENT_COLUMNS, EVENT_SORTS)
        self.events = Table(_("Events of this person"), EVENT_COLUMNS)
        self.events.show_rows(self._event_model)
        self.events.opened.connect(lambda part: self._workspace.visit.emit(Link("event", part.event_id)))
        counted = wrapped(
            _(
                "Invited to counts the events an invitation was sent for; came to, those they were present at, "
                "in part too. Time attended is the minutes measured, else the length of the days or sessions they "
                "were present at; all-day events without minutes are not counted."
            ),
            "muted",
        )
        # As wide as the detail at its narrowest: a column of single words would make the window higher than the screen.
        counted.setMinimumWidth(sized(300))
        self._event_stack = QStackedWidget()
        empty = EmptyState(_("This person has not been entered for an event yet."))
        return table_or_empty(self._event_stack, self.events, empty, counted)

    def _roles(self) -> QWidget:
        self._role_model = RowsModel(ROLE_COLUMNS)
        self.roles = Table(_("Roles in projects"), ROLE_COLUMNS)
        self.roles.show_rows(self._role_model)
        self.roles.opened.connect(lambda _role: self._workspace.visit.emit(Link("programme", part="roles")))
        self._groups = wrapped("")
        self._role_stack = QStackedWidget()
        empty = EmptyState(_("This person has no role in a project."))
        return table_or_empty(self._role_stack, self.roles, empty, label(_("Standing groups"), "muted"), self._groups)

    def _history(self) -> QWidget:
        self._history_model = RowsModel(PERSON_HISTORY)
        self.history = Table(_("Change history"), PERSON_HISTORY)
        self.history.show_rows(self._history_model)
        self._history_stack = QStackedWidget()
        empty = EmptyState(_("Nothing has been changed here since the register was founded."))
        return table_or_empty(self._history_stack, self.history, empty)

    def show_person(self, person_id: int | None) -> None:
        """Show a person, or that none is chosen."""
        record = self._read(person_id) if person_id is not None else None
        if record is None:
            self.person_id = None
            self._stack.setCurrentIndex(0)
            return
        if person_id != self.person_id:
            self.form.show_error("", "")
            self._scroll.verticalScrollBar().setValue(0)
        self.person_id = person_id
        self._stack.setCurrentIndex(1)
        self._show(record)
        self._look(self.tabs.currentIndex())

    def refresh(self) -> None:
        """Read the person who is shown again."""
        self.show_person(self.person_id)

    def begin(self) -> None:
        """Put the keyboard into the first line of the form."""
        self.tabs.setCurrentIndex(DETAILS)
        editor = self.form.fields["first_name"].editor
        editor.setFocus()
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    def show_needs(self) -> None:
        """Show the person's needs, which nobody sees unasked."""
        if self.person_id is not None:
            self.tabs.setCurrentIndex(DETAILS)
            self.needs.open()
            QTimer.singleShot(0, lambda: self._scroll.ensureWidgetVisible(self.needs))

    def _read(self, person_id: int) -> PersonRecord | None:
        try:
            with self._workspace.read() as session:
                return queries.record(session, person_id)
        except Expected:
            return None

    def _show(self, record: PersonRecord) -> None:
        person, figures = record.person, record.figures
        self._title.show_text(person.name)
        facts = (person.job_title, person.organisation, person.email or "")
        self._facts.show_text("  ·  ".join(fact for fact in facts if fact))
        numbers = [formats.number(number) for number in (figures.invited, figures.accepted, figures.came)]
        self.figures.show_values((*numbers, hours(figures.minutes)))
        for key, field in self.form.fields.items():
            if key != "address" and not field.error.text():
                field.show_value(getattr(person, key))
        self.addresses.show_addresses(person.id, record.addresses)
        self.needs.show_person(person.id)
        self._show_rows(self._event_stack, self.events, self._event_model, record.parts)
        self._show_rows(self._role_stack, self.roles, self._role_model, record.roles)
        groups = ", ".join(formats.shown(name) for name in record.groups)
        self._groups.setText(groups or "–")

    def _show_rows(self, stack: QStackedWidget, table: Table, model: RowsModel, rows: Any) -> None:
        """Rows, or why there are none; the keyboard stays on its line."""
        if list(rows) != model.rows:
            at = table.currentIndex().row()
            model.show(rows)
            if rows:
                table.go_to(min(max(at, 0), len(rows) - 1))
        stack.setCurrentIndex(0 if rows else 1)

    def _look(self, number: int) -> None:
        """The history is read only where it is looked at."""
        if number != HISTORY or self.person_id is None:
            return
        with self._workspace.read() as session:
            rows = history.changes(session, person_id=self.person_id)
        self._show_rows(self._history_stack, self.history, self._history_model, rows)

    def _save(self, key: str) -> None:
        if self.person_id is None or key == "address":
            return
        try:
            with self._workspace.change(_("Change person")) as session:
                services.change(session, self.person_id, **{key: self.form.fields[key].value()})
        except Invalid as error:
            # What is wrong stays said at its own field while the others are filled in.
            self.form.fields[error.field if error.field in self.form.fields else key].show_error(str(error))
        except Expected as error:
            self._workspace.failed.emit(str(error))
        else:
            if self.form.fields[key].error.text():
                self.form.fields[key].show_error("")
                self.refresh()

    def _ask_merge(self) -> None:
        if self.person_id is not None:
            self.merge_asked.emit(self.person_id)

    def delete(self) -> None:
        """Delete the person who is shown; why not is told in words."""
        key = self.person_id
        if key is not None:
            self._workspace.do(
                _("Delete person"), lambda session: services.delete(session, key), notice=_("Person deleted")
            )
