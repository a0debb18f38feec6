"""The settings by tabs, each choice taken at once."""

from PySide6.QtWidgets import QTabWidget

from roundtables.words import _
from ui.links import Link
from ui.pages.place import Page
from ui.pages.settings.calendars import CalendarsTab
from ui.pages.settings.choices import ChoicesTab
from ui.pages.settings.keys import KeysTab
from ui.pages.settings.post import PostTab
from ui.pages.settings.register import RegisterTab
from ui.theme import GRID
from ui.widgets.parts import column, label
from ui.workspace import Workspace

PARTS = ("general", "post", "calendars", "keys", "register")
"""What links call the tabs, in their order."""


class SettingsPage(Page):
    """Nothing here is in the register but the calendars that are published: it is this workstation's."""

    shows = frozenset({"publication", "published_item", "project"})

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.setAccessibleName(_("Parts of the settings"))
        self.choices, self.post, self.calendars = ChoicesTab(workspace), PostTab(workspace), CalendarsTab(workspace)
        self.keys, self.register = KeysTab(workspace), RegisterTab(workspace)
        for tab, name in (
            (self.choices, _("General")),
            (self.post, _("Post")),
            (self.calendars, _("Calendars")),
            (self.keys, _("Keyboard shortcuts")),
            (self.register, _("Register and backups")),
        ):
            self.tabs.addTab(tab, name)
        layout = column(label(_("Settings"), "title"), self.tabs, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.tabs.currentChanged.connect(self._looked_at)
        self._looked_at(0)

    def _looked_at(self, number: int) -> None:
        """The table of keys imports every page, the list of copies reads a folder: only when they are looked at."""
        workspace_part = PARTS[number]
        self.workspace.settings.setValue("settings_tab", workspace_part)
        if workspace_part == "keys":
            self.keys.looked_at()
        elif workspace_part == "post":
            self.post.looked_at()
        elif workspace_part == "register":
            self.register.refresh()
        elif workspace_part == "calendars":
            self.calendars.refresh()

    def show_link(self, link: Link) -> None:
        part = link.part or str(self.workspace.settings.value("settings_tab") or "")
        if part in PARTS:
            self.tabs.setCurrentIndex(PARTS.index(part))

    def refresh(self) -> None:
        """Another program may have made a copy."""
        if self.tabs.currentWidget() is self.register:
            self.register.refresh()
        elif self.tabs.currentWidget() is self.calendars:
            self.calendars.refresh()

    def settle(self) -> None:
        self.post.settle()

    def focus_filter(self) -> None:
        self.tabs.setCurrentWidget(self.keys)
        self.keys.focus_filter()
