"""Dates and times of a report, as any of the tools and languages write them: read for a whole file at once.

A moment is an int: seconds on the wall clock since the first day of the calendar. Which figure is the day and which
the month is settled once, by all the dates of the file together; each minute is read once and then looked up.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roundtables.formats.meeting_reports.errors import DatesAmbiguous, MomentNotRead
from roundtables.formats.meeting_reports.report import DateOrder
from roundtables.formats.meeting_reports.vocabulary import EVENING, MONTHS, MORNING, OCLOCK, ZONES
from roundtables.words import fold

DAY = 86_400
HOUR = 3_600
HALF_DAY = 12
LETTERS_OF_A_DATE = 13
"""What a date in figures takes at most; with it, hours and minutes of a short one, but no seconds."""
LETTERS_OF_A_LONG_DATE = 32
LONGEST = 80
SHORTEST = 11
"""Letters of a date with a time: 1.2.26 9.05; what is shorter may be a time with dots."""
YEARS = range(1990, 2200)
LONGEST_MEETING = 3
"""Days between the first and the last date of one meeting; more means that days were read as months."""

MONTH = {word: number for number, words in enumerate(MONTHS, 1) for word in words}
LONGEST_FIRST = sorted(MONTH, key=len, reverse=True)

IN_FIGURES = re.compile(r"[^\d]{0,12}(\d{1,4})(?:([/\-])|(\.) ?)(\d{1,2})(?:\2|\. ?)(\d{1,4})(?!\d)\.?")
DAY_NAMED = re.compile(r"[^\d]{0,12}(\d{1,2})\.? ([^\W\d_]{3,12})\.?,? (\d{4})(?!\d)\.?")
MONTH_NAMED = re.compile(r"(?:[^\W\d_]{2,12}\.?, ?)?([^\W\d_]{3,12})\.? (\d{1,2}),? (\d{4})(?!\d)")
CLOCK = re.compile(
    r"(?P<before>[^\d]{0,14}?)(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,]\d{1,9})?)?(?!\d)"
    r"(?P<after>[^\d+\-−]{0,40})(?:(?P<sign>[+\-−])(?P<off>\d{1,2}):?(?P<off_minutes>\d{2})?)?\)?"
)
FEW = 5
KNOWN = MORNING | EVENING | OCLOCK | ZONES.keys()
"""What may stand behind a time. Another word may mean the evening in a language that is not known: then it is told."""
SIXTY = {f"{number:02}": number for number in range(60)}


@dataclass(frozen=True)
class EventDays:
    """What is known beforehand: the event's first and last day, the zone of wall times, an order that was chosen."""

    first: dt.date
    last: dt.date
    timezone: str
    order: DateOrder | None = None


def plain(cell: str) -> str:
    """A cell with ordinary spaces, without the marks of writing direction that some tools put around figures."""
    if not cell.isascii():
        cell = cell.translate(_SPACES)
    return cell.strip()


_SPACES = {
    **dict.fromkeys((0xA0, 0x202F, 0x2009, 0x2007), " "),
    **dict.fromkeys((0x200E, 0x200F, 0xFEFF, 0x202A, 0x202C)),
}


def is_moment(cell: str) -> bool:
    """Whether a cell holds a date and a time."""
    text = plain(cell)
    if len(text) > LONGEST or not any(letter.isdigit() for letter in text[:20]):
        return False
    found = _date_in(text)
    return found is not None and CLOCK.fullmatch(text, found.end) is not None


def is_clock(cell: str) -> bool:
    """Whether a cell holds a time of day alone: 9:05 AM, 18.02.33."""
    text = plain(cell)
    return len(text) <= LONGEST and CLOCK.fullmatch(text) is not None


@dataclass(frozen=True)
class _Written:
    """A date as it is written: three figures yet to be ordered, or a day that is clear. `end` is where it ends."""

    figures: tuple[str, str, str] | None
    separator: str
    day: dt.date | None
    end: int


def _date_in(text: str) -> _Written | None:
    """The date at the beginning of a cell."""
    found = IN_FIGURES.match(text)
    if found:
        return _Written((found[1], found[4], found[5]), found[2] or found[3], None, found.end())
    named = DAY_NAMED.match(text)
    if named:
        return _named(named[3], named[2], named[1], named.end())
    named = MONTH_NAMED.match(text)
    return _named(named[3], named[1], named[2], named.end()) if named else None


def _named(year: str, month: str, day: str, end: int) -> _Written | None:
    folded = fold(month)
    number = next((MONTH[word] for word in LONGEST_FIRST if folded.startswith(word)), None)
    date = _date(int(year), number, int(day)) if number else None
    return _Written(None, " ", date, end) if date else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) if year in YEARS else None
    except ValueError:
        return None


def _ordered(written: _Written, order: DateOrder) -> dt.date | None:
    """The day that is meant if the figures stand in this order; None where there is no such day."""
    if written.figures is None:
        return written.day
    first, second, third = written.figures
    year, month, day = {
        DateOrder.DAY_FIRST: (third, second, first),
        DateOrder.MONTH_FIRST: (third, first, second),
        DateOrder.YEAR_FIRST: (first, second, third),
    }[order]
    if len(year) not in (2, 4) or len(month) > 2 or len(day) > 2:
        return None
    return _date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))


def _settle(dates: list[tuple[str, _Written]], days: EventDays) -> DateOrder:
    """The order of the file's dates. Raises MomentNotRead where none fits them all, DatesAmbiguous where several do."""
    figures = [written for _cell, written in dates if written.figures is not None]
    fitting = [order for order in DateOrder if all(_ordered(written, order) for written in figures)]
    if days.order is not None and fitting:
        if days.order not in fitting:
            raise MomentNotRead(next(cell for cell, written in dates if not _ordered(written, days.order)))
        return days.order
    if not fitting:
        worst = (cell for cell, written in dates if not any(_ordered(written, order) for order in DateOrder))
        raise MomentNotRead(next(worst, dates[0][0]))
    fitting = _customary(figures, fitting)
    likely = [order for order in fitting if order is not DateOrder.YEAR_FIRST or _by_hyphens(figures)] or fitting
    for choose in (_within_event, _touching_event, _of_one_meeting):
        likely = choose(figures, likely, days) or choose(figures, fitting, days) or likely
        if len({tuple(_ordered(written, order) for written in figures) for order in likely}) == 1:
            return likely[0]
    raise DatesAmbiguous(next(cell for cell, written in dates if written.figures), tuple(likely))


def _customary(figures: list[_Written], fitting: list[DateOrder]) -> list[DateOrder]:
    """Nowhere is the month written first with dots."""
    dotted = any(written.separator == "." for written in figures)
    return [order for order in fitting if not (dotted and order is DateOrder.MONTH_FIRST)] or fitting


def _by_hyphens(figures: list[_Written]) -> bool:
    """A year in two figures comes first with hyphens at most; with strokes and dots only where the event says so."""
    return all(written.separator == "-" or len(written.figures[0]) > 2 for written in figures if written.figures)


def _within_event(figures: list[_Written], orders: list[DateOrder], days: EventDays) -> list[DateOrder]:
    return [order for order in orders if all(_near(written, order, days) for written in figures)]


def _touching_event(figures: list[_Written], orders: list[DateOrder], days: EventDays) -> list[DateOrder]:
    return [order for order in orders if any(_near(written, order, days) for written in figures)]


def _near(written: _Written, order: DateOrder, days: EventDays) -> bool:
    day = _ordered(written, order)
    return day is not None and (days.first.toordinal() - 1 <= day.toordinal() <= days.last.toordinal() + 1)


def _of_one_meeting(figures: list[_Written], orders: list[DateOrder], _days: EventDays) -> list[DateOrder]:
    """Those by which the dates follow upon one another as in one meeting: 11/12 and 12/12 are two days, not months."""
    return [order for order in orders if _span(figures, order) <= LONGEST_MEETING]


def _span(figures: list[_Written], order: DateOrder) -> int:
    ordinals = [day.toordinal() for day in (_ordered(written, order) for written in figures) if day]
    return max(ordinals) - min(ordinals)


class Moments:
    """The moments of one file. Made from all its cells with dates; reads each of them."""

    def __init__(self, cells: Iterable[str], days: EventDays) -> None:
        """Raises DatesAmbiguous, or MomentNotRead where no order fits."""
        self.timezone = days.timezone
        self.without_date = 0
        self.states_offset: bool | None = None
        self._first_day = days.first
        dates: dict[object, tuple[str, _Written]] = {}
        begins = {
            cell[: LETTERS_OF_A_DATE if cell[:1].isdigit() else LETTERS_OF_A_LONG_DATE]
            for cell in cells
            if len(cell) >= SHORTEST
        }
        for begin in begins:
            text = plain(begin)
            written = _date_in(text)
            if written is not None:
                dates.setdefault(written.figures or written.day, (text[: written.end].strip(), written))
        ordered = sorted(dates.values(), key=lambda pair: pair[0])
        settled = any(written.figures for _begin, written in ordered)
        self.order = _settle(ordered, days) if settled else DateOrder.DAY_FIRST
        self._cells: dict[str, int] = {}
        self._minutes: dict[str, int] = {}
        self._cut = -2
        self._back: int | None = None
        """From where to where the seconds stand, from the end of a cell; None until one was seen."""

    def read(self, cell: str) -> int | None:
        """The moment of a cell, None for an empty one or a dash. Raises MomentNotRead."""
        found = self._cells.get(cell)
        if found is None:
            text = plain(cell)
            if not text.strip("-–—."):
                return None
            found = self._cells[cell] = self._parsed(cell, text)
        return found

    def read_all(self, cells: Sequence[str]) -> list[int | None]:
        """The moments of cells: what was read to the minute before is looked up, and only its seconds are added."""
        for cell in cells[:FEW]:
            self.read(cell)
        cut, back, minute_of, second_of = self._cut, self._back or LONGEST, self._minutes.get, SIXTY.get
        read: list[int | None] = []
        for cell in cells:
            minute, second = minute_of(cell[:cut] + cell[back:]), second_of(cell[cut:back])
            read.append(self.read(cell) if minute is None or second is None else minute + second)
        return read

    def _parsed(self, cell: str, text: str) -> int:
        if len(text) > LONGEST:
            raise MomentNotRead(text)
        written = _date_in(text) if len(text) >= SHORTEST else None
        clock = CLOCK.fullmatch(text, written.end if written else 0)
        day = _ordered(written, self.order) if written else self._first_day
        if clock is None or day is None:
            raise MomentNotRead(text)
        self.without_date += written is None
        moment = day.toordinal() * DAY + _seconds_of(clock, text) - self._offset(clock, text)
        self._remember(cell, text, clock, moment)
        return moment

    def _remember(self, cell: str, text: str, clock: re.Match[str], moment: int) -> None:
        """Keep the minute, so that its other seconds are a look-up: what stands behind them tells their place."""
        if clock["second"] is None or len(cell) != len(text) or clock.end("second") != clock.start("after"):
            return
        behind = len(text) - clock.end("second")
        back = -behind or LONGEST
        if self._back is None:
            self._cut, self._back = -behind - 2, back
        if self._back == back and text[self._cut : back] == clock["second"]:
            self._minutes[cell[: self._cut] + cell[back:]] = moment - int(clock["second"])

    def _offset(self, clock: re.Match[str], text: str) -> int:
        """Seconds to take away: where the report states its zone, moments are in UTC. A file states it or does not."""
        offset = _stated_offset(clock)
        if self.states_offset is None:
            self.states_offset = offset is not None
        if self.states_offset != (offset is not None):
            raise MomentNotRead(text)
        return offset or 0


def _seconds_of(clock: re.Match[str], text: str) -> int:
    hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
    after = {word for word in fold(clock["after"]).replace(",", " ").replace("(", " ").split() if word[0].isalpha()}
    words = {*fold(clock["before"]).split(), *after}
    if hour <= HALF_DAY and clock["sign"] is None and not after <= KNOWN:
        raise MomentNotRead(text)
    if words & EVENING:
        hour += HALF_DAY if hour < HALF_DAY else 0
    elif words & MORNING and hour == HALF_DAY:
        hour = 0
    if hour > 23 or minute > 59 or second > 60:
        raise MomentNotRead(text)
    return hour * HOUR + minute * 60 + second


def _stated_offset(clock: re.Match[str]) -> int | None:
    """Seconds east of Greenwich, where the zone stands behind the time: Z, +02:00, (GMT+2), EEST."""
    if clock["sign"]:
        seconds = int(clock["off"]) * HOUR + int(clock["off_minutes"] or 0) * 60
        return seconds if clock["sign"] == "+" else -seconds
    for word in fold(clock["after"]).replace("(", " ").split():
        if word in ZONES:
            return ZONES[word] * HOUR
    return None
