"""What an answer asks for that is never done on its own, kept until an organiser decides."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.formats.calendar.answer import CalendarAnswer
from roundtables.model import Answer, Event, Person
from roundtables.services.answers.matching import Target
from roundtables.services.answers.tidying import wall_time
from roundtables.terms import Decision, Outcome, ProposalKind
from roundtables.words import fold

Times = tuple[dt.datetime, dt.datetime, bool]
COMING = frozenset({"ACCEPTED", "TENTATIVE"})


def keep(session: Session, row: Answer) -> bool:
    """Keep a proposal; an open one of the same person for the same event is superseded, if it is not the newer one.

    Returns whether it waits for a decision.
    """
    for other in open_ones(session, row.event_id, row.person_id, row.email):
        if other is row:
            continue
        if (other.sequence, _at(other)) > (row.sequence, _at(row)):
            row.outcome = Outcome.STALE
            return False
        _carry_over(other, row)
        other.outcome = Outcome.STALE
    return True


def _at(row: Answer) -> dt.datetime:
    return row.stamp or row.taken_at


def _carry_over(older: Answer, newer: Answer) -> None:
    """What a delegate answered themselves stays known when the word of whom they stand in for comes after it."""
    same = older.delegate_email.casefold() == newer.delegate_email.casefold() != ""
    if same and newer.partstat == "DELEGATED":
        newer.partstat = older.partstat
    if same:
        newer.delegate_name = newer.delegate_name or older.delegate_name


def open_ones(session: Session, event_id: int, person_id: int | None, email: str) -> list[Answer]:
    """What waits for a decision of one person for one event, the oldest first."""
    statement = (
        select(Answer)
        .where(Answer.event_id == event_id, Answer.outcome == Outcome.PROPOSAL, Answer.decision == Decision.OPEN)
        .order_by(Answer.id)
    )
    key = email.casefold()
    return [
        row
        for row in session.scalars(statement)
        if (person_id is not None and row.person_id == person_id) or row.email.casefold() == key
    ]


def withdraw_stranger(session: Session, event: Event, answer: CalendarAnswer) -> bool:
    """Somebody who was not invited and had accepted declines: nothing waits any more. Returns whether it did."""
    withdrawn = [
        row
        for row in open_ones(session, event.id, None, answer.email)
        if row.proposal is ProposalKind.STRANGER and answer.stamp is not None and _at(row) <= answer.stamp
    ]
    for row in withdrawn:
        row.outcome = Outcome.STALE
    return bool(withdrawn)


def as_stranger(row: Answer, person: Person | None) -> None:
    """Somebody who does not take part accepts."""
    row.proposal, row.person_id = ProposalKind.STRANGER, person.id if person else None


def as_delegate(row: Answer, answer: CalendarAnswer) -> None:
    """A participant sends somebody else. Where they name several, the first: one seat passes to one person."""
    row.proposal = ProposalKind.DELEGATE
    row.delegate_email, row.delegate_name = answer.delegates[0] if answer.delegates else ("", "")


def as_delegates_own(row: Answer, answer: CalendarAnswer, delegator: Person) -> None:
    """The answer of a delegate themselves, which names whom they stand in for (DELEGATED-FROM)."""
    row.proposal, row.person_id, row.name = ProposalKind.DELEGATE, delegator.id, delegator.name
    row.email = answer.delegated_from
    row.delegate_email, row.delegate_name = answer.email, answer.name


def as_counter(row: Answer, answer: CalendarAnswer, target: Target, event: Event) -> None:
    """A participant proposes another time or place: kept as wall time in the event's zone."""
    row.proposal, row.timezone = ProposalKind.COUNTER, event.timezone
    times = proposed_times(answer, target, event)
    if times is not None:
        row.starts, row.ends, row.all_day = times
    row.place = proposed_place(answer.place, target, event)


def proposed_times(answer: CalendarAnswer, target: Target, event: Event) -> Times | None:
    """The time that is proposed, as an event keeps it; None where it is none, or the one the event has.

    A proposal for a whole series moves the meeting that it is kept for by as much as it would move the first.
    """
    if answer.starts is None:
        return None
    now: Times = (event.starts, event.ends, event.all_day)
    if target.part is not None:
        now = (target.part.starts, target.part.ends, False)
    starts = wall_time(answer.starts, event.timezone)
    all_day = not isinstance(answer.starts, dt.datetime)
    alike = answer.ends is not None and isinstance(answer.ends, dt.datetime) != all_day
    ends = wall_time(answer.ends, event.timezone) if answer.ends is not None and alike else None
    if ends is None or ends < starts:
        ends = starts + (now[1] - now[0] if all_day == now[2] else dt.timedelta())
    if event.series is not None and target.recurrence_id is None:
        by = event.starts - event.series.starts
        starts, ends = starts + by, ends + by
    times = (starts.replace(second=0), ends.replace(second=0), all_day)
    return None if times == now else times


def proposed_place(place: str | None, target: Target, event: Event) -> str:
    """The place that is proposed; empty where it is none, or the one that the invitation names."""
    known = {event.where, event.place, event.online_url, target.part.place if target.part else ""}
    if not place or fold(place) in {fold(" ".join(each.split())) for each in known}:
        return ""
    return place
