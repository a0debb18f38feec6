"""The command on answers: take them in from files or from the mailbox."""

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import Context, as_json, print_json, print_table
from roundtables.register import Register
from roundtables.services.answers import taking
from roundtables.services.answers.taking import Taken
from roundtables.terms import Outcome
from roundtables.transport import accounts, secrets
from roundtables.words import _

PASSWORD = "ROUNDTABLES_IMAP_PASSWORD"  # noqa: S105 - the name of a variable
"""The variable of the environment that holds the password or token where there is no keyring."""


@click.command("replies")
@click.argument(
    "paths",
    metavar="[FILE]…",
    nargs=-1,
    type=click.Path(path_type=Path),
    help="Files with answers: .ics, .eml, .mbox or .msg.",
)
@click.option("--mailbox", is_flag=True, help="Fetch what is new from the mailbox of the settings. It is only read.")
@as_json
@click.pass_context
def replies(command: click.Context, paths: tuple[Path, ...], *, mailbox: bool, as_json: bool) -> None:
    """Take in answers to invitations from .ics, .eml, .mbox and .msg files, or from the mailbox.

    Each message is reported: recorded, older than what is known, waiting for a decision, or why it is none of these.
    Exit code 1 where a file is missing; one that can't be read is reported and stops nothing.
    """
    if bool(paths) == mailbox:
        raise click.UsageError(_("Name files, or say --mailbox."))
    context: Context = command.obj
    with context.register() as register:
        taken = _from_mailbox(register) if mailbox else _from_files(register, paths)
    if as_json:
        print_json([_entry(line) for line in taken])
    else:
        _print(taken)
    if missing := [path for path in paths if not path.is_file()]:
        for path in missing:
            click.echo(_("{file} is not there.").format(file=path), err=True)
        command.exit(1)


def _from_files(register: Register, paths: Sequence[Path]) -> list[Taken]:
    """What became of each message, with its file as it was named."""
    settings = accounts.load()
    found = ((path, line) for path in paths for line in taking.take_files(register, [path], settings))
    return [replace(line, file=str(path)) for path, line in found]


def _from_mailbox(register: Register) -> list[Taken]:
    settings = accounts.load()
    secret = secrets.secret(settings.imap.secret_name, settings.imap.user) or os.environ.get(PASSWORD)
    return taking.take_mailbox(register, settings, secret)


def _print(taken: Sequence[Taken]) -> None:
    print_table(
        [(line.file, _(line.outcome.label), line.reference, line.email, line.partstat, line.reason) for line in taken]
    )
    counts = Counter(line.outcome for line in taken)
    for outcome in Outcome:
        if counts[outcome]:
            click.echo(f"{_(outcome.label)}: {counts[outcome]}")
    if not taken:
        click.echo(_("There is nothing new."))


def _entry(line: Taken) -> dict[str, Any]:
    return {
        "file": line.file,
        "outcome": line.outcome.value,
        "uid": line.uid or None,
        "email": line.email or None,
        "partstat": line.partstat or None,
        "sequence": line.sequence,
        "recurrence_id": line.recurrence_id or None,
        "reason": line.reason or None,
    }
