"""The occasions at which an event's participants were served, and who was."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import (
    Attendance,
    Catering,
    CateringGuest,
    Cost,
    Event,
    Organisation,
    Participation,
    Person,
    ProjectPartner,
)
from roundtables.queries import sorting
from roundtables.terms import CateringKind, Presence, Role


@dataclass(frozen=True)
class CateringRow:
    """One occasion. `served` is wall time in the event's zone; the amount is what its cost really was, None if unknown.

    `currency` is the cost's, empty without one; `guests` is how many were served.
    """

    id: int
    event_id: int
    slot_id: int | None
    kind: CateringKind
    served: dt.datetime
    purpose: str
    agenda: str
    place: str
    invoice_number: str
    cost_id: int | None
    amount_cents: int | None
    currency: str
    rate: str
    rate_source: str
    guests: int


@dataclass(frozen=True)
class GuestRow:
    """Somebody who was served; `id` is the participation's key. `own`: of the organisation whose catering it is."""

    id: int
    last_name: str
    first_name: str
    organisation: str
    role: Role
    own: bool


@dataclass(frozen=True)
class OwnOrganisation:
    """Whose catering it is: who pays, else who hosts the event, else who coordinates its project."""

    id: int
    name: str


def listing(session: Session, event_id: int) -> list[CateringRow]:
    """The occasions of an event in their order. One statement."""
    return _rows(session, Catering.event_id == event_id)


def occasion(session: Session, catering_id: int) -> CateringRow | None:
    """One occasion; None where it is gone."""
    return next(iter(_rows(session, Catering.id == catering_id)), None)


def _rows(session: Session, condition: Any) -> list[CateringRow]:
    guests = select(func.count(CateringGuest.id)).where(CateringGuest.catering_id == Catering.id).correlate(Catering)
    statement: Any = (
        select(
            Catering.id,
            Catering.event_id,
            Catering.slot_id,
            Catering.kind,
            Catering.served,
            Catering.purpose,
            Catering.agenda,
            Catering.place,
            Catering.invoice_number,
            Catering.cost_id,
            Cost.actual_cents,
            func.coalesce(Cost.currency, ""),
            func.coalesce(Cost.rate, ""),
            func.coalesce(Cost.rate_source, ""),
            guests.scalar_subquery(),
        )
        .outerjoin(Cost, Cost.id == Catering.cost_id)
        .where(condition)
        .order_by(Catering.served, Catering.id)
    )
    return [CateringRow(*row) for row in session.execute(statement)]


def guests(session: Session, catering_id: int) -> list[GuestRow]:
    """Who was served, those of the own organisation first, then by organisation and surname."""
    own = own_organisation(session, catering_id)
    statement: Any = (
        select(
            Participation.id,
            Person.last_name,
            Person.first_name,
            func.coalesce(Organisation.name, ""),
            Participation.role,
            Organisation.id,
        )
        .join(CateringGuest, CateringGuest.participation_id == Participation.id)
        .join(Person, Person.id == Participation.person_id)
        .outerjoin(Organisation, Organisation.id == Person.organisation_id)
        .where(CateringGuest.catering_id == catering_id)
        .order_by(func.coalesce(Organisation.name_key, ""), sorting.person_name(), Participation.id)
    )
    rows = [
        GuestRow(key, last_name, first_name, organisation, role, own is not None and named == own.id)
        for key, last_name, first_name, organisation, role, named in session.execute(statement)
    ]
    return sorted(rows, key=lambda guest: not guest.own)


def served(session: Session, catering_id: int) -> list[int]:
    """The keys of the participations of those who were served."""
    statement = select(CateringGuest.participation_id).where(CateringGuest.catering_id == catering_id)
    return list(session.scalars(statement.order_by(CateringGuest.participation_id)))


def present(session: Session, event_id: int, slot_id: int | None) -> list[int]:
    """The keys of the participations of those who were present in a slot; without one, in any."""
    statement = select(Attendance.participation_id).where(
        Attendance.event_id == event_id, Attendance.presence == Presence.PRESENT
    )
    if slot_id is not None:
        statement = statement.where(Attendance.slot_id == slot_id)
    return list(session.scalars(statement.distinct().order_by(Attendance.participation_id)))


def own_organisation(session: Session, catering_id: int) -> OwnOrganisation | None:
    """Whose catering it is; None where nobody pays, hosts or coordinates."""
    coordinator = (
        select(ProjectPartner.organisation_id)
        .where(ProjectPartner.project_id == Event.project_id, ProjectPartner.coordinates)
        .order_by(ProjectPartner.position, ProjectPartner.id)
        .limit(1)
        .correlate(Event)
        .scalar_subquery()
    )
    key = (
        select(func.coalesce(Cost.payer_id, Event.host_id, coordinator))
        .select_from(Catering)
        .join(Event, Event.id == Catering.event_id)
        .outerjoin(Cost, Cost.id == Catering.cost_id)
        .where(Catering.id == catering_id)
        .scalar_subquery()
    )
    row = session.execute(select(Organisation.id, Organisation.name).where(Organisation.id == key)).one_or_none()
    return OwnOrganisation(*row) if row is not None else None
