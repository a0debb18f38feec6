"""Keys: no two commands that can count at the same time share theirs."""

import importlib
import pkgutil
from collections import Counter
from collections.abc import Iterator

import pytest

import ui
from ui.command_list import groups
from ui.commands import Command

PLACE_OF = {
    "ui.pages.people.": "People and organisations",
    "ui.pages.programme.": "Programme",
    "ui.pages.event.": "Event page",
    "ui.pages.post.": "Post",
}


def declared() -> Iterator[tuple[str, tuple[Command, ...]]]:
    """The commands of every class of the window, with the module they are declared in."""
    for found in pkgutil.walk_packages(ui.__path__, "ui."):
        module = importlib.import_module(found.name)
        for made in vars(module).values():
            if isinstance(made, type) and made.__module__ == found.name and "COMMANDS" in vars(made):
                yield found.name, made.COMMANDS  # type: ignore[attr-defined]  # looked for above


def doubled(commands: tuple[Command, ...]) -> list[str]:
    counted = Counter(command.shortcut for command in set(commands) if command.shortcut)
    return [keys for keys, number in counted.items() if number > 1]


@pytest.mark.parametrize("group", groups()[1:], ids=lambda group: group.name)
def test_no_two_commands_of_a_place_and_of_the_frame_share_keys(group: object) -> None:
    assert doubled((*groups()[0].commands, *group.commands)) == []  # type: ignore[attr-defined]  # a Group


def test_no_part_of_a_page_takes_keys_of_its_page_or_of_the_frame() -> None:
    by_name = {group.name: group.commands for group in groups()}
    parts = list(declared())
    assert len(parts) > 10
    for module, commands in parts:
        place = next((name for start, name in PLACE_OF.items() if module.startswith(start)), "")
        around = (*by_name["Everywhere"], *by_name.get(place, ()))
        assert doubled((*around, *commands)) == [], module


def test_the_same_keys_on_two_pages_do_the_same() -> None:
    words: dict[str, set[str]] = {}
    for group in groups():
        for command in group.commands:
            if command.shortcut and not group.within:
                words.setdefault(command.shortcut, set()).add(command.words)
    assert {keys: found for keys, found in words.items() if len(found) > 1} == {}
