"""The evidence pack of an event or a work package, and the checklist of what is missing before it is made."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import Context, FileToWrite, as_json, print_json, print_table
from roundtables.queries.evidence import LACKING, Check
from roundtables.services import evidence as services
from roundtables.words import LOCALES, _, spoken


class PlaceNeeded(click.UsageError):
    def __init__(self) -> None:
        super().__init__(_("Say with --out where the pack goes, or ask for the --checklist alone."))


@click.command()
@click.argument(
    "reference", metavar="REF|WP", help="The event's reference, such as E2.1, or a work package, such as WP2."
)
@click.option("--out", "path", type=FileToWrite(".zip"), help="The .zip file to write.")
@click.option("--for", "for_whom", default="", metavar="WHOM", help="Who gets it; kept with the hand-over.")
@click.option("--in", "code", type=click.Choice(sorted(LOCALES)), help="The language of what is made for it.")
@click.option("--checklist", "only", is_flag=True, help="Say what there is and what is missing, and write nothing.")
@click.option("--leave-out-missing", is_flag=True, help="Leave out attached files whose contents are missing.")
@as_json
@click.pass_obj
def evidence(
    context: Context,
    /,
    reference: str,
    path: Path | None,
    for_whom: str,
    code: str | None,
    *,
    only: bool,
    leave_out_missing: bool,
    as_json: bool,
) -> None:
    """Write all that proves an event, or those of a work package, into one zip and record it as handed over."""
    if path is None and not only:
        raise PlaceNeeded
    pack = None
    with context.register() as register:
        with register.read() as session:
            chosen = services.target(session, reference)
            checks = services.checklist(session, register.kept_files, chosen)
        if path is not None and not only:
            with register.read() as session:
                pack = services.write(
                    session,
                    register.kept_files,
                    chosen,
                    path,
                    code or spoken().code,
                    leave_out_missing=leave_out_missing,
                )
            with register.change(_("Hand over evidence pack"), undoable=False) as session:
                services.enter(session, pack, for_whom=for_whom, by=register.user, at=dt.datetime.now(dt.UTC))
    if as_json:
        print_json(_as_json(chosen, checks, pack))
        return
    _tell(chosen, checks, missing_alone=pack is not None)
    if pack is not None:
        click.echo(str(path))


def _as_json(chosen: services.Target, checks: list[Check], pack: services.Pack | None) -> dict[str, Any]:
    found: dict[str, Any] = {
        "reference": chosen.reference,
        "events": len(chosen.event_ids),
        "not_held": list(chosen.left),
        "checklist": [
            {
                "event": each.reference,
                "what": each.aspect.value,
                "fine": each.fine,
                "missing": each.missing,
                "of": each.of,
                "files": list(each.names),
            }
            for each in checks
        ],
    }
    if pack is not None:
        found |= {
            "file": str(pack.path),
            "sha256": pack.sha256,
            "members": [{"file": each.name, "sha256": each.sha256, "size": each.size} for each in pack.files],
            "left_out": [each.name for each in pack.left_out],
        }
    return found


def _tell(chosen: services.Target, checks: list[Check], *, missing_alone: bool) -> None:
    """The checklist: as a whole where it was asked for, else what is missing, beside the output."""
    if missing_alone:
        for each in checks:
            if not each.fine:
                click.echo(": ".join((each.reference, *_words(each)[1:])), err=True)
    else:
        print_table([(each.reference, *_words(each)) for each in checks])
    if chosen.left:
        words = _("Not held, so not in the pack: {references}")
        click.echo(words.format(references=", ".join(chosen.left)), err=missing_alone)


def _words(check: Check) -> tuple[str, str, str]:
    """Whether it is there, what, and what is missing of it."""
    if check.fine:
        return _("there"), _(check.aspect.label), ""
    if check.of and check.missing < check.of:
        return _("open"), _(check.aspect.label), _("{n} of {of} missing").format(n=check.missing, of=check.of)
    return _("open"), _(check.aspect.label), _(LACKING[check.aspect])
