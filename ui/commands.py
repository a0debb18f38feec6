"""What can be done by name and by keys: declared as data, so that menus, palette and the sheet of keys agree."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from roundtables.words import _
from ui.icons import icon


@dataclass(frozen=True)
class Command:
    """One thing to do. `words` is English, marked for the catalogue; `work` names a method of its owner.

    `key` is the name that a changed shortcut is kept under; `shortcut` is in Qt's portable text, empty for none.
    """

    key: str
    words: str
    work: str
    shortcut: str = ""
    picture: str = ""


class Keyboard(QObject):
    """Which keys each command has: as declared, unless the user has chosen others."""

    changed = Signal(str)

    def __init__(self, settings: QSettings) -> None:
        super().__init__()
        self._settings = settings

    def shortcut(self, command: Command) -> str:
        """The keys of a command in portable text, empty for none."""
        return str(self._settings.value(f"keys/{command.key}", command.shortcut))

    def choose(self, command: Command, keys: str) -> None:
        """Give a command other keys; its own again if they are what was declared."""
        if keys == command.shortcut:
            self._settings.remove(f"keys/{command.key}")
        else:
            self._settings.setValue(f"keys/{command.key}", keys)
        self.changed.emit(command.key)

    def reset(self) -> None:
        """Give every command the keys it was declared with."""
        self._settings.beginGroup("keys")
        changed = self._settings.allKeys()
        self._settings.remove("")
        self._settings.endGroup()
        for key in changed:
            self.changed.emit(key)

    def bind(
        self,
        owner: QWidget,
        commands: Sequence[Command],
        *,
        within: QWidget | None = None,
    ) -> dict[str, QAction]:
        """Actions on `within` (else the owner) that call the owner's methods; their keys follow what is chosen.

        A page's keys count while the page is shown; those bound within a widget, and single keys, while the keyboard
        is in it. Returns the actions by key.
        """
        place = within or owner
        made = {}
        for command in commands:
            action = self.action(command, place)
            if within is not None:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(partial(_call, owner, command.work))
            place.addAction(action)
            made[command.key] = action
        return made

    def action(self, command: Command, place: QWidget) -> QAction:
        """An action that says the command's words and follows its keys; what it does is the caller's to connect."""
        made = CommandAction(command, self, place)
        # A method of an object of Qt's is let go of with it: pages come and go, the keyboard stays.
        self.changed.connect(made.follow)
        return made


class CommandAction(QAction):
    """The action of a command: has the keys that are chosen for it, whenever they are."""

    def __init__(self, command: Command, keyboard: Keyboard, place: QWidget) -> None:
        super().__init__(_(command.words), place)
        self.command, self._keyboard = command, keyboard
        if command.picture:
            self.setIcon(icon(command.picture))
        self.setObjectName(command.key)
        self.follow(command.key)

    def follow(self, key: str) -> None:
        """Take the keys of the command with this key if it is this one."""
        if key != self.command.key:
            return
        keys = self._keyboard.shortcut(self.command)
        self.setShortcut(QKeySequence.fromString(keys))
        if not keys.startswith(("Ctrl", "Alt", "Meta", "F")):
            self.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)


def _call(owner: Any, work: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a signal's argument
    getattr(owner, work)()
