"""Today: what needs doing, and only that, each line a link to the place where it is done."""

import datetime as dt
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from roundtables.errors import shortened
from roundtables.queries import events as event_queries
from roundtables.queries import post as post_queries
from roundtables.queries import today as queries
from roundtables.queries.events import EventFilter
from roundtables.queries.today import Lack
from roundtables.terms import EventStatus
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.icons import icon
from ui.models.paged import RowRole
from ui.models.today import Line, Matter, PostLine, TodayModel, post_lines
from ui.pages.place import Page
from ui.theme import GRID, colours, sized
from ui.widgets.parts import EmptyState, button, column, label, row
from ui.workspace import Workspace

ICONS = {
    Lack.STILL_DRAFT: "pencil-outline",
    Lack.NO_VENUE: "map-marker-outline",
    Lack.NO_ONLINE_LINK: "link-variant",
    Lack.NO_AGENDA: "format-list-bulleted",
    Lack.NO_ORGANISER: "email-outline",
    Lack.NOBODY_INVITED: "account-plus-outline",
    Lack.UNANSWERED: "account-question-outline",
    Lack.OUTDATED: "email-sync-outline",
    Lack.SEATS_FOR_WAITING: "account-clock-outline",
    Lack.STILL_PLANNED: "calendar-check-outline",
    Lack.ATTENDANCE_OPEN: "clipboard-check-outline",
    Lack.NOT_HANDED_OVER: "table-check",
    Lack.TASK: "checkbox-blank-outline",
    Matter.PROPOSALS: "account-question-outline",
    Matter.UNKNOWN: "help-circle-outline",
    Matter.REFUSED: "alert-circle-outline",
    Matter.PAUSED: "pause",
    Matter.NO_ACCOUNT: "email-outline",
    Matter.DRAFTS: "email-edit-outline",
}
LATE = "alert-outline"
TAKING_PLACE = frozenset({EventStatus.DRAFT, EventStatus.PLANNED})
HEADING, LINE = 44, 32
WHEN_WIDTH = 152
PICTURE = 18
Indexes = QModelIndex | QPersistentModelIndex


class TodayDelegate(QStyledItemDelegate):
    """Paints an event's heading with how far it is, and the things to do below it, each with its sign."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Indexes) -> QSize:  # noqa: ARG002 - Qt's signature
        return QSize(0, sized(HEADING if index.data(RowRole).is_heading else LINE))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Indexes) -> None:
        line: Line | PostLine = index.data(RowRole)
        model: Any = index.model()
        option_: Any = option
        area: QRect = option_.rect
        painter.save()
        self._paint_ground(painter, area, option_.state, first=index.row() == 0, heading=line.is_heading)
        inner = area.adjusted(3 * GRID, 0, -3 * GRID, 0)
        if line.kind is None:
            font = QFont(option_.font)
            painter.setFont(font)
            first = QRect(inner.topLeft(), QSize(sized(WHEN_WIDTH) - 2 * GRID, inner.height()))
            _text(painter, first, line.when(model.today), colours().muted)
            font.setBold(True)
            self._paint_words(painter, inner, line, font, colours().text)
        else:
            late = line.is_late(model.today)
            picture = QRect(inner.left() + sized(WHEN_WIDTH), 0, sized(PICTURE), sized(PICTURE))
            picture.moveTop(area.center().y() - sized(PICTURE) // 2)
            icon(LATE if late else ICONS[line.kind]).paint(painter, picture)
            shifted = inner.adjusted(sized(PICTURE) + 2 * GRID, 0, 0, 0)
            self._paint_words(painter, shifted, line, QFont(option_.font), colours().bad if late else colours().text)
        painter.restore()

    def _paint_ground(self, painter: QPainter, area: QRect, state: Any, *, first: bool, heading: bool) -> None:
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(colours().chosen))
        if heading and not first:
            painter.setPen(QColor(colours().line))
            painter.drawLine(area.topLeft(), area.topRight())
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(colours().accent), 2))
            painter.drawRect(area.adjusted(1, 1, -1, -1))

    def _paint_words(self, painter: QPainter, inner: QRect, line: Line | PostLine, font: QFont, colour: str) -> None:
        plain = QFont(font)
        plain.setBold(False)
        painter.setFont(plain)
        width = painter.fontMetrics().horizontalAdvance(line.further)
        _text(painter, inner, line.further, colours().muted, Qt.AlignmentFlag.AlignRight)
        painter.setFont(font)
        left = sized(WHEN_WIDTH)
        _text(painter, inner.adjusted(left, 0, -width - 4 * GRID, 0), line.words, colour)


def _text(
    painter: QPainter, area: QRect, words: str, colour: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
) -> None:
    """One line of plain text, cut where there is no room."""
    painter.setPen(QColor(colour))
    cut = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
    painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), cut)


class TodoList(QListView):
    """Arrows move, Enter or a click goes where the line is done: `visited` is sent with it."""

    visited = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("What needs doing"))
        self.setAccessibleDescription(_("Enter goes to the place where it is done."))
        self.setItemDelegate(TodayDelegate(self))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._visit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._visit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _visit(self, index: QModelIndex) -> None:
        if index.isValid():
            self.visited.emit(index.data(RowRole))


class TodayPage(Page):
    """The list with how much there is above it, or a calm word where nothing needs doing."""

    shows = frozenset(
        {
            *("event", "session", "slot", "participation", "attendance", "hand_over", "event_task", "venue"),
            *("invitation", "message", "answer"),
        }
    )
    COMMANDS = (
        Command("today.from_template", N_("New from template…"), "open_templates", "Ctrl+Alt+N", "bookmark-multiple"),
        Command("today.checklists", N_("Checklists…"), "open_checklists", "", "format-list-checks"),
    )
    new_asked = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._model = TodayModel()
        self.list = TodoList()
        self.list.setModel(self._model)
        self.list.visited.connect(lambda line: workspace.visit.emit(line.link))
        self._empty = EmptyState("", _("New event…"), self.new_asked.emit)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        self._day = label("", "muted")
        self._number = label("", "muted")
        workspace.keyboard.bind(self, self.COMMANDS)
        new = button(_("New event…"), self.new_asked.emit, picture="plus", primary=True)
        head = row(label(_("Today"), "title"), self._day, 1, self._number, new, space=3 * GRID)
        layout = column(head, holder, margin=6 * GRID, space=4 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._midnight = QTimer(self)
        self._midnight.setSingleShot(True)
        self._midnight.timeout.connect(self.refresh)
        self.refresh()
        if self._model.lines:
            self.list.setCurrentIndex(self._model.index(0))

    def refresh(self) -> None:
        now = dt.datetime.now().astimezone()
        current = self.list.currentIndex().data(RowRole)
        with self.workspace.read() as session:
            found = queries.to_do(session, now)
            waiting = post_queries.waiting(session)
        post = post_lines(waiting, self.workspace.outgoing.settings())
        at = self.list.verticalScrollBar().value()
        self._model.show(found, now.date(), post)
        self._go_to(current)
        self.list.verticalScrollBar().setValue(at)
        self._day.setText(f"{formats.long_weekday(now.date())} {formats.day(now.date())}")
        self._number.setText(_how_much(found, len(post[1:])))
        if not self._model.lines:
            self._say_nothing_to_do(now.date())
        self._stack.setCurrentIndex(0 if self._model.lines else 1)
        tomorrow = dt.datetime.combine(now.date() + dt.timedelta(days=1), dt.time()).astimezone()
        self._midnight.start(int((tomorrow - now).total_seconds() * 1000) + 1000)

    def focus_filter(self) -> None:
        self.list.setFocus()

    def open_templates(self) -> None:
        """Show the templates, to begin a new event from one."""
        from ui.dialogs.templates import open_templates

        open_templates(self.window(), self.workspace)

    def open_checklists(self) -> None:
        """Show the checklists of the kinds of events."""
        from ui.dialogs.checklists import open_checklists

        open_checklists(self.window(), self.workspace)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        if self._model.today != dt.date.today():  # noqa: DTZ011 - the day on the wall is meant
            self.refresh()

    def _go_to(self, line: Line | PostLine | None) -> None:
        """The keyboard stays with its line, or with what took its place."""
        if line is None or not self._model.lines:
            return
        same = [
            at
            for at, each in enumerate(self._model.lines)
            if each.key == line.key and (each.is_heading or each.link.part == line.link.part)
        ]
        at = next((at for at in same if _is_same(self._model.lines[at], line)), same[-1] if same else 0)
        self.list.setCurrentIndex(self._model.index(at))

    def _say_nothing_to_do(self, today: dt.date) -> None:
        with self.workspace.read() as session:
            coming = EventFilter(since=today, statuses=TAKING_PLACE)
            some = event_queries.page(session, coming, limit=1)
            known = bool(some) or event_queries.count(session, EventFilter()) > 0
        self._empty.step.setVisible(not known)
        if some:
            name, day = shortened(some[0].title), formats.day(some[0].starts.date())
            words = _("Nothing needs doing. The next event is “{event}” on {date}.").format(event=name, date=day)
        else:
            words = _("Nothing needs doing.") if known else _("There is no event here yet.")
        self._empty.words.setText(words)


def _is_same(line: Line | PostLine, before: Line | PostLine) -> bool:
    """Whether a line is about the same thing to do as one before, of the same event."""
    if isinstance(line, Line) and isinstance(before, Line):
        return line.todo == before.todo
    return line.kind == before.kind


def _how_much(found: queries.Today, of_post: int) -> str:
    total = found.number + of_post
    if not total:
        return ""
    things = n_("{n} thing to do", "{n} things to do", total).format(n=formats.number(total))
    number = len(found.events)
    if not number:
        return things
    events = n_("{n} event", "{n} events", number).format(n=formats.number(number))
    return "  ·  ".join([things, events, *([_("only the nearest are shown")] if found.more else [])])
