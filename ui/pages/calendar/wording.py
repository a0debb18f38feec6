"""What the calendar says: periods as the locale writes them, events and days for tooltips and screen readers."""

import datetime as dt
from collections.abc import Iterable, Sequence

from PySide6.QtCore import QDate, QLocale

from roundtables.public_holidays import Holiday
from roundtables.queries.calendar import CalendarRow, Conflict, ConflictKind
from roundtables.terms import EventStatus
from roundtables.words import N_, _, n_, spoken
from ui import format as formats
from ui.pages.calendar.placing import Placed
from ui.plain_text import as_tip

MONTHS = {"en": "{month} {year}", "fi": "{month} {year}", "sv": "{month} {year}", "hr": "{month} {year}."}
LONG_DAYS = {"en": "d MMMM yyyy", "fi": "d. MMMM yyyy", "sv": "d MMMM yyyy", "hr": "d. MMMM yyyy."}
HOLIDAYS = {"FI": N_("Public holiday in Finland: {name}"), "HR": N_("Public holiday in Croatia: {name}")}


def month(day: dt.date) -> str:
    """November 2026, marraskuu 2026, studeni 2026.: as a heading, with a capital."""
    name = formats.locale().standaloneMonthName(day.month)
    return capital(MONTHS[spoken().code].format(month=name, year=day.year))


def days(first: dt.date, last: dt.date) -> str:
    """From the first day to the last, as short as it is clear."""
    qt_first = QDate(first.year, first.month, first.day)
    begin = formats.day(first)
    if first.year == last.year:
        begin = formats.locale().toString(qt_first, formats.SHORT_PATTERNS[spoken().code])
    return f"{begin} – {formats.day(last)}"


def week_number(day: dt.date) -> str:
    """Week 48, by ISO 8601."""
    return _("Week {number}").format(number=day.isocalendar().week)


def long_day(day: dt.date) -> str:
    """Tuesday 24 November 2026, tiistai 24. marraskuuta 2026: as within a sentence."""
    locale, date = formats.locale(), QDate(day.year, day.month, day.day)
    weekday = locale.standaloneDayName(day.isoweekday(), QLocale.FormatType.LongFormat)
    return f"{weekday} {locale.toString(date, LONG_DAYS[spoken().code])}"


def weekday(day: dt.date) -> str:
    """Tue, ti."""
    return formats.locale().standaloneDayName(day.isoweekday(), QLocale.FormatType.ShortFormat)


def city(zone: str) -> str:
    """Helsinki for Europe/Helsinki."""
    return zone.rpartition("/")[2].replace("_", " ")


def clock(placed: Placed, home: str) -> str:
    """When it begins by the clock at its own place, which is named where it is not home; nothing for whole days."""
    if placed.row.all_day:
        return ""
    own = formats.time(placed.row.starts)
    return own if placed.row.timezone == home else f"{own} {city(placed.row.timezone)}"


def title(row: CalendarRow) -> str:
    """The event's title as one line."""
    return formats.shown(row.title)


def named(row: CalendarRow) -> str:
    """Reference and title: as long as they can be told in a list or a notice."""
    shown = formats.shown(row.title)
    return f"{row.reference} {shown if len(shown) <= 80 else shown[:79] + '…'}"


def when(row: CalendarRow, home: str) -> str:
    """The event's own wall time, with its zone where that is not home."""
    span = formats.span(row.starts, row.ends, all_day=row.all_day)
    return span if row.timezone == home or row.all_day else f"{span} ({city(row.timezone)})"


def event_lines(
    placed: Placed, home: str, conflicts: Iterable[Conflict] = (), holidays: Iterable[Holiday] = ()
) -> list[str]:
    """All that is told of an event, a line each: the same to eyes in a tooltip and to ears."""
    row = placed.row
    lines = [named(row), when(row, home)]
    if row.timezone != home and not row.all_day:
        here = formats.span(placed.begins, placed.finishes, all_day=False)
        lines.append(_("{time} by the clock in {city}").format(time=here, city=city(home)))
    lines.append(_(row.status.label))
    if row.work_package:
        lines.append(_("Work package {number}").format(number=row.work_package))
    if row.where:
        lines.append(formats.shown(row.where))
    lines += [conflict(each, beside=row) for each in conflicts]
    lines += [
        f"{formats.day(each.day)}: {holiday(each)}" for each in holidays if placed.first <= each.day <= placed.last
    ]
    return lines


def holiday(each: Holiday) -> str:
    """The holiday with its country."""
    return _(HOLIDAYS[each.country]).format(name=each.name)


def holiday_mark(holidays: Sequence[Holiday]) -> str:
    """FI HR and the first name: what fits beside a day's number."""
    if not holidays:
        return ""
    countries = " ".join(dict.fromkeys(each.country for each in holidays))
    return f"{countries}  {holidays[0].name}"


def conflict(each: Conflict, beside: CalendarRow | None = None) -> str:
    """What can't be, in words; `beside` is the event that it is told of, which need not be named again."""
    who = formats.shown(each.who)
    if each.other is None:
        return n_(
            "{who} holds {seats}, but {n} has accepted",
            "{who} holds {seats}, but {n} have accepted",
            each.event.accepted,
        ).format(who=who, seats=each.event.seats, n=each.event.accepted)
    if beside is not None:
        other = each.other if each.other.id != beside.id else each.event
        words = {
            ConflictKind.PERSON: _("{who} is also at {other}"),
            ConflictKind.ROOM: _("{who} is also taken by {other}"),
        }[each.kind]
        return words.format(who=who, other=named(other))
    words = {
        ConflictKind.PERSON: _("{who} is at two events at once: {one} and {other}"),
        ConflictKind.ROOM: _("{who} is taken by two events at once: {one} and {other}"),
    }[each.kind]
    return words.format(who=who, one=named(each.event), other=named(each.other))


def overfull(each: Conflict) -> str:
    """An overfull room with the event it is about."""
    return f"{named(each.event)}: {conflict(each)}"


def day_lines(
    day: dt.date, events: Sequence[Placed], holidays: Iterable[Holiday], home: str, today: dt.date
) -> list[str]:
    """All that is told of a day: what day it is, its holidays and its events."""
    lines = [capital(long_day(day))]
    if day == today:
        lines.append(_("Today"))
    lines += [holiday(each) for each in holidays]
    lines.append(n_("{n} event", "{n} events", len(events)).format(n=len(events)) if events else _("No events"))
    return lines + [event_line(each, home) for each in events]


def event_line(placed: Placed, home: str) -> str:
    """An event among others of a day: time, name, and its state where that is not plainly planned."""
    parts = [clock(placed, home), named(placed.row)]
    if placed.row.status is not EventStatus.PLANNED:
        parts.append(f"({_(placed.row.status.label)})")
    return " ".join(part for part in parts if part)


def tip(lines: Iterable[str]) -> str:
    """Lines as a tooltip that shows them to the letter."""
    return "<br>".join(as_tip(line) for line in lines if line)


def spoken_line(lines: Iterable[str]) -> str:
    """Lines as one text for a screen reader, which pauses between them."""
    return ". ".join(line for line in lines if line)


def capital(text: str) -> str:
    """A text as a heading begins."""
    return text[:1].upper() + text[1:]


def first_weekday() -> int:
    """The day that weeks begin with here, counted from Monday, 1."""
    return formats.locale().firstDayOfWeek().value
