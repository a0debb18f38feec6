"""Messages for the participants of an event, complete, each to one person; and three ways to let them go."""

import datetime as dt
from collections.abc import Collection, Sequence
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.model import Event, Invitation, Message, MessageContent, Participation
from roundtables.services import invitations, participants
from roundtables.services.invitations import CalledOff, NobodyToInvite, NoOrganiser
from roundtables.services.post.letters import Carried, Composed, Report, compose
from roundtables.services.post.recipients import ONE_AT_A_TIME, NobodyLeft, Plan, everybody, plan
from roundtables.terms import Method, Reply, Way

__all__ = [
    "ONE_AT_A_TIME",
    "CalledOff",
    "Carried",
    "Composed",
    "NoOrganiser",
    "NobodyLeft",
    "NobodyToInvite",
    "Plan",
    "Report",
    "as_draft",
    "by_person",
    "compose",
    "everybody",
    "hand_out",
    "plan",
    "queue",
]


def queue(
    session: Session,
    composed: Sequence[Composed],
    now: dt.datetime,
    *,
    due: dt.datetime | None = None,
    rule_id: int | None = None,
) -> int:
    """Put messages into the outbox and record what they carry; returns how many. Make it no step to be undone.

    `due` is when they may go, at once unless it is given; `rule_id` the rule that they come by.
    """
    rows: list[Message | Invitation] = []
    for each in composed:
        message = Message(
            kind=each.kind,
            event_id=each.event_id,
            person_id=each.person_id,
            rule_id=rule_id,
            name=each.name,
            email=each.email,
            subject=each.subject,
            header_id=each.header_id,
            queued_at=now,
            due=due or now,
            content=MessageContent(text=each.content),
        )
        rows += [message, *_invitations(each, Way.MAIL, now, message)]
    session.add_all(rows)
    session.flush()
    _mark_invited(session, composed)
    return len(composed)


def hand_out(
    session: Session,
    composed: Sequence[Composed],
    way: Way,
    folder: Path,
    now: dt.datetime,
    *,
    report: Report | None = None,
    replaces: bool = False,
) -> list[Path]:
    """Write messages as drafts (.eml with X-Unsent) or their calendars as files (.ics), numbered, and record them.

    A draft is a file each; the calendars of one person share a file (`by_person`). Nothing is recorded where a file
    could not be written; nothing in the folder is overwritten but with `replaces`. Raises the errors of `files`. Make
    it a step that can't be undone.
    """
    if not composed:
        return []
    reference = session.get_one(Event, composed[0].event_id).reference
    if way is Way.FILE:
        written = _write_calendars(composed, reference, folder, report, replaces=replaces)
    else:
        from roundtables.formats.mail import writing

        drafts = [writing.as_draft(each.content) for each in composed]
        written = invitations.write_numbered(drafts, reference, "eml", folder, report, replaces=replaces)
    session.add_all([row for each in composed for row in _invitations(each, way, now)])
    session.flush()
    _mark_invited(session, composed)
    return written


def _write_calendars(
    composed: Sequence[Composed], reference: str, folder: Path, report: Report | None, *, replaces: bool
) -> list[Path]:
    from roundtables.formats.calendar.invitation import joined

    files = [joined([each.calendar for each in theirs]) for theirs in by_person(composed)]
    return invitations.write_numbered(files, reference, "ics", folder, report, replaces=replaces)


def by_person(composed: Sequence[Composed]) -> list[list[Composed]]:
    """The messages that carry a calendar by whom they are for and what the calendar does, in order: a file each.

    A calendar has one method: what invites to some sessions and what calls off others are two files.
    """
    found: dict[tuple[int, Method | None], list[Composed]] = {}
    for each in composed:
        if each.calendar:
            method = each.carried[0].method if each.carried else None
            found.setdefault((each.person_id, method), []).append(each)
    return list(found.values())


def as_draft(message: Message) -> bytes:
    """A message of the outbox as a draft that mail programs open ready to send."""
    from roundtables.formats.mail import writing

    return writing.as_draft(message.content.text if message.content else "")


def _invitations(composed: Composed, way: Way, now: dt.datetime, message: Message | None = None) -> list[Invitation]:
    """What the register records of a message: a row for each calendar object in it."""
    return [
        Invitation(
            event_id=carried.event_id,
            person_id=composed.person_id,
            uid=carried.uid,
            method=carried.method,
            sequence=carried.sequence,
            email=composed.email,
            way=way,
            at=now,
            message=message,
        )
        for carried in composed.carried
    ]


def _mark_invited(session: Session, composed: Collection[Composed]) -> None:
    """Who was not invited is now: to each event that a message carries, several where it is a series."""
    invited: dict[int, set[int]] = {}
    for each in composed:
        for carried in each.carried:
            if carried.method is Method.REQUEST:
                invited.setdefault(carried.event_id, set()).add(each.person_id)
    for event_id, people in invited.items():
        statement = select(Participation.id).where(
            Participation.event_id == event_id,
            Participation.person_id.in_(people),
            Participation.reply == Reply.NOT_INVITED,
        )
        fresh = list(session.scalars(statement.order_by(Participation.id)))
        if fresh:
            participants.set_reply(session, fresh, Reply.INVITED)
