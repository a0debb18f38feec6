"""Where the window was left: kept, and brought back onto a screen that is there."""

from PySide6.QtCore import QRect, QSettings, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter

from ui.theme import sized
from ui.widgets.navigation import Navigation

START_SIZE = QSize(1280, 800)
WIDEST = 600
SLACK = 4
TITLE = 40
REACHABLE = 96
"""So much of the window's upper edge has to be on a screen for it to be taken hold of."""


def keep(window: QMainWindow, sides: QSplitter, navigation: Navigation, settings: QSettings) -> None:
    """Keep size, place, whether it fills the screen, and the width of the navigation where it was changed by hand."""
    settings.setValue("window", window.saveGeometry())
    width = sides.sizes()[0]
    if abs(width - navigation.fitting()) > SLACK:
        settings.setValue("navigation", width * 100 // max(sized(100), 1))
    else:
        settings.remove("navigation")


def restore(window: QMainWindow, sides: QSplitter, navigation: Navigation, settings: QSettings) -> None:
    """As it was left; the width of the navigation is kept for text of usual size, and else fits its names."""
    window.resize(START_SIZE)
    geometry = settings.value("window")
    if geometry is not None and window.restoreGeometry(geometry):
        bring_back(window)
    kept = str(settings.value("navigation") or "")
    width = sized(int(kept)) if kept.isdecimal() and 0 < int(kept) < WIDEST else navigation.fitting()
    sides.setSizes([width, max(window.width() - width, 1)])


def fit(window: QMainWindow, screen: QSize) -> None:
    """Make a window no larger than the screen has room for, with its own title above it; its foot has the notices."""
    if not window.isMaximized() and not window.isFullScreen():
        window.resize(window.size().boundedTo(screen - QSize(0, TITLE)))


def bring_back(window: QMainWindow) -> None:
    """Move the window onto a screen that is there, no larger than it; left alone where it can be reached."""
    available = [screen.availableGeometry() for screen in QGuiApplication.screens()]
    found = reachable(window.geometry(), available)
    if found != window.geometry():
        window.setGeometry(found)


def reachable(wanted: QRect, screens: list[QRect]) -> QRect:
    """The rectangle itself where its upper edge can be reached on a screen, else one of its size on the first."""
    edge = QRect(wanted.topLeft(), QSize(wanted.width(), REACHABLE // 2))
    for screen in screens:
        seen = edge & screen
        if seen.width() >= min(REACHABLE, wanted.width()) and screen.top() <= wanted.top() and seen.height() > 0:
            return wanted
    if not screens:
        return wanted
    first = screens[0]
    moved = QRect(first.topLeft(), wanted.size().boundedTo(first.size()))
    moved.moveCenter(first.center())
    return moved
