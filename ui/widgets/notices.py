"""What the window says at its lower edge: what was done, with Undo; what failed; how far work is."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QFrame, QProgressBar

from roundtables.words import _
from ui.background import Task
from ui.theme import GRID, animated
from ui.widgets.parts import button, label, row, wrapped

SHOWN_FOR = 10_000


def show_busy(bar: QProgressBar) -> None:
    """Say that work is under way whose length is not known: by a bar that moves, where anything may."""
    bar.setRange(0, 0 if animated() else 1)


class NoticeBar(QFrame):
    """One notice at a time, which goes by itself; an error stays until it is closed."""

    undo_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.words = wrapped("")
        self.words.setAccessibleName(_("Notice"))
        self._undo = button(_("Undo"), self._ask_undo, picture="undo")
        self._close = button(_("Close"), self.hide)
        layout = row(self.words, self._undo, self._close, margin=2 * GRID)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, words: str, undoable: bool) -> None:  # noqa: FBT001 - a signal's arguments
        """Say that something was done."""
        self._show(words, undoable=undoable, failed=False)
        self._timer.start(SHOWN_FOR)

    def say_failed(self, words: str) -> None:
        """Say what could not be done."""
        self._timer.stop()
        self._show(words, undoable=False, failed=True)

    def _show(self, words: str, *, undoable: bool, failed: bool) -> None:
        self.words.setText(words)
        self.words.setObjectName("error" if failed else "")
        self.words.style().unpolish(self.words)
        self.words.style().polish(self.words)
        self._undo.setVisible(undoable)
        self.show()

    def _ask_undo(self) -> None:
        self.hide()
        self.undo_asked.emit()


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
