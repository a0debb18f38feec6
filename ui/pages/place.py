"""What the frame knows of a page: a name, an icon, how to make it, and which tables it shows."""

import importlib
from dataclasses import dataclass
from typing import Any, ClassVar

from PySide6.QtWidgets import QWidget

from ui.commands import Command
from ui.links import Link
from ui.workspace import Workspace


class Page(QWidget):
    """A place in the window. `shows` names the tables whose changes make it read again.

    `COMMANDS` is what can be done there by name and keys; a page binds them where their keys are to count.
    """

    shows: frozenset[str] = frozenset()
    COMMANDS: ClassVar[tuple[Command, ...]] = ()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("page")
        self.workspace = workspace
        self._stale = False
        workspace.changed.connect(self._heard)

    def refresh(self) -> None:
        """Read again what is shown."""

    def show_link(self, link: Link) -> None:
        """Go to what a link names on this page: a row by its key, a tab or a line by its part."""

    def link(self) -> Link | None:
        """What is shown, for the page of one row: with the tab that is open. None for the page of a place."""
        return None

    def focus_filter(self) -> None:
        """Put the keyboard into the page's filter, where it has one."""

    def settle(self) -> None:
        """Take what is still being typed: the page goes, by whatever way, and nothing is to be lost."""

    def hideEvent(self, event: object) -> None:
        """The keyboard's leaving is not always told to a field whose page goes."""
        self.settle()
        super().hideEvent(event)  # type: ignore[arg-type]  # Qt's own event

    def showEvent(self, event: object) -> None:
        super().showEvent(event)  # type: ignore[arg-type]  # Qt's own event
        if self._stale:
            self._stale = False
            self.refresh()

    def _heard(self, tables: frozenset[str]) -> None:
        """An empty set of tables stands for any: another program has written."""
        if tables and not tables & self.shows:
            return
        if self.isVisible():
            self.refresh()
        else:
            self._stale = True


@dataclass(frozen=True)
class Place:
    """An entry of the navigation. `page` is `module:class`, imported at the first visit; `places` it answers for.

    `row_page` is likewise the page of one row of those, made anew for each; empty where the place shows rows itself.
    """

    key: str
    name: str
    icon: str
    page: str
    shortcut: str = ""
    places: tuple[str, ...] = ()
    row_page: str = ""

    def command(self) -> Command:
        """Going there, as a command: its keys can be changed like others."""
        return Command(f"place.{self.key}", self.name, "", self.shortcut, self.icon)

    def page_class(self) -> type[Page]:
        """The class of the page."""
        return _named(self.page)

    def make(self, workspace: Workspace) -> Page:
        """The page, made anew."""
        return self.page_class()(workspace)

    def make_row_page(self, workspace: Workspace, key: int) -> Page:
        """The page of the row with this key, made anew."""
        make: Any = _named(self.row_page)
        made: Page = make(workspace, key)
        return made


def _named(page: str) -> type[Page]:
    module, name = page.split(":")
    found: Any = getattr(importlib.import_module(module), name)
    return found  # type: ignore[no-any-return]  # named in text, so that it is imported late
