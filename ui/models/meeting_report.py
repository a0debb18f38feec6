"""The lines of a meeting tool's report before they are taken over: whose they are, how long they were there."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor

from roundtables.queries.events import SlotRow
from roundtables.services.meeting_reports.lines import Choice, Line, SlotLine, Verdict
from roundtables.terms import Presence
from roundtables.words import N_, _
from ui import format as formats
from ui.models.cells import DISPLAY, Index
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.theme import colours
from ui.widgets.signs import signed

PICTURES = {
    Verdict.MATCHED: "check",
    Verdict.REMEMBERED: "check",
    Verdict.NAMED: "check",
    Verdict.SIMILAR: "approximately-equal",
    Verdict.CHOSEN: "account-edit-outline",
    Verdict.KEPT: "lock-outline",
    Verdict.SAME: "equal",
    Verdict.AMBIGUOUS: "help-circle-outline",
    Verdict.KNOWN_STRANGER: "account-search-outline",
    Verdict.STRANGER: "account-plus-outline",
}
SIGNS = {Presence.PRESENT: "✓", Presence.ABSENT: "✗", Presence.EXCUSED: "E", Presence.UNKNOWN: "·"}
VERDICT, NAME, PERSON, CHOICE, MINUTES = range(5)
FIRST_SLOT = 5
MOST_SLOTS = 6
"""Of more slots than these only the sum is shown."""


def participant(line: Line) -> str:
    """Who a line is taken for, or could be."""
    if line.person is not None and line.choice is not Choice.LEAVE:
        return line.person.name
    if line.choice is Choice.WALK_IN:
        return _("New person")
    return "" if line.person is None else f"({line.person.name})"


def happens(line: Line) -> str:
    """What becomes of a line."""
    if line.choice is Choice.MATCH and line.overrides:
        return _("The report decides")
    return _(line.choice.label)


_FIXED = (
    Column(N_("Verdict"), lambda line: _(line.verdict.label), "", 180, fits=signed(Verdict)),
    Column(N_("Name in the report"), lambda line: line.attendee.name, "", 160),
    Column(N_("Participant"), participant, "", 150, stretch=True),
    Column(N_("What happens"), happens, "", 96, fits=lambda: [_(each.label) for each in Choice]),
    Column(N_("Minutes"), lambda line: formats.number(line.minutes), "", 64, number=True),
)
_ADDRESS = Column(N_("Email"), lambda line: line.attendee.email, "", 130)


def columns(slots: Sequence[SlotRow]) -> tuple[Column, ...]:
    """The columns for an event with these slots; one a slot, unless they are too many."""
    if len(slots) > MOST_SLOTS:
        return (*_FIXED, Column(N_("Status"), _in_short, "", 130), _ADDRESS)
    alone = len(slots) == 1
    return (*_FIXED, *(_slot_column(slot, alone=alone) for slot in slots), _ADDRESS)


def _slot_column(slot: SlotRow, *, alone: bool) -> Column:
    def show(line: Line) -> str:
        said = slot_of(line, slot.id)
        return _slot_words(said, with_minutes=not alone) if said is not None else "–"

    return Column(N_("Status"), show, "", 96 if alone else 140, key=str(slot.id), fits=_longest)


def slot_of(line: Line, slot_id: int) -> SlotLine | None:
    """What a line says of a slot; None where the report does not tell of it."""
    return next((slot for slot in line.slots if slot.slot_id == slot_id), None)


def _slot_words(slot: SlotLine, *, with_minutes: bool) -> str:
    words = _signed(slot.stands)
    if slot.disagrees:
        return _("{status}, kept").format(status=words)
    return _("{status}, {n} min").format(status=words, n=formats.number(slot.minutes)) if with_minutes else words


def _signed(presence: Presence) -> str:
    return f"{SIGNS[presence]}  {_(presence.label)}"


def _longest() -> list[str]:
    """What a slot's column must have room for."""
    found = (_signed(each) for each in (Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED))
    return [_("{status}, kept").format(status=words) for words in found]


def _in_short(line: Line) -> str:
    present = sum(slot.stands is Presence.PRESENT for slot in line.slots)
    return _("Present in {n} of {all}").format(n=formats.number(present), all=formats.number(len(line.slots)))


class LinesModel(RowsModel):
    """`chosen` is sent with a line and the key of the participant whose it is said to be."""

    chosen = Signal(object, int)

    def __init__(self, slots: Sequence[SlotRow]) -> None:
        super().__init__(columns(slots))
        self._slots = slots

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() and index.column() == PERSON else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = DISPLAY) -> Any:
        number = section - FIRST_SLOT
        if role == DISPLAY and 1 < len(self._slots) <= MOST_SLOTS and 0 <= number < len(self._slots):
            slot = self._slots[number]
            if slot.title is None and slot.day is not None:
                return f"{formats.weekday(slot.day)} {formats.day(slot.day)}"
            return formats.shown(slot.title or "")
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = DISPLAY) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole and index.isValid():
            line = self.row(index.row())
            return None if line is None else self._shade(line, index.column())
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        line = self.row(index.row()) if index.isValid() else None
        if line is None or index.column() != PERSON or role != Qt.ItemDataRole.EditRole or not isinstance(value, int):
            return False
        self.chosen.emit(line, value)
        return True

    def _shade(self, line: Line, column: int) -> QColor | None:
        """What should be looked at stands out by sign, word and colour; what is left out steps back."""
        c = colours()
        if column == VERDICT:
            return QColor(c.warn) if line.to_decide else None
        if line.choice is Choice.LEAVE or line.verdict is Verdict.SAME:
            return QColor(c.muted)
        said = self._slot_at(line, column)
        if said is None:
            return None
        if said.disagrees:
            return QColor(c.warn)
        return QColor({Presence.PRESENT: c.good, Presence.ABSENT: c.bad}.get(said.stands, c.muted))

    def _slot_at(self, line: Line, column: int) -> SlotLine | None:
        number = column - FIRST_SLOT
        if len(self._slots) > MOST_SLOTS or not 0 <= number < len(self._slots):
            return None
        return slot_of(line, self._slots[number].id)
