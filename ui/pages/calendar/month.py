"""The month: a cell for each day, events as bars across their days, and what has no room as a number."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHeaderView

from roundtables.words import _, n_
from ui import theme
from ui.pages.calendar import wording
from ui.pages.calendar.days import DaysView
from ui.pages.calendar.drawing import CENTRE, LEFT
from ui.pages.calendar.hand import Piece
from ui.pages.calendar.placing import DAY, Placed, bars, fitting
from ui.pages.calendar.shown import Shown
from ui.theme import GRID, sized

HEAD, LANE, GAP, FEWEST = 28, 20, 2, 3
"""A week is never lower than its heads and the fewest lanes: with large text one scrolls."""


@dataclass(frozen=True)
class More:
    """The line that stands for the events of a day for which there is no room."""

    rect: QRect
    day: dt.date
    hidden: tuple[Placed, ...]


class MonthView(DaysView):
    """The weeks of a month."""

    def __init__(self) -> None:
        super().__init__(_("Month"))
        self._month = 0
        self._more: list[More] = []
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        vertical = self.verticalHeader()
        vertical.setSectionsClickable(False)
        vertical.setHighlightSections(False)
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        vertical.setDefaultAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        vertical.setMinimumSectionSize(sized(HEAD + FEWEST * (LANE + GAP)))
        vertical.setFixedWidth(sized(36))

    def show_month(self, shown: Shown, weeks: Sequence[dt.date], day: dt.date, event_id: int | None) -> None:
        """Show the weeks of a day's month."""
        self._month = day.month
        self.show_days(shown, weeks, day, event_id)

    def lay_pieces(self) -> None:
        assert self.shown is not None  # noqa: S101 - laid only when something is shown
        self.pieces, self._more = [], []
        for row, first_day in enumerate(self.days.weeks):
            cells = [self.cell(row, column) for column in range(7)]
            lane, top = sized(LANE) + GAP, cells[0].top() + sized(HEAD)
            lanes = max((cells[0].height() - sized(HEAD) - GAP) // lane, 1)
            kept, left_out = fitting(bars(self.shown.events, first_day), lanes)
            for bar in kept:
                left = cells[bar.first].left() + (0 if bar.from_before else GRID)
                right = cells[bar.last].right() - (0 if bar.goes_on else GRID)
                rect = QRect(left, top + bar.lane * lane, right - left + 1, sized(LANE))
                self.pieces.append(Piece(rect, bar.placed, not bar.goes_on))
            kept_keys = {bar.placed.row.id for bar in kept}
            for column, number in enumerate(left_out):
                if number:
                    rect = QRect(cells[column].left() + GRID, top + (lanes - 1) * lane, 0, sized(LANE))
                    rect.setRight(cells[column].right() - GRID)
                    day = first_day + DAY * column
                    hidden = tuple(one for one in self.shown.on(day) if one.row.id not in kept_keys)
                    self._more.append(More(rect, day, hidden))

    def go_to(self, day: dt.date, event_id: int | None = None) -> None:
        super().go_to(day, event_id)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def choose(self, at: QPoint, piece: Piece | None) -> None:
        super().choose(at, piece)
        more = next((more for more in self._more if more.rect.contains(at)), None)
        if more is not None:
            self.day_opened.emit(more.day)

    def paint(self, painter: QPainter) -> None:
        assert self.shown is not None  # noqa: S101 - painted only when something is shown
        for row in range(len(self.days.weeks)):
            for column in range(7):
                self._paint_day(painter, self.cell(row, column), self.days.weeks[row] + DAY * column)
        for piece in self.pieces:
            self._paint_event(painter, piece.rect, piece.placed)
        for more in self._more:
            self._paint_more(painter, more)
        index = self.currentIndex()
        if index.isValid():
            self.paint_focus(painter, self.cell(index.row(), index.column()))
        self._paint_target(painter)

    def _paint_day(self, painter: QPainter, cell: QRect, day: dt.date) -> None:
        assert self.shown is not None  # noqa: S101 - as above
        c, colour = theme.colours(), self.brush.colour
        inside = day.month == self._month
        free = day.isoweekday() >= 6 or day in self.shown.holidays
        painter.fillRect(cell, colour(c.surface if inside and not free else c.raised if inside else c.ground))
        painter.setPen(colour(c.line))
        painter.drawLine(cell.topLeft(), cell.topRight())
        painter.drawLine(cell.topLeft(), cell.bottomLeft())
        number = QRect(cell.left() + GRID, cell.top() + GRID, sized(24), sized(20))
        if day == self.shown.today:
            painter.setBrush(colour(c.accent))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawRoundedRect(number, GRID, GRID)
        painter.setPen(colour(c.on_accent if day == self.shown.today else c.text if inside else c.muted))
        painter.setFont(self.brush.bold if inside else self.brush.small)
        painter.drawText(number, CENTRE, str(day.day))
        mark = wording.holiday_mark(self.shown.holidays_on(day))
        if mark:
            rect = QRect(number.right() + GRID, number.top(), cell.right() - number.right() - 2 * GRID, number.height())
            painter.setFont(self.brush.small)
            painter.setPen(colour(c.muted))
            painter.drawText(rect, LEFT, self.brush.cut(mark, rect.width()))

    def _paint_event(self, painter: QPainter, rect: QRect, placed: Placed) -> None:
        assert self.shown is not None  # noqa: S101 - as above
        key = placed.row.id
        conflict, current = bool(self.shown.conflicts_of(key)), key == self.event_id
        words = self.shown.words_of(placed)
        self.brush.event(painter, rect, placed.row, words, conflict=conflict, current=current, upright=False)

    def _paint_more(self, painter: QPainter, more: More) -> None:
        """How many more there are; the event that the keyboard is on among them is shown instead."""
        assert self.shown is not None  # noqa: S101 - as above
        current = next((one for one in more.hidden if one.row.id == self.event_id and more.day == self.day()), None)
        if current is not None:
            self._paint_event(painter, more.rect, current)
            return
        left, number = more.rect.left(), len(more.hidden)
        if any(self.shown.conflicts_of(one.row.id) for one in more.hidden):
            self.brush.warning(painter, QPoint(left, more.rect.top() + (more.rect.height() - sized(12)) // 2))
            left += sized(12) + GRID
        painter.setFont(self.brush.small)
        painter.setPen(self.brush.colour(theme.colours().muted))
        words = n_("+{n} more", "+{n} more", number).format(n=number)
        painter.drawText(QRect(left, more.rect.top(), more.rect.right() - left, more.rect.height()), LEFT, words)

    def _paint_target(self, painter: QPainter) -> None:
        """The days that what is dragged would take."""
        if self.target is None:
            return
        piece, change = self.target
        first = piece.placed.first + DAY * (0 if change.lengthen else change.days)
        last = piece.placed.last + DAY * change.days
        painter.setPen(QPen(self.brush.colour(theme.colours().accent), 2, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for at in range(max((last - first).days + 1, 1)):
            index = self.days.index_of(first + DAY * at)
            if index.isValid():
                painter.drawRect(self.cell(index.row(), index.column()).adjusted(2, 2, -2, -2))
