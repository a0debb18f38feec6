"""A walk through the window: every page with its tabs, and every dialog that they ask something with.

The pages are those of PLACES and what their links show; the dialogs are those that buttons and commands with an
ellipsis open. What comes later is covered by being there.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QMainWindow, QMenu, QTabWidget, QWidget
from shiboken6 import isValid
from sqlalchemy import inspect, text

from ui.links import Link
from ui.main_window import MainWindow
from ui.places import PLACES
from ui.widgets.table import Table
from ui.workspace import Workspace

ELLIPSIS = "…"
PATIENCE = 30
"""Rounds of the loop of events in which a page or dialog settles."""
LONGEST_WORK = 3
"""Seconds that are waited for work off the window's thread."""
OF_QT = ("PySide6.QtPrintSupport",)
"""Where dialogs come from that are Qt's in word and shape."""
SEEN = "seen"
"""The property of a dialog that has been looked at."""


@dataclass(frozen=True)
class Seen:
    """A page, tab or dialog that is shown just now, and what a failure calls it."""

    name: str
    widget: QWidget


def settle() -> None:
    """Let the window paint, run what waits for its turn, and drop what was given up."""
    for _round in range(PATIENCE):
        QCoreApplication.processEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def pages(window: MainWindow) -> Iterator[Seen]:
    """Each place, the first of each kind of thing that places show by links, and each tab of these."""
    for place in PLACES:
        for kind in (place.key, *place.places):
            key = first_of(window.workspace, kind) if kind != place.key else None
            if key is None and kind != place.key:
                continue
            window.visit(Link(kind, key))
            settle()
            yield from tabs_of(kind, window)


def first_of(workspace: Workspace, kind: str) -> int | None:
    """The key of the row of a kind that has most: of an event with participants, for one."""
    with workspace.read() as session:
        if not inspect(session.get_bind()).has_table(kind):
            return None
        if kind == "event":
            most = "SELECT event_id FROM participation GROUP BY event_id ORDER BY count(*) DESC, event_id LIMIT 1"
            return session.execute(text(most)).scalar()
        return session.execute(text(f'SELECT min(id) FROM "{kind}"')).scalar()


def tabs_of(name: str, window: MainWindow) -> Iterator[Seen]:
    """The page as it is shown, with each of its tabs turned up in its turn."""
    return turned(name, window, window.current_page())


def turned(name: str, shown: QWidget, part: QWidget) -> Iterator[Seen]:
    """What is shown, with each tab of a part of it turned up in its turn."""
    found = [tabs for tabs in part.findChildren(QTabWidget) if tabs.isVisible()]
    if not found:
        yield Seen(name, shown)
    for tabs in found:
        for number in range(tabs.count()):
            tabs.setCurrentIndex(number)
            settle()
            yield Seen(f"{name}, tab {number}", shown)


class Doorman(QObject):
    """Looks at each dialog that comes up, whether it was opened or runs a loop of its own, and closes it."""

    def __init__(self, window: QWidget, look: Callable[[Seen], None]) -> None:
        super().__init__()
        self._window, self._look = window, look
        self.opened_by = ""
        self.pressed: set[tuple[str, ...]] = set()
        self.seen: set[str] = set()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.attend)
        self._timer.start(10)

    def attend(self) -> None:
        """Look at what stands before the window, and close it."""
        windows = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each is not self._window]
        for each in windows:
            if type(each).__module__ in OF_QT:
                each.close()
                continue
            if each.property(SEEN) or not isinstance(each, QDialog | QMenu | QMainWindow):
                continue
            each.setProperty(SEEN, True)
            self.seen.add(type(each).__name__)
            for seen in turned(f"{type(each).__name__} of {self.opened_by}", each, each):
                self._look(seen)
            each.close()

    def leave(self) -> None:
        """Look at nothing any more."""
        self._timer.stop()


def ellipsed(page: QWidget) -> list[QAbstractButton | QAction]:
    """The buttons and commands of a page that ask something before they do anything."""
    buttons: list[QAbstractButton | QAction] = [
        each for each in page.findChildren(QAbstractButton) if each.isVisible() and each.isEnabled()
    ]
    actions = [each for each in page.findChildren(QAction) if each.isEnabled() and counts_now(each)]
    return [each for each in (*buttons, *actions) if ELLIPSIS in each.text()]


def wait_for_work(workspace: Workspace) -> None:
    """Until what a button has begun off the window's thread is done: a dialog may come of it."""
    ends = time.monotonic() + LONGEST_WORK
    while workspace.is_busy() and time.monotonic() < ends:
        # A worker gets on only while this thread does not hold Python.
        time.sleep(0.005)
        QCoreApplication.processEvents()
    settle()


def whose(opener: QObject) -> Iterator[str]:
    """The classes of what something belongs to, which tell a button of one tab from that of another."""
    parent = opener.parent()
    while parent is not None:
        yield type(parent).__name__
        parent = parent.parent()


def counts_now(action: QAction) -> bool:
    """Whether the table, tab or button whose action it is can be seen."""
    owner: QObject | None = action.parent()
    while isinstance(owner, QMenu):
        owner = owner.parent()
    return not isinstance(owner, QWidget) or owner.isVisible()


def go_to_first_rows(page: QWidget) -> None:
    """Put each table that is seen on its first row, where it is on none: much is done with a row."""
    for table in page.findChildren(Table):
        model = table.model()
        if table.isVisible() and model is not None and model.rowCount() and not table.currentIndex().isValid():
            table.go_to(0)


def open_dialogs(seen: Seen, doorman: Doorman, workspace: Workspace) -> None:
    """Press all that ends in an ellipsis, once each; the doorman looks at what comes of it."""
    go_to_first_rows(seen.widget)
    for opener in ellipsed(seen.widget):
        known = (opener.text(), *whose(opener)) if isValid(opener) else ()
        if not known or known in doorman.pressed:
            continue
        doorman.pressed.add(known)
        doorman.opened_by = f"{seen.name}: {opener.text()}"
        if isinstance(opener, QAction):
            opener.trigger()
        else:
            opener.click()
        settle()
        wait_for_work(workspace)
        doorman.attend()
        settle()


def walk(window: MainWindow, look: Callable[[Seen], None]) -> set[str]:
    """Look at every page, tab and dialog; returns the classes of the dialogs that were seen."""
    # What another test has copied is not to be pasted.
    QApplication.clipboard().clear()
    doorman = Doorman(window, look)
    for seen in pages(window):
        look(seen)
        open_dialogs(seen, doorman, window.workspace)
    doorman.leave()
    return doorman.seen
