"""A bar chart, drawn: a bar a line with its number, a mark at the target. What it tells stands in a table beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from roundtables.words import _
from ui import format as formats
from ui.theme import GRID, LIGHT, Colours, colours, sized

LINE, THICK, LONGEST_LABEL = 28, 16, 400
UPRIGHT_HEIGHT, WIDEST_COLUMN = 220, 72
BEYOND = 3
COPIED_WIDTH, COPIED_SCALE = 960, 2
"""A chart that is copied is drawn anew, so wide and so sharp, in light colours whatever the window's are."""


@dataclass(frozen=True)
class ChartBar:
    """One bar. `target` is None where none is set."""

    label: str
    value: int
    target: int | None = None


class Chart(QWidget):
    """Bars below one another, or, for what follows in time, columns side by side."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._bars: Sequence[ChartBar] = ()
        self._upright = False
        self._name = name
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def show_bars(self, bars: Sequence[ChartBar], measure: str, *, upright: bool) -> None:
        """Draw these; `measure` says what is counted."""
        self._bars, self._upright = bars, upright
        said = "; ".join(f"{formats.shown(bar.label)}: {_numbers(bar)}" for bar in bars)
        self.setAccessibleName(f"{self._name}: {measure}")
        self.setAccessibleDescription(said)
        self.setMinimumHeight(self._height())
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(sized(480), self._height())

    def _height(self) -> int:
        if self._upright:
            return sized(UPRIGHT_HEIGHT)
        return max(len(self._bars), 1) * sized(LINE) + 2 * GRID

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._draw(painter, QRectF(self.rect()), colours())
        painter.end()

    def picture(self, title: str, note: str) -> QPixmap:
        """The whole chart as a picture for a document: with its title and what it counts."""
        height = self._height() + 4 * sized(LINE)
        made = QPixmap(COPIED_WIDTH * COPIED_SCALE, height * COPIED_SCALE)
        made.setDevicePixelRatio(COPIED_SCALE)
        made.fill(QColor(LIGHT.surface))
        painter = QPainter(made)
        painter.setFont(_font(self.font(), bold=True))
        painter.setPen(QColor(LIGHT.text))
        left, width = 4.0 * GRID, COPIED_WIDTH - 8.0 * GRID
        where = QRectF(left, 3 * GRID, width, sized(LINE))
        painter.drawText(where, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), formats.shown(title))
        painter.setFont(self.font())
        painter.setPen(QColor(LIGHT.muted))
        where.translate(0, sized(LINE))
        painter.drawText(where, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), formats.shown(note))
        self._draw(painter, QRectF(left, where.bottom() + 2 * GRID, width, self._height()), LIGHT)
        painter.end()
        return made

    def _draw(self, painter: QPainter, room: QRectF, c: Colours) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        most = max((max(bar.value, bar.target or 0) for bar in self._bars), default=0) or 1
        if self._upright:
            self._draw_columns(painter, room, c, most)
        else:
            self._draw_lines(painter, room, c, most)

    def _draw_lines(self, painter: QPainter, room: QRectF, c: Colours, most: int) -> None:
        metrics = QFontMetricsF(painter.font())
        widest = max((metrics.horizontalAdvance(formats.shown(bar.label)) for bar in self._bars), default=0.0)
        labels = min(widest, float(sized(LONGEST_LABEL)), room.width() * 0.4) + 3 * GRID
        numbers = max((metrics.horizontalAdvance(_numbers(bar)) for bar in self._bars), default=0.0) + 4 * GRID
        length = max(room.width() - labels - numbers, 1.0)
        for number, bar in enumerate(self._bars):
            line = QRectF(room.x(), room.y() + GRID + number * sized(LINE), room.width(), sized(LINE))
            painter.setPen(QColor(c.text))
            words = metrics.elidedText(formats.shown(bar.label), Qt.TextElideMode.ElideRight, labels - 3 * GRID)
            aside = line.adjusted(0, 0, labels - 3 * GRID - line.width(), 0)
            painter.drawText(aside, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), words)
            top = line.center().y() - sized(THICK) / 2
            whole = QRectF(line.x() + labels, top, length, sized(THICK))
            end = whole.x() + length * bar.value / most
            if bar.target is not None:
                painter.fillRect(QRectF(whole.x(), top, length * bar.target / most, whole.height()), QColor(c.line))
            painter.fillRect(QRectF(whole.x(), top, length * bar.value / most, whole.height()), QColor(c.accent))
            if bar.target is not None:
                at = whole.x() + length * bar.target / most
                _mark(painter, QPointF(at, top - BEYOND), QPointF(at, whole.bottom() + BEYOND), c)
                end = max(end, at)
            painter.setPen(QColor(c.text if bar.value else c.muted))
            beside = QRectF(end + 2 * GRID, line.y(), numbers, line.height())
            painter.drawText(beside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), _numbers(bar))

    def _draw_columns(self, painter: QPainter, room: QRectF, c: Colours, most: int) -> None:
        metrics = QFontMetricsF(painter.font())
        if not self._bars:
            return
        below, above = metrics.height() + 2 * GRID, metrics.height() + GRID
        share = room.width() / len(self._bars)
        wide = min(share * 0.64, float(sized(WIDEST_COLUMN)))
        ground = room.bottom() - below
        height = max(ground - room.y() - above, 1.0)
        every = _every(metrics, self._bars, share)
        painter.setPen(QPen(QColor(c.line), 1))
        painter.drawLine(QPointF(room.left(), ground), QPointF(room.right(), ground))
        for number, bar in enumerate(self._bars):
            middle = room.x() + share * (number + 0.5)
            tall = height * bar.value / most
            painter.fillRect(QRectF(middle - wide / 2, ground - tall, wide, tall), QColor(c.accent))
            if number % every == 0:
                painter.setPen(QColor(c.muted))
                room_below = QRectF(middle - share * every / 2, ground + GRID, share * every, metrics.height())
                painter.drawText(room_below, int(Qt.AlignmentFlag.AlignCenter), formats.shown(bar.label))
            if bar.value and metrics.horizontalAdvance(formats.number(bar.value)) < share:
                painter.setPen(QColor(c.text))
                over = QRectF(middle - share / 2, ground - tall - above, share, above)
                painter.drawText(over, int(Qt.AlignmentFlag.AlignCenter), formats.number(bar.value))


def _every(metrics: QFontMetricsF, bars: Sequence[ChartBar], share: float) -> int:
    """Each how manieth label has room below its column."""
    widest = max(metrics.horizontalAdvance(formats.shown(bar.label)) for bar in bars) + 2 * GRID
    return max(1, int(-(-widest // share)))


def _mark(painter: QPainter, top: QPointF, bottom: QPointF, c: Colours) -> None:
    painter.setPen(QPen(QColor(c.text), 2))
    painter.drawLine(top, bottom)


def _numbers(bar: ChartBar) -> str:
    if bar.target is None:
        return formats.number(bar.value)
    return _("{n} of {target}").format(n=formats.number(bar.value), target=formats.number(bar.target))


def _font(font: QFont, *, bold: bool) -> QFont:
    made = QFont(font)
    made.setBold(bold)
    made.setPointSizeF(font.pointSizeF() * 1.2)
    return made
