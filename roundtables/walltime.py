"""Wall time and IANA zones: the time on the clock at the place, and the instant it stands for (RFC 5545, 3.3.5)."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from roundtables.errors import Invalid, shortened
from roundtables.words import _


class UnknownZone(Invalid):
    field = "timezone"

    def __init__(self, name: str) -> None:
        super().__init__(
            _("There is no time zone “{name}”. Use a name such as Europe/Helsinki.").format(name=shortened(name))
        )


class TimeDoesNotExist(Invalid):
    field = "starts"

    def __init__(self, wall: dt.datetime, zone: str) -> None:
        super().__init__(
            _("{time} does not exist in {zone}: the clocks are put forward over it. Choose another time.").format(
                time=f"{wall:%Y-%m-%d %H:%M}", zone=zone
            )
        )


class TimeExistsTwice(Invalid):
    field = "starts"

    def __init__(self, wall: dt.datetime, zone: str) -> None:
        super().__init__(
            _("{time} exists twice in {zone}: the clocks are put back over it. Choose a time before or after.").format(
                time=f"{wall:%Y-%m-%d %H:%M}", zone=zone
            )
        )


@cache
def zone(name: str) -> ZoneInfo:
    """The zone by its IANA name. Raises UnknownZone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(name) from error


def instant(wall: dt.datetime, zone_name: str) -> dt.datetime:
    """The instant, in UTC, of a wall time. Raises UnknownZone, TimeDoesNotExist or TimeExistsTwice."""
    place = zone(zone_name)
    early, late = wall.replace(tzinfo=place, fold=0), wall.replace(tzinfo=place, fold=1)
    if early.utcoffset() != late.utcoffset():
        returned = early.astimezone(dt.UTC).astimezone(place)
        if returned.replace(tzinfo=None) != wall:
            raise TimeDoesNotExist(wall, zone_name)
        raise TimeExistsTwice(wall, zone_name)
    return early.astimezone(dt.UTC)


def days_of(starts: dt.datetime, ends: dt.datetime, *, all_day: bool) -> list[dt.date]:
    """The days something is held on; a night past midnight that ends by six belongs to the day before."""
    number = (last_day(starts, ends, all_day=all_day) - starts.date()).days + 1
    return [starts.date() + dt.timedelta(days=day) for day in range(number)]


def aware(wall: dt.datetime, zone_name: str) -> dt.datetime:
    """The wall time with its zone's offset, for ISO 8601."""
    return wall.replace(tzinfo=zone(zone_name))


def last_day(starts: dt.datetime, ends: dt.datetime, *, all_day: bool) -> dt.date:
    """The last day an event is held on; a night past midnight that ends by six belongs to the day before."""
    if not all_day and ends.time() <= dt.time(6) and ends.date() > starts.date():
        return ends.date() - dt.timedelta(days=1)
    return ends.date()
