"""Files dragged onto the window: told before, done after, and nothing lost by what can't be taken in."""

import itertools
import time
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QMessageBox
from pytestqt.qtbot import QtBot

from ui.dialogs.importing import MOST_MAPPED, ImportDialog
from ui.main_window import MainWindow

LIST = "Surname;First name;Email\nÅkerlund;Veera;veera@new.example\n"


class Dragged:
    """Some files over the window."""

    def __init__(self, window: MainWindow, *paths: Path) -> None:
        self.window, self.data = window, QMimeData()
        self.data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])

    def _about(self, kind: Any) -> Any:
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        return kind(QPointF(200, 200), Qt.DropAction.CopyAction, self.data, left, none)

    def over(self) -> bool:
        event = self._about(QDragEnterEvent)
        self.window.dragEnterEvent(event)
        return bool(event.isAccepted())

    def drop(self) -> None:
        self.over()
        self.window.drops.dropEvent(self._about(QDropEvent))
        assert not self.window.drops.isVisible()


@pytest.fixture
def people_list(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def dialog_of(qtbot: QtBot, window: MainWindow) -> ImportDialog:
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(ImportDialog)))
    dialog: ImportDialog = window.findChildren(ImportDialog)[-1]
    qtbot.waitUntil(lambda: bool(dialog._proposals) or dialog.error.isVisible())
    return dialog


def test_a_list_dropped_on_an_event_is_previewed_for_it(
    qtbot: QtBot, window: MainWindow, event_page: Any, people_list: Path
) -> None:
    dragged = Dragged(window, people_list)
    assert dragged.over()
    assert window.drops.isVisible()
    assert window.drops._words.text() == f"Import participants into {event_page.record.reference}"
    assert "preview" in window.drops._detail.text()
    dragged.drop()
    dialog = dialog_of(qtbot, window)
    assert dialog.windowTitle() == "Import participants"
    assert [entry.line.name for entry in dialog._proposals] == ["Veera Åkerlund"]
    dialog.reject()


def test_elsewhere_it_is_for_people(qtbot: QtBot, window: MainWindow, people_list: Path) -> None:
    dragged = Dragged(window, people_list)
    dragged.over()
    assert window.drops._words.text() == "Import people"
    dragged.drop()
    dialog = dialog_of(qtbot, window)
    assert dialog.windowTitle() == "Import people"
    dialog.reject()


def test_nothing_is_read_while_it_hovers(window: MainWindow, tmp_path: Path) -> None:
    assert Dragged(window, tmp_path / "is not there at all.xlsx").over()
    assert window.drops._words.text() == "Import people"
    window.drops.leave()
    assert not window.drops.isVisible()


def test_what_left_before_the_overlay_was_there_leaves_no_overlay(
    qtbot: QtBot, window: MainWindow, people_list: Path
) -> None:
    Dragged(window, people_list).over()
    qtbot.waitUntil(lambda: not window.drops.isVisible())


def test_texts_and_links_are_left_to_others(window: MainWindow) -> None:
    dragged = Dragged(window)
    dragged.data.setText("words")
    assert not dragged.over()
    dragged.data.setUrls([QUrl("https://office.example/list.xlsx")])
    assert not dragged.over()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("picture.png", "can't take in picture.png"),
        ("no ending", "can't take in no ending"),
        ("gone.xlsx", "gone.xlsx can't be opened: it is not there"),
        ("folder.csv", "folder.csv is a folder"),
        ("empty.csv", "empty.csv is empty"),
        ("huge.xlsx", "huge.xlsx is too large: at most 20 MB"),
    ],
)
def test_what_can_not_be_taken_in_is_said_in_words(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, name: str, words: str
) -> None:
    path = tmp_path / name
    if name.startswith("folder"):
        path.mkdir()
    elif name.startswith("huge"):
        with path.open("wb") as file:
            file.truncate(2_000_000_000)
    elif not name.startswith("gone"):
        path.write_text("" if name.startswith("empty") else "x", encoding="utf-8")
    Dragged(window, path).drop()
    qtbot.waitUntil(window.notices.isVisible)
    assert words in window.notices.words.text()
    assert not window.findChildren(ImportDialog)


def test_many_files_at_once_are_refused_in_words(window: MainWindow, tmp_path: Path) -> None:
    dragged = Dragged(window, *(tmp_path / f"{number}.xlsx" for number in range(300)))
    dragged.over()
    assert window.drops._detail.text().startswith("300 files were dropped")
    dragged.drop()
    assert window.notices.words.text().startswith("300 files were dropped. Nothing was read")


def test_a_register_is_opened_only_when_asked_for(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    other = tmp_path / "other.roundtables"
    other.write_bytes(b"SQLite format 3\x00")
    asked: list[Path] = []
    window.drops.open_register_asked.connect(asked.append)
    Dragged(window, other).drop()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    box: Any = QApplication.activeModalWidget()
    assert box.text() == "Open other.roundtables?"
    assert not asked
    qtbot.mouseClick(box.defaultButton(), Qt.MouseButton.LeftButton)
    assert asked == [other]


@pytest.mark.parametrize(("rows", "columns", "taken"), [(10_000, 10, True), (100_000, 1, False), (1, 100_000, False)])
def test_a_clipboard_of_a_hundred_thousand_cells_is_bounded_while_the_window_answers(
    qtbot: QtBot, window: MainWindow, rows: int, columns: int, taken: bool
) -> None:
    heading = ["First name", "Surname", "Email"][:columns]
    line = "\t".join(["Given", "Family", "x"][:columns] + ["filling"] * (columns - 3))
    QGuiApplication.clipboard().setText("\n".join(["\t".join(heading), *[line] * rows]))
    dialog = ImportDialog(window, window.workspace, "Import")
    dialog.open()
    ticks: list[float] = []
    timer = QTimer()
    timer.setInterval(5)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    dialog.paste()
    qtbot.waitUntil(lambda: bool(dialog._proposals) or dialog.error.isVisible(), timeout=60_000)
    qtbot.wait(50)
    longest = max(now - before for before, now in itertools.pairwise(ticks))
    print(f"longest {longest * 1000:.0f} ms")
    assert bool(dialog._proposals) == taken
    if not taken:
        assert "What was pasted has too many rows or columns" in dialog.error.text()
    assert longest < 0.5
    dialog.reject()


def test_of_two_hundred_columns_the_first_and_the_recognised_ones_are_offered(qtbot: QtBot, window: MainWindow) -> None:
    known = ["Surname", "First name", "Organisation", "Country", "Phone"]
    heading = "\t".join([*known, *[""] * 194, "Email"])
    values = "\t".join(["Family", "Given", *[""] * 197, "given@office.example"])
    QGuiApplication.clipboard().setText(f"{heading}\n{values}\n")
    dialog = ImportDialog(window, window.workspace, "Import")
    dialog.open()
    dialog.paste()
    qtbot.waitUntil(lambda: bool(dialog._proposals))
    offered = [combo.currentText() for combo in dialog._mapping.findChildren(QComboBox)]
    assert len(offered) == MOST_MAPPED + 2
    assert offered[-2] == "Email"
    assert dialog._proposals[0].line.emails == ("given@office.example",)
    dialog.reject()


def test_a_clipboard_without_end_is_refused_in_words(qtbot: QtBot, window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("x" * 6_000_000)
    dialog = ImportDialog(window, window.workspace, "Import")
    dialog.open()
    dialog.paste()
    qtbot.waitUntil(dialog.error.isVisible)
    assert "What was pasted is too large" in dialog.error.text()
    dialog.reject()
    QGuiApplication.clipboard().clear()
