"""What the door says, in whole sentences."""

import datetime as dt

from roundtables.errors import shortened
from roundtables.queries.check_in import Counts, Guest, Namesake
from roundtables.queries.events import SlotRow
from roundtables.services.check_in import AlreadyHere, AlreadyLeft, Recorded
from roundtables.words import _, n_
from ui import format as formats

GOOD, WARN, BAD = "good", "warn", "bad"
LONGEST_NAME = 48
SIGNS = {GOOD: "✓", WARN: "!", BAD: "✗"}
"""Beside its colour each kind of sentence has a sign."""


def slot_name(slot: SlotRow) -> str:
    """A day or session as the door calls it."""
    if slot.day is not None:
        return f"{formats.weekday(slot.day)} {formats.short_day(slot.day)}"
    if slot.starts is None:
        return _("The whole event")
    # A time before its name, as agendas have it: no sentence.
    return f"{formats.time(slot.starts)}  {formats.shown(slot.title or _('Session'))}"


def who(name: str) -> str:
    """A name in a sentence of two lines, cut where it is endless."""
    return shortened(formats.shown(name), LONGEST_NAME)


def at(moment: dt.datetime, today: dt.date) -> str:
    """A time of today, or a day with its time."""
    return formats.time(moment) if moment.date() == today else formats.moment(moment)


def arrived(name: str, recorded: Recorded, now: dt.datetime, *, walk_in: bool) -> str:
    """Somebody was checked in."""
    words = _("{name} is checked in, {time}.")
    if recorded.returned:
        words = _("{name} is back, {time}.")
    elif walk_in:
        words = _("{name} is checked in as a walk-in, {time}.")
    return words.format(name=who(name), time=formats.time(now))


def left(name: str, now: dt.datetime) -> str:
    """Somebody has left."""
    return _("{name} has left, {time}.").format(name=who(name), time=formats.time(now))


def here_already(name: str, error: AlreadyHere, today: dt.date) -> str:
    """A second check-in, with when the first was."""
    if error.since is None:
        words = _("{name} has been marked as present already. Nothing was recorded twice.")
        return words.format(name=who(name))
    words = _("{name} has been checked in already, at {time}. Nothing was recorded twice.")
    return words.format(name=who(name), time=at(error.since, today))


def left_already(name: str, error: AlreadyLeft, today: dt.date) -> str:
    """A second departure, with when the first was."""
    words = _("{name} has left already, at {time}. Nothing was recorded twice.")
    return words.format(name=who(name), time=at(error.at, today))


def counted(counts: Counts) -> str:
    """How many are here, in a sentence."""
    if counts.left:
        words = n_(
            "{n} here of {expected} expected; {left} left again",
            "{n} here of {expected} expected; {left} left again",
            counts.here,
        )
        return words.format(n=counts.here, expected=counts.expected, left=counts.left)
    words = n_("{n} here of {expected} expected", "{n} here of {expected} expected", counts.here)
    return words.format(n=counts.here, expected=counts.expected)


def named(guest: Guest | Namesake) -> str:
    """Somebody who was found: their name and organisation, and nothing else."""
    return "  ·  ".join(formats.shown(part) for part in (guest.name, guest.organisation) if part)
