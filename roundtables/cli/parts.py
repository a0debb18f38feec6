"""A group of commands that imports each when it is asked for: a word about a version need not open a database."""

import importlib
from collections.abc import Mapping
from typing import Any

import click


class Parts(click.Group):
    """`parts` says for the name of each command where it is: `module:attribute`.

    Commands of the group's own module are added as usual. The group's help, which shows a line of each, imports all.
    """

    def __init__(self, *arguments: Any, parts: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.parts = parts

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in order."""
        return sorted({*super().list_commands(ctx), *self.parts})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now if it is a part; None for none."""
        place = self.parts.get(cmd_name)
        if place is None:
            return super().get_command(ctx, cmd_name)
        module, _colon, attribute = place.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command
