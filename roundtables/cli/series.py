"""`events repeat`: make an event the first of a series."""

import datetime as dt
from typing import Any

import click

from roundtables.cli.context import Context, as_json, day, moment, of_event, print_json, print_table
from roundtables.queries import events as event_queries
from roundtables.queries import series as queries
from roundtables.queries.series import MeetingRow
from roundtables.services import events, series
from roundtables.walltime import aware
from roundtables.words import _


@click.command("repeat")
@of_event
@click.option("--rule", required=True, metavar="RRULE", help="How it repeats, such as “FREQ=WEEKLY;COUNT=8”.")
@click.option("--skip", multiple=True, metavar="DATE", help="A day of the rule without a meeting; may be repeated.")
@click.option("--extra", multiple=True, metavar="TIME", help="A meeting besides the rule; may be repeated.")
@as_json
@click.pass_obj
def repeat(
    context: Context, /, reference: str, rule: str, skip: tuple[str, ...], extra: tuple[str, ...], *, as_json: bool
) -> None:
    """Make an event the first of a series; prints its meetings."""
    without = {day(text) for text in skip}
    with context.register() as register, register.change(_("Repeat event")) as session:
        first = events.get(session, event_queries.key_of(session, reference))
        left_out = [dt.datetime.combine(date, first.starts.time()) for date in without if date is not None]
        made = series.repeat(session, first.id, rule=rule, left_out=left_out, extra=[moment(text) for text in extra])
        session.flush()
        page = queries.page(session, made.id)
    if as_json:
        meetings = [_meeting(each, page.timezone) for each in page.meetings]
        print_json({"title": page.title, "rule": page.rule, "uid": page.uid, "meetings": meetings})
    else:
        click.echo(page.words)
        print_table([(each.reference, f"{each.starts:%Y-%m-%d %H:%M}") for each in page.meetings])


def _meeting(row: MeetingRow, timezone: str) -> dict[str, Any]:
    return {"reference": row.reference, "starts": aware(row.starts, timezone).isoformat(), "status": row.status.value}
