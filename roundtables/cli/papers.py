"""Commands on paper: name badges, certificates of attendance, and the templates they are made from."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import Context, FileToWrite, as_json, in_language, of_event, print_json, print_table
from roundtables.queries import certificates as queries
from roundtables.queries import events, participants
from roundtables.queries.certificates import CertificateRow, Given
from roundtables.services import certificates as services
from roundtables.services import papers
from roundtables.services.participants import by_address
from roundtables.words import LOCALES, _, spoken


def tell_missing(letters: str) -> None:
    """Say for which letters there is no font, on standard error."""
    if letters:
        click.echo(papers.words_for_missing(letters), err=True)


@click.command("badges")
@of_event
@click.option("--out", "path", required=True, type=FileToWrite(".pdf"), help="The .pdf file to write.")
@click.option("--form", type=click.Choice(["a4", "a6"]), default="a4", help="Ten a sheet, or one a page.")
@click.option("--coming", is_flag=True, help="Only for those who accepted or may come.")
@in_language
@click.pass_obj
def badges(context: Context, reference: str, path: Path, form: str, code: str | None, *, coming: bool) -> None:
    """Write name badges with the code that is scanned at the door."""
    from roundtables.formats.documents.badge import BadgeForm

    with context.register() as register, register.read() as session:
        key = events.key_of(session, reference)
        chosen = papers.coming(participants.listing(session, key)) if coming else None
        _number, missing = papers.write_badges(
            session,
            key,
            path,
            BadgeForm(form),
            code or spoken().code,
            participation_ids=chosen,
            templates=papers.templates_folder(register),
        )
    tell_missing(missing)
    click.echo(str(path))


@click.command("certificates")
@click.argument(
    "reference", metavar="REF", required=False, help="The event's reference, such as E2.1; left out with --check."
)
@click.option(
    "--out",
    "path",
    type=FileToWrite(".pdf", or_folder=True),
    help="A .pdf file with a page each, or a folder with a file each.",
)
@click.option("--email", "emails", multiple=True, metavar="EMAIL", help="Only for this participant; may be repeated.")
@click.option("--list", "listed", is_flag=True, help="Show who attended enough, and why not.")
@click.option("--check", "checked", metavar="NUMBER|FILE", help="Say to whom a certificate was given.")
@click.option("--overwrite", is_flag=True, help="Replace files that are there.")
@click.option(
    "--in", "code", type=click.Choice(sorted(LOCALES)), help="One language for all; each person's own unless set."
)
@as_json
@click.pass_obj
def certificates(context: Context, /, reference: str | None, **options: Any) -> None:
    """Give certificates of attendance to those who attended enough; or list them, or check one."""
    if options["checked"] is not None:
        _check(context, options["checked"], as_json=options["as_json"])
    elif reference is None:
        raise click.UsageError(_("Name an event, or a certificate with --check."))
    elif options["path"] is None:
        _list(context, reference, options["code"], as_json=options["as_json"])
    elif options["listed"]:
        raise click.UsageError(_("Say --list or --out, not both."))
    else:
        _give(context, reference, options)


@click.command("papers")
@click.option("--copy", is_flag=True, help="Copy the program's templates there, those that are missing.")
@as_json
@click.pass_obj
def papers_command(context: Context, *, copy: bool, as_json: bool) -> None:
    """Show where the templates of papers lie that you can change."""
    with context.register() as register:
        folder = papers.require_templates_folder(register)
    copied = papers.copy_templates(folder) if copy else []
    own = papers.own_templates(folder)
    if as_json:
        print_json({"folder": str(folder), "copied": copied, "own": own})
        return
    click.echo(str(folder))
    for name in own:
        click.echo(f"  {name}")


def _give(context: Context, reference: str, options: dict[str, Any]) -> None:
    path: Path = options["path"]
    step = _("Give certificates of attendance")
    with context.register() as register, register.change(step, undoable=False) as session:
        key = events.key_of(session, reference)
        emails = options["emails"]
        chosen = [by_address(session, key, email).id for email in emails] if emails else None
        made = services.give(
            session,
            key,
            path,
            by=register.user,
            at=dt.datetime.now(dt.UTC),
            as_folder=path.suffix.lower() != ".pdf",
            language_code=options["code"],
            participation_ids=chosen,
            templates=papers.templates_folder(register),
            overwrite=options["overwrite"],
        )
    tell_missing(made.missing)
    if options["as_json"]:
        print_json({"files": [str(each) for each in made.paths], "numbers": list(made.numbers), "new": made.new})
    else:
        click.echo(str(path))


def _list(context: Context, reference: str, code: str | None, *, as_json: bool) -> None:
    with context.register() as register, register.read() as session:
        key = events.key_of(session, reference)
        wanted = queries.asked(session, key)
        rows = queries.listing(session, key, code)
    if as_json:
        asked = {"percent": wanted.percent, "by": wanted.by.value}
        print_json({"reference": reference, "asked": asked, "participants": [_as_json(row) for row in rows]})
        return
    print_table(
        [[row.name, f"{row.slots}/{row.of_slots}", f"{row.share} %", _(row.verdict.label), row.number] for row in rows]
    )


def _as_json(row: CertificateRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "email": row.email,
        "language": row.language,
        "slots": row.slots,
        "of_slots": row.of_slots,
        "days": row.days,
        "minutes": row.minutes,
        "of_minutes": row.of_minutes,
        "share": row.share,
        "qualifies": row.qualifies,
        "why": row.verdict.value,
        "number": row.number or None,
        "current": row.stands,
    }


def _check(context: Context, text: str, *, as_json: bool) -> None:
    with context.register() as register, register.read() as session:
        found = services.check(session, text)
    if as_json:
        print_json({"certificates": [_given_as_json(each) for each in found]})
        return
    for each in found:
        words = _("Certificate {number}: {name} attended {event}; given on {date}.")
        event = f"{each.reference} {each.title}".strip()
        date = spoken().date(each.issued_at.astimezone().date())
        click.echo(words.format(number=each.number, name=each.name, event=event, date=date))
        if each.replaced_by:
            click.echo("  " + _("A later one was given in its place: {number}.").format(number=each.replaced_by))


def _given_as_json(each: Given) -> dict[str, Any]:
    return {
        "number": each.number,
        "reference": each.reference,
        "event": each.title,
        "name": each.name,
        "language": each.language,
        "days": each.days,
        "minutes": each.minutes,
        "issued_at": each.issued_at.isoformat(),
        "issued_by": each.issued_by,
        "sha256": each.sha256,
        "replaced_by": each.replaced_by or None,
    }
