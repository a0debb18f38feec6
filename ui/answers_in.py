"""Take answers in: from files that are chosen or dropped, or from the mailbox; then what became of each is shown."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFileDialog, QWidget

from roundtables.errors import Expected
from roundtables.transport import secrets
from roundtables.transport.accounts import ImapAccount, SignIn
from roundtables.words import _, n_
from ui import format as formats
from ui.links import Link
from ui.workspace import Workspace

if TYPE_CHECKING:
    from roundtables.services.answers.taking import Taken

Report = Callable[[int, int], None]
Take = Callable[[Report], "list[Taken]"]


def ask_for_files(parent: QWidget, workspace: Workspace) -> None:
    """Ask for files with answers and take them in."""
    kinds = _("Mails and calendar files (*.ics *.eml *.mbox *.msg);;All files (*)")
    chosen, _kind = QFileDialog.getOpenFileNames(parent, _("Take in answers"), str(Path.home()), kinds)
    if chosen:
        take_files(parent, workspace, [Path(path) for path in chosen])


def take_files(parent: QWidget, workspace: Workspace, paths: Sequence[Path]) -> None:
    """Take files in, off the window's thread, and show what became of each message."""
    settings = workspace.outgoing.settings()

    def work(report: Report) -> "list[Taken]":
        from roundtables.services.answers import taking

        return taking.take_files(workspace.register, paths, settings, report)

    _run(parent, workspace, work)


def fetch(parent: QWidget, workspace: Workspace) -> None:
    """Take in what is new in the mailbox; where none is set up, go to the settings."""
    account = workspace.outgoing.settings().imap
    if not account.host:
        workspace.noticed.emit(_("No mailbox is set up yet: enter where answers are fetched from."), False)
        workspace.visit.emit(Link("settings", part="post"))
        return
    if account.sign_in is not SignIn.NONE and secrets.secret(account.secret_name, account.user) is None:
        _ask(parent, workspace, account, was_wrong=False)
    else:
        _fetch(parent, workspace, account)


def _fetch(parent: QWidget, workspace: Workspace, account: ImapAccount) -> None:
    settings = workspace.outgoing.settings()
    refused: list[Expected] = []

    def work(report: Report) -> "list[Taken]":
        from roundtables.services.answers import taking
        from roundtables.transport.errors import WrongPassword

        secret = secrets.secret(account.secret_name, account.user) if account.sign_in is not SignIn.NONE else None
        try:
            return taking.take_mailbox(workspace.register, settings, secret, report)
        except WrongPassword as error:
            refused.append(error)
            return []

    def ask_again() -> bool:
        if refused:
            _ask(parent, workspace, account, was_wrong=True)
        return bool(refused)

    _run(parent, workspace, work, ask_again)


def _ask(parent: QWidget, workspace: Workspace, account: ImapAccount, *, was_wrong: bool) -> None:
    """Ask for the mailbox's password, then fetch."""
    from ui.dialogs.secret import SecretDialog

    dialog = SecretDialog(parent, account, was_wrong=was_wrong)

    def take() -> bool:
        secret = str(dialog.secret.value())
        if secret:
            secrets.keep(account.secret_name, account.user, secret)
            _fetch(parent, workspace, account)
        return bool(secret)

    dialog.take = take
    dialog.open()


def _run(parent: QWidget, workspace: Workspace, take: Take, instead: Callable[[], bool] = lambda: False) -> None:
    before: list[int] = []

    def work(report: Report) -> "list[Taken]":
        before.append(_newest_step(workspace))
        return take(report)

    def done(taken: "list[Taken]") -> None:
        if not instead():
            _show(parent, workspace, taken, before[0])

    workspace.run(_("Taking in answers"), work, done)


def _show(parent: QWidget, workspace: Workspace, taken: "list[Taken]", before: int) -> None:
    from ui.dialogs.answers_taken import AnswersTakenDialog

    if not taken:
        workspace.noticed.emit(_("There is nothing new in the mailbox."), False)
        return
    dialog = AnswersTakenDialog(parent, workspace, taken, undoable=_newest_step(workspace) > before)
    dialog.undo_asked.connect(lambda: _take_back(workspace, before))
    dialog.open()


def _newest_step(workspace: Workspace) -> int:
    """The newest step that can be undone; 0 where there is none."""
    from roundtables.queries import history

    with workspace.read() as session:
        return history.undoable(session) or 0


def _take_back(workspace: Workspace, before: int) -> None:
    """Undo what was taken in, step by step, back to how it was before."""

    def work(_report: Any) -> int:
        number = 0
        while _newest_step(workspace) > before:
            workspace.register.undo()
            number += 1
        return number

    def done(number: int) -> None:
        words = n_("{n} step was taken back", "{n} steps were taken back", number)
        workspace.noticed.emit(words.format(n=formats.number(number)), False)

    workspace.run(_("Undo and redo"), work, done)
