"""The mouse on events: a press chooses, a double press opens, a drag moves or, at the end of an event, lengthens."""

from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ui.pages.calendar import wording
from ui.pages.calendar.moving import Shift, can_move
from ui.pages.calendar.placing import Placed
from ui.theme import GRID

EDGE = 2 * GRID


@dataclass(frozen=True)
class Piece:
    """Where an event, or a part of it, is painted; `ends_here` where its end can be taken hold of."""

    rect: QRect
    placed: Placed
    ends_here: bool
    upright: bool = False

    def end(self) -> QRect:
        """The edge by which it is lengthened: the lower one of what stands among hours, else the right one."""
        if not self.ends_here:
            return QRect()
        if self.upright:
            return QRect(self.rect.left(), self.rect.bottom() - EDGE + 1, self.rect.width(), EDGE)
        return QRect(self.rect.right() - EDGE + 1, self.rect.top(), EDGE, self.rect.height())


class Surface(Protocol):
    """What events are painted on."""

    def piece_at(self, at: QPoint) -> Piece | None:
        """The piece at a point."""

    def lines_at(self, at: QPoint) -> list[str]:
        """What is told of a point where there is no event."""

    def shift_between(self, begin: QPoint, end: QPoint, *, lengthen: bool) -> Shift:
        """What a drag from one point to another means."""

    def show_target(self, piece: Piece | None, change: Shift | None) -> None:
        """Show where what is dragged would come to stand; None for nothing."""

    def event_lines(self, placed: Placed) -> list[str]:
        """All that is told of an event."""


class Hand(QObject):
    """Follows the mouse on a widget."""

    chosen = Signal(QPoint, object)
    opened = Signal(QPoint, object)
    dropped = Signal(object, object)

    def __init__(self, widget: QWidget, surface: Surface) -> None:
        super().__init__(widget)
        self._widget, self._surface = widget, surface
        self._piece: Piece | None = None
        self._begin = QPoint()
        self._lengthen = self._dragging = False
        widget.setMouseTracking(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell(event)
            return True
        work = {
            QEvent.Type.MouseButtonPress: self._press,
            QEvent.Type.MouseMove: self._move,
            QEvent.Type.MouseButtonRelease: self._release,
            QEvent.Type.MouseButtonDblClick: self._open,
        }.get(event.type())
        if work is None or not isinstance(event, QMouseEvent):
            return super().eventFilter(watched, event)
        work(event)
        return True

    def let_go(self) -> bool:
        """Give up a drag; whether there was one."""
        was = self._dragging
        self._piece, self._dragging = None, False
        self._surface.show_target(None, None)
        self._widget.unsetCursor()
        return was

    def _press(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        at = event.position().toPoint()
        piece = self._surface.piece_at(at)
        self._piece, self._begin, self._dragging = piece, at, False
        self._lengthen = piece is not None and piece.end().contains(at)
        self.chosen.emit(at, piece)

    def _move(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._piece is None or not event.buttons() & Qt.MouseButton.LeftButton:
            self._show_cursor(at)
            return
        far = (at - self._begin).manhattanLength() >= QApplication.startDragDistance()
        self._dragging = self._dragging or far
        if self._dragging and can_move(self._piece.placed.row):
            self._surface.show_target(self._piece, self._change(at))

    def _release(self, event: QMouseEvent) -> None:
        piece, dragging = self._piece, self._dragging
        if piece is None or not dragging:
            self._piece = None
            return
        change = self._change(event.position().toPoint())
        self.let_go()
        if change.by:
            self.dropped.emit(piece.placed.row, change)

    def _open(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        self.let_go()
        self.opened.emit(at, self._surface.piece_at(at))

    def _change(self, at: QPoint) -> Shift:
        return self._surface.shift_between(self._begin, at, lengthen=self._lengthen)

    def _show_cursor(self, at: QPoint) -> None:
        piece = self._surface.piece_at(at)
        if piece is not None and piece.end().contains(at) and can_move(piece.placed.row):
            self._widget.setCursor(Qt.CursorShape.SizeVerCursor if piece.upright else Qt.CursorShape.SizeHorCursor)
        else:
            self._widget.unsetCursor()

    def _tell(self, event: QHelpEvent) -> None:
        piece = self._surface.piece_at(event.pos())
        lines: Any = self._surface.lines_at(event.pos()) if piece is None else self._surface.event_lines(piece.placed)
        QToolTip.showText(event.globalPos(), wording.tip(lines), self._widget)
