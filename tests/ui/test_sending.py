"""Mail out while the window is open, against a real server on loopback: sent once, stopped cleanly, asked once."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import trustme
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from roundtables.model import Message
from roundtables.register import Register
from roundtables.terms import MessageState, Way
from roundtables.transport import accounts, secrets
from roundtables.transport.accounts import SignIn
from tests.transport.mail_server import PASSWORD, USER, Act, MailServer
from tests.ui.post_kit import add_messages, keep_settings
from ui.dialogs.secret import SecretDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.post.page import PostPage


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """This process trusts the tests' authority; no secret outlasts a test."""
    path = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(path)
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
    monkeypatch.setattr(secrets, "_remembered", {})


@pytest.fixture
def server(authority: trustme.CA) -> Iterator[MailServer]:
    with MailServer(authority) as made:
        yield made


@pytest.fixture
def sending(server: MailServer) -> MailServer:
    """The server with an account in the settings, its password known."""
    account = server.account()
    keep_settings(way=Way.MAIL, smtp=account)
    secrets.keep(account.secret_name, account.user, PASSWORD)
    return server


def states_of(register: Register) -> list[MessageState]:
    with register.read() as session:
        return list(session.scalars(select(Message.state).order_by(Message.id)))


def begun(window: MainWindow) -> Any:
    window.workspace.outgoing.begin()
    return window.workspace.outgoing


def at_rest(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.workspace.is_busy() and not window.workspace.outgoing.is_running())


def dialogs(window: MainWindow) -> list[SecretDialog]:
    return [each for each in window.findChildren(SecretDialog) if each.isVisible()]


def test_what_is_due_goes_out_at_the_start_and_after_a_change(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int], sending: MailServer
) -> None:
    event = given_event()
    add_messages(register, event, [MessageState.QUEUED] * 3)
    begun(shown)
    qtbot.waitUntil(lambda: states_of(register) == [MessageState.SENT] * 3)
    qtbot.waitUntil(lambda: "3 messages sent" in shown.notices.words.text())
    at_rest(qtbot, shown)
    add_messages(register, event, [MessageState.QUEUED])
    qtbot.waitUntil(lambda: states_of(register) == [MessageState.SENT] * 4)
    at_rest(qtbot, shown)
    assert len(sending.received) == 4
    assert len({each.email for each in sending.received}) == 4


@pytest.mark.parametrize("values", [{"way": Way.DRAFT}, {"paused": True}])
def test_nothing_goes_out_unless_the_settings_say_so(
    qtbot: QtBot,
    shown: MainWindow,
    register: Register,
    given_event: Callable[..., int],
    sending: MailServer,
    values: dict[str, Any],
) -> None:
    keep_settings(**values)
    add_messages(register, given_event(), [MessageState.QUEUED])
    outgoing = begun(shown)
    qtbot.wait(600)
    assert states_of(register) == [MessageState.QUEUED]
    assert not sending.received
    assert outgoing.words()


def test_a_paused_outbox_goes_on_when_it_is_resumed(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int], sending: MailServer
) -> None:
    keep_settings(paused=True)
    add_messages(register, given_event(), [MessageState.QUEUED])
    begun(shown)
    shown.visit(Link("post"))
    page = shown.current_page()
    assert isinstance(page, PostPage)
    assert not page._send.isVisible()
    qtbot.mouseClick(page._resume, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: states_of(register) == [MessageState.SENT])
    at_rest(qtbot, shown)
    assert page._send.isVisible()


def test_a_password_that_is_not_kept_is_asked_for_once_and_then_all_goes_out(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int], server: MailServer
) -> None:
    keep_settings(way=Way.MAIL, smtp=server.account())
    add_messages(register, given_event(), [MessageState.QUEUED])
    outgoing = begun(shown)
    qtbot.waitUntil(lambda: len(dialogs(shown)) == 1)
    outgoing.look()
    at_rest(qtbot, shown)
    assert len(dialogs(shown)) == 1
    dialog = dialogs(shown)[0]
    assert dialog.secret.editor.echoMode() == dialog.secret.editor.EchoMode.Password
    dialog.secret.enter(PASSWORD)
    qtbot.keyClick(dialog.secret.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: states_of(register) == [MessageState.SENT])
    at_rest(qtbot, shown)
    assert "password" not in (accounts.settings_file().read_text().replace('"sign_in": "password"', "")).lower()


def test_a_wrong_password_is_asked_for_once_and_given_up_nothing_is_asked_again(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int], server: MailServer
) -> None:
    account = server.account()
    keep_settings(way=Way.MAIL, smtp=account)
    secrets.keep(account.secret_name, account.user, "wrong")
    add_messages(register, given_event(), [MessageState.QUEUED])
    outgoing = begun(shown)
    qtbot.waitUntil(lambda: len(dialogs(shown)) == 1)
    dialogs(shown)[0].reject()
    sessions = server.sessions
    for _round in range(3):
        outgoing.look()
        at_rest(qtbot, shown)
    assert not dialogs(shown)
    assert server.sessions == sessions
    assert states_of(register) == [MessageState.QUEUED]
    outgoing.send_now()
    qtbot.waitUntil(lambda: len(dialogs(shown)) == 1)
    dialogs(shown)[0].reject()
    at_rest(qtbot, shown)


def test_a_server_that_is_not_there_is_told_once(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int], server: MailServer
) -> None:
    keep_settings(way=Way.MAIL, smtp=server.account(port=1, sign_in=SignIn.NONE))
    add_messages(register, given_event(), [MessageState.QUEUED])
    told: list[str] = []
    shown.workspace.failed.connect(told.append)
    outgoing = begun(shown)
    qtbot.waitUntil(lambda: len(told) == 1)
    for _round in range(2):
        at_rest(qtbot, shown)
        outgoing.look()
    at_rest(qtbot, shown)
    assert len(told) == 1
    assert told[0] in outgoing.words()
    assert states_of(register) == [MessageState.QUEUED]


def test_what_was_refused_and_perhaps_sent_is_said(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int], sending: MailServer
) -> None:
    add_messages(register, given_event(), [MessageState.QUEUED], email="gone@office.example")
    add_messages(register, None, [MessageState.QUEUED], email="lost@office.example")
    sending.cue("gone@office.example", Act.REFUSE)
    sending.cue("lost@office.example", Act.HANG_UP_AFTER_CONTENT)
    begun(shown)
    qtbot.waitUntil(lambda: states_of(register) == [MessageState.FAILED, MessageState.UNKNOWN])
    qtbot.waitUntil(lambda: "1 refused  ·  1 perhaps sent" in shown.notices.words.text())
    at_rest(qtbot, shown)


def test_stop_rests_between_two_messages_and_stays_so(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int], sending: MailServer
) -> None:
    keep_settings(lambda settings: replace(settings, smtp=replace(settings.smtp, per_minute=2)))
    add_messages(register, given_event(), [MessageState.QUEUED] * 9)
    outgoing = begun(shown)
    qtbot.waitUntil(lambda: states_of(register).count(MessageState.SENT) >= 1)
    shown.progress._stop.click()
    at_rest(qtbot, shown)
    found = states_of(register)
    assert MessageState.SENDING not in found
    assert found.count(MessageState.SENT) == len(sending.received)
    assert outgoing.settings().paused
    outgoing.look()
    assert not outgoing.is_running()


def test_closing_the_window_leaves_nothing_half_sent(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int], sending: MailServer
) -> None:
    keep_settings(lambda settings: replace(settings, smtp=replace(settings.smtp, per_minute=2)))
    add_messages(register, given_event(), [MessageState.QUEUED] * 9)
    begun(shown)
    qtbot.waitUntil(lambda: states_of(register).count(MessageState.SENT) >= 1)
    shown.close()
    found = states_of(register)
    assert MessageState.SENDING not in found
    assert found.count(MessageState.SENT) == len(sending.received)
    at_rest(qtbot, shown)
    assert not accounts.load().paused


def test_another_program_that_sends_is_told_quietly(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int], sending: MailServer
) -> None:
    add_messages(register, given_event(), [MessageState.QUEUED])
    told: list[str] = []
    shown.workspace.failed.connect(told.append)
    with register.alone("sending"):
        outgoing = begun(shown)
        at_rest(qtbot, shown)
        assert "Another program" in outgoing.words()
    assert not told
    outgoing.look()
    qtbot.waitUntil(lambda: states_of(register) == [MessageState.SENT])
    at_rest(qtbot, shown)


def test_the_account_is_tried_from_the_settings(qtbot: QtBot, shown: MainWindow, sending: MailServer) -> None:
    shown.visit(Link("settings", part="post"))
    form = shown.current_page().post.smtp
    form.try_it()
    qtbot.waitUntil(lambda: form.said.text() == "It works: localhost takes this account.")
    at_rest(qtbot, shown)
    form.form.fields["secret"].enter("wrong")
    form._take("secret")
    form.try_it()
    qtbot.waitUntil(lambda: "does not accept" in form.said.text())
    at_rest(qtbot, shown)
    assert accounts.load().smtp.user == USER
