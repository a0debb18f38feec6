"""What is said to somebody who does not see it: live regions, by Qt's announcements."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel


def announce(about: QObject, words: str, *, at_once: bool = False) -> None:
    """Have a screen reader say the words when it has finished, or at once where something went wrong."""
    if not words:
        return
    event = QAccessibleAnnouncementEvent(about, words)
    urgency = QAccessible.AnnouncementPoliteness
    event.setPoliteness(urgency.Assertive if at_once else urgency.Polite)
    QAccessible.updateAccessibility(event)


def show_count(count: QLabel, words: str) -> None:
    """Show how many rows there are now; who does not see it hears it where it has changed."""
    if count.text() and count.text() != words and count.isVisible():
        announce(count, words)
    count.setText(words)
