"""The settings of the post: taken at once, told at their field, no password in any file; and the rules of reminders."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from roundtables.queries import post as queries
from roundtables.register import Register
from roundtables.terms import MessageKind, RemindWhom, Reply, Way
from roundtables.transport import accounts, secrets
from roundtables.transport.accounts import Security, SignIn
from tests.ui.post_kit import keep_settings
from ui import answers_in
from ui.dialogs.reminder_rules import RuleDialog, RulesDialog
from ui.dialogs.secret import SecretDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.settings.post import PostTab


@pytest.fixture(autouse=True)
def no_secret_outlasts_a_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secrets, "_remembered", {})


@pytest.fixture
def tab(shown: MainWindow) -> PostTab:
    shown.visit(Link("settings", part="post"))
    found = shown.current_page().post
    assert isinstance(found, PostTab)
    return found


def type_in(qtbot: QtBot, tab: PostTab, key: str, text: str, form: str = "smtp") -> str:
    """Type into a field and leave it; returns what is said below it."""
    field = getattr(tab, form).form.fields[key]
    editor = field.editor
    assert isinstance(editor, QLineEdit)
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    editor.editingFinished.emit()
    return str(field.error.text())


def test_each_choice_is_kept_at_once(qtbot: QtBot, tab: PostTab) -> None:
    qtbot.mouseClick(tab.ways[Way.DRAFT], Qt.MouseButton.LeftButton)
    assert accounts.load().way is Way.DRAFT
    for key, text in (("host", " mail.example.org "), ("user", "office"), ("email", "office@example.org")):
        assert not type_in(qtbot, tab, key, text)
    type_in(qtbot, tab, "per_minute", "12")
    tab.reminders.click()
    kept = accounts.load()
    assert (kept.smtp.host, kept.smtp.user, kept.smtp.email) == ("mail.example.org", "office", "office@example.org")
    assert kept.smtp.per_minute == 12
    assert kept.reminders


@pytest.mark.parametrize(
    ("key", "text", "words"),
    [
        ("host", "https://mail.example.org", "not the name of a server"),
        ("host", "office@example.org", "not the name of a server"),
        ("email", "nobody at all", "nobody at all"),
        ("port", "0", "whole number"),
    ],
)
def test_what_can_not_be_kept_is_told_at_its_field(qtbot: QtBot, tab: PostTab, key: str, text: str, words: str) -> None:
    before = accounts.load()
    assert words in type_in(qtbot, tab, key, text)
    assert accounts.load() == before


def test_the_usual_port_follows_the_encryption_and_another_stays(tab: PostTab) -> None:
    field = tab.smtp.form.fields["security"]
    field.enter(Security.TLS)
    tab.smtp._take("security")
    assert accounts.load().smtp.port == 465
    assert tab.smtp.form.fields["port"].value() == 465
    keep_settings(lambda settings: replace(settings, smtp=replace(settings.smtp, port=2525)))
    field.enter(Security.STARTTLS)
    tab.smtp._take("security")
    assert accounts.load().smtp.port == 2525


def test_a_password_is_kept_apart_and_follows_its_server_and_user(qtbot: QtBot, tab: PostTab) -> None:
    type_in(qtbot, tab, "secret", "s3cret-word")
    type_in(qtbot, tab, "host", "mail.example.org")
    type_in(qtbot, tab, "user", "office")
    account = accounts.load().smtp
    assert secrets.secret(account.secret_name, "office") == "s3cret-word"
    assert "s3cret-word" not in accounts.settings_file().read_text()
    assert "no keyring" in tab.smtp.kept.text()
    editor = tab.smtp.form.fields["secret"].editor
    assert isinstance(editor, QLineEdit)
    assert editor.echoMode() == QLineEdit.EchoMode.Password


def test_without_signing_in_no_user_is_asked_for(tab: PostTab) -> None:
    tab.smtp.form.fields["sign_in"].enter(SignIn.NONE)
    tab.smtp._take("sign_in")
    assert not tab.smtp.form.fields["user"].editor.isEnabled()
    assert not tab.smtp.form.fields["secret"].editor.isEnabled()


def test_an_account_without_a_server_is_not_tried(qtbot: QtBot, tab: PostTab) -> None:
    qtbot.mouseClick(tab.imap.attempt, Qt.MouseButton.LeftButton)
    assert tab.imap.form.fields["host"].error.text() == "Enter the server first."


def test_a_server_that_is_not_there_is_told_where_it_was_tried(qtbot: QtBot, shown: MainWindow, tab: PostTab) -> None:
    keep_settings(
        lambda settings: replace(settings, imap=replace(settings.imap, host="localhost", port=1, sign_in=SignIn.NONE))
    )
    tab.looked_at()
    qtbot.mouseClick(tab.imap.attempt, Qt.MouseButton.LeftButton)
    assert tab.imap.said.text() == "Trying…"
    qtbot.waitUntil(lambda: "localhost" in tab.imap.said.text())
    assert tab.imap.said.objectName() == "error"
    qtbot.waitUntil(lambda: not shown.workspace.is_busy())
    assert tab.imap.attempt.isEnabled()


def rules_of(register: Register) -> list[queries.RuleRow]:
    with register.read() as session:
        return queries.rules(session)


@pytest.fixture
def rules_dialog(qtbot: QtBot, shown: MainWindow) -> Callable[..., RulesDialog]:
    """Open the rules, with the keyboard."""

    def make(event_id: int | None = None) -> RulesDialog:
        dialog = RulesDialog(shown, shown.workspace, event_id)
        dialog.open()
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return make


def test_a_rule_is_added_changed_switched_off_and_removed(
    qtbot: QtBot, register: Register, given_event: Callable[..., int], rules_dialog: Callable[..., RulesDialog]
) -> None:
    given_event()
    dialog = rules_dialog()
    assert dialog._stack.currentIndex() == 1
    dialog.add()
    asked = dialog.findChildren(RuleDialog)[-1]
    asked.form.fields["kind"].enter(MessageKind.JOINING)
    asked.form.fields["days_before"].enter(-7)
    asked.form.fields["at_minute"].enter(14 * 60 + 30)
    asked._agree()
    (rule,) = rules_of(register)
    assert (rule.kind, rule.whom, rule.days_before, rule.at_minute) == (
        MessageKind.JOINING,
        RemindWhom.ACCEPTED,
        7,
        14 * 60 + 30,
    )
    assert dialog._model.index(0, 2).data() == "7 days before, 14:30"
    assert dialog._model.index(0, 3).data() == "All events"
    dialog.table.setFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert not rules_of(register)[0].active
    assert dialog._model.index(0, 4).data() == "Off"
    qtbot.keyClick(dialog.table, Qt.Key.Key_Delete)
    box = dialog.findChildren(QMessageBox)[-1]
    assert "can't be undone" in box.informativeText()
    assert len(rules_of(register)) == 1
    next(each for each in box.buttons() if each.text() == "Remove").click()
    assert rules_of(register) == []
    assert register.undoable() == "Change reminder rule"
    QAbstractItemModelTester(dialog._model)
    dialog.reject()


def test_a_rule_of_one_event_is_made_for_it(
    register: Register, given_event: Callable[..., int], rules_dialog: Callable[..., RulesDialog]
) -> None:
    event, other = given_event(title="First"), given_event(title="Second")
    dialog = rules_dialog(event)
    dialog.add()
    dialog.findChildren(RuleDialog)[-1]._agree()
    assert [rule.event_id for rule in rules_of(register)] == [event]
    elsewhere = rules_dialog(other)
    assert elsewhere._model.rowCount() == 0
    for each in (dialog, elsewhere):
        each.reject()


def test_the_outbox_says_what_the_rules_will_send(
    shown: MainWindow,
    given_participants: Callable[..., list[int]],
    soon: Callable[..., int],
    rules_dialog: Callable[..., RulesDialog],
) -> None:
    event = soon(20)
    given_participants(event, 3, reply=Reply.ACCEPTED)
    dialog = rules_dialog()
    dialog.add()
    dialog.findChildren(RuleDialog)[-1]._agree()
    dialog.reject()
    shown.visit(Link("post", part="outbox"))
    coming = shown.current_page().outbox.coming
    assert coming.isVisible()
    assert coming._words.text().startswith("1 reminder will come, on ")
    assert coming._words.text().endswith("Never sent unless reminders are switched on in the settings.")
    assert coming._model.index(0, 4).data() == "3"
    before = coming.table.isVisible()
    coming._more.click()
    assert coming.table.isVisible() is not before
    shown.workspace.outgoing.change_settings(reminders=True)
    shown.current_page().refresh()
    assert "Never sent" not in coming._words.text()


def test_the_page_of_an_event_leads_to_its_rules(event_page: Any, qtbot: QtBot, window: MainWindow) -> None:
    event_page.open_reminders()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(RulesDialog)))
    dialog = window.findChildren(RulesDialog)[-1]
    dialog.add()
    assert dialog.findChildren(RuleDialog)[-1].values()["event_id"] == event_page.event_id
    for each in (dialog.findChildren(RuleDialog)[-1], dialog):
        each.reject()


def test_a_password_for_the_mailbox_is_asked_for_before_anything_is_fetched(qtbot: QtBot, shown: MainWindow) -> None:
    keep_settings(lambda settings: replace(settings, imap=replace(settings.imap, host="localhost", port=1, user="me")))
    answers_in.fetch(shown, shown.workspace)
    dialog = shown.findChildren(SecretDialog)[-1]
    told: list[str] = []
    shown.workspace.failed.connect(told.append)
    dialog.secret.enter("pass")
    dialog._agree()
    qtbot.waitUntil(lambda: len(told) == 1)
    assert "localhost" in told[0]
    qtbot.waitUntil(lambda: not shown.workspace.is_busy())
