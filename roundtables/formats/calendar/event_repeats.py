"""Repeated events of a calendar file as their single meetings: bounded in number, years and time."""

import datetime as dt
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from roundtables.errors import Expected, Invalid, shortened
from roundtables.formats.calendar.events_in import EventLine, wall
from roundtables.formats.calendar.lines import Component, Property
from roundtables.formats.calendar.moments import moment
from roundtables.formats.calendar.reading_errors import UnreadableCalendar
from roundtables.formats.calendar.zones import Zones
from roundtables.walltime import instant
from roundtables.words import _, n_

MOST_MEETINGS = 400
MOST_WALKED = 20_000
MOST_YEARS_AHEAD = 5
MOST_SECONDS = 5.0
MOST_DATES = 1_000
MOST_PROPOSALS = 5_000
"""Events that one file may become: a few short lines can stand for a million meetings."""
Lines = Iterable[tuple[EventLine, Component]]


@dataclass(frozen=True)
class _Source:
    """A repeated event: what is read of it, and what it was read from."""

    line: EventLine
    starts: dt.datetime
    component: Component
    zones: Zones


def expand(lines: Lines, zones_of: Callable[[EventLine], Zones], today: dt.date) -> list[EventLine]:
    """The events with each repeated one replaced by its meetings, those that were moved at their own times."""
    lines = list(lines)
    moved = {(line.uid, line.recurrence): line for line, _component in lines if line.recurrence and line.uid}
    used: set[tuple[str, dt.datetime | None]] = set()
    expanded: list[EventLine] = []
    ends_at = time.monotonic() + MOST_SECONDS
    for line, component in lines:
        if line.recurrence is not None and line.uid:
            continue
        if line.problems or line.starts is None or not ({"RRULE", "RDATE"} & component.lines.keys()):
            expanded.append(line)
            continue
        if len(expanded) > MOST_PROPOSALS:
            expanded.append(replace(line, problems=(f"RRULE: {_TooMuch()}",)))
            continue
        source = _Source(line, line.starts, component, zones_of(line))
        for meeting in _meetings(source, today, ends_at):
            key = (line.uid, meeting.recurrence)
            if key in moved:
                used.add(key)
            expanded.append(_moved(meeting, moved[key]) if key in moved else meeting)
    # Exceptions without the event they belong to: as Outlook sends them.
    expanded += [_alone(line) for key, line in moved.items() if key not in used]
    return expanded


def _moved(meeting: EventLine, line: EventLine) -> EventLine:
    return replace(line, uid=meeting.uid, notes=(*meeting.notes, *line.notes))


def _alone(line: EventLine) -> EventLine:
    return replace(line, uid=_meeting_uid(line.uid, line.recurrence)) if line.recurrence else line


def _meeting_uid(uid: str, at: dt.datetime) -> str:
    """Each meeting is an event of its own here: known again by the file's UID and when the rule has it start."""
    return f"{uid}/{at:%Y%m%dT%H%M}" if uid else ""


def _meetings(source: _Source, today: dt.date, ends_at: float) -> list[EventLine]:
    """One proposal a meeting; where the rule can't be taken, the event alone with what is wrong."""
    line, notes = source.line, list(source.line.notes)
    try:
        dates = _dates(source, today, ends_at, notes)
    except Expected as error:
        return [replace(line, problems=(str(error),))]
    if not dates:
        return [replace(line, problems=(_("{property}: no meeting is left").format(property="RRULE"),))]
    length = (line.ends or source.starts) - source.starts
    return [_meeting(replace(line, notes=tuple(notes)), at, at + length) for at in dates]


def _meeting(line: EventLine, starts: dt.datetime, ends: dt.datetime) -> EventLine:
    """One meeting; where the clocks are changed over its time, it can't be used."""
    made = replace(line, starts=starts, ends=ends, recurrence=starts, uid=_meeting_uid(line.uid, starts))
    try:
        instant(starts, line.timezone)
        instant(ends, line.timezone)
    except Invalid as error:
        return replace(made, problems=(str(error),))
    return made


def _dates(source: _Source, today: dt.date, ends_at: float, notes: list[str]) -> list[dt.datetime]:
    """When the meetings start: the rules', the extra ones, without those left out; what is cut is told in `notes`."""
    found = {source.starts}
    for rule in source.component.all("RRULE", 2):
        if time.monotonic() > ends_at:
            raise _TooMuch
        found |= set(_by_rule(rule.value, source, today, notes))
    found |= _listed("RDATE", source)
    found -= _listed("EXDATE", source)
    last = dt.datetime.combine(_years_on(today, MOST_YEARS_AHEAD), dt.time.max)
    kept = sorted(at for at in found if at <= last)
    if len(kept) < len(found):
        notes.append(_("repeats for longer: taken for five years"))
    if len(kept) > MOST_MEETINGS:
        # Those that are past already are the ones to leave out.
        coming = sum(at.date() >= today for at in kept)
        kept = kept[-max(coming, MOST_MEETINGS) :][:MOST_MEETINGS]
        words = n_(
            "repeats more often: {n} meeting is taken", "repeats more often: {n} meetings are taken", MOST_MEETINGS
        )
        notes.append(words.format(n=MOST_MEETINGS))
    return kept


class _TooMuch(Expected):
    def __init__(self) -> None:
        super().__init__(_("the events of this file repeat too often altogether: export it alone"))


def _by_rule(text: str, source: _Source, today: dt.date, notes: list[str]) -> list[dt.datetime]:
    """What a rule gives, behind the gate of `recurrence`; one without an end up to a year from today."""
    from roundtables.formats.calendar import recurrence

    starts, zone_name = source.starts, source.line.timezone
    try:
        try:
            return recurrence.by_rule(text, starts, zone_name, most=MOST_WALKED)
        except recurrence.RuleWithoutEnd:
            last = _years_on(max(today, starts.date()), 1)
            ended = f"{text.strip().rstrip(';')};UNTIL={last:%Y%m%d}"
            found = recurrence.by_rule(ended, starts, zone_name, most=MOST_WALKED)
    except recurrence.RuleRefused as error:
        raise _RuleWrong(str(error)) from error
    notes.append(_("repeats without an end: taken for a year"))
    return found


class _RuleWrong(Expected):
    def __init__(self, why: str) -> None:
        super().__init__(f"RRULE: {why}")


def _years_on(day: dt.date, years: int) -> dt.date:
    return dt.date(day.year + years, day.month, min(day.day, 28))


def _listed(name: str, source: _Source) -> set[dt.datetime]:
    """The times of EXDATE or RDATE as wall time. Raises _NotADate, which names the property."""
    found = set()
    for prop in source.component.all(name, MOST_DATES):
        for value in prop.value.split(",")[:MOST_DATES]:
            # A period counts by its start (RFC 5545, 3.8.5.2).
            single = Property(prop.params, value.partition("/")[0])
            try:
                at = moment(name, single, source.zones)
            except UnreadableCalendar as error:
                raise _NotADate(name, value) from error
            whole_day = not isinstance(at, dt.datetime)
            there = wall(at, source.line.timezone)
            found.add(dt.datetime.combine(there, source.starts.time()) if whole_day else there)
    return found


class _NotADate(Expected):
    def __init__(self, name: str, value: str) -> None:
        words = _("{property} is “{value}”, which can't be understood")
        super().__init__(words.format(property=name, value=shortened(value, 40)))
