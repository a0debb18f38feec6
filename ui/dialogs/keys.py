"""The sheet of keys: every command, what it is called and where it counts."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from roundtables.words import _
from ui.commands import Keyboard
from ui.theme import GRID, sized
from ui.widgets.keys import KeysTable
from ui.widgets.parts import column, wrapped


class KeysDialog(QDialog):
    """Type to find a command or a key."""

    def __init__(self, parent: QWidget, keyboard: Keyboard) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keyboard shortcuts"))
        self.resize(sized(720), sized(600))
        self.keys = KeysTable(keyboard)
        buttons = QDialogButtonBox()
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        note = wrapped(_("Keys are changed in the settings."), "muted")
        layout = column(self.keys, note, buttons, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.keys.words.setFocus()
