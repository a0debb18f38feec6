"""Where a published calendar says otherwise than the register: both sides, field by field, and a person's choice."""

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere
from roundtables.model import PublishedItem
from roundtables.queries import events as queries
from roundtables.services import events, invitations
from roundtables.services.events import EventValues
from roundtables.terms import EventStatus
from roundtables.words import _

if TYPE_CHECKING:
    from roundtables.formats.calendar.events_in import EventLine


MOST = 500
"""So many are shown at once; when they are decided the next come."""


class NothingToTake(Expected):
    def __init__(self) -> None:
        super().__init__(
            _("What lies on the server can't be read as an event. Nothing was changed; ours can be written over it.")
        )


@dataclass(frozen=True)
class Side:
    """One side of a difference. Times are wall time in `timezone`; an all-day event's `ends` is its last day."""

    title: str
    starts: dt.datetime
    ends: dt.datetime
    all_day: bool
    timezone: str
    place: str
    description: str
    status: EventStatus


@dataclass(frozen=True)
class Difference:
    """One event that is not there as it was written. `ours` is None where it is no longer in the register, `theirs`
    where it was removed there, or can't be read. `fields` names what differs: title time place description status.

    `left_off` ones were agreed to be left off the server.
    """

    id: int
    uid: str
    event_id: int | None
    reference: str
    ours: Side | None
    theirs: Side | None
    removed: bool
    fields: tuple[str, ...]
    left_off: bool = False

    @property
    def title(self) -> str:
        """What the event is called here, else there; its UID where it is in neither."""
        side = self.ours or self.theirs
        return side.title if side else self.uid


def differences(session: Session, publication_id: int, limit: int = MOST) -> list[Difference]:
    """The events of a publication that somebody has changed or removed there, those still to be decided first."""
    statement = (
        select(PublishedItem)
        .where(PublishedItem.publication_id == publication_id, PublishedItem.theirs.is_not(None))
        .order_by(PublishedItem.href == "", PublishedItem.id)
        .limit(limit)
    )
    items = list(session.scalars(statement))
    pages = queries.pages_of(session, [item.uid for item in items])
    return [_difference(item, pages.get(item.uid)) for item in items]


def _page(session: Session, uid: str) -> queries.EventPage | None:
    return queries.pages_of(session, [uid]).get(uid)


def take_theirs(session: Session, item_id: int) -> None:
    """Let the register say what the server says; what was removed there, or is gone here, is no longer published.

    Raises NothingThere, NothingToTake, and the errors of `events.change`.
    """
    item = _item(session, item_id)
    difference = _difference(item, _page(session, item.uid))
    if difference.event_id is None or difference.ours is None:
        session.delete(item)
    elif difference.removed:
        item.href = item.etag = item.digest = ""
    elif difference.theirs is None:
        raise NothingToTake
    else:
        values = _values(difference.theirs, difference.fields)
        events.change(session, difference.event_id, **values)
        item.theirs, item.digest = None, ""


def write_ours(session: Session, item_id: int) -> None:
    """Let the next publishing write over what lies there, or put it back. Raises NothingThere."""
    item = _item(session, item_id)
    if item.theirs:
        item.theirs, item.digest = None, ""
    else:
        session.delete(item)


def _item(session: Session, item_id: int) -> PublishedItem:
    item = session.get(PublishedItem, item_id)
    if item is None or item.theirs is None:
        raise NothingThere
    return item


def _difference(item: PublishedItem, page: queries.EventPage | None) -> Difference:
    # Both sides are read from calendar files: what only the writing changes is no difference.
    zone = page.timezone if page is not None else "UTC"
    ours = _ours(page, zone) if page is not None and page.status is not EventStatus.DRAFT else None
    theirs = _read((item.theirs or "").encode(), zone)
    return Difference(
        item.id,
        item.uid,
        page.id if page is not None else None,
        page.reference if page is not None else "",
        ours,
        theirs,
        removed=item.theirs == "",
        fields=_differing(ours, theirs) if ours is not None and theirs is not None else (),
        left_off=not item.href,
    )


def _ours(page: queries.EventPage, zone: str) -> Side | None:
    from roundtables.formats.calendar.resource import write_resource

    return _read(write_resource(invitations.calendar_event(page), dt.datetime.now(dt.UTC)), zone)


def _read(content: bytes, zone: str) -> Side | None:
    from roundtables.formats.calendar.events_in import read_events

    if not content:
        return None
    try:
        line = next(iter(read_events(content, zone, dt.datetime.now(dt.UTC).date())))
    except Invalid:
        return None
    return _side(line)


def _side(line: "EventLine") -> Side | None:
    if line.starts is None or line.ends is None:
        return None
    return Side(
        line.title,
        line.starts,
        line.ends,
        line.all_day,
        line.timezone,
        line.place,
        line.description,
        # Whether it is certain is not said there by whoever draws: a draft would vanish from the calendar.
        EventStatus.CANCELLED if line.status is EventStatus.CANCELLED else EventStatus.PLANNED,
    )


FIELDS = ("title", "time", "place", "description", "status")


def _differing(ours: Side, theirs: Side) -> tuple[str, ...]:
    return tuple(name for name in FIELDS if _compared(ours, name) != _compared(theirs, name))


def _compared(side: Side, name: str) -> Any:
    """What two sides are compared by: whole days are the same in any zone."""
    if name == "time":
        return side.starts, side.ends, side.all_day, "" if side.all_day else side.timezone
    return getattr(side, name)


def _values(theirs: Side, fields: tuple[str, ...]) -> EventValues:
    """What the register would have to say; a place in words takes the venue's place."""
    values: dict[str, Any] = {name: getattr(theirs, name) for name in fields if name in ("title", "description")}
    if "time" in fields:
        values |= {"starts": theirs.starts, "ends": theirs.ends, "all_day": theirs.all_day}
        values |= {} if theirs.all_day else {"timezone": theirs.timezone}
    if "place" in fields:
        values |= {"place": theirs.place, "venue_id": None}
    if "status" in fields:
        values["status"] = theirs.status
    taken: EventValues = values  # type: ignore[assignment]  # the keys are the event's own
    return taken
