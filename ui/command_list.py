"""Every command of the program by the place it counts in, for the sheet of keys and the settings."""

from dataclasses import dataclass

from roundtables.words import N_
from ui.commands import Command, Keyboard
from ui.menus import COMMANDS
from ui.places import PLACES


@dataclass(frozen=True)
class Group:
    """The commands of one place; `name` is English, marked for the catalogue, `places` what links call it."""

    name: str
    commands: tuple[Command, ...]
    places: tuple[str, ...] = ()


def groups() -> list[Group]:
    """The frame's commands, which count everywhere, then each place's own; imports every page."""
    from ui.pages.event.page import EventPage

    everywhere = (*COMMANDS, *(place.command() for place in PLACES))
    found = [Group(N_("Everywhere"), everywhere)]
    for place in PLACES:
        own = place.page_class().COMMANDS
        answered = tuple(name for name in place.places if name != "event")
        found.append(Group(place.name, own, (place.key, *answered)))
    found.append(Group(N_("Event page"), EventPage.COMMANDS, ("event",)))
    return [group for group in found if group.commands]


def clash(keyboard: Keyboard, command: Command, keys: str) -> Command | None:
    """The other command that has these keys where this one counts, if any: everywhere, or in the same place."""
    if not keys:
        return None
    all_groups = groups()
    everywhere = all_groups[0].commands
    own = next((group.commands for group in all_groups if command in group.commands), ())
    inside = [group.commands for group in all_groups] if command in everywhere else [everywhere, own]
    others = (other for commands in inside for other in commands if other.key != command.key)
    return next((other for other in others if keyboard.shortcut(other) == keys), None)
