"""From lines to people: whose line it is, their stays as instants, merged, and what had to be repaired.

The lines come as texts in one shape whichever tool wrote them; this is where most of the time of reading goes.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from roundtables.formats.meeting_reports import errors
from roundtables.formats.meeting_reports.durations import duration
from roundtables.formats.meeting_reports.instants import Instants
from roundtables.formats.meeting_reports.moments import EventDays, Moments
from roundtables.formats.meeting_reports.report import Attendee, Interval, MeetingReport
from roundtables.words import _, n_

MOST_PEOPLE = 20_000
MOST_LETTERS = 300
ONE_MINUTE = 60


Line = tuple[str, str, str, str, str, str, str]
"""One stay of one person as the report writes it: name, email, identity, role, joined, left, duration. What it does not
say is an empty text. A plain tuple, since a report has many."""


@dataclass(frozen=True)
class Head:
    """What a report says of the meeting itself, as texts. `seconds` is how long it lasted, if it says that."""

    title: str = ""
    start: str = ""
    end: str = ""
    seconds: int | None = None


@dataclass(frozen=True)
class Written:
    """A report taken apart: its format, its head, its lines; `people` are lines that count for who has no other.

    A bare number in a duration is so many of `unit` seconds. `notes` are the format's own.
    """

    format: str
    tool: str
    head: Head
    lines: Sequence[Line]
    people: Sequence[Line] = ()
    unit: int = 60
    notes: tuple[str, ...] = ()


Span = tuple[int | None, int | None, str]
"""Joined, left (moments) and the duration as it is written."""


@dataclass(slots=True)
class _Person:
    name: str
    email: str
    role: str
    spans: list[Span] = field(default_factory=list)
    summed_up: Span | None = None


@dataclass(slots=True)
class _Repairs:
    """How often what had to be repaired."""

    left_missing: int = 0
    joined_missing: int = 0
    backwards: int = 0
    nameless: int = 0
    too_long: int = 0
    from_duration: int = 0


class _People:
    """The people of a report, each under their address, their ID or, where there is neither, their name."""

    def __init__(self) -> None:
        self.all: list[_Person] = []
        self._seen: dict[tuple[str, str, str], _Person | None] = {}
        self._by: dict[str, _Person] = {}
        self._by_name: dict[str, list[_Person]] = {}

    def of(self, name: str, email: str, identity: str, role: str) -> _Person | None:
        """Whose line it is; None for a line that names nobody. Raises TooManyPeople."""
        key = (name, email, identity)
        try:
            return self._seen[key]
        except KeyError:
            person = self._seen[key] = self._found(cleaned(name), email, cleaned(identity), cleaned(role))
            return person

    def _found(self, name: str, email: str, identity: str, role: str) -> _Person | None:
        mail = _address(email) or _address(identity)
        keys = [mark + text.casefold() for mark, text in (("@", mail), ("#", identity)) if text]
        if not keys and not name:
            return None
        keys = keys or ["=" + name.casefold()]
        person = next((self._by[key] for key in keys if key in self._by), None) or self._namesake(name, mail)
        if person is None:
            if len(self.all) >= MOST_PEOPLE:
                raise errors.TooManyPeople(MOST_PEOPLE)
            person = _Person(name or mail, mail, role)
            self.all.append(person)
            self._by_name.setdefault(person.name.casefold(), []).append(person)
        person.email, person.role = person.email or mail, person.role or role
        for key in keys:
            self._by.setdefault(key, person)
        return person

    def _namesake(self, name: str, mail: str) -> _Person | None:
        """The list of participants gives the address where the list of activities may not: then the name tells."""
        if mail:
            return None
        namesakes = [person for person in self._by_name.get(name.casefold(), ()) if person.summed_up]
        return namesakes[0] if len(namesakes) == 1 else None


def cleaned(text: str) -> str:
    """A name without control characters and marks of direction, on one line."""
    if not text.isprintable():
        text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())[:MOST_LETTERS]


def _address(text: str) -> str:
    address = cleaned(text).removeprefix("mailto:")
    return address if "@" in address and " " not in address else ""


def gathered(written: Written, days: EventDays) -> MeetingReport:
    """The report of what was taken apart. Raises MomentNotRead, DatesAmbiguous, TooManyPeople, NobodyInReport."""
    moments = Moments(_cells_with_moments(written), days)
    people, repairs = _People(), _Repairs()
    for name, email, identity, role, joined, left, lasted in written.people:
        person = people.of(name, email, identity, role)
        if person is not None:
            person.summed_up = (moments.read(joined), moments.read(left), lasted)
    read, of = moments.read, people.of
    for name, email, identity, role, joined, left, lasted in written.lines:
        person = of(name, email, identity, role)
        if person is None:
            repairs.nameless += 1
        else:
            person.spans.append((read(joined), read(left), lasted))
    if not people.all:
        raise errors.NobodyInReport(written.tool)
    return _report(written, people.all, moments, repairs)


def _cells_with_moments(written: Written) -> list[str]:
    cells = [written.head.start, written.head.end]
    for lines in (written.people, written.lines):
        for line in lines:
            cells += line[4:6]
    return cells


def _report(written: Written, people: list[_Person], moments: Moments, repairs: _Repairs) -> MeetingReport:
    for person in people:
        if not person.spans and person.summed_up:
            person.spans.append(person.summed_up)
    head = (moments.read(written.head.start), moments.read(written.head.end))
    spans = [at for person in people for span in person.spans for at in span[:2]]
    instants = Instants(_known([*head, *spans]), moments)
    start, end = _bounds(head, written.head.seconds, people, instants)
    whole = end - start + ONE_MINUTE
    attendees = []
    for person in people:
        stays = merged(_stays(person, (start, end), written.unit, instants, repairs))
        attendees.append(Attendee(person.name, person.email, person.role, tuple(map(_interval, stays))))
        claimed = _claimed(person, written.unit)
        repairs.too_long += claimed > whole or sum(left - joined for joined, left in stays) > whole
    notes = (*written.notes, *_notes(repairs, moments))
    title = cleaned(written.head.title)
    return MeetingReport(written.format, title, _instant(start), _instant(end), tuple(attendees), notes)


def _known(moments: list[int | None]) -> list[int]:
    return [moment for moment in moments if moment is not None]


def _bounds(
    head: tuple[int | None, int | None], seconds: int | None, people: list[_Person], instants: Instants
) -> tuple[int, int]:
    """When the meeting began and ended, in UTC: what the report says, else the first joining and the last leaving."""
    first, last = head
    moments = _known([at for person in people for span in person.spans for at in span[:2]])
    if first is None and not moments:
        raise errors.NoTimes
    start = instants.utc(min(moments) if first is None else first)
    if last is not None:
        end = instants.after(last, start, seconds)
    elif seconds is not None and first is not None:
        end = start + seconds
    else:
        end = instants.utc(max(moments), late=True) if moments else start
    return start, max(start, end)


def _stays(
    person: _Person, meeting: tuple[int, int], unit: int, instants: Instants, repairs: _Repairs
) -> list[tuple[int, int]]:
    """The stays of one person, in UTC, as they stand in the report; what is missing is repaired and counted."""
    stays = []
    for joined, left, lasted in person.spans:
        if joined is not None and left is not None and instants.steady is not None:
            begin, finish = joined - instants.steady, left - instants.steady
        else:
            begin, finish = _mended(joined, left, duration(lasted, unit), meeting, instants, repairs)
        if finish < begin:
            repairs.backwards += 1
            finish = begin + (duration(lasted, unit) or 0)
        if finish > begin:
            stays.append((begin, finish))
    return stays


def _mended(
    joined: int | None,
    left: int | None,
    seconds: int | None,
    meeting: tuple[int, int],
    instants: Instants,
    repairs: _Repairs,
) -> tuple[int, int]:
    """A stay in UTC where a time is missing, or where the clocks were changed."""
    start, end = meeting
    if joined is not None and left is not None:
        return instants.pair(joined, left, seconds)
    if joined is not None:
        begin = instants.utc(joined)
        repairs.left_missing += 1
        return begin, max(begin, end) if seconds is None else begin + seconds
    if left is not None:
        repairs.joined_missing += 1
        finish = instants.after(left, start, None)
        return (finish - seconds if seconds is not None else min(start, finish)), finish
    repairs.from_duration += seconds is not None
    return start, start + (seconds or 0)


def merged(stays: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stays in order, none touching another: several devices at a time are one stay."""
    if len(stays) < 2:
        return stays
    stays.sort()
    whole = [stays[0]]
    for joined, left in stays[1:]:
        begun, gone = whole[-1]
        if joined > gone:
            whole.append((joined, left))
        elif left > gone:
            whole[-1] = (begun, left)
    return whole


def _claimed(person: _Person, unit: int) -> int:
    """The longest time that the report itself states for somebody, in seconds."""
    spans = [person.summed_up] if person.summed_up else person.spans
    return max((duration(span[2], unit) or 0 for span in spans), default=0)


_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DAYS_BEFORE = _EPOCH.toordinal() * 86_400


def _instant(seconds: int) -> dt.datetime:
    return _EPOCH + dt.timedelta(seconds=seconds - _DAYS_BEFORE)


def _interval(stay: tuple[int, int]) -> Interval:
    return Interval(_instant(stay[0]), _instant(stay[1]))


def _notes(repairs: _Repairs, moments: Moments) -> tuple[str, ...]:
    """What was repaired, each kind in one sentence with its number."""
    return tuple(
        words.format(n=count)
        for count, words in (
            (
                repairs.left_missing,
                n_(
                    "{n} leaving is missing: it was counted until the end of the meeting, or by its duration.",
                    "{n} leavings are missing: they were counted until the end of the meeting, or by their duration.",
                    repairs.left_missing,
                ),
            ),
            (
                repairs.joined_missing,
                n_(
                    "{n} joining is missing: it was counted from the start of the meeting, or by its duration.",
                    "{n} joinings are missing: they were counted from the start of the meeting, or by their duration.",
                    repairs.joined_missing,
                ),
            ),
            (
                repairs.backwards,
                n_(
                    "{n} line has a leaving before its joining: only its duration was counted, if it states one.",
                    "{n} lines have a leaving before their joining: only the duration was counted, if one is stated.",
                    repairs.backwards,
                ),
            ),
            (
                repairs.from_duration,
                n_(
                    "{n} person has a duration but no times: it was counted from the start of the meeting.",
                    "{n} people have a duration but no times: it was counted from the start of the meeting.",
                    repairs.from_duration,
                ),
            ),
            (
                repairs.too_long,
                n_(
                    "{n} person is said to have been there longer than the meeting lasted.",
                    "{n} people are said to have been there longer than the meeting lasted.",
                    repairs.too_long,
                ),
            ),
            (
                repairs.nameless,
                n_(
                    "{n} line names nobody and was left out.",
                    "{n} lines name nobody and were left out.",
                    repairs.nameless,
                ),
            ),
            (
                moments.without_date,
                _("The times stand without a date: they were taken as of the event’s first day."),
            ),
        )
        if count
    )
