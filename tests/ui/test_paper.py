"""The dialog for paper: what is chosen is written, who attended enough is seen, and what it asks for can be changed."""

import os
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from roundtables.model import Certificate
from roundtables.queries import events as queries
from roundtables.queries.events import EventFilter
from roundtables.register import Register
from ui.dialogs.paper import COMING, FOLDER, ONE_FILE, SELECTED, PaperDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.event import paper


@pytest.fixture
def page(window: MainWindow) -> Any:
    """The page of an event that was held."""
    with window.workspace.read() as session:
        held = queries.page(session, EventFilter(words="first contact"))[0]
    window.visit(Link("event", held.id))
    return window.current_page()


@pytest.fixture
def saving(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the dialogs for files lead: a file `made` of whichever ending, or a folder."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "made"), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "folder"))
    return tmp_path


@pytest.fixture
def certified(qtbot: QtBot, page: Any) -> PaperDialog:
    """The dialog at the certificates, which are read."""
    return opened(qtbot, page)


def opened(qtbot: QtBot, page: Any) -> PaperDialog:
    page.certificates()
    dialog: PaperDialog = page.findChildren(PaperDialog)[-1]
    qtbot.waitUntil(lambda: dialog.certificates.table.model().rowCount() > 0)
    return dialog


def agree(qtbot: QtBot, dialog: PaperDialog, page: Any) -> None:
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.workspace._tasks)


def certificates(register: Register) -> list[str]:
    with register.read() as session:
        return list(session.scalars(select(Certificate.number).order_by(Certificate.id)))


@pytest.mark.parametrize("suffix", [".pdf", ".xlsx"])
def test_the_sheet_is_written_as_pdf_or_workbook(qtbot: QtBot, page: Any, saving: Path, suffix: str) -> None:
    page.sign_in_sheet()
    dialog = page.findChild(PaperDialog)
    assert dialog.part() == paper.SHEET
    dialog.sheet._form.fields["kind"].show_value(suffix)
    agree(qtbot, dialog, page)
    assert (saving / f"made{suffix}").read_bytes()[:2] in (b"%P", b"PK")


def test_badges_are_made_for_those_selected_in_the_list(qtbot: QtBot, page: Any, saving: Path) -> None:
    page.show_participants()
    page.tab("participants").table.select_numbers([0, 1, 2])
    page.badges()
    dialog = page.findChild(PaperDialog)
    assert dialog.badges.chosen()[2] == SELECTED
    dialog.badges._form.fields["form"].show_value("a6")
    agree(qtbot, dialog, page)
    assert len(PdfReader(saving / "made.pdf").pages) == 3


def test_badges_are_made_for_those_coming(qtbot: QtBot, page: Any, saving: Path) -> None:
    page.badges()
    dialog = page.findChild(PaperDialog)
    dialog.badges._form.fields["whom"].show_value(COMING)
    agree(qtbot, dialog, page)
    assert (saving / "made.pdf").exists()


def test_certificates_are_given_to_all_who_attended_enough_in_one_file(
    qtbot: QtBot, page: Any, saving: Path, demo: Register
) -> None:
    dialog = opened(qtbot, page)
    QAbstractItemModelTester(dialog.certificates.table.model())
    number = len(dialog.certificates.qualifying())
    assert 0 < number < dialog.certificates.table.model().rowCount()
    agree(qtbot, dialog, page)
    assert len(PdfReader(saving / "made.pdf").pages) == number
    assert len(certificates(demo)) == number
    again = opened(qtbot, page)
    shown = [again.certificates.table.model().row(at) for at in range(again.certificates.table.model().rowCount())]
    assert sum(bool(row.number) and row.stands for row in shown) == number


def test_certificates_are_given_to_those_selected_into_a_folder(
    qtbot: QtBot, page: Any, saving: Path, demo: Register
) -> None:
    dialog = opened(qtbot, page)
    part = dialog.certificates
    enough = [at for at in range(part.table.model().rowCount()) if part.table.model().row(at).qualifies]
    part.table.select_numbers(enough[:1])
    assert len(part.qualifying()) == 1
    part.files.show_value(FOLDER)
    agree(qtbot, dialog, page)
    assert [f"{number}.pdf" for number in certificates(demo)] == [
        path.name for path in (saving / "folder").iterdir() if path.suffix == ".pdf"
    ]


def test_for_nobody_nothing_can_be_made(certified: PaperDialog) -> None:
    dialog = certified
    part = dialog.certificates
    assert dialog.yes.isEnabled()
    absent = [at for at in range(part.table.model().rowCount()) if not part.table.model().row(at).qualifies]
    part.table.select_numbers(absent[:1])
    assert not dialog.yes.isEnabled()
    dialog.turn_to(paper.BADGES)
    assert dialog.yes.isEnabled()


def test_what_a_certificate_asks_for_is_changed_and_can_be_undone(qtbot: QtBot, page: Any) -> None:
    dialog = opened(qtbot, page)
    part = dialog.certificates
    field = part.percent.editor
    for typed in ("101", "0", ""):
        field.setText(typed)
        part.percent.left.emit("certificate_percent")
        assert part.percent.error.text()
    field.setText("100")
    field.editingFinished.emit()
    assert not part.percent.error.text()
    with page.workspace.read() as session:
        assert paper.queries.asked(session, page.event_id).percent == 100
    page.workspace.undo()
    qtbot.waitUntil(lambda: part.percent.value() == 80)


def test_a_wrong_template_is_told_and_nothing_written(
    qtbot: QtBot, page: Any, saving: Path, demo: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = paper.papers.require_templates_folder(demo)
    paper.papers.copy_templates(folder)
    (folder / "certificate.typ").write_text("\n#data.nothing", encoding="utf-8")
    told: list[str] = []
    page.workspace.failed.connect(told.append)
    agree(qtbot, opened(qtbot, page), page)
    assert len(told) == 1
    assert "certificate.typ" in told[0]
    assert certificates(demo) == []
    assert not (saving / "made.pdf").exists()


def test_templates_are_copied_when_that_is_agreed_to(
    qtbot: QtBot, page: Any, demo: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(paper.QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    dialog = paper.open_paper(page)
    qtbot.mouseClick(dialog.templates, Qt.MouseButton.LeftButton)
    asked = [each for each in dialog.children() if type(each).__name__ == "QMessageBox"]
    asked[0].buttons()[0].click()
    folder = paper.papers.require_templates_folder(demo)
    assert [os.path.normpath(each) for each in opened] == [os.path.normpath(folder)]
    assert (folder / "certificate.typ").exists()


def test_the_dialog_is_used_by_the_keyboard_alone(qtbot: QtBot, page: Any, saving: Path) -> None:
    dialog = paper.open_paper(page, paper.SHEET)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: (saving / "made.pdf").exists() and not page.workspace._tasks)
    dialog = paper.open_paper(page, paper.CERTIFICATES)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_another_language_for_all_is_chosen_in_the_dialog(qtbot: QtBot, certified: PaperDialog) -> None:
    dialog, part = certified, certified.certificates
    part.language.enter("hr")
    dialog.language_changed.emit("hr")
    model: Any = part.table.model()
    qtbot.waitUntil(lambda: {model.row(at).language for at in range(model.rowCount())} == {"hr"})
    assert part.chosen()[0] == "hr"
    assert part.chosen()[2] is (part.files.value() != ONE_FILE)
