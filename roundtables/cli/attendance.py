"""Commands on attendance: mark, the sheet to sign, the list for finance, and whether a file is one handed over."""

from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import (
    Context,
    FileToWrite,
    as_json,
    clock,
    in_language,
    of_event,
    print_json,
    print_table,
    printable,
)
from roundtables.cli.papers import tell_missing
from roundtables.cli.parts import Parts
from roundtables.queries import events
from roundtables.services import attendance as services
from roundtables.services import papers, participants, verifying
from roundtables.services.verifying import How, Verified
from roundtables.terms import Presence
from roundtables.words import _, n_, spoken


@click.group(cls=Parts)
def attendance() -> None:
    """Who was there."""


attendance.add_parts(
    {
        "export": ("workbooks:export", "Write the workbook for finance and record that it was handed over."),
        "import": (
            "meeting_reports:import_report",
            "Take attendance from the report of a meeting tool: one step, which can be undone.",
        ),
    }
)


@attendance.command("mark")
@of_event
@click.option("--email", required=True, help="The participant's address.")
@click.option("--slot", "number", type=int, required=True, help="The day or session, counted from 1.")
@click.option(
    "--status", type=click.Choice([presence.value for presence in Presence]), required=True, help="What is marked."
)
@click.option("--minutes", type=int, metavar="MINUTES", help="How many minutes they were there.")
@click.option("--arrived", metavar="TIME", help="When they came, such as 09:05, or with its date.")
@click.option("--departed", metavar="TIME", help="When they left, such as 16:30, or with its date.")
@click.pass_obj
def mark(
    context: Context,
    reference: str,
    email: str,
    number: int,
    status: str,
    minutes: int | None,
    arrived: str | None,
    departed: str | None,
) -> None:
    """Mark one participant in one slot, with minutes and times where they are known."""
    with context.register() as register, register.change(_("Mark attendance")) as session:
        key = events.key_of(session, reference)
        participation = participants.by_address(session, key, email)
        slot = services.slot_numbered(session, key, number)
        if minutes is None and arrived is None and departed is None:
            services.mark(session, slot.id, [participation.id], Presence.of(status))
            return
        day = services.day_of(slot)
        services.enter(
            session,
            slot.id,
            participation.id,
            Presence.of(status),
            minutes=minutes,
            arrived=clock(arrived, day),
            departed=clock(departed, day),
        )


@attendance.command("sheet")
@of_event
@click.option(
    "--out",
    "path",
    required=True,
    type=FileToWrite(".pdf", ".xlsx"),
    help="The file to write: .pdf to print, or .xlsx.",
)
@in_language
@click.pass_obj
def sheet(context: Context, reference: str, path: Path, code: str | None) -> None:
    """Write the sign-in sheet."""
    with context.register() as register, register.read() as session:
        key = events.key_of(session, reference)
        missing = papers.write_sign_in_sheet(
            session, key, path, code or spoken().code, templates=papers.templates_folder(register)
        )
    tell_missing(missing)
    click.echo(str(path))


@attendance.command("verify")
@click.argument("path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="The file to look for.")
@as_json
@click.pass_context
def verify(command: click.Context, path: Path, *, as_json: bool) -> None:
    """Say whether the register knows a file by its check sum, and what has changed in the register since.

    Any list, pack or certificate that was handed over, any file inside a pack, and any file attached to an event.
    """
    with command.obj.register() as register, register.read() as session:
        found = verifying.verify(session, path)
    if as_json:
        print_json(_as_json(found))
    else:
        _tell(found)
    if found.how is How.UNKNOWN:
        command.exit(1)


def _as_json(found: Verified) -> dict[str, Any]:
    return {
        "handed_over": found.known,
        "as": found.how.value,
        "kind": found.kind.value if found.kind else None,
        "reference": found.reference or None,
        "file": found.file_name or None,
        "pack": found.pack or None,
        "certificate": found.number or None,
        "at": found.at.isoformat() if found.at else None,
        "by": found.by or None,
        "for": found.for_whom or None,
        "changes_since": [
            {"at": change.at.isoformat(), "by": change.by, "step": change.step, "table": change.table}
            for change in found.changes
        ],
        "inside": [{"file": each.name, "as_listed": each.as_listed, "as": each.how.value} for each in found.inside],
    }


def _tell(found: Verified) -> None:
    if found.how is How.UNKNOWN:
        click.echo(_("This file was not handed over from this register, or it has been changed since."), err=True)
        _tell_inside(found)
        return
    kind = _(found.kind.label) if found.kind else ""
    date = f"{found.at.astimezone():%Y-%m-%d %H:%M}" if found.at else ""
    words = {
        How.HANDED_OVER: _("This file was handed over for {reference} on {date} and is unchanged."),
        How.IN_PACK: _("This file is of {pack}, handed over for {reference} on {date}, and is unchanged."),
        How.CERTIFICATE: _("This is certificate {number} for {reference}, given out on {date}, and is unchanged."),
        How.ATTACHED: _("This file has been attached to {reference} as “{kind}” since {date} and is unchanged."),
    }[found.how]
    values = {"reference": found.reference, "date": date, "pack": found.pack, "number": found.number, "kind": kind}
    click.echo(printable(words.format(**values)))
    if found.how in (How.HANDED_OVER, How.IN_PACK):
        number = found.steps_since
        since = n_("In the register, {n} step since.", "In the register, {n} steps since.", number)
        click.echo(since.format(n=number) if number else _("Nothing has changed in the register since."))
        for change in found.changes:
            click.echo(f"  {change.at.astimezone():%Y-%m-%d %H:%M}  {change.step}  ({change.table})")


def _tell_inside(found: Verified) -> None:
    """What a zip that isn't known as a whole has in it."""
    states = {
        (True, True): _("as its list says, and known here"),
        (True, False): _("as its list says, not known here"),
        (False, True): _("not as its list says, but known here"),
        (False, False): _("not as its list says, and not known here"),
    }
    print_table([(states[each.as_listed, each.how is not How.UNKNOWN], each.name) for each in found.inside])
