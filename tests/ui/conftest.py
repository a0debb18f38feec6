"""A real window over a real register, off the screen."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from roundtables.register import Register
from ui.app import make_application
from ui.links import Link
from ui.main_window import MainWindow
from ui.workspace import Workspace

FILE_DIALOGS = ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory")


PATIENCE = 30_000
"""Milliseconds: a machine that is busy with other things is slow, not wrong."""


class Patient(QtBot):
    """Waits longer than the library's five seconds; what comes sooner is not kept waiting."""

    def waitUntil(self, callback: Callable[[], Any], *, timeout: int = PATIENCE) -> None:  # noqa: N802 - the library's
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE, **named: Any) -> Any:  # noqa: N802 - the library's
        return super().waitSignal(signal, timeout=timeout, **named)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE) -> Any:  # noqa: N802 - the library's
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """The hands of the tests."""
    return Patient(request)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The program's own application, styled once."""
    return make_application(dark=False, language="en")


@pytest.fixture
def window_of(qtbot: QtBot, tmp_path: Path) -> Iterator[Callable[[Register], MainWindow]]:
    """Open the window of a register, shown and settled."""
    made: list[MainWindow] = []

    def show(register: Register) -> MainWindow:
        settings = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
        settings.setValue("place", settings.value("place", "events"))
        window = MainWindow(Workspace(register, settings))
        window.show()
        qtbot.waitExposed(window)
        made.append(window)
        return window

    yield show
    for window in made:
        window.workspace._timer.stop()
        window.workspace._stop_listening()
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def files_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Dialogs for files are given up at once: they are the system's own."""
    for name in FILE_DIALOGS:
        nothing: Any = "" if name == "getExistingDirectory" else ([], "") if name.endswith("s") else ("", "")
        monkeypatch.setattr(QFileDialog, name, lambda *_args, nothing=nothing, **_named: nothing)


@pytest.fixture
def window(window_of: Callable[[Register], MainWindow], demo: Register) -> MainWindow:
    """The window of the demonstration register."""
    return window_of(demo)


@pytest.fixture
def event_page(window: MainWindow) -> Any:
    """The page of the next event of the demonstration."""
    window.visit(Link("event", window.current_page().table.current_row().id))
    return window.current_page()


@pytest.fixture
def shown(qtbot: QtBot, window_of: Callable[[Register], MainWindow], register: Register) -> MainWindow:
    """The window of an empty register, with the keyboard."""
    window = window_of(register)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def soon(register: Register, given_event: Callable[..., int]) -> Callable[..., int]:
    """An event of an hour, so many days from today."""

    def add(days: int, **values: Any) -> int:
        starts = dt.datetime.combine(dt.date.today(), dt.time(12)) + dt.timedelta(days=days)  # noqa: DTZ011 - the wall's
        return given_event(**{"starts": starts, "ends": starts + dt.timedelta(hours=1), "tasks": ()} | values)

    return add
