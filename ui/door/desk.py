"""What is done at the door: participants in memory, the day or session, and the steps of this session."""

import datetime as dt
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from roundtables.errors import Expected, Invalid
from roundtables.queries import check_in as queries
from roundtables.queries import events
from roundtables.queries.check_in import Guest, Hall, Namesake
from roundtables.queries.events import EventPage, SlotRow
from roundtables.services import check_in as services
from roundtables.services.check_in import AlreadyHere, AlreadyLeft, NotHere, Recorded
from roundtables.walltime import zone
from roundtables.words import _
from ui import format as formats
from ui.door import words
from ui.door.words import BAD, GOOD, WARN
from ui.workspace import Workspace

LAST = 6
"""How many of the last steps are shown."""


@dataclass(frozen=True)
class Said:
    """What came of it: how it went, in words, and whether what was typed is done with. `field` names a wrong one."""

    kind: str
    words: str
    taken: bool
    field: str = ""


@dataclass(frozen=True)
class Done:
    """A step of this session, to be taken back."""

    step_id: int
    name: str
    at: dt.datetime
    left: bool

    def line(self) -> tuple[str, str, str]:
        """Time, name, and whether they came or left."""
        return formats.time(self.at), formats.shown(self.name), _("left") if self.left else _("came")


class Desk:
    """One laptop by the entrance. `leaving`: whoever is named leaves. `by_hand`: the slot does not follow the clock."""

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        self._workspace, self._id = workspace, event_id
        self.event: EventPage
        self.hall: Hall
        self.slot: SlotRow | None = None
        self.leaving = self.by_hand = self.recording = False
        self.done: list[Done] = []
        self._trouble: Expected | None = None
        self.read()

    def read(self) -> None:
        """Read the participants and marks. Raises NothingThere where the event is gone."""
        with self._workspace.read() as session:
            self.event = events.event_page(session, self._id)
            self.hall = queries.hall(session, self.event)
        kept = next((slot for slot in self.event.slots if self.slot is not None and slot.id == self.slot.id), None)
        self.slot, self.by_hand = kept, self.by_hand and kept is not None
        self.follow_clock()

    @staticmethod
    def now() -> dt.datetime:
        """This instant."""
        return dt.datetime.now(dt.UTC)

    def wall(self) -> dt.datetime:
        """The time on the clock at the event."""
        return self.now().astimezone(zone(self.event.timezone)).replace(tzinfo=None)

    def slot_by_clock(self) -> SlotRow | None:
        """The slot that the clock chooses."""
        return queries.slot_now(self.event, self.now())

    def follow_clock(self) -> bool:
        """Go on to the slot that the clock chooses, unless one was chosen by hand; returns whether it is another."""
        if self.by_hand:
            return False
        before, self.slot = self.slot, self.slot_by_clock()
        return before is not None and self.slot is not None and before.id != self.slot.id

    def choose(self, slot: SlotRow | None) -> None:
        """Check in for this slot from now on, or with None for that of the clock."""
        by_clock = self.slot_by_clock()
        self.slot = slot or by_clock
        self.by_hand = slot is not None and by_clock is not None and slot.id != by_clock.id

    def record(self, guest: Guest) -> Said:
        """Somebody arrives or leaves."""
        now, name, slot = self.now(), guest.name, self.slot
        if slot is None:
            return self._no_slot()
        work: Callable[[Any], Recorded]
        if self.leaving:
            step = _("Record departure")
            work = lambda session: services.check_out(session, guest.id, slot.id, now)  # noqa: E731 - one of two
        else:
            step = _("Check in at the door")
            work = lambda session: services.check_in(session, guest.id, slot.id, now)  # noqa: E731 - the other
        try:
            recorded = self._make(step, work)
        except (AlreadyHere, AlreadyLeft, NotHere) as error:
            return Said(WARN, self._warning(name, error), taken=True)
        except Expected as error:
            return Said(BAD, str(error), taken=False)
        self.hall.note(guest.id, slot.id, recorded.visit)
        return self._noted(name, recorded, walk_in=False)

    def walk_in(self, entered: Any) -> Said:
        """Somebody nobody expected and nobody knows."""
        values = {"name": entered.name, "email": entered.email, "organisation": entered.organisation}
        return self._walk_in(
            entered.name, lambda session, slot_id, now: services.walk_in(session, self._id, slot_id, now, **values)
        )

    def walk_in_known(self, known: Namesake) -> Said:
        """Somebody of the register who was not expected."""
        return self._walk_in(
            known.name,
            lambda session, slot_id, now: services.walk_in_known(session, self._id, slot_id, known.person_id, now),
        )

    def namesakes(self, entered: Any) -> list[Namesake]:
        """Who is in the register already by what was entered. Raises what the register raises."""
        with self._workspace.read() as session:
            return queries.namesakes(session, self._id, entered.name, entered.email)

    def _walk_in(self, name: str, work: Callable[[Any, int, dt.datetime], Recorded]) -> Said:
        now, slot = self.now(), self.slot
        if slot is None:
            return self._no_slot()
        try:
            recorded = self._make(_("Check in walk-in"), lambda session: work(session, slot.id, now))
        except (AlreadyHere, AlreadyLeft) as error:
            return Said(WARN, self._warning(name, error), taken=True)
        except Invalid as error:
            return Said(BAD, str(error), taken=False, field=error.field)
        except Expected as error:
            return Said(BAD, str(error), taken=False)
        # It is recorded, whatever comes of reading it: the next look at the register tells of that.
        with suppress(Expected):
            self.read()
        guest = self.hall.guests.get(recorded.participation_id)
        return self._noted(guest.name if guest is not None else name, recorded, walk_in=True)

    def take_back(self) -> Said:
        """Take back the last step that was made here."""
        if not self.done:
            return Said(WARN, _("Nothing was recorded here yet that could be taken back."), taken=False)
        last = self.done[-1]
        try:
            self._workspace.take_back(last.step_id)
        except Expected as error:
            # What lasts passes: the step can still be taken back then.
            if error.lasts is None:
                self.done.pop()
            return Said(BAD, str(error), taken=False)
        self.done.pop()
        said = _("Taken back: {name} left, {time}.") if last.left else _("Taken back: {name} came, {time}.")
        said = said.format(name=words.who(last.name), time=formats.time(last.at))
        return Said(WARN, said, taken=False)

    def last_lines(self) -> list[tuple[str, str, str]]:
        """The last steps that stand, the newest first."""
        return [step.line() for step in self.done[: -LAST - 1 : -1]]

    def _make(self, step: str, work: Callable[[Any], Recorded]) -> Recorded:
        """Make a step; where the register was out of reach, take it up again first."""
        workspace = self._workspace
        trouble = workspace.trouble
        if trouble is not None:
            # What kept it away first says what to do; that nothing lies in its place now does not.
            self._trouble = trouble if self._trouble is None or trouble.lasts is not None else self._trouble
            if not workspace.try_again():
                raise self._trouble
            self._trouble = None
        self.recording = True
        try:
            with workspace.change(step) as session:
                return work(session)
        finally:
            self.recording = False

    def _noted(self, name: str, recorded: Recorded, *, walk_in: bool) -> Said:
        wall = self.wall()
        self.done.append(Done(recorded.step_id, name, wall, self.leaving and not walk_in))
        if self.leaving and not walk_in:
            return Said(GOOD, words.left(name, wall), taken=True)
        return Said(GOOD, words.arrived(name, recorded, wall, walk_in=walk_in), taken=True)

    def _warning(self, name: str, error: Expected) -> str:
        today = self.wall().date()
        if isinstance(error, AlreadyHere):
            return words.here_already(name, error, today)
        return words.left_already(name, error, today) if isinstance(error, AlreadyLeft) else str(error)

    @staticmethod
    def _no_slot() -> Said:
        return Said(BAD, _("This event has no day or session to check in for. Nothing was recorded."), taken=False)
