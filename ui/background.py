"""Long work off the window's thread: progress, cancel, result."""

import gc
import sys
import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from roundtables.errors import Expected
from roundtables.words import _
from ui.log import note
from ui.trouble import details_of

Report = Callable[[int, int], None]
YIELDS = 0.0005
"""Seconds after which one thread lets another go on."""


class Cancelled(Exception):
    """The user has stopped the work: raised in the worker at its next report."""


class Task(QObject):
    """One piece of work. Its signals arrive on the window's thread."""

    progressed = Signal(int, int)
    succeeded = Signal(object)
    failed = Signal(str)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, title: str, work: Callable[[Report], Any]) -> None:
        super().__init__()
        self.title = title
        self._work = work
        self._stop = False
        self.words = self.details = ""
        """Why it failed, and where: for whoever tells of it."""

    def cancel(self) -> None:
        """Stop at the next report; what was begun is taken back."""
        self._stop = True

    def is_stopping(self) -> bool:
        """Whether it was asked to stop: for work that ends by itself at a better moment than its next report."""
        return self._stop

    def run(self) -> None:
        """Do the work; called on a thread of the pool."""
        try:
            result = self._work(self._report)
        except Cancelled:
            self.cancelled.emit()
        except Expected as error:
            self._fail(error, str(error))
        except Exception as error:  # noqa: BLE001 - the last place to say anything
            note(error)
            self._fail(error, _("Something unexpected happened. Nothing was changed; please try again."))
        else:
            self.succeeded.emit(result)
        self.ended.emit()

    def _fail(self, error: Exception, words: str) -> None:
        self.words, self.details = words, details_of(error)
        self.failed.emit(words)

    def _report(self, done: int, total: int) -> None:
        if self._stop:
            raise Cancelled
        self.progressed.emit(done, total)


def start(task: Task) -> None:
    """Begin a task on a thread of its own; closing the program does not wait for it, its step is all or nothing."""
    _Collector.pause()

    def run() -> None:
        try:
            task.run()
        finally:
            _ends.came.emit(task, thread)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()


class _Ends(QObject):
    """Hears on the window's thread that a piece of work is over."""

    came = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.came.connect(self._let_go, Qt.ConnectionType.QueuedConnection)

    def _let_go(self, task: Task, thread: threading.Thread) -> None:
        """Free the task, which Qt's connections would keep for good, with all that its work holds."""
        thread.join()
        task.deleteLater()
        _Collector.go_on()


_ends = _Ends()


class _Collector:
    """Keeps Python's collector, which stops every thread for as long as it looks at everything, off the window's back.

    What is there when the first work begins is the program itself: it is not looked at again. While work is under
    way nothing is collected; what the work leaves behind is freed by counting, as it goes. And work in Python gives
    way to the window ten times sooner than usual.

    It goes on when the window's thread has heard that the last work is over. Were it to run on a worker, it would
    destroy there the widgets that it finds, while the window uses what belongs to them.
    """

    _lock = threading.Lock()
    _running = 0
    _begun = False

    @classmethod
    def pause(cls) -> None:
        with cls._lock:
            if not cls._begun:
                cls._begun = True
                sys.setswitchinterval(YIELDS)
                gc.freeze()
            cls._running += 1
            gc.disable()

    @classmethod
    def go_on(cls) -> None:
        with cls._lock:
            cls._running -= 1
            if not cls._running:
                gc.enable()
