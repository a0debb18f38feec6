"""Other keys for a command: they are pressed, not typed; a clash is told before it is taken."""

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QKeySequenceEdit, QWidget

from roundtables.words import _
from ui.command_list import clash
from ui.commands import Command, Keyboard
from ui.theme import GRID, sized
from ui.widgets.keys import written
from ui.widgets.parts import button, column, label, lay_out, row, wrapped

PLAIN = frozenset({Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier})


class PressKeysDialog(QDialog):
    """The command that has the keys already loses them if the user agrees."""

    def __init__(self, parent: QWidget, keyboard: Keyboard, command: Command) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Change keys"))
        self.setMinimumWidth(sized(460))
        self._keyboard, self._command = keyboard, command
        self._other: Command | None = None
        self.editor = QKeySequenceEdit(QKeySequence.fromString(keyboard.shortcut(command)))
        self.editor.setMaximumSequenceLength(1)
        self.editor.setAccessibleName(_("Press the new keys"))
        self.editor.setClearButtonEnabled(True)
        self.editor.keySequenceChanged.connect(self._look)
        self.words = wrapped("")
        buttons = QDialogButtonBox()
        self.yes = buttons.addButton(_("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._take)
        buttons.rejected.connect(self.reject)
        tools = row(
            button(_("No keys"), self.editor.clear),
            button(_("As shipped"), lambda: self.editor.setKeySequence(QKeySequence.fromString(command.shortcut))),
            1,
        )
        parts = (label(_(command.words), "title"), wrapped(_("Press the new keys:"), "muted"), self.editor, self.words)
        lay_out(self, column(*parts, tools, buttons, margin=6 * GRID, space=3 * GRID), self.yes)
        self._look()
        self.editor.setFocus()

    def keys(self) -> str:
        """What was pressed, in portable text."""
        return self.editor.keySequence().toString(QKeySequence.SequenceFormat.PortableText)

    def _look(self) -> None:
        """Say whether the keys are taken, or would stand in the way of typing."""
        keys = self.keys()
        self._other = clash(self._keyboard, self._command, keys)
        self.yes.setEnabled(not self._types())
        if self._types():
            self.words.setText(_("These keys type a letter: take them together with Ctrl or Alt."))
        elif self._other is not None:
            words = _("{keys} is now “{command}”, which will have no keys if you save.")
            self.words.setText(words.format(keys=written(keys), command=_(self._other.words)))
        else:
            self.words.setText(_("These keys are free.") if keys else _("This command will have no keys."))

    def _types(self) -> bool:
        sequence = self.editor.keySequence()
        if sequence.isEmpty():
            return False
        pressed = QKeyCombination.fromCombined(sequence[0].toCombined())  # type: ignore[index]  # it has an operator
        return pressed.keyboardModifiers() in PLAIN and Qt.Key.Key_Space <= pressed.key() <= Qt.Key.Key_AsciiTilde

    def _take(self) -> None:
        if self._other is not None:
            self._keyboard.choose(self._other, "")
        self._keyboard.choose(self._command, self.keys())
        self.accept()
