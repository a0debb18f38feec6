"""What is coming, told by the system's tray where there is one and where it was asked for: numbers, never names."""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from roundtables.queries import reminders
from roundtables.words import n_
from ui.workspace import Workspace

EVERY = 60 * 60 * 1000
"""Milliseconds between two looks."""


def words(reminder: reminders.Reminder) -> str:
    """What is told, a line each; empty when there is nothing."""
    lines = []
    if reminder.tomorrow:
        lines.append(n_("{n} event tomorrow", "{n} events tomorrow", reminder.tomorrow).format(n=reminder.tomorrow))
    if reminder.overdue:
        lines.append(n_("{n} task overdue", "{n} tasks overdue", reminder.overdue).format(n=reminder.overdue))
    return "\n".join(lines)


class Tray(QObject):
    """Looks at the start and each hour; the same is told once a day. `clicked` when the message is."""

    clicked = Signal()

    def __init__(self, parent: QObject, workspace: Callable[[], Workspace | None]) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._icon: QSystemTrayIcon | None = None
        self._told: tuple[dt.date, str] | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look now and from now on."""
        self._timer.start(EVERY)
        self.look()

    def look(self) -> None:
        """Tell what is coming if it was asked for; without a tray, or when it was switched off, be gone."""
        workspace = self._workspace()
        if workspace is None or not workspace.preferences.notifies or not QSystemTrayIcon.isSystemTrayAvailable():
            self._hide()
            return
        today = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant

        def work(_report: object) -> reminders.Reminder:
            with workspace.read() as session:
                return reminders.reminder(session, today)

        workspace.run_quietly(work, lambda found: self.tell(today, words(found)))

    def tell(self, today: dt.date, told: str) -> None:
        """Show the message, unless it was shown today."""
        if not told or self._told == (today, told):
            return
        self._told = today, told
        if self._icon is None:
            self._icon = QSystemTrayIcon(QApplication.windowIcon(), self)
            self._icon.setToolTip("Roundtables")
            self._icon.messageClicked.connect(self.clicked)
            self._icon.activated.connect(self.clicked)
        self._icon.show()
        self._icon.showMessage("Roundtables", told)

    def _hide(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon = None
