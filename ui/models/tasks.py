"""The tasks of one event: ticked and edited in place."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QColor

from roundtables.queries.checklists import TaskRow
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.icons import icon
from ui.models.columns import Column
from ui.models.paged import Index
from ui.models.rows import RowsModel
from ui.theme import colours
from ui.widgets.due_days import days_in_words

DONE, TITLE, DUE, DAYS, STATE = range(5)
FIELDS = {TITLE: "title", DUE: "days", DAYS: "days"}


def today() -> dt.date:
    """The day on the wall of this workstation."""
    return dt.date.today()  # noqa: DTZ011 - the day on the wall is meant


def is_overdue(task: TaskRow) -> bool:
    """Whether a task's day has passed with the task still to do."""
    return task.done_on is None and task.due < today()


def due_in_words(due: dt.date) -> str:
    """Overdue by 3 days, due today, due in 3 days."""
    days = (due - today()).days
    if days < 0:
        return n_("Overdue by {n} day", "Overdue by {n} days", -days).format(n=-days)
    return n_("Due in {n} day", "Due in {n} days", days).format(n=days) if days else _("Due today")


def _state(task: TaskRow) -> str:
    if task.done_on is not None:
        return _("Done on {date}").format(date=formats.day(task.done_on))
    return due_in_words(task.due)


COLUMNS = (
    Column(N_("Done"), lambda task: _("Yes") if task.done_on else _("No"), "", 64),
    Column(N_("Task"), lambda task: task.title, "", 320, stretch=True),
    Column(N_("Due"), lambda task: f"{formats.weekday(task.due)} {formats.day(task.due)}", "", 150),
    Column(N_("Counted from the event"), lambda task: days_in_words(task.days), "", 200),
    Column(N_("State"), _state, "", 190),
)


class TasksModel(RowsModel):
    """`edited` is sent with a task, what is to change of it (done, title, days), and the value."""

    edited = Signal(object, str, object)

    def __init__(self) -> None:
        super().__init__(COLUMNS)

    def show(self, rows: Sequence[TaskRow]) -> None:
        """Show these tasks; where they are the same ones, the selection and an open editor stay."""
        if rows and [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = list(rows)
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, len(COLUMNS) - 1))
            return
        super().show(rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == DONE:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() in FIELDS else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and 0 <= index.row() < len(self.rows):
            task, column = self.rows[index.row()], index.column()
            if column == DONE and role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.CheckStateRole):
                ticked = Qt.CheckState.Unchecked if task.done_on is None else Qt.CheckState.Checked
                return ticked if role == Qt.ItemDataRole.CheckStateRole else None
            if role == Qt.ItemDataRole.EditRole:
                return {TITLE: task.title, DUE: QDate(task.due.year, task.due.month, task.due.day)}.get(
                    column, task.days
                )
            if role in (Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.DecorationRole):
                return _looks(task, column, role)
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        task = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole:
            self.edited.emit(task, "done", Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role != Qt.ItemDataRole.EditRole or index.column() not in FIELDS:
            return False
        if isinstance(value, QDate):
            first = task.due - dt.timedelta(days=task.days)
            value = (dt.date(value.year(), value.month(), value.day()) - first).days
        key = FIELDS[index.column()]
        if value != getattr(task, key):
            self.edited.emit(task, key, value)
        return True


def _looks(task: TaskRow, column: int, role: int) -> Any:
    """What is done steps back; what is overdue has its sign beside its words."""
    overdue = column == STATE and is_overdue(task)
    if role == Qt.ItemDataRole.DecorationRole:
        return icon("alert-outline") if overdue else None
    if task.done_on is not None:
        return QColor(colours().muted)
    return QColor(colours().bad) if overdue else None
