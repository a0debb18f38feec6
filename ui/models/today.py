"""What needs doing as a list: each event, and below it a line for each thing it lacks."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, Qt

from roundtables.queries.today import EventTodos, Lack, Today, Todo
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.links import Link
from ui.models.paged import Index, RowRole
from ui.models.tasks import due_in_words
from ui.plain_text import as_tip

PARTS = {
    Lack.STILL_DRAFT: "overview",
    Lack.NO_VENUE: "overview",
    Lack.NO_ONLINE_LINK: "overview",
    Lack.NO_AGENDA: "agenda",
    Lack.NO_ORGANISER: "overview",
    Lack.NOBODY_INVITED: "participants",
    Lack.UNANSWERED: "participants",
    Lack.SEATS_FOR_WAITING: "participants",
    Lack.STILL_PLANNED: "overview",
    Lack.ATTENDANCE_OPEN: "attendance",
    Lack.NOT_HANDED_OVER: "attendance",
    Lack.TASK: "tasks",
}
"""The tab of the event's page where a thing is done."""
NAMES = {
    "overview": N_("Overview"),
    "agenda": N_("Agenda"),
    "participants": N_("Participants"),
    "attendance": N_("Attendance"),
    "tasks": N_("Tasks"),
}
WORDS: dict[Lack, Callable[[Todo], str]] = {
    Lack.STILL_DRAFT: lambda _todo: _("Still a draft"),
    Lack.NO_VENUE: lambda _todo: _("No venue"),
    Lack.NO_ONLINE_LINK: lambda _todo: _("No online link"),
    Lack.NO_AGENDA: lambda _todo: _("The agenda is missing"),
    Lack.NO_ORGANISER: lambda _todo: _("No address of the organiser: invitations can't be made"),
    Lack.NOBODY_INVITED: lambda _todo: _("Nobody is invited yet"),
    Lack.UNANSWERED: lambda todo: n_("{n} without an answer", "{n} without an answer", todo.number).format(
        n=formats.number(todo.number)
    ),
    Lack.SEATS_FOR_WAITING: lambda todo: n_(
        "{n} place is free for the waiting list", "{n} places are free for the waiting list", todo.number
    ).format(n=formats.number(todo.number)),
    Lack.STILL_PLANNED: lambda _todo: _("It is over and still entered as planned"),
    Lack.ATTENDANCE_OPEN: lambda todo: n_(
        "Attendance: {n} of {of} not marked", "Attendance: {n} of {of} not marked", todo.number
    ).format(n=formats.number(todo.number), of=formats.number(todo.of)),
    Lack.NOT_HANDED_OVER: lambda _todo: _("The attendance list is not handed over"),
    Lack.TASK: lambda todo: todo.title,
}


@dataclass(frozen=True)
class Line:
    """One line of the list: an event's heading where `todo` is None, else a thing to do for it."""

    event: EventTodos
    todo: Todo | None = None

    @property
    def link(self) -> Link:
        """Where it is done."""
        return Link("event", self.event.id, PARTS[self.todo.lack] if self.todo else "overview")

    @property
    def words(self) -> str:
        """What there is to do, or the event's name."""
        return formats.shown(WORDS[self.todo.lack](self.todo) if self.todo else self.event.title)

    @property
    def further(self) -> str:
        """What stands at the line's right: when the event is; when a task is due, or the tab it is done in."""
        if self.todo is None:
            when = formats.short_span(self.event.starts, self.event.ends, all_day=self.event.all_day)
            return f"{self.event.reference}  ·  {when}"
        if self.todo.due is not None:
            return f"{due_in_words(self.todo.due)}  ·  {self.part}"
        return self.part

    @property
    def part(self) -> str:
        """The name of the tab a thing is done in."""
        return _(NAMES[self.link.part])

    def is_late(self, today: dt.date) -> bool:
        """Whether it should have been done before."""
        return self.todo is not None and self.todo.due is not None and self.todo.due < today


def when_in_words(event: EventTodos, today: dt.date) -> str:
    """In 3 days, today, yesterday, 5 days ago; an event of several days is today until its last."""
    if event.starts.date() <= today <= event.ends.date():
        return _("Today")
    if event.starts.date() > today:
        days = (event.starts.date() - today).days
        return _("Tomorrow") if days == 1 else n_("In {n} day", "In {n} days", days).format(n=days)
    days = (today - event.ends.date()).days
    return _("Yesterday") if days == 1 else n_("{n} day ago", "{n} days ago", days).format(n=days)


class TodayModel(QAbstractListModel):
    """The lines in the order of their events' dates."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.today = dt.date.min

    def show(self, found: Today, today: dt.date) -> None:
        """Show what needs doing on a day."""
        self.beginResetModel()
        self.today = today
        self.lines = [
            line for event in found.events for line in (Line(event), *(Line(event, todo) for todo in event.todos))
        ]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == RowRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return line.words
        if role == Qt.ItemDataRole.ToolTipRole:
            return as_tip(line.words)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line)
        return None

    def _spoken(self, line: Line) -> str:
        """A line by itself, as a screen reader says it: the event's heading may be far above."""
        if line.todo is None:
            return ", ".join((line.words, when_in_words(line.event, self.today), line.further))
        return ", ".join((line.words, line.further, formats.shown(line.event.title)))
