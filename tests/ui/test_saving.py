"""Where a file that is given away goes: the same everywhere."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog

from ui.dialogs.saving import ask_where
from ui.main_window import MainWindow


def answering(monkeypatch: pytest.MonkeyPatch, typed: str, kind: str = "") -> list[Any]:
    asked: list[Any] = []
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *given: (asked.append(given), (typed, kind))[1])
    return asked


@pytest.mark.parametrize(
    ("typed", "kind", "path"),
    [
        ("/a/sheet.XLSX", "", "/a/sheet.XLSX"),
        ("/a/sheet.v2", "", "/a/sheet.v2.docx"),
        ("/a/sheet", "Excel workbook (*.xlsx)", "/a/sheet.xlsx"),
        ("/a/sheet.docx", "Excel workbook (*.xlsx)", "/a/sheet.docx"),
    ],
)
def test_a_name_gets_the_ending_of_the_chosen_kind_unless_it_has_one(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, typed: str, kind: str, path: str
) -> None:
    asked = answering(monkeypatch, typed, kind)
    assert ask_where(window, window.workspace, "Sheet", "E1 Sheet.docx", ".docx", ".xlsx") == Path(path)
    assert asked[0][1:] == ("Sheet", str(Path.home() / "E1 Sheet.docx"), "Word document (*.docx);;" + XLSX)


XLSX = "Excel workbook (*.xlsx)"


def test_another_file_is_not_overwritten_where_the_ending_was_added_unasked(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "list.xlsx").write_bytes(b"theirs")
    answering(monkeypatch, str(tmp_path / "list"))
    assert ask_where(window, window.workspace, "List", "list.xlsx", ".xlsx") is None
    assert window.notices.words.text().startswith("list.xlsx is there already")
    answering(monkeypatch, str(tmp_path / "list.xlsx"))
    assert ask_where(window, window.workspace, "List", "list.xlsx", ".xlsx") == tmp_path / "list.xlsx"


def test_who_gives_up_is_asked_nothing_more(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "")
    assert ask_where(window, window.workspace, "List", "list.xlsx", ".xlsx") is None
