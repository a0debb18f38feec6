"""The programme of the register: one project at a time, and the venues of all of them."""

from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QMenu, QStackedLayout, QTabWidget, QToolButton, QWidget

from roundtables.errors import Expected
from roundtables.queries import programme as queries
from roundtables.queries.programme import ProjectRow
from roundtables.services import programme as services
from roundtables.words import N_, _
from ui import format as formats
from ui.commands import Command
from ui.dialogs.form import FormDialog
from ui.icons import icon
from ui.links import Link
from ui.pages.place import Page
from ui.pages.programme.packages import PackagesTab
from ui.pages.programme.record import RecordTab
from ui.pages.programme.roles import RolesTab
from ui.pages.programme.venues import VenuesTab
from ui.theme import GRID
from ui.widgets.fields import Form, text_field
from ui.widgets.parts import EmptyState, column, label, row
from ui.workspace import Workspace

PARTS = ("packages", "record", "roles", "venues")
"""What links call the tabs, in their order."""


class _ProjectPart(QWidget):
    """A tab about one project; where there is none yet, the step that makes one."""

    def __init__(self, tab: Any, add: Any) -> None:
        super().__init__()
        self.tab = tab
        self._stack = QStackedLayout(self)
        self._stack.addWidget(tab)
        self._stack.addWidget(EmptyState(_("There is no project in this register yet."), _("Add a project"), add))

    def show_project(self, project_id: int | None) -> None:
        """Show a project, or that there is none."""
        self._stack.setCurrentIndex(0 if project_id is not None else 1)
        if project_id is not None:
            self.tab.show_project(project_id)


class ProgrammePage(Page):
    """The tabs read what they show when they are looked at."""

    shows = frozenset(
        {
            "project",
            "project_partner",
            "project_role",
            "work_package",
            "work_package_lead",
            "activity",
            "venue",
            "event",
            "participation",
            "attendance",
            "person",
            "organisation",
        }
    )
    COMMANDS = (
        Command("programme.project.add", N_("New project…"), "add_project", "", "plus"),
        Command("programme.project.delete", N_("Delete project"), "delete_project", "", "delete-outline"),
        Command("programme.package.add", N_("Add work package"), "add_package", "", "plus"),
        Command("programme.role.add", N_("Add role…"), "add_role", "", "plus"),
        Command("programme.venue.add", N_("Add venue…"), "add_venue", "", "plus"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._projects: list[ProjectRow] = []
        self._stale_parts: set[str] = set(PARTS)
        self.packages, self.record, self.roles = PackagesTab(workspace), RecordTab(workspace), RolesTab(workspace)
        self.venues = VenuesTab(workspace)
        actions = workspace.keyboard.bind(self, self.COMMANDS)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(_("Parts of the programme"))
        self._parts = [_ProjectPart(tab, self.add_project) for tab in (self.packages, self.record, self.roles)]
        names = (_("Work packages"), _("Project record"), _("Roles"))
        for part, name in zip(self._parts, names, strict=True):
            self.tabs.addTab(part, name)
        self.tabs.addTab(self.venues, _("Venues"))
        self.choice = QComboBox()
        self.choice.setAccessibleName(_("Project"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(28)
        self.choice.activated.connect(self._chosen)
        self._name = label("", "subtitle")
        more = self._more(actions)
        head = row(label(_("Programme"), "title"), self.choice, self._name, 1, more, space=3 * GRID)
        layout = column(head, self.tabs, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        kept = str(workspace.settings.value("programme/part") or "")
        self.tabs.setCurrentIndex(PARTS.index(kept) if kept in PARTS else 0)
        self.tabs.currentChanged.connect(self._show_part)
        self.refresh()

    def _more(self, actions: Any) -> QToolButton:
        more = QToolButton()
        more.setText(_("More"))
        more.setIcon(icon("dots-horizontal"))
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        for key in ("programme.project.add", "programme.project.delete"):
            menu.addAction(actions[key])
        self._delete = actions["programme.project.delete"]
        more.setMenu(menu)
        return more

    @property
    def project_id(self) -> int | None:
        """The project that is shown; None where there is none."""
        kept: Any = self.choice.currentData()
        return kept if isinstance(kept, int) else None

    def refresh(self) -> None:
        with self.workspace.read() as session:
            self._projects = queries.projects(session)
        kept = self.workspace.settings.value("programme/project", 0, int)
        self._show_projects(self.project_id or int(str(kept)))

    def _show_projects(self, wanted: int) -> None:
        """Offer the projects where there is a choice, and show the wanted one, else the first."""
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for project in self._projects:
                name = formats.shown(project.name)
                words = _("{acronym}: {name}").format(acronym=formats.shown(project.acronym), name=name)
                self.choice.addItem(words if project.acronym else name, project.id)
            self.choice.setCurrentIndex(max(self.choice.findData(wanted), 0) if self._projects else -1)
        self.choice.setVisible(len(self._projects) > 1)
        self._name.setVisible(len(self._projects) == 1)
        self._name.setText(self.choice.currentText())
        self._delete.setEnabled(bool(self._projects))
        self._stale_parts = set(PARTS)
        self._show_part(self.tabs.currentIndex())

    def _show_part(self, number: int) -> None:
        part = PARTS[number]
        self.workspace.settings.setValue("programme/part", part)
        if part not in self._stale_parts:
            return
        self._stale_parts.discard(part)
        if part == "venues":
            self.venues.refresh()
        else:
            self._parts[number].show_project(self.project_id)

    def _chosen(self, _number: int) -> None:
        self.workspace.settings.setValue("programme/project", self.project_id or 0)
        self._name.setText(self.choice.currentText())
        self._stale_parts |= {"packages", "record", "roles"}
        self._show_part(self.tabs.currentIndex())

    def show_link(self, link: Link) -> None:
        """A tab by its part; the key is a venue's in the venues, else a project's."""
        if link.part in PARTS:
            self.tabs.setCurrentIndex(PARTS.index(link.part))
        if link.key is None:
            return
        if link.part == "venues":
            self.venues.go_to(link.key)
        elif self.choice.findData(link.key) >= 0:
            self.choice.setCurrentIndex(self.choice.findData(link.key))
            self._chosen(self.choice.currentIndex())

    def add_project(self) -> None:
        """Ask for a new project's name; the rest is entered in its record."""
        fields = (text_field("name", _("Project name")), text_field("acronym", _("Acronym")))
        dialog = FormDialog(self, _("New project"), Form(fields), _("Add project"))
        made: list[int] = []

        def take() -> bool:
            try:
                with self.workspace.change(_("Add project")) as session:
                    made.append(services.add_project(session, **dialog.values()).id)
            except Expected as error:
                dialog.show_error(error)
                return False
            self.show_link(Link("programme", made[-1], "record"))
            return True

        dialog.take = take
        dialog.open()

    def delete_project(self) -> None:
        """Remove the project that is shown; a notice offers to undo it."""
        key = self.project_id
        if key is not None:
            self.workspace.do(
                _("Delete project"),
                lambda session: services.delete_project(session, key),
                notice=_("Project deleted, with its roles and work packages"),
            )

    def add_package(self) -> None:
        """A new work package in the project that is shown; where there is none, that comes first."""
        self._go_to("packages")
        (self.add_project if self.project_id is None else self.packages.add_package)()

    def add_role(self) -> None:
        """A new role in the project that is shown; where there is none, that comes first."""
        self._go_to("roles")
        (self.add_project if self.project_id is None else self.roles.add)()

    def add_venue(self) -> None:
        """A new venue."""
        self._go_to("venues")
        self.venues.add()

    def _go_to(self, part: str) -> None:
        self.tabs.setCurrentIndex(PARTS.index(part))
