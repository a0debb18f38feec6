"""Commands are imported when they are asked for, and every one that is named is there."""

import subprocess
import sys
from collections.abc import Iterator

import click
import pytest

from roundtables.cli.main import commands
from roundtables.cli.parts import Parts


def groups(group: click.Group) -> Iterator[click.Group]:
    yield group
    with click.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            if isinstance(command, click.Group):
                yield from groups(command)


def test_each_command_is_where_it_is_said_to_be_and_bears_the_name_it_is_called_by() -> None:
    found = [group for group in groups(commands) if isinstance(group, Parts)]
    assert len(found) == 3
    for group in found:
        with click.Context(group) as context:
            assert set(group.parts) <= set(group.list_commands(context))
            for name in group.list_commands(context):
                command = group.get_command(context, name)
                assert isinstance(command, click.Command)
                assert command.name == name
            assert group.get_command(context, "nonsuch") is None


@pytest.mark.parametrize(("asked", "code"), [("--version", 0), ("nonsuch", 2), ("--language", 2)])
def test_a_word_about_the_program_opens_no_database(asked: str, code: int) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['roundtables', {asked!r}]\n"
        "from roundtables.cli.main import run\n"
        "try:\n    run()\nexcept SystemExit as end:\n    print(end.code or 0, 'sqlalchemy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.splitlines()[-1] == f"{code} False"
