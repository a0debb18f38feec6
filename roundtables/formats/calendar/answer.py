"""An answer to an invitation, as the calendar part of a message says it (RFC 5546, 3.2.3, 3.2.7)."""

import datetime as dt
from dataclasses import dataclass

from roundtables.errors import Invalid

Moment = dt.datetime | dt.date
"""Aware where the zone is known, without zone where the time floats, a date for whole days."""


class NotAnAnswer(Invalid):
    """A calendar that is no answer to an invitation; its words say what it is instead."""


class UnreadableCalendar(Invalid):
    """Something that can't be read as a calendar; its words say where."""


@dataclass(frozen=True)
class CalendarAnswer:
    """What one guest says. `method` is REPLY or COUNTER, `partstat` as RFC 5545, 3.2.12 has it, in capitals.

    `starts`, `ends` and `place` are what a COUNTER proposes. `delegates` are address and name of whom they send.
    """

    method: str
    uid: str
    email: str
    partstat: str
    sequence: int = 0
    stamp: dt.datetime | None = None
    recurrence_id: Moment | None = None
    name: str = ""
    sent_by: str = ""
    comment: str = ""
    delegates: tuple[tuple[str, str], ...] = ()
    delegated_from: str = ""
    starts: Moment | None = None
    ends: Moment | None = None
    place: str | None = None
    title: str = ""


def read_answers(content: bytes) -> list[CalendarAnswer]:
    """The answers in a calendar object. Raises NotAnAnswer and UnreadableCalendar; bounded in size and time."""
    raise NotImplementedError
