"""Commands on the register as a whole: make one, search, history, undo, check, back up, restore."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from roundtables.cli.context import Context, as_json, print_json, print_table, printable
from roundtables.errors import Expected
from roundtables.queries import events, history, search
from roundtables.register import Register, backups
from roundtables.register.engine import is_server
from roundtables.register.errors import NotForServers
from roundtables.services import event_files
from roundtables.services.event_files import Vanished
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


class ContentsUnsound(Expected):
    def __init__(self, found: int) -> None:
        super().__init__(
            n_(
                "{n} attached file is without its content. Attach it again, or bring back the folder beside the "
                "register from a copy; the register itself is sound.",
                "{n} attached files are without their contents. Attach them again, or bring back the folder beside the "
                "register from a copy; the register itself is sound.",
                found,
            ).format(n=found)
        )


@click.command()
@click.argument("path", help="The file to make, such as my.roundtables, or the URL of an empty database.")
def init(path: str) -> None:
    """Make a new, empty register."""
    Register.create(path).close()
    click.echo(path)


@click.command()
@click.argument("path", help="The file to make, such as my.roundtables, or the URL of an empty database.")
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
@click.argument("words", nargs=-1, required=True, help="What is looked for: the beginnings of words, in any order.")
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
@click.argument(
    "reference", metavar="[REF]", required=False, help="The event's reference, such as E2.1; all unless named."
)
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
@click.option("--erase-unattached", is_flag=True, help="Remove for good the contents that no event has any more.")
@click.option("--yes", is_flag=True, help="Remove them without being asked.")
@click.pass_obj
def check(context: Context, *, as_json: bool, erase_unattached: bool, yes: bool) -> None:
    """Check that the register is sound inside, and that the contents of all attached files are there unchanged."""
    with context.register() as register:
        found = register.check()
        gone, left = _contents(register)
        if left and erase_unattached and (yes or click.confirm(_ask_to_erase(len(left)), err=True)):
            left = _erase(register)
    if as_json:
        print_json(
            {
                "sound": not found and not gone,
                "faults": [*found, *map(_fault, gone)],
                "contents": [
                    {"event": each.reference, "kind": each.kind.value, "name": each.name, "fault": each.fault}
                    for each in gone
                ],
                "unattached": len(left),
            }
        )
    else:
        _tell_contents(gone, left)
    if found:
        raise RegisterUnsound(len(found))
    if gone:
        raise ContentsUnsound(len(gone))
    if not as_json:
        click.echo(_("The register is sound."))


def _contents(register: Register) -> tuple[list[Vanished], list[Path]]:
    """The attached files without their contents, and the contents that no event has."""
    store = register.kept_files
    if store is None:
        return [], []
    with register.read() as session:
        return event_files.vanished(session, store), event_files.unattached(session, store)


def _erase(register: Register) -> list[Path]:
    """Within a change, so that nobody attaches a file meanwhile; what could not be removed is left."""
    with register.change(_("Remove contents no longer attached"), undoable=False) as session:
        event_files.erase_unattached(session, register.files)
        return event_files.unattached(session, register.files)


def _ask_to_erase(number: int) -> str:
    words = n_(
        "Remove {n} content for good? It can't be undone: a file that was removed from its event stays without it.",
        "Remove {n} contents for good? It can't be undone: files that were removed from their event stay without them.",
        number,
    )
    return words.format(n=number)


def _tell_contents(gone: list[Vanished], left: list[Path]) -> None:
    for each in gone:
        click.echo(printable(_fault(each)))
    if left:
        words = n_(
            "{n} content beside the register is attached to no event any more.",
            "{n} contents beside the register are attached to no event any more.",
            len(left),
        )
        click.echo(words.format(n=len(left)))


def _fault(each: Vanished) -> str:
    words = {
        "missing": _("{reference}: the content of “{name}” ({kind}) is missing"),
        "changed": _("{reference}: the content of “{name}” ({kind}) was changed"),
    }[each.fault]
    return words.format(reference=each.reference, name=each.name, kind=_(each.kind.label))


@click.command()
@click.option("--out", "path", type=click.Path(path_type=Path, dir_okay=False), help="Where the copy goes.")
@click.pass_obj
def backup(context: Context, path: Path | None) -> None:
    """Make a verified copy of the register; attached files lie in the folder beside it and are not in the copy."""
    with context.register() as register:
        click.echo(str(register.back_up(path)))


@click.command()
@click.argument("copy", metavar="FILE", type=click.Path(path_type=Path), help="The copy.")
@click.pass_obj
def restore(context: Context, copy: Path) -> None:
    """Put a copy in the register's place; what was there is kept, and the folder of attached files stays."""
    if is_server(context.place):
        raise NotForServers
    kept = backups.restore(copy, Path(context.place))
    click.echo(_("Restored."))
    if kept is not None:
        click.echo(_("The register as it was is kept at {path}").format(path=kept))
