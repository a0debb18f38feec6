"""A report taken apart, in one shape whichever tool wrote it: what a tool's module makes, and what is gathered."""

from collections.abc import Sequence
from dataclasses import dataclass

Line = tuple[str, str, str, str, str, str, str]
"""One stay of one person as the report writes it: name, email, identity, role, joined, left, duration. What it does not
say is an empty text. A plain tuple, since a report has many."""


@dataclass(frozen=True)
class Head:
    """What a report says of the meeting itself, as texts. `seconds` is how long it lasted, if it says that."""

    title: str = ""
    start: str = ""
    end: str = ""
    seconds: int | None = None


@dataclass(frozen=True)
class Written:
    """A report taken apart: its format, its head, its lines; `people` are lines that count for who has no other.

    A bare number in a duration is so many of `unit` seconds. `notes` are the format's own.
    """

    format: str
    tool: str
    head: Head
    lines: Sequence[Line]
    people: Sequence[Line] = ()
    unit: int = 60
    notes: tuple[str, ...] = ()
