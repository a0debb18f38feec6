"""A day that may be left empty: typed as the language writes it, or chosen from a calendar."""

import datetime as dt

from PySide6.QtCore import QDate, QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QMouseEvent, QShortcut, QTextCharFormat
from PySide6.QtWidgets import QApplication, QCalendarWidget, QDateTimeEdit, QLineEdit, QToolButton

from roundtables.errors import Invalid, shortened
from roundtables.words import _, spoken
from ui import format as formats
from ui.icons import icon
from ui.theme import colours, sized

PATTERNS = ("yyyy-MM-dd", "d.M.yyyy", "d. M. yyyy", "d. M. yyyy.", "d.M.yyyy.", "d/M/yyyy", "d MMM yyyy", "d MMMM yyyy")
FIRST_YEAR, LAST_YEAR = 1900, 2200
CALENDAR_SIZE = 320, 240
ARROW = 12
EXAMPLE = dt.date(2026, 12, 31)


class NotADay(Invalid):
    def __init__(self, text: str, field: str = "") -> None:
        self.field = field
        super().__init__(
            _("“{text}” is not a date. Write it like {example}, or leave it empty.").format(
                text=shortened(text), example=formats.day(EXAMPLE)
            )
        )


def read_day(text: str) -> dt.date | None:
    """The day that is written, in this language's way or one that is common in Europe; None for nothing.

    Raises NotADay.
    """
    tidy = " ".join(text.split())
    if not tidy:
        return None
    for pattern in (formats.PATTERNS[spoken().code], *PATTERNS):
        found = formats.locale().toDate(tidy, pattern)
        if found.isValid() and FIRST_YEAR <= found.year() <= LAST_YEAR:
            return dt.date(found.year(), found.month(), found.day())
    raise NotADay(text)


class DayEdit(QLineEdit):
    """A line that takes a day. Alt+Down opens a calendar, as in a choice."""

    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText(_("No date"))
        self.setToolTip(_("For example {day}; Alt+Down opens a calendar").format(day=formats.day(EXAMPLE)))
        calendar = self.addAction(icon("calendar-month-outline"), QLineEdit.ActionPosition.TrailingPosition)
        calendar.setText(_("Choose from a calendar"))
        calendar.triggered.connect(self.open_calendar)

    def day(self) -> dt.date | None:
        """What is entered. Raises NotADay."""
        return read_day(self.text())

    def show_day(self, value: dt.date | None) -> None:
        """Write a day as this language does."""
        self.setText(formats.day(value) if value is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
            return
        super().keyPressEvent(event)

    def open_calendar(self) -> QCalendarWidget:
        """Choose from a month: arrows and Enter, or a click; Escape leaves all as it was."""
        calendar = _calendar(self)
        try:
            known = self.day()
        except NotADay:
            known = None
        if known is not None:
            calendar.setSelectedDate(QDate(known.year, known.month, known.day))
        calendar.activated.connect(lambda chosen: self._choose(calendar, chosen))
        calendar.clicked.connect(lambda chosen: self._choose(calendar, chosen))
        QShortcut(QKeySequence(Qt.Key.Key_Escape), calendar, calendar.close)
        calendar.move(self._below(calendar))
        calendar.show()
        calendar.setFocus()
        return calendar

    def _below(self, calendar: QCalendarWidget) -> QPoint:
        """Under the line, or above it where the screen ends."""
        below = self.mapToGlobal(self.rect().bottomLeft())
        screen = self.screen().availableGeometry()
        if below.y() + calendar.height() > screen.bottom():
            below = self.mapToGlobal(self.rect().topLeft()) - QPoint(0, calendar.height())
        return QPoint(max(screen.left(), min(below.x(), screen.right() - calendar.width())), below.y())

    def _choose(self, calendar: QCalendarWidget, chosen: QDate) -> None:
        if calendar.isVisible():
            calendar.close()
            self.show_day(dt.date(chosen.year(), chosen.month(), chosen.day()))
            self.setFocus()
            self.editingFinished.emit()


def _calendar(parent: QLineEdit) -> QCalendarWidget:
    """A month in the window's language, as a popup."""
    calendar = QCalendarWidget(parent)
    calendar.setWindowFlags(Qt.WindowType.Popup)
    calendar.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    calendar.setDateRange(QDate(FIRST_YEAR, 1, 1), QDate(LAST_YEAR, 12, 31))
    dress(calendar)
    width, height = CALENDAR_SIZE
    calendar.resize(sized(width), sized(height))
    return calendar


def dress(calendar: QCalendarWidget) -> None:
    """Give a calendar the window's language, week numbers and colours that can be read in both themes."""
    calendar.setAccessibleName(_("Calendar"))
    calendar.setLocale(formats.locale())
    calendar.setFirstDayOfWeek(formats.locale().firstDayOfWeek())
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
    # A weekend's red is too pale to read, and the arrows of the style are black in dark too.
    weekend = QTextCharFormat()
    weekend.setForeground(QColor(colours().muted))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        calendar.setWeekdayTextFormat(day, weekend)
    for name, picture in (("prev", "chevron-left"), ("next", "chevron-right")):
        arrow = calendar.findChild(QToolButton, f"qt_calendar_{name}month")
        if arrow is not None:
            arrow.setIcon(icon(picture))


class Chooser(QObject):
    """Lets a calendar be chosen from in a field that has one of Qt's: with Alt+Down too, as in every choice."""

    def __init__(self, editor: QDateTimeEdit) -> None:
        super().__init__(editor)
        self._editor, self._dressed = editor, False
        editor.setCalendarPopup(True)
        editor.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseButtonPress:
            self._dress()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if event.key() == Qt.Key.Key_Down and alt:
                self._open()
                return True
        return super().eventFilter(watched, event)

    def _dress(self) -> None:
        """Only once it is asked for: a form is opened far more often than its calendars."""
        if not self._dressed:
            self._dressed = True
            dress(self._editor.calendarWidget())

    def _open(self) -> None:
        """Press the arrow at the field's end: Qt has no other way to its calendar."""
        where = QPointF(self._editor.width() - sized(ARROW), self._editor.height() / 2)
        left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        everywhere = QPointF(self._editor.mapToGlobal(where.toPoint()))
        press = QMouseEvent(QEvent.Type.MouseButtonPress, where, everywhere, left, left, none)
        QApplication.sendEvent(self._editor, press)
