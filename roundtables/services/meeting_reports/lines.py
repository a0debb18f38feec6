"""The lines of a preview: one a person of the report, with whose it is, what it says, and what becomes of it."""

import datetime as dt
from collections.abc import Hashable
from enum import Enum
from typing import NamedTuple

from roundtables.formats.meeting_reports.report import Attendee
from roundtables.terms import Presence, Source, Term
from roundtables.words import N_


class Verdict(Term):
    """Whose a line is, and what speaks against taking it over unseen."""

    MATCHED = "matched", N_("Matched by address")
    REMEMBERED = "remembered", N_("Matched by a known name")
    NAMED = "matched-by-name", N_("Matched by name")
    SIMILAR = "similar-name", N_("Matched by a similar name")
    CHOSEN = "chosen", N_("Matched by hand")
    KEPT = "kept", N_("Marked otherwise")
    SAME = "same", N_("Nothing new")
    AMBIGUOUS = "ambiguous", N_("Not clear who is meant")
    KNOWN_STRANGER = "known-stranger", N_("Not on the list")
    STRANGER = "stranger", N_("Not in the register")


STRANGERS = frozenset({Verdict.STRANGER, Verdict.KNOWN_STRANGER})
TO_DECIDE = frozenset({Verdict.SIMILAR, Verdict.KEPT, Verdict.AMBIGUOUS, *STRANGERS})
"""What somebody should look at before it is taken over."""


class Choice(Enum):
    """What becomes of a line."""

    MATCH = N_("Take over")
    WALK_IN = N_("Add as walk-in")
    LEAVE = N_("Leave out")

    @property
    def label(self) -> str:
        """The choice in English."""
        return self.value


class Decision(NamedTuple):
    """What the user wants done with a line. `person_id` is the participant whose it is; with `overrides` the report
    decides also where somebody was marked by hand, at the door or by a signed sheet.
    """

    choice: Choice
    person_id: int | None = None
    overrides: bool = False


class Person(NamedTuple):
    """Somebody whose a line could be. `participation_id` is None for who is not on the event's list."""

    id: int
    participation_id: int | None
    first_name: str
    last_name: str
    email: str | None

    @property
    def name(self) -> str:
        """First name and surname as spoken; one of them may be missing."""
        return f"{self.first_name} {self.last_name}".strip()


class Match(NamedTuple):
    """Whose a line is by what the register knows; `candidates` are those it could be, the likeliest first."""

    verdict: Verdict
    person_id: int | None = None
    candidates: tuple[int, ...] = ()


class Marked(NamedTuple):
    """What is marked in a slot already."""

    presence: Presence
    source: Source
    minutes: int | None


class SlotLine(NamedTuple):
    """What the report, with those before it, says of one slot, and what stands there already.

    `arrived` and `departed` are instants. `kept` where what is marked was not marked by a report.
    """

    slot_id: int
    number: int
    minutes: int
    presence: Presence
    arrived: dt.datetime | None
    departed: dt.datetime | None
    marked: Marked | None = None
    kept: bool = False

    @property
    def stands(self) -> Presence:
        """What the slot says once the report was taken over."""
        return self.marked.presence if self.kept and self.marked is not None else self.presence

    @property
    def disagrees(self) -> bool:
        """Whether what is kept is not what the report says."""
        return self.kept and self.stands is not self.presence


class Line(NamedTuple):
    """One person of the report. `id` is their place in it; lines of the same person share their `group`.

    `verdict` is what is to be known first, `found` how whose it is was found; `person` is who it is taken for.
    `minutes` are those within the slots that the report tells of. `changes`: something of it is not known
    already; `decided`: the user has said what becomes of it.
    """

    id: int
    group: Hashable
    attendee: Attendee
    verdict: Verdict
    found: Verdict
    choice: Choice
    person: Person | None = None
    candidates: tuple[int, ...] = ()
    slots: tuple[SlotLine, ...] = ()
    minutes: int = 0
    changes: bool = True
    decided: bool = False
    overrides: bool = False

    @property
    def status(self) -> Presence | None:
        """What the event says of them once the report was taken over; None for who is left out."""
        if self.choice is Choice.LEAVE:
            return None
        standing = [slot.stands for slot in self.slots]
        for presence in (Presence.PRESENT, Presence.EXCUSED, Presence.ABSENT):
            if presence in standing:
                return presence
        return None

    @property
    def to_decide(self) -> bool:
        """Whether somebody should look at it who has not yet."""
        return not self.decided and self.verdict in TO_DECIDE
