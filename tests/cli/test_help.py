"""Every option and every argument says in the help what it is."""

from collections.abc import Iterator

import click
import pytest

from roundtables.cli.main import commands
from roundtables.cli.parts import Part


def every(command: click.Command, *names: str) -> Iterator[tuple[str, click.Command]]:
    """A command and all within it, by what is typed to call them."""
    itself = command.load() if isinstance(command, Part) else command
    yield " ".join(names), itself
    if isinstance(itself, click.Group):
        for name, inner in itself.commands.items():
            yield from every(inner, *names, name)


ALL = dict(every(commands))


@pytest.mark.parametrize("called", ALL)
def test_every_command_and_option_is_explained_in_a_sentence(called: str) -> None:
    command = ALL[called]
    assert (command.help or "").strip().split("\n\n")[0].endswith(".")
    for option in command.params:
        if isinstance(option, click.Option):
            assert (option.help or "").endswith("."), option.opts
        else:
            assert isinstance(option, click.Argument)
            assert (option.help or "").endswith("."), option.name
