"""Commands on the register as a whole: make one, search, history, undo, check, back up, restore."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import Context, as_json, print_json, print_table
from roundtables.errors import Expected
from roundtables.queries import events, history, search
from roundtables.register import Register, backups
from roundtables.register.engine import is_server
from roundtables.register.errors import NotForServers
from roundtables.words import _, n_


class RegisterUnsound(Expected):
    def __init__(self, found: int) -> None:
        super().__init__(
            n_(
                "{n} fault was found in the register. Restore the newest copy, or keep the file for repair.",
                "{n} faults were found in the register. Restore the newest copy, or keep the file for repair.",
                found,
            ).format(n=found)
        )


@click.command()
@click.argument("path")
def init(path: str) -> None:
    """Make a new, empty register."""
    Register.create(path).close()
    click.echo(path)


@click.command()
@click.argument("path")
@click.option("--people", type=click.IntRange(1, 1_000_000), default=180, show_default=True, help="How many people.")
@click.option("--events", type=click.IntRange(1, 100_000), default=31, show_default=True, help="How many events.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same register.")
@click.option("--as-recorded", is_flag=True, help="Keep the project's own dates instead of moving them around today.")
def demo(path: str, people: int, events: int, seed: int, *, as_recorded: bool) -> None:
    """Make a demonstration register with invented people."""
    from roundtables.services.demonstration import make_demonstration

    register = Register.create(path)
    try:
        today = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant
        make_demonstration(register, seed=seed, people=people, events=events, today=today, as_recorded=as_recorded)
    finally:
        register.close()
    click.echo(path)


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@as_json
@click.pass_obj
def search_register(context: Context, words: tuple[str, ...], *, as_json: bool) -> None:
    """Find events, people and organisations."""
    with context.register() as register, register.read() as session:
        hits = search.find(session, " ".join(words), limit=50)
    if as_json:
        print_json([{"kind": hit.kind, "title": hit.shown, "detail": hit.detail} for hit in hits])
    else:
        print_table([(hit.kind, hit.shown, hit.detail) for hit in hits])


@click.command("history")
@click.argument("reference", metavar="[REF]", required=False)
@as_json
@click.pass_obj
def show_history(context: Context, reference: str | None, *, as_json: bool) -> None:
    """Show what was changed, newest first: of one event, or of all."""
    with context.register() as register, register.read() as session:
        key = events.key_of(session, reference) if reference else None
        if as_json:
            print_json([_change(row) for row in history.changes(session, event_id=key)])
            return
        steps = history.steps(session, event_id=key)
    print_table(
        [(f"{step.at.astimezone():%Y-%m-%d %H:%M}", step.by, step_name(step), str(step.rows)) for step in steps]
    )


def step_name(step: history.StepRow | history.HistoryRow) -> str:
    """A step's name, with what kind of step it is where it is no plain change."""
    name = step.name if isinstance(step, history.StepRow) else step.step
    words = {"undo": _("Undo: {step}"), "redo": _("Redo: {step}")}.get(step.kind.value, "{step}")
    return words.format(step=name)


def _change(row: history.HistoryRow) -> dict[str, Any]:
    return {
        "step": row.step_id,
        "name": row.step,
        "kind": row.kind.value,
        "undone": row.undone,
        "at": row.at.isoformat(),
        "by": row.by,
        "table": row.table,
        "row": row.row_id,
        "before": row.before,
        "after": row.after,
    }


@click.command()
@click.pass_obj
def undo(context: Context) -> None:
    """Take back the last step."""
    with context.register() as register:
        click.echo(_("Undone: {step}").format(step=register.undo()))


@click.command()
@click.pass_obj
def redo(context: Context) -> None:
    """Do again what was undone last."""
    with context.register() as register:
        click.echo(_("Done again: {step}").format(step=register.redo()))


@click.command()
@as_json
@click.pass_obj
def check(context: Context, *, as_json: bool) -> None:
    """Check that the register is sound inside."""
    with context.register() as register:
        found = register.check()
    if as_json:
        print_json({"sound": not found, "faults": found})
    if found:
        raise RegisterUnsound(len(found))
    if not as_json:
        click.echo(_("The register is sound."))


@click.command()
@click.option("--out", "path", type=click.Path(path_type=Path, dir_okay=False), help="Where the copy goes.")
@click.pass_obj
def backup(context: Context, path: Path | None) -> None:
    """Make a verified copy of the register."""
    with context.register() as register:
        click.echo(str(register.back_up(path)))


@click.command()
@click.argument("copy", metavar="FILE", type=click.Path(path_type=Path))
@click.pass_obj
def restore(context: Context, copy: Path) -> None:
    """Put a copy in the register's place; what was there is kept."""
    if is_server(context.place):
        raise NotForServers
    kept = backups.restore(copy, Path(context.place))
    click.echo(_("Restored."))
    if kept is not None:
        click.echo(_("The register as it was is kept at {path}").format(path=kept))


COMMANDS = (init, demo, search_register, show_history, undo, redo, check, backup, restore)
