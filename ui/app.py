"""Start the window: the application, its language and style, one instance of it, the register that is asked for."""

import contextlib
import datetime as dt
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSettings, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent, QIcon
from PySide6.QtWidgets import QApplication

from roundtables.register import Register
from roundtables.register.location import NAMED, default_register
from roundtables.words import resource
from ui.appearance import Appearance
from ui.log import Unexpected
from ui.opening import AFTER_START, Opening
from ui.plain_text import PlainText
from ui.preferences import Preferences
from ui.single_instance import SingleInstance

READ_WORKBOOK = "--read-workbook"
TYPESET = "--typeset"
SMOKE = "--smoke"
"""Opens the window, says "ready" once it is painted, and ends: how a frozen program is tried."""


def start() -> None:
    """The entry point of the window's command."""
    if sys.argv[1:2] == [READ_WORKBOOK]:
        from roundtables.formats.sheets.workbook_child import main as read_workbook

        sys.exit(read_workbook(sys.argv[2]))
    if sys.argv[1:2] == [TYPESET]:
        from roundtables.formats.documents.typesetting_child import main as typeset

        sys.exit(typeset())
    sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Open the register that is named, or the default one, and run until the window is closed.

    Where the program runs already, it gets the name and comes to the front instead.
    """
    smoke = SMOKE in arguments
    named = next((argument for argument in arguments if not argument.startswith("--")), "")
    if named and "://" not in named:
        named = str(Path(named).absolute())
    application = make_application()
    instance = SingleInstance()
    if not smoke and not instance.is_first() and instance.hand_over(named):
        return 0
    keeper = opening(named or usual_register(settings()), application.appearance)  # type: ignore[attr-defined]  # set below
    keeper.begin().show()
    if smoke:
        QTimer.singleShot(0, lambda: _say_ready(application))
        return application.exec() if keeper.workspace() is not None else 1
    _listen(application, instance, keeper)
    return application.exec()


def _listen(application: QApplication, instance: SingleInstance, keeper: Opening) -> None:
    """Hear of second starts, of files from the system and of errors, now that the window is there."""
    unexpected = Unexpected(application)
    unexpected.listen()
    if sys.platform == "darwin":
        files = FileOpened(application)
        files.asked.connect(keeper.take)
        application.installEventFilter(files)
    instance.asked.connect(keeper.take)
    application.aboutToQuit.connect(instance.close)
    unexpected.told.connect(keeper.say_unexpected)
    QTimer.singleShot(0, instance.listen)
    QTimer.singleShot(AFTER_START, lambda: _remind(application, keeper))


def _remind(application: QApplication, keeper: Opening) -> None:
    """Say what is coming by the tray, from now on."""
    from ui.tray import Tray

    tray = Tray(application, keeper.workspace)
    tray.clicked.connect(keeper.come_forward)
    tray.begin()


def _say_ready(application: QApplication) -> None:
    application.processEvents()
    with contextlib.suppress(AttributeError, OSError):  # a program without a console has no standard output
        sys.stdout.write("ready\n")
        sys.stdout.flush()
    application.quit()


def usual_register(kept: QSettings) -> Path:
    """The default register; where there is none and none was named, the one that was open last.

    A first register may be put anywhere, and it must not have to be looked for at each start.
    """
    default = default_register()
    if default.exists() or os.environ.get(NAMED):
        return default
    return next((Path(path) for path in Preferences(kept).recent if Path(path).is_file()), default)


def opening(where: str | Path, appearance: Appearance | None = None) -> Opening:
    """What opens this register in a window, and keeps the window."""

    def apply() -> None:
        if appearance is not None:
            appearance.apply()

    made = Opening(where, make_or_open, settings(), default_register(), apply)
    if appearance is not None:
        appearance.changed.connect(made.restyle)
    return made


def make_or_open(path: str, how: str) -> Register:
    """Open a register, make a new one, or make the demonstration; raises what the register raises."""
    register = Register.open(path) if how == "open" else Register.create(path)
    if how == "demo":
        from roundtables.services.demonstration import make_demonstration

        make_demonstration(register, seed=1, today=dt.date.today())  # noqa: DTZ011 - the wall's day
    return register


def make_application(*, dark: bool | None = None, language: str | None = None) -> QApplication:
    """The application with its language, style and the filter that keeps texts plain."""
    found = QApplication.instance()
    application: Any = found if isinstance(found, QApplication) else QApplication(sys.argv[:1])
    application.setApplicationName("Roundtables")
    application.setOrganizationName("Roundtables")
    application.setDesktopFileName("roundtables")
    application.appearance = Appearance(application, Preferences(settings()))
    application.appearance.apply(dark=dark, language=language)
    application.setWindowIcon(QIcon(str(resource("icons", "roundtables.png"))))
    application.plain_text = PlainText(application)
    application.installEventFilter(application.plain_text)
    return application  # type: ignore[no-any-return]  # attributes of our own are kept on it


def settings() -> QSettings:
    """Where the window keeps its own state."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Roundtables", "Roundtables")


class FileOpened(QObject):
    """macOS hands over a file that was double-clicked as an event of the application."""

    asked = Signal(str)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            self.asked.emit(event.file())
            return True
        return super().eventFilter(watched, event)


if __name__ == "__main__":
    start()
