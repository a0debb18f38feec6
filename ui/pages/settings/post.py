"""How messages leave, the account they go out by, the mailbox answers come from, and the reminders."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QRadioButton, QScrollArea, QWidget

from roundtables.errors import Expected
from roundtables.services.fields import address
from roundtables.terms import Way
from roundtables.transport import accounts, secrets
from roundtables.transport.accounts import MOST_PER_MINUTE, ImapAccount, PostSettings, Security, SignIn, SmtpAccount
from roundtables.words import N_, _
from ui import format as formats
from ui.dialogs.secret import secret_field, where_kept
from ui.theme import GRID, sized
from ui.widgets.fields import Field, Form, NumberEdit, choice_field, text_field
from ui.widgets.parts import button, column, label, row, wrapped
from ui.workspace import Workspace

WIDEST = 720
WAYS = (
    (Way.MAIL, N_("Send from here"), N_("By the mail account below. The outbox shows what went out and what did not.")),
    (
        Way.DRAFT,
        N_("Write drafts for a mail program"),
        N_("Files that Outlook, Thunderbird or Apple Mail opens ready to send: you send each one there."),
    ),
    (Way.FILE, N_("Write calendar files alone"), N_("One .ics file a participant, to be attached to mails of yours.")),
)
SECURITIES = ((Security.TLS, N_("TLS from the start")), (Security.STARTTLS, N_("STARTTLS")))
SIGN_INS = (
    (SignIn.PASSWORD, N_("User name and password")),
    (SignIn.TOKEN, N_("User name and access token (XOAUTH2)")),
    (SignIn.NONE, N_("Without signing in")),
)
SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587}
IMAP_PORTS = {Security.TLS: 993, Security.STARTTLS: 143}
Account = SmtpAccount | ImapAccount


def _number_field(key: str, name: str, most: int) -> Field:
    editor = NumberEdit()
    editor.setValidator(QIntValidator(1, most, editor))
    return Field(key, name, editor)


def _connection_fields() -> tuple[Field, ...]:
    """What every account has, down to its password."""
    return (
        text_field("host", _("Server"), hint=_("mail.example.org")),
        choice_field("security", _("Encryption"), [(each, _(words)) for each, words in SECURITIES]),
        _number_field("port", _("Port"), 65_535),
        choice_field("sign_in", _("Sign in with"), [(each, _(words)) for each, words in SIGN_INS]),
        text_field("user", _("User name")),
        secret_field("secret", _("Password or token")),
    )


def _folder_field() -> Field:
    field = choice_field("folder", _("Folder"), ())
    editor: Any = field.editor
    editor.setEditable(True)
    editor.setInsertPolicy(editor.InsertPolicy.NoInsert)
    made = Field("folder", _("Folder"), editor)
    editor.lineEdit().setAccessibleName(_("Folder"))
    return made


class AccountForm(QWidget):
    """The fields of one account, with a button that tries it. `which` is smtp or imap, as the settings call it."""

    def __init__(
        self, workspace: Workspace, which: str, further: tuple[Field, ...], ports: dict[Security, int]
    ) -> None:
        super().__init__()
        self._workspace, self._which, self._ports = workspace, which, ports
        self.form = Form((*_connection_fields(), *further), self._take)
        self.kept = wrapped("", "muted")
        self.said = wrapped("")
        self.said.hide()
        self.attempt = button(_("Try it"), self.try_it, picture="connection")
        self.setLayout(column(self.form, self.kept, row(self.attempt, 1), self.said))

    def account(self) -> Any:
        """The account as it is kept."""
        return getattr(self._workspace.outgoing.settings(), self._which)

    def show_account(self) -> None:
        """Show what is kept; whether there is a password is looked up where nobody waits."""
        account = self.account()
        for key, field in self.form.fields.items():
            if key != "secret":
                field.show_value(getattr(account, key))
        self._show_sign_in(account)
        if account.host and account.sign_in is not SignIn.NONE:
            self._workspace.run_quietly(
                lambda _report: secrets.secret(account.secret_name, account.user) is not None, self._show_kept
            )
        else:
            self._show_kept(False)

    def _show_sign_in(self, account: Account) -> None:
        signs_in = account.sign_in is not SignIn.NONE
        for key in ("user", "secret"):
            self.form.fields[key].editor.setEnabled(signs_in)

    def _show_kept(self, kept: Any) -> None:
        editor: Any = self.form.fields["secret"].editor
        editor.setPlaceholderText(_("Kept; type to enter another") if kept else "")
        self.kept.setText(where_kept())

    def _take(self, key: str) -> None:
        """Keep what was entered, or say at its field why it can't be."""
        field = self.form.fields[key]
        value = field.value()
        words = _wrong(key, value)
        if not words:
            try:
                self._keep(key, value)
            except Expected as error:
                words = str(error)
        field.show_error(words)
        self.said.hide()

    def _keep(self, key: str, value: Any) -> None:
        account = self.account()
        if key != "secret":
            changed: dict[str, Any] = {key: value.strip() if isinstance(value, str) else value}
            usual = account.port == self._ports[account.security]
            if key == "security" and usual:
                # Whoever has another port than the usual one has it for a reason.
                changed["port"] = self._ports[value]
            account = replace(account, **changed)
            self._workspace.outgoing.change_settings(**{self._which: account})
            self._show_sign_in(account)
            self.form.fields["port"].show_value(account.port)
        self._keep_secret(account)

    def _keep_secret(self, account: Account) -> None:
        """What is typed belongs to this server and user, whichever of the three was entered last."""
        secret = str(self.form.fields["secret"].value())
        if secret and account.host:
            kept = secrets.keep(account.secret_name, account.user, secret)
            self.kept.setText(_("The password is in this system's keyring.") if kept else where_kept())
            self._workspace.outgoing.go_on()

    def try_it(self) -> None:
        """Sign in and off again, and say how it went."""
        self.form.settle()
        account = self.account()
        if not account.host:
            self.form.fields["host"].show_error(_("Enter the server first."))
            self.form.fields["host"].editor.setFocus()
            return
        self.attempt.setEnabled(False)
        self._say(_("Trying…"), "muted")
        self._workspace.run(
            _("Trying the account"), lambda _report: self._check(account), self._succeeded, self._failed
        )

    def _check(self, account: Any) -> Any:
        raise NotImplementedError

    def _failed(self, words: str) -> None:
        self.attempt.setEnabled(True)
        self._say(words, "error")

    def _succeeded(self, _result: Any) -> None:
        self.attempt.setEnabled(True)
        host = formats.shown(self.account().host)
        self._say(_("It works: {host} takes this account.").format(host=host), "")

    def _say(self, words: str, style: str) -> None:
        self.said.setText(words)
        self.said.setObjectName(style)
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
        self.said.show()


class SmtpForm(AccountForm):
    """The account that mail goes out by."""

    def __init__(self, workspace: Workspace) -> None:
        further = (
            text_field("name", _("Sender's name")),
            text_field("email", _("Sender's address")),
            _number_field("per_minute", _("Messages a minute"), MOST_PER_MINUTE),
        )
        super().__init__(workspace, "smtp", further, SMTP_PORTS)

    def _check(self, account: Any) -> Any:
        from roundtables.transport import smtp

        smtp.check(account, secrets.secret(account.secret_name, account.user))


class ImapForm(AccountForm):
    """The mailbox that answers are fetched from; once it was tried, its folders can be chosen."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace, "imap", (_folder_field(),), IMAP_PORTS)

    def _check(self, account: Any) -> Any:
        from roundtables.transport import imap

        return imap.check(account, secrets.secret(account.secret_name, account.user))

    def _succeeded(self, result: Any) -> None:
        super()._succeeded(result)
        field = self.form.fields["folder"]
        editor: Any = field.editor
        chosen = editor.currentText()
        editor.clear()
        editor.addItems([formats.shown(name) for name in result])
        field.enter(chosen)


class PostTab(QScrollArea):
    """Each choice is taken when it is made. Nothing of it is in the register: it is this workstation's."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ways: dict[Way, QRadioButton] = {}
        self.smtp, self.imap = SmtpForm(workspace), ImapForm(workspace)
        _align(self.smtp.form, self.imap.form)
        self.reminders = QCheckBox(_("Send reminders by the rules"))
        self.reminders.clicked.connect(lambda checked: self._choose(reminders=checked))
        parts: list[Any] = [
            label(_("How messages leave"), "heading"),
            self._ways(),
            label(_("Mail account that messages are sent by"), "heading"),
            self.smtp,
            label(_("Mailbox that answers are fetched from"), "heading"),
            wrapped(_("It is only read: no message in it is changed or deleted."), "muted"),
            self.imap,
            label(_("Reminders"), "heading"),
            self.reminders,
            wrapped(
                _("The outbox shows beforehand what the rules will send. Without this, nothing of it goes."), "muted"
            ),
            row(
                button(_("Reminder rules…"), self._open_rules, picture="bell-outline"),
                button(_("Wording of the messages…"), self._open_wordings, picture="text-box-edit-outline"),
                1,
            ),
        ]
        inner = QWidget()
        inner.setMaximumWidth(sized(WIDEST))
        inner.setLayout(column(*parts, 1, margin=2 * GRID, space=3 * GRID))
        self.setWidget(inner)
        self._show_choices(workspace.outgoing.settings())

    def _ways(self) -> QWidget:
        group = QButtonGroup(self)
        lines: list[Any] = []
        for way, name, explained in WAYS:
            choice = QRadioButton(_(name))
            choice.setAccessibleDescription(_(explained))
            choice.clicked.connect(lambda _checked, way=way: self._choose(way=way))
            group.addButton(choice)
            self.ways[way] = choice
            note = wrapped(_(explained), "muted")
            note.setIndent(sized(28))
            lines.append(column(choice, note, space=0))
        holder = QWidget()
        holder.setLayout(column(*lines))
        return holder

    def looked_at(self) -> None:
        """Show what is kept: another window may have changed it."""
        self._show_choices(self._workspace.outgoing.settings())
        self.smtp.show_account()
        self.imap.show_account()

    def settle(self) -> None:
        """Take what is still being typed."""
        self.smtp.form.settle()
        self.imap.form.settle()

    def _show_choices(self, settings: PostSettings) -> None:
        self.ways[settings.way].setChecked(True)
        self.reminders.setChecked(settings.reminders)

    def _choose(self, **values: Any) -> None:
        try:
            self._workspace.outgoing.change_settings(**values)
        except Expected as error:
            self._workspace.failed.emit(str(error))
            self._show_choices(accounts.load())

    def _open_rules(self) -> None:
        from ui.dialogs.reminder_rules import open_rules

        open_rules(self.window(), self._workspace)

    def _open_wordings(self) -> None:
        from ui.dialogs.wordings import open_wordings

        open_wordings(self.window(), self._workspace)


def _align(*forms: Form) -> None:
    """Give the fields of several forms one left edge."""
    names = [name for form in forms for name in form.names()]
    widest = max(name.sizeHint().width() for name in names)
    for name in names:
        name.setMinimumWidth(widest)


def _wrong(key: str, value: Any) -> str:
    """Why a value can't be kept, or nothing."""
    if key in ("port", "per_minute") and not value:
        return _("Enter a whole number from 1 on. The one before stays.")
    if key == "host" and any(letter.isspace() or letter in "/@:" for letter in str(value).strip()):
        return _("This is not the name of a server, such as mail.example.org. The one before stays.")
    if key == "folder" and not str(value).strip():
        return _("Enter the name of a folder, such as INBOX. The one before stays.")
    if key == "email":
        try:
            address(str(value), key)
        except Expected as error:
            return str(error)
    return ""
