"""What is told to somebody who does not see it."""

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from pytestqt.qtbot import QtBot

from ui.main_window import MainWindow


def test_how_many_rows_a_filter_leaves_is_said_once_it_has_changed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def hear(event: object) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            said.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(hear))
    listing = window.current_page().listing
    for words, expected in (("zlocinu", ["1 event"]), ("nothing like it", ["1 event", "0 events"])):
        listing.words.setText(words)
        qtbot.waitUntil(lambda expected=expected: said == expected)
    window.refresh()
    assert said == ["1 event", "0 events"]
