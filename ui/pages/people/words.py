"""How participation reads: attendance, hours, terms."""

import datetime as dt

from roundtables.queries.person import PartRow
from roundtables.terms import CountedBy, Presence
from roundtables.words import _, n_
from ui import format as formats


def attended(part: PartRow) -> str:
    """In how many days or sessions of an event somebody was present; nothing where that is not known."""
    if not (part.present or part.absent or part.excused):
        return ""
    if part.present and part.slots > 1:
        days = n_("{present} of {n} day", "{present} of {n} days", part.slots)
        sessions = n_("{present} of {n} session", "{present} of {n} sessions", part.slots)
        words = sessions if part.counted_by is CountedBy.SESSION else days
        return words.format(present=part.present, n=part.slots)
    if part.present:
        return _(Presence.PRESENT.label)
    return _(Presence.EXCUSED.label if part.excused >= part.absent else Presence.ABSENT.label)


def hours(minutes: int) -> str:
    """A length of time in hours and minutes."""
    whole, rest = divmod(minutes, 60)
    if rest:
        return _("{hours} h {minutes} min").format(hours=formats.number(whole), minutes=rest)
    return _("{hours} h").format(hours=formats.number(whole))


def term(since: dt.date | None, until: dt.date | None) -> str:
    """From when until when, either end open."""
    if since is None and until is None:
        return ""
    begins = formats.day(since) if since is not None else ""
    ends = formats.day(until) if until is not None else ""
    return f"{begins} – {ends}".strip()
