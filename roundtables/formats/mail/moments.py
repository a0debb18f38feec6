"""When something is, as a letter says it: days of the week, hours, and the zone by the name that readers know."""

import datetime as dt

from roundtables.walltime import zone
from roundtables.words import Language

_DATES = {"en": "cccc d MMMM y", "fi": "cccc d.M.y", "sv": "cccc d.M.y", "hr": "cccc, d. M. y."}
_JOINED = {"en": "{}, {}", "fi": "{} klo {}", "sv": "{} kl. {}", "hr": "{} u {}"}


def when(starts: dt.datetime, ends: dt.datetime, timezone: str, language: Language, *, all_day: bool = False) -> str:
    """Begin and end as wall time in their zone, which is named; whole days without hours. Raises UnknownZone."""
    first, last = _date(starts, language), _date(ends, language)
    if all_day:
        return first if starts.date() == ends.date() else f"{first} – {last}"
    joined = _JOINED[language.code]
    begins = joined.format(first, language.time(starts))
    if ends == starts:
        spoken = begins
    elif starts.date() == ends.date():
        spoken = f"{begins}–{language.time(ends)}"
    else:
        spoken = f"{begins} – {joined.format(last, language.time(ends))}"
    return f"{spoken} ({zone_name(starts, timezone, language)})"


def zone_name(wall: dt.datetime, timezone: str, language: Language) -> str:
    """A zone's name at a time, with its offset: “Eastern European Summer Time, UTC+3”. Raises UnknownZone."""
    from babel.dates import get_timezone_name

    moment = wall.replace(tzinfo=zone(timezone))
    minutes = round((moment.utcoffset() or dt.timedelta()).total_seconds() / 60)
    if timezone == "UTC":
        return timezone
    if not minutes:
        offset = "UTC"
    else:
        hours, rest = divmod(abs(minutes), 60)
        offset = f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f":{rest:02}" if rest else "")
    name = get_timezone_name(moment, locale=language.locale)
    return offset if name.startswith(("GMT", "UTC")) else f"{name}, {offset}"


def _date(moment: dt.datetime, language: Language) -> str:
    from babel.dates import format_date

    return format_date(moment.date(), _DATES[language.code], language.locale)
