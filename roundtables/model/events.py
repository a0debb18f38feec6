"""Events: when, where, in which work package; their sessions, and the slots that attendance is taken by."""

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roundtables.model.base import Base, Utc
from roundtables.model.people import Group, Organisation
from roundtables.model.programme import Activity, Project, WorkPackage
from roundtables.terms import CertificateBy, CountedBy, EventFormat, EventKind, EventStatus, LineMoves

if TYPE_CHECKING:
    from roundtables.model.costs import Catering, Cost
    from roundtables.model.participation import Invitation, Participation
    from roundtables.model.planning import EventTask
    from roundtables.model.post import Answer, Message, ReminderRule
    from roundtables.model.proof import Certificate, EventFile, ProvedSlot
    from roundtables.model.reporting import EventReport, Survey


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


class Series(Base):
    """The meetings of a standing group: one recurring event to its guests, an event each in the register.

    `rule` is an RRULE's value with COUNT or UNTIL (RFC 5545, 3.3.10), empty where the dates are all extra ones.
    `starts` and `ends` are the first meeting's by the rule, wall time in `timezone`; the rest is what meetings have
    unless changed one by one. `sequence` is that of the series as a whole and only ever rises.
    """

    __tablename__ = "series"
    __table_args__ = (CheckConstraint("ends >= starts", name="ends_after_start"),)

    uid: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    rule: Mapped[str] = mapped_column(default="")
    starts: Mapped[dt.datetime]
    ends: Mapped[dt.datetime]
    all_day: Mapped[bool] = mapped_column(default=False)
    timezone: Mapped[str]
    venue_id: Mapped[int | None] = mapped_column(ForeignKey(Venue.id), index=True)
    place: Mapped[str] = mapped_column(default="")
    online_url: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")
    group_id: Mapped[int | None] = mapped_column(ForeignKey(Group.id), index=True)
    sequence: Mapped[int] = mapped_column(default=0, info={"only_rises": True})

    venue: Mapped[Venue | None] = relationship()
    group: Mapped[Group | None] = relationship()
    dates: Mapped[list["SeriesDate"]] = relationship(
        back_populates="series", cascade="all, delete-orphan", order_by="SeriesDate.starts"
    )
    events: Mapped[list["Event"]] = relationship(back_populates="series", order_by="(Event.recurrence_id, Event.id)")

    @property
    def where(self) -> str:
        """The place in one line: the venue, and what is said beside it."""
        return ", ".join(part for part in (self.venue.place if self.venue else "", self.place) if part)

    def leave_out(self, starts: dt.datetime) -> None:
        """No meeting on this date: one of the rule's is left out, an extra one is extra no more."""
        known = next((date for date in self.dates if date.starts == starts), None)
        if known is None:
            self.dates.append(SeriesDate(starts=starts, left_out=True))
        elif not known.left_out:
            self.dates.remove(known)


class SeriesDate(Base):
    """A date that departs from the rule: left out (EXDATE), or an extra one (RDATE); wall time in the series' zone."""

    __tablename__ = "series_date"
    __table_args__ = (UniqueConstraint("series_id", "starts"),)

    series_id: Mapped[int] = mapped_column(ForeignKey(Series.id), index=True)
    starts: Mapped[dt.datetime]
    left_out: Mapped[bool] = mapped_column(default=False)

    series: Mapped[Series] = relationship(back_populates="dates")


class Event(Base):
    """A workshop, study visit, round-table or other occasion that people attend.

    `starts` and `ends` are wall time in `timezone` (an IANA name): RFC 5545's meaning. `starts_utc`
    and `ends_utc` are derived from them, for sorting. For an all-day event both are midnights and
    `ends` names the last day, inclusive. `sequence` only ever rises, undone steps included: guests'
    calendars ignore what is older than what they hold (RFC 5546, 2.1.5).
    Somebody counts as present in a slot from `present_percent` of its minutes, where those were measured, and gets a
    certificate from `certificate_percent` of the event's slots or minutes.
    A meeting of a series has its `recurrence_id`: when the rule has it start, wall time in the series' zone, whatever
    became of its own time (RFC 5545, 3.8.4.4); to calendars it goes by the series' UID.
    """

    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends >= starts", name="ends_after_start"),
        CheckConstraint("capacity > 0", name="capacity_positive"),
        UniqueConstraint("series_id", "recurrence_id"),
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
    line_moves: Mapped[LineMoves] = mapped_column(default=LineMoves.ASKED)
    sequence: Mapped[int] = mapped_column(default=0, info={"only_rises": True})
    series_id: Mapped[int | None] = mapped_column(ForeignKey(Series.id))
    recurrence_id: Mapped[dt.datetime | None]
    present_percent: Mapped[int] = mapped_column(default=50)
    certificate_percent: Mapped[int] = mapped_column(default=80)
    certificate_by: Mapped[CertificateBy] = mapped_column(default=CertificateBy.SLOTS)

    project: Mapped[Project | None] = relationship()
    work_package: Mapped[WorkPackage | None] = relationship()
    activity: Mapped[Activity | None] = relationship()
    venue: Mapped[Venue | None] = relationship()
    host: Mapped[Organisation | None] = relationship()
    series: Mapped[Series | None] = relationship(back_populates="events")
    sessions: Mapped[list["Session"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="(Session.starts, Session.id)"
    )
    slots: Mapped[list["Slot"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="Slot.number"
    )
    participations: Mapped[list["Participation"]] = relationship(
        back_populates="event", cascade="all, delete-orphan", order_by="Participation.id"
    )
    invitations: Mapped[list["Invitation"]] = relationship(back_populates="event", cascade="all, delete-orphan")
    answers: Mapped[list["Answer"]] = relationship(back_populates="event", cascade="all, delete-orphan")
    messages: Mapped[list["Message"]] = relationship(back_populates="event")
    reminder_rules: Mapped[list["ReminderRule"]] = relationship(back_populates="event", cascade="all, delete-orphan")
    files: Mapped[list["EventFile"]] = relationship(back_populates="event", cascade="all, delete-orphan")
    certificates: Mapped[list["Certificate"]] = relationship(back_populates="event")
    costs: Mapped[list["Cost"]] = relationship(back_populates="event", cascade="all, delete-orphan")
    catering: Mapped[list["Catering"]] = relationship(back_populates="event", cascade="all, delete-orphan")
    report: Mapped["EventReport | None"] = relationship(back_populates="event", cascade="all, delete-orphan")
    surveys: Mapped[list["Survey"]] = relationship(back_populates="event", cascade="all, delete-orphan")

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
    proofs: Mapped[list["ProvedSlot"]] = relationship(back_populates="slot", cascade="all, delete-orphan")
    catering: Mapped[list["Catering"]] = relationship(back_populates="slot")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, None


class Numbering(Base):
    """The last number given in a work package. Not journalled: a number once given is never given again."""

    __tablename__ = "numbering"
    journalled = False

    prefix: Mapped[str] = mapped_column(unique=True)
    last: Mapped[int] = mapped_column(default=0)
