"""The one question that sending and fetching may have to ask: the password of a mail account."""

from PySide6.QtWidgets import QLineEdit, QWidget

from roundtables.transport import secrets
from roundtables.transport.accounts import ImapAccount, SignIn, SmtpAccount
from roundtables.words import _
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.widgets.fields import Field, Form
from ui.widgets.parts import label, wrapped
from ui.workspace import Workspace


def secret_field(key: str, name: str) -> Field:
    """A line whose letters are not shown."""
    editor = QLineEdit()
    editor.setEchoMode(QLineEdit.EchoMode.Password)
    return Field(key, name, editor)


def where_kept() -> str:
    """Whether a password outlasts the program here, in words."""
    if secrets.can_keep():
        return _("It is kept in this system's keyring, never in a file of this program.")
    return _("This system has no keyring: it is kept until the program ends, then asked for again.")


class SecretDialog(FormDialog):
    """Asks for the password or token of an account."""

    def __init__(self, parent: QWidget, account: SmtpAccount | ImapAccount, *, was_wrong: bool) -> None:
        token = account.sign_in is SignIn.TOKEN
        name = _("Access token") if token else _("Password")
        self.secret = secret_field("secret", name)
        super().__init__(parent, name, Form((self.secret,)), _("Go on"))
        user, host = formats.shown(account.user), formats.shown(account.host)
        layout = self.layout()
        words = _("{user} at {host}").format(user=user, host=host) if user else host
        said = [wrapped(words)]
        if was_wrong:
            refused = _("The server did not take the one before. Nothing was lost: what is to be sent waits.")
            said.insert(0, wrapped(refused, "error"))
        for number, part in enumerate(said):
            layout.insertWidget(number, part)  # type: ignore[union-attr]  # a column, as FormDialog lays it out
        layout.insertWidget(len(said) + 2, label(where_kept(), "muted"))  # type: ignore[union-attr]  # as above
        self.secret.editor.setFocus()


def ask_for_sending(parent: QWidget, workspace: Workspace, account: SmtpAccount, *, was_wrong: bool) -> None:
    """Ask, keep what is entered, and go on sending. Given up, nothing is asked again until sending is asked for."""
    dialog = SecretDialog(parent, account, was_wrong=was_wrong)

    def take() -> bool:
        secret = str(dialog.secret.value())
        if not secret:
            return False
        secrets.keep(account.secret_name, account.user, secret)
        workspace.outgoing.go_on()
        return True

    dialog.take = take
    dialog.open()
