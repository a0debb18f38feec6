"""What needs doing as a list: each event, and below it a line for each thing it lacks."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractListModel, Qt

from roundtables.queries.post import Waiting
from roundtables.queries.today import EventTodos, Lack, Today, Todo
from roundtables.terms import Way
from roundtables.transport.accounts import PostSettings
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
    Lack.OUTDATED: "invitations",
    Lack.SEATS_FOR_WAITING: "participants",
    Lack.STILL_PLANNED: "overview",
    Lack.ATTENDANCE_OPEN: "attendance",
    Lack.NOT_HANDED_OVER: "hand-over",
    Lack.TASK: "tasks",
}
"""The tab of the event's page where a thing is done."""
NAMES = {
    "overview": N_("Overview"),
    "agenda": N_("Agenda"),
    "participants": N_("Participants"),
    "invitations": N_("Invitations"),
    "attendance": N_("Attendance"),
    "hand-over": N_("Hand-over"),
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
    Lack.OUTDATED: lambda todo: n_(
        "{n} holds an outdated invitation", "{n} hold an outdated invitation", todo.number
    ).format(n=formats.number(todo.number)),
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


class Matter(Enum):
    """What waits in the post, in the order it is told."""

    PROPOSALS = "proposals"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    PAUSED = "paused"
    NO_ACCOUNT = "no-account"
    DRAFTS = "drafts"


MATTERS: dict[Matter, Callable[[int], str]] = {
    Matter.PROPOSALS: lambda n: n_("{n} proposal waits for a decision", "{n} proposals wait for a decision", n),
    Matter.UNKNOWN: lambda n: n_("{n} message was perhaps sent", "{n} messages were perhaps sent", n),
    Matter.REFUSED: lambda n: n_("{n} message was refused", "{n} messages were refused", n),
    Matter.PAUSED: lambda n: n_("{n} message waits: sending is paused", "{n} messages wait: sending is paused", n),
    Matter.NO_ACCOUNT: lambda n: n_(
        "{n} message waits: no mail account is set up", "{n} messages wait: no mail account is set up", n
    ),
    Matter.DRAFTS: lambda n: n_(
        "{n} message waits to be written as a draft", "{n} messages wait to be written as drafts", n
    ),
}
LEADS = {
    Matter.PROPOSALS: Link("post", part="proposals"),
    Matter.UNKNOWN: Link("post", part="unknown"),
    Matter.REFUSED: Link("post", part="refused"),
    Matter.PAUSED: Link("post", part="queued"),
    Matter.NO_ACCOUNT: Link("settings", part="post"),
    Matter.DRAFTS: Link("post", part="queued"),
}
TABS = {"proposals": N_("Proposals"), "post": N_("Settings")}


@dataclass(frozen=True)
class PostLine:
    """One line about the post: its heading where there is no matter, else what waits there and how much of it."""

    matter: Matter | None = None
    number: int = 0

    is_heading = property(lambda self: self.matter is None)
    kind = property(lambda self: self.matter)
    key = ("post", 0)

    @property
    def link(self) -> Link:
        """Where it is done."""
        return LEADS[self.matter] if self.matter is not None else Link("post")

    @property
    def words(self) -> str:
        """What waits."""
        if self.matter is None:
            return _("Post")
        return MATTERS[self.matter](self.number).format(n=formats.number(self.number))

    @property
    def further(self) -> str:
        """The name of the tab it is done in."""
        return "" if self.matter is None else _(TABS.get(self.link.part, N_("Outbox")))

    def is_late(self, today: dt.date) -> bool:  # noqa: ARG002 - nothing of the post has a day
        """Nothing of the post is late."""
        return False

    def when(self, today: dt.date) -> str:  # noqa: ARG002 - as above
        """Nothing of the post has a day."""
        return ""

    def spoken(self, today: dt.date) -> str:  # noqa: ARG002 - as above
        """The line by itself, as a screen reader says it."""
        return ", ".join(filter(None, (self.words, self.further, "" if self.is_heading else _("Post"))))


@dataclass(frozen=True)
class Line:
    """One line of the list: an event's heading where `todo` is None, else a thing to do for it."""

    event: EventTodos
    todo: Todo | None = None

    @property
    def is_heading(self) -> bool:
        """Whether it is the event itself."""
        return self.todo is None

    @property
    def kind(self) -> Lack | None:
        """What is to be done."""
        return self.todo.lack if self.todo is not None else None

    @property
    def key(self) -> tuple[str, int]:
        """What the line belongs to."""
        return "event", self.event.id

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

    def when(self, today: dt.date) -> str:
        """How far the event is."""
        return when_in_words(self.event, today)

    def spoken(self, today: dt.date) -> str:
        """The line by itself, as a screen reader says it: the event's heading may be far above."""
        if self.todo is None:
            return ", ".join((self.words, self.when(today), self.further))
        return ", ".join((self.words, self.further, formats.shown(self.event.title)))


def post_lines(waiting: Waiting, settings: PostSettings) -> list[PostLine]:
    """What waits in the post for a person; messages that are just going out do not."""
    held = Matter.DRAFTS
    if settings.way is Way.MAIL:
        held = Matter.NO_ACCOUNT if not settings.smtp.host else Matter.PAUSED
    goes_out = settings.way is Way.MAIL and bool(settings.smtp.host) and not settings.paused
    numbers = {
        Matter.PROPOSALS: waiting.proposals,
        Matter.UNKNOWN: waiting.unknown,
        Matter.REFUSED: waiting.refused,
        held: 0 if goes_out else waiting.queued,
    }
    lines = [PostLine(matter, number) for matter, number in numbers.items() if number]
    return [PostLine(), *lines] if lines else []


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
        self.lines: list[Line | PostLine] = []
        self.today = dt.date.min

    def show(self, found: Today, today: dt.date, post: Sequence[PostLine] = ()) -> None:
        """Show what needs doing on a day; what waits in the post comes first."""
        self.beginResetModel()
        self.today = today
        of_events = (
            line for event in found.events for line in (Line(event), *(Line(event, todo) for todo in event.todos))
        )
        self.lines = [*post, *of_events]
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
            return line.spoken(self.today)
        return None
