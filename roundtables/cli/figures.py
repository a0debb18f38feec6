"""`figures`: what the events of a period add up to."""

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import Context, FileToWrite, as_json, day, print_json, print_table
from roundtables.errors import NotFound, shortened
from roundtables.queries import figures as queries
from roundtables.queries import programme
from roundtables.queries.figures import Group, Grouping, Step, Wanted
from roundtables.services import figures as services
from roundtables.services.period_workbook import PeriodBackwards
from roundtables.words import LOCALES, _, spoken


class NoSuchProject(NotFound):
    def __init__(self, text: str) -> None:
        super().__init__(_("There is no project {name} in this register.").format(name=shortened(text)))


@click.command()
@click.option("--project", metavar="NAME", help="Its acronym, number or name; all projects unless set.")
@click.option(
    "--from", "since", metavar="DATE", help="The first day on which an event may have begun, such as 2026-01-01."
)
@click.option("--until", metavar="DATE", help="The last such day.")
@click.option(
    "--by",
    "step",
    type=click.Choice([step.value for step in Step]),
    default="quarter",
    show_default=True,
    help="How long the periods are that are counted.",
)
@click.option(
    "--out", "path", type=FileToWrite(".xlsx"), help="Write the workbook (.xlsx) and record that it was handed over."
)
@click.option("--for", "for_whom", default="", metavar="WHOM", help="Who gets the workbook; kept with the hand-over.")
@click.option("--in", "code", type=click.Choice(sorted(LOCALES)), help="The language of the workbook.")
@as_json
@click.pass_obj
def figures(
    context: Context,
    /,
    project: str | None,
    since: str | None,
    until: str | None,
    step: str,
    path: Path | None,
    for_whom: str,
    code: str | None,
    *,
    as_json: bool,
) -> None:
    """Count events, participations, persons and person-days, against the targets."""
    now = dt.datetime.now(dt.UTC)
    first, last = day(since), day(until)
    if first is not None and last is not None and last < first:
        raise PeriodBackwards
    with context.register() as register:
        with register.read() as session:
            wanted = Wanted(_project(session, project), first, last, Step.of(step))
            counted = queries.figures(session, wanted, now, spoken())
        if path is not None:
            with register.change(_("Hand over figures"), undoable=False) as session:
                services.hand_over_figures(
                    session,
                    wanted,
                    path,
                    code or spoken().code,
                    for_whom=for_whom,
                    by=register.user,
                    at=now,
                    timezone="UTC",
                )
    if as_json:
        print_json(
            {
                "since": counted.since.isoformat() if counted.since else None,
                "until": counted.until.isoformat() if counted.until else None,
                "total": _json(counted.total),
                **{grouping.value: [_json(group) for group in counted.groups[grouping]] for grouping in Grouping},
            }
        )
        return
    print_table([("", *map(_, services.COLUMNS)), _line(counted.total)])
    for grouping in Grouping:
        if counted.groups[grouping]:
            click.echo()
            heads = (_(grouping.label), *map(_, services.COLUMNS))
            print_table([heads, *map(_line, counted.groups[grouping])])


def _project(session: Any, text: str | None) -> int | None:
    if text is None:
        return None
    wanted = text.strip().casefold()
    for project in programme.projects(session):
        if wanted in (project.acronym.casefold(), project.number.casefold(), project.name.casefold()):
            return project.id
    raise NoSuchProject(text)


def _json(group: Group) -> dict[str, Any]:
    targets = {"events": group.target_events, "participations": group.target_participations}
    return {"key": group.key, "label": group.label, **asdict(group.counts), "targets": targets}


def _line(group: Group) -> tuple[object, ...]:
    counts = group.counts
    return (
        group.label,
        counts.events,
        "" if group.target_events is None else group.target_events,
        counts.participations,
        "" if group.target_participations is None else group.target_participations,
        counts.persons,
        counts.person_days,
        counts.local,
        counts.transnational,
    )
