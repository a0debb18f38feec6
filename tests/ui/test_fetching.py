"""Answers fetched in the window from a real mailbox on loopback: the folder is chosen, each message taken once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from roundtables.transport import secrets
from roundtables.transport.accounts import ImapAccount, Security, SignIn
from tests.transport.dovecot import PASSWORD, USER, Dovecot, running
from tests.ui.post_kit import keep_settings
from ui.dialogs.answers_taken import AnswersTakenDialog
from ui.dialogs.secret import SecretDialog
from ui.links import Link
from ui.main_window import MainWindow

pytestmark = pytest.mark.timeout(60)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, authority: trustme.CA) -> Iterator[Dovecot]:
    with running(tmp_path_factory.mktemp("imap"), authority) as started:
        yield started


@pytest.fixture
def account(server: Dovecot, authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ImapAccount:
    """The mailbox in the settings, its password not known yet."""
    server.empty()
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setattr(secrets, "_remembered", {})
    made = ImapAccount("localhost", server.tls, Security.TLS, SignIn.PASSWORD, USER)
    keep_settings(lambda settings: replace(settings, imap=made))
    return made


def test_what_is_new_is_taken_in_once(qtbot: QtBot, shown: MainWindow, server: Dovecot, account: ImapAccount) -> None:
    server.deliver(b"From: guest@office.example\r\nSubject: Minutes\r\n\r\nAs agreed.\r\n")
    shown.visit(Link("post", part="answers"))
    page = shown.current_page()
    page.fetch()
    asked = shown.findChildren(SecretDialog)[-1]
    asked.secret.enter(PASSWORD)
    qtbot.keyClick(asked.secret.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in shown.findChildren(AnswersTakenDialog)))
    dialog = shown.findChildren(AnswersTakenDialog)[-1]
    assert [line.outcome.value for line in dialog._model.rows] == ["not-a-reply"]
    dialog.reject()
    qtbot.waitUntil(lambda: not shown.workspace.is_busy())
    page.fetch()
    qtbot.waitUntil(lambda: shown.notices.words.text() == "There is nothing new in the mailbox.")
    qtbot.waitUntil(lambda: not shown.workspace.is_busy())


def test_a_wrong_password_is_asked_for_again_and_the_folders_can_be_chosen_once_it_is_right(
    qtbot: QtBot, shown: MainWindow, account: ImapAccount, given_event: Callable[..., int]
) -> None:
    secrets.keep(account.secret_name, account.user, "wrong")
    shown.visit(Link("post", part="answers"))
    shown.current_page().fetch()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in shown.findChildren(SecretDialog)))
    shown.findChildren(SecretDialog)[-1].reject()
    secrets.keep(account.secret_name, account.user, PASSWORD)
    shown.visit(Link("settings", part="post"))
    form = shown.current_page().post.imap
    form.try_it()
    qtbot.waitUntil(lambda: form.said.text() == "It works: localhost takes this account.")
    editor = form.form.fields["folder"].editor
    assert isinstance(editor, QComboBox)
    assert "INBOX" in [editor.itemText(at) for at in range(editor.count())]
    assert editor.currentText() == "INBOX"
    qtbot.waitUntil(lambda: not shown.workspace.is_busy())
