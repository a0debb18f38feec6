"""A figure against its target, drawn in a cell: filled for done, hatched for planned, a line at the target.

The numbers stand beside it as text, so that nothing is told by the drawing alone.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from roundtables.words import _
from ui.models.progress import Bar, BarRole
from ui.theme import GRID, colours, sized
from ui.widgets.parts import label, row

LONGEST, HEIGHT, BEYOND = 60, 10, 3


def draw_bar(painter: QPainter, rect: QRect, bar: Bar) -> None:
    """Draw a bar into a rectangle; its whole length is the target, or what there is where that is more."""
    c = colours()
    most = max(bar.target or 0, bar.done + bar.planned)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(c.line))
    painter.drawRect(rect)
    if most:
        done = round(rect.width() * bar.done / most)
        planned = round(rect.width() * bar.planned / most)
        painter.setBrush(QColor(c.accent))
        painter.drawRect(QRect(rect.x(), rect.y(), done, rect.height()))
        if planned:
            hatched = QRectF(rect.x() + done, rect.y(), min(planned, rect.width() - done), rect.height())
            painter.fillRect(hatched, QColor(c.surface))
            painter.setBrush(QBrush(QColor(c.accent), Qt.BrushStyle.BDiagPattern))
            painter.setPen(QPen(QColor(c.accent), 1))
            painter.drawRect(hatched.adjusted(0.5, 0.5, -0.5, -0.5))
        if bar.target:
            at = rect.x() + round(rect.width() * bar.target / most)
            painter.fillRect(QRect(at - 1, rect.y() - BEYOND, 2, rect.height() + 2 * BEYOND), QColor(c.text))
    painter.restore()


class BarDelegate(QStyledItemDelegate):
    """A cell with its bar at the left and its words at the right of it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        bar = index.data(BarRole)
        cell = QStyleOptionViewItem(option)
        self.initStyleOption(cell, index)
        words, cell.text = cell.text, ""
        view: QWidget | None = option.widget
        style = view.style() if view is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, view)
        if bar is None:
            return
        inside: QRect = option.rect.adjusted(2 * GRID, 0, -2 * GRID, -1)
        height = sized(HEIGHT)
        drawn = QRect(inside.x(), inside.center().y() - height // 2, sized(LONGEST), height)
        draw_bar(painter, drawn, bar)
        beside = inside.adjusted(drawn.width() + 3 * GRID, 0, 0, 0)
        painter.save()
        painter.setFont(cell.font)
        painter.setPen(cell.palette.color(QPalette.ColorRole.Text))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, beside.width())
        painter.drawText(beside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()


class _Sample(QWidget):
    """One bar of the legend."""

    def __init__(self, bar: Bar) -> None:
        super().__init__()
        self._bar = bar
        self.setFixedSize(QSize(sized(28), sized(HEIGHT) + 2 * BEYOND))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_bar(painter, self.rect().adjusted(0, BEYOND, -1, -BEYOND), self._bar)
        painter.end()


def legend() -> QWidget:
    """What the parts of a bar stand for."""
    made = QWidget()
    made.setLayout(
        row(
            _Sample(Bar(1, 0, None)),
            label(_("Held, attended"), "muted"),
            _Sample(Bar(0, 1, None)),
            label(_("Planned"), "muted"),
            _Sample(Bar(1, 0, 2)),
            label(_("The line marks the target"), "muted"),
            space=2 * GRID,
        )
    )
    return made
