"""The table of commands with their keys, narrowed as one types: the sheet of keys and the settings show it."""

from dataclasses import dataclass

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from roundtables.words import N_, _, fold
from ui.command_list import groups
from ui.commands import Command, Keyboard
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.theme import GRID
from ui.widgets.filter_line import FilterLine
from ui.widgets.parts import column
from ui.widgets.table import Table


@dataclass(frozen=True)
class Keys:
    """A row: a command, where it counts and its keys, as this system writes them."""

    id: str
    command: Command
    words: str
    where: str
    keys: str


def rows(keyboard: Keyboard) -> list[Keys]:
    """All commands as they are now."""
    return [
        Keys(command.key, command, _(command.words), _(group.name), written(keyboard.shortcut(command)))
        for group in groups()
        for command in group.commands
    ]


def written(keys: str) -> str:
    """Keys as this system writes them, in its language."""
    return QKeySequence.fromString(keys).toString(QKeySequence.SequenceFormat.NativeText)


class KeysTable(QWidget):
    """The table with its filter above it."""

    def __init__(self, keyboard: Keyboard) -> None:
        super().__init__()
        self._keyboard = keyboard
        columns = (
            Column(N_("Command"), lambda row: row.words, "", 260, stretch=True),
            Column(N_("Keys"), lambda row: row.keys, "", 160),
            Column(N_("Where"), lambda row: row.where, "", 240),
        )
        self._model = RowsModel(columns)
        self.table = Table(_("Keyboard shortcuts"), columns)
        self.table.show_rows(self._model)
        self.words = FilterLine()
        self.words.settled.connect(self.refresh)
        layout = column(self.words, self.table, space=3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.refresh()

    def refresh(self) -> None:
        """Show the commands that the filter leaves; the row the keyboard is on stays."""
        asked = fold(self.words.text()).split()
        chosen = self.table.current_row()
        found = [
            row
            for row in rows(self._keyboard)
            if all(word in fold(f"{row.words} {row.where} {row.keys}") for word in asked)
        ]
        self._model.show(found)
        at = next((number for number, row in enumerate(found) if chosen is not None and row.id == chosen.id), 0)
        if found:
            self.table.go_to(at)
