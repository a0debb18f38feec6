"""The post: messages out with their templates and rules, answers in, and how far each mailbox has been read.

The outbox is not journalled: a message that was sent can't be undone, and every attempt would be a step of its own.
"""

import datetime as dt

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roundtables.model.base import Base, Utc, utc_now
from roundtables.model.events import Event
from roundtables.model.people import Person
from roundtables.terms import Decision, MessageKind, MessageState, Outcome, ProposalKind, RemindWhom


class Message(Base):
    """A message to one person: recorded before it is sent, marked after.

    `due` is when it may go, or be tried again. `claimed_at` is set while it is being sent. `answer` is what the
    server said last. The event and the person may be deleted meanwhile; the address stays.
    """

    __tablename__ = "message"
    __table_args__ = (
        Index("ix_message_state_due", "state", "due"),
        Index("ix_message_rule_id_event_id_person_id", "rule_id", "event_id", "person_id"),
    )
    journalled = False

    kind: Mapped[MessageKind]
    state: Mapped[MessageState] = mapped_column(default=MessageState.QUEUED)
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("reminder_rule.id"))
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str]
    subject: Mapped[str]
    header_id: Mapped[str] = mapped_column(unique=True)
    queued_at: Mapped[dt.datetime] = mapped_column(Utc, default=utc_now)
    due: Mapped[dt.datetime] = mapped_column(Utc, default=utc_now)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[dt.datetime | None] = mapped_column(Utc)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Utc)
    answer: Mapped[str] = mapped_column(default="")

    event: Mapped[Event | None] = relationship(back_populates="messages")
    person: Mapped[Person | None] = relationship(back_populates="messages")
    rule: Mapped["ReminderRule | None"] = relationship(back_populates="messages")
    content: Mapped["MessageContent | None"] = relationship(back_populates="message", cascade="all, delete-orphan")


class MessageContent(Base):
    """The message as it is sent, byte for byte: all ASCII (RFC 2045). Apart, so that lists need not read it."""

    __tablename__ = "message_content"
    journalled = False

    message_id: Mapped[int] = mapped_column(ForeignKey(Message.id), unique=True)
    text: Mapped[str] = mapped_column(Text)

    message: Mapped[Message] = relationship(back_populates="content")


class MessageTemplate(Base):
    """The organisers' own words for a kind of message in a language; where there are none, those that are shipped."""

    __tablename__ = "message_template"
    __table_args__ = (UniqueConstraint("kind", "language"),)

    kind: Mapped[MessageKind]
    language: Mapped[str]
    subject: Mapped[str]
    body: Mapped[str] = mapped_column(Text)


class ReminderRule(Base):
    """To whom what is sent how many days before the first day of an event (after it: below nought), at what time there.

    For one event, or for all where none is named.
    """

    __tablename__ = "reminder_rule"

    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    kind: Mapped[MessageKind] = mapped_column(default=MessageKind.REMINDER)
    whom: Mapped[RemindWhom] = mapped_column(default=RemindWhom.ACCEPTED)
    days_before: Mapped[int]
    at_minute: Mapped[int] = mapped_column(default=540)
    active: Mapped[bool] = mapped_column(default=True)

    event: Mapped[Event | None] = relationship(back_populates="reminder_rules")
    messages: Mapped[list[Message]] = relationship(back_populates="rule")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, None


class Answer(Base):
    """An answer that was taken in and concerns an event here: applied, stale, or a proposal that waits for a decision.

    Times are wall time in `timezone`. `digest` is of what it says, by which a message that comes twice is known.
    """

    __tablename__ = "answer"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    outcome: Mapped[Outcome]
    taken_at: Mapped[dt.datetime] = mapped_column(Utc, default=utc_now)
    digest: Mapped[str] = mapped_column(index=True)
    uid: Mapped[str]
    recurrence_id: Mapped[dt.datetime | None]
    sequence: Mapped[int]
    stamp: Mapped[dt.datetime | None] = mapped_column(Utc)
    email: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    partstat: Mapped[str]
    comment: Mapped[str] = mapped_column(default="")
    proposal: Mapped[ProposalKind | None]
    decision: Mapped[Decision] = mapped_column(default=Decision.OPEN)
    delegate_email: Mapped[str] = mapped_column(default="")
    delegate_name: Mapped[str] = mapped_column(default="")
    starts: Mapped[dt.datetime | None]
    ends: Mapped[dt.datetime | None]
    all_day: Mapped[bool] = mapped_column(default=False)
    timezone: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")

    event: Mapped[Event] = relationship(back_populates="answers")
    person: Mapped[Person | None] = relationship(back_populates="answers")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, self.person_id


class MailboxMark(Base):
    """How far a folder of a mailbox has been read: all up to `last_uid` was taken in (RFC 3501, 2.3.1.1)."""

    __tablename__ = "mailbox_mark"
    journalled = False

    mailbox: Mapped[str] = mapped_column(unique=True)
    uid_validity: Mapped[int]
    last_uid: Mapped[int]
