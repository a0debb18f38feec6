"""Keep venues: where events are held, how many people fit in, and where on the map they lie."""

import math
from typing import Any, TypedDict, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere, shortened
from roundtables.model import Event, EventTemplate, Series, Venue
from roundtables.services import fields, people
from roundtables.services.programme import HasTemplates
from roundtables.words import _, n_

MOST_PLACES = 1_000_000
FARTHEST = {"latitude": 90, "longitude": 180}


class PlacesOutOfRange(Invalid):
    field = "capacity"

    def __init__(self) -> None:
        super().__init__(_("The number of places is from 1 to {most}.").format(most=MOST_PLACES))


class NotACoordinate(Invalid):
    def __init__(self, field: str) -> None:
        self.field = field
        words = {
            "latitude": _("Latitude is a number of degrees from −90 to 90, such as 60.1699."),
            "longitude": _("Longitude is a number of degrees from −180 to 180, such as 24.9384."),
        }
        super().__init__(words[field])


class HalfAPoint(Invalid):
    def __init__(self, field: str) -> None:
        self.field = field
        super().__init__(_("Latitude and longitude belong together: enter both or neither."))


class VenueInUse(Expected):
    def __init__(self, name: str, events: int) -> None:
        super().__init__(
            n_(
                "{n} event is held at {venue}, so it can't be deleted. Choose another venue for the event first. "
                "Nothing was changed.",
                "{n} events are held at {venue}, so it can't be deleted. Choose another venue for the events first. "
                "Nothing was changed.",
                events,
            ).format(n=events, venue=shortened(name))
        )


class VenueValues(TypedDict, total=False):
    """What can be said of a venue. `country` is an ISO 3166 code; coordinates are degrees, north and east positive."""

    name: str
    room: str
    address: str
    city: str
    country: str
    capacity: int | None
    latitude: float | None
    longitude: float | None


def add(session: Session, **values: Unpack[VenueValues]) -> Venue:
    """A new venue; `name` is needed. Raises Invalid errors, each naming its field."""
    venue = Venue()
    _set(venue, {"name": "", **values})
    session.add(venue)
    session.flush()
    return venue


def change(session: Session, venue_id: int, **values: Unpack[VenueValues]) -> Venue:
    """Change what is given and leave the rest. Raises Invalid errors, each naming its field, and NothingThere."""
    venue = get(session, venue_id)
    _set(venue, values)
    return venue


def delete(session: Session, venue_id: int) -> None:
    """Remove a venue at which nothing is held. Raises VenueInUse, HasTemplates."""
    venue = get(session, venue_id)
    events = session.scalar(select(func.count(Event.id)).where(Event.venue_id == venue_id)) or 0
    if events:
        raise VenueInUse(venue.name, events)
    templates = session.scalar(select(func.count(EventTemplate.id)).where(EventTemplate.venue_id == venue_id)) or 0
    if templates:
        raise HasTemplates(venue.name, templates)
    for series in session.scalars(select(Series).where(Series.venue_id == venue_id)):
        # None of its meetings is held there any more.
        series.venue = None
    session.delete(venue)


def get(session: Session, venue_id: int) -> Venue:
    """The venue with this key. Raises NothingThere."""
    venue = session.get(Venue, venue_id)
    if venue is None:
        raise NothingThere
    return venue


def degrees(text: str, field: str) -> float | None:
    """Degrees as typed, with a point or a comma; None for nothing. `field` is latitude or longitude.

    Raises NotACoordinate.
    """
    tidy = text.strip().replace("−", "-").replace(",", ".").rstrip("°").rstrip()
    if not tidy:
        return None
    try:
        value = float(tidy)
    except ValueError as error:
        raise NotACoordinate(field) from error
    _require_on_earth(value, field)
    return value


def _require_on_earth(value: float, field: str) -> None:
    if not math.isfinite(value) or abs(value) > FARTHEST[field]:
        raise NotACoordinate(field)


def _set(venue: Venue, values: Any) -> None:
    for key, value in values.items():
        setattr(venue, key, _tidied(key, value))
    if (venue.latitude is None) != (venue.longitude is None):
        raise HalfAPoint("latitude" if venue.latitude is None else "longitude")


def _tidied(key: str, value: Any) -> Any:
    if key in FARTHEST:
        if value is not None:
            _require_on_earth(value, key)
        return value
    if key == "capacity":
        if value is not None and not 0 < value <= MOST_PLACES:
            raise PlacesOutOfRange
        return value
    if key == "country":
        return people.country_code(value)
    return fields.line(value, key, needed=key == "name")
