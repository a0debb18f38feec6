"""Move and lengthen events: by the mouse and by keys alike, each one step that can be undone."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from roundtables.errors import Expected
from roundtables.queries.calendar import CalendarRow
from roundtables.services import events as services
from roundtables.terms import EventStatus
from roundtables.words import _
from ui import format as formats
from ui.holders import tell_outdated
from ui.workspace import Workspace

MOVABLE = frozenset({EventStatus.PLANNED, EventStatus.DRAFT})
STEP = 15
"""Minutes: what the mouse and the keys move by among hours."""


@dataclass(frozen=True)
class Shift:
    """By how much an event's own wall time is to change: all of it, or its end alone.

    Wall time moves, not the instant: nine in Zagreb stays nine in Zagreb, on whichever side of a change of clocks.
    """

    days: int = 0
    minutes: int = 0
    lengthen: bool = False

    @property
    def by(self) -> dt.timedelta:
        """The difference."""
        return dt.timedelta(days=self.days, minutes=self.minutes)


class OutOfReach(Expected):
    def __init__(self) -> None:
        super().__init__(_("No calendar reaches that far. Nothing was changed."))


class TooShort(Expected):
    def __init__(self) -> None:
        super().__init__(_("An event lasts a quarter of an hour at least here. Nothing was changed."))


def can_move(row: CalendarRow) -> bool:
    """Whether an event may be moved by hand: what is held or cancelled is not moved by accident."""
    return row.status in MOVABLE


def why_not(row: CalendarRow) -> str:
    """Why an event stays where it is, in words."""
    if row.status is EventStatus.HELD:
        words = _("{event} has been held and stays where it is. Its dates can still be changed on its own page.")
    else:
        words = _("{event} is cancelled and stays where it is. Its dates can still be changed on its own page.")
    return words.format(event=row.reference)


def shift(workspace: Workspace, row: CalendarRow, change: Shift) -> dt.datetime | None:
    """Make the step and say so; returns the new beginning, or None where it could not be made, which is told."""
    if not can_move(row):
        workspace.noticed.emit(why_not(row), False)
        return None
    made: list[tuple[dt.datetime, str, int]] = []

    def work(session: Any) -> None:
        event = services.get(session, row.id)
        before = event.sequence
        try:
            if change.lengthen:
                ends = event.ends + change.by
                if not event.all_day and event.starts <= ends < event.starts + dt.timedelta(minutes=STEP):
                    raise TooShort
                event = services.change(session, row.id, ends=ends)
            else:
                event = services.move(session, row.id, event.starts + change.by)
        except OverflowError as error:
            raise OutOfReach from error
        made.append((event.starts, _notice(event, change), before))

    name = _("Lengthen event") if change.lengthen else _("Move event")
    if not workspace.do(name, work):
        return None
    starts, words, before = made[0]
    workspace.noticed.emit(words, True)
    tell_outdated(workspace, row.id, before)
    return starts


def _notice(event: Any, change: Shift) -> str:
    when = formats.span(event.starts, event.ends, all_day=event.all_day)
    words = _("{event} has another end: {when}") if change.lengthen else _("{event} was moved: {when}")
    return words.format(event=event.reference, when=when)
