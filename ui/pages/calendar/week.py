"""The week: hours by days, each zone's hours in a column of its own, whole days on top."""

import datetime as dt

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QHeaderView, QWidget

from roundtables.words import _, n_
from ui import format as formats
from ui import theme
from ui.pages.calendar import wording
from ui.pages.calendar.days import NINE, DaysView
from ui.pages.calendar.drawing import CENTRE, LEFT
from ui.pages.calendar.hand import Hand, Piece
from ui.pages.calendar.moving import STEP, Shift
from ui.pages.calendar.placing import DAY, Bar, Placed, bars, blocks, fitting, hours_elsewhere, order, seen
from ui.pages.calendar.shown import Shown
from ui.theme import GRID, sized
from ui.widgets.parts import column

HOUR, LANE, GAP, AXIS = 44, 20, 2, 64
MOST_ZONES, MOST_LANES, FIRST_SEEN = 4, 5, 7
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)


def hour_height() -> int:
    """The height of an hour."""
    return sized(HOUR)


def zones_of(shown: Shown) -> list[str]:
    """Home, then the other zones that events of the week are held in."""
    others = {one.row.timezone for one in shown.events if not one.row.all_day} - {shown.home}
    return [shown.home, *sorted(others)][:MOST_ZONES]


class Axis(QHeaderView):
    """The hours at the left: home's, and beside them those of the other zones on the current day."""

    def __init__(self, hours: "HoursView") -> None:
        super().__init__(Qt.Orientation.Vertical, hours)
        self._hours = hours
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(24 * hour_height())
        self.setDefaultSectionSize(24 * hour_height())
        self.setHighlightSections(False)

    def paintSection(self, painter: QPainter, rect: QRect, _section: int) -> None:
        shown, day = self._hours.shown, self._hours.day()
        if shown is None or day is None:
            return
        c = theme.colours()
        painter.fillRect(rect, self._hours.brush.colour(c.raised))
        painter.setFont(self._hours.brush.small)
        for at, name in enumerate(zones_of(shown)):
            painter.setPen(self._hours.brush.colour(c.text if at == 0 else c.muted))
            left = rect.left() + at * sized(AXIS)
            for hour, time in enumerate(hours_elsewhere(day, shown.home, name)):
                box = QRect(left, rect.top() + hour * hour_height() + GRID // 2, sized(AXIS) - 2 * GRID, sized(20))
                if hour or at:
                    painter.drawText(box, RIGHT, formats.time(dt.datetime.combine(day, time)))


class HoursView(DaysView):
    """The hours of seven days; overlapping events stand side by side."""

    minutes_step = STEP

    def __init__(self, top: "WholeDays") -> None:
        super().__init__(_("Week"))
        self._top = top
        self.horizontalHeader().hide()
        self.setVerticalHeader(Axis(self))
        self.verticalHeader().sectionResized.connect(self._lay_anew)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.verticalScrollBar().setSingleStep(hour_height())
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._seen = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._seen:
            self._seen = True
            QTimer.singleShot(0, lambda: self.verticalScrollBar().setValue(FIRST_SEEN * hour_height()))

    def go_to(self, day: dt.date, event_id: int | None = None) -> None:
        super().go_to(day, event_id)
        placed = self.current()
        if placed is not None and not placed.is_long and self.isVisible():
            self._reveal(placed)
        self.verticalHeader().viewport().update()
        self._top.update()

    def walk_on(self, day: dt.date, down: int) -> None:
        """Scroll by an hour."""
        del day
        self.verticalScrollBar().setValue(self.verticalScrollBar().value() + down * hour_height())

    def _reveal(self, placed: Placed) -> None:
        """Scroll so far that the event's beginning is seen."""
        bar = self.verticalScrollBar()
        top = placed.begins.hour * hour_height()
        if not bar.value() <= top <= bar.value() + self.viewport().height() - hour_height():
            bar.setValue(max(top - hour_height(), 0))

    def on_day(self, day: dt.date) -> list[Placed]:
        """The events of a day; a night that reaches into it is among them."""
        if self.shown is None:
            return []
        found = {one.row.id: one for one in self.shown.on(day)}
        found |= {block.placed.row.id: block.placed for block in blocks(self.shown.events, day)}
        return sorted(found.values(), key=order)

    def lay_pieces(self) -> None:
        assert self.shown is not None  # noqa: S101 - laid only when something is shown
        self.pieces = []
        for at in range(7):
            cell = self.cell(0, at)
            day = self.days.weeks[0] + DAY * at
            ends = dt.datetime.combine(day + DAY, dt.time())
            for block in blocks(self.shown.events, day):
                width = (cell.width() - 2 * GRID) // block.columns
                rect = QRect(
                    cell.left() + GRID + block.column * width,
                    cell.top() + block.begins * hour_height() // 60 + 1,
                    width - GAP,
                    max((block.finishes - block.begins) * hour_height() // 60 - GAP, sized(16)),
                )
                self.pieces.append(Piece(rect, block.placed, block.placed.finishes <= ends, upright=True))

    def paint(self, painter: QPainter) -> None:
        assert self.shown is not None  # noqa: S101 - painted only when something is shown
        for at in range(7):
            self._paint_day(painter, self.cell(0, at), self.days.weeks[0] + DAY * at)
        seen_part = self.viewport().rect()
        for piece in self.pieces:
            if piece.rect.intersects(seen_part):
                key = piece.placed.row.id
                self.brush.event(
                    painter,
                    piece.rect,
                    piece.placed.row,
                    self.shown.words_of(piece.placed),
                    conflict=bool(self.shown.conflicts_of(key)),
                    current=key == self.event_id,
                    upright=True,
                )
        self._paint_now(painter)
        self._paint_target(painter)
        index = self.currentIndex()
        if index.isValid():
            cell = self.cell(0, index.column())
            self.paint_focus(painter, QRect(cell.left(), 0, cell.width(), self.viewport().height()))

    def _paint_day(self, painter: QPainter, cell: QRect, day: dt.date) -> None:
        assert self.shown is not None  # noqa: S101 - as above
        c, colour = theme.colours(), self.brush.colour
        free = day.isoweekday() >= 6 or day in self.shown.holidays
        painter.fillRect(cell, colour(c.raised if free else c.surface))
        painter.setPen(colour(c.line))
        painter.drawLine(cell.topLeft(), cell.bottomLeft())
        for hour in range(1, 24):
            y = cell.top() + hour * hour_height()
            painter.drawLine(cell.left(), y, cell.right(), y)

    def _paint_now(self, painter: QPainter) -> None:
        assert self.shown is not None  # noqa: S101 - as above
        now = seen(dt.datetime.now(dt.UTC), self.shown.home)
        index = self.days.index_of(now.date())
        if index.isValid():
            cell = self.cell(0, index.column())
            y = cell.top() + (now.hour * 60 + now.minute) * hour_height() // 60
            painter.fillRect(QRect(cell.left(), y - 1, cell.width(), 2), self.brush.colour(theme.colours().bad))

    def _paint_target(self, painter: QPainter) -> None:
        """Where what is dragged would stand, with its new times."""
        if self.target is None or self.target[0].placed.is_long:
            return
        piece, change = self.target
        placed = piece.placed
        begins = placed.begins + (dt.timedelta() if change.lengthen else change.by)
        finishes = placed.finishes + change.by
        index = self.days.index_of(begins.date())
        if not index.isValid():
            return
        cell = self.cell(0, index.column())
        minutes = max(int((finishes - begins).total_seconds() // 60), STEP)
        top = cell.top() + (begins.hour * 60 + begins.minute) * hour_height() // 60
        rect = QRect(cell.left() + 2, top, cell.width() - 4, minutes * hour_height() // 60)
        c = theme.colours()
        painter.fillRect(rect, self.brush.colour(c.chosen))
        painter.setPen(QPen(self.brush.colour(c.accent), 2))
        painter.drawRect(rect)
        painter.setPen(self.brush.colour(c.text))
        painter.setFont(self.brush.bold)
        times = f"{formats.time(begins)}–{formats.time(finishes)}"
        painter.drawText(rect.adjusted(2 * GRID, GRID, 0, 0), int(Qt.AlignmentFlag.AlignLeft), times)

    def moment_at(self, at: QPoint) -> dt.datetime | None:
        day = self.day_at(at)
        if day is None:
            return None
        minutes = max((at.y() - self.cell(0, 0).top()) * 60 // hour_height(), 0)
        return dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=min(minutes // 30 * 30, 23 * 60))

    def shift_between(self, begin: QPoint, end: QPoint, *, lengthen: bool) -> Shift:
        """Days sideways and quarters of an hour down; the end alone is moved along the hours."""
        minutes = round((end.y() - begin.y()) * 60 / hour_height() / STEP) * STEP
        if lengthen:
            return Shift(0, minutes, lengthen=True)
        days = super().shift_between(begin, end, lengthen=False).days
        return Shift(days, minutes)


class WholeDays(QWidget):
    """Above the hours: the days' names and holidays, the zones' names, and the events that fill days."""

    def __init__(self) -> None:
        super().__init__()
        self.hours: HoursView
        self._kept: list[Bar] = []
        self._bars: list[Piece] = []
        self._left_out = [0] * 7
        self._lanes = 0

    def hold(self, hours: HoursView) -> None:
        """Stand above these hours, and leave the keyboard to them."""
        self.hours = hours
        self.setFocusProxy(hours)
        hand = Hand(self, self)
        hand.chosen.connect(self._choose)
        hand.opened.connect(self._open_at)
        hand.dropped.connect(hours.shifted)
        hours.horizontalHeader().sectionResized.connect(lambda *_sizes: self.update())

    def lay(self) -> None:
        """Work out where the long events stand, and how high this has to be."""
        shown, weeks = self.hours.shown, self.hours.days.weeks
        if shown is None:
            return
        laid = bars((one for one in shown.events if one.is_long), weeks[0])
        self._lanes = min(max((bar.lane + 1 for bar in laid), default=0), MOST_LANES)
        self._kept, self._left_out = fitting(laid, MOST_LANES)
        self.setFixedHeight(self._head() + self._lanes * (sized(LANE) + GAP) + GRID)
        self._place()
        self.update()

    def _place(self) -> None:
        """Put the bars below the names of their days, which are as wide as the hours are now."""
        self._bars = []
        for bar in self._kept:
            left, right = self._day(bar.first), self._day(bar.last)
            rect = QRect(left.left() + (0 if bar.from_before else GRID), self._lane(bar.lane), 0, sized(LANE))
            rect.setRight(right.right() - (0 if bar.goes_on else GRID))
            self._bars.append(Piece(rect, bar.placed, not bar.goes_on))

    def _choose(self, at: QPoint, piece: Piece | None) -> None:
        self.hours.choose(self._among_hours(at), piece)
        day = self.hours.day()
        left_out = self._left_out[(day - self.hours.days.weeks[0]).days] if day is not None else 0
        if left_out and at.y() >= self._lane(MOST_LANES - 1):
            self.hours.day_opened.emit(day)

    def _open_at(self, at: QPoint, piece: Piece | None) -> None:
        if piece is not None:
            self.hours.opened.emit(piece.placed.row.id)
        elif (day := self.hours.day_at(self._among_hours(at))) is not None:
            self.hours.new_asked.emit(dt.datetime.combine(day, NINE))

    def _head(self) -> int:
        return sized(44)

    def _lane(self, lane: int) -> int:
        return self._head() + lane * (sized(LANE) + GAP)

    def _day(self, at: int) -> QRect:
        left = self.hours.viewport().mapTo(self.hours, QPoint(0, 0)).x() + self.hours.columnViewportPosition(at)
        return QRect(left, 0, self.hours.columnWidth(at), self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        shown, weeks, brush = self.hours.shown, self.hours.days.weeks, self.hours.brush
        if shown is None:
            return
        self._place()
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self._paint_zones(painter, shown)
        for at in range(7):
            self._paint_day(painter, self._day(at), weeks[0] + DAY * at)
        for piece in self._bars:
            key = piece.placed.row.id
            conflict, current = bool(shown.conflicts_of(key)), key == self.hours.event_id
            words = shown.words_of(piece.placed)
            brush.event(painter, piece.rect, piece.placed.row, words, conflict=conflict, current=current, upright=False)
        painter.setPen(brush.colour(theme.colours().muted))
        painter.setFont(brush.small)
        for at, number in enumerate(self._left_out):
            if number:
                box = self._day(at).adjusted(GRID, 0, 0, 0)
                box.setTop(self._lane(MOST_LANES - 1))
                box.setHeight(sized(LANE))
                painter.drawText(box, LEFT, n_("+{n} more", "+{n} more", number).format(n=number))
        self._paint_target(painter)
        painter.end()

    def _paint_zones(self, painter: QPainter, shown: Shown) -> None:
        brush = self.hours.brush
        painter.setFont(brush.small)
        for at, name in enumerate(zones_of(shown)):
            painter.setPen(brush.colour(theme.colours().text if at == 0 else theme.colours().muted))
            box = QRect(at * sized(AXIS), self.height() - sized(20) - GRID // 2, sized(AXIS) - 2 * GRID, sized(20))
            words = brush.cut(wording.city(name), box.width())
            painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)

    def _paint_day(self, painter: QPainter, box: QRect, day: dt.date) -> None:
        assert self.hours.shown is not None  # noqa: S101 - painted only when something is shown
        c, brush = theme.colours(), self.hours.brush
        today = day == self.hours.shown.today
        number = QRect(box.left() + GRID, GRID, sized(28), sized(20))
        if today:
            painter.setBrush(brush.colour(c.accent))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(number, GRID, GRID)
        painter.setFont(brush.bold)
        painter.setPen(brush.colour(c.on_accent if today else c.text))
        painter.drawText(number, CENTRE, str(day.day))
        painter.setPen(brush.colour(c.muted))
        name = QRect(number.right() + GRID, GRID, box.right() - number.right() - GRID, sized(20))
        painter.drawText(name, LEFT, wording.weekday(day))
        mark = wording.holiday_mark(self.hours.shown.holidays_on(day))
        if mark:
            painter.setFont(brush.small)
            line = QRect(box.left() + 2 * GRID, sized(24), box.width() - 3 * GRID, sized(18))
            painter.drawText(line, LEFT, brush.cut(mark, line.width()))

    def _paint_target(self, painter: QPainter) -> None:
        target = self.hours.target
        if target is None or not target[0].placed.is_long:
            return
        piece, change = target
        by = sum(self.hours.columnWidth(at) for at in range(7)) // 7 * change.days
        rect = piece.rect.adjusted(0 if change.lengthen else by, 0, by, 0)
        painter.setPen(QPen(self.hours.brush.colour(theme.colours().accent), 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect)

    def piece_at(self, at: QPoint) -> Piece | None:
        """The long event at a point."""
        return next((piece for piece in reversed(self._bars) if piece.rect.contains(at)), None)

    def lines_at(self, at: QPoint) -> list[str]:
        """The holidays of the day at a point."""
        return self.hours.lines_at(self._among_hours(at))

    def event_lines(self, placed: Placed) -> list[str]:
        """All that is told of an event."""
        return self.hours.event_lines(placed)

    def shift_between(self, begin: QPoint, end: QPoint, *, lengthen: bool) -> Shift:
        """Whole days alone."""
        first, last = (self.hours.day_at(self._among_hours(at)) for at in (begin, end))
        return Shift((last - first).days if first and last else 0, 0, lengthen)

    def show_target(self, piece: Piece | None, change: Shift | None) -> None:
        """Show where what is dragged would come to stand."""
        self.hours.show_target(piece, change)
        self.update()

    def _among_hours(self, at: QPoint) -> QPoint:
        return QPoint(at.x() - self._day(0).left() + self.hours.columnViewportPosition(0), 0)


class WeekView(QWidget):
    """The whole days above the hours."""

    def __init__(self) -> None:
        super().__init__()
        self.top = WholeDays()
        self.hours = HoursView(self.top)
        self.top.hold(self.hours)
        self.setFocusProxy(self.hours)
        self.setLayout(column(self.top, self.hours, space=0))

    def show_week(self, shown: Shown, first: dt.date, day: dt.date, event_id: int | None) -> None:
        """Show the seven days from the first on."""
        self.hours.verticalHeader().setFixedWidth(len(zones_of(shown)) * sized(AXIS))
        self.hours.show_days(shown, [first], day, event_id)
        self.top.lay()
