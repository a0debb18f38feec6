"""What leaves tables and comes into them: copied, pasted, exported."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFileDialog,
)
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from roundtables.register import Register
from roundtables.words import speak
from ui.dialogs.export_shown import ExportShown, ExportShownDialog
from ui.dialogs.importing import ImportDialog
from ui.main_window import MainWindow
from ui.models.copying import as_cells
from ui.widgets import table_hands

HOSTILE = (
    "=1+1",
    "+358 40",
    "-2",
    "@SUM(A1)",
    "\x00\x07bell",
    "a\tb\nc",
    "\u202eevil",
    "👩‍👩‍👧",
    "مرحبا",
    "x" * 100_000,
)
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_copied_cells_are_text_and_a_table_of_the_shown_columns(qtbot: QtBot, people: Any) -> None:
    people.table.select_numbers([0, 2])
    people.hands.view.arrange(people.hands.view.arrangement())
    qtbot.keyClick(people.table, Qt.Key.Key_C, CTRL)
    data: QMimeData = QGuiApplication.clipboard().mimeData()
    lines = data.text().split("\n")
    assert [len(line.split("\t")) for line in lines] == [3, 3]
    people.model.ensure(0, 2)
    assert lines[1].split("\t")[2] == people.model.row(2).email
    assert data.html().count("<tr>") == 2
    assert "mso-number-format:'\\@'" in data.html()


def test_hostile_texts_are_copied_as_one_cell_each_and_stay_texts(people: Any) -> None:
    columns = [each for each in people.table.columns() if each.name == "organisation"]

    class Row:
        def __init__(self, organisation: str) -> None:
            self.organisation = organisation

    text, marked = as_cells([Row(hostile) for hostile in (*HOSTILE, "<b>&")], columns)
    lines = text.split("\n")
    assert len(lines) == len(HOSTILE) + 1
    assert not any("\t" in line or "\x00" in line for line in lines)
    assert lines[HOSTILE.index("👩‍👩‍👧")] == "👩‍👩‍👧"
    assert len(lines[HOSTILE.index("x" * 100_000)]) == 100_000
    assert "&lt;b&gt;&amp;" in marked
    for first in "=+-@":
        assert f"mso-number-format:'\\@'\">{first}" in marked


def test_more_rows_than_a_clipboard_should_hold_are_refused_in_words(
    window: MainWindow, people: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_hands, "MOST_ROWS", 10)
    people.table.selectAll()
    people.hands.copy_cells()
    assert "At most 10 rows" in window.notices.words.text()


def test_rows_pasted_into_the_list_are_shown_before_they_are_taken(
    qtbot: QtBot, window: MainWindow, people: Any, demo: Register
) -> None:
    QGuiApplication.clipboard().setText("Surname\tFirst name\nPastedname\tPaula\n")
    qtbot.keyClick(people.table, Qt.Key.Key_V, CTRL)
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog._proposals) == 1)
    dialog.agree()
    qtbot.waitUntil(lambda: demo.undoable() == "Import people")


def test_a_clipboard_of_a_hundred_thousand_cells_is_refused_or_read_and_the_window_goes_on(
    qtbot: QtBot, window: MainWindow, people: Any
) -> None:
    QGuiApplication.clipboard().setText("\n".join(["a\tb"] * 100_000))
    people.hands.paste_rows()
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: dialog.error.isVisible() or bool(dialog._proposals))
    assert "rows" in dialog.error.text()
    dialog.reject()


def test_what_is_shown_is_written_as_a_workbook_in_which_texts_are_texts(
    qtbot: QtBot, window: MainWindow, people: Any, demo: Register, tmp_path: Path, given_hostile: Any
) -> None:
    given_hostile()
    view = people.hands.view
    now = view.arrangement()
    view.arrange(type(now)(("organisation", "name", "events", *now.order), frozenset({"email"}), (("name", True),)))
    people.narrow("zzz")
    path = tmp_path / "people.xlsx"
    ExportShown(window.workspace, people.table, people.model).write(path, selected=False)
    qtbot.waitUntil(lambda: path.exists() and not window.workspace._tasks)
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["Organisation", "Name", "Events"]
    assert len(rows) == 6
    assert {row[0] for row in rows[1:]} == {"=1+1", "+358 40", "@SUM(A1)", "👩‍👩‍👧 مرحبا", "\u202eevil"}
    assert {row[2] for row in rows[1:]} == {0.0}
    assert "5 rows written" in window.notices.words.text()


@pytest.mark.parametrize(("code", "separator"), [("en", ","), ("fi", ";"), ("sv", ";"), ("hr", ";")])
def test_selected_rows_are_written_as_separated_text_of_the_language(
    qtbot: QtBot,
    window: MainWindow,
    people: Any,
    demo: Register,
    tmp_path: Path,
    code: str,
    separator: str,
    given_hostile: Any,
) -> None:
    given_hostile()
    people.narrow("zzz")
    people.table.select_numbers([0, 1, 2])
    speak(code)
    path = tmp_path / "people.csv"
    ExportShown(window.workspace, people.table, people.model).write(path, selected=True)
    qtbot.waitUntil(lambda: path.exists() and not window.workspace._tasks)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))
    assert len(rows) == 4
    assert all(len(row) == 3 for row in rows)
    assert not any(cell.startswith(("=", "+", "@")) for row in rows for cell in row)


def test_an_export_that_is_stopped_leaves_nothing_behind(
    qtbot: QtBot, window: MainWindow, people: Any, tmp_path: Path
) -> None:
    stopped: list[Any] = []
    window.workspace.task_started.connect(
        lambda task: (task.cancelled.connect(lambda: stopped.append(task)), task.cancel())
    )
    ExportShown(window.workspace, people.table, people.model).write(tmp_path / "people.xlsx", selected=False)
    qtbot.waitUntil(lambda: bool(stopped))
    assert list(tmp_path.glob("*people*")) == []
    assert list(tmp_path.glob(".*unfinished")) == []


def test_an_export_asks_which_rows_and_where(
    qtbot: QtBot, window: MainWindow, events: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "list"), ""))
    events.table.select_numbers([1, 2])
    qtbot.keyClick(events.table, Qt.Key.Key_E, CTRL | SHIFT)
    dialog = window.findChild(ExportShownDialog)
    assert dialog is not None
    assert dialog.chosen() == (True, ".xlsx")
    dialog.accept()
    qtbot.waitUntil(lambda: (tmp_path / "list.xlsx").exists() and not window.workspace._tasks)
    rows = CalamineWorkbook.from_path(str(tmp_path / "list.xlsx")).get_sheet_by_index(0).to_python()
    assert len(rows) == 3


def test_rows_pasted_into_the_participants_become_participants(
    qtbot: QtBot, event_page: Any, demo: Register, focus: Any
) -> None:
    event_page.tabs.setCurrentIndex(2)
    tab = event_page._tabs[2]
    before = len(tab._model.rows)
    QGuiApplication.clipboard().setText("Surname\tFirst name\nPastedname\tPaula\n")
    focus(tab.table)
    qtbot.keyClick(tab.table, Qt.Key.Key_V, CTRL)
    dialog = event_page.window().findChild(ImportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog._proposals) == 1)
    dialog.agree()
    qtbot.waitUntil(lambda: len(tab._model.rows) == before + 1)
