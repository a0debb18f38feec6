"""What was done and what failed is said once, in order, aloud, and undone only as it was said."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from pytestqt.qtbot import QtBot

from roundtables.errors import NothingThere
from roundtables.queries import people as queries
from roundtables.queries.people import PersonFilter
from roundtables.services import people
from ui.main_window import MainWindow
from ui.widgets.notices import NoticeBar


@pytest.fixture
def bar(window: MainWindow) -> NoticeBar:
    return window.notices


@pytest.fixture
def add(window: MainWindow) -> Callable[[str], bool]:
    """Add a person of this name, with a notice."""

    def work(name: str) -> bool:
        return window.workspace.do(
            "Add person", lambda session: people.add(session, last_name=name), notice=f"{name} was added"
        )

    return work


def there(window: MainWindow, name: str) -> bool:
    with window.workspace.read() as session:
        return queries.count(session, PersonFilter(words=name)) == 1


def test_the_notice_undoes_the_step_that_it_spoke_of(
    qtbot: QtBot, window: MainWindow, bar: NoticeBar, add: Callable[[str], bool]
) -> None:
    add("Zenobia")
    assert bar.words.text() == "Zenobia was added"
    qtbot.mouseClick(bar._undo, Qt.MouseButton.LeftButton)
    assert not there(window, "Zenobia")
    assert bar.words.text() == "Undone: Add person"
    assert not bar._undo.isVisible()


def test_a_step_that_came_since_is_not_undone_in_its_place(
    qtbot: QtBot, window: MainWindow, bar: NoticeBar, add: Callable[[str], bool]
) -> None:
    add("Zenobia")
    with window.workspace.change("Add person") as session:
        people.add(session, last_name="Quillon")
    qtbot.mouseClick(bar._undo, Qt.MouseButton.LeftButton)
    assert there(window, "Zenobia")
    assert there(window, "Quillon")
    assert "Nothing was undone" in bar.words.text()
    assert not bar._undo.isVisible()


def test_a_step_that_was_undone_otherwise_is_not_undone_again(
    window: MainWindow, bar: NoticeBar, add: Callable[[str], bool]
) -> None:
    add("Quillon")
    add("Zenobia")
    window.undo()
    bar.undo_step()
    assert there(window, "Quillon")


def test_notices_wait_behind_an_error(bar: NoticeBar, window: MainWindow, add: Callable[[str], bool]) -> None:
    window.workspace.failed.emit("The disk is full.")
    add("Zenobia")
    window.workspace.failed.emit("The drive was pulled out.")
    window.workspace.failed.emit("The drive was pulled out.")
    assert bar.words.text() == "The disk is full."
    assert bar._more.text() == "2 more"
    assert not bar._undo.isVisible()
    bar.dismiss()
    assert bar.words.text() == "Zenobia was added"
    assert bar._undo.isVisible()
    bar.dismiss()
    assert bar.words.text() == "The drive was pulled out."
    bar.dismiss()
    assert not bar.isVisible()


def test_a_newer_notice_takes_the_place_of_an_older_and_an_error_of_both(
    bar: NoticeBar, window: MainWindow, add: Callable[[str], bool]
) -> None:
    add("Quillon")
    add("Zenobia")
    assert bar.words.text() == "Zenobia was added"
    window.workspace.failed.emit("The disk is full.")
    assert bar.words.text() == "The disk is full."


def test_notices_are_said_politely_and_errors_at_once(
    window: MainWindow, add: Callable[[str], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[tuple[str, Any]] = []

    def hear(event: Any) -> None:
        if hasattr(event, "politeness"):
            heard.append((event.message(), event.politeness()))

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    add("Zenobia")
    window.workspace.failed.emit("The disk is full.")
    urgency = QAccessible.AnnouncementPoliteness
    assert heard == [("Zenobia was added", urgency.Polite), ("The disk is full.", urgency.Assertive)]


def test_f6_brings_the_keyboard_to_the_notice_and_escape_back(
    qtbot: QtBot, window: MainWindow, bar: NoticeBar, add: Callable[[str], bool]
) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    table = window.current_page().table
    table.setFocus()
    add("Zenobia")
    qtbot.keyClick(table, Qt.Key.Key_F6)
    assert bar._undo.hasFocus()
    bar._time_is_up()
    assert bar.isVisible()
    qtbot.keyClick(bar._undo, Qt.Key.Key_Escape)
    assert not bar.isVisible()
    assert table.hasFocus()


def test_a_notice_goes_by_itself_and_an_error_stays(
    window: MainWindow, bar: NoticeBar, add: Callable[[str], bool]
) -> None:
    add("Zenobia")
    assert bar._timer.isActive()
    bar._time_is_up()
    assert not bar.isVisible()
    window.workspace.failed.emit("The disk is full.")
    assert not bar._timer.isActive()


def test_details_say_where_an_error_arose_and_name_nobody(qtbot: QtBot, window: MainWindow, bar: NoticeBar) -> None:
    def work(session: Any) -> None:
        try:
            {}["Zenobia Quillon, zenobia@office.example"]
        except KeyError as error:
            raise NothingThere from error

    window.workspace.do("Change person", work)
    qtbot.mouseClick(bar._copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert "roundtables.errors.NothingThere at ui.workspace:" in copied
    assert "builtins.KeyError at " in copied
    assert "Roundtables " in copied
    assert "Qt 6." in copied
    assert "enobia" not in copied
    assert "office" not in copied


def test_details_of_work_in_the_background_reach_the_notice_too(
    qtbot: QtBot, window: MainWindow, bar: NoticeBar
) -> None:
    def work(_report: Any) -> None:
        raise NothingThere

    window.workspace.run("Reading", work, print)
    qtbot.waitUntil(bar.isVisible)
    assert "roundtables.errors.NothingThere at " in bar._said.details  # type: ignore[union-attr]  # it is said
