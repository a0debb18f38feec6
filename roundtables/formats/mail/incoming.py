"""What was read of one message."""

from dataclasses import dataclass

from roundtables.formats.calendar.answer import CalendarAnswer
from roundtables.terms import Outcome


@dataclass(frozen=True)
class Incoming:
    """One message. `answers` is empty where `outcome` says why: not a reply, or unreadable; `reason` in words.

    `email` and `name` are those of its From: header, empty for a bare calendar file. Of a forwarded message
    that holds the answer they are those of the inner one.
    """

    answers: tuple[CalendarAnswer, ...] = ()
    email: str = ""
    name: str = ""
    outcome: Outcome | None = None
    reason: str = ""


def unreadable(reason: str) -> Incoming:
    return Incoming(outcome=Outcome.UNREADABLE, reason=reason)
