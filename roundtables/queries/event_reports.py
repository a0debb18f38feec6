"""What the funder is told of an event: what was entered for it, who carries it, and what its attendance adds up to."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from roundtables.errors import NothingThere
from roundtables.model import (
    Attendance,
    Event,
    EventReport,
    Organisation,
    Participation,
    Person,
    ProjectPartner,
    Survey,
    Venue,
)
from roundtables.queries.counting import Counts, Taker, country_of, counts
from roundtables.queries.events import EventPage
from roundtables.terms import Presence


@dataclass(frozen=True)
class ReportRow:
    """What was entered for an event, None or empty where nothing was. `imported` are the responses of its surveys."""

    website: str = ""
    summary: str = ""
    evaluation: str = ""
    survey_url: str = ""
    survey_responses: int | None = None
    women: int | None = None
    men: int | None = None
    non_binary: int | None = None
    gender_not_stated: int | None = None
    imported: int = 0

    @property
    def stated(self) -> int | None:
        """How many people the numbers by gender make; None where none was entered."""
        known = [
            number for number in (self.women, self.men, self.non_binary, self.gender_not_stated) if number is not None
        ]
        return sum(known) if known else None

    @property
    def responses(self) -> int | None:
        """How many answered the survey: as entered, else as imported; None where neither is known."""
        return self.survey_responses if self.survey_responses is not None else self.imported or None


@dataclass(frozen=True)
class Carrier:
    """The organisation that carries an event, its host or the project's coordinator, and the event's country."""

    name: str
    country: str


def report(session: Session, event_id: int) -> ReportRow:
    """What was entered for an event; an empty row where nothing was."""
    imported = select(func.coalesce(func.sum(Survey.responses), 0)).where(Survey.event_id == event_id).scalar_subquery()
    statement: Any = (
        select(
            EventReport.website,
            EventReport.summary,
            EventReport.evaluation,
            EventReport.survey_url,
            EventReport.survey_responses,
            EventReport.women,
            EventReport.men,
            EventReport.non_binary,
            EventReport.gender_not_stated,
            imported,
        )
        .select_from(Event)
        .outerjoin(EventReport, EventReport.event_id == Event.id)
        .where(Event.id == event_id)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NothingThere
    texts: Any = [value or "" for value in row[:4]]
    return ReportRow(*texts, *row[4:])


def carrier(session: Session, event_id: int) -> Carrier:
    """Who carries the event, and in which country it is. Raises NothingThere."""
    host, coordinator = aliased(Organisation), aliased(Organisation)
    first = (
        select(ProjectPartner.organisation_id)
        .where(ProjectPartner.project_id == Event.project_id)
        .order_by(ProjectPartner.coordinates.desc(), ProjectPartner.position, ProjectPartner.id)
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(Event.format, Venue.country, host.name, host.country, coordinator.name, coordinator.country)
        .outerjoin(Venue, Venue.id == Event.venue_id)
        .outerjoin(host, host.id == Event.host_id)
        .outerjoin(coordinator, coordinator.id == first)
        .where(Event.id == event_id)
    )
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NothingThere
    form, venue, host_name, host_country, coordinator_name, coordinator_country = row
    country = country_of(form, venue or "", host_country or "", coordinator_country or "")
    return Carrier(host_name or coordinator_name or "", country)


def counted(session: Session, page: EventPage) -> Counts:
    """What the event's attendance adds up to. Three statements, however many participants there are."""
    country = func.coalesce(func.nullif(Person.country, ""), Organisation.country, "")
    people = (
        select(Participation.id, Participation.person_id, country)
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(Participation.event_id == page.id)
        .order_by(Participation.id)
    )
    marks = select(Attendance.participation_id, Attendance.slot_id, Attendance.minutes).where(
        Attendance.event_id == page.id, Attendance.presence == Presence.PRESENT
    )
    return counts(
        page,
        [Taker(*row) for row in session.execute(people)],
        [(participation, slot, minutes) for participation, slot, minutes in session.execute(marks)],
        carrier(session, page.id).country,
    )
