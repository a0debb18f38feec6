"""A list with what is chosen in it beside it; where there is no room for both, the one in place of the other."""

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QWidget

from roundtables.words import _
from ui.theme import GRID, sized
from ui.widgets.parts import button, column, row
from ui.workspace import Workspace

ROOM_FOR_BOTH = 720
"""Below this width, without the navigation, one of the two is shown: a window of some 900 pixels."""


class Sides(QWidget):
    """`left` is sent when the way back from the detail is taken: Escape, or the button where the list is hidden."""

    left = Signal()

    def __init__(
        self, workspace: Workspace, key: str, master: QWidget, detail: QWidget, shares: tuple[int, int] = (1, 1)
    ) -> None:
        super().__init__()
        self._settings, self._key = workspace.settings, f"{key}/splitter"
        self._master, self._detail = master, detail
        self._narrow = self._inside = False
        self._back = button(_("Back to the list"), self.go_back, picture="arrow-left")
        self._back.hide()
        self._right = QWidget()
        layout = column(row(self._back, 1), detail, space=2 * GRID)
        layout.setStretch(1, 1)
        self._right.setLayout(layout)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(4 * GRID)
        self._split.addWidget(master)
        self._split.addWidget(self._right)
        for number, share in enumerate(shares):
            self._split.setStretchFactor(number, share)
        self._split.setSizes([1000 * share for share in shares])
        kept = self._settings.value(self._key)
        if isinstance(kept, QByteArray):
            self._split.restoreState(kept)
        self._split.splitterMoved.connect(lambda _at, _number: self._keep())
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self._right)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.go_back)
        self.setLayout(column(self._split))

    @property
    def narrow(self) -> bool:
        """Whether there is room for one of the two alone."""
        return self._narrow

    def go_in(self) -> None:
        """Show the detail, in place of the list where there is no room for both."""
        self._inside = True
        self._arrange()

    def go_back(self) -> None:
        """Go back to the list."""
        self._inside = False
        self._arrange()
        self.left.emit()

    def minimumSizeHint(self) -> QSize:
        """Room for the one that needs more: where there is no more than that, the other is hidden."""
        needed = self._master.minimumSizeHint().expandedTo(self._right.minimumSizeHint())
        return needed.expandedTo(QSize(sized(340), 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < sized(ROOM_FOR_BOTH)
        if narrow != self._narrow:
            self._narrow = narrow
            self._arrange()

    def _arrange(self) -> None:
        self._master.setVisible(not (self._narrow and self._inside))
        self._right.setVisible(self._inside or not self._narrow)
        self._back.setVisible(self._narrow)

    def _keep(self) -> None:
        if not self._narrow:
            self._settings.setValue(self._key, self._split.saveState())
