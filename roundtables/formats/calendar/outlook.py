"""What Outlook writes in its own way: names of time zones, and whole days as midnights."""

import datetime as dt
import re

OWN_ZONES = {
    "tzone://Microsoft/Utc": "UTC",
    "UTC": "UTC",
    "GMT": "UTC",
    "(UTC) Coordinated Universal Time": "UTC",
    "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna": "Europe/Berlin",
    "(UTC+01:00) Belgrade, Bratislava, Budapest, Ljubljana, Prague": "Europe/Budapest",
    "(UTC+01:00) Brussels, Copenhagen, Madrid, Paris": "Europe/Paris",
    "(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb": "Europe/Warsaw",
    "(UTC+00:00) Dublin, Edinburgh, Lisbon, London": "Europe/London",
    "(UTC+02:00) Athens, Bucharest": "Europe/Bucharest",
    "(UTC+02:00) Helsinki, Kyiv, Riga, Sofia, Tallinn, Vilnius": "Europe/Kiev",
    "(UTC-05:00) Eastern Time (US & Canada)": "America/New_York",
}
"""Outlook on the web and older Exchange give the zone by the words of the Windows dialogue."""
Moment = dt.datetime | dt.date
_OFFSET = re.compile(r"\((?:GMT|UTC)([+-]\d\d)[.:](\d\d)\)")


def iana_zone(name: str) -> str | None:
    """The IANA name of a time zone as Windows names it, such as “W. Europe Standard Time”."""
    own = OWN_ZONES.get(_OFFSET.sub(r"(UTC\1:\2)", name).replace("Kiev", "Kyiv"))
    if own is not None:
        return own
    # The table of the Unicode Consortium, which the library carries; it is heavy and needed only here.
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    return WINDOWS_TO_OLSON.get(name)


def as_days(starts: Moment, ends: Moment) -> tuple[Moment, Moment]:
    """Whole days, which X-MICROSOFT-CDO-ALLDAYEVENT gives as midnights on the clock there, as days."""
    days = [_day(starts), _day(ends)]
    return (days[0], days[1]) if days[0] is not None and days[1] is not None else (starts, ends)


def _day(at: Moment) -> dt.date | None:
    if not isinstance(at, dt.datetime):
        return at
    return at.date() if at.time() == dt.time() else None
