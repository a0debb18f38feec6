"""The keys of every command: Enter or a double click changes them."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from roundtables.words import _
from ui.dialogs.press_keys import PressKeysDialog
from ui.theme import GRID
from ui.widgets.keys import Keys, KeysTable
from ui.widgets.parts import button, row
from ui.workspace import Workspace


class KeysTab(QWidget):
    """Made when it is first looked at: it needs every page's commands."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._keyboard = workspace.keyboard
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        self._layout.setSpacing(3 * GRID)
        self.keys: KeysTable | None = None

    def looked_at(self) -> None:
        """Make the table."""
        if self.keys is not None:
            return
        self.keys = KeysTable(self._keyboard)
        self.keys.table.opened.connect(self.change)
        self._keyboard.changed.connect(self.keys.refresh)
        tools = row(
            button(_("Change keys…"), self._change_current, picture="keyboard-outline"),
            button(_("As shipped"), self._reset),
            button(_("All as shipped"), self._reset_all),
            1,
        )
        self._layout.addWidget(self.keys, 1)
        self._layout.addLayout(tools)

    def focus_filter(self) -> None:
        """Put the keyboard into the filter."""
        if self.keys is not None:
            self.keys.words.setFocus()

    def change(self, row: Keys) -> None:
        """Ask for a command's new keys."""
        PressKeysDialog(self, self._keyboard, row.command).open()

    def _change_current(self) -> None:
        chosen = self.keys.table.current_row() if self.keys is not None else None
        if chosen is not None:
            self.change(chosen)

    def _reset(self) -> None:
        for chosen in self.keys.table.selected_rows() if self.keys is not None else ():
            self._keyboard.choose(chosen.command, chosen.command.shortcut)

    def _reset_all(self) -> None:
        self._keyboard.reset()
