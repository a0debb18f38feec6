"""The fields that say how something repeats, and the rule that they make."""

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QGridLayout, QLineEdit, QStackedWidget, QWidget

from roundtables.formats.calendar.recurrence import MOST_OCCURRENCES, Rule
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.theme import GRID, sized
from ui.widgets.dates import DayEdit
from ui.widgets.fields import NumberEdit
from ui.widgets.parts import label

MOST_INTERVAL = 12
USUAL_TIMES = 8
DAYS_BESIDE = 4
DAILY, WEEKLY, MONTHLY = "DAILY", "WEEKLY", "MONTHLY"
UNITS = {DAILY: N_("By days"), WEEKLY: N_("By weeks"), MONTHLY: N_("By months")}
NTH = {1: N_("On the 1st {weekday}"), 2: N_("On the 2nd {weekday}"), 3: N_("On the 3rd {weekday}")}
FOURTH, LAST = N_("On the 4th {weekday}"), N_("On the last {weekday}")


class RuleForm(QWidget):
    """`changed` is sent when the rule has become another. It begins as once a week, eight times."""

    changed = Signal()

    def __init__(self, starts: dt.datetime) -> None:
        super().__init__()
        self._starts = starts
        self.unit = _choice(_("Repeats"), [(unit, _(name)) for unit, name in UNITS.items()])
        self.unit.setCurrentIndex(1)
        self.interval = _choice(_("Interval"), [])
        self.days = [self._day(number) for number in range(7)]
        self.which = _choice(_("In the month"), _which(starts))
        self.ends = _choice(_("Ends"), [("count", _("After a number of times")), ("until", _("On a day"))])
        self.count = NumberEdit(str(USUAL_TIMES))
        self.until = DayEdit()
        self.until.show_day(starts.date() + dt.timedelta(weeks=USUAL_TIMES - 1))
        self.end = QStackedWidget()
        for editor, name in ((self.count, _("Number of times")), (self.until, _("Last day"))):
            editor.setAccessibleName(name)
            editor.setFixedWidth(sized(136))
            editor.textChanged.connect(self.changed)
            self.end.addWidget(editor)
        self._form = QFormLayout(self)
        self._lay_out()
        self._follow_unit()
        for each in (self.interval, self.which, self.ends):
            each.currentIndexChanged.connect(self.changed)
        self.unit.currentIndexChanged.connect(self._follow_unit)
        self.ends.currentIndexChanged.connect(self.end.setCurrentIndex)

    def rule(self) -> Rule | None:
        """The rule as it is entered; None where its end is missing. Raises NotADay."""
        by_count = self.ends.currentData() == "count"
        count = self.count.number() if by_count else None
        day = None if by_count else self.until.day()
        if not count and day is None:
            return None
        unit = self.unit.currentData()
        days: tuple[tuple[int, int], ...] = ()
        if unit == WEEKLY:
            days = tuple((number, 0) for number, box in enumerate(self.days) if box.isChecked())
        elif unit == MONTHLY and self.which.currentData():
            days = ((self._starts.weekday(), self.which.currentData()),)
        return Rule(
            unit,
            interval=self.interval.currentData() or 1,
            count=min(count, MOST_OCCURRENCES + 1) if count else None,
            until=dt.datetime.combine(day, dt.time(23, 59, 59)) if day else None,
            days=days,
        )

    def _day(self, number: int) -> QCheckBox:
        """A weekday; that of the first meeting is one in any case."""
        monday = dt.date(2024, 1, 1)
        day = monday + dt.timedelta(days=number)
        box = QCheckBox(formats.weekday(day))
        box.setAccessibleName(formats.long_weekday(day))
        own = number == self._starts.weekday()
        box.setChecked(own)
        box.setEnabled(not own)
        box.toggled.connect(self.changed)
        return box

    def _lay_out(self) -> None:
        form = self._form
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(4 * GRID)
        form.setVerticalSpacing(2 * GRID)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._weekdays = QWidget()
        grid = QGridLayout(self._weekdays)
        grid.setContentsMargins(0, GRID, 0, GRID)
        grid.setVerticalSpacing(0)
        for number, box in enumerate(self.days):
            grid.addWidget(box, number // DAYS_BESIDE, number % DAYS_BESIDE)
        for name, editor in (
            (_("Repeats"), self.unit),
            (_("Interval"), self.interval),
            (_("Weekdays"), self._weekdays),
            (_("In the month"), self.which),
            (_("Ends"), self.ends),
            ("", self.end),
        ):
            said = label(name)
            said.setMinimumHeight(sized(32))
            if isinstance(editor, QComboBox | QLineEdit):
                said.setBuddy(editor)
            form.addRow(said, editor)

    def _follow_unit(self) -> None:
        """Show the fields of the unit, and the intervals in its words."""
        unit, chosen = self.unit.currentData(), self.interval.currentIndex()
        self.interval.blockSignals(True)
        self.interval.clear()
        for number in range(1, MOST_INTERVAL + 1):
            self.interval.addItem(_interval(unit, number), number)
        self.interval.setCurrentIndex(max(chosen, 0))
        self.interval.blockSignals(False)
        self._form.setRowVisible(self._weekdays, unit == WEEKLY)
        self._form.setRowVisible(self.which, unit == MONTHLY)
        self.changed.emit()


def _interval(unit: str, number: int) -> str:
    if unit == DAILY:
        words = n_("Every day", "Every {n} days", number)
    elif unit == WEEKLY:
        words = n_("Every week", "Every {n} weeks", number)
    else:
        words = n_("Every month", "Every {n} months", number)
    return words.format(n=formats.number(number))


def _which(starts: dt.datetime) -> list[tuple[int, str]]:
    """By what a day comes again in each month: its number (0), its weekday counted, its weekday as the last."""
    weekday = formats.long_weekday(starts.date())
    number = (starts.day - 1) // 7 + 1
    choices = [(0, _("On day {day}").format(day=starts.day))]
    if number in (*NTH, 4):
        choices.append((number, _(NTH.get(number, FOURTH)).format(weekday=weekday)))
    if (starts + dt.timedelta(days=7)).month != starts.month:
        choices.append((-1, _(LAST).format(weekday=weekday)))
    return choices


def _choice(name: str, choices: list[tuple[object, str]] | list[tuple[int, str]] | list[tuple[str, str]]) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    for value, words in choices:
        box.addItem(words, value)
    return box
