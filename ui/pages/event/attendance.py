"""Take attendance with the keyboard: arrows move, P A E mark, Space goes on to the next, Delete takes a mark away."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStackedLayout, QWidget

from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.participants import Mark, ParticipantRow
from roundtables.services import attendance as services
from roundtables.terms import Presence
from roundtables.words import _
from ui.models.attendance import FIXED, AttendanceModel
from ui.theme import GRID
from ui.widgets.parts import EmptyState, button, column, label, row
from ui.widgets.table import Table
from ui.workspace import Workspace

KEYS = {
    Qt.Key.Key_P: Presence.PRESENT,
    Qt.Key.Key_A: Presence.ABSENT,
    Qt.Key.Key_E: Presence.EXCUSED,
    Qt.Key.Key_Delete: Presence.UNKNOWN,
    Qt.Key.Key_Backspace: Presence.UNKNOWN,
}
ROUND = (Presence.UNKNOWN, Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED)
SLOT_WIDTH = 150
NAME_WIDTH = 200
FEW_SLOTS = 5


class Grid(Table):
    """Cells instead of rows are selected: a block of people and days is marked at once."""

    def __init__(self, tab: "AttendanceTab") -> None:
        super().__init__(_("Attendance"), ())
        self._tab = tab
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier):
            if key in KEYS:
                self._tab.mark(KEYS[key])
                return
            if key == Qt.Key.Key_Space:
                self._tab.mark_next()
                return
        super().keyPressEvent(event)


class AttendanceTab(QWidget):
    """The grid with its tools above."""

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self._model = AttendanceModel()
        self.grid = Grid(self)
        self.grid.show_rows(self._model)
        empty = EmptyState(_("Attendance is taken here once there are participants."))
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(empty)
        tools = row(
            button(_("Present"), lambda: self.mark(Presence.PRESENT), picture="check"),
            button(_("Absent"), lambda: self.mark(Presence.ABSENT), picture="close"),
            button(_("Excused"), lambda: self.mark(Presence.EXCUSED), picture="account-clock-outline"),
            button(_("Not known"), lambda: self.mark(Presence.UNKNOWN), picture="eraser"),
            1,
            label(_("Keys: P, A, E, Delete; Space for the next state"), "muted"),
        )
        layout = column(tools, holder, margin=2 * GRID, space=3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_event(self, record: EventRecord, rows: list[ParticipantRow]) -> None:
        """Show the marks; the cell the keyboard is on stays."""
        slots = len(self._model.slots)
        self._model.show(rows, record.slots)
        self._stack.setCurrentIndex(0 if rows else 1)
        if len(record.slots) != slots:
            self._lay_columns()

    def _lay_columns(self) -> None:
        header = self.grid.horizontalHeader()
        few = len(self._model.slots) <= FEW_SLOTS
        for number in range(self._model.columnCount()):
            stretch = few and number >= FIXED
            mode = QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Interactive
            header.setSectionResizeMode(number, mode)
            self.grid.setColumnWidth(number, SLOT_WIDTH if number >= FIXED else NAME_WIDTH)
        header.setFixedHeight(2 * self.grid.fontMetrics().lineSpacing() + 5 * GRID)

    def looked_at(self) -> None:
        """Put the keyboard into the first cell that can be marked."""
        if self._model.rowCount() and not self.grid.currentIndex().isValid():
            self.grid.setCurrentIndex(self._model.index(0, FIXED))
        self.grid.setFocus()

    def mark(self, presence: Presence) -> None:
        """Mark the selected cells, as one step."""
        by_slot: dict[int, list[int]] = {}
        for index in self.grid.selectedIndexes() or [self.grid.currentIndex()]:
            slot = self._model.slot_at(index.column()) if index.isValid() else None
            if slot is not None:
                by_slot.setdefault(slot.id, []).append(self._model.rows[index.row()].id)

        def work(session: Any) -> None:
            for slot_id, keys in by_slot.items():
                services.mark(session, slot_id, keys, presence)

        if by_slot:
            self._workspace.do(_("Mark attendance"), work)

    def mark_next(self) -> None:
        """Give the current cell the next state: not known, present, absent, excused, and round again."""
        index = self.grid.currentIndex()
        slot = self._model.slot_at(index.column()) if index.isValid() else None
        if slot is not None:
            now = self._model.rows[index.row()].marks.get(slot.id, Mark()).presence
            self.mark(ROUND[(ROUND.index(now) + 1) % len(ROUND)])
