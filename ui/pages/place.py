"""What the frame knows of a page: a name, an icon, how to make it, and which tables it shows."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from ui.workspace import Workspace


class Page(QWidget):
    """A place in the window. `shows` names the tables whose changes make it read again."""

    shows: frozenset[str] = frozenset()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("page")
        self.workspace = workspace
        self._stale = False
        workspace.changed.connect(self._heard)

    def refresh(self) -> None:
        """Read again what is shown."""

    def focus_filter(self) -> None:
        """Put the keyboard into the page's filter, where it has one."""

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
    """An entry of the navigation."""

    name: str
    icon: str
    make: Callable[[Workspace], Page]
