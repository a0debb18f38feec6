"""What can go wrong for a reason outside the program, each in words of its own.

Every error a user can meet is an `Expected`: its text says what happened, what was not lost and
what to do, in the language of the process. An exception of any other class is a defect.
"""

from roundtables.words import _


class Expected(Exception):
    """A situation the program knows. `str(error)` is what the user reads.

    `lasts` is None for what passes with the one attempt; else until what the register can't be written to:
    "reached" (again: a drive that was pulled) or "updated" (this program).
    """

    lasts: str | None = None


class NotFound(Expected):
    """Nothing in the register goes by that name."""


class Invalid(Expected):
    """A value that can't be taken as it is. `field` names the column of the form it belongs to."""

    field: str = ""


def shortened(text: str, length: int = 80) -> str:
    """A value as it may stand in a message: one line, no control characters, cut where it is long."""
    line = "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text)
    return line if len(line) <= length else line[: length - 1] + "…"


class NothingThere(NotFound):
    """A row that was asked for by its key has been deleted meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("This is no longer in the register: it was deleted meanwhile. Nothing else was changed."))


class NoSuchEvent(NotFound):
    def __init__(self, reference: str) -> None:
        super().__init__(_("There is no event {reference} in this register.").format(reference=shortened(reference)))
