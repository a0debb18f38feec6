"""Decide on what is never done on its own: a stranger who accepts, a delegate, another time or place."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, NothingThere
from roundtables.formats.people.names import NameOrder, split_name
from roundtables.model import Answer, Event, Participation, Person, Series
from roundtables.model import Session as EventSession
from roundtables.queries import invitations
from roundtables.services import events, line, participants, people, sessions
from roundtables.services.answers import applying, matching
from roundtables.services.post import telling
from roundtables.terms import Decision, MessageKind, Outcome, ProposalKind, Reply, Role, Way
from roundtables.transport.accounts import PostSettings
from roundtables.walltime import aware, zone
from roundtables.words import _, n_, spoken


class AlreadyDecided(Expected):
    def __init__(self, answer: Answer) -> None:
        words = {
            Decision.ACCEPTED: _("This was agreed to already. Nothing was changed."),
            Decision.TURNED_DOWN: _("This was turned down already. Nothing was changed."),
            Decision.OPEN: _("This does not wait any more: a later answer came in. Nothing was changed."),
        }
        super().__init__(words[answer.decision])


class NobodyNamed(Expected):
    def __init__(self) -> None:
        super().__init__(
            _(
                "The answer does not say who comes instead. Nothing was changed; turn it down, and add that person "
                "to the event."
            )
        )


@dataclass(frozen=True)
class Consequence:
    """What agreeing would do, in words; `messages` how many people would be written to."""

    words: str
    messages: int = 0


def consequence(session: Session, answer_id: int, settings: PostSettings | None = None) -> Consequence:
    """What agreeing to a proposal would do. With the settings, it also says who has to be told by hand."""
    answer = _open(session, answer_id)
    by_mail = settings is None or settings.way is Way.MAIL
    if answer.proposal is ProposalKind.COUNTER:
        words, number = _as_counter(session, answer)
        told = n_(
            "{n} person who holds an invitation is sent the update.",
            "{n} people who hold an invitation are sent the update.",
            number,
        ).format(n=number)
        by_hand = _("Hand the update out on the event's page: no mail goes out from here.")
    else:
        words, number = (_as_delegate if answer.proposal is ProposalKind.DELEGATE else _as_stranger)(session, answer)
        told = _("They are sent the invitation.")
        by_hand = _("Hand the invitation out on the event's page: no mail goes out from here.")
    if not number:
        return Consequence(words)
    return Consequence(f"{words} {told if by_mail else by_hand}", number if by_mail else 0)


def _as_stranger(session: Session, answer: Answer) -> tuple[str, int]:
    """In words what becomes of who was not invited, and how many have to be told; the others likewise."""
    event = answer.event
    if answer.partstat != "ACCEPTED":
        words = _("{who} takes part in {reference} and counts as tentative.")
    elif _is_full(session, event):
        words = _("{who} goes to the end of the waiting list of {reference}, which is full.")
    else:
        words = _("{who} takes part in {reference} and counts as accepted.")
    return words.format(who=_who(session, answer), reference=event.reference), 1


def _is_full(session: Session, event: Event) -> bool:
    """Whether who accepts now has to wait: places that are free may be for those who wait already."""
    left = line.seats_left(session, event)
    return left is not None and left <= line.waiting_number(session, event.id)


def _as_delegate(_session: Session, answer: Answer) -> tuple[str, int]:
    who = answer.person.name if answer.person else answer.email
    if not answer.delegate_email:
        words = _("It does not say who comes to {reference} instead of {who}: this can only be turned down.")
        return words.format(who=who, reference=answer.event.reference), 0
    words = _("{who} counts as declined; {delegate} takes part in {reference} instead.")
    delegate = answer.delegate_name or answer.delegate_email
    return words.format(who=who, delegate=delegate, reference=answer.event.reference), 1


def _as_counter(session: Session, answer: Answer) -> tuple[str, int]:
    event, part = answer.event, _part(session, answer)
    changed = _changes(answer, part or event)
    values = {"reference": event.reference, "title": part.title if part else event.title, "place": answer.place}
    if "starts" in changed:
        values |= {"when": _when(changed["starts"], changed["ends"], all_day=changed.get("all_day", False))}
    if "starts" in changed and "place" in changed:
        words = _("{reference} “{title}” moves to {when}, {place}.")
    elif "starts" in changed and part is not None:
        words = _("{reference} “{title}” moves to {when}.")
    elif "starts" in changed:
        words = _("{reference} “{title}” moves to {when}; its programme moves along.")
    elif "place" in changed:
        words = _("{reference} “{title}” is held at {place}.")
    else:
        return _("Nothing changes: this is what the event says now."), 0
    return words.format(**values), len(invitations.holders(session, event.id))


def _when(starts: dt.datetime, ends: dt.datetime, *, all_day: bool) -> str:
    language = spoken()
    if all_day:
        return language.days(starts.date(), ends.date())
    last = language.time(ends) if starts.date() == ends.date() else language.datetime(ends)
    return f"{language.datetime(starts)} – {last}"


def _who(session: Session, answer: Answer) -> str:
    person = answer.person or matching.known_person(session, answer.event_id, answer.email)
    return (person.name if person else "") or answer.name or answer.email


def agree(session: Session, answer_id: int, settings: PostSettings, now: dt.datetime) -> int:
    """Agree: the stranger or delegate takes part, the event moves and the update is queued; returns messages queued.

    Make it a step that can't be undone where messages are queued. Raises NothingThere, AlreadyDecided, NobodyNamed,
    Invalid errors, and those of `composing`; nothing is changed then.
    """
    answer = _open(session, answer_id)
    answer.decision = Decision.ACCEPTED
    if answer.proposal is ProposalKind.COUNTER:
        return _agree_to_counter(session, answer, settings, now)
    admit = _admit_delegate if answer.proposal is ProposalKind.DELEGATE else _admit_stranger
    queued = 0
    for event in _events(session, answer, now):
        person = admit(session, answer, event, now)
        if person is not None:
            queued += telling.queue_for(session, event.id, MessageKind.INVITATION, [person.id], settings, now)
    return queued


def turn_down(session: Session, answer_id: int, settings: PostSettings, now: dt.datetime) -> int:
    """Turn down: nothing changes; a COUNTER is answered by DECLINECOUNTER (RFC 5546, 3.2.8). Returns what is queued.

    Make it a step that can't be undone where messages are queued. Raises NothingThere and AlreadyDecided.
    """
    answer = _open(session, answer_id)
    queued = 0
    if answer.proposal is ProposalKind.COUNTER and answer.person_id is not None:
        whom = [answer.person_id]
        queued = telling.queue_for(session, answer.event_id, MessageKind.COUNTER_DECLINED, whom, settings, now)
    answer.decision = Decision.TURNED_DOWN
    return queued


def _open(session: Session, answer_id: int) -> Answer:
    """A proposal that waits. Raises NothingThere and AlreadyDecided."""
    answer = session.get(Answer, answer_id)
    if answer is None or answer.proposal is None:
        raise NothingThere
    if answer.decision is not Decision.OPEN or answer.outcome is not Outcome.PROPOSAL:
        raise AlreadyDecided(answer)
    return answer


def _events(session: Session, answer: Answer, now: dt.datetime) -> list[Event]:
    """What the answer is about: its event, or all the coming meetings where it was given to a series."""
    series = session.scalars(select(Series).where(Series.uid == answer.uid)).one_or_none()
    if series is None or answer.recurrence_id is not None:
        return [answer.event]
    return matching.coming(series.events, now)


def _part(session: Session, answer: Answer) -> EventSession | None:
    return session.scalars(select(EventSession).where(EventSession.uid == answer.uid)).one_or_none()


def _admit_stranger(session: Session, answer: Answer, event: Event, now: dt.datetime) -> Person:
    person = answer.person or _person(session, event, answer.email, answer.name)
    answer.person_id = person.id
    row = _participation(session, event, person, Role.ATTENDEE)
    if not (row.reply is Reply.WAITING and answer.partstat == "ACCEPTED"):
        participants.set_reply(session, [row.id], applying.REPLIES.get(answer.partstat, Reply.INVITED))
    _remember(row, answer, now)
    return person


def _admit_delegate(session: Session, answer: Answer, event: Event, now: dt.datetime) -> Person | None:
    """The delegate takes the place of whom they stand in for: their role, and their seat where they accepted it."""
    if not answer.delegate_email:
        raise NobodyNamed
    delegator = session.scalars(
        select(Participation).where(Participation.event_id == event.id, Participation.person_id == answer.person_id)
    ).one_or_none()
    person = _person(session, event, answer.delegate_email, answer.delegate_name)
    row = _participation(session, event, person, delegator.role if delegator else Role.ATTENDEE)
    own = applying.REPLIES.get(answer.partstat)
    if own is Reply.ACCEPTED and delegator is not None and delegator.reply is Reply.ACCEPTED:
        # Both at once, so that the seat passes to the delegate and not to the first in line.
        row.reply, row.replied_at = Reply.ACCEPTED, now
        delegator.reply, delegator.replied_at = Reply.DECLINED, now
        session.flush()
    elif delegator is not None:
        participants.set_reply(session, [delegator.id], Reply.DECLINED)
    if own is not None:
        participants.set_reply(session, [row.id], own)
        _remember(row, answer, now)
    elif delegator is not None:
        _remember(delegator, answer, now)
    return person


def _participation(session: Session, event: Event, person: Person, role: Role) -> Participation:
    """Their participation, a new one where they take no part yet."""
    participants.add(session, event.id, [person.id], role=role, reply=Reply.INVITED)
    statement = select(Participation).where(Participation.event_id == event.id, Participation.person_id == person.id)
    return session.scalars(statement).one()


def _person(session: Session, event: Event, email: str, name: str) -> Person:
    """Whoever is known by the address, else a new person. Raises Invalid errors."""
    known = matching.known_person(session, event.id, email)
    if known is not None:
        return known
    first, last = split_name(name or email.partition("@")[0], NameOrder.FIRST_LAST)
    return people.add(session, first_name=first, last_name=last, email=email)


def _remember(row: Participation, answer: Answer, now: dt.datetime) -> None:
    row.comment = answer.comment
    row.answered_sequence, row.answered_stamp = row.event.sequence, answer.stamp or now


def _agree_to_counter(session: Session, answer: Answer, settings: PostSettings, now: dt.datetime) -> int:
    event, part = answer.event, _part(session, answer)
    changes = _changes(answer, part or event)
    if part is not None:
        sessions.change(session, part.id, **changes)
    elif changes:
        by = changes["starts"] - event.starts if "starts" in changes else dt.timedelta()
        for each in event.sessions:
            each.starts, each.ends = each.starts + by, each.ends + by
        events.change(session, event.id, **changes)
    return telling.queue_for(session, event.id, MessageKind.UPDATE, None, settings, now) if changes else 0


def _changes(answer: Answer, now: Event | EventSession) -> dict[str, Any]:
    """What the proposal changes, as the services of events take it."""
    changes: dict[str, Any] = {}
    if answer.starts is not None and answer.ends is not None:
        changes = {"starts": _there(answer.starts, answer), "ends": _there(answer.ends, answer)}
        if isinstance(now, Event):
            changes["all_day"] = answer.all_day
        if all(getattr(now, key) == value for key, value in changes.items()):
            changes = {}
    if answer.place and answer.place != now.place:
        changes["place"] = answer.place
        if isinstance(now, Event):
            changes["venue_id"] = None
    return changes


def _there(moment: dt.datetime, answer: Answer) -> dt.datetime:
    """The proposed time on the clock at the event, whose zone may have been changed meanwhile."""
    if answer.all_day or answer.timezone in ("", answer.event.timezone):
        return moment
    return aware(moment, answer.timezone).astimezone(zone(answer.event.timezone)).replace(tzinfo=None)
