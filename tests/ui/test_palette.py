"""One line for everything, by keys and by the mouse."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from roundtables.queries import search
from ui.dialogs.palette import Palette
from ui.dialogs.palette_actions import used_lately
from ui.latest import Latest
from ui.links import Link
from ui.main_window import MainWindow


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader is told: where Qt hands it on to the system."""
    heard: list[str] = []
    tell = QAccessible.updateAccessibility

    def hear(event: Any) -> None:
        if hasattr(event, "message"):
            heard.append(event.message())
        tell(event)

    monkeypatch.setattr(QAccessible, "updateAccessibility", hear)
    return heard


@pytest.fixture
def palette(qtbot: QtBot, window: MainWindow) -> Palette:
    """The palette, opened by its keys."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    table = window.current_page().table
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    found = window.findChild(Palette)
    assert found is not None
    qtbot.waitUntil(found.isVisible)
    return found


def shown(palette: Palette) -> list[str]:
    return [palette.list.item(number).text() for number in range(palette.list.count())]


def wait_for(qtbot: QtBot, palette: Palette, words: str) -> None:
    qtbot.keyClicks(palette.line, words)
    qtbot.waitUntil(lambda: palette._search._task is None)
    qtbot.wait(10)


def test_a_person_is_found_and_gone_to_by_enter(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    with window.workspace.read() as session:
        person = next(hit for hit in search.look_up(session, "zeljka").hits if hit.kind == "person")
    wait_for(qtbot, palette, "zeljka")
    assert person.shown in shown(palette)
    visited = []
    window.workspace.visit.connect(visited.append)
    while palette.list.current_entry().words != person.shown:  # type: ignore[union-attr]  # there is one
        qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert (visited[0].place, visited[0].key) == ("person", person.id)


def test_a_command_is_done_and_remembered_by_its_key_alone(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    wait_for(qtbot, palette, "new ev")
    assert palette.list.current_entry().words == "New event"  # type: ignore[union-attr]  # there is one
    assert palette.list.current_entry().keys == "Ctrl+N"  # type: ignore[union-attr]  # there is one
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None or bool(window.findChildren(Palette)))
    assert used_lately(window.workspace.settings) == ["event.new"]
    window.open_palette()
    assert shown(palette)[:2] == ["Used lately", "New event"]
    assert shown(palette)[2] == "Pages"


def test_what_is_disabled_or_not_seen_is_not_offered(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    palette.leave()
    window._undo.setEnabled(False)
    window.open_palette()
    assert not any(entry.startswith("Undo") for entry in shown(palette))
    assert "Find or do" not in shown(palette)
    window._undo.setEnabled(True)
    window.open_palette()
    assert any(entry.startswith("Undo") for entry in shown(palette))
    assert "History of everything" not in shown(palette)
    window.visit(Link("history"))
    window.open_palette()
    assert "History of everything" in shown(palette)
    window.visit(Link("events"))
    window.open_palette()
    assert "History of everything" not in shown(palette)


def test_a_slip_is_forgiven_and_said_to_be_one(qtbot: QtBot, palette: Palette) -> None:
    wait_for(qtbot, palette, "studt vist")
    assert shown(palette)[0].startswith("Did you mean “study visit")
    assert "Study visit to Zagreb" in shown(palette)


def test_nothing_found_is_said(qtbot: QtBot, palette: Palette, said: list[str]) -> None:
    wait_for(qtbot, palette, "qqqqq")
    assert palette.nothing.isVisible()
    assert not palette.list.isVisible()
    assert said[-1] == palette.nothing.text()


def test_number_and_current_result_are_announced(qtbot: QtBot, palette: Palette, said: list[str]) -> None:
    wait_for(qtbot, palette, "round-table")
    results = sum(
        palette.list.item(number).data(Qt.ItemDataRole.UserRole) is not None for number in range(palette.list.count())
    )
    assert said[-1].startswith(f"{results} results: ")
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert said[-1] == palette.list.current_entry().said  # type: ignore[union-attr]  # there is one
    assert "Event" in said[-1]


def test_keys_move_through_results_and_groups_and_go_round(qtbot: QtBot, palette: Palette) -> None:
    first = palette.list.currentRow()
    qtbot.keyClick(palette.line, Qt.Key.Key_Up)
    last = palette.list.currentRow()
    assert last == palette.list.count() - 1
    qtbot.keyClick(palette.line, Qt.Key.Key_Down)
    assert palette.list.currentRow() == first
    qtbot.keyClick(palette.line, Qt.Key.Key_Tab)
    assert palette.list.current_entry().group == "Commands"  # type: ignore[union-attr]  # there is one
    qtbot.keyClick(palette.line, Qt.Key.Key_Backtab)
    assert palette.list.currentRow() == first
    qtbot.keyClick(palette.line, Qt.Key.Key_PageDown)
    assert palette.list.currentRow() > first + 1
    assert palette.line.hasFocus()


def test_its_keys_open_it_from_a_line_that_is_typed_in_too(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    words = window.current_page().words
    words.setFocus()
    qtbot.keyClicks(words, "study")
    words.home(False)
    qtbot.keyClick(words, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert words.text() == "study"
    assert window.findChild(Palette).isVisible()  # type: ignore[union-attr]  # it was made


def test_the_mouse_chooses(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    item = next(
        palette.list.item(number)
        for number in range(palette.list.count())
        if palette.list.item(number).text() == "People and organisations"
    )
    place: QPoint = palette.list.visualItemRect(item).center()
    qtbot.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert not palette.isVisible()
    assert type(window.current_page()).__name__ == "PeoplePage"


def test_escape_closes_it_and_gives_the_keyboard_back(qtbot: QtBot, window: MainWindow) -> None:
    table = window.current_page().table
    table.setFocus()
    window.open_palette()
    palette = window.findChild(Palette)
    assert palette is not None
    assert palette.line.hasFocus()
    qtbot.keyClick(palette.line, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert table.hasFocus()
    window.open_palette()
    window.current_page().words.setFocus()
    assert not palette.isVisible()


def test_hostile_names_are_painted_as_text(qtbot: QtBot, window: MainWindow, palette: Palette) -> None:
    from roundtables.services import people

    with window.workspace.change("Add person") as session:
        people.add(session, last_name="Zzyx <img src='file:///etc/passwd'>\u202e" + "x" * 150)
    wait_for(qtbot, palette, "zzyx")
    entry = palette.list.current_entry()
    assert entry is not None
    assert "\u202e" not in entry.words
    assert len(entry.words) <= 301
    palette.grab()


def test_the_list_keeps_qts_own_rules(qtbot: QtBot, palette: Palette) -> None:
    QAbstractItemModelTester(palette.list.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    wait_for(qtbot, palette, "round")
    wait_for(qtbot, palette, "qqqq")


def test_only_the_newest_question_is_answered(qtbot: QtBot) -> None:
    import threading

    begin, answers, asked = threading.Event(), [], []

    def answer(question: str) -> str:
        asked.append(question)
        begin.wait(20)
        return question.upper()

    latest = Latest(answer)
    latest.answered.connect(lambda question, found: answers.append((question, found)))
    for question in ("a", "an", "ann", "anna"):
        latest.ask(question)
    begin.set()
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [("anna", "ANNA")]
    assert asked == ["a", "anna"]
