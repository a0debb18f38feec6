"""Which register is open, in which window: opened, made anew when it is to look otherwise, changed for another."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from roundtables.errors import Expected
from roundtables.words import _
from ui import window_state
from ui.main_window import MainWindow
from ui.preferences import Preferences
from ui.published_files import PublishedFiles
from ui.welcome import Welcome
from ui.workspace import Workspace

if TYPE_CHECKING:
    from roundtables.register import Register

Open = Callable[[str, str], "Register"]
AFTER_START = 3000
"""Milliseconds after the start: the day's copy and the tray must not delay the window."""
LOOK_AGAIN = 500


class Opening(QObject):
    """Opens a register and shows its window, or the welcome where that can't be.

    `open_register` is given a place and how (open, new, demo), `suggested` is where a new one may lie.
    """

    def __init__(
        self, where: str | Path, open_register: Open, settings: QSettings, suggested: Path, apply: Callable[[], None]
    ) -> None:
        super().__init__()
        self._where, self._open, self._settings, self._suggested = str(where), open_register, settings, suggested
        self._apply = apply
        self._preferences = Preferences(settings)
        self.window: QWidget | None = None
        self._unexpected: Any = None

    def begin(self) -> QWidget:
        """The window to show: the register's, or the welcome."""
        problem = ""
        missing = "://" not in self._where and not Path(self._where).exists()
        if not missing:
            try:
                return self._show(self._open(self._where, "open"))
            except Expected as error:
                problem = str(error)
        suggested = Path(self._where) if missing else self._suggested
        self.window = Welcome(suggested, problem, self.go_on_with, self._preferences.recent)
        return self.window

    def go_on_with(self, path: str, how: str) -> str:
        """Make or open another register and show it in the place of what is shown; returns what went wrong in words.

        The register that is open stays so until the other is.
        """
        shown = self.window
        workspace = self.workspace()
        if workspace is not None and workspace.is_busy():
            return _("Work is still under way in this register. Nothing was closed; wait until it is done, or stop it.")
        if how == "open" and workspace is not None and _is_same(workspace.register.path, path):
            return ""
        try:
            register = self._open(path, how)
        except Expected as error:
            return str(error)
        window = self._show(register)
        window.show()
        if shown is not None:
            shown.close()
            shown.deleteLater()
        if workspace is not None:
            workspace.close()
        if isinstance(shown, Welcome) and not self._preferences.toured:
            QTimer.singleShot(LOOK_AGAIN, window, window.tour)
        return ""

    def take(self, path: str) -> None:
        """A second start, or the system, has handed over a file: open it where it names one, and come to the front."""
        window = self.window
        if window is None:
            return
        problem = self.go_on_with(path, "open") if path else ""
        window = self.window
        if problem and isinstance(window, MainWindow):
            window.workspace.failed.emit(problem)
        elif problem and isinstance(window, Welcome):
            window.say(problem)
        self.come_forward()

    def come_forward(self) -> None:
        """Bring the window before all others, minimised or not; where another stands before it, that one alone."""
        workspace = self.workspace()
        window = workspace.front if workspace is not None and workspace.front is not None else self.window
        if window is not None:
            window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
            window.show()
            window.raise_()
            window.activateWindow()

    def say_unexpected(self, details: str) -> None:
        """Tell of an error that nobody was waiting for; one dialog takes them all."""
        from ui.dialogs.unexpected import UnexpectedDialog

        if self._unexpected is not None and self._unexpected.isVisible():
            self._unexpected.add(details)
            return
        self._unexpected = UnexpectedDialog(self.window, details)
        self._unexpected.open()

    def workspace(self) -> Workspace | None:
        """The workspace of the register that is open, if one is."""
        return self.window.workspace if isinstance(self.window, MainWindow) else None

    def restyle(self) -> None:
        """Make the window anew on the same register, as it is to look and speak now; a dialog is waited for."""
        if QApplication.activeModalWidget() is not None or QApplication.activePopupWidget() is not None:
            QTimer.singleShot(LOOK_AGAIN, self, self.restyle)
            return
        before = self.window
        mark = None
        if isinstance(before, MainWindow):
            mark = before.focus_mark()
            before.settle()
            before.keep_state()
        self._apply()
        if isinstance(before, MainWindow):
            self._replace(before, mark)
        elif isinstance(before, Welcome):
            self._settings.sync()
            self.window = Welcome(before.suggested, before.problem(), self.go_on_with, self._preferences.recent)
            self.window.setGeometry(before.geometry())
            self.window.show()
            before.close()
            before.deleteLater()

    def _replace(self, before: MainWindow, mark: int | None) -> None:
        workspace = before.workspace
        window = MainWindow(workspace)
        self.window = window
        window.take_over(before)
        if before.isVisible():
            window.show()
        window.focus_at(mark)
        before.hide()
        before.deleteLater()
        for task in workspace.tasks():
            window.progress.follow(task)

    def _show(self, register: "Register") -> MainWindow:
        workspace = Workspace(register, self._settings)
        if register.path is not None:
            self._preferences.add_recent(str(register.path.absolute()))
        # Later: the window must not go while one of its own controls is still telling of a choice.
        workspace.restyled.connect(self.restyle, Qt.ConnectionType.QueuedConnection)
        workspace.opening.connect(lambda path, how: self._answer(workspace, path, how))
        application: Any = QApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(workspace.close)
        QTimer.singleShot(AFTER_START, workspace, lambda: _back_up(workspace))
        QTimer.singleShot(AFTER_START, workspace.outgoing, workspace.outgoing.begin)
        PublishedFiles(workspace)
        self.window = MainWindow(workspace)
        window_state.fit(self.window, self.window.screen().availableSize())
        return self.window

    def _answer(self, workspace: Workspace, path: str, how: str) -> None:
        problem = self.go_on_with(path, how)
        if problem:
            workspace.failed.emit(problem)


def _is_same(path: Path | None, other: str) -> bool:
    try:
        return path is not None and "://" not in other and path.samefile(other)
    except OSError:
        return False


def _back_up(workspace: Workspace) -> None:
    """Make the day's copy in the background; a failure is told, it must not pass unseen."""
    workspace.run_quietly(lambda _report: workspace.register.back_up_if_due())
