"""What the previews of imports share: a file that is read off the window's thread, its rows with their verdicts."""

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLineEdit,
    QProgressBar,
    QStackedLayout,
    QWidget,
)

from roundtables.words import _
from ui import format as formats
from ui.background import Task
from ui.widgets.notices import show_busy
from ui.widgets.parts import EmptyState, label, resize_within, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

WIDTH, HEIGHT = 1120, 680


class Labelled(Protocol):
    """A verdict with its words in English."""

    @property
    def label(self) -> str: ...


class PreviewDialog(QDialog):
    """Nothing is written here: who opens it takes over what was agreed to.

    What is wrong with the file is said in `error`; `yes` takes over what is shown.
    """

    def __init__(self, parent: QWidget, workspace: Workspace, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        resize_within(self, WIDTH, HEIGHT)
        self.workspace = workspace
        self.error = wrapped("", "error")
        self.error.hide()
        self.figures = label("", "muted")
        self.busy = QProgressBar()
        self.busy.setTextVisible(False)
        self.busy.setAccessibleName(_("Progress"))
        self.busy.hide()
        self.buttons = QDialogButtonBox()
        self.yes = self.buttons.addButton(_("Take over"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.yes.setEnabled(False)
        self.buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self.agree)
        self.buttons.rejected.connect(self.reject)
        self._task: Task | None = None

    def table_or_why(self, table: Table, words: str) -> QWidget:
        """The table, and before anything was read how to begin."""
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(EmptyState(words, _("Choose a file…"), self.choose_file))
        self._stack.addWidget(table)
        return holder

    def choose_file(self) -> None:
        """Ask for a file and read it."""
        raise NotImplementedError

    def ask_for_file(self, title: str, kinds: str, patterns: str) -> Path | None:
        """The file that is chosen, if one is."""
        path, _kind = QFileDialog.getOpenFileName(self, title, str(Path.home()), f"{kinds} ({patterns})")
        return Path(path) if path else None

    def begin(self, title: str, work: Callable[[Any], Any], show: Callable[[Any], None]) -> None:
        """Read off the window's thread; what goes wrong is said in the dialog."""
        self.error.hide()
        show_busy(self.busy)
        self.busy.show()
        self.yes.setEnabled(False)
        self._task = self.workspace.run(title, work, show, self.fail)
        self._task.ended.connect(self.busy.hide)

    def fail(self, words: str) -> None:
        """Say what is wrong."""
        self.error.setText(words)
        self.error.show()

    def show_table(self, verdicts: Iterable[Labelled], found: Iterable[Labelled]) -> None:
        """Turn to the table, with how many rows have which verdict."""
        self._stack.setCurrentIndex(1)
        counts = Counter(found)
        words = [f"{_(each.label)}: {formats.number(counts[each])}" for each in verdicts if counts[each]]
        self.figures.setText("   ".join(words))

    def show_why(self) -> None:
        """Turn back to how to begin: there is nothing to be shown."""
        self._stack.setCurrentIndex(0)

    def take_keyboard(self, table: Table) -> None:
        """Go on at what is shown: what was pressed to come here would be pressed again by Enter."""
        (self.yes if self.yes.isEnabled() else table).setFocus()

    def agree(self) -> None:
        """Take over what is shown."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field settles what is typed there, or leads on to the table: it takes nothing over by itself."""
        entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not (entered and isinstance(self.focusWidget(), QLineEdit | QComboBox | QAbstractItemView)):
            super().keyPressEvent(event)

    def reject(self) -> None:
        if self._task is not None:
            self._task.cancel()
        super().reject()
