"""The agenda: the coming events as a list by day, read as one scrolls."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from roundtables.words import _
from ui import format as formats
from ui import theme
from ui.pages.calendar import colours, wording
from ui.pages.calendar.days import ARROWS, LAST_DAY, NINE
from ui.pages.calendar.drawing import CENTRE, LEFT, Brush
from ui.pages.calendar.moving import Shift
from ui.pages.calendar.placing import DAY, Placed
from ui.pages.calendar.shown import Shown
from ui.theme import GRID, row_height, sized

Index = QModelIndex | QPersistentModelIndex
LineRole = int(Qt.ItemDataRole.UserRole) + 1
CHUNK = DAY * 27


@dataclass(frozen=True)
class Line:
    """A day's heading, or an event below it; `shown` is the span that it was read with."""

    day: dt.date
    placed: Placed | None
    shown: Shown


class AgendaModel(QAbstractListModel):
    """Days and their events, four weeks at a time; `grown` says that another four have been read."""

    grown = Signal()

    def __init__(
        self, read: Callable[[dt.date, dt.date], Shown], next_start: Callable[[dt.date], dt.date | None]
    ) -> None:
        super().__init__()
        self._read, self._next_start = read, next_start
        self.lines: list[Line] = []
        self.spans: list[Shown] = []
        self._next: dt.date | None = None

    def begin(self, day: dt.date, spans: int = 1) -> None:
        """Show what is on this day and after it; so many spans at once, where that many had been read before."""
        self.beginResetModel()
        self.spans = [self._read(day, day + CHUNK)]
        self.lines = list(_lines(self.spans[0], day, running=True))
        self._next = self._after(day + CHUNK + DAY)
        while self._next is not None and (not self.lines or len(self.spans) < spans):
            self.lines += self._further()
        self.endResetModel()

    def _after(self, day: dt.date) -> dt.date | None:
        """Where the next span begins that has an event; one of the evening before may be seen on this day."""
        found = self._next_start(day - DAY)
        return max(found - DAY, day) if found is not None and found < LAST_DAY else None

    def _further(self) -> list[Line]:
        """The lines of the next span, which is none any more."""
        begin = self._next
        if begin is None:
            return []
        shown = self._read(begin, begin + CHUNK)
        self.spans.append(shown)
        self._next = self._after(begin + CHUNK + DAY)
        return list(_lines(shown, begin, running=False))

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._next is not None

    def fetchMore(self, parent: Index) -> None:
        new: list[Line] = []
        while self.canFetchMore(parent) and not new:
            new = self._further()
        if new:
            self.beginInsertRows(QModelIndex(), len(self.lines), len(self.lines) + len(new) - 1)
            self.lines += new
            self.endInsertRows()
        self.grown.emit()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self.lines):
            return None
        line = self.lines[index.row()]
        if role == LineRole:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return _told(line)[0]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return wording.spoken_line(_told(line))
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tip(_told(line))
        return None

    def find(self, event_id: int | None, day: dt.date) -> QModelIndex:
        """The line of an event, else the first from a day on."""
        lines = enumerate(self.lines)
        if event_id is not None:
            found = next((at for at, line in lines if line.placed and line.placed.row.id == event_id), None)
        else:
            found = next((at for at, line in lines if line.day >= day), None)
        return self.index(found, 0) if found is not None else QModelIndex()


def _told(line: Line) -> list[str]:
    if line.placed is not None:
        return line.shown.lines_of(line.placed)
    lines = [wording.capital(wording.long_day(line.day))]
    if line.day == line.shown.today:
        lines.append(_("Today"))
    return lines + [wording.holiday(each) for each in line.shown.holidays_on(line.day)]


def _lines(shown: Shown, begin: dt.date, *, running: bool) -> Any:
    """Each event on its first day; what began before stands on the first day of all where it is running still."""
    by_day: dict[dt.date, list[Placed]] = {}
    for placed in shown.events:
        if placed.last >= begin and (running or placed.first >= begin):
            by_day.setdefault(max(placed.first, begin), []).append(placed)
    for day in sorted(by_day):
        yield Line(day, None, shown)
        for placed in sorted(by_day[day], key=lambda one: (not one.row.all_day, one.begins, one.row.id)):
            yield Line(day, placed, shown)


class Lines(QStyledItemDelegate):
    """Paints a day as a heading and an event as a row: when, number, title, where, state."""

    def __init__(self, view: "AgendaView") -> None:
        super().__init__(view)
        self._view = view
        self._brush = Brush(view.font())

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line: Line = index.data(LineRole)
        c, rect = theme.colours(), QRect(option.rect)
        state = option.state
        current = bool(state & QStyle.StateFlag.State_HasFocus)
        painter.save()
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, self._brush.colour(c.chosen))
        if current:
            painter.setPen(QPen(self._brush.colour(c.accent), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -1))
        if line.placed is None:
            self._paint_day(painter, rect, line)
        else:
            self._paint_event(painter, rect, line, line.placed)
        painter.restore()

    def _paint_day(self, painter: QPainter, rect: QRect, line: Line) -> None:
        c, brush = theme.colours(), self._brush
        painter.setPen(brush.colour(c.accent if line.day == line.shown.today else c.text))
        painter.setFont(brush.bold)
        inner = rect.adjusted(4 * GRID, GRID, -4 * GRID, 0)
        words = " · ".join(_told(line))
        painter.drawText(inner, LEFT, brush.cut(words, inner.width()))
        painter.setPen(brush.colour(c.line))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())

    def _paint_event(self, painter: QPainter, rect: QRect, line: Line, placed: Placed) -> None:
        c, brush, row = theme.colours(), self._brush, placed.row
        paint = colours.paint(row.work_package)
        badge = QRect(rect.left() + 4 * GRID, rect.center().y() - sized(9), sized(20), sized(18))
        painter.fillRect(badge, brush.colour(paint.edge))
        painter.setFont(brush.bold)
        painter.setPen(brush.colour(paint.on_edge))
        painter.drawText(badge, CENTRE, str(row.work_package) if row.work_package else "–")
        painter.setFont(brush.small)
        painter.setPen(brush.colour(c.muted))
        left = badge.right() + 3 * GRID
        clock = QRect(left, rect.top(), sized(180), rect.height())
        painter.drawText(clock, LEFT, brush.cut(_hours(placed, line.shown.home), clock.width()))
        where_width = min(sized(280), rect.width() // 3)
        place = QRect(rect.right() - where_width - 3 * GRID, rect.top(), where_width, rect.height())
        where = " · ".join(part for part in (formats.shown(row.where), _state(placed)) if part)
        painter.drawText(place, LEFT, brush.cut(where, place.width()))
        title = QRect(clock.right() + 2 * GRID, rect.top(), place.left() - clock.right() - 4 * GRID, rect.height())
        if line.shown.conflicts_of(row.id):
            at = title.topLeft()
            at.setY(rect.center().y() - sized(6))
            brush.warning(painter, at)
            title.setLeft(title.left() + sized(12) + GRID)
        cancelled = row.status.value == "cancelled"
        painter.setFont(brush.struck if cancelled else brush.small)
        painter.setPen(brush.colour(c.muted if cancelled else c.text))
        painter.drawText(title, LEFT, brush.cut(f"{row.reference}  {wording.title(row)}", title.width()))


def _state(placed: Placed) -> str:
    return _(placed.row.status.label) if placed.row.status.value != "planned" else ""


def _hours(placed: Placed, home: str) -> str:
    """The event's own hours; its days where it has several."""
    row = placed.row
    if row.starts.date() != row.ends.date():
        return wording.days(row.starts.date(), row.ends.date())
    if row.all_day:
        return _("All day")
    times = f"{formats.time(row.starts)}–{formats.time(row.ends)}"
    return times if row.timezone == home else f"{times} {wording.city(row.timezone)}"


class AgendaView(QListView):
    """The list; it answers to the same keys as month and week."""

    opened = Signal(int)
    new_asked = Signal(object)
    shifted = Signal(object, object)

    def __init__(self, model: AgendaModel) -> None:
        super().__init__()
        self.agenda = model
        self.setModel(model)
        self.setItemDelegate(Lines(self))
        self.setAccessibleName(_("Agenda by day"))
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.doubleClicked.connect(self._open_or_begin)

    def show_from(self, day: dt.date, event_id: int | None = None) -> None:
        """Show what is on this day and after it, as far as it was before, and put the keyboard on an event."""
        begun = self.agenda.spans[0].first if self.agenda.spans else None
        self.agenda.begin(day, len(self.agenda.spans) if day == begun else 1)
        index = self.agenda.find(event_id, day)
        if not index.isValid():
            index = self.agenda.index(0, 0)
        self.setCurrentIndex(index)

    def describe(self) -> str:
        """Paint anew what is known by now: each line says by itself what it is."""
        self.viewport().update()
        return ""

    def line(self) -> Line | None:
        """The line the keyboard is on."""
        found: Line | None = self.currentIndex().data(LineRole) if self.currentIndex().isValid() else None
        return found

    def event(self, event: QEvent) -> bool:
        """A list keeps the keys by which lists are paged through; elsewhere they turn the calendar's pages."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            paging = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Home, Qt.Key.Key_End)
            if event.key() in paging and not event.modifiers():
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        arrow = ARROWS.get(Qt.Key(event.key()))
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif arrow is not None and (control or shift):
            self._shift(*arrow, lengthen=shift)
        else:
            super().keyPressEvent(event)

    def _shift(self, across: int, down: int, *, lengthen: bool) -> None:
        line = self.line()
        if line is not None and line.placed is not None:
            self.shifted.emit(line.placed.row, Shift(across + 7 * down, 0, lengthen))

    def when_new(self) -> dt.datetime | None:
        """When a new event would begin: nine on the current day."""
        line = self.line()
        return dt.datetime.combine(line.day, NINE) if line is not None else None

    def _open(self) -> None:
        line = self.line()
        if line is not None and line.placed is not None:
            self.opened.emit(line.placed.row.id)

    def _open_or_begin(self, _index: QModelIndex) -> None:
        line = self.line()
        if line is not None and line.placed is None:
            self.new_asked.emit(self.when_new())
        else:
            self._open()
