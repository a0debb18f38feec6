"""Start the window: the application, its language and style, the register, and what is shown when there is none."""

import datetime as dt
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLibraryInfo, QLocale, QSettings, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QWidget

from roundtables.errors import Expected
from roundtables.register import Register
from roundtables.register.location import default_register
from roundtables.words import LOCALES, resource, speak, spoken
from ui import theme
from ui.format import locale as window_locale
from ui.main_window import MainWindow
from ui.plain_text import PlainText
from ui.welcome import Welcome
from ui.workspace import Workspace

READ_WORKBOOK = "--read-workbook"
BACK_UP_AFTER = 3000
"""Milliseconds after the start: the day's copy must not delay the window."""
log = logging.getLogger(__name__)


def start() -> None:
    """The entry point of the window's command."""
    if sys.argv[1:2] == [READ_WORKBOOK]:
        from roundtables.formats.sheets.workbook_child import main as read_workbook

        sys.exit(read_workbook(sys.argv[2]))
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Open the register that is named, or the default one, and run until the window is closed."""
    application = make_application()
    window = Opening(arguments[0] if arguments else default_register()).begin()
    window.show()
    return application.exec()


def make_application(*, dark: bool | None = None, language: str | None = None) -> QApplication:
    """The application with its language, style and the filter that keeps texts plain."""
    found = QApplication.instance()
    application = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Roundtables")
    application.setOrganizationName("Roundtables")
    application.setDesktopFileName("roundtables")
    speak(language or _language())
    QLocale.setDefault(window_locale())
    theme.apply(application, dark=theme.is_dark(application) if dark is None else dark)
    application.setWindowIcon(QIcon(str(resource("icons", "roundtables.png"))))
    application.plain_text = PlainText(application)  # type: ignore[attr-defined]  # kept alive with it
    application.installEventFilter(application.plain_text)  # type: ignore[attr-defined]  # as above
    _translate_qt(application)
    return application


def settings() -> QSettings:
    """Where the window keeps its own state."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Roundtables", "Roundtables")


def _language() -> str:
    """The language that was chosen, else the system's where the program speaks it."""
    chosen = str(settings().value("language") or QLocale.system().name()[:2])
    return chosen if chosen in LOCALES else "en"


def _translate_qt(application: QApplication) -> None:
    """Qt's own dialogs take Qt's own translations."""
    translator = QTranslator(application)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if spoken().code != "en" and translator.load(f"qtbase_{spoken().code}", folder):
        application.installTranslator(translator)


class Opening:
    """Opens a register and shows its window, or the welcome where that can't be."""

    def __init__(self, where: str | Path) -> None:
        self._where = where
        self.window: QWidget | None = None

    def begin(self) -> QWidget:
        """The window to show: the register's, or the welcome."""
        problem = ""
        missing = "://" not in str(self._where) and not Path(self._where).exists()
        if not missing:
            try:
                return self._window(Register.open(self._where))
            except Expected as error:
                problem = str(error)
        suggested = Path(self._where) if missing else default_register()
        self.window = Welcome(suggested, problem, self._begin_with)
        return self.window

    def _begin_with(self, path: Path, how: str) -> str:
        """Make or open a register as the welcome was told; returns what went wrong in words."""
        try:
            register = Register.open(path) if how == "open" else Register.create(path)
            if how == "demo":
                from roundtables.services.demonstration import make_demonstration

                make_demonstration(register, seed=1, today=dt.date.today())  # noqa: DTZ011 - the wall's day
        except Expected as error:
            return str(error)
        welcome = self.window
        self._window(register).show()
        if welcome is not None:
            welcome.close()
        return ""

    def _window(self, register: Register) -> MainWindow:
        workspace = Workspace(register, settings())
        window = MainWindow(workspace)
        application = QApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(workspace.close)
        QTimer.singleShot(BACK_UP_AFTER, lambda: _back_up(workspace))
        self.window = window
        return window


def _back_up(workspace: Workspace) -> None:
    """Make the day's copy in the background; a failure is told, it must not pass unseen."""
    workspace.run_quietly(lambda _report: workspace.register.back_up_if_due())


if __name__ == "__main__":
    start()
