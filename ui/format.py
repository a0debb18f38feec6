"""Dates, times and numbers as the window's language writes them, by Qt: Babel is too slow to start with."""

import datetime as dt
from functools import cache

from PySide6.QtCore import QDate, QDateTime, QLocale, QTime

from roundtables.words import LOCALES, spoken

PATTERNS = {"en": "d MMM yyyy", "fi": "d.M.yyyy", "sv": "d.M.yyyy", "hr": "d. M. yyyy."}
SHORT_PATTERNS = {"en": "d MMM", "fi": "d.M.", "sv": "d.M.", "hr": "d. M."}
TIMES = {"en": "HH:mm", "fi": "H.mm", "sv": "H.mm", "hr": "H:mm"}
AT = {"en": ", ", "fi": " klo ", "sv": " kl. ", "hr": ", "}
AT_IN_COLUMN = {"en": ", ", "fi": " ", "sv": " ", "hr": " "}
LONGEST_SHOWN = 300


@cache
def _locale(code: str) -> QLocale:
    return QLocale(LOCALES[code])


def locale() -> QLocale:
    """Qt's locale of the window's language."""
    return _locale(spoken().code)


def day(value: dt.date) -> str:
    """24.11.2026, 24 Nov 2026."""
    return locale().toString(QDate(value.year, value.month, value.day), PATTERNS[spoken().code])


def short_day(value: dt.date) -> str:
    """24.11., 24 Nov: where the year is clear."""
    return locale().toString(QDate(value.year, value.month, value.day), SHORT_PATTERNS[spoken().code])


def today() -> str:
    """The day on the wall."""
    return day(dt.date.today())  # noqa: DTZ011 - the wall's day is meant


def weekday(value: dt.date) -> str:
    """Tue, ti."""
    return locale().toString(QDate(value.year, value.month, value.day), "ddd")


def long_weekday(value: dt.date) -> str:
    """Tuesday, tiistai."""
    return locale().toString(QDate(value.year, value.month, value.day), "dddd")


def time(value: dt.datetime | dt.time) -> str:
    """9.00, 09:00."""
    return locale().toString(QTime(value.hour, value.minute), TIMES[spoken().code])


def moment(value: dt.datetime) -> str:
    """Date and time, in the zone the value is in."""
    return f"{day(value.date())} {time(value)}"


def local(value: dt.datetime) -> str:
    """An instant in this workstation's own time."""
    return moment(value.astimezone())


def span(starts: dt.datetime, ends: dt.datetime, *, all_day: bool) -> str:
    """When something is, as short as it is clear: one day with times, or from day to day."""
    return _span(starts, ends, AT[spoken().code], all_day=all_day)


def _span(starts: dt.datetime, ends: dt.datetime, at: str, *, all_day: bool) -> str:
    weekday_and_day = f"{weekday(starts.date())} {day(starts.date())}"
    if starts.date() == ends.date():
        return weekday_and_day if all_day else f"{weekday_and_day}{at}{time(starts)}–{time(ends)}"
    if all_day:
        return f"{weekday_and_day} – {day(ends.date())}"
    return f"{weekday_and_day}{at}{time(starts)} – {day(ends.date())}{at}{time(ends)}"


def short_span(starts: dt.datetime, ends: dt.datetime, *, all_day: bool) -> str:
    """When something is, for a column: the last day without year and time."""
    if starts.date() == ends.date():
        return _span(starts, ends, AT_IN_COLUMN[spoken().code], all_day=all_day)
    begins = f"{weekday(starts.date())} {day(starts.date())}"
    return f"{begins} – {short_day(ends.date())}"


def number(value: int) -> str:
    """12 345 with the locale's sign between thousands."""
    return locale().toString(value)


def cents(value: int) -> str:
    """An amount of money without its currency, 1 234,50: exact, whatever its size."""
    whole, part = divmod(abs(value), 100)
    sign = locale().negativeSign() if value < 0 else ""
    return f"{sign}{number(whole)}{locale().decimalPoint()}{part:02}"


def to_qt(value: dt.datetime) -> QDateTime:
    """A wall time for an editor of dates and times."""
    return QDateTime(QDate(value.year, value.month, value.day), QTime(value.hour, value.minute))


def from_qt(value: QDateTime) -> dt.datetime:
    """The wall time of an editor."""
    date, clock = value.date(), value.time()
    return dt.datetime(date.year(), date.month(), date.day(), clock.hour(), clock.minute())


def shown(text: str) -> str:
    """A text as one line of a table or label: no control or direction marks, cut where it is endless."""
    cut = text[:LONGEST_SHOWN]
    if not cut.isprintable():
        cut = "".join(letter if letter.isprintable() else " " for letter in cut)
    return cut if len(text) <= LONGEST_SHOWN else f"{cut}…"
