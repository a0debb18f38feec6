"""What becomes of each line: its minutes in each slot, present or absent, and what stands there already."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple

from roundtables.formats.meeting_reports.report import Attendee
from roundtables.services.meeting_reports.facts import Facts
from roundtables.services.meeting_reports.lines import Choice, Decision, Line, Marked, Match, Person, SlotLine, Verdict
from roundtables.services.meeting_reports.matching import address_key
from roundtables.services.meeting_reports.names import Words, readings
from roundtables.services.meeting_reports.slot_times import SlotTimes
from roundtables.services.meeting_reports.spans import Span, seconds, union, within
from roundtables.terms import Presence, Source

TAKEN = frozenset({Verdict.MATCHED, Verdict.REMEMBERED, Verdict.NAMED, Verdict.SIMILAR})
"""What is taken over unless somebody says otherwise."""


def judge(
    facts: Facts,
    attendees: Sequence[Attendee],
    matches: Sequence[Match],
    people: Mapping[int, Person],
    decisions: Mapping[int, Decision],
    percent: int,
) -> tuple[Line, ...]:
    """A line for each of the report, as decided, or as it would be taken if nobody decided anything.

    Lines of the same person share what they say: two devices are one stay where they overlap.
    """
    told = [(_settled(match, decisions.get(number)), match) for number, match in enumerate(matches)]
    groups = _groups(told, attendees)
    overruled = {group for group, (decision, _match) in zip(groups, told, strict=True) if decision.overrides}
    spans: dict[Hashable, list[Span]] = defaultdict(list)
    for group, attendee in zip(groups, attendees, strict=True):
        spans[group] += [(stay.joined, stay.departed) for stay in attendee.stays]
    said: dict[Hashable, _Said] = {}
    lines = []
    for number, (attendee, group, (decision, match)) in enumerate(zip(attendees, groups, told, strict=True)):
        person = people.get(decision.person_id) if decision.person_id is not None else None
        if group not in said:
            said[group] = _said(facts, person, union(spans[group]), percent, overrides=group in overruled)
        slots, minutes, changes = said[group]
        lines.append(
            Line(
                number,
                group,
                attendee,
                _verdict(decision, match, slots, changes=changes),
                Verdict.CHOSEN if _is_chosen(decision, match) else match.verdict,
                decision.choice,
                person,
                match.candidates,
                slots,
                minutes,
                changes,
                number in decisions,
                group in overruled,
            )
        )
    return tuple(lines)


def _settled(match: Match, decision: Decision | None) -> Decision:
    """What the user decided; else what was matched is taken and all else left out, with who it could be."""
    if decision is None:
        decision = Decision(Choice.MATCH if match.verdict in TAKEN else Choice.LEAVE)
    person_id = match.person_id if decision.person_id is None else decision.person_id
    nobody = person_id is None and decision.choice is Choice.MATCH
    return Decision(Choice.LEAVE if nobody else decision.choice, person_id, decision.overrides)


def _groups(told: Sequence[tuple[Decision, Match]], attendees: Sequence[Attendee]) -> list[Hashable]:
    """What the lines of one person have in common. Strangers of one name are one, unless they have two addresses."""
    new: dict[Words, set[str]] = defaultdict(set)
    for (decision, match), attendee in zip(told, attendees, strict=True):
        if decision.choice is Choice.WALK_IN and match.verdict is Verdict.STRANGER:
            new[_name(attendee)].add(address_key(attendee))
    groups: list[Hashable] = []
    for number, ((decision, match), attendee) in enumerate(zip(told, attendees, strict=True)):
        if decision.choice is Choice.LEAVE:
            groups.append(number)
        elif decision.person_id is not None:
            groups.append(("known", decision.person_id))
        elif match.verdict is Verdict.STRANGER and (name := _name(attendee)):
            several = len(new[name] - {""}) > 1
            groups.append(("new", name, address_key(attendee) if several else ""))
        else:
            groups.append(number)
    return groups


def _name(attendee: Attendee) -> Words:
    return next(iter(readings(attendee.name)), ())


def _is_chosen(decision: Decision, match: Match) -> bool:
    return decision.choice is Choice.MATCH and decision.person_id is not None and decision.person_id != match.person_id


def _verdict(decision: Decision, match: Match, slots: Sequence[SlotLine], *, changes: bool) -> Verdict:
    """What is to be known first of a line."""
    if decision.choice is not Choice.MATCH or decision.person_id is None:
        return match.verdict
    if any(slot.disagrees for slot in slots):
        return Verdict.KEPT
    if not changes:
        return Verdict.SAME
    return Verdict.CHOSEN if _is_chosen(decision, match) else match.verdict


class _Said(NamedTuple):
    """What somebody's lines say together: of each slot, in minutes, and whether that is not known already."""

    slots: tuple[SlotLine, ...]
    minutes: int
    changes: bool


def _said(facts: Facts, person: Person | None, stays: list[Span], percent: int, *, overrides: bool) -> _Said:
    """What somebody's stays say, with those kept before; with `overrides`, whatever was marked."""
    known: list[Span] = []
    marks: Mapping[int, Marked] = {}
    if person is not None and person.participation_id is not None:
        known = facts.stays.get(person.participation_id, known)
        marks = facts.marks.get(person.participation_id, marks)
    both = union([*stays, *known]) if known else stays
    there = [within(both, slot.held) for slot in facts.slots]
    lasted = [seconds(spans) for spans in there]
    slots = tuple(
        [
            _slot_line(slot, spans, long, marks.get(slot.id), percent, overrides=overrides)
            for slot, spans, long in zip(facts.slots, there, lasted, strict=True)
        ]
    )
    # Sessions may be held side by side.
    in_all = seconds(within(both, facts.held)) if facts.overlap else sum(lasted)
    changes = both != known or any(not slot.kept and not _is_marked(slot) for slot in slots)
    return _Said(slots, in_all // 60, changes)


def _is_marked(slot: SlotLine) -> bool:
    return slot.marked == Marked(slot.presence, Source.MEETING_REPORT, slot.minutes)


def _slot_line(
    slot: SlotTimes, there: list[Span], lasted: int, marked: Marked | None, percent: int, *, overrides: bool
) -> SlotLine:
    present = lasted > 0 and lasted * 100 >= percent * slot.seconds
    arrived: dt.datetime | None = there[0][0] if there else None
    return SlotLine(
        slot.id,
        slot.number,
        lasted // 60,
        Presence.PRESENT if present else Presence.ABSENT,
        arrived,
        there[-1][1] if there else None,
        marked,
        marked is not None and marked.source is not Source.MEETING_REPORT and not overrides,
    )
