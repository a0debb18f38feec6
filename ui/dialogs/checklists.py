"""The checklist of each kind of event: what there is to do, so many days before or after. Saved as one goes."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QStackedLayout,
    QWidget,
)

from roundtables.errors import Expected
from roundtables.queries import checklists as queries
from roundtables.queries.checklists import LineRow
from roundtables.services import checklists as services
from roundtables.terms import EventKind
from roundtables.words import N_, _, n_, sort_key, spoken
from ui import format as formats
from ui.commands import Command
from ui.models.columns import Column
from ui.models.paged import Index
from ui.models.rows import RowsModel
from ui.theme import GRID, sized
from ui.widgets.cells import CellDelegate, type_again
from ui.widgets.due_days import DaysEdit, days_in_words
from ui.widgets.fields import LONGEST_TYPED
from ui.widgets.parts import EmptyState, button, column, label, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

TITLE, DAYS = range(2)
COLUMNS = (
    Column(N_("Task"), lambda line: line.title, "", 320, stretch=True),
    Column(N_("Counted from the event"), lambda line: days_in_words(line.days), "", 220),
)
USUAL_DAYS = -14
DRAFT = "checklist.new"


def open_checklists(parent: QWidget, workspace: Workspace, kind: EventKind = EventKind.WORKSHOP) -> None:
    """Show the checklists, beginning with that of a kind."""
    ChecklistsDialog(parent, workspace, kind).open()


class LinesModel(RowsModel):
    """`edited` is sent with a line, what is to change of it (title, days), and the value."""

    edited = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.isValid() else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.EditRole and index.isValid() and index.row() < len(self.rows):
            line = self.rows[index.row()]
            return line.title if index.column() == TITLE else line.days
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        key = ("title", "days")[index.column()]
        if role != Qt.ItemDataRole.EditRole:
            return False
        if value != getattr(self.rows[index.row()], key):
            self.edited.emit(self.rows[index.row()], key, value)
        return True


class ChecklistsDialog(QDialog):
    """One kind at a time; each change is a step of its own to undo."""

    COMMANDS = (
        Command("checklist.edit", N_("Edit"), "edit", "F2"),
        Command("checklist.remove", N_("Remove task"), "remove", "Del"),
        Command("checklist.up", N_("Move up"), "move_up", "Alt+Up"),
        Command("checklist.down", N_("Move down"), "move_down", "Alt+Down"),
    )

    def __init__(self, parent: QWidget, workspace: Workspace, kind: EventKind) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Checklists"))
        self.resize(sized(720), sized(560))
        self._workspace = workspace
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(_("Event type"))
        for each in sorted(EventKind, key=lambda each: sort_key(_(each.label), spoken().code)):
            self.kinds.addItem(_(each.label), each)
        self.kinds.setCurrentIndex(self.kinds.findData(kind))
        self.kinds.activated.connect(self.refresh)
        self._model = LinesModel()
        self._model.edited.connect(self._edited)
        self.table = Table(_("Checklist"), COLUMNS)
        self.table.setItemDelegate(CellDelegate(self.table, days={DAYS}))
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda _line: self.edit())
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(_("This kind of event has no checklist yet. Type the first task below.")))
        self._error = wrapped("", "error")
        self._error.hide()
        buttons = QDialogButtonBox()
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        note = wrapped(
            _("A new event of this kind begins with these tasks. Events that there are keep theirs."), "muted"
        )
        layout = column(self._head(), note, holder, self._error, self._line(), buttons, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        workspace.keyboard.bind(self, self.COMMANDS, within=self.table)
        workspace.changed.connect(self._heard)
        self.refresh()
        self.new.setFocus()

    def _head(self) -> QWidget:
        self._number = label("", "muted")
        holder = QWidget()
        holder.setLayout(
            row(
                label(_("Event type")),
                self.kinds,
                self._number,
                1,
                button(_("Remove"), self.remove, picture="minus"),
                button(_("Move up"), self.move_up, picture="arrow-up"),
                button(_("Move down"), self.move_down, picture="arrow-down"),
            )
        )
        return holder

    def _line(self) -> QWidget:
        self.new = QLineEdit()
        self.new.setMaxLength(LONGEST_TYPED)
        self.new.setPlaceholderText(_("New task"))
        self.new.setAccessibleName(_("New task"))
        self.days = DaysEdit()
        words, days = self._workspace.drafts.pop(DRAFT, ("", USUAL_DAYS))
        self.new.setText(words)
        self.days.set_value(days)
        self.days.setMinimumWidth(180)
        holder = QWidget()
        holder.setLayout(row(self.new, self.days, button(_("Add task"), self.add, picture="plus")))
        holder.layout().setStretch(0, 1)  # type: ignore[union-attr]  # it was set above
        return holder

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the line for a new task adds it; the dialog has no other answer to it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.new.hasFocus() or self.days.isAncestorOf(self.focusWidget()):
                self.add()
            return
        super().keyPressEvent(event)

    def done(self, result: int) -> None:
        """Qt's own end of a dialog; a task that is half typed is here the next time."""
        if self.new.text().strip():
            self._workspace.drafts[DRAFT] = self.new.text(), self.days.value()
        super().done(result)

    @property
    def kind(self) -> EventKind:
        """The kind whose checklist is shown."""
        kind: EventKind = self.kinds.currentData()
        return kind

    def refresh(self) -> None:
        """Read the checklist of the kind that is chosen; the current line stays."""
        current = self.table.current_row()
        with self._workspace.read() as session:
            rows = queries.lines(session, self.kind)
        self._model.show(rows)
        at = next((at for at, line in enumerate(rows) if current is not None and line.id == current.id), None)
        if at is not None:
            self.table.go_to(at)
        number = n_("{n} task", "{n} tasks", len(rows)).format(n=formats.number(len(rows)))
        self._number.setText(number if rows else "")
        self._stack.setCurrentIndex(0 if rows else 1)

    def _heard(self, tables: frozenset[str]) -> None:
        if not tables or "checklist_line" in tables:
            self.refresh()

    def add(self) -> None:
        """Add what is typed below the table."""
        kind = self.kind
        values: Any = {"title": self.new.text(), "days": self.days.value()}
        if self._do(_("Change checklist"), lambda session: services.add_line(session, kind, **values)):
            self.new.clear()
            self.table.scrollToBottom()
        self.new.setFocus()

    def edit(self) -> None:
        """Edit the current cell in place."""
        if self.table.currentIndex().isValid():
            self.table.edit(self.table.currentIndex())

    def remove(self) -> None:
        """Take the selected lines out of the checklist."""
        keys = [line.id for line in self.table.selected_rows()]
        if keys:
            self._do(_("Change checklist"), lambda session: services.remove_lines(session, keys))

    def move_up(self) -> None:
        """Move the current line one place up."""
        self._move(-1)

    def move_down(self) -> None:
        """Move the current line one place down."""
        self._move(1)

    def _move(self, by: int) -> None:
        line = self.table.current_row()
        if line is not None:
            self._do(_("Change checklist"), lambda session: services.move_line(session, line.id, by))

    def _edited(self, line: LineRow, key: str, value: Any) -> None:
        values: Any = {key: value}
        if not self._do(_("Change checklist"), lambda session: services.change_line(session, line.id, **values)):
            type_again(self.table, self._model.rows.index(line), TITLE, value)

    def _do(self, name: str, work: Any) -> bool:
        """Make a step; what can't be is said in the dialog, which lies over the window's notices."""
        try:
            with self._workspace.change(name) as session:
                work(session)
        except Expected as error:
            self._error.setText(str(error))
            self._error.show()
            return False
        self._error.hide()
        return True
