"""Commands on people: list and import."""

from collections import Counter
from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import Context, as_json, print_json, print_table
from roundtables.queries import events
from roundtables.queries import people as queries
from roundtables.queries.people import PersonFilter
from roundtables.services import importing
from roundtables.services.importing import Proposal, Verdict
from roundtables.words import _


@click.group()
def people() -> None:
    """The people in the register."""


@people.command("list")
@as_json
@click.pass_obj
def list_people(context: Context, *, as_json: bool) -> None:
    """List people by surname."""
    with context.register() as register, register.read() as session:
        rows = queries.page(session, PersonFilter(), limit=None)
    if as_json:
        print_json(
            [
                {
                    "name": row.name,
                    "first_name": row.first_name,
                    "last_name": row.last_name,
                    "email": row.email,
                    "organisation": row.organisation,
                    "country": row.country,
                    "job_title": row.job_title,
                    "phone": row.phone,
                    "language": row.language,
                }
                for row in rows
            ]
        )
    else:
        print_table([(row.name, row.email or "", row.organisation) for row in rows])


@people.command("import")
@click.argument(
    "path", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False), help="The spreadsheet, text or vCards."
)
@click.option("--event", "reference", metavar="REF", help="Make them participants of this event.")
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@as_json
@click.pass_obj
def import_people(context: Context, path: Path, reference: str | None, *, dry_run: bool, as_json: bool) -> None:
    """Take over people from a spreadsheet, a text or vCards: one step, which can be undone.

    Rows that can't be used, and rows that repeat another, are left out and named.
    """
    lines = importing.read_lines(importing.read_file(path))
    with context.register() as register:
        with register.read() as session:
            key = events.key_of(session, reference) if reference else None
            proposals = importing.propose(session, lines)
        if not dry_run:
            with register.change(_("Import participants")) as session:
                importing.take_over(session, proposals, event_id=key)
    if as_json:
        print_json([_entry(proposal) for proposal in proposals])
        return
    counts = Counter(proposal.verdict for proposal in proposals)
    for verdict in Verdict:
        if counts[verdict]:
            click.echo(f"{_(verdict.label)}: {counts[verdict]}")
    print_table([(f"{entry.line.row}", _(entry.verdict.label), entry.reason) for entry in proposals if entry.reason])


def _entry(proposal: Proposal) -> dict[str, Any]:
    return {
        "row": proposal.line.row,
        "name": proposal.line.name,
        "email": proposal.line.emails[0] if proposal.line.emails else None,
        "organisation": proposal.line.organisation,
        "verdict": proposal.verdict.name.lower(),
        "choice": proposal.choice.name.lower(),
        "reason": proposal.reason,
        "changes": [{"field": name, "is": now, "would_be": new} for name, now, new in proposal.changes],
    }
