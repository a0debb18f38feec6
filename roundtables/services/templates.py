"""Templates: an event without its dates and participants, and new events made like it."""

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Invalid, NothingThere, shortened
from roundtables.model import ChecklistLine, Event, EventTemplate, TemplateSession
from roundtables.services import events, fields, sessions
from roundtables.services.events import EventValues
from roundtables.words import _

KEPT = (
    "title",
    "kind",
    "format",
    "all_day",
    "timezone",
    "work_package_id",
    "activity_id",
    "venue_id",
    "place",
    "online_url",
    "description",
    "themes",
    "language",
    "capacity",
    "organiser_name",
    "organiser_email",
    "counted_by",
    "guests_shown",
    "invited_by_session",
    "alarm_minutes",
)
"""What a template keeps of an event beside its hours, its agenda and its tasks."""
MINUTE = dt.timedelta(minutes=1)


class NameTaken(Invalid):
    field = "name"

    def __init__(self, name: str) -> None:
        super().__init__(_("There is a template “{name}” already. Choose another name.").format(name=shortened(name)))


def save_as_template(session: Session, event_id: int, name: str) -> EventTemplate:
    """Keep an event's texts, settings, agenda and tasks under a name; no participants. Raises NameTaken."""
    event = events.get(session, event_id)
    template = EventTemplate(
        name=_free_name(session, name),
        starts_minute=event.starts.hour * 60 + event.starts.minute,
        lasts_minutes=(event.ends - event.starts) // MINUTE,
        **{key: getattr(event, key) for key in KEPT},
    )
    template.sessions = [
        TemplateSession(
            title=part.title,
            after_minutes=(part.starts - event.starts) // MINUTE,
            lasts_minutes=(part.ends - part.starts) // MINUTE,
            place=part.place,
            description=part.description,
        )
        for part in event.sessions
    ]
    template.checklist = [
        ChecklistLine(position=position, title=task.title, days=task.days) for position, task in enumerate(event.tasks)
    ]
    session.add(template)
    session.flush()
    return template


def event_from(session: Session, template_id: int, starts: dt.datetime, values: EventValues | None = None) -> Event:
    """A new event like the template, beginning at `starts`; what `values` say stands instead.

    Agenda and tasks move along by wall time, also over a change of the clocks. A template without tasks takes
    its kind's checklist. Raises the errors of `events.add` and `sessions.add`.
    """
    template = get(session, template_id)
    like: Any = {key: getattr(template, key) for key in KEPT}
    like |= {"starts": starts, "ends": starts + template.lasts_minutes * MINUTE} | (values or {})
    tasks = [(line.title, line.days) for line in template.checklist] or None
    event = events.add(session, tasks=tasks, **like)
    for part in template.sessions:
        begins = event.starts + part.after_minutes * MINUTE
        sessions.add(
            session,
            event.id,
            title=part.title,
            starts=begins,
            ends=begins + part.lasts_minutes * MINUTE,
            place=part.place,
            description=part.description,
        )
    return event


def rename(session: Session, template_id: int, name: str) -> EventTemplate:
    """Give a template another name. Raises NameTaken."""
    template = get(session, template_id)
    if fields.line(name, "name") != template.name:
        template.name = _free_name(session, name)
    return template


def delete(session: Session, template_id: int) -> None:
    """Remove a template; events that were made from it stay as they are."""
    session.delete(get(session, template_id))


def get(session: Session, template_id: int) -> EventTemplate:
    """The template with this key. Raises NothingThere."""
    template = session.get(EventTemplate, template_id)
    if template is None:
        raise NothingThere
    return template


def _free_name(session: Session, name: str) -> str:
    tidy = fields.line(name, "name", most=fields.LONGEST_NAME, needed=True)
    if session.scalar(select(EventTemplate.id).where(EventTemplate.name == tidy)) is not None:
        raise NameTaken(tidy)
    return tidy
