"""Apply an answer to a participation, unless it is older than what is known."""

import datetime as dt

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.formats.calendar.answer import CalendarAnswer
from roundtables.model import Answer, Event, Participation
from roundtables.model import Session as EventSession
from roundtables.services import participants
from roundtables.terms import EventStatus, Outcome, Reply
from roundtables.words import _

REPLIES = {"ACCEPTED": Reply.ACCEPTED, "TENTATIVE": Reply.TENTATIVE, "DECLINED": Reply.DECLINED}


def why_stale(session: Session, event: Event, row: Participation | None, answer: CalendarAnswer) -> str:
    """Why an answer is not applied, in words; empty for one that is newer than what is known.

    Answers of one guest are ordered by SEQUENCE, then by DTSTAMP (RFC 5546, 2.1.5). One to an older revision than the
    event's is an answer to another time or place than it has now: its guest is asked anew by the update (2.1.4), so
    nothing is concluded from it.
    """
    if event.status is EventStatus.CANCELLED:
        return _("The event has been cancelled.")
    if answer.sequence < event.sequence:
        words = _("It answers revision {answered} of the invitation; the event is at revision {now} since.")
        return words.format(answered=answer.sequence + 1, now=event.sequence + 1)
    last = _last(session, row, answer) if row is not None else None
    if last is not None and answer.stamp is not None and (event.sequence, answer.stamp) < last:
        return _("A later answer was taken in before.")
    return ""


def _last(session: Session, row: Participation, answer: CalendarAnswer) -> tuple[int, dt.datetime] | None:
    """SEQUENCE and DTSTAMP of the last answer that was applied; to one part of the programme, of the last to that."""
    if row.event.invited_by_session and answer.uid != row.event.uid:
        statement = (
            select(Answer.sequence, Answer.stamp)
            .where(
                Answer.event_id == row.event_id,
                Answer.person_id == row.person_id,
                Answer.uid == answer.uid,
                Answer.outcome == Outcome.APPLIED,
            )
            .order_by(Answer.id.desc())
            .limit(1)
        )
        found = session.execute(statement).one_or_none()
        return None if found is None or found.stamp is None else (min(found.sequence, row.event.sequence), found.stamp)
    if row.answered_sequence is None or row.answered_stamp is None:
        return None
    return row.answered_sequence, row.answered_stamp


def apply(session: Session, row: Participation, answer: CalendarAnswer, part: EventSession | None) -> str:
    """Record what a participant answered; returns what there is to say of it, in words.

    What is kept as answered is never a higher revision than the event's own: a guest can't have seen one. Who waits
    for a seat and accepts once more keeps their place in line.
    """
    reply = REPLIES[answer.partstat]
    if part is not None:
        reply = _of_all_parts(session, row, part, reply)
    if not (reply is Reply.ACCEPTED and row.reply is Reply.WAITING):
        participants.set_reply(session, [row.id], reply)
    row.comment = answer.comment
    row.answered_sequence, row.answered_stamp = row.event.sequence, answer.stamp
    session.flush()
    if row.reply is Reply.WAITING:
        return _("The event is full: place {n} on the waiting list.").format(n=place_in_line(session, row))
    return ""


def place_in_line(session: Session, row: Participation) -> int:
    """Which place somebody who waits has, counted from 1."""
    before = select(func.count()).where(
        Participation.event_id == row.event_id,
        Participation.reply == Reply.WAITING,
        Participation.place_in_line < (row.place_in_line or 0),
    )
    return (session.scalar(before) or 0) + 1


def _of_all_parts(session: Session, row: Participation, part: EventSession, reply: Reply) -> Reply:
    """What the answers to the parts of a programme mean for the event, where each part has an invitation of its own.

    Who comes to one part comes to the event; who may come to one may come to it; only who declined every part has
    declined. Else some parts are still unanswered: the answer is open.
    """
    statement = (
        select(Answer.uid, Answer.partstat)
        .where(Answer.event_id == row.event_id, Answer.person_id == row.person_id, Answer.outcome == Outcome.APPLIED)
        .order_by(Answer.id)
    )
    answered = {uid: REPLIES.get(partstat) for uid, partstat in session.execute(statement)}
    answered[part.uid] = reply
    of_parts = [answered.get(each.uid) for each in row.event.sessions]
    for likely in (Reply.ACCEPTED, Reply.TENTATIVE):
        if likely in of_parts:
            return likely
    return Reply.DECLINED if all(each is Reply.DECLINED for each in of_parts) else Reply.INVITED
