"""A series as guests get it: one recurring VEVENT, and one more for each meeting that departs from it.

- A meeting that was called off, or never was, is an EXDATE: a guest who holds it has been sent a CANCEL of its own, and
  Outlook takes `STATUS:CANCELLED` within a REQUEST for a meeting like any other. So is one that the guest takes no
  part in.
- What changes for this and all later meetings is written meeting by meeting. RANGE=THISANDFUTURE is understood by
  neither Outlook nor Google, and to end the series and begin another would give the later meetings a second UID.
- An extra date is an RDATE and has a VEVENT of its own besides: Exchange takes up no RDATE that stands for no moved
  meeting ([MS-OXCICAL], 2.1.3.1.1.20.18), and none at all without an RRULE, so there is always one.
- EXDATE and RDATE name the zone of DTSTART: Exchange finds no meeting by another ([MS-OXCICAL], 2.1.3.1.1.20.13).
- Every VEVENT names the guest with one answer, that of the series; what they said of one meeting alone is not told to
  them again. Calendars keep their user's own answers while SEQUENCE stands, and ask anew where it rises.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from icalendar import Calendar, Event, vDDDLists, vRecur

from roundtables.formats.calendar.cancellation import prepare_cancellation
from roundtables.formats.calendar.components import UTC, Occasion, head, organizer, vevent
from roundtables.formats.calendar.documents import CalendarEvent, Guest, RecurrenceId
from roundtables.formats.calendar.invitation import PreparedInvitation, without_guest
from roundtables.formats.calendar.recurrence import by_rule
from roundtables.walltime import zone


@dataclass(frozen=True)
class RecurringEvent:
    """A series: `master` is its first meeting by the rule and what all have in common; its `uid` is the series'.

    `left_out` and `extra` are dates as the rule names them: when a meeting starts, wall time in the master's zone.
    `overrides` are the meetings that depart, each with its `recurrence_id`.
    """

    master: CalendarEvent
    rule: str
    left_out: tuple[dt.datetime, ...] = ()
    extra: tuple[dt.datetime, ...] = ()
    overrides: tuple[CalendarEvent, ...] = ()

    def meeting(self, starts: dt.datetime) -> CalendarEvent:
        """One meeting as the master has it, by itself."""
        master = self.master
        return replace(
            master,
            starts=starts,
            ends=starts + (master.ends - master.starts),
            recurrence_id=RecurrenceId(starts, master.timezone, master.all_day),
        )

    def only(self, dates: Collection[dt.datetime]) -> "RecurringEvent":
        """The series for somebody who takes part in the meetings on these dates alone."""
        ruled = by_rule(self.rule, self.master.starts, self.master.timezone)
        return replace(
            self,
            left_out=tuple(date for date in ruled if date not in dates),
            extra=tuple(date for date in self.extra if date in dates),
            overrides=tuple(
                each for each in self.overrides if each.recurrence_id and each.recurrence_id.starts in dates
            ),
        )


def prepare_series(
    document: RecurringEvent, stamp: dt.datetime, *, guest_list: Sequence[Guest] = ()
) -> PreparedInvitation:
    """Build the invitation to all meetings once (`METHOD:REQUEST`). `stamp` is this instant. Raises UnknownZone."""
    master, overrides = document.master, _overrides(document)
    dates = [*by_rule(document.rule, master.starts, master.timezone), *document.extra, *document.left_out]
    spanned = [Occasion(document.meeting(date)) for date in (min(dates), max(dates))] if dates else []
    calendar = head("REQUEST", [Occasion(master), *spanned, *map(Occasion, overrides)])
    calendar.add_component(_master(document, stamp))
    for override in overrides:
        _add(calendar, vevent(Occasion(override), stamp), master)
    return without_guest(calendar, guest_list)


def prepare_series_cancellation(document: RecurringEvent, stamp: dt.datetime, *, for_all: bool) -> PreparedInvitation:
    """What calls off the whole series: its UID without any RECURRENCE-ID (RFC 5546, 3.2.5)."""
    return prepare_cancellation(document.master, document.master.uid, stamp, for_all=for_all)


def _add(calendar: Calendar, component: Event, master: CalendarEvent) -> None:
    """One organiser for all: Outlook takes a meeting with another for somebody else's."""
    component.add("organizer", organizer(master))
    calendar.add_component(component)


def _master(document: RecurringEvent, stamp: dt.datetime) -> Event:
    master = document.master
    component = vevent(Occasion(replace(master, sessions=(), recurrence_id=None)), stamp)
    component.add("rrule", vRecur.from_ical(document.rule))
    _add_dates(component, "exdate", document.left_out, master)
    _add_dates(component, "rdate", document.extra, master)
    component.add("organizer", organizer(master))
    return component


def _add_dates(component: Event, name: str, dates: Sequence[dt.datetime], master: CalendarEvent) -> None:
    """One property for all dates, of DTSTART's kind and in its zone."""
    if not dates:
        return
    if master.all_day:
        value = vDDDLists([date.date() for date in sorted(dates)])
        value.params["VALUE"] = "DATE"
    else:
        place = dt.UTC if master.timezone == UTC else zone(master.timezone)
        value = vDDDLists([date.replace(tzinfo=place) for date in sorted(dates)])
    component.add(name, value)


def _overrides(document: RecurringEvent) -> list[CalendarEvent]:
    """The meetings that depart, and those on extra dates, in their order."""
    found = {each.recurrence_id.starts: each for each in document.overrides if each.recurrence_id is not None}
    wanted = {date: document.meeting(date) for date in document.extra} | found
    return [replace(wanted[date], sessions=()) for date in sorted(wanted)]
