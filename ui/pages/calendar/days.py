"""Days as a table: a row for each week, a column for each weekday. What month and week have in common.

Each day is a cell whose accessible text tells the day with its events, so that a screen reader reads the table as
any other; the painting is the views' own.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from ui import format as formats
from ui import theme
from ui.pages.calendar import wording
from ui.pages.calendar.drawing import Brush
from ui.pages.calendar.hand import Hand, Piece
from ui.pages.calendar.moving import Shift
from ui.pages.calendar.placing import DAY, Placed
from ui.pages.calendar.shown import Shown

Index = QModelIndex | QPersistentModelIndex
NINE = dt.time(9)
ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class DaysModel(QAbstractTableModel):
    """Weeks of days; `weeks` are their first days."""

    def __init__(self) -> None:
        super().__init__()
        self.weeks: Sequence[dt.date] = ()
        self.shown: Shown | None = None

    def show(self, shown: Shown, weeks: Sequence[dt.date]) -> None:
        """Show these weeks."""
        self.beginResetModel()
        self.shown, self.weeks = shown, weeks
        self.endResetModel()

    def day(self, index: Index) -> dt.date:
        """The day of a cell."""
        return self.weeks[index.row()] + DAY * index.column()

    def index_of(self, day: dt.date) -> QModelIndex:
        """The cell of a day, invalid where it is not shown."""
        at = (day - self.weeks[0]).days if self.weeks else -1
        return self.index(at // 7, at % 7) if 0 <= at < 7 * len(self.weeks) else QModelIndex()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.weeks)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else 7

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self.shown is None or index.row() >= len(self.weeks):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return formats.day(self.day(index))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return wording.spoken_line(self.shown.lines_on(self.day(index)))
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not self.weeks:
            return None
        if orientation == Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return wording.weekday(self.weeks[0] + DAY * section)
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return str(self.weeks[section].isocalendar().week)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return wording.week_number(self.weeks[section])
        return None


class DaysView(QTableView):
    """Days with their events, walked by arrows: sideways from day to day, up and down through a day's events.

    `beyond` is a day that is asked for and perhaps not shown; `day_opened` a day of which more is to be seen.
    """

    opened = Signal(int)
    new_asked = Signal(object)
    day_opened = Signal(object)
    beyond = Signal(object)
    shifted = Signal(object, object)
    minutes_step = 0

    def __init__(self, name: str) -> None:
        super().__init__()
        self.days = DaysModel()
        self.setModel(self.days)
        self.event_id: int | None = None
        self.brush = Brush(self.font())
        self.pieces: list[Piece] = []
        self.target: tuple[Piece, Shift] | None = None
        self._laid = False
        self.setAccessibleName(name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setAutoScroll(False)
        self.setShowGrid(False)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setCornerButtonEnabled(False)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.sectionResized.connect(self._lay_anew)
        self.verticalHeader().sectionResized.connect(self._lay_anew)
        self.verticalScrollBar().valueChanged.connect(self._lay_anew)
        self.hand = Hand(self.viewport(), self)
        self.hand.chosen.connect(self.choose)
        self.hand.opened.connect(self.open_at)
        self.hand.dropped.connect(self.shifted)

    @property
    def shown(self) -> Shown | None:
        """What is shown."""
        return self.days.shown

    def day(self) -> dt.date | None:
        """The day the keyboard is on."""
        index = self.currentIndex()
        return self.days.day(index) if index.isValid() else None

    def show_days(self, shown: Shown, weeks: Sequence[dt.date], day: dt.date, event_id: int | None = None) -> None:
        """Show these weeks and put the keyboard on a day and one of its events."""
        self.days.show(shown, weeks)
        self._lay_anew()
        self.go_to(day, event_id)

    def go_to(self, day: dt.date, event_id: int | None = None) -> None:
        """Put the keyboard on a day, or on an event of it, and say so."""
        index = self.days.index_of(day)
        if not index.isValid():
            self.beyond.emit(day)
            return
        placed = self.shown.find(event_id) if self.shown is not None else None
        changed = (placed.row.id if placed else None) != self.event_id
        self.event_id = placed.row.id if placed is not None else None
        if index != self.currentIndex():
            self.setCurrentIndex(index)
        words = self.describe()
        if words and changed and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def describe(self) -> str:
        """Say what the keyboard is on, as far as it is known by now, and paint it anew."""
        placed = self.current()
        words = wording.spoken_line(self.event_lines(placed)) if placed is not None else ""
        self.setAccessibleDescription(words)
        self.viewport().update()
        return words

    def current(self) -> Placed | None:
        """The event the keyboard is on."""
        return self.shown.find(self.event_id) if self.shown is not None else None

    def when_new(self) -> dt.datetime | None:
        """When a new event would begin: nine on the current day."""
        day = self.day()
        return dt.datetime.combine(day, NINE) if day is not None else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, modifiers = event.key(), event.modifiers()
        arrow = ARROWS.get(Qt.Key(key))
        if arrow is not None and modifiers in (
            Qt.KeyboardModifier.ControlModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            self._shift(*arrow, lengthen=modifiers == Qt.KeyboardModifier.ShiftModifier)
        elif arrow is not None:
            self._walk(*arrow)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Home and self.shown is not None:
            self.beyond.emit(self.shown.today)
        elif key == Qt.Key.Key_Escape and (self.hand.let_go() or self.event_id is not None):
            self.go_to(self.day() or dt.date.min)
        else:
            event.ignore()

    def _walk(self, across: int, down: int) -> None:
        day = self.day()
        if day is None or self.shown is None:
            return
        if across:
            self.go_to(_later(day, across))
            return
        keys = [None, *(placed.row.id for placed in self.on_day(day))]
        at = keys.index(self.event_id) + down if self.event_id in keys else 0
        if 0 <= at < len(keys):
            self.go_to(day, keys[at])
        else:
            self.walk_on(day, down)

    def walk_on(self, day: dt.date, down: int) -> None:
        """Go on where a day has no further event: to the same weekday of the next week."""
        self.go_to(_later(day, 7 * down))

    def on_day(self, day: dt.date) -> list[Placed]:
        """The events of a day in the order they are walked through."""
        return self.shown.on(day) if self.shown is not None else []

    def _shift(self, across: int, down: int, *, lengthen: bool) -> None:
        placed = self.current()
        if placed is None:
            return
        minutes = 0 if placed.is_long else down * self.minutes_step
        days = across + (0 if self.minutes_step else 7 * down)
        if days or minutes:
            self.shifted.emit(placed.row, Shift(days, minutes, lengthen))

    def _enter(self) -> None:
        day = self.day()
        if self.event_id is not None:
            self.opened.emit(self.event_id)
        elif day is not None:
            self.day_opened.emit(day)

    def choose(self, at: QPoint, piece: Piece | None) -> None:
        """Put the keyboard on the day at a point, and on the event there."""
        day = self.day_at(at)
        if day is not None:
            self.go_to(day, piece.placed.row.id if piece is not None else None)

    def open_at(self, at: QPoint, piece: Piece | None) -> None:
        """Open the event at a point, or ask for a new one."""
        if piece is not None:
            self.opened.emit(piece.placed.row.id)
        elif (moment := self.moment_at(at)) is not None:
            self.new_asked.emit(moment)

    def day_at(self, at: QPoint) -> dt.date | None:
        """The day at a point."""
        index = self.indexAt(QPoint(at.x(), max(at.y(), 0)))
        return self.days.day(index) if index.isValid() else None

    def moment_at(self, at: QPoint) -> dt.datetime | None:
        """When a new event would begin that is asked for at a point."""
        day = self.day_at(at)
        return dt.datetime.combine(day, NINE) if day is not None else None

    def piece_at(self, at: QPoint) -> Piece | None:
        """The event that is painted at a point."""
        self.lay()
        return next((piece for piece in reversed(self.pieces) if piece.rect.contains(at)), None)

    def lines_at(self, at: QPoint) -> list[str]:
        """What a tooltip says of the day at a point: its holidays."""
        day = self.day_at(at)
        if day is None or self.shown is None:
            return []
        return [wording.holiday(each) for each in self.shown.holidays_on(day)]

    def event_lines(self, placed: Placed) -> list[str]:
        """All that is told of an event."""
        return self.shown.lines_of(placed) if self.shown is not None else []

    def shift_between(self, begin: QPoint, end: QPoint, *, lengthen: bool) -> Shift:
        """Whole days, from one day to another."""
        first, last = self.day_at(begin), self.day_at(end)
        return Shift((last - first).days if first and last else 0, 0, lengthen)

    def show_target(self, piece: Piece | None, change: Shift | None) -> None:
        """Show where what is dragged would come to stand."""
        self.target = (piece, change) if piece is not None and change is not None else None
        self.viewport().update()

    def cell(self, row: int, column: int) -> QRect:
        """Where a day is painted."""
        return QRect(
            self.columnViewportPosition(column),
            self.rowViewportPosition(row),
            self.columnWidth(column),
            self.rowHeight(row),
        )

    def lay(self) -> None:
        """Work out where the events stand, unless it is known."""
        if not self._laid and self.shown is not None:
            self._laid = True
            self.lay_pieces()

    def lay_pieces(self) -> None:
        """Work out where the events stand."""
        raise NotImplementedError

    def paint(self, painter: QPainter) -> None:
        """Paint the days and the events."""
        raise NotImplementedError

    def _lay_anew(self, *_sizes: int) -> None:
        self._laid = False
        self.viewport().update()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self.forget()

    def forget(self) -> None:
        """Let go of fonts, colours, shortened texts and places: all of it is made anew when it is painted."""
        self.brush = Brush(self.font())
        self._lay_anew()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_anew()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self.shown is None:
            return
        self.lay()
        painter = QPainter(self.viewport())
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.paint(painter)
        painter.end()

    def paint_focus(self, painter: QPainter, rect: QRect) -> None:
        """The frame of the current day."""
        c = theme.colours()
        painter.setPen(QPen(self.brush.colour(c.accent if self.hasFocus() else c.control), 2 if self.hasFocus() else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -1, -1))


def _later(day: dt.date, by: int) -> dt.date:
    """A day so many days later, no further than calendars go."""
    return dt.date.fromordinal(min(max(day.toordinal() + by, FIRST_DAY.toordinal()), LAST_DAY.toordinal()))


FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
"""How far one can turn the pages."""
