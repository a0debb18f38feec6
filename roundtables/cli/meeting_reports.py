"""The command that takes attendance from the report of a meeting tool."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import Context, as_json, of_event, print_json, print_table
from roundtables.errors import Expected
from roundtables.formats.meeting_reports.reading import DatesAmbiguous
from roundtables.formats.meeting_reports.report import DateOrder
from roundtables.queries import events
from roundtables.register import Register
from roundtables.services.meeting_reports import previewing, taking
from roundtables.services.meeting_reports.lines import STRANGERS, Choice, Line, Person, SlotLine, Verdict
from roundtables.services.meeting_reports.previewing import Preview
from roundtables.services.meeting_reports.taking import Taken
from roundtables.terms import Presence
from roundtables.walltime import zone
from roundtables.words import _, n_


class OrderNotKnown(Expected):
    def __init__(self, error: DatesAmbiguous) -> None:
        orders = " | ".join(f"--dates {order.value}" for order in error.orders)
        super().__init__(f"{error} {orders}")


@click.command("import")
@of_event
@click.argument(
    "path",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The report, as the meeting tool wrote it.",
)
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
@click.option(
    "--timezone",
    default="",
    metavar="ZONE",
    help="The zone of the report's times, such as Europe/Zagreb; the event's unless set.",
)
@click.option(
    "--dates",
    type=click.Choice([order.value for order in DateOrder]),
    help="How dates are read that could be read in two ways.",
)
@click.option(
    "--threshold",
    type=click.IntRange(1, 100),
    metavar="PERCENT",
    help="From which share of its minutes somebody is present, in percent; the event's unless set.",
)
@click.option("--walk-ins", is_flag=True, help="Put who is not on the list on it, instead of leaving them out.")
@click.option("--absent-others", is_flag=True, help="Mark absent who is expected and not in the report.")
@click.option("--force", is_flag=True, help="Take the report though it lies mostly outside the event's time.")
@as_json
@click.pass_obj
def import_report(context: Context, /, reference: str, path: Path, **asked: Any) -> None:
    """Take attendance from the report of a meeting tool: one step, which can be undone.

    Whose line is not clear is left out and named. What was marked by hand, at the door or by a signed sheet is kept.
    """
    content = previewing.content_of(path)
    with context.register() as register:
        with register.read() as session:
            key = events.key_of(session, reference)
            preview = _preview(session, key, content, **asked)
        if asked["walk_ins"]:
            preview = preview.with_walk_ins()
        if not asked["force"]:
            preview.require_same_meeting()
        done = None
        if not asked["dry_run"]:
            done = _take(register, key, preview, path.name, content, others_absent=asked["absent_others"])
    others = preview.others if asked["absent_others"] else None
    for words in (*preview.report.notes, *_said(preview, done, others or ())):
        click.echo(words, err=True)
    if asked["as_json"]:
        print_json(_document(preview, others))
    else:
        _print(preview, others or ())
        _print_taken(preview, done)


def _preview(session: Any, key: int, content: bytes, **asked: Any) -> Preview:
    order = DateOrder(asked["dates"]) if asked["dates"] else None
    values: dict[str, Any] = {"timezone": asked["timezone"], "order": order, "percent": asked["threshold"]}
    try:
        return previewing.preview_file(session, key, content, **values)
    except DatesAmbiguous as error:
        raise OrderNotKnown(error) from error


def _take(register: Register, key: int, preview: Preview, name: str, content: bytes, *, others_absent: bool) -> Taken:
    store = taking.store_of(register)
    with register.change(_("Import meeting report")) as session:
        return taking.take(
            session,
            store,
            key,
            preview,
            name=name,
            content=content,
            by=register.user,
            forced=True,
            others_absent=others_absent,
        )


def _said(preview: Preview, done: Taken | None, others: Sequence[Person]) -> list[str]:
    """What is to be known beside the lines."""
    if preview.is_repeated and not preview.taken and not others:
        return [_("This very report was taken over before. There is nothing to do.")]
    if done is not None and done.people and not done.kept_file:
        return [_("The report itself was not attached: this register lies on a server, where files can't be kept.")]
    return []


def _document(preview: Preview, others: Sequence[Person] | None) -> dict[str, Any]:
    """What a program is told; `others` are named where they were asked for."""
    place = zone(preview.facts.timezone)
    named = {} if others is None else {"others": [person.email or None for person in others]}
    return {
        "format": preview.report.format,
        "start": preview.report.start.astimezone(place).isoformat(),
        "end": preview.report.end.astimezone(place).isoformat(),
        "lines": [_entry(line) for line in preview.lines],
        **named,
    }


def _entry(line: Line) -> dict[str, Any]:
    return {
        "name": line.attendee.name,
        "email": line.attendee.email or None,
        "participant": _participant(line) or None,
        "minutes": line.minutes,
        "status": line.status.value if line.status else None,
        "verdict": line.verdict.value,
        "slots": [_slot(slot) for slot in line.slots],
    }


def _slot(slot: SlotLine) -> dict[str, Any]:
    return {
        "slot": slot.number,
        "minutes": slot.minutes,
        "status": slot.presence.value,
        "kept": slot.stands.value if slot.kept else None,
    }


def _participant(line: Line) -> str:
    """The address of whom a line is taken for."""
    if line.choice is Choice.LEAVE:
        return ""
    return (line.person.email or "") if line.person is not None else line.attendee.email


def _print(preview: Preview, others: Sequence[Person]) -> None:
    counts = Counter(line.verdict for line in preview.lines)
    for verdict in Verdict:
        if counts[verdict]:
            click.echo(f"{_(verdict.label)}: {counts[verdict]}")
    if others:
        click.echo(_("Expected and not in the report: {n}").format(n=len(others)))
    print_table(
        [
            (
                line.attendee.name,
                _participant(line),
                n_("{n} min", "{n} min", line.minutes).format(n=line.minutes),
                _(line.status.label) if line.status else _(line.choice.label),
                _(line.verdict.label),
            )
            for line in preview.lines
        ]
        + [(person.name, person.email or "", "", _(Presence.ABSENT.label), _("Not in the report")) for person in others]
    )


def _print_taken(preview: Preview, done: Taken | None) -> None:
    """What became of it in the register, and what can be done with those whom it doesn't know."""
    if done is None or not done.people:
        click.echo(_("Nothing was changed."))
    else:
        words = n_(
            "{n} person taken over from the report: {present} present, {absent} absent",
            "{n} people taken over from the report: {present} present, {absent} absent",
            done.people,
        )
        click.echo(words.format(n=done.people, present=done.present, absent=done.away))
    if any(line.verdict in STRANGERS and line.choice is Choice.LEAVE for line in preview.lines):
        click.echo(_("Who is not on the event's list is left out; --walk-ins puts them on it."), err=True)
