"""Who takes part in what: role and reply, what they were sent, presence per slot, and the lists handed over."""

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roundtables.model.base import Base, Utc, utc_now
from roundtables.model.events import Event, Slot
from roundtables.model.people import Person
from roundtables.model.post import Message
from roundtables.model.programme import Project, WorkPackage
from roundtables.terms import HandOverKind, Method, Presence, Reply, Role, Source, Way

if TYPE_CHECKING:
    from roundtables.model.costs import CateringGuest
    from roundtables.model.proof import Stay


class Participation(Base):
    """One person at one event: what they do there (role) and where their invitation stands (reply).

    `place_in_line` orders the waiting list: the lower came first. `comment` is what came with the last answer, whose
    SEQUENCE and DTSTAMP `answered_sequence` and `answered_stamp` are: an older one is not applied (RFC 5546, 2.1.5).
    `moved_up_at` is when they got a seat from the waiting list, until they are told. `walk_in`: they came without
    having been on the list.
    """

    __tablename__ = "participation"
    __table_args__ = (UniqueConstraint("event_id", "person_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    role: Mapped[Role] = mapped_column(default=Role.ATTENDEE)
    reply: Mapped[Reply] = mapped_column(default=Reply.NOT_INVITED)
    replied_at: Mapped[dt.datetime | None] = mapped_column(Utc)
    place_in_line: Mapped[int | None]
    comment: Mapped[str] = mapped_column(default="")
    answered_sequence: Mapped[int | None]
    answered_stamp: Mapped[dt.datetime | None] = mapped_column(Utc)
    moved_up_at: Mapped[dt.datetime | None] = mapped_column(Utc)
    walk_in: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship(back_populates="participations")
    person: Mapped[Person] = relationship()
    attendance: Mapped[list["Attendance"]] = relationship(back_populates="participation", cascade="all, delete-orphan")
    stays: Mapped[list["Stay"]] = relationship(back_populates="participation", cascade="all, delete-orphan")
    served: Mapped[list["CateringGuest"]] = relationship(back_populates="participation", cascade="all, delete-orphan")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, self.person_id


class Invitation(Base):
    """One thing a person was sent about an event: which revision of it, when, how. Never undone; the last one counts.

    `uid` is what their calendar knows it by: the event's, a session's where the event is invited by session, the
    series'. `message_id` is the mail that carries it: until that is sent they do not hold it. The row outlives the
    participation: who was taken off is sent a cancellation.
    """

    __tablename__ = "invitation"
    __table_args__ = (Index("ix_invitation_event_id_person_id", "event_id", "person_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    uid: Mapped[str]
    method: Mapped[Method] = mapped_column(default=Method.REQUEST)
    sequence: Mapped[int]
    email: Mapped[str]
    way: Mapped[Way]
    at: Mapped[dt.datetime] = mapped_column(Utc, default=utc_now)
    message_id: Mapped[int | None] = mapped_column(ForeignKey(Message.id), index=True)

    event: Mapped[Event] = relationship(back_populates="invitations")
    person: Mapped[Person] = relationship(back_populates="invitations")
    message: Mapped[Message | None] = relationship()

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, self.person_id


class Attendance(Base):
    """A participant's presence in one slot. No row: not known. `minutes` within the slot, where measured."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("participation_id", "slot_id"),
        CheckConstraint("minutes >= 0", name="minutes_not_negative"),
    )

    participation_id: Mapped[int] = mapped_column(ForeignKey(Participation.id))
    slot_id: Mapped[int] = mapped_column(ForeignKey(Slot.id), index=True)
    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    presence: Mapped[Presence]
    minutes: Mapped[int | None]
    arrived: Mapped[dt.datetime | None]
    departed: Mapped[dt.datetime | None]
    source: Mapped[Source] = mapped_column(default=Source.HAND)

    participation: Mapped[Participation] = relationship(back_populates="attendance")
    slot: Mapped[Slot] = relationship()

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, self.person_id


class HandOver(Base):
    """A file that was given away. Never undone: `revision` is the last step it knows of, `sha256` the file's.

    It is of one event, or of those of a work package or a project, or of all, with a period where one was chosen:
    `since` and `until` are its first and last day. `event_reference` says which in short, also when they are gone.
    """

    __tablename__ = "hand_over"

    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    kind: Mapped[HandOverKind]
    event_reference: Mapped[str]
    file_name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    for_whom: Mapped[str] = mapped_column(default="")
    at: Mapped[dt.datetime] = mapped_column(Utc, default=utc_now)
    by: Mapped[str] = mapped_column(default="")
    revision: Mapped[int]
    participants: Mapped[int]
    attended: Mapped[int]
    person_days: Mapped[int]
    minutes: Mapped[int] = mapped_column(default=0)
    work_package_id: Mapped[int | None] = mapped_column(ForeignKey(WorkPackage.id), index=True)
    project_id: Mapped[int | None] = mapped_column(ForeignKey(Project.id), index=True)
    since: Mapped[dt.date | None]
    until: Mapped[dt.date | None]

    event: Mapped[Event | None] = relationship()
    parts: Mapped[list["HandOverPart"]] = relationship(back_populates="hand_over", order_by="HandOverPart.id")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, None


class HandOverPart(Base):
    """A file inside one that was given away, by which it is known when it is lifted out; `event_id` is whose it is.

    Not journalled: it is as lasting as the hand-over itself.
    """

    __tablename__ = "hand_over_part"
    journalled = False

    hand_over_id: Mapped[int] = mapped_column(ForeignKey(HandOver.id), index=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)

    hand_over: Mapped[HandOver] = relationship(back_populates="parts")
    event: Mapped[Event | None] = relationship()
