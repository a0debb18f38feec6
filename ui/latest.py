"""Questions off the window's thread of which only the newest matters: results as one types."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from ui.background import Task, start


class Latest(QObject):
    """Answers one question at a time. One that comes meanwhile waits; it takes the place of any that waits already.

    `answered` brings the question with its answer, unless a newer one has been asked; `failed` the reason in words.
    """

    answered = Signal(object, object)
    failed = Signal(object, str)

    def __init__(self, answer: Callable[[Any], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answer = answer
        self._newest: Any = None
        self._asked: Any = None
        self._task: Task | None = None

    def ask(self, question: Any) -> None:
        """Have this answered; what was asked before is of no interest any more."""
        self._newest = question
        if self._task is None:
            self._begin()

    def _begin(self) -> None:
        question = self._asked = self._newest
        self._task = Task("", lambda _report: self._answer(question))
        self._task.succeeded.connect(self._take)
        self._task.failed.connect(self._take_failed)
        self._task.ended.connect(self._end)
        start(self._task)

    def _take(self, answer: object) -> None:
        if self._asked == self._newest:
            self.answered.emit(self._asked, answer)

    def _take_failed(self, words: str) -> None:
        if self._asked == self._newest:
            self.failed.emit(self._asked, words)

    def _end(self) -> None:
        self._task = None
        if self._asked != self._newest:
            self._begin()
