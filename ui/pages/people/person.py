"""One person: what is known, to edit in place, and what they took part in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QScrollArea, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries import people as queries
from roundtables.queries.people import PersonPage
from roundtables.services import people as services
from roundtables.words import _
from ui import format as formats
from ui.links import Link
from ui.theme import GRID
from ui.widgets.fields import Form, text_field
from ui.widgets.parts import button, column, label, row, wrapped
from ui.workspace import Workspace


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
        self._events.itemActivated.connect(
            lambda item: workspace.visit.emit(Link("event", item.data(Qt.ItemDataRole.UserRole)))
        )
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
