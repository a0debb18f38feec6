"""What can be done from the palette: the commands that are bound just now, and the places."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QAction, QIcon, QKeySequence
from PySide6.QtWidgets import QMainWindow, QWidget

from roundtables.words import _
from ui.icons import icon
from ui.links import Link
from ui.pages.place import Place
from ui.workspace import Workspace

OWN = "search.palette"
USED = "palette/used"
MOST_USED = 6


@dataclass(frozen=True)
class Doing:
    """Something to do by its name. `key` is what it is remembered by: a command's or place's, never a name."""

    key: str
    words: str
    keys: str
    work: Callable[[], object] = field(compare=False)
    picture: QIcon = field(compare=False)
    is_place: bool = False


def actions_of(window: QMainWindow) -> list[Doing]:
    """The commands that count now: the window's, and those of the page, tab and table that are seen; not disabled."""
    found: dict[str, Doing] = {}
    for action in window.findChildren(QAction):
        key, owner = action.objectName(), action.parent()
        if "." not in key or key == OWN or key in found or not action.isEnabled():
            continue
        if isinstance(owner, QWidget) and owner is not window and not owner.isVisible():
            continue
        words = action.text().replace("&", "").rstrip("…")
        found[key] = Doing(key, words, _shown(action.shortcut()), _later(action), action.icon())
    return list(found.values())


def place_actions(places: Sequence[Place], workspace: Workspace) -> list[Doing]:
    """The places of the window."""
    return [
        Doing(
            f"place.{place.key}",
            _(place.name),
            _shown(QKeySequence.fromString(place.shortcut)),
            partial(workspace.visit.emit, Link(place.key)),
            icon(place.icon),
            is_place=True,
        )
        for place in places
    ]


def merged(actions: Sequence[Doing], places: Sequence[Doing]) -> list[Doing]:
    """Both, and each once: a place that has a command of its own name takes the keys of that."""
    keys = {action.words: action.keys for action in actions}
    names = {place.words for place in places}
    found = [replace(place, keys=keys.get(place.words) or place.keys) for place in places]
    return [*(action for action in actions if action.words not in names), *found]


def used_lately(settings: QSettings) -> list[str]:
    """The keys of what was done from here, the last first."""
    return [key for key in str(settings.value(USED) or "").split(" ") if key]


def used_now(settings: QSettings, key: str) -> None:
    """Remember that this was done."""
    keys = [key, *(each for each in used_lately(settings) if each != key)]
    settings.setValue(USED, " ".join(keys[:MOST_USED]))


def _later(action: QAction) -> Callable[[], object]:
    """Once the palette has given the keyboard back, as if the command's own keys had been pressed."""
    return lambda: QTimer.singleShot(0, action, action.trigger)


def _shown(keys: QKeySequence) -> str:
    return keys.toString(QKeySequence.SequenceFormat.NativeText)
