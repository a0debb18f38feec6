"""A field for a date that may be none: typed as the language writes dates."""

import datetime as dt

from PySide6.QtCore import QDate, QSignalBlocker
from PySide6.QtWidgets import QLineEdit

from roundtables.words import _, spoken
from ui import format as formats
from ui.icons import icon
from ui.widgets.fields import Field

FURTHER_PATTERNS = ("d.M.yyyy", "d. M. yyyy", "yyyy-MM-dd", "d/M/yyyy", "d MMMM yyyy")


def date_from(text: str) -> dt.date | None:
    """The date that was typed, as this language writes it or as ISO 8601 does; None where it is not one."""
    for pattern in (formats.PATTERNS[spoken().code], *FURTHER_PATTERNS):
        found = formats.locale().toDate(text.strip(), pattern)
        if found.isValid():
            return dt.date(found.year(), found.month(), found.day())
    return None


class DateField(Field):
    """Its value is a date, None for none, or the text that is not a date. A button in the line enters today."""

    def __init__(self, key: str, name: str) -> None:
        self._line = QLineEdit()
        today = QDate.currentDate()
        example = formats.day(dt.date(today.year(), today.month(), today.day()))
        self._line.setPlaceholderText(example)
        action = self._line.addAction(icon("calendar-today"), QLineEdit.ActionPosition.TrailingPosition)
        action.setText(_("Today"))
        action.setToolTip(_("Today"))
        action.triggered.connect(lambda _checked: self._enter(example))
        super().__init__(key, name, self._line)

    def value(self) -> dt.date | str | None:
        text = self._line.text().strip()
        return (date_from(text) or text) if text else None

    def show_value(self, value: dt.date | None) -> None:
        """Show a date; a field that is being typed in is left alone."""
        if self._line.hasFocus() and self.value() != self._known:
            return
        with QSignalBlocker(self._line):
            self._line.setText(formats.day(value) if value is not None else "")
        self._known = self._shown = self.value()

    def _enter(self, text: str) -> None:
        self._line.setText(text)
        self._finished()
