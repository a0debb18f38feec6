"""Commands are imported when they are called, and help says the same of them before as after."""

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from roundtables.cli.main import commands
from roundtables.cli.parts import Part, Parts

PROGRAM = """
import sys
from roundtables.cli.main import run
sys.argv = ["roundtables", *sys.argv[1:]]
try:
    run()
finally:
    print(*(name for name in ("sqlalchemy", "roundtables.register", "roundtables.model") if name in sys.modules), "end")
"""


def parts(group: click.Group, *names: str) -> Iterator[tuple[str, Part]]:
    """All parts of a group and of the groups in it, with their names as they are called."""
    for name, command in group.commands.items():
        if isinstance(command, Part):
            yield " ".join((*names, name)), command
        itself = command.load() if isinstance(command, Part) else command
        if isinstance(itself, click.Group):
            yield from parts(itself, *names, name)


FOUND = dict(parts(commands))


@pytest.mark.parametrize("called", FOUND)
def test_help_lists_each_command_with_the_line_that_it_has_itself(called: str) -> None:
    part = FOUND[called]
    itself = part.load()
    assert itself.name == called.split()[-1]
    assert part.help == " ".join((itself.help or "").split("\n\n")[0].split())
    assert part.get_short_help_str(60) == itself.get_short_help_str(60)


def test_parts_of_groups_within_are_found_too() -> None:
    assert {"events repeat", "events report", "attendance import", "attendance export"} <= FOUND.keys()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(["--version"], 0), (["--help"], 0), (["nonsense"], 2), (["--nonsense"], 2), (["--language", "xx", "check"], 2)],
)
def test_what_needs_no_register_does_not_wait_for_one(arguments: list[str], code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments], capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == code, done.stderr
    assert done.stdout.splitlines()[-1] == "end"


def test_a_command_that_is_called_is_the_one_that_is_loaded() -> None:
    context = click.Context(commands)
    name, group, rest = commands.resolve_command(context, ["events", "repeat", "E2.1"])
    assert (name, rest) == ("events", ["repeat", "E2.1"])
    assert isinstance(group, Parts)
    name, command, rest = group.resolve_command(click.Context(group), rest)
    assert (name, rest) == ("repeat", ["E2.1"])
    assert not isinstance(command, Part)


def test_a_word_that_is_nearly_a_command_is_answered_with_it() -> None:
    with pytest.raises(click.UsageError) as error:
        commands.main(["evidense"], standalone_mode=False)
    assert "'evidence'" in error.value.format_message()
