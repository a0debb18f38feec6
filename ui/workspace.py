"""What pages share: the open register, one way to change it with its errors in words, notices and long work."""

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, QTimer, Signal
from PySide6.QtWidgets import QWidget

from roundtables.errors import Expected
from roundtables.words import _
from ui.background import Task, start
from ui.commands import Keyboard
from ui.outgoing import Outgoing
from ui.preferences import Preferences

if TYPE_CHECKING:
    from roundtables.register import Register

log = logging.getLogger(__name__)
AT_ONCE = 200
"""Rows that are reversed before the window is noticed to wait."""
LOOK_EVERY = 2000
"""Milliseconds between two looks at whether another program has written to the register."""


class Workspace(QObject):
    """The register as the windows see it. Signals arrive on the window's thread whoever made the change.

    `visit` is sent with the Link to go to; `settings` is where the window keeps its own state; `drafts` holds what
    was entered in forms and not taken yet: in memory alone, since it may be personal data. `troubled` is sent
    with the error that keeps the register from being written to for longer than one attempt, and with None when it
    is over. `pointed` is a notice that leads somewhere: words, whether it can be undone, its button, the Link.
    `covered` tells the main window to give way to `front`, a window of its own, and to come back.
    `restyled` asks for the window to be made anew, `opening` for another register: a path and how
    (open, new, demo), `asked` for a command of the frame by its key.
    """

    changed = Signal(frozenset)
    noticed = Signal(str, bool)
    pointed = Signal(str, bool, str, object)
    failed = Signal(str)
    task_started = Signal(object)
    visit = Signal(object)
    troubled = Signal(object)
    restyled = Signal()
    opening = Signal(str, str)
    asked = Signal(str)
    covered = Signal(bool)
    _told = Signal(frozenset)

    def __init__(self, register: "Register", settings: QSettings) -> None:
        super().__init__()
        self.register, self.settings = register, settings
        self.keyboard = Keyboard(settings)
        self.drafts: dict[str, Any] = {}
        self.preferences = Preferences(settings)
        self.trouble: Expected | None = None
        self.refused: list[str] = []
        """The names of the steps that could not be made in the present trouble."""
        self.front: QWidget | None = None
        self._tasks: set[Task] = set()
        self._told.connect(self.changed)
        self._stop_listening = register.on_change(self._told.emit)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_EVERY)
        self.outgoing = Outgoing(self)

    def close(self) -> None:
        """Let go of the register."""
        if self._timer.isActive():
            self._timer.stop()
            if self.front is not None:
                self.front.hide()
                self.front.deleteLater()
                self.front = None
            self.outgoing.stop()
            self._stop_listening()
            self.register.close()

    def read(self) -> Any:
        """A session to read in: `with workspace.read() as session`."""
        return self.register.read()

    @contextlib.contextmanager
    def change(self, name: str, *, undoable: bool = True) -> Iterator[Any]:
        """A session to change in, as one named step. Raises what the service raises."""
        try:
            with self.register.change(name, undoable=undoable) as session:
                yield session
        except Expected as error:
            self._find_trouble(error, name)
            raise

    def do(self, name: str, work: Callable[[Any], Any], *, notice: str = "") -> bool:
        """Make a step; an expected error is told in words. Returns whether it was made."""
        try:
            with self.change(name) as session:
                work(session)
        except Expected as error:
            if error.lasts is None:
                self.failed.emit(str(error))
            return False
        if notice:
            self.noticed.emit(notice, True)
        return True

    def undo(self) -> None:
        """Take back the last step and say which."""
        self._reverse(self.register.size_of_undo, self.register.undo, _("Undone: {step}"))

    def take_back(self, step_id: int) -> str:
        """Take back one step, whatever others did since; returns its name. Raises what the register raises."""
        try:
            return self.register.take_back(step_id)
        except Expected as error:
            self._find_trouble(error)
            raise

    def redo(self) -> None:
        """Do again what was undone last and say what."""
        self._reverse(self.register.size_of_redo, self.register.redo, _("Done again: {step}"))

    def _reverse(self, size: Callable[[], int], work: Callable[[], str], words: str) -> None:
        """A step of many rows is reversed in the background, a small one at once."""

        def say(step: str) -> None:
            self.noticed.emit(words.format(step=step), False)

        try:
            if size() > AT_ONCE:
                self.run(_("Undo and redo"), lambda _report: work(), say)
            else:
                say(work())
        except Expected as error:
            self._find_trouble(error)
            self.failed.emit(str(error))

    def is_busy(self) -> bool:
        """Whether long work is under way."""
        return bool(self._tasks)

    def tasks(self) -> list[Task]:
        """The work under way that has a title, which is to be shown."""
        return [task for task in self._tasks if task.title]

    def run(
        self,
        title: str,
        work: Callable[[Callable[[int, int], None]], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None] | None = None,
    ) -> Task:
        """Do long work off the window's thread; `done` gets its result, errors are told in words."""
        task = Task(title, work)
        task.succeeded.connect(done)
        task.failed.connect(failed or self.failed.emit)
        self.task_started.emit(task)
        self._begin(task)
        return task

    def run_quietly(
        self, work: Callable[[Callable[[int, int], None]], Any], done: Callable[[Any], None] | None = None
    ) -> None:
        """Do work that nobody waits for; only its failure is told."""
        task = Task("", work)
        if done is not None:
            task.succeeded.connect(done)
        task.failed.connect(self.failed)
        self._begin(task)

    def _begin(self, task: Task) -> None:
        """Start a task and hold on to it until all it has to say has arrived."""
        self._tasks.add(task)
        task.ended.connect(lambda: self._tasks.discard(task))
        start(task)

    def _look(self) -> None:
        try:
            changed = self.register.changed_elsewhere()
        except Expected as error:
            self._find_trouble(error)
            if error.lasts is None:
                self.failed.emit(str(error))
            return
        if changed:
            self.changed.emit(frozenset())

    def _find_trouble(self, error: Expected, step: str = "") -> None:
        """Tell of what lasts, once, and of each step that it has kept from being made; may be on any thread."""
        if error.lasts is None:
            return
        if step:
            self.refused.append(step)
        if step or self.trouble is None:
            self.trouble = error
            self.troubled.emit(error)

    def try_again(self) -> bool:
        """Take the register up again; what is shown is then read anew. Returns whether it could be."""
        try:
            self.register.reopen()
        except Expected as error:
            self.trouble = error
            self.troubled.emit(error)
            return False
        self.trouble = None
        self.refused.clear()
        self.troubled.emit(None)
        return True
