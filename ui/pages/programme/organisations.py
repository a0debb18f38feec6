"""Organisations in an order: who carries a project, who leads a work package."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from roundtables.queries import projects as queries
from roundtables.words import N_, _
from ui import format as formats
from ui.commands import Command
from ui.theme import GRID, row_height
from ui.widgets.parts import button, column, row
from ui.widgets.tools import tool
from ui.workspace import Workspace

KeyRole = Qt.ItemDataRole.UserRole
LINES = 4


def suggest_organisations(line: QLineEdit, workspace: Workspace) -> None:
    """Let a line propose the register's organisations as one types; any other name may be entered too."""
    names = QStringListModel(line)
    completer = QCompleter(names, line)
    completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    line.setCompleter(completer)

    def propose(text: str) -> None:
        with workspace.read() as session:
            names.setStringList(queries.organisations_like(session, text) if text.strip() else [])

    line.textEdited.connect(propose)


class _NewOrganisation(QLineEdit):
    """A line whose Enter adds what it holds, and agrees to the dialog around it only where it is empty."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        adds = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and bool(self.text().strip())
        super().keyPressEvent(event)
        if adds:
            event.accept()


class OrganisationList(QWidget):
    """An ordered list to add to, take from and rearrange. `rearranged` says how (add, remove, move) and what it is now.

    What it is now: keys of organisations, and the name of one that was added. The owner shows it anew once it is kept.
    """

    rearranged = Signal(str, list)
    COMMANDS = (
        Command("organisations.up", N_("Move up"), "move_up", "Alt+Up", "arrow-up"),
        Command("organisations.down", N_("Move down"), "move_down", "Alt+Down", "arrow-down"),
        Command("organisations.remove", N_("Remove"), "remove", "Del", "minus"),
    )

    def __init__(self, workspace: Workspace, name: str, first: str = "") -> None:
        super().__init__()
        self._first = first
        self._shown: tuple[tuple[int | str, str], ...] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(name)
        self.list.setMinimumHeight(LINES * row_height())
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        workspace.keyboard.bind(self, self.COMMANDS, within=self.list)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.line = _NewOrganisation()
        self.line.setAccessibleName(_("Organisation to add"))
        self.line.setPlaceholderText(_("Organisation to add"))
        suggest_organisations(self.line, workspace)
        self.line.returnPressed.connect(self.add)
        tools = row(
            self.line,
            button(_("Add"), self.add, picture="plus"),
            tool(_("Move up"), self.move_up, "arrow-up"),
            tool(_("Move down"), self.move_down, "arrow-down"),
            tool(_("Remove"), self.remove, "minus"),
        )
        tools.setStretch(0, 1)
        self.setLayout(column(self.list, tools, space=2 * GRID))

    def show_organisations(self, organisations: Sequence[tuple[int | str, str]]) -> None:
        """Show these, each a key and a name; the keyboard stays on the one it was on."""
        item = self.list.currentItem()
        chosen, at = item.data(KeyRole) if item is not None else None, self.list.currentRow()
        self._shown = tuple(organisations)
        self.list.clear()
        for number, (key, name) in enumerate(organisations):
            shown = formats.shown(name)
            words = self._first.format(organisation=shown) if self._first and not number else shown
            made = QListWidgetItem(words)
            made.setData(KeyRole, key)
            self.list.addItem(made)
            if key == chosen:
                self.list.setCurrentItem(made)
        if self.list.currentRow() < 0 and at >= 0 and self.list.count():
            self.list.setCurrentRow(min(at, self.list.count() - 1))

    def keys(self) -> list[Any]:
        """What is shown now: keys, or names of those that have none yet."""
        return [key for key, _name in self._shown]

    def names(self) -> dict[Any, str]:
        """The names by key."""
        return dict(self._shown)

    def add(self) -> None:
        """Put the one that is named at the end."""
        name = self.line.text().strip()
        if name:
            self.rearranged.emit("add", [*self.keys(), name])

    def remove(self) -> None:
        """Take the chosen one away."""
        at = self.list.currentRow()
        if at >= 0:
            self.rearranged.emit("remove", self.keys()[:at] + self.keys()[at + 1 :])

    def move_up(self) -> None:
        """Let the chosen one change places with the one above."""
        self._move(-1)

    def move_down(self) -> None:
        """Let the chosen one change places with the one below."""
        self._move(1)

    def _move(self, by: int) -> None:
        at, keys = self.list.currentRow(), self.keys()
        if at >= 0 and 0 <= at + by < len(keys):
            keys.insert(at + by, keys.pop(at))
            self.rearranged.emit("move", keys)
