"""A short tour: what is where, one part after the other. It begins by itself once, then only when it is asked for."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from roundtables.words import N_, _
from ui.theme import GRID, colours, sized
from ui.widgets.announcing import announce
from ui.widgets.parts import button, column, label, row

if TYPE_CHECKING:
    from ui.main_window import MainWindow

CARD = 380
DIM = 150
STEPS = (
    (
        N_("Pages"),
        N_(
            "Everything has a place here. Ctrl+1, Ctrl+2 and so on go there, Shift+F6 brings the keyboard to this list."
        ),
        "places",
    ),
    (
        N_("The list"),
        N_("A place opens with its list. Type in the line above it to narrow it; Enter or a double click opens a row."),
        "page",
    ),
    (
        N_("Find and do"),
        N_("Every action is in the menus with its keys. Ctrl+K finds events, people and actions by name."),
        "menus",
    ),
    (
        N_("What was done"),
        N_("Everything is saved as you go. Larger steps are told here, with “Undo”; Ctrl+Z takes back any step."),
        "notices",
    ),
    (
        N_("Your own way"),
        N_("Language, colours, text size, keys and copies of the register are in the settings. F1 helps anywhere."),
        "settings",
    ),
)


class Tour(QWidget):
    """Lies over the window and leaves one part of it lit. Enter goes on, Escape ends it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._before = window.focusWidget()
        self.number = 0
        self._ended = False
        self.setAccessibleName(_("Tour of the window"))
        self._title = label("", "title")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._step = label("", "muted")
        self._back = button(_("Back"), self.go_back)
        self.next = button("", self.go_on, primary=True)
        self.skip = button(_("Skip"), self.end)
        for each in (self._back, self.next, self.skip):
            each.setAutoDefault(True)
        self._card = QFrame(self)
        self._card.setObjectName("card")
        self._card.setFixedWidth(sized(CARD))
        tools = row(self._step, 1, self.skip, self._back, self.next)
        self._card.setLayout(column(self._title, self._words, tools, margin=4 * GRID, space=3 * GRID))
        window.installEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def begin(self) -> None:
        """Show the first step; it is not shown by itself again."""
        self._window.workspace.preferences.choose("toured", value=True)
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._show(0)

    def go_on(self) -> None:
        """The next step, or the end after the last."""
        if self.number + 1 < len(STEPS):
            self._show(self.number + 1)
        else:
            self.end()

    def go_back(self) -> None:
        """The step before."""
        if self.number:
            self._show(self.number - 1)

    def end(self) -> None:
        """Leave the window as it was."""
        self._window.removeEventFilter(self)
        # The keyboard goes first: hiding what has it would have Qt look for the next in the tour's own ring.
        self._ended = True
        (self._before or self._window.navigation).setFocus()
        self.hide()
        self.deleteLater()

    def _show(self, number: int) -> None:
        self.number = number
        title, words, _part = STEPS[number]
        self._title.setText(_(title))
        self._words.setText(_(words))
        self._step.setText(_("{n} of {all}").format(n=number + 1, all=len(STEPS)))
        self._card.setAccessibleName(_(title))
        self._card.setAccessibleDescription(_(words))
        self.next.setAccessibleDescription(_(words))
        self._back.setEnabled(number > 0)
        last = number + 1 == len(STEPS)
        self.next.setText(_("Begin") if last else _("Next"))
        self.skip.setVisible(not last)
        self._place()
        self.next.setFocus()
        announce(self, f"{_(title)}. {_(words)}")
        self.update()

    def lit(self) -> QRect:
        """The part of the window that the step is about."""
        window = self._window
        part = STEPS[self.number][2]
        if part == "menus":
            return self._rect(window.menuBar())
        if part == "page":
            return self._rect(window.stack)
        places = self._rect(window.navigation)
        if part == "settings":
            last = window.navigation.visualItemRect(window.navigation.item(window.navigation.count() - 1))
            return QRect(places.topLeft() + last.topLeft(), QSize(places.width(), last.height() + 2 * GRID))
        if part == "notices":
            page = self._rect(window.stack)
            height = sized(48)
            return QRect(page.left(), page.bottom() - height, page.width(), height)
        return places

    def _rect(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._window, QPoint(0, 0)), widget.size())

    def _place(self) -> None:
        """The card stands beside the lit part where there is room, else within it."""
        self._card.adjustSize()
        self._card.setFixedHeight(self._card.layout().heightForWidth(self._card.width()))  # type: ignore[union-attr]
        lit, size, gap = self.lit(), self._card.size(), 4 * GRID
        for corner in (
            QPoint(lit.right() + gap, lit.top() + gap),
            QPoint(lit.right() + gap, lit.bottom() - size.height()),
            QPoint(lit.left() + gap, lit.bottom() + gap),
            QPoint(lit.right() - size.width() - gap, lit.top() - size.height() - gap),
        ):
            if self.rect().contains(QRect(corner, size)):
                self._card.move(corner)
                return
        self._card.move(lit.center() - QPoint(size.width() // 2, size.height() // 2))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dark = QPainterPath()
        dark.addRect(QRectF(self.rect()))
        hole = QPainterPath()
        hole.addRoundedRect(QRectF(self.lit()).adjusted(2, 2, -2, -2), 6, 6)
        painter.fillPath(dark.subtracted(hole), QColor(0, 0, 0, DIM))
        painter.setPen(QPen(QColor(colours().accent), 2))
        painter.drawPath(hole)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go on and back, Escape ends the tour; no key reaches what lies below."""
        steps = {Qt.Key.Key_Escape: self.end, Qt.Key.Key_Right: self.go_on, Qt.Key.Key_Left: self.go_back}
        work = steps.get(Qt.Key(event.key()))
        if work is not None:
            work()
        event.accept()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001 - Qt's signature
        """Tab goes round the tour's own buttons."""
        if self._ended:
            return super().focusNextPrevChild(forward)
        ring = [each for each in (self.skip, self._back, self.next) if each.isVisible() and each.isEnabled()]
        at = next((number for number, each in enumerate(ring) if each.hasFocus()), 0)
        ring[(at + (1 if forward else -1)) % len(ring)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._window.rect())
            self._place()
        return super().eventFilter(watched, event)
