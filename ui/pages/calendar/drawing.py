"""How events are painted, alike in month and week: a soft ground, the work package's number on its edge, the title."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap, QPolygon

from roundtables.queries.calendar import CalendarRow
from roundtables.terms import EventStatus
from ui import theme
from ui.pages.calendar import colours
from ui.theme import GRID, sized

LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
TOP = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
STRIP, NARROW = 3, 36
"""Below this width a title is left to the tooltip: three letters of it tell nothing."""
CENTRE = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine)


class Brush:
    """Paints events in one go: fonts, colours and the shortened titles are made once and kept while they fit."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self.small = QFont(font)
        self.small.setPointSizeF(max(font.pointSizeF() * 0.9, 6))
        self.bold = QFont(self.small)
        self.bold.setWeight(QFont.Weight.DemiBold)
        self.struck = QFont(self.small)
        self.struck.setStrikeOut(True)
        self.metrics = QFontMetrics(self.small)
        self._colours: dict[str, QColor] = {}
        self._paints: dict[int | None, colours.Paint] = {}
        self._cut: dict[tuple[str, int], str] = {}
        self._badges: dict[tuple[int | None, str, int, float], QPixmap] = {}

    def colour(self, name: str) -> QColor:
        """A colour by its name, made once."""
        found = self._colours.get(name)
        if found is None:
            found = self._colours[name] = QColor(name)
        return found

    def cut(self, text: str, width: int) -> str:
        """The text as far as it fits."""
        found = self._cut.get((text, width))
        if found is None:
            if len(self._cut) > 4000:
                self._cut.clear()
            found = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            self._cut[text, width] = found
        return found

    def event(
        self,
        painter: QPainter,
        rect: QRect,
        row: CalendarRow,
        words: tuple[str, str],
        *,
        conflict: bool,
        current: bool,
        upright: bool,
    ) -> None:
        """One event: its ground, number, signs, and words, its time and title; an upright one's title stands below."""
        left, top, height = rect.left(), rect.top(), rect.height()
        paint = self._paint(row.work_package)
        self._ground(painter, rect, paint, row.status, current=current)
        side = min(height, sized(16 if upright else 20))
        painter.drawPixmap(left, top, self._badge(painter, row.work_package, paint, side))
        if upright:
            painter.fillRect(left, top, STRIP, height, self.colour(paint.edge))
        begin = left + sized(16) + GRID
        if conflict and begin + sized(12) <= rect.right():
            self.warning(painter, QPoint(begin, top + (side - sized(12)) // 2))
            begin += sized(12) + GRID
        elif conflict:
            self.warning(painter, QPoint(left + STRIP + GRID // 2, top + side + GRID // 2))
        width = rect.right() - begin - GRID + 1
        # A line that is cut to fit is drawn from its baseline: half the work of laying it into a rectangle.
        baseline = top + (side + self.metrics.ascent() - self.metrics.descent() + 1) // 2
        self._take_pen(painter, row.status, paint)
        clock, title = words
        if upright and height - side - GRID // 2 >= self.metrics.lineSpacing():
            painter.drawText(begin, baseline, self.cut(clock, width))
            below = rect.adjusted(STRIP + GRID, side, -GRID // 2, -GRID // 2)
            if below.width() >= sized(NARROW):
                painter.drawText(below, TOP, title)
        else:
            painter.drawText(begin, baseline, self.cut(f"{clock}  {title}" if clock else title, width))

    def _badge(self, painter: QPainter, number: int | None, paint: colours.Paint, height: int) -> QPixmap:
        """The work package's number on its colour, painted once."""
        scale = painter.device().devicePixelRatio()
        key = number, paint.edge, height, scale
        found = self._badges.get(key)
        if found is None:
            found = self._badges[key] = QPixmap(QSize(sized(16), height) * scale)
            found.setDevicePixelRatio(scale)
            found.fill(self.colour(paint.edge))
            inner = QPainter(found)
            inner.setFont(self.bold)
            inner.setPen(self.colour(paint.on_edge))
            inner.drawText(QRect(0, 0, sized(16), height), CENTRE, str(number) if number else "–")
            inner.end()
        return found

    def _ground(
        self, painter: QPainter, rect: QRect, paint: colours.Paint, status: EventStatus, *, current: bool
    ) -> None:
        hollow = status in (EventStatus.DRAFT, EventStatus.CANCELLED)
        painter.fillRect(rect, self.colour(theme.colours().surface if hollow else paint.ground))
        if current or hollow:
            dashed = status is EventStatus.DRAFT and not current
            pen = QPen(self.colour(theme.colours().text if current else paint.edge), 2 if current else 1)
            pen.setStyle(Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)
            painter.setPen(pen)
            painter.drawRect(rect.adjusted(1, 1, -1, -1) if current else rect.adjusted(0, 0, -1, -1))

    def _paint(self, work_package: int | None) -> colours.Paint:
        found = self._paints.get(work_package)
        if found is None:
            found = self._paints[work_package] = colours.paint(work_package)
        return found

    def _take_pen(self, painter: QPainter, status: EventStatus, paint: colours.Paint) -> None:
        """The font and colour of an event's words."""
        plain = theme.colours()
        if status is EventStatus.CANCELLED:
            painter.setFont(self.struck)
            painter.setPen(self.colour(plain.muted))
            return
        text = plain.text if status is EventStatus.DRAFT else paint.text
        painter.setFont(self.small)
        painter.setPen(self.colour(text))

    def warning(self, painter: QPainter, at: QPoint) -> None:
        """The sign of a conflict: a triangle with a stroke in it."""
        c, size = theme.colours(), sized(12)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour(c.bad))
        painter.drawPolygon(QPolygon([at + QPoint(size // 2, 0), at + QPoint(size, size), at + QPoint(0, size)]))
        painter.setBrush(self.colour(c.surface))
        middle = at.x() + size // 2
        painter.drawRect(middle - 1, at.y() + size // 3, 2, size // 3)
        painter.drawRect(middle - 1, at.y() + size - size // 5, 2, max(size // 8, 1))
        painter.restore()
