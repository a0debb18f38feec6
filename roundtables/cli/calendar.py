"""Commands on calendars: export events, import them, and keep calendars on servers and in files current."""

import datetime as dt
import os
from collections import Counter
from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import Context, FileToWrite, as_json, print_json, print_table
from roundtables.cli.events import DEFAULT_ZONE, filter_of, filters
from roundtables.errors import Expected
from roundtables.queries import publications as queries
from roundtables.queries.publications import PublicationRow
from roundtables.services import calendar_import, invitations, publications, publishing
from roundtables.services.calendar_import import EventProposal, Verdict
from roundtables.terms import PublicationKind
from roundtables.walltime import zone
from roundtables.words import _, n_

PASSWORD = "ROUNDTABLES_CALENDAR_PASSWORD"  # noqa: S105 - the name of a variable


@click.group()
def calendar() -> None:
    """Calendars of many events: export, import, publish."""


@calendar.command("export")
@click.option("--out", "path", required=True, type=FileToWrite(".ics"), help="The .ics file.")
@filters
@click.pass_obj
def export_calendar(context: Context, /, path: Path, **narrowed: Any) -> None:
    """Write events as one calendar, without participants."""
    from roundtables.files import replace_file

    number = 0
    with context.register() as register, register.read() as session:
        stamp = dt.datetime.now(dt.UTC)

        def write(out: Any) -> None:
            nonlocal number
            number = invitations.write_calendar(session, filter_of(**narrowed), _("Events"), stamp, out)

        replace_file(path, write)
    click.echo(n_("{n} event written", "{n} events written", number).format(n=number))


@calendar.command("import")
@click.argument(
    "paths", metavar="FILE…", nargs=-1, required=True, type=click.Path(path_type=Path), help="The .ics files."
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option("--zone", "zone_name", default=DEFAULT_ZONE, show_default=True, help="The zone of times without one.")
@click.option("--update", is_flag=True, help="Change events that are known where the file is newer.")
@as_json
@click.pass_obj
def import_calendar(
    context: Context, paths: tuple[Path, ...], zone_name: str, *, dry_run: bool, update: bool, as_json: bool
) -> None:
    """Take events over from calendar files: one step a file, which can be undone.

    What is new is added. What is known stays as it is unless --update is given and the file is newer; what looks the
    same as an event, or can't be used, is left out and named. A file that can't be read stops none of the others.
    """
    zone(zone_name)
    shown: list[dict[str, Any]] = []
    failed = 0
    with context.register() as register:
        for path in paths:
            try:
                with register.read() as session:
                    proposals = calendar_import.plan(session, calendar_import.read_file(path, zone_name))
                proposals = [_as_asked(proposal, update=update) for proposal in proposals]
                if not dry_run:
                    with register.change(_("Import events")) as session:
                        calendar_import.take(session, proposals)
            except Expected as error:
                failed += 1
                shown.append({"file": str(path), "error": str(error), "events": []})
                click.echo(f"roundtables: {path}: {error}", err=True)
                continue
            shown.append({"file": str(path), "error": None, "events": [_entry(proposal) for proposal in proposals]})
            if not as_json:
                _say(proposals)
    if as_json:
        print_json(shown)
    _exit(failed)


def _as_asked(proposal: EventProposal, *, update: bool) -> EventProposal:
    known = proposal.verdict is Verdict.KNOWN
    return calendar_import.ticked(proposal, taken=update) if known else proposal


def _say(proposals: list[EventProposal]) -> None:
    counts = Counter(proposal.verdict for proposal in proposals)
    for verdict in Verdict:
        if counts[verdict]:
            click.echo(f"{_(verdict.label)}: {counts[verdict]}")
    named = [entry for entry in proposals if entry.reason]
    print_table(
        [
            (
                entry.line.row,
                _(entry.verdict.label),
                f"{entry.line.starts:%Y-%m-%d %H:%M}" if entry.line.starts else "",
                entry.line.title,
                entry.reason,
            )
            for entry in named
        ]
    )


def _entry(proposal: EventProposal) -> dict[str, Any]:
    line = proposal.line
    return {
        "row": line.row,
        "component": line.number,
        "uid": line.uid,
        "title": line.title,
        "starts": line.starts.isoformat() if line.starts else None,
        "ends": line.ends.isoformat() if line.ends else None,
        "timezone": line.timezone,
        "all_day": line.all_day,
        "verdict": proposal.verdict.name.lower(),
        "taken": proposal.taken,
        "reference": proposal.reference or None,
        "changes": list(proposal.changes),
        "reason": proposal.reason,
    }


@calendar.command("publications")
@as_json
@click.pass_obj
def list_publications(context: Context, *, as_json: bool) -> None:
    """List the calendars that events are published to."""
    with context.register() as register, register.read() as session:
        rows = queries.listing(session)
    if as_json:
        print_json([_row(row) for row in rows])
        return
    print_table(
        [
            (
                row.id,
                row.kind.value,
                f"{row.last_at:%Y-%m-%d %H:%M}Z" if row.last_at else "–",
                row.address,
                row.last_error,
            )
            for row in rows
        ]
    )


def _row(row: PublicationRow) -> dict[str, Any]:
    return {
        "publication": row.id,
        "kind": row.kind.value,
        "address": row.address,
        "user": row.user,
        "project": row.project or None,
        "last_at": row.last_at.isoformat() if row.last_at else None,
        "last_error": row.last_error or None,
        "events": row.events if row.kind is PublicationKind.SERVER else None,
        "differing": row.differing,
    }


@calendar.command("publish")
@click.option("--publication", "key", metavar="N", type=int, help="Only this one, by its number; else all.")
@as_json
@click.pass_obj
def publish(context: Context, key: int | None, *, as_json: bool) -> None:
    """Bring published calendars up to date. What was changed there by others is named and left as it is.

    Passwords come from the system's keyring, or from the variable ROUNDTABLES_CALENDAR_PASSWORD.
    """
    secret = os.environ.get(PASSWORD)
    shown: list[dict[str, Any]] = []
    with context.register() as register:
        with register.read() as session:
            rows = [row for row in queries.listing(session) if key in (None, row.id)]
            if key is not None and not rows:
                publications.get(session, key)
        for row in rows:
            entry: dict[str, Any] = {"publication": row.id, "kind": row.kind.value, "address": row.address}
            try:
                done = publishing.publish(register, row.id, secret if row.kind is PublicationKind.SERVER else None)
                shown.append(entry | vars(done) | {"error": None})
            except Expected as error:
                shown.append(entry | vars(publishing.Published()) | {"error": str(error)})
    if as_json:
        print_json(shown)
    else:
        for entry in shown:
            _say_published(entry)
        if not shown:
            click.echo(
                _("Nothing is published yet. Events can be kept current in a calendar on a server or in a file.")
            )
    _exit(sum(entry["error"] is not None for entry in shown))


def _say_published(entry: dict[str, Any]) -> None:
    if entry["error"] is not None:
        click.echo(f"roundtables: {entry['address']}: {entry['error']}", err=True)
        return
    words = _("{address}: {created} created, {changed} changed, {removed} removed, {differing} changed there by others")
    click.echo(words.format(**entry))


def _exit(failed: int) -> None:
    if failed:
        raise click.exceptions.Exit(1)
