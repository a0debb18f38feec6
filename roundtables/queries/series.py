"""Series as windows and commands show them: by what rule in words, which meetings, and where one stands among them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.errors import NothingThere
from roundtables.formats.calendar import recurrence
from roundtables.formats.calendar.recurrence import Rule
from roundtables.model import Event, Group, GroupMember, Series
from roundtables.queries import sorting
from roundtables.queries.event_sorting import counted
from roundtables.terms import EventStatus, Reply
from roundtables.words import N_, Language, spoken

EVERY = (
    N_("Every Monday"),
    N_("Every Tuesday"),
    N_("Every Wednesday"),
    N_("Every Thursday"),
    N_("Every Friday"),
    N_("Every Saturday"),
    N_("Every Sunday"),
)
EVERY_SECOND = (
    N_("Every second Monday"),
    N_("Every second Tuesday"),
    N_("Every second Wednesday"),
    N_("Every second Thursday"),
    N_("Every second Friday"),
    N_("Every second Saturday"),
    N_("Every second Sunday"),
)
LAST = (
    N_("last Monday"),
    N_("last Tuesday"),
    N_("last Wednesday"),
    N_("last Thursday"),
    N_("last Friday"),
    N_("last Saturday"),
    N_("last Sunday"),
)
NTH = {1: N_("1st {weekday}"), 2: N_("2nd {weekday}"), 3: N_("3rd {weekday}"), 4: N_("4th {weekday}")}
WORKDAYS = (0, 1, 2, 3, 4)


@dataclass(frozen=True)
class MeetingRow:
    """One meeting of a series: `date` is when the rule has it, the other times are its own."""

    id: int
    reference: str
    title: str
    status: EventStatus
    date: dt.datetime
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    place: str
    participants: int
    accepted: int
    declined: int


@dataclass(frozen=True)
class SeriesPage:
    """A series with its meetings in order. `words` is the rule in the language of the process."""

    id: int
    uid: str
    title: str
    rule: str
    words: str
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    timezone: str
    group: str
    sequence: int
    meetings: tuple[MeetingRow, ...]

    @property
    def dates(self) -> tuple[dt.datetime, ...]:
        """When there are meetings: those that were called off are none."""
        return tuple(each.starts for each in self.meetings if each.status is not EventStatus.CANCELLED)


@dataclass(frozen=True)
class SeriesPlace:
    """Where an event stands in its series: the third of eight, with the keys of those before and after it."""

    series_id: int
    title: str
    words: str
    number: int
    of: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class GroupRow:
    """A standing group, with how many people are in it."""

    id: int
    name: str
    members: int


def page(session: Session, series_id: int) -> SeriesPage:
    """A series with all its meetings. Raises NothingThere."""
    row = session.execute(
        select(Series, func.coalesce(Group.name, ""))
        .outerjoin(Group, Group.id == Series.group_id)
        .where(Series.id == series_id)
    ).one_or_none()
    if row is None:
        raise NothingThere
    series, group = row
    return SeriesPage(
        series.id,
        series.uid,
        series.title,
        series.rule,
        in_words(series.rule, series.starts, series.timezone),
        series.starts,
        series.ends,
        series.all_day,
        series.timezone,
        group,
        series.sequence,
        tuple(meetings(session, series_id)),
    )


def meetings(session: Session, series_id: int) -> list[MeetingRow]:
    """The meetings of a series in its order."""
    statement: Any = (
        select(
            Event.id,
            Event.reference,
            Event.title,
            Event.status,
            Event.recurrence_id,
            Event.starts,
            Event.ends,
            Event.all_day,
            Event.place,
            counted(),
            counted(Reply.ACCEPTED),
            counted(Reply.DECLINED),
        )
        .where(Event.series_id == series_id)
        .order_by(Event.recurrence_id, Event.id)
    )
    return [MeetingRow(*row) for row in session.execute(statement)]


def place_of(session: Session, event_id: int) -> SeriesPlace | None:
    """Where an event stands in its series; None for one that is in none."""
    series = session.scalars(
        select(Series).join(Event, Event.series_id == Series.id).where(Event.id == event_id)
    ).one_or_none()
    if series is None:
        return None
    order = select(Event.id).where(Event.series_id == series.id).order_by(Event.recurrence_id, Event.id)
    keys = list(session.scalars(order))
    at = keys.index(event_id)
    return SeriesPlace(
        series.id,
        series.title,
        in_words(series.rule, series.starts, series.timezone),
        at + 1,
        len(keys),
        keys[at - 1] if at else None,
        keys[at + 1] if at + 1 < len(keys) else None,
    )


def groups(session: Session) -> list[GroupRow]:
    """The standing groups by name."""
    members = select(GroupMember.group_id, func.count().label("members")).group_by(GroupMember.group_id).subquery()
    statement: Any = (
        select(Group.id, Group.name, func.coalesce(members.c.members, 0))
        .outerjoin(members, members.c.group_id == Group.id)
        .order_by(sorting.by_text(session, Group.name), Group.id)
    )
    return [GroupRow(*row) for row in session.execute(statement)]


def in_words(rule: str | Rule, starts: dt.datetime, zone_name: str | None = None, speak: Language | None = None) -> str:
    """The rule as people say it, “Every second Tuesday, 8 times”, in the language of the process or another.

    Raises RuleRefused.
    """
    speak = speak or spoken()
    known = recurrence.read(rule, zone_name) if isinstance(rule, str) else rule
    pattern = _pattern(known, starts, speak)
    if known.until is not None:
        return speak.gettext("{pattern}, until {day}").format(pattern=pattern, day=speak.date(known.until.date()))
    count = known.count or 0
    return speak.ngettext("{pattern}, {n} time", "{pattern}, {n} times", count).format(pattern=pattern, n=count)


def _pattern(rule: Rule, starts: dt.datetime, speak: Language) -> str:
    """What repeats, without its end."""
    plain = not (rule.months or rule.positions)
    if plain and rule.frequency == "DAILY" and not (rule.days or rule.month_days):
        return speak.ngettext("Every day", "Every {n} days", _form(rule.interval)).format(n=rule.interval)
    if plain and rule.frequency == "WEEKLY":
        days = tuple(sorted({day for day, _number in rule.days})) or (starts.weekday(),)
        return _weekly(rule.interval, days, speak)
    if plain and rule.frequency == "MONTHLY":
        return _monthly(rule, starts, speak)
    if plain and rule.frequency == "YEARLY" and not (rule.days or rule.month_days):
        return speak.ngettext("Every year", "Every {n} years", _form(rule.interval)).format(n=rule.interval)
    return speak.gettext("By a rule of its own")


def _form(interval: int) -> int:
    """The number that the plural goes by: in Croatian 21 takes the form of 1, which says “every” without a number."""
    return 5 if interval > 1 and interval % 10 == 1 else interval


def _weekly(interval: int, days: tuple[int, ...], speak: Language) -> str:
    if interval == 1 and days == WORKDAYS:
        return speak.gettext("Every working day")
    if len(days) == 1 and interval in (1, 2):
        return speak.gettext((EVERY if interval == 1 else EVERY_SECOND)[days[0]])
    named = ", ".join(_weekday(day, speak) for day in days)
    return speak.ngettext("Every week: {days}", "Every {n} weeks: {days}", _form(interval)).format(
        n=interval, days=named
    )


def _monthly(rule: Rule, starts: dt.datetime, speak: Language) -> str:
    """On the same day of the month, or on the nth weekday; other rules are none that people have words for."""
    if len(rule.days) == 1 and not rule.month_days:
        day, number = rule.days[0]
        if number == -1:
            which = speak.gettext(LAST[day])
        elif number in NTH:
            which = speak.gettext(NTH[number]).format(weekday=_weekday(day, speak))
        else:
            return speak.gettext("By a rule of its own")
        words = speak.ngettext("Every month: {weekday}", "Every {n} months: {weekday}", _form(rule.interval))
        return words.format(n=rule.interval, weekday=which)
    if rule.days or len(rule.month_days) > 1 or min(rule.month_days, default=1) < 1:
        return speak.gettext("By a rule of its own")
    number = rule.month_days[0] if rule.month_days else starts.day
    words = speak.ngettext("Every month on day {day}", "Every {n} months on day {day}", _form(rule.interval))
    return words.format(n=rule.interval, day=number)


def _weekday(day: int, speak: Language) -> str:
    """The weekday's whole name within a sentence."""
    from babel.dates import get_day_names

    return str(get_day_names("wide", locale=speak.locale)[day])
