"""What there is to do for the event: tick, edit in place, add, put in order; overdue ones are said to be."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QLineEdit,
    QMenu,
    QStackedLayout,
    QStyle,
    QStyleOptionViewItem,
    QToolButton,
    QWidget,
)

from roundtables.errors import Expected
from roundtables.queries import checklists as queries
from roundtables.queries.checklists import TaskRow
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.participants import ParticipantRow
from roundtables.services import checklists as services
from roundtables.words import N_, _, n_
from ui.commands import Command
from ui.dialogs.checklists import open_checklists
from ui.icons import icon
from ui.models.tasks import COLUMNS, DAYS, DONE, DUE, STATE, TITLE, TasksModel, is_overdue, today
from ui.theme import GRID
from ui.widgets.cells import CellDelegate, open_editor, type_again
from ui.widgets.due_days import DaysEdit
from ui.widgets.fields import LONGEST_TYPED
from ui.widgets.parts import EmptyState, button, column, label, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

USUAL_DAYS = -7


class TaskDelegate(CellDelegate):
    """A box to tick that is seen in both themes."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if index.column() != DONE:
            super().paint(painter, option, index)
            return
        plain: Any = QStyleOptionViewItem(option)
        self.initStyleOption(plain, index)
        style = plain.widget.style()
        box = style.subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, plain, plain.widget)
        ticked = plain.checkState == Qt.CheckState.Checked
        plain.features &= ~QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, plain, painter, plain.widget)
        sign = icon("checkbox-marked-outline" if ticked else "checkbox-blank-outline")
        sign.paint(painter, box.adjusted(-2, -2, 2, 2))


class TasksTab(QWidget):
    """The table of tasks with its tools above and the line for a new one below."""

    COMMANDS = (
        Command("task.tick", N_("Done or not done"), "tick", "Space", "check"),
        Command("task.edit", N_("Edit"), "edit", "F2", "pencil-outline"),
        Command("task.remove", N_("Remove task"), "remove", "Del", "minus"),
        Command("task.up", N_("Move up"), "move_up", "Alt+Up", "arrow-up"),
        Command("task.down", N_("Move down"), "move_down", "Alt+Down", "arrow-down"),
    )

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self._draft = f"task.of.{event_id}"
        self._model = TasksModel()
        self._model.edited.connect(self._edited)
        self.table = Table(_("Tasks"), COLUMNS)
        self.table.setItemDelegate(TaskDelegate(self.table, days={DAYS}, dates={DUE}))
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda _task: self.edit())
        self._empty = EmptyState("", _("Take over the checklist for this kind"), self.take_over)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty)
        self._error = wrapped("", "error")
        self._error.hide()
        layout = column(self._tools(), holder, self._error, self._line(), margin=2 * GRID, space=3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        workspace.keyboard.bind(self, self.COMMANDS, within=self.table)

    def _tools(self) -> QWidget:
        self._number = label("", "muted")
        more = QToolButton()
        more.setText(_("Checklists"))
        more.setIcon(icon("format-list-checks"))
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        self._take = menu.addAction(_("Take over the checklist for this kind"), self.take_over)
        menu.addAction(_("Checklists…"), lambda: open_checklists(self.window(), self._workspace, self._kind()))
        more.setMenu(menu)
        self._needing = [
            button(_("Done"), self.tick, picture="check"),
            button(_("Edit"), self.edit, picture="pencil-outline"),
            button(_("Remove"), self.remove, picture="minus"),
            button(_("Move up"), self.move_up, picture="arrow-up"),
            button(_("Move down"), self.move_down, picture="arrow-down"),
        ]
        holder = QWidget()
        holder.setLayout(row(*self._needing, 1, self._number, more))
        return holder

    def _line(self) -> QWidget:
        """Where a new task is typed: Enter adds it, and the next one can be typed at once."""
        self.new = QLineEdit()
        self.new.setMaxLength(LONGEST_TYPED)
        self.new.setPlaceholderText(_("New task"))
        self.new.setAccessibleName(_("New task"))
        self.new.returnPressed.connect(self.add)
        self.new.installEventFilter(self)
        self.days = DaysEdit()
        self.days.setMinimumWidth(180)
        words, days = self._workspace.drafts.pop(self._draft, ("", USUAL_DAYS))
        self.new.setText(words)
        self.days.set_value(days)
        self.days.entered.connect(self.add)
        holder = QWidget()
        holder.setLayout(row(self.new, self.days, button(_("Add task"), self.add, picture="plus")))
        holder.layout().setStretch(0, 1)  # type: ignore[union-attr]  # it was set above
        return holder

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What was said of the new task goes as soon as it is typed on."""
        if event.type() == QEvent.Type.KeyPress:
            self._error.hide()
        return super().eventFilter(watched, event)

    def show_event(self, record: EventRecord, _rows: Sequence[ParticipantRow]) -> None:
        """Read the event's tasks; the selection stays with them."""
        self._record = record
        chosen, at = {task.id for task in self.table.selected_rows()}, self.table.currentIndex()
        current = self.table.current_row()
        with self._workspace.read() as session:
            rows = queries.tasks(session, self._id)
            listed = queries.lengths(session).get(record.kind, 0)
        self._model.show(rows)
        self._keep_chosen(chosen, current, at.column())
        self._say_how_many(rows)
        for each in self._needing:
            each.setEnabled(bool(rows))
        self._take.setEnabled(bool(listed) and not rows)
        self._empty.step.setVisible(bool(listed))
        self._empty.words.setText(_empty_words(_(record.kind.label), listed))
        self._stack.setCurrentIndex(0 if rows else 1)

    def _keep_chosen(self, chosen: set[int], current: TaskRow | None, at: int) -> None:
        selection = self.table.selectionModel()
        if not chosen or selection.hasSelection():
            return
        for number, task in enumerate(self._model.rows):
            index = self._model.index(number, max(at, 0))
            if current is not None and task.id == current.id:
                selection.setCurrentIndex(index, selection.SelectionFlag.NoUpdate)
            if task.id in chosen:
                selection.select(index, selection.SelectionFlag.Select | selection.SelectionFlag.Rows)

    def _say_how_many(self, rows: Sequence[TaskRow]) -> None:
        done, late = sum(task.done_on is not None for task in rows), sum(map(is_overdue, rows))
        words = n_("{done} of {n} task done", "{done} of {n} tasks done", len(rows)).format(done=done, n=len(rows))
        if late:
            words += " · " + n_("{n} overdue", "{n} overdue", late).format(n=late)
        self._number.setText(words if rows else "")

    def looked_at(self) -> None:
        """Put the keyboard where the work is: at the first task that is to do."""
        if not self._model.rows:
            self.new.setFocus()
            return
        if not self.table.currentIndex().isValid():
            first = next((at for at, task in enumerate(self._model.rows) if task.done_on is None), 0)
            self.table.setCurrentIndex(self._model.index(first, TITLE))
        self.table.setFocus()

    def settle(self) -> None:
        """Take what is being edited, since the page goes; a new task that is half typed is here the next time."""
        editor = open_editor(self.table)
        if editor is not None:
            self.table.commitData(editor)
        if self.new.text().strip():
            self._workspace.drafts[self._draft] = self.new.text(), self.days.value()
        else:
            self._workspace.drafts.pop(self._draft, None)

    def _kind(self) -> Any:
        return self._record.kind

    def _keys(self) -> list[int]:
        return [task.id for task in self.table.selected_rows()]

    def add(self) -> None:
        """Add what is typed in the line below the table."""
        values: Any = {"title": self.new.text(), "days": self.days.value()}
        try:
            with self._workspace.change(_("Add task")) as session:
                services.add_task(session, self._id, **values)
        except Expected as error:
            self._say(str(error))
            self.new.setFocus()
            return
        self._say("")
        self.new.clear()
        self.table.scrollToBottom()

    def take_over(self) -> None:
        """Give the event the tasks of its kind's checklist."""
        self._workspace.do(
            _("Take over checklist"),
            lambda session: services.take_over(session, self._id),
            notice=_("The event has the tasks of its kind's checklist."),
        )

    def tick(self) -> None:
        """Mark the selected tasks as done today, or as to do again where all of them are done."""
        rows = self.table.selected_rows()
        if rows:
            self._mark([task.id for task in rows], done=any(task.done_on is None for task in rows))

    def _mark(self, keys: list[int], *, done: bool) -> None:
        name = _("Mark as done") if done else _("Mark as not done")
        day = today() if done else None
        self._workspace.do(name, lambda session: services.set_done(session, keys, day))

    def edit(self) -> None:
        """Edit the current cell in place, or the task's name where the cell can't be."""
        index = self.table.currentIndex()
        if index.isValid():
            self.table.edit(index.siblingAtColumn(TITLE) if index.column() in (DONE, STATE) else index)

    def remove(self) -> None:
        """Take the selected tasks off the event."""
        keys = self._keys()
        if keys:
            words = n_("{n} task removed", "{n} tasks removed", len(keys)).format(n=len(keys))
            name = _("Remove tasks")
            self._workspace.do(name, lambda session: services.remove_tasks(session, keys), notice=words)

    def move_up(self) -> None:
        """Move the current task one place up."""
        self._move(-1)

    def move_down(self) -> None:
        """Move the current task one place down."""
        self._move(1)

    def _move(self, by: int) -> None:
        task = self.table.current_row()
        if task is not None:
            self._workspace.do(_("Move task"), lambda session: services.move_task(session, task.id, by))

    def _edited(self, task: TaskRow, key: str, value: Any) -> None:
        if key == "done":
            self._mark([task.id], done=value)
            return
        values: Any = {key: value}
        try:
            with self._workspace.change(_("Change task")) as session:
                services.change_task(session, task.id, **values)
        except Expected as error:
            self._say(str(error))
            at = next((at for at, each in enumerate(self._model.rows) if each.id == task.id), 0)
            type_again(self.table, at, TITLE, value)
        else:
            self._say("")

    def _say(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))


def _empty_words(kind: str, listed: int) -> str:
    if not listed:
        return _("There is nothing to do for this event yet. Type the first task below.")
    words = n_(
        "There is nothing to do for this event yet. The checklist for the kind “{kind}” has {n} task.",
        "There is nothing to do for this event yet. The checklist for the kind “{kind}” has {n} tasks.",
        listed,
    )
    return words.format(kind=kind, n=listed)
