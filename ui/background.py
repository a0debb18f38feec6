"""Long work off the window's thread: progress, cancel, result."""

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from roundtables.errors import Expected
from roundtables.words import _

log = logging.getLogger(__name__)
Report = Callable[[int, int], None]


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

    def cancel(self) -> None:
        """Stop at the next report; what was begun is taken back."""
        self._stop = True

    def run(self) -> None:
        """Do the work; called on a thread of the pool."""
        try:
            result = self._work(self._report)
        except Cancelled:
            self.cancelled.emit()
        except Expected as error:
            self.failed.emit(str(error))
        except Exception as error:  # the last place to say anything; the text may hold personal data
            log.error("unexpected %s in %s", type(error).__name__, self._work)
            self.failed.emit(_("Something unexpected happened. Nothing was changed; please try again."))
        else:
            self.succeeded.emit(result)
        self.ended.emit()

    def _report(self, done: int, total: int) -> None:
        if self._stop:
            raise Cancelled
        self.progressed.emit(done, total)


class _Run(QRunnable):
    def __init__(self, task: Task) -> None:
        super().__init__()
        self._task = task

    def run(self) -> None:
        self._task.run()


def start(task: Task) -> None:
    """Begin a task on a thread of its own."""
    QThreadPool.globalInstance().start(_Run(task))
