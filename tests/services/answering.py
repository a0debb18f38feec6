"""Answers for tests: what a guest of an event says, and what of the register is seen to follow."""

import datetime as dt
from typing import Any

from sqlalchemy import select

from roundtables.formats.calendar.answer import CalendarAnswer
from roundtables.formats.mail.reading import Incoming
from roundtables.model import Answer, Event, Participation
from roundtables.register import Register
from roundtables.services.answers.taking import Taken, take
from roundtables.terms import Reply, Way
from roundtables.transport.accounts import PostSettings, SmtpAccount

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
BY_FILE = PostSettings()
BY_MAIL = PostSettings(way=Way.MAIL, smtp=SmtpAccount(host="localhost", email="office@ministry.example"))


def at(hour: int, minute: int = 0) -> dt.datetime:
    """A time of the day before, for DTSTAMP."""
    return dt.datetime(2026, 11, 23, hour, minute, tzinfo=dt.UTC)


def says(event: int | str, email: str, partstat: str, register: Register, **more: Any) -> CalendarAnswer:
    """What a guest of the event (its key or a UID) answers, an hour after midnight unless said otherwise."""
    if isinstance(event, int):
        with register.read() as session:
            event = session.get_one(Event, event).uid
    values = {"method": "REPLY", "stamp": at(1), **more}
    return CalendarAnswer(uid=event, email=email, partstat=partstat, **values)


def taken_in(
    register: Register, *answers: CalendarAnswer, sent_by: str = "", settings: PostSettings = BY_FILE
) -> list[Taken]:
    """Take answers in as one message."""
    with register.change("Take in an answer") as session:
        return take(session, Incoming(answers, email=sent_by), settings, NOW, "message.eml")


def replies(register: Register, event_id: int) -> list[Reply]:
    """The replies of an event's participants, in the order in which they were added."""
    with register.read() as session:
        statement = select(Participation.reply).where(Participation.event_id == event_id).order_by(Participation.id)
        return list(session.scalars(statement))


def kept(register: Register, **by: Any) -> list[Answer]:
    """The answers that are kept, the oldest first."""
    with register.read() as session:
        rows = list(session.scalars(select(Answer).filter_by(**by).order_by(Answer.id)))
        session.expunge_all()
        return rows
