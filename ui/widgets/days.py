"""How many days before or after an event's first day: one number, said and typed in words."""

import re

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

from roundtables.services.checklists import MOST_DAYS
from roundtables.words import _, n_


def days_in_words(days: int) -> str:
    """14 days before, on the first day, 7 days after."""
    if days == 0:
        return _("on the first day")
    if days < 0:
        return n_("{n} day before", "{n} days before", -days).format(n=-days)
    return n_("{n} day after", "{n} days after", days).format(n=days)


class DaysEdit(QSpinBox):
    """Arrows go day by day; a number that is typed keeps the side it is on, a minus sign means before."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(-MOST_DAYS, MOST_DAYS)
        self.setAccessibleName(_("Due"))
        # The stated value must not jump while it is typed: 2 on the way to 21.
        self.setKeyboardTracking(False)

    def textFromValue(self, value: int) -> str:
        return days_in_words(value)

    def valueFromText(self, text: str) -> int:
        found = re.search(r"\d+", text)
        if found is None:
            return 0 if text.strip() == days_in_words(0) else self.value()
        number = int(found[0])
        if text[: found.start()].strip().endswith(("-", "−")) or text.strip() == days_in_words(-number):
            return -number
        if text.strip() == days_in_words(number) or self.value() > 0:
            return number
        return -number

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        found = re.search(r"\d+", text)
        if found is not None and int(found[0]) > MOST_DAYS:
            return QValidator.State.Invalid, text, position
        return QValidator.State.Acceptable, text, position
