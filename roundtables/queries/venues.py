"""Venues as their list shows them, with how many events are held there."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Event, Venue
from roundtables.queries import sorting


@dataclass(frozen=True)
class VenueRecord:
    id: int
    name: str
    room: str
    address: str
    city: str
    country: str
    capacity: int | None
    latitude: float | None
    longitude: float | None
    events: int


def listing(session: Session) -> list[VenueRecord]:
    """All venues by name and room, with the number of their events."""
    held = select(Event.venue_id, func.count().label("events")).group_by(Event.venue_id).subquery()
    statement: Any = (
        select(
            Venue.id,
            Venue.name,
            Venue.room,
            Venue.address,
            Venue.city,
            Venue.country,
            Venue.capacity,
            Venue.latitude,
            Venue.longitude,
            func.coalesce(held.c.events, 0),
        )
        .outerjoin(held, held.c.venue_id == Venue.id)
        .order_by(sorting.by_text(session, Venue.name), sorting.by_text(session, Venue.room), Venue.id)
    )
    return [VenueRecord(*row) for row in session.execute(statement)]
