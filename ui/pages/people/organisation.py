"""One organisation: what is known, to edit in place; its people, and the events it hosts."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QScrollArea, QStackedWidget, QTabWidget, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries import organisations as queries
from roundtables.queries import people
from roundtables.queries.organisations import OrganisationRecord
from roundtables.queries.people import PersonFilter
from roundtables.services import organisations as services
from roundtables.words import N_, _
from ui import format as formats
from ui.dialogs.new_person import organisation_fields
from ui.links import Link
from ui.models.columns import Column
from ui.models.paged import PagedTableModel
from ui.models.rows import RowsModel
from ui.pages.people.figures import Figures
from ui.theme import GRID, sized
from ui.widgets.elided import ElidedLabel
from ui.widgets.fields import Form
from ui.widgets.parts import EmptyState, button, column, label, row, table_or_empty, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

PEOPLE_COLUMNS = (
    Column(N_("Name"), lambda person: f"{person.last_name} {person.first_name}".strip(), "name", 116, stretch=True),
    Column(N_("Job title"), lambda person: person.job_title, "job_title", 104),
    Column(N_("Email"), lambda person: person.email or "", "email", 144),
)
EVENT_COLUMNS = (
    Column(N_("Date"), lambda event: formats.day(event.starts.date()), "starts", 104),
    Column(N_("Event"), lambda event: event.title, "", 120, stretch=True),
    Column(N_("Status"), lambda event: _(event.status.label), "", 104),
)
NOBODY = PersonFilter(organisation_id=-1)


class OrganisationDetail(QWidget):
    """One organisation. `merge_asked` is sent with its key."""

    merge_asked = Signal(int)

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.organisation_id: int | None = None
        self._title, self._facts = ElidedLabel("", "title"), ElidedLabel("", "subtitle")
        self.figures = Figures((_("People"), _("Hosted events")))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(_("Parts of the organisation"))
        self.tabs.addTab(self._details(), _("Details"))
        self.tabs.addTab(self._people(), _("People"))
        self.tabs.addTab(self._events(), _("Hosted events"))
        page = QWidget()
        head = column(self._title, self._facts, space=GRID)
        layout = column(head, self.figures, self.tabs, space=3 * GRID)
        layout.setStretch(2, 1)
        page.setLayout(layout)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyState(_("Choose an organisation in the list to see what is known of it.")))
        self._stack.addWidget(page)
        self.setLayout(column(self._stack))
        self.setMinimumWidth(sized(340))

    def _details(self) -> QWidget:
        self.form = Form(organisation_fields(), self._save)
        self._programme = wrapped("")
        merge = button(_("Merge…"), self._ask_merge, picture="call-merge")
        remove = button(_("Delete organisation"), self.delete, picture="delete-outline")
        programme = column(label(_("In the programme"), "muted"), self._programme, space=GRID)
        inner = QWidget()
        layout = column(self.form, programme, row(merge, remove, 1), 1, space=4 * GRID)
        layout.setContentsMargins(0, 3 * GRID, 2 * GRID, 2 * GRID)
        inner.setLayout(layout)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        return scroll

    def _people(self) -> QWidget:
        self._people_model = PagedTableModel(PEOPLE_COLUMNS, self._count, self._load, NOBODY, "name")
        self.people = Table(_("People of this organisation"), PEOPLE_COLUMNS)
        self.people.show_rows(self._people_model, sorted_by=0)
        self.people.opened.connect(lambda person: self._workspace.visit.emit(Link("person", person.id)))
        self._people_stack = QStackedWidget()
        return table_or_empty(self._people_stack, self.people, EmptyState(_("Nobody belongs to this organisation.")))

    def _events(self) -> QWidget:
        self._event_model = RowsModel(EVENT_COLUMNS, {"starts": lambda event: event.starts})
        self.events = Table(_("Events that it hosts"), EVENT_COLUMNS)
        self.events.show_rows(self._event_model)
        self.events.opened.connect(lambda event: self._workspace.visit.emit(Link("event", event.event_id)))
        self._event_stack = QStackedWidget()
        return table_or_empty(self._event_stack, self.events, EmptyState(_("This organisation hosts no event.")))

    def show_organisation(self, organisation_id: int | None) -> None:
        """Show an organisation, or that none is chosen."""
        record = self._read(organisation_id) if organisation_id is not None else None
        if record is None:
            self.organisation_id = None
            self._stack.setCurrentIndex(0)
            return
        if organisation_id != self.organisation_id:
            self.form.show_error("", "")
        self.organisation_id = organisation_id
        self._stack.setCurrentIndex(1)
        self._show(record)

    def refresh(self) -> None:
        """Read the organisation that is shown again."""
        self.show_organisation(self.organisation_id)

    def begin(self) -> None:
        """Put the keyboard into the name."""
        self.tabs.setCurrentIndex(0)
        editor = self.form.fields["name"].editor
        editor.setFocus()
        if isinstance(editor, QLineEdit):
            editor.selectAll()

    def _read(self, organisation_id: int) -> OrganisationRecord | None:
        try:
            with self._workspace.read() as session:
                return queries.record(session, organisation_id)
        except Expected:
            return None

    def _show(self, record: OrganisationRecord) -> None:
        shown = record.row
        self._title.show_text(shown.name)
        facts = (_(shown.kind.label), shown.city)
        self._facts.show_text("  ·  ".join(fact for fact in facts if fact))
        self.figures.show_values((formats.number(shown.people), formats.number(shown.events)))
        for key, field in self.form.fields.items():
            if not field.error.text():
                field.show_value(getattr(shown, key))
        self._people_model.refresh(PersonFilter(organisation_id=shown.id))
        self._people_stack.setCurrentIndex(0 if shown.people else 1)
        if shown.people:
            self.people.go_to(0)
        self._event_model.show(record.hosted)
        self._event_stack.setCurrentIndex(0 if record.hosted else 1)
        if record.hosted:
            self.events.go_to(0)
        said = [_("Partner of {project}").format(project=formats.shown(name)) for name in record.projects]
        said += [
            _("Leads work package {number}, {title}").format(number=number, title=formats.shown(title))
            for number, title in record.packages
        ]
        self._programme.setText("\n".join(said) or "–")

    def _save(self, key: str) -> None:
        if self.organisation_id is None:
            return
        try:
            with self._workspace.change(_("Change organisation")) as session:
                services.change(session, self.organisation_id, **{key: self.form.fields[key].value()})
        except Invalid as error:
            self.form.fields[error.field if error.field in self.form.fields else key].show_error(str(error))
        except Expected as error:
            self._workspace.failed.emit(str(error))
        else:
            if self.form.fields[key].error.text():
                self.form.fields[key].show_error("")
                self.refresh()

    def _ask_merge(self) -> None:
        if self.organisation_id is not None:
            self.merge_asked.emit(self.organisation_id)

    def delete(self) -> None:
        """Delete the organisation that is shown; why not is told in words."""
        key = self.organisation_id
        if key is not None:
            self._workspace.do(
                _("Delete organisation"),
                lambda session: services.delete(session, key),
                notice=_("Organisation deleted"),
            )

    def _count(self, narrowed: PersonFilter) -> int:
        with self._workspace.read() as session:
            return people.count(session, narrowed)

    def _load(self, narrowed: PersonFilter, sort: str, descending: bool, offset: int, limit: int) -> list[Any]:  # noqa: FBT001 - as the model calls it
        with self._workspace.read() as session:
            return list(people.page(session, narrowed, sort, descending=descending, offset=offset, limit=limit))
