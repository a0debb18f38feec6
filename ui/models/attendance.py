"""The attendance grid: participants down, slots across."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt
from PySide6.QtGui import QColor

from roundtables.queries.events import SlotRow
from roundtables.queries.participants import Mark, ParticipantRow
from roundtables.terms import Presence
from roundtables.words import _
from ui import format as formats
from ui.models.paged import Index, RowRole
from ui.theme import colours

SIGNS = {Presence.PRESENT: "✓", Presence.ABSENT: "✗", Presence.EXCUSED: "E", Presence.UNKNOWN: "·"}
NAME, ORGANISATION = 0, 1
FIXED = 2
WRAPPED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
"""The name of a session goes on in a second line."""


class AttendanceModel(QAbstractTableModel):
    """Each cell shows a sign and its word; colour only repeats what they say."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: Sequence[ParticipantRow] = ()
        self.slots: Sequence[SlotRow] = ()
        self._present: Counter[int] = Counter()

    def show(self, rows: Sequence[ParticipantRow], slots: Sequence[SlotRow]) -> None:
        """Show these participants and slots."""
        here = Presence.PRESENT
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
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < FIXED:
            return (_("Name"), _("Organisation"))[section]
        slot = self.slot_at(section)
        if slot is None:
            return None
        return f"{slot_name(slot)}\n{self._present[slot.id]} / {len(self.rows)}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        slot = self.slot_at(index.column())
        if role == RowRole:
            return row
        if slot is None:
            text = f"{row.last_name} {row.first_name}".strip() if index.column() == NAME else row.organisation
            return formats.shown(text) if role == Qt.ItemDataRole.DisplayRole else None
        return self._slot_data(self._mark(row, slot), role)

    def _slot_data(self, mark: Mark, role: int) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            words = "" if mark.presence is Presence.UNKNOWN else f"  {_(mark.presence.label)}"
            minutes = f"  {mark.minutes} min" if mark.minutes is not None else ""
            return f"{SIGNS[mark.presence]}{words}{minutes}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _(mark.presence.label)
        if role == Qt.ItemDataRole.ForegroundRole:
            c = colours()
            shade = {Presence.PRESENT: c.good, Presence.ABSENT: c.bad, Presence.EXCUSED: c.warn}
            return QColor(shade.get(mark.presence, c.muted))
        return None

    @staticmethod
    def _mark(row: ParticipantRow, slot: SlotRow) -> Mark:
        return row.marks.get(slot.id, Mark())


def slot_name(slot: SlotRow) -> str:
    """A slot as a column heading."""
    if slot.day is not None:
        return f"{formats.weekday(slot.day)} {formats.day(slot.day)}"
    return formats.shown(slot.title or _("Attendance"))[:40]
