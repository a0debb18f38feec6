"""Commands on the outbox: list it, send what is due, send again, give up; and the settings it is sent by."""

import datetime as dt
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from typing import Any

import click
from sqlalchemy.orm import Session

from roundtables.cli.context import Context, as_json, print_json, print_table
from roundtables.errors import Expected
from roundtables.queries import post as queries
from roundtables.queries.post import MessageRow, OutboxFilter
from roundtables.services import fields, waiting_list
from roundtables.services.post import outbox, reminders, settling
from roundtables.terms import MessageState, Way
from roundtables.transport import accounts, secrets
from roundtables.transport.accounts import MOST_PER_MINUTE, PostSettings, Security, SignIn, SmtpAccount
from roundtables.words import _, n_

PASSWORD = "ROUNDTABLES_SMTP_PASSWORD"  # noqa: S105 - the name of a variable
"""The variable of the environment that holds the password or token where there is no keyring."""

STATES = click.Choice([state.value for state in MessageState])
KEYS = click.argument(
    "keys",
    metavar="ID…",
    nargs=-1,
    required=True,
    type=int,
    help="The numbers of the messages, as “post list” shows them.",
)


class NotByMail(Expected):
    def __init__(self) -> None:
        super().__init__(
            _(
                "Messages do not leave by mail from here: the settings name another way. Nothing was sent; "
                "see “roundtables post settings --way mail”."
            )
        )


class SendingPaused(Expected):
    def __init__(self) -> None:
        super().__init__(_("Sending is paused. Nothing was sent; see “roundtables post settings --resume”."))


class RemindersAreOff(Expected):
    def __init__(self) -> None:
        super().__init__(
            _("Reminders do not go out by the settings. Nothing was sent; see “roundtables post settings --reminders”.")
        )


class EndedEarly(Expected):
    """Why sending ended before all was sent: the words of what was in the way."""


class NoneOfThem(Expected):
    def __init__(self) -> None:
        super().__init__(
            _("There is no message of that number that this can be done with. Nothing was changed; see “post list”.")
        )


@click.group()
def post() -> None:
    """Look after the messages that wait to be sent."""


@post.command("list")
@click.option("--state", "state", type=STATES, help="Only those that stand so.")
@as_json
@click.pass_obj
def list_messages(context: Context, state: str | None, *, as_json: bool) -> None:
    """List messages in the order they were queued."""
    narrowed = OutboxFilter(state=MessageState.of(state) if state else None)
    with context.register() as register, register.read() as session:
        rows = queries.page(session, narrowed, [], limit=None)
    if as_json:
        print_json([_message(row) for row in rows])
    else:
        print_table(
            [
                (row.id, row.state.value, f"{row.at.astimezone():%Y-%m-%d %H:%M}", row.email, row.subject, row.answer)
                for row in rows
            ]
        )


def _message(row: MessageRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "state": row.state.value,
        "kind": row.kind.value,
        "event": row.reference or None,
        "name": row.name,
        "email": row.email,
        "subject": row.subject,
        "queued": row.queued_at.isoformat(),
        "due": row.due.isoformat(),
        "attempts": row.attempts,
        "ended": row.ended_at.isoformat() if row.ended_at else None,
        "answer": row.answer,
    }


@post.command()
@click.option("--reminders", "with_reminders", is_flag=True, help="Queue first what the rules have come due to send.")
@as_json
@click.pass_obj
def send(context: Context, *, with_reminders: bool, as_json: bool) -> None:
    """Send what is due. Ctrl+C ends it after the message that is just going out."""
    settings = accounts.load()
    _require_sending(settings, with_reminders=with_reminders)
    secret = _secret(settings.smtp)
    with context.register() as register:
        if with_reminders:
            with register.change(_("Reminders"), undoable=False) as session:
                reminders.queue_due(session, settings, dt.datetime.now(dt.UTC))
        waiting_list.tell_who_moved_up(register, settings)
        with _stopped_by_keyboard() as stopped:
            run = outbox.send_due(register, settings.smtp, secret, report=_report, stopped=stopped)
    if as_json:
        print_json(asdict(run))
    else:
        print_table(
            [
                (_("Sent"), run.sent),
                (_("Refused"), run.refused),
                (_("Perhaps sent"), run.unknown),
                (_("To be sent"), run.left),
            ]
        )
    if run.words:
        raise EndedEarly(run.words)


def _require_sending(settings: PostSettings, *, with_reminders: bool) -> None:
    if settings.way is not Way.MAIL:
        raise NotByMail
    if settings.paused:
        raise SendingPaused
    if with_reminders and not settings.reminders:
        raise RemindersAreOff


def _secret(account: SmtpAccount) -> str | None:
    """The password or token: the keyring's, else the environment's, else what somebody at a terminal types."""
    if account.sign_in is SignIn.NONE:
        return None
    known = secrets.secret(account.secret_name, account.user) or os.environ.get(PASSWORD)
    return known or (_asked() if sys.stdin.isatty() else None)


def _asked() -> str:
    return str(click.prompt(_("Password or token"), hide_input=True, err=True))


def _report(done: int, total: int) -> None:
    """Progress for somebody who watches."""
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{total} ", nl=done == total, err=True)


@contextmanager
def _stopped_by_keyboard() -> Iterator[Callable[[], bool]]:
    """Ctrl+C ends the sending between two messages rather than within one; a second one ends it at once."""
    asked = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()

    usual = signal.signal(signal.SIGINT, stop)
    try:
        yield asked.is_set
    finally:
        signal.signal(signal.SIGINT, usual)


@post.command()
@KEYS
@click.pass_obj
def retry(context: Context, keys: tuple[int, ...]) -> None:
    """Send again what was refused, given up, or perhaps sent: then it may arrive twice."""
    number = _change(context, _("Send again"), outbox.retry, keys)
    click.echo(n_("{n} message will be sent again", "{n} messages will be sent again", number).format(n=number))


@post.command()
@KEYS
@click.pass_obj
def discard(context: Context, keys: tuple[int, ...]) -> None:
    """Give up messages that have not gone."""
    number = _change(context, _("Give up messages"), outbox.discard, keys)
    click.echo(n_("{n} message will not be sent", "{n} messages will not be sent", number).format(n=number))


@post.command()
@KEYS
@click.pass_obj
def arrived(context: Context, keys: tuple[int, ...]) -> None:
    """Count messages that were perhaps sent as sent: you have asked, and they arrived."""
    number = _change(context, _("Count as sent"), settling.mark_arrived, keys)
    click.echo(n_("{n} message counts as sent", "{n} messages count as sent", number).format(n=number))


def _change(
    context: Context, name: str, change: Callable[[Session, tuple[int, ...], dt.datetime], int], keys: tuple[int, ...]
) -> int:
    with context.register() as register, register.change(name, undoable=False) as session:
        number = change(session, keys, dt.datetime.now(dt.UTC))
        if not number:
            raise NoneOfThem
        return number


@post.command("settings")
@click.option("--way", type=click.Choice([way.value for way in Way]), help="How messages leave.")
@click.option("--host", help="The mail server's name.")
@click.option("--port", type=click.IntRange(1, 65535), help="Its port, such as 587 or 465.")
@click.option("--security", type=click.Choice([each.value for each in Security]), help="How it is encrypted.")
@click.option("--sign-in", type=click.Choice([each.value for each in SignIn]), help="How you sign in.")
@click.option("--user", help="The user name.")
@click.option("--name", help="The sender's name.")
@click.option("--email", help="The sender's address.")
@click.option("--per-minute", type=click.IntRange(1, MOST_PER_MINUTE), help="How many messages a minute at most.")
@click.option("--reminders/--no-reminders", default=None, help="Whether reminders go out by the rules.")
@click.option("--pause/--resume", "paused", default=None, help="Whether sending rests.")
@click.option("--password", is_flag=True, help="Ask for the password or token and keep it in the keyring.")
@click.option("--check", is_flag=True, help="Sign in with it, and send nothing.")
@as_json
def change_settings(*, password: bool, check: bool, as_json: bool, **given: Any) -> None:
    """Show what messages are sent by, or change what is named. The password is never shown."""
    settings = _changed(accounts.load(), {key: value for key, value in given.items() if value is not None})
    if password:
        _keep_password(settings.smtp)
    if check:
        _try_it(settings.smtp)
    shown = _settings(settings)
    if as_json:
        print_json(shown)
    else:
        print_table(list(shown.items()))


def _changed(settings: PostSettings, given: dict[str, Any]) -> PostSettings:
    """The settings with what was given, kept. Raises NotAnAddress."""
    words: dict[str, Any] = {"security": Security, "sign_in": SignIn, "way": Way.of}
    values: dict[str, Any] = {key: words[key](value) if key in words else value for key, value in given.items()}
    if "email" in values:
        values["email"] = fields.address(values["email"]) or ""
    for key in {"host", "user", "name"} & values.keys():
        values[key] = fields.line(values[key], key)
    own = {key: values.pop(key) for key in ("way", "paused", "reminders") if key in values}
    if own or values:
        settings = replace(settings, **own, smtp=replace(settings.smtp, **values))
        accounts.save(settings)
    return settings


def _keep_password(account: SmtpAccount) -> None:
    secret = _asked() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    if secret and not secrets.keep(account.secret_name, account.user, secret):
        words = _("There is no keyring here: the password was not kept. Give it in {variable} when you send.")
        click.echo(words.format(variable=PASSWORD), err=True)


def _try_it(account: SmtpAccount) -> None:
    from roundtables.transport import smtp

    smtp.check(account, _secret(account))
    click.echo(_("It works: {host} takes this account.").format(host=account.host), err=True)


def _settings(settings: PostSettings) -> dict[str, Any]:
    account = settings.smtp
    return {
        "way": settings.way.value,
        "host": account.host,
        "port": account.port,
        "security": account.security.value,
        "sign_in": account.sign_in.value,
        "user": account.user,
        "name": account.name,
        "email": account.email,
        "per_minute": account.per_minute,
        "reminders": settings.reminders,
        "paused": settings.paused,
    }
