"""A series and its meetings as calendars see them: by the series' UID, each meeting by its date in it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from roundtables.formats.calendar.recurrence import by_rule
from roundtables.model import Series
from roundtables.queries import events
from roundtables.queries.events import EventPage
from roundtables.services import invitations
from roundtables.services.series import get
from roundtables.terms import EventStatus

if TYPE_CHECKING:
    from roundtables.formats.calendar.documents import CalendarEvent
    from roundtables.formats.calendar.recurring import RecurringEvent


def recurring_document(session: Session, series_id: int, language_code: str = "en") -> "RecurringEvent":
    """A series as one recurring event, with the meetings that depart from it. Raises NothingThere.

    Left out is every date of the rule without a meeting, and extra every meeting off the rule, however it came so.
    """
    from roundtables.formats.calendar.recurring import RecurringEvent

    series = get(session, series_id)
    pages = events.series_pages(session, series_id)
    alive = [page for page in pages if page.status is not EventStatus.CANCELLED]
    document = RecurringEvent(_master(series, pages, alive, language_code), series.rule)
    ruled = set(by_rule(series.rule, series.starts, series.timezone))
    dates = {page.recurrence_id for page in alive if page.recurrence_id is not None}
    meetings = [invitations.as_invited(page, language_code) for page in alive]
    return replace(
        document,
        left_out=tuple(sorted(ruled - dates)),
        extra=tuple(sorted(dates - ruled)),
        overrides=tuple(meeting for meeting in meetings if _departs(meeting, document)),
    )


def _master(series: Series, pages: list[EventPage], alive: list[EventPage], language_code: str) -> "CalendarEvent":
    """What all meetings have in common; what a series does not keep, its organiser among it, is its first meeting's."""
    like = (alive or pages)[0]
    venue = series.venue
    page = replace(
        like,
        title=series.title,
        starts=series.starts,
        ends=series.ends,
        timezone=series.timezone,
        all_day=series.all_day,
        place=series.place,
        venue=venue.place if venue else "",
        latitude=venue.latitude if venue else None,
        longitude=venue.longitude if venue else None,
        online_url=series.online_url,
        description=series.description,
        sequence=series.sequence,
        status=EventStatus.PLANNED if any(each.status is not EventStatus.DRAFT for each in alive) else like.status,
        sessions=(),
    )
    return replace(invitations.calendar_event(page, language_code), uid=series.uid, recurrence_id=None)


def _departs(meeting: "CalendarEvent", document: "RecurringEvent") -> bool:
    """Whether guests would see something else of a meeting than the series says, or hold it at a lower SEQUENCE."""
    if meeting.recurrence_id is None:
        return False
    said = document.meeting(meeting.recurrence_id.starts)
    return _shown(meeting) != _shown(said)


def _shown(event: "CalendarEvent") -> tuple[object, ...]:
    status = event.status if event.status is EventStatus.DRAFT else EventStatus.PLANNED
    return (
        *(event.title, event.starts, event.ends, event.timezone, event.all_day, event.sequence, status),
        *(event.place, event.online_url, event.description, event.alarm_minutes),
    )
