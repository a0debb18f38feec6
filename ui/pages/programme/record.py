"""The project record: a form that saves as one goes, every field a step of its own to undo; and the partners."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries import projects as queries
from roundtables.queries.projects import ProjectRecord
from roundtables.services import programme as services
from roundtables.words import _
from ui.pages.programme.organisations import OrganisationList
from ui.theme import GRID, sized
from ui.widgets.fields import Field, Form, date_field, long_field, text_field
from ui.widgets.parts import column, label, row
from ui.workspace import Workspace

NARROWEST_FORM, NARROWEST_SIDE_BY_SIDE = 320, 820
TERM = ("term_from", "term_until")


def _project_fields() -> tuple[Field, ...]:
    return (
        text_field("name", _("Project name")),
        text_field("name_local", _("Name in another language")),
        text_field("acronym", _("Acronym")),
        text_field("number", _("Project number")),
        text_field("case_number", _("Case number")),
        text_field("kind", _("Kind of project")),
        text_field("set_by", _("Set by")),
        date_field("appointed_on", _("Date of appointment")),
        date_field("term_from", _("Term begins")),
        date_field("term_until", _("Term ends")),
        long_field("follows_on", _("Follows on"), lines=2),
        long_field("carries_out", _("Carries out"), lines=2),
    )


def _funding_fields() -> tuple[Field, ...]:
    return (
        text_field("funder", _("Funding body")),
        text_field("funding_line", _("Funding statement")),
        text_field("grant_agreement", _("Grant agreement")),
        text_field("cost_centre", _("Cost centre")),
        text_field("project_code", _("Project code")),
        text_field("activity_code", _("Activity code")),
        text_field("account", _("Account")),
    )


class RecordTab(QScrollArea):
    """All that is said of one project."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._id: int | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.forms = (Form(_project_fields(), self._save), Form(_funding_fields(), self._save))
        self.fields = self.forms[0].fields | self.forms[1].fields
        for form in self.forms:
            form.setMinimumWidth(NARROWEST_FORM)
        self.partners = OrganisationList(workspace, _("Partners"), _("{organisation} (coordinator)"))
        self.partners.rearranged.connect(self._rearrange)
        left, right, inner = QWidget(), QWidget(), QWidget()
        left.setLayout(column(label(_("Project"), "muted"), self.forms[0], 1, space=3 * GRID))
        right.setLayout(
            column(
                label(_("Funding"), "muted"),
                self.forms[1],
                label(_("Partners"), "muted"),
                self.partners,
                1,
                space=3 * GRID,
            )
        )
        self._sides = row(left, right, space=10 * GRID)
        self._sides.setStretch(0, 1)
        self._sides.setStretch(1, 1)
        inner.setLayout(column(self._sides, margin=2 * GRID))
        self.setWidget(inner)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The two sides stand beside one another where the width allows, else above."""
        wide = self.viewport().width() >= sized(NARROWEST_SIDE_BY_SIDE)
        self._sides.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        super().resizeEvent(event)

    def show_project(self, project_id: int) -> None:
        """Show a project; a field that is being typed in is left alone."""
        if project_id != self._id:
            for field in self.fields.values():
                field.forget()
        self._id = project_id
        try:
            with self._workspace.read() as session:
                record = queries.record(session, project_id)
        except Expected:
            return
        self._show(record)

    def begin(self) -> None:
        """Put the keyboard into the name."""
        self.fields["name"].editor.setFocus()

    def _show(self, record: ProjectRecord) -> None:
        for key, field in self.fields.items():
            field.show_value(getattr(record, key))
        self.partners.show_organisations([(partner.organisation_id, partner.name) for partner in record.partners])

    def _save(self, key: str) -> None:
        if self._id is None:
            return
        changes: Any = {key: self.fields[key].value()}
        try:
            with self._workspace.change(_("Change project")) as session:
                services.change_project(session, self._id, **changes)
        except Invalid as error:
            self.fields[error.field or key].show_error(str(error))
        except Expected as error:
            self._workspace.failed.emit(str(error))
        else:
            self.fields[key].show_error("")
            if key in TERM:
                self._judge_term_again()

    def _judge_term_again(self) -> None:
        """One end of the term having been mended, what was said at the other may no longer be so."""
        for key in TERM:
            field = self.fields[key]
            try:
                field.value()
            except Invalid:
                continue
            field.show_error("")

    def _rearrange(self, how: str, organisations: list[Any]) -> None:
        key = self._id
        if key is None:
            return
        name = {"add": _("Add partner"), "remove": _("Remove partner")}.get(how, _("Change order of partners"))
        if self._workspace.do(name, lambda session: services.set_partners(session, key, organisations)):
            if how == "add":
                self.partners.line.clear()
                self.partners.list.setCurrentRow(self.partners.list.count() - 1)
            self.show_project(key)
