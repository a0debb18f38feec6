"""Series: meetings of a standing group that repeat by a rule, each an event of its own in the register."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, NothingThere
from roundtables.formats.calendar import recurrence
from roundtables.formats.calendar.recurrence import RuleRefused
from roundtables.model import Attendance, Event, Group, GroupMember, Invitation, Participation, Series, SeriesDate
from roundtables.services import events, participants
from roundtables.services.events import EventValues, InvitationsAreHeld, WasHandedOver
from roundtables.terms import EventStatus, Reply
from roundtables.words import _

Report = Callable[[int, int], None]
COMMON = ("title", "timezone", "all_day", "venue_id", "place", "online_url", "description")
"""What a series says of all its meetings, beside their times."""
FEWEST = 2


class AlreadyRepeats(Expected):
    def __init__(self, reference: str) -> None:
        super().__init__(_("{reference} is part of a series already. Nothing was changed.").format(reference=reference))


class NotInSeries(Expected):
    def __init__(self, reference: str) -> None:
        super().__init__(_("{reference} is not part of a series. Nothing was changed.").format(reference=reference))


class FirstIsNotByRule(RuleRefused):
    def __init__(self) -> None:
        super().__init__(_("The first meeting is on no day of this rule. Choose the weekday or the day that it is on."))


class TooFewDates(RuleRefused):
    def __init__(self) -> None:
        super().__init__(_("These dates make only one meeting. A series has at least two. Nothing was changed."))


class DateTaken(RuleRefused):
    def __init__(self) -> None:
        super().__init__(_("There is a meeting of this series on that date already. Nothing was changed."))


def add(
    session: Session,
    *,
    rule: str,
    extra: Iterable[dt.datetime] = (),
    left_out: Iterable[dt.datetime] = (),
    group_id: int | None = None,
    **values: Unpack[EventValues],
) -> Series:
    """A new series; `title`, `starts`, `ends` and `timezone` are those of its first meeting. See `repeat`."""
    first = events.add(session, **values)
    return repeat(session, first.id, rule=rule, extra=extra, left_out=left_out, group_id=group_id)


def repeat(
    session: Session,
    event_id: int,
    *,
    rule: str,
    extra: Iterable[dt.datetime] = (),
    left_out: Iterable[dt.datetime] = (),
    group_id: int | None = None,
    report: Report | None = None,
) -> Series:
    """Make an event the first meeting of a series, the others like it: agenda, tasks, participants.

    `rule` is an RRULE's value; `extra` and `left_out` are wall times in the event's zone. Members of the group take
    part in every meeting; without one, the event's participants become a group under the series' title. Who holds an
    invitation to the event gets the series as an update of it: its UID stays.
    Raises RuleRefused, AlreadyRepeats, and what `events.add` raises.
    """
    first = events.get(session, event_id)
    if first.series_id is not None:
        raise AlreadyRepeats(first.reference)
    series = _begin(session, first, rule)
    dates = _lay_dates(series, extra, left_out)
    series.group = _group(session, series.title, first, group_id)
    roles = {each.person_id: each.role for each in first.participations if each.reply is not Reply.WITHDRAWN}
    members = [member.person_id for member in series.group.members] if series.group else []
    participants.add(session, first.id, members)
    for number, date in enumerate(dates):
        if report is not None:
            report(number, len(dates))
        if date != first.starts:
            meeting = _meeting(session, series, first, date)
            session.add_all(Participation(event_id=meeting.id, person_id=key, role=roles[key]) for key in roles)
            session.flush()
            participants.add(session, meeting.id, members)
    return series


def add_date(session: Session, series_id: int, starts: dt.datetime) -> Event:
    """A meeting more on a date besides the rule, wall time in the series' zone; one that was left out comes back.

    Raises DateTaken, TooManyDates and what `events.add` raises.
    """
    series = get(session, series_id)
    there = [event for event in series.events if event.recurrence_id == starts]
    if any(event.status is not EventStatus.CANCELLED for event in there):
        raise DateTaken
    if len(series.events) >= recurrence.MOST_OCCURRENCES:
        raise recurrence.TooManyDates(recurrence.MOST_OCCURRENCES)
    known = next((date for date in series.dates if date.starts == starts), None)
    if known is not None and known.left_out:
        series.dates.remove(known)
    elif known is None and starts not in recurrence.by_rule(series.rule, series.starts, series.timezone):
        series.dates.append(SeriesDate(starts=starts))
    if there:
        return events.change(session, there[0].id, status=EventStatus.PLANNED)
    like = next((each for each in series.events if each.status is not EventStatus.CANCELLED), series.events[0])
    meeting = _meeting(session, series, like, starts)
    events.change(session, meeting.id, **_common(series))
    people = [each.person_id for each in like.participations if each.reply is not Reply.WITHDRAWN]
    participants.add(session, meeting.id, people)
    return meeting


def leave_out(session: Session, event_id: int) -> None:
    """Take one date out of a series. Its event is deleted, or cancelled where somebody holds it or was there.

    Raises NotInSeries.
    """
    event = in_series(session, event_id)
    if event.series is not None and event.recurrence_id is not None:
        event.series.leave_out(event.recurrence_id)
        session.flush()
        _remove(session, event)


def end_earlier(session: Session, series_id: int, until: dt.date) -> None:
    """Let a series end with its last meeting by the rule on or before this day; later ones go as in `leave_out`.

    Raises TooFewDates where none would be left.
    """
    series = get(session, series_id)
    rule = recurrence.read(series.rule, series.timezone)
    kept = [date for date in recurrence.by_rule(rule, series.starts, series.timezone) if date.date() <= until]
    if not kept:
        raise TooFewDates
    shorter = replace(rule, count=len(kept), until=None) if rule.count else replace(rule, until=kept[-1])
    series.rule = recurrence.write(shorter, series.timezone, all_day=series.all_day)
    for date in [date for date in series.dates if date.starts.date() > until]:
        series.dates.remove(date)
    session.flush()
    for event in [each for each in series.events if each.recurrence_id and each.recurrence_id.date() > until]:
        _remove(session, event)
    ask_all_anew(series)


def get(session: Session, series_id: int) -> Series:
    """The series with this key. Raises NothingThere."""
    series = session.get(Series, series_id)
    if series is None:
        raise NothingThere
    return series


def in_series(session: Session, event_id: int) -> Event:
    """The event with this key, which is a meeting of a series. Raises NothingThere, NotInSeries."""
    event = events.get(session, event_id)
    if event.series is None:
        raise NotInSeries(event.reference)
    return event


def ask_all_anew(series: Series) -> None:
    """Raise SEQUENCE of the series and of every meeting to one level above all.

    No meeting's is ever below the series': guests who get the whole series hold each meeting by the series' at least.
    """
    level = max([series.sequence, *(event.sequence for event in series.events)]) + 1
    series.sequence = level
    for event in series.events:
        event.sequence = level


def new_uid() -> str:
    """What calendars will know a series by."""
    return f"{uuid.uuid4()}@{events.UID_DOMAIN}"


def _begin(session: Session, first: Event, text: str) -> Series:
    """The series of its first meeting, without its dates. Raises RuleRefused."""
    rule = recurrence.read(text, first.timezone)
    if first.starts not in recurrence.by_rule(rule, first.starts, first.timezone):
        raise FirstIsNotByRule
    sent = session.scalar(select(Invitation.id).where(Invitation.event_id == first.id).limit(1)) is not None
    uid = new_uid()
    if sent:
        # What guests hold becomes the series by its UID; the event gets another, so that a UID never means both.
        uid, first.uid = first.uid, uid
        first.sequence += 1
    values = {key: getattr(first, key) for key in (*COMMON, "starts", "ends", "sequence")}
    series = Series(
        uid=uid,
        rule=recurrence.write(rule, first.timezone, all_day=first.all_day),
        **values,
    )
    session.add(series)
    first.series, first.recurrence_id = series, first.starts
    session.flush()
    return series


def _lay_dates(series: Series, extra: Iterable[dt.datetime], left_out: Iterable[dt.datetime]) -> list[dt.datetime]:
    """Keep the dates that depart from the rule; returns all on which meetings are, the first always among them."""
    ruled = recurrence.by_rule(series.rule, series.starts, series.timezone)
    without = (set(left_out) & set(ruled)) - {series.starts}
    beside = set(extra) - set(ruled)
    dates = recurrence.occurrences(series.rule, series.starts, series.timezone, left_out=without, extra=beside)
    if len(dates) < FEWEST:
        raise TooFewDates
    series.dates = [SeriesDate(starts=date, left_out=date in without) for date in sorted(without | beside)]
    return dates


def _group(session: Session, title: str, first: Event, group_id: int | None) -> Group | None:
    """The standing group that was chosen, or one of those who take part."""
    if group_id is not None:
        group = session.get(Group, group_id)
        if group is None:
            raise NothingThere
        return group
    people = [each.person_id for each in first.participations if each.reply is not Reply.WITHDRAWN]
    if not people:
        return None
    return Group(name=title, members=[GroupMember(person_id=key) for key in people])


def _meeting(session: Session, series: Series, like: Event, starts: dt.datetime) -> Event:
    """One more meeting, like another of the series, with nobody in it."""
    meeting = events.duplicate(session, like.id, starts)
    meeting.status = EventStatus.DRAFT if like.status is EventStatus.DRAFT else EventStatus.PLANNED
    meeting.series, meeting.recurrence_id, meeting.sequence = series, starts, series.sequence
    session.flush()
    return meeting


def _common(series: Series) -> EventValues:
    return {
        "title": series.title,
        "timezone": series.timezone,
        "venue_id": series.venue_id,
        "place": series.place,
        "online_url": series.online_url,
        "description": series.description,
    }


def _remove(session: Session, event: Event) -> None:
    """Delete a meeting, or call it off where somebody would not learn of it, or something is known of it."""
    taken = select(Attendance.id).where(Attendance.event_id == event.id).limit(1)
    if session.scalar(taken) is None:
        try:
            events.delete(session, event.id)
            session.flush()
        except (WasHandedOver, InvitationsAreHeld):
            events.cancel(session, event.id)
    else:
        events.cancel(session, event.id)
