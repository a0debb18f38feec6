"""Events: when, where, in which work package; their sessions, and the slots that attendance is taken by."""

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roundtables.model.base import Base, Utc
from roundtables.model.people import Organisation
from roundtables.model.programme import Activity, Project, WorkPackage
from roundtables.terms import CountedBy, EventFormat, EventKind, EventStatus

if TYPE_CHECKING:
    from roundtables.model.participation import Participation
    from roundtables.model.planning import EventTask


class Venue(Base):
    __tablename__ = "venue"

    name: Mapped[str]
    room: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]

    @property
    def place(self) -> str:
        """The venue in one line: name, room, address, city."""
        return ", ".join(part for part in (self.name, self.room, self.address, self.city) if part)


class Event(Base):
    """A workshop, study visit, round-table or other occasion that people attend.

    `starts` and `ends` are wall time in `timezone` (an IANA name): RFC 5545's meaning. `starts_utc`
    and `ends_utc` are derived from them, for sorting. For an all-day event both are midnights and
    `ends` names the last day, inclusive. `sequence` only ever rises, undone steps included: guests'
    calendars ignore what is older than what they hold (RFC 5546, 2.1.5).
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends >= starts", name="ends_after_start"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
    )

    uid: Mapped[str] = mapped_column(unique=True)
    reference: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    kind: Mapped[EventKind] = mapped_column(default=EventKind.WORKSHOP)
    format: Mapped[EventFormat] = mapped_column(default=EventFormat.IN_PERSON)
    status: Mapped[EventStatus] = mapped_column(default=EventStatus.PLANNED)
    starts: Mapped[dt.datetime]
    ends: Mapped[dt.datetime]
    all_day: Mapped[bool] = mapped_column(default=False)
    timezone: Mapped[str]
    starts_utc: Mapped[dt.datetime] = mapped_column(Utc, index=True)
    ends_utc: Mapped[dt.datetime] = mapped_column(Utc)
    project_id: Mapped[int | None] = mapped_column(ForeignKey(Project.id), index=True)
    work_package_id: Mapped[int | None] = mapped_column(ForeignKey(WorkPackage.id), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey(Activity.id), index=True)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey(Venue.id), index=True)
    host_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    place: Mapped[str] = mapped_column(default="")
    online_url: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    themes: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    capacity: Mapped[int | None]
    organiser_name: Mapped[str] = mapped_column(default="")
    organiser_email: Mapped[str] = mapped_column(default="")
    counted_by: Mapped[CountedBy] = mapped_column(default=CountedBy.DAY)
    guests_shown: Mapped[bool] = mapped_column(default=False)
    invited_by_session: Mapped[bool] = mapped_column(default=False)
    alarm_minutes: Mapped[int | None]
    sequence: Mapped[int] = mapped_column(default=0, info={"only_rises": True})

    project: Mapped[Project | None] = relationship()
    work_package: Mapped[WorkPackage | None] = relationship()
    activity: Mapped[Activity | None] = relationship()
    venue: Mapped[Venue | None] = relationship()
    host: Mapped[Organisation | None] = relationship()
    sessions: Mapped[list["Session"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="(Session.starts, Session.id)"
    )
    slots: Mapped[list["Slot"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="Slot.number"
    )
    participations: Mapped[list["Participation"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="Participation.id"
    )

    tasks: Mapped[list["EventTask"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="(EventTask.position, EventTask.id)"
    )

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.id, None

    @property
    def where(self) -> str:
        """The place in one line: the venue, and what is said beside it."""
        return ", ".join(part for part in (self.venue.place if self.venue else "", self.place) if part)


class Session(Base):
    """One part of an event's programme, in the event's time zone."""

    __tablename__ = "session"
    __table_args__ = (CheckConstraint("ends >= starts", name="ends_after_start"),)

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), index=True)
    uid: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    starts: Mapped[dt.datetime]
    ends: Mapped[dt.datetime]
    place: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")

    event: Mapped[Event] = relationship(back_populates="sessions")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, None


class Slot(Base):
    """One column of the attendance grid: a day, a session, or the event as a whole. `number` counts from 1.

    A day's slot keeps its number, and so its attendance, when the event is moved to other dates.
    """

    __tablename__ = "slot"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), index=True)
    number: Mapped[int]
    day: Mapped[dt.date | None]
    session_id: Mapped[int | None] = mapped_column(ForeignKey(Session.id), index=True)

    event: Mapped[Event] = relationship(back_populates="slots")
    session: Mapped[Session | None] = relationship()

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, None


class Numbering(Base):
    """The last number given in a work package. Not journalled: a number once given is never given again."""

    __tablename__ = "numbering"
    journalled = False

    prefix: Mapped[str] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)
