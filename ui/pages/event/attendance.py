"""Take attendance with the keyboard: arrows move, P A E mark, Space goes on to the next, Delete takes a mark away.

Beside the marks stand the other ways in which attendance is taken and proved: at the door, from a meeting tool's
report, on paper, by signed sheets.
"""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QBoxLayout, QStackedLayout, QWidget

from roundtables.errors import Expected
from roundtables.queries import event_files
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.participants import Mark, ParticipantRow
from roundtables.services import attendance as services
from roundtables.terms import Presence
from roundtables.words import N_, _
from ui import format as formats
from ui.commands import Command
from ui.dialogs.mark import MarkDialog
from ui.links import Link
from ui.models.attendance import FIXED, AttendanceModel, slot_name
from ui.theme import GRID, large, sized
from ui.widgets.parts import EmptyState, button, column, row, wrapped
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
HEADING_LINES = 3
"""Two for the name of a session, one for how many were there."""


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
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._tab.enter_times()
                return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()

    def share_width(self) -> None:
        """Give the slots what the names leave, and never less than their words need."""
        slots = self.model().columnCount() - FIXED
        if slots > 0:
            share = (self.viewport().width() - FIXED * sized(NAME_WIDTH)) // slots
            for number in range(FIXED, FIXED + slots):
                self.setColumnWidth(number, max(sized(SLOT_WIDTH), share))


class AttendanceTab(QWidget):
    """The grid with its tools above. `tool_asked` names the method of the page that opens one."""

    COMMANDS = (
        Command("attendance.import", N_("Import meeting report…"), "import_report", "", "file-import-outline"),
        Command("attendance.paper", N_("Paper…"), "open_paper", "", "file-document-outline"),
        Command("attendance.enter", N_("Times and minutes…"), "enter_times", "F2", "clock-edit-outline"),
    )
    tool_asked = Signal(str)

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self._record: EventRecord | None = None
        self._model = AttendanceModel()
        self.grid = Grid(self)
        self.grid.show_rows(self._model)
        empty = EmptyState(
            _("Attendance is taken here once there are participants."),
            _("Participants"),
            lambda: workspace.visit.emit(Link("event", event_id, "participants")),
        )
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.grid)
        self._stack.addWidget(empty)
        workspace.keyboard.bind(self, self.COMMANDS)
        keys = wrapped(_("Keys: P, A, E, Delete; Space for the next state; Enter for times and minutes"), "muted")
        if large():
            # The grid needs the room.
            keys.hide()
        self._tools = row(self._marks(), self._ways(), space=4 * GRID)
        self._tools.setStretch(0, 1)
        layout = column(self._tools, holder, keys, margin=2 * GRID, space=3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _marks(self) -> QWidget:
        """The buttons that mark the selected cells."""
        self._left = QWidget()
        self._left.setLayout(
            row(
                button(_("Present"), lambda: self.mark(Presence.PRESENT), picture="check"),
                button(_("Absent"), lambda: self.mark(Presence.ABSENT), picture="close"),
                button(_("Excused"), lambda: self.mark(Presence.EXCUSED), picture="account-clock-outline"),
                button(_("Not known"), lambda: self.mark(Presence.UNKNOWN), picture="eraser"),
                1,
            )
        )
        return self._left

    def _ways(self) -> QWidget:
        """The buttons for the other ways in."""
        self._right = QWidget()
        self._right.setLayout(
            row(
                button(_("Door"), self.open_door, picture="door-open"),
                button(_("Import report…"), self.import_report, picture="file-import-outline"),
                button(_("Paper…"), self.open_paper, picture="file-document-outline"),
                button(_("Files of the event…"), self.open_files, picture="paperclip"),
                1,
            )
        )
        return self._right

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is no room for both side by side, the other ways stand below the marks."""
        needed = self._left.sizeHint().width() + self._right.sizeHint().width() + 8 * GRID
        narrow = event.size().width() < needed
        self._tools.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
        self._tools.setSpacing((2 if narrow else 4) * GRID)
        super().resizeEvent(event)

    def open_door(self) -> None:
        """Open the check-in in a window of its own."""
        self.tool_asked.emit("open_door")

    def import_report(self) -> None:
        """Take attendance from the report of a meeting tool."""
        self.tool_asked.emit("import_report")

    def open_paper(self) -> None:
        """Make the sheet to sign, badges or certificates."""
        self.tool_asked.emit("open_paper")

    def open_files(self) -> None:
        """Show the files of the event, of which some prove who was there."""
        self.tool_asked.emit("open_files")

    def show_event(self, record: EventRecord, rows: list[ParticipantRow]) -> None:
        """Show the marks; the cell the keyboard is on stays."""
        self._record = record
        slots = len(self._model.slots)
        with self._workspace.read() as session:
            proofs = event_files.proofs(session, self._id)
        self._model.show(rows, record.slots, proofs)
        self._stack.setCurrentIndex(0 if rows else 1)
        if len(record.slots) != slots:
            self._lay_columns()

    def _lay_columns(self) -> None:
        header = self.grid.horizontalHeader()
        for number in range(FIXED):
            self.grid.setColumnWidth(number, sized(NAME_WIDTH))
        self.grid.share_width()
        header.setFixedHeight(HEADING_LINES * self.grid.fontMetrics().lineSpacing() + 5 * GRID)

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

    def enter_times(self) -> None:
        """Ask for the times and minutes of the current cell; beside the cells, of the first slot."""
        index, record = self.grid.currentIndex(), self._record
        if not index.isValid() or record is None or not self._model.slots:
            return
        row = self._model.rows[index.row()]
        slot = self._model.slot_at(index.column()) or self._model.slots[0]
        day = slot.day or (slot.starts or record.starts).date()
        name = slot_name(slot).replace("\n", " ")
        dialog = MarkDialog(self, formats.shown(row.name), name, row.marks.get(slot.id, Mark()), day)

        def take() -> bool:
            try:
                values = dialog.values()
                with self._workspace.change(_("Mark attendance")) as session:
                    services.enter(session, slot.id, row.id, **values)
            except Expected as error:
                dialog.show_error(error)
                return False
            return True

        dialog.take = take
        dialog.open()
