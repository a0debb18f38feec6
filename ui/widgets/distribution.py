"""How often each answer was given, drawn: the answer, a bar, and the number with its share as text."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from roundtables.words import _, n_
from ui import format as formats
from ui.theme import GRID, colours, sized

LINE, BAR = 24, 12
WIDEST_BAR, WIDEST_NAME = 280, 240
MOST_SHOWN = 20


class Distribution(QWidget):
    """Lines under one another. A screen reader hears all numbers as the widget's name."""

    def __init__(self, name: str, shares: Sequence[tuple[str, int]]) -> None:
        super().__init__()
        self._shares = list(shares[:MOST_SHOWN])
        self._left_out = len(shares) - len(self._shares)
        self._whole = sum(times for _words, times in shares)
        said = [
            n_("{answer}: {n} answer", "{answer}: {n} answers", times).format(answer=formats.shown(words), n=times)
            for words, times in self._shares
        ]
        self.setAccessibleName("; ".join([formats.shown(name), *said]))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        lines = len(self._shares) + bool(self._left_out)
        return QSize(sized(WIDEST_BAR), lines * sized(LINE))

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        metrics = self.fontMetrics()
        counts = [self._count(times) for _words, times in self._shares]
        names = max((metrics.horizontalAdvance(formats.shown(words)) for words, _n in self._shares), default=0)
        room = self.width() - max(map(metrics.horizontalAdvance, counts), default=0) - 4 * GRID
        left = min(names + GRID, sized(WIDEST_NAME), room // 2)
        widest = max(min(sized(WIDEST_BAR), room - left - 3 * GRID), GRID)
        most = max((times for _words, times in self._shares), default=0) or 1
        for number, ((words, times), count) in enumerate(zip(self._shares, counts, strict=True)):
            line = QRect(0, number * sized(LINE), self.width(), sized(LINE))
            name = metrics.elidedText(formats.shown(words), Qt.TextElideMode.ElideRight, left)
            self._write(painter, QRect(0, line.top(), left, line.height()), name, colours().text, right=True)
            bar = QRect(left + 3 * GRID, line.center().y() - sized(BAR) // 2, widest * times // most, sized(BAR))
            painter.fillRect(bar if times else QRect(bar.topLeft(), QSize(1, bar.height())), QColor(colours().accent))
            beside = line.adjusted(bar.left() + bar.width() + 2 * GRID, 0, 0, 0)
            self._write(painter, beside, count, colours().muted)
        if self._left_out:
            words = n_("and {n} more", "and {n} more", self._left_out).format(n=self._left_out)
            below = QRect(left + 3 * GRID, len(self._shares) * sized(LINE), self.width(), sized(LINE))
            self._write(painter, below, words, colours().muted)
        painter.end()

    def _count(self, times: int) -> str:
        share = (200 * times // self._whole + 1) // 2 if self._whole else 0
        return _("{n} ({share} %)").format(n=formats.number(times), share=share)

    def _write(self, painter: QPainter, area: QRect, words: str, colour: str, *, right: bool = False) -> None:
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.setPen(QColor(colour))
        painter.drawText(area, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), words)
