"""What a calendar file says, complete: nothing is looked up while it is written."""

import datetime as dt
from dataclasses import dataclass

from roundtables.terms import EventStatus, Reply, Role


@dataclass(frozen=True)
class CalendarSession:
    """One part of an event's programme; `starts` and `ends` are wall time in the event's zone."""

    uid: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    place: str = ""
    description: str = ""


@dataclass(frozen=True)
class RecurrenceId:
    """Which meeting of a series an event is: when the rule has it start, wall time in the series' zone (RFC 5545,
    3.8.4.4)."""

    starts: dt.datetime
    timezone: str
    all_day: bool = False


@dataclass(frozen=True)
class CalendarEvent:
    """An event as calendars show it. Times are wall time in `timezone`; an all-day event's `ends` is its last day.

    `geo` is latitude and longitude in degrees, `alarm_minutes` how long before the start a reminder comes. A meeting
    of a series has the series' `uid` and its own `recurrence_id`. `sent_by` is the address that invitations come from
    where it is not the organiser's.
    """

    uid: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    timezone: str
    all_day: bool = False
    sequence: int = 0
    status: EventStatus = EventStatus.PLANNED
    place: str = ""
    geo: tuple[float, float] | None = None
    online_url: str = ""
    description: str = ""
    categories: tuple[str, ...] = ()
    alarm_minutes: int | None = None
    organiser_name: str = ""
    organiser_email: str = ""
    sessions: tuple[CalendarSession, ...] = ()
    recurrence_id: RecurrenceId | None = None
    sent_by: str = ""


@dataclass(frozen=True)
class Guest:
    """One participant as an invitation names them."""

    name: str
    email: str
    role: Role = Role.ATTENDEE
    reply: Reply = Reply.INVITED
