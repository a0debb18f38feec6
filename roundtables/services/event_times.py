"""The times of an event and of its sessions: in order, within one another, and on clocks that show them once."""

import datetime as dt

from roundtables.errors import Invalid
from roundtables.model import Event
from roundtables.model import Session as EventSession
from roundtables.walltime import TimeDoesNotExist, TimeExistsTwice, instant
from roundtables.words import _


class EndsBeforeStart(Invalid):
    field = "ends"

    def __init__(self) -> None:
        super().__init__(_("The end is before the start. Nothing was changed."))


class SessionOutsideEvent(Invalid):
    field = "starts"

    def __init__(self, title: str) -> None:
        super().__init__(_("“{session}” lies outside the event's own time.").format(session=title))


def set_instants(event: Event) -> None:
    """Check the times and derive the instants they are sorted by. Raises EndsBeforeStart and walltime's errors."""
    if event.all_day:
        event.starts = dt.datetime.combine(event.starts.date(), dt.time())
        event.ends = dt.datetime.combine(event.ends.date(), dt.time())
    event.starts = event.starts.replace(second=0, microsecond=0, tzinfo=None)
    event.ends = event.ends.replace(second=0, microsecond=0, tzinfo=None)
    if event.ends < event.starts:
        raise EndsBeforeStart
    event.starts_utc = instant_of(event.starts, event.timezone, "starts")
    event.ends_utc = instant_of(event.ends, event.timezone, "ends")


def instant_of(wall: dt.datetime, zone: str, field: str) -> dt.datetime:
    """The instant of a wall time; walltime's errors name the field."""
    try:
        return instant(wall, zone)
    except (TimeDoesNotExist, TimeExistsTwice) as error:
        error.field = field
        raise


def require_within(event: Event, part: EventSession) -> None:
    """Raise SessionOutsideEvent where a part of the programme lies outside its event."""
    ends = event.ends + dt.timedelta(days=1) if event.all_day else event.ends
    if part.starts < event.starts or part.ends > ends:
        raise SessionOutsideEvent(part.title)


def require_all_within(event: Event) -> None:
    """Raise SessionOutsideEvent where any part of the programme lies outside the event."""
    for part in event.sessions:
        require_within(event, part)
