"""Stays as instants: what is missing is repaired and counted, what overlaps is merged."""

from dataclasses import dataclass

from roundtables.formats.meeting_reports.durations import duration
from roundtables.formats.meeting_reports.instants import Instants
from roundtables.formats.meeting_reports.people import Somebody
from roundtables.words import _, n_


@dataclass(slots=True)
class Repairs:
    """How often what had to be repaired."""

    left_missing: int = 0
    joined_missing: int = 0
    backwards: int = 0
    nameless: int = 0
    too_long: int = 0
    from_duration: int = 0
    without_date: int = 0


def stays_of(
    person: Somebody, meeting: tuple[int, int], unit: int, instants: Instants, repairs: Repairs
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
    repairs: Repairs,
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


def claimed(person: Somebody, unit: int) -> int:
    """The longest time that the report itself states for somebody, in seconds."""
    if person.summed_up is not None:
        return duration(person.summed_up[2], unit) or 0
    return max((duration(span[2], unit) or 0 for span in person.spans), default=0)


def notes_of(repairs: Repairs) -> tuple[str, ...]:
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
                repairs.without_date,
                _("The times stand without a date: they were taken as of the event’s first day."),
            ),
        )
        if count
    )
