"""What becomes of each line: its minutes in each slot, present or absent, and what stands there already."""

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

from roundtables.formats.meeting_reports.report import Attendee
from roundtables.services.meeting_reports.facts import Facts
from roundtables.services.meeting_reports.lines import Choice, Decision, Line, Marked, Match, Person, SlotLine, Verdict
from roundtables.services.meeting_reports.matching import address_key
from roundtables.services.meeting_reports.names import readings
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
    groups = [_who(number, decision, match, attendees[number]) for number, (decision, match) in enumerate(told)]
    spans: dict[Hashable, list[Span]] = defaultdict(list)
    for group, attendee in zip(groups, attendees, strict=True):
        spans[group] += [(stay.joined, stay.departed) for stay in attendee.stays]
    judged: dict[Hashable, tuple[tuple[SlotLine, ...], int, bool]] = {}
    lines = []
    for number, (attendee, group, (decision, match)) in enumerate(zip(attendees, groups, told, strict=True)):
        person = people.get(decision.person_id) if decision.person_id is not None else None
        if group not in judged:
            judged[group] = _slot_lines(facts, person, union(spans[group]), percent)
        slots, minutes, fresh = judged[group]
        if decision.overrides:
            slots = tuple(slot._replace(kept=False) for slot in slots)
        verdict = _verdict(decision, match, slots, fresh=fresh)
        found = Verdict.CHOSEN if _is_chosen(decision, match) else match.verdict
        lines.append(
            Line(
                number,
                group,
                attendee,
                verdict,
                found,
                decision.choice,
                person,
                match.candidates,
                slots,
                minutes,
                decided=number in decisions,
                overrides=decision.overrides,
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


def _who(number: int, decision: Decision, match: Match, attendee: Attendee) -> Hashable:
    """What lines of the same person have in common."""
    if decision.choice is Choice.LEAVE:
        return number
    if decision.person_id is not None:
        return "known", decision.person_id
    if match.verdict is Verdict.STRANGER and readings(attendee.name):
        return "new", readings(attendee.name)[0], address_key(attendee)
    return number


def _is_chosen(decision: Decision, match: Match) -> bool:
    return decision.choice is Choice.MATCH and decision.person_id is not None and decision.person_id != match.person_id


def _verdict(decision: Decision, match: Match, slots: Sequence[SlotLine], *, fresh: bool) -> Verdict:
    """What is to be known first of a line."""
    if decision.choice is not Choice.MATCH or decision.person_id is None:
        return match.verdict
    if any(slot.disagrees for slot in slots):
        return Verdict.KEPT
    if not fresh and all(slot.kept or _is_marked(slot) for slot in slots):
        return Verdict.SAME
    return Verdict.CHOSEN if _is_chosen(decision, match) else match.verdict


def _is_marked(slot: SlotLine) -> bool:
    return slot.marked == Marked(slot.presence, Source.MEETING_REPORT, slot.minutes)


def _slot_lines(
    facts: Facts, person: Person | None, stays: list[Span], percent: int
) -> tuple[tuple[SlotLine, ...], int, bool]:
    """What somebody's stays, with those kept before, say of each slot; their minutes; whether any stay is new."""
    known: list[Span] = []
    marks: Mapping[int, Marked] = {}
    if person is not None and person.participation_id is not None:
        known = facts.stays.get(person.participation_id, known)
        marks = facts.marks.get(person.participation_id, marks)
    both = union([*stays, *known]) if known else stays
    lines = tuple([_slot_line(slot, both, marks.get(slot.id), percent) for slot in facts.slots])
    return lines, seconds(within(both, facts.held)) // 60, both != known


def _slot_line(slot: SlotTimes, stays: list[Span], marked: Marked | None, percent: int) -> SlotLine:
    there = within(stays, slot.held)
    lasted = sum([(ends - begins).total_seconds() for begins, ends in there])
    present = lasted > 0 and lasted * 100 >= percent * slot.seconds
    arrived: dt.datetime | None = there[0][0] if there else None
    return SlotLine(
        slot.id,
        slot.number,
        int(lasted) // 60,
        Presence.PRESENT if present else Presence.ABSENT,
        arrived,
        there[-1][1] if there else None,
        marked,
        marked is not None and marked.source is not Source.MEETING_REPORT,
    )
