"""Commands that are imported when they are called: what they work with is slow to load, their line in help isn't."""

import importlib
from collections.abc import Mapping

import click


class Part(click.Command):
    """A command's place until it is asked for: its name, its line in the group's help, and where it is."""

    def __init__(self, name: str, place: str, line: str) -> None:
        super().__init__(name, help=line)
        self.place = place

    def load(self) -> click.Command:
        """The command itself, from `module:attribute` within this package."""
        module, _colon, attribute = self.place.partition(":")
        found = getattr(importlib.import_module(f"roundtables.cli.{module}"), attribute)
        assert isinstance(found, click.Command)  # noqa: S101 - the places are ours
        return found


class Parts(click.Group):
    """A group some of whose commands are Parts. Help and completion show their lines; what is called is loaded."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        return name, command.load() if isinstance(command, Part) else command, rest

    def add_parts(self, parts: Mapping[str, tuple[str, str]]) -> None:
        """Add commands by name: each its place (`module:attribute`) and its line, the first of its own help."""
        for name, (place, line) in parts.items():
            self.add_command(Part(name, place, line))
