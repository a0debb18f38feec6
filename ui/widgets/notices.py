"""What the window says at its lower edge: what was done, with Undo; what failed; how far work is."""

import contextlib
import sys
from collections import deque
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QProgressBar, QWidget

from roundtables.errors import Expected
from roundtables.words import N_, _, n_
from ui.background import Task
from ui.commands import Command
from ui.links import Link
from ui.theme import GRID, animated
from ui.trouble import details_of, surroundings
from ui.widgets.announcing import announce
from ui.widgets.parts import button, label, row, wrapped
from ui.workspace import Workspace

SHOWN_FOR = 10_000
MOST_WAITING = 20


@dataclass(frozen=True)
class Said:
    """Something to say. `step` is the key of the step that Undo takes back; `details` go with an error.

    `leads` is where a button with the words `way` leads.
    """

    words: str
    step: int | None = None
    failed: bool = False
    details: str = ""
    way: str = ""
    leads: Link | None = None


def show_busy(bar: QProgressBar) -> None:
    """Say that work is under way whose length is not known: by a bar that moves, where anything may."""
    bar.setRange(0, 0 if animated() else 1)


class NoticeBar(QFrame):
    """One thing at a time. A notice goes by itself and gives way to the next; an error stays until it is closed.

    What is said meanwhile waits behind an error. Undo takes back the very step that the notice spoke of, or says why
    it can't: whoever reads slowly must not undo what came after.
    """

    COMMANDS = (
        Command("notice.focus", N_("Go to the notice"), "take_keyboard", "F6", "message-outline"),
        Command("notice.undo", N_("Undo what the notice says"), "undo_step", "", "undo"),
    )

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setAccessibleName(_("Notice"))
        self._workspace = workspace
        self._said: Said | None = None
        self._waiting: deque[Said] = deque(maxlen=MOST_WAITING)
        self._tasks: set[Task] = set()
        self._came_from: QWidget | None = None
        self._actions: dict[str, QAction] = {}
        self.words = wrapped("")
        self.words.setAccessibleName(_("Notice"))
        self._more = label("", "muted")
        self._way = button("", self.go_there, picture="arrow-right")
        self._undo = button(_("Undo"), self.undo_step, picture="undo")
        self._copy = button(_("Copy details"), self.copy_details, picture="content-copy")
        self._close = button(_("Close"), self.dismiss)
        layout = row(self.words, self._more, self._copy, self._way, self._undo, self._close, margin=2 * GRID)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._time_is_up)
        workspace.task_started.connect(self._follow)
        self.hide()
        QTimer.singleShot(0, self, self._bind)

    def say(self, words: str, undoable: bool) -> None:  # noqa: FBT001 - a signal's arguments
        """Say that something was done; where it can be undone, it is the newest step just now."""
        self._take(Said(words, self._newest_step() if undoable else None))

    def say_and_lead(self, words: str, undoable: bool, way: str, link: Link) -> None:  # noqa: FBT001 - a signal's
        """Say that something was done, with a button that leads to what comes of it."""
        self._take(Said(words, self._newest_step() if undoable else None, way=way, leads=link))

    def say_failed(self, words: str) -> None:
        """Say what could not be done."""
        self._take(Said(words, failed=True, details=self._details(words)))

    def dismiss(self) -> None:
        """Close what is shown; what waits comes next. The keyboard goes back where it was."""
        self._timer.stop()
        inside = self.isAncestorOf(QApplication.focusWidget() or self)
        self._said = None
        if self._waiting:
            self._show(self._waiting.popleft())
            return
        self._enable()
        self.hide()
        if inside and self._came_from is not None and shiboken6.isValid(self._came_from):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_there(self) -> None:
        """Go where the notice leads."""
        said = self._said
        if said is not None and said.leads is not None:
            self._came_from = None
            self.dismiss()
            self._workspace.visit.emit(said.leads)

    def take_keyboard(self) -> None:
        """Bring the keyboard to what is shown: to where it leads, or to Undo."""
        if not self.isVisible():
            return
        now = QApplication.focusWidget()
        if now is None or not self.isAncestorOf(now):
            self._came_from = now
        first = next(each for each in (self._way, self._undo, self._copy, self._close) if each.isVisibleTo(self))
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def undo_step(self) -> None:
        """Take back the step that the notice speaks of, if it is still the newest."""
        said = self._said
        if said is None or said.step is None:
            return
        still_newest = self._newest_step() == said.step
        self.dismiss()
        if still_newest:
            self._workspace.undo()
        else:
            words = _(
                "Nothing was undone: something else was changed since. The history shows the steps in their order."
            )
            self._take(Said(words))

    def copy_details(self) -> None:
        """Put what a helper needs on the clipboard: where the error arose, the versions; no names, no values."""
        if self._said is not None:
            QGuiApplication.clipboard().setText(self._said.details)
            announce(self, _("Copied"))

    def _newest_step(self) -> int | None:
        from roundtables.queries import history

        with contextlib.suppress(Expected), self._workspace.read() as session:
            return history.undoable(session)
        return None

    def _take(self, said: Said) -> None:
        showing = self._said
        if showing is not None and showing.failed:
            if said not in (showing, *self._waiting):
                self._waiting.append(said)
            self._count_waiting()
            return
        if not said.failed:
            self._waiting.clear()
        self._show(said)

    def _show(self, said: Said) -> None:
        self._said = said
        self.words.setText(said.words)
        self.words.setObjectName("error" if said.failed else "")
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self._way.setText(said.way)
        self._way.setVisible(said.leads is not None)
        self._undo.setVisible(said.step is not None)
        self._copy.setVisible(said.failed)
        self._count_waiting()
        self._enable()
        self.show()
        if not said.failed:
            self._timer.start(SHOWN_FOR)
        announce(self, said.words, at_once=said.failed)

    def _count_waiting(self) -> None:
        number = len(self._waiting)
        self._more.setText(n_("{n} more", "{n} more", number).format(n=number))
        self._more.setVisible(number > 0)

    def _details(self, words: str) -> str:
        """Where the error arose: it is being handled just now, or it ended a task."""
        error = sys.exception()
        where = details_of(error) if error is not None else ""
        for task in self._tasks:
            if task.words == words:
                where = where or task.details
        return "\n".join(filter(None, (where, surroundings())))

    def _follow(self, task: Task) -> None:
        """Remember the work under way, to know where it failed if it does."""
        self._tasks.add(task)
        task.ended.connect(lambda: self._tasks.discard(task))

    def _time_is_up(self) -> None:
        """A notice that is being read stays."""
        if self.underMouse() or self.isAncestorOf(QApplication.focusWidget() or self.window()):
            self._timer.start(SHOWN_FOR)
        else:
            self.dismiss()

    def _bind(self) -> None:
        """The commands count in the whole window, which is known only once this stands in it."""
        self._actions = self._workspace.keyboard.bind(self, self.COMMANDS, within=self.window())
        self._enable()

    def _enable(self) -> None:
        said = self._said
        for key, action in self._actions.items():
            action.setEnabled(said is not None and (key != "notice.undo" or said.step is not None))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return
        super().keyPressEvent(event)


class ProgressStrip(QFrame):
    """How far a piece of long work is, with a button that stops it."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._task: Task | None = None
        self._words = label("")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress"))
        self._bar.setMinimumWidth(200)
        self._stop = button(_("Stop"), self._cancel)
        self.setLayout(row(self._words, self._bar, 1, self._stop, margin=2 * GRID))
        self.hide()

    def follow(self, task: Task) -> None:
        """Show a task until it ends."""
        self._task = task
        self._words.setText(task.title)
        show_busy(self._bar)
        self._stop.setEnabled(True)
        task.progressed.connect(self._advance)
        task.ended.connect(self._end)
        self.show()

    def _advance(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _cancel(self) -> None:
        if self._task is not None:
            self._stop.setEnabled(False)
            self._task.cancel()

    def _end(self) -> None:
        self._task = None
        self.hide()
