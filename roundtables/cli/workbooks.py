"""`attendance export`: the workbook of one event, or of all that began in a period, for finance."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import Context, FileToWrite, day, in_language
from roundtables.queries import column_sets, events
from roundtables.register import Register
from roundtables.services import hand_overs, period_workbook
from roundtables.words import _, spoken


class EventOrPeriod(click.UsageError):
    def __init__(self) -> None:
        super().__init__(_("Name an event, or a period with --from and --until."))


class EventAndPeriod(click.UsageError):
    def __init__(self) -> None:
        super().__init__(
            _("Name an event or a period, not both: --from, --until, --project and --work-package are of a period.")
        )


class WholePeriod(click.UsageError):
    def __init__(self) -> None:
        super().__init__(_("A period needs both its days: --from and --until."))


@click.command("export")
@click.argument(
    "reference", metavar="[REF]", required=False, help="The event's reference, such as E2.1; left out for a period."
)
@click.option("--from", "since", metavar="DATE", help="The first day of a period, such as 2026-01-01, instead of REF.")
@click.option("--until", metavar="DATE", help="The period's last day.")
@click.option("--project", metavar="NAME", help="Of the period: a project by its acronym, number or name.")
@click.option("--work-package", type=int, metavar="N", help="Of the period: the number of a work package.")
@click.option("--out", "path", required=True, type=FileToWrite(".xlsx"), help="The .xlsx file to write.")
@click.option("--columns", metavar="NAME", help="Columns saved under a name; the standard ones unless set.")
@click.option("--for", "for_whom", default="", metavar="WHOM", help="Who gets it; kept with the hand-over.")
@in_language
@click.pass_obj
def export(context: Context, /, reference: str | None, path: Path, **asked: Any) -> None:
    """Write the workbook for finance and record that it was handed over.

    Of one event: attendance, totals, costs, catering. Of a period: all events that began in it.
    """
    period = {key: asked[key] for key in ("since", "until", "project", "work_package")}
    if reference is not None and any(value is not None for value in period.values()):
        raise EventAndPeriod
    if reference is None and (period["since"] is None or period["until"] is None):
        raise WholePeriod if any(value is not None for value in period.values()) else EventOrPeriod
    with context.register() as register:
        if reference is not None:
            _event(register, reference, path, asked)
        else:
            _period(register, path, asked)
    click.echo(str(path))


def _event(register: Register, reference: str, path: Path, asked: Mapping[str, Any]) -> None:
    with register.change(_("Hand over attendance list"), undoable=False) as session:
        hand_overs.hand_over_attendance(
            session, events.key_of(session, reference), path, **_common(session, register, asked)
        )


def _period(register: Register, path: Path, asked: Mapping[str, Any]) -> None:
    since, until = day(asked["since"]), day(asked["until"])
    if since is None or until is None:
        raise WholePeriod
    with register.change(_("Hand over workbook for a period"), undoable=False) as session:
        scope = period_workbook.scope_of(
            session, since, until, project=asked["project"], work_package=asked["work_package"]
        )
        period_workbook.hand_over(session, scope, path, **_common(session, register, asked))


def _common(session: Any, register: Register, asked: Mapping[str, Any]) -> dict[str, Any]:
    chosen = column_sets.named(session, asked["columns"]).columns if asked["columns"] is not None else None
    return {
        "language_code": asked["code"] or spoken().code,
        "for_whom": asked["for_whom"],
        "by": register.user,
        "at": dt.datetime.now(dt.UTC),
        "columns": chosen,
    }
