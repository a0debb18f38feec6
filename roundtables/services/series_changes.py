"""Change or call off one meeting of a series, it and all later ones, or all: what differs on its own stays so.

All: the series itself changes, and guests get it anew as a whole. This and later: the series stays as it is and each
of these meetings departs from it, since calendars know no better way (see `formats.calendar.recurring`).
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any, Unpack

from sqlalchemy.orm import Session

from roundtables.formats.calendar import recurrence
from roundtables.formats.calendar.recurrence import RuleRefused
from roundtables.model import Event, GroupMember, Participation, Series
from roundtables.model.base import utc_now
from roundtables.services import events, participants
from roundtables.services.events import ASKS_ANEW, EventValues
from roundtables.services.series import COMMON, DateTaken, ask_all_anew, in_series
from roundtables.terms import EventStatus

NOT_MOVED = dt.timedelta(0)


class Scope(Enum):
    """How many meetings of a series a change is for."""

    ONE = "one"
    LATER = "later"
    ALL = "all"


@dataclass(frozen=True)
class Shift:
    """What a change does to a meeting's time: it begins so much later, and lasts `length` where that changes.

    Before, it stood so far from its date in the series (`offset`) and `lasted` so long: who stands and lasts alike
    follows.
    """

    by: dt.timedelta
    length: dt.timedelta | None
    offset: dt.timedelta
    lasted: dt.timedelta

    def of(self, event: Event) -> "Shift":
        """The shift as another meeting takes part in it: one with a start of its own keeps that."""
        stands = event.starts - (event.recurrence_id or event.starts)
        return self if stands in (self.offset, NOT_MOVED) else replace(self, by=NOT_MOVED)


@dataclass(frozen=True)
class Following:
    """What one meeting takes over of a change."""

    event: Event
    values: dict[str, Any]
    shift: Shift

    @property
    def asks_anew(self) -> bool:
        """Whether SEQUENCE of the meeting will rise."""
        changed = {key for key, value in self.values.items() if getattr(self.event, key) != value}
        return bool(changed & ASKS_ANEW or self.shift.by or self.shift.length is not None)


def change(session: Session, event_id: int, scope: Scope = Scope.ONE, **values: Unpack[EventValues]) -> Event:
    """Change what is given of one meeting, of it and all later ones, or of all; `starts` alone moves the end along.

    Of the others, each value follows only where it was the series', or the meeting's own before. Those that are over
    or held stay as they are. Raises what `events.change` raises, for any of them.
    """
    given: dict[str, Any] = dict(values)
    event = events.get(session, event_id) if scope is Scope.ONE else in_series(session, event_id)
    shift = _shift(event, given)
    series, own = event.series, Following(event, given, shift)
    if scope is Scope.ONE or series is None:
        _change(session, own)
        return event
    chosen = _meetings(event, scope)
    others = [
        Following(each, _kept(each, own, series), shift.of(each))
        for each in chosen
        if each is not event and _is_to_come(each)
    ]
    if len(chosen) == len(series.events):
        _change_all(session, series, own, others)
    else:
        for each in (own, *others):
            _change(session, each)
    session.flush()
    return event


def cancel(session: Session, event_id: int, scope: Scope = Scope.ONE) -> list[Event]:
    """Call off one meeting, it and all later ones, or all that are still to come; returns those."""
    event = events.get(session, event_id)
    chosen = [event] if scope is Scope.ONE else _meetings(in_series(session, event_id), scope)
    gone = [each for each in chosen if each is event or _is_to_come(each)]
    for each in gone:
        events.cancel(session, each.id)
    return gone


def add_people(
    session: Session, event_id: int, person_ids: Collection[int], scope: Scope = Scope.ONE
) -> list[Participation]:
    """Add people to one meeting, it and all later ones, or all that are to come; with all, to its standing group too.

    Returns the new participations. Raises NothingThere.
    """
    event = events.get(session, event_id)
    chosen = [event] if scope is Scope.ONE else _meetings(in_series(session, event_id), scope)
    coming = [each for each in chosen if each.status is not EventStatus.CANCELLED and _is_to_come(each)]
    added = [new for each in dict.fromkeys([event, *coming]) for new in participants.add(session, each.id, person_ids)]
    group = event.series.group if event.series is not None else None
    if scope is Scope.ALL and group is not None:
        known = {member.person_id for member in group.members}
        group.members += [GroupMember(person_id=key) for key in dict.fromkeys(person_ids) if key not in known]
    return added


def _meetings(event: Event, scope: Scope) -> Sequence[Event]:
    """The meetings in question; from the first one on, these are all."""
    meetings = event.series.events if event.series else [event]
    since = event.recurrence_id
    if scope is Scope.ALL or since is None:
        return meetings
    return [each for each in meetings if each.recurrence_id is not None and each.recurrence_id >= since]


def _is_to_come(event: Event) -> bool:
    return event.status is not EventStatus.HELD and event.ends_utc > utc_now()


def _shift(event: Event, given: dict[str, Any]) -> Shift:
    """What the times given mean for others too; they are taken out of what is given."""
    starts = given.pop("starts", event.starts)
    by, lasted = starts - event.starts, event.ends - event.starts
    length = given.pop("ends", event.ends + by) - starts
    offset = event.starts - (event.recurrence_id or event.starts)
    return Shift(by, length if length != lasted else None, offset, lasted)


def _kept(each: Event, own: Following, series: Series) -> dict[str, Any]:
    """What of the values given another meeting takes over: where its own is the series' or as the changed one's was."""
    kept = {}
    for key, value in own.values.items():
        known = [getattr(own.event, key), *([getattr(series, key)] if key in COMMON else [])]
        if getattr(each, key) in known:
            kept[key] = value
    return kept


def _change(session: Session, following: Following) -> None:
    """Change one meeting, its agenda moving along with its start."""
    event, shift, values = following.event, following.shift, dict(following.values)
    if shift.by or shift.length is not None:
        lasts = event.ends - event.starts
        if shift.length is not None and lasts == shift.lasted:
            lasts = shift.length
        values |= {"starts": event.starts + shift.by, "ends": event.starts + shift.by + lasts}
    for part in event.sessions if shift.by else ():
        part.starts, part.ends = part.starts + shift.by, part.ends + shift.by
    events.change(session, event.id, **values)


def _change_all(session: Session, series: Series, own: Following, others: Iterable[Following]) -> None:
    """Change the series and its meetings; all then have one SEQUENCE, above any that guests can hold."""
    following = [own, *others]
    raised = {each.event.id for each in following if each.asks_anew}
    if raised:
        ask_all_anew(series)
        for each in following:
            # Those that change go up by the last one themselves.
            each.event.sequence -= each.event.id in raised
    rule = recurrence.read(series.rule, series.timezone)
    if own.shift.by:
        rule = _move_dates(session, series, rule, own.shift.by)
    for each in following:
        _change(session, each)
    for event in series.events:
        event.sequence = max(event.sequence, series.sequence)
    _take_over(session, series, own)
    series.rule = recurrence.write(rule, series.timezone, all_day=series.all_day)


def _take_over(session: Session, series: Series, own: Following) -> None:
    """What the changed meeting has now, tidied, is what the series says of all."""
    for key in COMMON:
        if key in own.values:
            setattr(series, key, getattr(own.event, key))
    if own.shift.length is not None:
        series.ends = series.starts + own.shift.length
    if series.all_day and series.starts.time() != dt.time():
        _drop_times(session, series)


def _move_dates(session: Session, series: Series, rule: recurrence.Rule, by: dt.timedelta) -> recurrence.Rule:
    """Move the series with all its dates; returns its new rule.

    Where no rule has just these dates, as for a day after each second Tuesday, all stays and every meeting departs.
    """
    begins = series.starts + by
    moved = rule.moved(by, (begins.date() - series.starts.date()).days)
    dates = [date + by for date in recurrence.by_rule(rule, series.starts, series.timezone)]
    try:
        if recurrence.by_rule(moved, begins, series.timezone) != dates:
            return rule
    except RuleRefused:
        return rule
    series.starts, series.ends = begins, series.ends + by
    # One after another from the far end on, as no two of a series may have the same date at any moment.
    for event in sorted(series.events, key=_date, reverse=by > NOT_MOVED):
        event.recurrence_id = _date(event) + by
        session.flush()
    for date in sorted(series.dates, key=lambda date: date.starts, reverse=by > NOT_MOVED):
        date.starts += by
        session.flush()
    return moved


def _drop_times(session: Session, series: Series) -> None:
    """A series of whole days has days for dates. Raises DateTaken where two meetings are on one day."""
    if len({_date(event).date() for event in series.events}) < len(series.events):
        raise DateTaken
    series.starts, series.ends = _midnight(series.starts), _midnight(series.ends)
    for event in series.events:
        event.recurrence_id = _midnight(_date(event))
    for date in series.dates:
        date.starts = _midnight(date.starts)
    session.flush()


def _date(event: Event) -> dt.datetime:
    return event.recurrence_id or event.starts


def _midnight(moment: dt.datetime) -> dt.datetime:
    return dt.datetime.combine(moment.date(), dt.time())
