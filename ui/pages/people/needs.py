"""Diet and access needs: read and shown only when somebody asks to see them."""

from PySide6.QtWidgets import QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries import person as queries
from roundtables.services import people as services
from roundtables.words import _
from ui.theme import GRID
from ui.widgets.fields import Form, date_field, text_field
from ui.widgets.parts import button, column, row, wrapped
from ui.workspace import Workspace


class Needs(QWidget):
    """Closed for every person anew; nothing of it is read while it is closed."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._person: int | None = None
        self._say = wrapped(_("Diet and access needs are kept only with the person's consent."), "muted")
        self.form = Form(
            (
                date_field("consented_on", _("Consent given on")),
                text_field("diet", _("Dietary requirements")),
                text_field("access", _("Accessibility needs")),
            ),
            lambda _key: self._save(),
        )
        self._show = button(_("Show needs"), self.open, picture="eye-outline")
        self._hide = button(_("Hide needs"), self.close_again, picture="eye-off-outline")
        self.setLayout(column(self._say, self.form, row(self._show, self._hide, 1), space=2 * GRID))
        self.close_again()

    @property
    def opened(self) -> bool:
        """Whether the needs are shown."""
        return not self.form.isHidden()

    def show_person(self, person_id: int) -> None:
        """Of another person nothing is shown until it is asked for."""
        if person_id != self._person:
            self._person = person_id
            self.close_again()
        elif self.opened:
            self._read()

    def open(self) -> None:
        """Show what this person needs, to be read and changed."""
        if self._person is None:
            return
        self.form.show()
        self._show.hide()
        self._hide.show()
        self._read()
        self.form.fields["consented_on"].editor.setFocus()

    def close_again(self) -> None:
        """Hide the needs and forget what was shown."""
        for field in self.form.fields.values():
            field.editor.clear()
            field.show_value(None)
            field.show_error("")
        self.form.hide()
        self._hide.hide()
        self._show.show()

    def _read(self) -> None:
        if self._person is None:
            return
        with self._workspace.read() as session:
            needs = queries.needs(session, self._person)
        if needs is None:
            return
        for key, field in self.form.fields.items():
            field.show_value(getattr(needs, key))

    def _save(self) -> None:
        """All three at once: a need and the consent to keep it belong together."""
        try:
            values = self.form.values()
        except Invalid as error:
            self.form.show_error(error.field, str(error))
            return
        if self._person is None or not (values["diet"].strip() or values["access"].strip() or self._kept()):
            self.form.show_error("", "")
            return
        try:
            with self._workspace.change(_("Change needs")) as session:
                services.set_needs(session, self._person, **values)
        except Invalid as error:
            self.form.show_error(error.field, str(error))
        except Expected as error:
            self._workspace.failed.emit(str(error))
        else:
            self.form.show_error("", "")

    def _kept(self) -> bool:
        """Whether there is something that emptied fields would take away."""
        with self._workspace.read() as session:
            return self._person is not None and queries.needs(session, self._person) is not None
