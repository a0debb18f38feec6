"""From lines to people: whose line it is, their stays as instants, merged, and what had to be repaired.

This is where most of the time of reading goes, so that it works through columns where it can.
"""

import datetime as dt

from roundtables.formats.meeting_reports import errors
from roundtables.formats.meeting_reports.instants import Instants
from roundtables.formats.meeting_reports.moments import EventDays, Moments
from roundtables.formats.meeting_reports.people import People, Somebody, cleaned
from roundtables.formats.meeting_reports.report import Attendee, Interval, MeetingReport
from roundtables.formats.meeting_reports.stays import Repairs, claimed, merged, notes_of, stays_of
from roundtables.formats.meeting_reports.written import Head, Written

ONE_MINUTE = 60
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DAYS_BEFORE = _EPOCH.toordinal() * 86_400


def gathered(written: Written, days: EventDays) -> MeetingReport:
    """The report of what was taken apart. Raises MomentNotRead, DatesAmbiguous, TooManyPeople, NobodyInReport."""
    joined = [line[4] for line in written.lines]
    left = [line[5] for line in written.lines]
    summed_up = [cell for line in written.people for cell in line[4:6]]
    moments = Moments([written.head.start, written.head.end, *joined, *left, *summed_up], days)
    people, repairs = People(), Repairs()
    for name, email, identity, role, *times in written.people:
        person = people.of(name, email, identity, role)
        if person is not None:
            person.summed_up = (times[0], times[1], times[2])
    of, seen = people.of, people.seen
    for line, begin, finish in zip(written.lines, moments.read_all(joined), moments.read_all(left), strict=True):
        person = seen.get(line[:3]) or of(*line[:4])
        if person is None:
            repairs.nameless += 1
        else:
            person.spans.append((begin, finish, line[6]))
    if not people.all:
        raise errors.NobodyInReport(written.tool)
    for person in people.all:
        if not person.spans and person.summed_up:
            person.spans.append(
                (moments.read(person.summed_up[0]), moments.read(person.summed_up[1]), person.summed_up[2])
            )
    repairs.without_date = moments.without_date
    return _report(written, people.all, moments, repairs)


def _report(written: Written, people: list[Somebody], moments: Moments, repairs: Repairs) -> MeetingReport:
    first, last = moments.read(written.head.start), moments.read(written.head.end)
    known = [
        at for person in people for joined, left, _lasted in person.spans for at in (joined, left) if at is not None
    ]
    instants = Instants([at for at in (first, last) if at is not None] + known, moments)
    start, end = _bounds(written.head, first, last, known, instants)
    whole = end - start + ONE_MINUTE
    attendees = []
    for person in people:
        stays = merged(stays_of(person, (start, end), written.unit, instants, repairs))
        attendees.append(Attendee(person.name, person.email, person.role, tuple(map(_interval, stays))))
        lasted = max(claimed(person, written.unit), sum([left - joined for joined, left in stays]))
        repairs.too_long += lasted > whole
    notes = (*written.notes, *notes_of(repairs))
    title = cleaned(written.head.title)
    return MeetingReport(written.format, title, _instant(start), _instant(end), tuple(attendees), notes)


def _bounds(head: Head, first: int | None, last: int | None, known: list[int], instants: Instants) -> tuple[int, int]:
    """When the meeting began and ended, in UTC: what the report says, else the first joining and the last leaving."""
    if first is None and not known:
        raise errors.NoTimes
    start = instants.utc(min(known) if first is None else first)
    if last is not None:
        end = instants.after(last, start, head.seconds)
    elif head.seconds is not None and first is not None:
        end = start + head.seconds
    else:
        end = instants.utc(max(known), late=True) if known else start
    return start, max(start, end)


def _instant(seconds: int) -> dt.datetime:
    return _EPOCH + dt.timedelta(0, seconds - _DAYS_BEFORE)


def _interval(stay: tuple[int, int]) -> Interval:
    return Interval(_instant(stay[0]), _instant(stay[1]))
