"""The palette's results: groups with their headings, an icon at the left, the keys at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from roundtables.words import _
from ui.theme import GRID, colours, sized

HEADING, ROW, ICON = 28, 36, 18
EntryRole = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Entry:
    """One result. `said` is what a screen reader says of it."""

    group: str
    words: str
    detail: str
    picture: QIcon
    keys: str
    said: str
    work: Callable[[], object]


class ResultList(QListWidget):
    """Results under headings, of which only the results can be current. The keyboard stays in the line above."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Results"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(self.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_Painter(self))
        self.itemClicked.connect(self._clicked)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these; the first is current."""
        self.clear()
        group = ""
        for entry in entries:
            if entry.group != group:
                group = entry.group
                heading = QListWidgetItem(group)
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                heading.setSizeHint(QSize(0, sized(HEADING)))
                self.addItem(heading)
            item = QListWidgetItem(entry.words)
            item.setData(EntryRole, entry)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, entry.said)
            item.setSizeHint(QSize(0, sized(ROW)))
            self.addItem(item)
        if entries:
            self.setCurrentRow(1)
            self.scrollToTop()

    def wanted_height(self) -> int:
        """What all rows take."""
        return sum(self.item(number).sizeHint().height() for number in range(self.count())) + GRID

    def current_entry(self) -> Entry | None:
        """The current result."""
        found = self.currentIndex().data(EntryRole)
        return found if isinstance(found, Entry) else None

    def said(self, *, with_group: bool = False) -> str:
        """The current result in words."""
        entry = self.current_entry()
        if entry is None:
            return ""
        return f"{entry.group}: {entry.said}" if with_group else entry.said

    def choose_current(self) -> None:
        """Choose the current result, where there is one."""
        entry = self.current_entry()
        if entry is not None:
            self.chosen.emit(entry)

    def step(self, steps: int) -> None:
        """Go so many results on; a single step goes round at the ends."""
        rows = [number for number in range(self.count()) if self.item(number).data(EntryRole) is not None]
        if not rows:
            return
        at = rows.index(self.currentRow()) + steps if self.currentRow() in rows else 0
        at = at % len(rows) if abs(steps) == 1 else min(max(at, 0), len(rows) - 1)
        self._go_to(rows[at])

    def step_group(self, steps: int) -> None:
        """Go to the first result of the next or the previous group."""
        firsts = [number + 1 for number in range(self.count()) if self.item(number).data(EntryRole) is None]
        if not firsts:
            return
        own = max((first for first in firsts if first <= self.currentRow()), default=firsts[0])
        self._go_to(firsts[(firsts.index(own) + steps) % len(firsts)])

    def _go_to(self, number: int) -> None:
        self.setCurrentRow(number)
        if self.item(number - 1).data(EntryRole) is None:
            self.scrollToItem(self.item(number - 1))
        self.scrollToItem(self.item(number))

    def _clicked(self, item: QListWidgetItem) -> None:
        entry = item.data(EntryRole)
        if entry is not None:
            self.chosen.emit(entry)


class _Painter(QStyledItemDelegate):
    """Paints text as text; the current result is told by a bar at its left as well as by its ground."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        entry = index.data(EntryRole)
        if entry is None:
            self._paint_heading(painter, option, str(index.data() or ""))
        else:
            self._paint_entry(painter, option, entry)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature
        hint = index.data(Qt.ItemDataRole.SizeHintRole)
        return hint if isinstance(hint, QSize) else QSize(0, sized(ROW))

    @staticmethod
    def _paint_heading(painter: QPainter, option: QStyleOptionViewItem, words: str) -> None:
        font = QFont(option.font)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(colours().muted))
        area: QRect = option.rect.adjusted(2 * GRID, 0, -2 * GRID, -GRID)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom), words)

    @staticmethod
    def _paint_entry(painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        c, area = colours(), QRect(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(c.chosen))
            painter.fillRect(area.x(), area.y(), GRID - 1, area.height(), QColor(c.accent))
        size = sized(ICON)
        entry.picture.paint(painter, area.x() + 3 * GRID, area.y() + (area.height() - size) // 2, size, size)
        inner = area.adjusted(5 * GRID + size, 0, -3 * GRID, 0)
        metrics, middle = painter.fontMetrics(), Qt.AlignmentFlag.AlignVCenter
        painter.setPen(QColor(c.muted))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignRight | middle), entry.keys)
        if entry.keys:
            inner.adjust(0, 0, -metrics.horizontalAdvance(entry.keys) - 4 * GRID, 0)
        room = inner.width() * (2 if entry.detail else 3) // 3
        words = metrics.elidedText(entry.words, Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(c.text))
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | middle), words)
        inner.adjust(metrics.horizontalAdvance(words) + 3 * GRID, 0, 0, 0)
        painter.setPen(QColor(c.muted))
        detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignLeft | middle), detail)
