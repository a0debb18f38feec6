"""Messages in: .ics, .eml, .mbox and .msg files, bounded in size, depth and number; the calendar answers in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from roundtables.formats.calendar.answer import CalendarAnswer
from roundtables.terms import Outcome


@dataclass(frozen=True)
class Incoming:
    """One message. `answers` is empty where `outcome` says why: not a reply, or unreadable; `reason` in words.

    `email` and `name` are those of its From: header, empty for a bare calendar file.
    """

    answers: tuple[CalendarAnswer, ...] = ()
    email: str = ""
    name: str = ""
    outcome: Outcome | None = None
    reason: str = ""


def read_file(path: Path) -> Iterator[Incoming]:
    """The messages of a file, known by what it holds and not by its name. Never raises but for programming errors."""
    raise NotImplementedError


def read_message(content: bytes) -> Incoming:
    """One message as a mailbox gives it (RFC 5322)."""
    raise NotImplementedError
