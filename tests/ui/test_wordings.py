"""The wording editor: every kind and language, fields, the preview, and what is not saved."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from roundtables.services.post import templates
from roundtables.terms import MessageKind
from roundtables.words import LOCALES
from ui.dialogs.wordings import WordingsDialog, open_wordings
from ui.main_window import MainWindow


@pytest.fixture
def dialog(qtbot: QtBot, shown: MainWindow) -> WordingsDialog:
    """The editor, once its first preview is there."""
    open_wordings(shown, shown.workspace)
    found = shown.findChild(WordingsDialog)
    assert found is not None
    qtbot.waitUntil(lambda: bool(found.preview.subject.text()))
    return found


def wording(shown: MainWindow, kind: MessageKind, code: str = "en") -> Any:
    with shown.workspace.read() as session:
        return templates.wording(session, kind, code)


def type_body(dialog: WordingsDialog, text: str) -> None:
    dialog.body.editor.setPlainText(text)  # type: ignore[union-attr]  # it is a text


def test_every_kind_in_every_language_has_a_wording_and_a_preview(qtbot: QtBot, dialog: WordingsDialog) -> None:
    for number in range(dialog.kinds.count()):
        dialog.kinds.setCurrentRow(number)
        for at in range(len(LOCALES)):
            dialog.languages.setCurrentRow(at)
            assert dialog.subject.words()
            assert dialog.body.words()
    qtbot.waitUntil(lambda: not dialog._pause.isActive() and dialog._latest._task is None)
    assert not dialog.preview.fault.isVisible()


def test_the_preview_follows_what_is_typed(qtbot: QtBot, dialog: WordingsDialog) -> None:
    type_body(dialog, "Dear {{ name }}, see you {{ when }}.")
    qtbot.waitUntil(lambda: "Dear Maija Lind" in dialog.preview.text.toPlainText())


def test_a_field_is_put_in_where_one_writes(qtbot: QtBot, dialog: WordingsDialog) -> None:
    type_body(dialog, "Dear ")
    dialog.body.editor.moveCursor(dialog.body.editor.textCursor().MoveOperation.End)  # type: ignore[union-attr]
    dialog.fields.go_to(0)
    dialog.fields.setFocus()
    qtbot.keyClick(dialog.fields, Qt.Key.Key_Return)
    assert dialog.body.words() == "Dear {{ name }}"
    assert dialog.body.editor.hasFocus()


def test_a_field_is_put_into_the_subject_where_one_was_there(qtbot: QtBot, dialog: WordingsDialog) -> None:
    dialog.subject.editor.setFocus()
    dialog.subject.editor.clear()
    dialog.fields.setFocus()
    dialog.fields.go_to(2)
    qtbot.keyClick(dialog.fields, Qt.Key.Key_Return)
    assert dialog.subject.words() == "{{ title }}"


def test_a_fault_is_told_at_its_field_with_its_line(qtbot: QtBot, dialog: WordingsDialog) -> None:
    type_body(dialog, "One\n{% if place %}")
    qtbot.waitUntil(dialog.body.error.isVisible)
    assert "2" in dialog.body.error.text()
    assert not dialog.subject.error.isVisible()
    dialog.reset()
    qtbot.waitUntil(lambda: not dialog.body.error.isVisible())


def test_what_is_typed_stays_while_others_are_looked_at_and_is_saved_in_one_step(
    qtbot: QtBot, shown: MainWindow, dialog: WordingsDialog
) -> None:
    type_body(dialog, "Come.")
    dialog.kinds.setCurrentRow(1)
    assert dialog.kinds.item(0).text() == "Invitation (not saved)"
    type_body(dialog, "Changed.")
    dialog.kinds.setCurrentRow(0)
    assert dialog.body.words() == "Come."
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert wording(shown, MessageKind.INVITATION).body.strip() == "Come."
    assert wording(shown, MessageKind.UPDATE).body.strip() == "Changed."
    assert dialog.kinds.item(0).text() == "Invitation"
    assert "own wording" in dialog.languages.currentItem().text()
    assert not dialog.save_button.isEnabled()
    shown.workspace.undo()
    assert not wording(shown, MessageKind.INVITATION).own
    assert dialog.body.words() == wording(shown, MessageKind.INVITATION).body


def test_one_that_can_not_be_taken_is_shown_and_nothing_is_saved(shown: MainWindow, dialog: WordingsDialog) -> None:
    type_body(dialog, "Good.")
    dialog.kinds.setCurrentRow(2)
    type_body(dialog, "{{ nobody_knows }}")
    dialog.kinds.setCurrentRow(0)
    assert not dialog.save()
    assert dialog.kinds.currentRow() == 2
    assert "nobody_knows" in dialog.body.error.text()
    assert not wording(shown, MessageKind.INVITATION).own
    dialog.leave()


def test_the_shipped_wording_comes_back(qtbot: QtBot, shown: MainWindow, dialog: WordingsDialog) -> None:
    shipped = dialog.body.words()
    assert not dialog.back.isEnabled()
    type_body(dialog, "Ours.")
    assert dialog.save()
    qtbot.mouseClick(dialog.back, Qt.MouseButton.LeftButton)
    assert dialog.body.words() == shipped
    assert not wording(shown, MessageKind.INVITATION).own


@pytest.mark.parametrize(
    ("answer", "saved", "closed"), [("Save", True, True), ("Don't save", False, True), ("Go on editing", False, False)]
)
def test_what_is_not_saved_is_asked_about(
    qtbot: QtBot, shown: MainWindow, dialog: WordingsDialog, answer: str, saved: bool, closed: bool
) -> None:
    type_body(dialog, "Ours.")
    gone: list[int] = []
    dialog.finished.connect(gone.append)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    box = dialog.findChild(QMessageBox)
    assert box is not None
    assert box.text() == "1 wording was changed and not saved."
    next(button for button in box.buttons() if button.text() == answer).click()
    assert wording(shown, MessageKind.INVITATION).own == saved
    assert bool(gone) == closed
    if not closed:
        dialog.leave()


def test_nothing_is_asked_where_all_is_saved(qtbot: QtBot, dialog: WordingsDialog) -> None:
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_menu_opens_it(shown: MainWindow, qtbot: QtBot) -> None:
    shown.actions_by_key["post.wordings"].trigger()
    assert shown.findChild(WordingsDialog) is not None


def test_the_send_dialog_takes_up_what_was_saved(
    qtbot: QtBot, shown: MainWindow, soon: Callable[..., int], given_participants: Callable[..., list[int]]
) -> None:
    from ui.dialogs.send import SendDialog
    from ui.sending import open_send

    event = soon(20)
    given_participants(event, 1)
    open_send(shown, shown.workspace, event, MessageKind.INVITATION)
    send = shown.findChild(SendDialog)
    assert send is not None
    with shown.workspace.change("Wording") as session:
        templates.change(session, MessageKind.INVITATION, "en", "New subject", "New text.")
    assert send.words.subject.words() == "New subject"
