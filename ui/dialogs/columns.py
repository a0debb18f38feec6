"""Which columns a table shows, in which order, and by which its rows are sorted: all of it by the keyboard."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from roundtables.words import _
from ui.models.cells import MOST_SORTS, Sorts
from ui.models.columns import Column
from ui.theme import GRID, sized
from ui.widgets.parts import button, column, label, lay_out, row, wrapped
from ui.widgets.table_view import Arrangement

SortOf = Callable[[Column], str]
NAME = Qt.ItemDataRole.UserRole


class ColumnsDialog(QDialog):
    """`agreed` is sent with the arrangement; `reset_asked` where it is to be as at the very first."""

    agreed = Signal(object)
    reset_asked = Signal()

    def __init__(self, parent: QWidget, now: Arrangement, columns: Sequence[Column], sort_of: SortOf) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Columns"))
        self.resize(sized(460), sized(560))
        headings = {each.name: _(each.heading) for each in columns}
        self._list = QListWidget()
        self._list.setAccessibleName(_("Columns in their order"))
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        for name in now.order:
            item = QListWidgetItem(headings[name])
            item.setData(NAME, name)
            item.setSizeHint(QSize(0, sized(28)))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if name in now.hidden else Qt.CheckState.Checked)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        moving = row(
            button(_("Up"), lambda: self._move(-1), picture="arrow-up"),
            button(_("Down"), lambda: self._move(1), picture="arrow-down"),
            1,
            button(_("As at first"), self._reset, picture="restore"),
        )
        self._error = wrapped("", "error")
        self._error.hide()
        keys = [(key, headings[each.name]) for each in columns if (key := sort_of(each))]
        self._sorts = [self._sorting(keys, now.sorts, rank) for rank in range(MOST_SORTS)]
        sorts = QWidget()
        sorting = QGridLayout(sorts)
        sorting.setContentsMargins(0, 0, 0, 0)
        sorting.setHorizontalSpacing(2 * GRID)
        sorting.setVerticalSpacing(2 * GRID)
        sorting.setColumnStretch(1, 1)
        for rank, (by, way) in enumerate(self._sorts):
            words = label(_("Sort by") if rank == 0 else _("then by"), "muted")
            words.setBuddy(by)
            sorting.addWidget(words, rank, 0)
            sorting.addWidget(by, rank, 1)
            sorting.addWidget(way, rank, 2)
        buttons = QDialogButtonBox()
        yes = buttons.addButton(_("Apply"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        hint = wrapped(_("Space shows or hides a column."), "muted")
        layout = column(hint, self._list, moving, sorts, self._error, buttons, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(1, 1)
        lay_out(self, layout, yes)
        self._list.setFocus()

    def _sorting(self, keys: Sequence[tuple[str, str]], sorts: Sorts, rank: int) -> tuple[QComboBox, QComboBox]:
        key, way = QComboBox(), QComboBox()
        key.setAccessibleName(_("Sort by") if rank == 0 else _("then by"))
        way.setAccessibleName(_("Direction"))
        if rank:
            key.addItem("–", "")
        for each, words in keys:
            key.addItem(words, each)
        way.addItem(_("Ascending"), False)
        way.addItem(_("Descending"), True)
        if rank < len(sorts):
            key.setCurrentIndex(max(key.findData(sorts[rank][0]), 0))
            way.setCurrentIndex(int(sorts[rank][1]))
        return key, way

    def arrangement(self) -> Arrangement:
        """What was chosen."""
        items = [self._list.item(at) for at in range(self._list.count())]
        hidden = frozenset(item.data(NAME) for item in items if item.checkState() is not Qt.CheckState.Checked)
        sorts: dict[str, bool] = {}
        for key, way in self._sorts:
            if key.currentData():
                sorts.setdefault(key.currentData(), bool(way.currentData()))
        return Arrangement(tuple(item.data(NAME) for item in items), hidden, tuple(sorts.items()))

    def _move(self, by: int) -> None:
        at = self._list.currentRow()
        if 0 <= at + by < self._list.count():
            item = self._list.takeItem(at)
            self._list.insertItem(at + by, item)
            self._list.setCurrentItem(item)

    def _reset(self) -> None:
        self.reset_asked.emit()
        self.accept()

    def _agree(self) -> None:
        wanted = self.arrangement()
        if len(wanted.hidden) == len(wanted.order):
            self._error.setText(_("At least one column has to be shown."))
            self._error.show()
            return
        self.agreed.emit(wanted)
        self.accept()
