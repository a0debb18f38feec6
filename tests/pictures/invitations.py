"""The tab Invitations, the dialogs in front of every message, the wording editor, the waiting list."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any


def take(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """Each in the state that an organiser meets it in."""
    import os
    import tempfile
    from pathlib import Path

    from roundtables.terms import Way
    from roundtables.transport import accounts
    from roundtables.transport.accounts import PostSettings, SmtpAccount

    with tempfile.TemporaryDirectory() as folder:
        os.environ["ROUNDTABLES_POST"] = str(Path(folder) / "post.json")
        account = SmtpAccount(host="mail.ministry.example", name="Programme Office", email="office@ministry.example")
        settings = PostSettings(way=Way.MAIL, smtp=account, paused=True)
        accounts.save(settings)
        key = _event(window)
        _tab(window, save, settle, key)
        _send(window, save, settle, key)
        accounts.save(replace(settings, smtp=SmtpAccount()))
        _not_set_up(window, save, settle)
        _wordings(window, save, settle)
        _line(window, save, settle)


def _event(window: Any) -> int:
    """The coming event of the demonstration whose guests were sent most."""
    from roundtables.queries import events, invitations
    from roundtables.queries.events import EventFilter

    with window.workspace.read() as session:
        rows = [row for row in events.page(session, EventFilter()) if row.participants > 10]
        return max(rows, key=lambda row: len(invitations.holders(session, row.id))).id


def _tab(window: Any, save: Callable[..., None], settle: Callable[[], None], key: int) -> None:
    from roundtables.services import events, participants
    from ui.links import Link

    window.visit(Link("event", key, "invitations"))
    save("invitations-1-current")
    tab = window.current_page().tab("invitations")
    workspace = window.workspace
    with workspace.change("Move") as session:
        events.change(session, key, place="Room 4, second floor")
        participants.remove(session, [tab._model.rows[2].id])
    tab.table.go_to(3)
    save("invitations-2-outdated")
    window.resize(900, 620)
    save("invitations-3-small")
    window.resize(1280, 800)
    tab.words.setText("nobody like this")
    settle()
    save("invitations-4-unfit")
    tab.words.setText("")
    settle()


def _send(window: Any, save: Callable[..., None], settle: Callable[[], None], key: int) -> None:
    from roundtables.terms import MessageKind
    from ui.dialogs.send import SendDialog
    from ui.dialogs.sent_message import MessageDialog

    tab = window.current_page().tab("invitations")
    tab.send_due()
    dialog = _last(window, SendDialog, settle)
    save("invitations-5-send", dialog)
    dialog._unfold.click()
    dialog.words.body.editor.setPlainText("Dear {{ name }},\n{{ nothing_like_it }}")
    for _round in range(6):
        settle()
    save("invitations-6-send-fault", dialog)
    dialog.reject()
    settle()
    tab.table.select_numbers([1, 2, 3])
    tab._send(MessageKind.REMINDER)
    save("invitations-7-reminder", _last(window, SendDialog, settle))
    _last(window, SendDialog, settle).reject()
    tab.table.go_to(1)
    tab.show_message()
    for _round in range(6):
        settle()
    dialog = _last(window, MessageDialog, settle)
    save("invitations-8-message", dialog)
    dialog.reject()
    window.current_page().call_off()
    save("invitations-9-called-off")
    window.current_page().remove()
    settle()
    from PySide6.QtWidgets import QMessageBox

    box = _last(window, QMessageBox, settle)
    save("invitations-10-delete", box)
    box.reject()
    window.workspace.undo()
    settle()


def _not_set_up(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    from ui.dialogs.send import SendDialog

    tab = window.current_page().tab("invitations")
    tab.table.clearSelection()
    tab.send_due()
    dialog = _last(window, SendDialog, settle)
    save("invitations-11-not-set-up", dialog)
    dialog.reject()


def _wordings(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    from ui.dialogs.wordings import WordingsDialog, open_wordings

    open_wordings(window, window.workspace)
    dialog = _last(window, WordingsDialog, settle)
    save("invitations-12-wordings", dialog)
    dialog.body.editor.setPlainText("Dear {{ name }},\n\n{% if place %}")
    for _round in range(6):
        settle()
    save("invitations-13-wordings-fault", dialog)
    dialog.leave()


def _line(window: Any, save: Callable[..., None], settle: Callable[[], None]) -> None:
    """An event with seats that became free."""
    from PySide6.QtWidgets import QMessageBox

    from roundtables.services import participants
    from roundtables.terms import Reply
    from ui.links import Link

    workspace = window.workspace
    tab = window.current_page().tab("invitations")
    keys = [line.id for line in tab._model.rows if line.id > 0]
    from roundtables.services import events

    with workspace.change("Fill") as session:
        participants.set_reply(session, keys, Reply.DECLINED)
        events.change(session, tab._id, capacity=4)
        participants.set_reply(session, keys[:7], Reply.ACCEPTED)
        participants.set_reply(session, keys[:2], Reply.DECLINED)
    window.visit(Link("event", tab._id, "invitations"))
    save("invitations-14-line")
    tab.waiting.ask()
    settle()
    box = _last(window, QMessageBox, settle)
    save("invitations-15-line-asked", box)
    box.reject()


def _last(window: Any, kind: type[Any], settle: Callable[[], None]) -> Any:
    for _round in range(4):
        settle()
    return window.findChildren(kind)[-1]
