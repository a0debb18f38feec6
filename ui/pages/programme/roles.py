"""Who does what for a project, from when until when; those in office stand first."""

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QFormLayout, QStackedLayout, QWidget

from roundtables.errors import Expected
from roundtables.queries import people as people_queries
from roundtables.queries import projects as queries
from roundtables.queries.projects import RoleRow
from roundtables.services import programme as services
from roundtables.words import N_, _
from ui import format as formats
from ui.commands import Command
from ui.dialogs.form import FormDialog
from ui.dialogs.people import PeopleDialog
from ui.links import Link
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.pages.programme.organisations import suggest_organisations
from ui.theme import GRID, sized
from ui.widgets.fields import Field, Form, date_field, text_field
from ui.widgets.parts import EmptyState, button, column, label, row
from ui.widgets.table import Table
from ui.widgets.tools import tool
from ui.workspace import Workspace

USUAL_TITLES = (N_("Person in charge"), N_("Project contact person"))


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the day on the wall is meant


def _standing(role: RoleRow) -> str:
    if role.in_office(_today()):
        return _("● In office")
    return _("Ended") if role.has_ended(_today()) else _("To come")


def _day(day: dt.date | None, open_end: str) -> str:
    return formats.day(day) if day is not None else open_end


COLUMNS = (
    Column(N_("Term"), _standing, "", 116),
    Column(N_("Role"), lambda role: role.title, "", 200),
    Column(N_("Person"), lambda role: role.name, "", 200, stretch=True),
    Column(N_("Organisation"), lambda role: role.organisation, "", 220),
    Column(N_("Since"), lambda role: _day(role.since, _("Not stated")), "", 120),
    Column(
        N_("Until"),
        lambda role: _day(role.until, _("Until further notice")),
        "",
        120,
        fits=lambda: [_("Until further notice")],
    ),
)


class RoleDialog(FormDialog):
    """One role: who, for which organisation, as what, from when until when. The person is chosen from the register."""

    def __init__(self, parent: QWidget, workspace: Workspace, role: RoleRow | None = None) -> None:
        title = QComboBox()
        title.setEditable(True)
        title.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        with workspace.read() as session:
            known = queries.role_titles(session)
        title.addItems(list(dict.fromkeys([*(_(usual) for usual in USUAL_TITLES), *map(formats.shown, known)])))
        title.setCurrentText("")
        fields = (
            Field("title", _("Role"), title),
            text_field("organisation", _("Organisation")),
            date_field("since", _("Since")),
            date_field("until", _("Until")),
        )
        super().__init__(parent, _("Role"), Form(fields), _("Add role") if role is None else _("Save"))
        self._workspace, self._person_id = workspace, role.person_id if role is not None else None
        suggest_organisations(self.form.fields["organisation"].editor, workspace)  # type: ignore[arg-type]  # a line
        self._name = label(formats.shown(role.name) if role is not None else _("Nobody chosen"))
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.choose = button(_("Choose person…"), self._choose, picture="account-search-outline")
        self._no_person = label("", "error")
        self._no_person.hide()
        holder = QWidget()
        who = row(self._name, self.choose)
        who.setStretch(0, 1)
        holder.setLayout(column(who, self._no_person, space=GRID))
        rows: Any = self.form.layout()
        assert isinstance(rows, QFormLayout)  # noqa: S101 - a form's own
        name = label(_("Person"))
        name.setMinimumHeight(sized(32))
        rows.insertRow(0, name, holder)
        QWidget.setTabOrder(self.choose, title)
        if role is not None:
            for key, field in self.form.fields.items():
                field.show_value(getattr(role, key))
            title.setFocus()
        else:
            self.choose.setFocus()

    def values(self) -> Any:
        return {"person_id": self._person_id, **self.form.values()}

    def show_error(self, error: Expected) -> None:
        at_person = isinstance(error, services.PersonNotChosen)
        self._no_person.setText(str(error) if at_person else "")
        self._no_person.setVisible(at_person)
        if at_person:
            self.choose.setFocus()
            self.choose.setAccessibleDescription(str(error))
        else:
            super().show_error(error)

    def _choose(self) -> None:
        dialog = PeopleDialog(self, self._workspace, _("Choose person"), _("Choose"))
        dialog.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        dialog.agreed.connect(lambda keys: self.show_person(keys[0]))
        dialog.open()

    def show_person(self, person_id: int) -> None:
        """Take this person, and their organisation where none was entered."""
        try:
            with self._workspace.read() as session:
                person = people_queries.one_row(session, person_id)
        except Expected as error:
            super().show_error(error)
            return
        self._person_id = person.id
        self._name.setText(formats.shown(person.name))
        self._no_person.hide()
        self.choose.setAccessibleDescription("")
        organisation = self.form.fields["organisation"]
        if not organisation.value().strip():
            organisation.show_value(person.organisation)


class RolesTab(QWidget):
    """The roles of one project."""

    COMMANDS = (
        Command("roles.add", N_("Add role…"), "add", "Ins", "plus"),
        Command("roles.edit", N_("Edit…"), "edit", "F2", "pencil-outline"),
        Command("roles.end", N_("End term today"), "end_today", "Ctrl+E", "calendar-check"),
        Command("roles.person", N_("Show person"), "show_person", "", "account-outline"),
        Command("roles.remove", N_("Remove role"), "remove", "Del", "minus"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._id: int | None = None
        self._model = RowsModel(COLUMNS)
        self.table = Table(_("Roles"), COLUMNS)
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda _role: self.edit())
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        workspace.keyboard.bind(self, self.COMMANDS, within=self.table)
        empty = EmptyState(_("Nobody has a role in this project yet."), _("Add role…"), self.add)
        tools = row(
            button(_("Add role…"), self.add, picture="plus"),
            button(_("Edit…"), self.edit, picture="pencil-outline"),
            button(_("End term today"), self.end_today, picture="calendar-check"),
            tool(_("Remove role"), self.remove, "minus"),
            1,
        )
        full = QWidget()
        full.setLayout(column(tools, self.table, margin=2 * GRID, space=3 * GRID))
        self._stack = QStackedLayout(self)
        self._stack.addWidget(full)
        self._stack.addWidget(empty)

    def show_project(self, project_id: int) -> None:
        """Show a project's roles; the keyboard stays on the one it was on."""
        chosen = self.table.current_row()
        self._id = project_id
        with self._workspace.read() as session:
            rows = queries.roles(session, project_id, _today())
        self._model.show(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        keys = [each.id for each in rows]
        if rows:
            self.table.go_to(keys.index(chosen.id) if chosen is not None and chosen.id in keys else 0)

    def add(self) -> None:
        """Ask for a new role."""
        key = self._id
        if key is not None:
            self._ask(None, _("Add role"), lambda session, values: services.add_role(session, key, **values))

    def end_today(self) -> None:
        """Let the chosen terms end with this day."""
        rows = self.table.selected_rows()

        def work(session: Any) -> None:
            for each in rows:
                services.end_role(session, each.id, _today())

        if rows:
            self._workspace.do(_("End term"), work, notice=_("The term ends today."))

    def show_person(self) -> None:
        """Go to the page of the person in the chosen role."""
        chosen = self.table.current_row()
        if chosen is not None:
            self._workspace.visit.emit(Link("person", chosen.person_id))

    def remove(self) -> None:
        """Take the chosen roles out of the record."""
        rows = self.table.selected_rows()

        def work(session: Any) -> None:
            for each in rows:
                services.remove_role(session, each.id)

        if rows:
            self._workspace.do(_("Remove role"), work, notice=_("Removed from the roles"))

    def edit(self) -> None:
        """Show the chosen role to be changed."""
        role: RoleRow | None = self.table.current_row()
        if role is not None:
            self._ask(role, _("Change role"), lambda session, values: services.change_role(session, role.id, **values))

    def _ask(self, role: RoleRow | None, name: str, work: Any) -> None:
        """The dialog stays open until its values are taken or it is given up."""
        dialog = RoleDialog(self, self._workspace, role)

        def take() -> bool:
            try:
                values = dialog.values()
                with self._workspace.change(name) as session:
                    work(session, values)
            except Expected as error:
                dialog.show_error(error)
                return False
            return True

        dialog.take = take
        dialog.open()
