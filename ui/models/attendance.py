"""The attendance grid: participants down, slots across."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QColor

from roundtables.queries.event_files import ProofRow
from roundtables.queries.events import SlotRow
from roundtables.queries.participants import Mark, ParticipantRow
from roundtables.terms import Presence
from roundtables.words import _, n_
from ui import format as formats
from ui.icons import icon
from ui.models.paged import Index, RowRole
from ui.plain_text import as_tip
from ui.theme import colours

SIGNS = {Presence.PRESENT: "✓", Presence.ABSENT: "✗", Presence.EXCUSED: "E", Presence.UNKNOWN: "·"}
NAME, ORGANISATION = 0, 1
FIXED = 2
WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
"""The name of a session goes on in a second line."""


class AttendanceModel(QAbstractTableModel):
    """Each cell shows a sign and its word; colour only repeats what they say. A slot that is proved bears a clip."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[ParticipantRow] = ()
        self.slots: Sequence[SlotRow] = ()
        self._proofs: Mapping[int, Sequence[ProofRow]] = {}
        self._present: Counter[int] = Counter()

    def show(
        self,
        rows: Sequence[ParticipantRow],
        slots: Sequence[SlotRow],
        proofs: Mapping[int, Sequence[ProofRow]],
    ) -> None:
        """Show these participants and slots; `proofs` are the files that prove a slot, by its key."""
        here = Presence.PRESENT
        self._proofs = proofs
        self._present = Counter(key for row in rows for key, mark in row.marks.items() if mark.presence is here)
        if len(rows) == len(self.rows) and [slot.id for slot in slots] == [slot.id for slot in self.slots]:
            self.rows, self.slots = rows, slots
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self.columnCount() - 1))
                self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, self.columnCount() - 1)
            return
        self.beginResetModel()
        self.rows, self.slots = rows, slots
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else FIXED + len(self.slots)

    def slot_at(self, column: int) -> SlotRow | None:
        """The slot that a column stands for."""
        return self.slots[column - FIXED] if FIXED <= column < FIXED + len(self.slots) else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return WRAPPED
        if orientation != Qt.Orientation.Horizontal:
            return None
        slot = self.slot_at(section)
        if slot is not None:
            return self._heading(slot, role)
        if section < FIXED and role == Qt.ItemDataRole.DisplayRole:
            return (_("Name"), _("Organisation"))[section]
        return None

    def _heading(self, slot: SlotRow, role: int) -> Any:
        """A slot with how many were there, and by what it is proved."""
        words = f"{slot_name(slot)}\n{self._present[slot.id]} / {len(self.rows)}"
        if role == Qt.ItemDataRole.DisplayRole:
            return words
        proofs = self._proofs.get(slot.id, ())
        if role == Qt.ItemDataRole.DecorationRole:
            return icon("paperclip") if proofs else None
        proved = "\n".join(map(_proof, proofs))
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(proved) or None
        return f"{words}\n{proved}" if role == Qt.ItemDataRole.AccessibleTextRole and proofs else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        slot = self.slot_at(index.column())
        if role == RowRole:
            return row
        if slot is None:
            return self._text(row, index.column()) if role == Qt.ItemDataRole.DisplayRole else None
        return self._slot_data(self._mark(row, slot), role)

    @staticmethod
    def _text(row: ParticipantRow, column: int) -> str:
        if column != NAME:
            return formats.shown(row.organisation)
        name = formats.shown(f"{row.last_name} {row.first_name}".strip())
        return _("{name} (walk-in)").format(name=name) if row.walk_in else name

    def _slot_data(self, mark: Mark, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            words = "" if mark.presence is Presence.UNKNOWN else f"  {_(mark.presence.label)}"
            known = measured(mark)
            return f"{SIGNS[mark.presence]}{words}{'  ' if known else ''}{known}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(said(mark))
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(said(mark)) if mark.source is not None else None
        if role == Qt.ItemDataRole.ForegroundRole:
            c = colours()
            shade = {Presence.PRESENT: c.good, Presence.ABSENT: c.bad, Presence.EXCUSED: c.warn}
            return QColor(shade.get(mark.presence, c.muted))
        return None

    @staticmethod
    def _mark(row: ParticipantRow, slot: SlotRow) -> Mark:
        return row.marks.get(slot.id, Mark())


def _proof(proof: ProofRow) -> str:
    words = _("Proved by: {kind}, {name}")
    return words.format(kind=_(proof.kind.label), name=formats.shown(proof.name))


def measured(mark: Mark) -> str:
    """What a cell has room for beside the mark: the minutes, or else since when."""
    if mark.minutes is not None:
        return _("{minutes} min").format(minutes=formats.number(mark.minutes))
    return f"{formats.time(mark.arrived)}–" if mark.arrived is not None else ""


def said(mark: Mark) -> list[str]:
    """All that is known of a mark, a line each."""
    lines = [_(mark.presence.label)]
    if mark.arrived is not None:
        lines.append(_("Arrived: {time}").format(time=formats.moment(mark.arrived)))
    if mark.departed is not None:
        lines.append(_("Left: {time}").format(time=formats.moment(mark.departed)))
    if mark.minutes is not None:
        minutes = n_("{n} minute", "{n} minutes", mark.minutes)
        lines.append(minutes.format(n=formats.number(mark.minutes)))
    if mark.source is not None:
        lines.append(_(mark.source.label))
    return lines


def slot_name(slot: SlotRow) -> str:
    """A slot as a column heading."""
    if slot.day is not None:
        return f"{formats.weekday(slot.day)} {formats.day(slot.day)}"
    return formats.shown(slot.title or _("Attendance"))[:40]
