"""What helps to plan: templates of events, checklists by kind of event, an event's own tasks, named filters."""

import datetime as dt
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roundtables.model.base import Base
from roundtables.model.events import Event, Venue
from roundtables.model.programme import Activity, WorkPackage
from roundtables.terms import CountedBy, EventFormat, EventKind


class EventTemplate(Base):
    """An event without its dates. `starts_minute` counts from midnight, `lasts_minutes` from the start.

    For an all-day event both count whole days: the start is midnight, and a day of 1,440 minutes is one more day.
    """

    __tablename__ = "event_template"
    __table_args__ = (
        UniqueConstraint("name"),
        CheckConstraint("starts_minute >= 0 AND starts_minute < 1440", name="starts_within_day"),
        CheckConstraint("lasts_minutes >= 0", name="lasts_not_negative"),
    )

    name: Mapped[str]
    title: Mapped[str]
    kind: Mapped[EventKind] = mapped_column(default=EventKind.WORKSHOP)
    format: Mapped[EventFormat] = mapped_column(default=EventFormat.IN_PERSON)
    starts_minute: Mapped[int]
    lasts_minutes: Mapped[int]
    all_day: Mapped[bool] = mapped_column(default=False)
    timezone: Mapped[str]
    work_package_id: Mapped[int | None] = mapped_column(ForeignKey(WorkPackage.id), index=True)
    activity_id: Mapped[int | None] = mapped_column(ForeignKey(Activity.id), index=True)
    venue_id: Mapped[int | None] = mapped_column(ForeignKey(Venue.id), index=True)
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

    sessions: Mapped[list["TemplateSession"]] = relationship(
        back_populates="template",
        cascade="all, delete-orphan",
        order_by="(TemplateSession.after_minutes, TemplateSession.id)",
    )
    checklist: Mapped[list["ChecklistLine"]] = relationship(
        back_populates="template", cascade="all, delete-orphan", order_by="(ChecklistLine.position, ChecklistLine.id)"
    )


class TemplateSession(Base):
    """One part of a template's programme, counted in minutes from the start of the event."""

    __tablename__ = "template_session"

    template_id: Mapped[int] = mapped_column(ForeignKey(EventTemplate.id), index=True)
    title: Mapped[str]
    after_minutes: Mapped[int]
    lasts_minutes: Mapped[int]
    place: Mapped[str] = mapped_column(default="")
    description: Mapped[str] = mapped_column(default="")

    template: Mapped[EventTemplate] = relationship(back_populates="sessions")


class ChecklistLine(Base):
    """What there is to do for every event of a kind, or of a template. `days` from the event's first day: -14, 7."""

    __tablename__ = "checklist_line"
    __table_args__ = (CheckConstraint("(kind IS NULL) != (template_id IS NULL)", name="of_kind_or_template"),)

    kind: Mapped[EventKind | None] = mapped_column(index=True)
    template_id: Mapped[int | None] = mapped_column(ForeignKey(EventTemplate.id), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    days: Mapped[int] = mapped_column(default=0)

    template: Mapped[EventTemplate | None] = relationship(back_populates="checklist")


class EventTask(Base):
    """Something to do for one event, due so many `days` from its first day: it moves along with the event."""

    __tablename__ = "event_task"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    days: Mapped[int] = mapped_column(default=0)
    done_on: Mapped[dt.date | None]

    event: Mapped[Event] = relationship(back_populates="tasks")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, None


class SavedFilter(Base):
    """A filter of one list that was given a name. `definition` is the list's own: no other code looks into it."""

    __tablename__ = "saved_filter"
    __table_args__ = (UniqueConstraint("view", "name"),)

    view: Mapped[str]
    name: Mapped[str]
    definition: Mapped[dict[str, Any]] = mapped_column(JSON)
