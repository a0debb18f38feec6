"""The send dialog: to whom, by which way, in which words; nothing goes without it."""

import email
import email.policy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from roundtables.model import Invitation, Message
from roundtables.queries.invitations import Standing
from roundtables.register import Register
from roundtables.services import events, sessions
from roundtables.services import people as people_services
from roundtables.terms import MessageKind, MessageState, Reply, Way
from roundtables.transport import accounts
from roundtables.transport.accounts import PostSettings, SmtpAccount
from ui import sending
from ui.dialogs.send import SendDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.event.invitations import InvitationsTab


@pytest.fixture
def mail() -> None:
    """Mail is set up on this workstation, and rests: nothing leaves it."""
    account = SmtpAccount(host="localhost", name="Programme Office", email="office@ministry.example")
    accounts.save(PostSettings(way=Way.MAIL, smtp=account, paused=True))


@pytest.fixture
def event(soon: Callable[..., int], given_participants: Callable[..., list[int]]) -> int:
    key = soon(20, title="Round-table on support")
    given_participants(key, 3, reply=Reply.NOT_INVITED)
    return key


@pytest.fixture
def tab(shown: MainWindow, event: int) -> InvitationsTab:
    shown.visit(Link("event", event, "invitations"))
    found: InvitationsTab = shown.current_page().tab("invitations")
    return found


@pytest.fixture
def opened(qtbot: QtBot, shown: MainWindow) -> Callable[[], SendDialog]:
    """The dialog that is open, once its preview is there."""

    def find() -> SendDialog:
        found = shown.findChildren(SendDialog)
        assert found
        qtbot.waitUntil(lambda: bool(found[-1].preview.subject.text()))
        return found[-1]

    return find


def agree(qtbot: QtBot, dialog: SendDialog, shown: MainWindow) -> None:
    qtbot.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not shown.workspace.is_busy())


def kept(register: Register) -> list[tuple[MessageState, str, str]]:
    with register.read() as session:
        rows = session.scalars(select(Message).order_by(Message.id))
        return [(row.state, row.email, row.content.text if row.content else "") for row in rows]


def body(content: str) -> str:
    message: Any = email.message_from_string(content, policy=email.policy.default)
    return str(message.get_body(("plain",)).get_content())


def test_agreeing_puts_one_message_a_person_into_the_outbox_and_leads_there(
    qtbot: QtBot, mail: None, shown: MainWindow, tab: InvitationsTab, opened: Any, register: Register
) -> None:
    qtbot.mouseClick(tab.due, Qt.MouseButton.LeftButton)
    dialog = opened()
    assert dialog.way() is Way.MAIL
    assert dialog._number.text() == "3 people"
    assert kept(register) == []
    agree(qtbot, dialog, shown)
    assert [state for state, _email, _text in kept(register)] == [MessageState.QUEUED] * 3
    assert len({address for _state, address, _text in kept(register)}) == 3
    assert shown.notices.words.text() == "3 messages are in the outbox"
    assert not shown.notices._undo.isVisible()
    assert {line.row.standing for line in tab._model.rows} == {Standing.ON_ITS_WAY}
    assert {line.row.reply for line in tab._model.rows} == {Reply.INVITED}
    assert not tab.due.isVisible()
    qtbot.mouseClick(shown.notices._way, Qt.MouseButton.LeftButton)
    assert shown.current_link().place == "post"


def test_closing_sends_nothing(qtbot: QtBot, mail: None, tab: InvitationsTab, opened: Any, register: Register) -> None:
    tab.send_due()
    qtbot.keyClick(opened(), Qt.Key.Key_Escape)
    assert kept(register) == []
    assert tab.due.text() == "Send invitations (3)…"


def test_the_preview_goes_from_one_recipient_to_the_next_and_follows_what_is_typed(
    qtbot: QtBot, mail: None, tab: InvitationsTab, opened: Any
) -> None:
    tab.send_due()
    dialog = opened()
    qtbot.waitUntil(lambda: "Given0" in dialog.preview.text.toPlainText())
    qtbot.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Given1" in dialog.preview.text.toPlainText())
    assert dialog._who.whole_text() == "Given1 Family1 · 2 of 3"
    dialog.words.subject.editor.setText("Come along, {{ first_name }}")
    qtbot.waitUntil(lambda: dialog.preview.subject.text() == "Come along, Given1")


def test_words_of_this_time_are_sent_and_not_kept(
    qtbot: QtBot, mail: None, shown: MainWindow, tab: InvitationsTab, opened: Any, register: Register
) -> None:
    tab.send_due()
    dialog = opened()
    dialog.words.body.editor.setPlainText("Dear {{ name }}, bring your badge.")
    agree(qtbot, dialog, shown)
    assert body(kept(register)[0][2]).startswith("Dear Given0 Family0, bring your badge.")
    tab.table.selectAll()
    prepared = sending.prepare(shown.workspace, tab._id, MessageKind.FREE)
    assert "badge" not in prepared.wordings["en"].body


def test_each_language_has_its_own_words(
    qtbot: QtBot, mail: None, shown: MainWindow, tab: InvitationsTab, opened: Any, register: Register
) -> None:
    finn = tab._model.rows[1].row
    with register.change("Language") as session:
        people_services.change(session, finn.person_id, language="fi")
    tab.send_due()
    dialog = opened()
    assert dialog.words.languages.count() == 2
    english = dialog.words.body.words()
    dialog.words.languages.setCurrentIndex(1)
    dialog.words.languages.activated.emit(1)
    assert dialog.words.body.words() != english
    assert dialog._who.whole_text().startswith("Given1 Family1")
    dialog.words.subject.editor.setText("Tervetuloa")
    agree(qtbot, dialog, shown)
    subjects = {}
    for _state, address, content in kept(register):
        subjects[address] = str(email.message_from_string(content, policy=email.policy.default)["Subject"])
    assert subjects[finn.email] == "Tervetuloa"
    assert list(subjects.values()).count("Tervetuloa") == 1


def test_a_fault_in_the_words_is_told_at_its_field_with_its_line(
    qtbot: QtBot, mail: None, tab: InvitationsTab, opened: Any
) -> None:
    tab.send_due()
    dialog = opened()
    dialog.words.body.editor.setPlainText("One\nTwo {{ nothing_like_it }}")
    qtbot.waitUntil(dialog.words.body.error.isVisible)
    assert "2" in dialog.words.body.error.text()
    assert "nothing_like_it" in dialog.words.body.error.text()
    dialog.words.reset()
    qtbot.waitUntil(lambda: not dialog.words.body.error.isVisible())


def test_mail_that_is_not_set_up_leads_to_its_settings(
    qtbot: QtBot, shown: MainWindow, tab: InvitationsTab, opened: Any, register: Register
) -> None:
    accounts.save(replace(PostSettings(), way=Way.MAIL))
    tab.send_due()
    dialog = opened()
    assert not dialog.yes.isEnabled()
    assert dialog._not_set_up.isVisible()
    dialog.choices[Way.FILE].click()
    assert dialog.yes.isEnabled()
    dialog.choices[Way.MAIL].click()
    qtbot.mouseClick(dialog._set_up, Qt.MouseButton.LeftButton)
    assert shown.current_link().place == "settings"
    assert kept(register) == []


@pytest.mark.parametrize(("way", "ending"), [(Way.DRAFT, "eml"), (Way.FILE, "ics")])
def test_drafts_and_files_are_written_into_a_folder_of_their_own(
    qtbot: QtBot,
    shown: MainWindow,
    tab: InvitationsTab,
    opened: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    way: Way,
    ending: str,
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    for number in (1, 2):
        tab.table.selectAll()
        tab.write_drafts() if way is Way.DRAFT else tab.write_files()
        dialog = opened()
        assert dialog.way() is way
        agree(qtbot, dialog, shown)
        assert len(list(tmp_path.glob(f"*/*.{ending}"))) == 3 * number
        assert len({path.parent for path in tmp_path.glob(f"*/*.{ending}")}) == number
    assert {line.row.standing for line in tab._model.rows} == {Standing.CURRENT}
    assert {line.row.way for line in tab._model.rows} == {way}


def test_words_alone_are_not_offered_as_calendar_files(mail: None, tab: InvitationsTab, opened: Any) -> None:
    tab._send(MessageKind.REMINDER)
    assert not opened().choices[Way.FILE].isVisible()


def test_those_selected_are_offered_and_all_whom_it_concerns(
    qtbot: QtBot, mail: None, shown: MainWindow, tab: InvitationsTab, opened: Any, register: Register
) -> None:
    tab.table.go_to(1)
    tab.send_again()
    dialog = opened()
    assert [dialog.whom.itemText(at) for at in range(2)] == ["The 1 person selected", "3 people"]
    assert dialog._who.whole_text() == "Given1 Family1 · 1 of 1"
    dialog._unfold.click()
    assert dialog.names.model().rowCount() == 1
    dialog.whom.setCurrentIndex(1)
    dialog.whom.activated.emit(1)
    assert dialog.names.model().rowCount() == 3
    dialog.whom.setCurrentIndex(0)
    dialog.whom.activated.emit(0)
    agree(qtbot, dialog, shown)
    assert [address for _state, address, _text in kept(register)] == [tab._model.rows[1].row.email]


def test_an_event_that_is_invited_by_session_says_how_many_messages_each_gets(
    qtbot: QtBot, mail: None, tab: InvitationsTab, opened: Any, register: Register
) -> None:
    with register.change("Sessions") as session:
        event = events.change(session, tab._id, invited_by_session=True)
        for title in ("Opening", "Closing"):
            sessions.add(session, event.id, title=title, starts=event.starts, ends=event.ends)
    tab.send_due()
    dialog = opened()
    qtbot.waitUntil(dialog._several.isVisible)
    assert dialog._several.text() == "The first of 2 messages to this person: one for each session."


def test_who_has_no_address_is_named_and_left_out(
    mail: None, tab: InvitationsTab, opened: Any, register: Register
) -> None:
    with register.change("Address") as session:
        people_services.change(session, tab._model.rows[0].row.person_id, email="")
    assert tab.due.text() == "Send invitations (2)…"
    tab.send_due()
    dialog = opened()
    assert dialog._left_out.text() == "1 without an email address gets nothing: Given0 Family0"


def test_nobody_to_send_to_is_said_without_a_dialog(
    mail: None, shown: MainWindow, tab: InvitationsTab, register: Register
) -> None:
    with register.change("Nobody") as session:
        for line in tab._model.rows:
            people_services.change(session, line.row.person_id, email="")
    tab._send(MessageKind.INVITATION)
    assert shown.findChild(SendDialog) is None
    assert "nobody to invite" in shown.notices.words.text()


def test_the_command_of_the_page_shows_what_is_due(
    qtbot: QtBot, mail: None, shown: MainWindow, event: int, opened: Any
) -> None:
    shown.visit(Link("event", event))
    shown.current_page().tabs.tabBar().setFocus()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(shown.current_page().tabs.tabBar(), Qt.Key.Key_M, keys)
    assert opened().windowTitle() == "Send invitations"
    assert shown.current_link().part == "invitations"


def test_the_message_of_one_person_is_shown_as_it_was_or_would_be(
    qtbot: QtBot, mail: None, shown: MainWindow, tab: InvitationsTab, opened: Any
) -> None:
    from ui.dialogs.sent_message import MessageDialog

    def shown_one() -> MessageDialog:
        qtbot.waitUntil(lambda: bool(shown.findChildren(MessageDialog)))
        return shown.findChildren(MessageDialog)[-1]

    tab.table.go_to(0)
    tab.show_message()
    before = shown_one()
    assert "would be sent now" in before.said.text()
    assert "Given0" in before.view.text.toPlainText()
    before.close()
    before.deleteLater()
    qtbot.waitUntil(lambda: not shown.findChildren(MessageDialog))
    tab.send_due()
    dialog = opened()
    dialog.words.body.editor.setPlainText("As it was sent.")
    agree(qtbot, dialog, shown)
    tab.show_message()
    assert shown_one().view.text.toPlainText().startswith("As it was sent.")


def test_what_was_sent_is_kept_with_its_revision(
    qtbot: QtBot, mail: None, shown: MainWindow, tab: InvitationsTab, opened: Any, register: Register
) -> None:
    tab.send_due()
    dialog = opened()
    assert isinstance(dialog.findChild(QDialogButtonBox), QDialogButtonBox)
    agree(qtbot, dialog, shown)
    with register.read() as session:
        rows = session.scalars(select(Invitation)).all()
        assert [(row.way, row.sequence, row.message is not None) for row in rows] == [(Way.MAIL, 0, True)] * 3
