"""An answer as the register keeps it: no sign that it can't hold, nothing longer, no time out of this world."""

import datetime as dt
import hashlib
import unicodedata
from dataclasses import replace

from roundtables.formats.calendar.answer import CalendarAnswer, Moment
from roundtables.services.fields import LONGEST_ADDRESS, LONGEST_LINE, LONGEST_NAME
from roundtables.walltime import zone

LONGEST_UID = 5_000
LONGEST_COMMENT = 2_000
HIGHEST_SEQUENCE = 2**31 - 1
YEARS = range(1970, 2200)
PARTS_OF_MESSAGES = ("method", "uid", "email", "partstat", "sequence", "comment", "place")


def tidied(answer: CalendarAnswer, now: dt.datetime) -> CalendarAnswer:
    """The answer, cleaned and bounded; `stamp` is never in the future, and this instant where there is none.

    A clock that is ahead would else make every later answer look older.
    """
    stamp = answer.stamp if answer.stamp is not None and _is_sensible(answer.stamp) else now
    return replace(
        answer,
        method=_line(answer.method, 20).upper(),
        uid=_line(answer.uid, LONGEST_UID),
        email=_line(answer.email, LONGEST_ADDRESS),
        partstat=_line(answer.partstat, 40).upper(),
        sequence=min(max(answer.sequence, 0), HIGHEST_SEQUENCE),
        stamp=min(stamp if stamp.tzinfo is not None else stamp.replace(tzinfo=dt.UTC), now),
        recurrence_id=_moment(answer.recurrence_id),
        name=_line(answer.name, LONGEST_NAME),
        sent_by=_line(answer.sent_by, LONGEST_ADDRESS),
        comment=_text(answer.comment)[:LONGEST_COMMENT].strip(),
        delegates=tuple((_line(email, LONGEST_ADDRESS), _line(name, LONGEST_NAME)) for email, name in answer.delegates),
        delegated_from=_line(answer.delegated_from, LONGEST_ADDRESS),
        starts=_moment(answer.starts),
        ends=_moment(answer.ends),
        place=None if answer.place is None else _line(answer.place, LONGEST_LINE),
        title="",
    )


def digest(answer: CalendarAnswer) -> str:
    """What an answer says as one number, by which one that comes twice is known, on whatever way it comes.

    Made of the answer as it came, before `tidied`: a missing DTSTAMP stays missing.
    """
    times = (answer.stamp, answer.recurrence_id, answer.starts, answer.ends)
    said = [str(getattr(answer, part)) for part in PARTS_OF_MESSAGES]
    said += ["" if moment is None else moment.isoformat() for moment in times]
    said += [answer.email.casefold(), answer.delegated_from.casefold(), *map(str, answer.delegates)]
    return hashlib.sha256("\0".join(said).encode("utf-8", "surrogatepass")).hexdigest()


def wall_time(moment: Moment, zone_name: str) -> dt.datetime:
    """The time on the clock in a zone; a time that floats is meant there (RFC 5545, 3.3.5), a date is its midnight."""
    if not isinstance(moment, dt.datetime):
        return dt.datetime.combine(moment, dt.time())
    if moment.tzinfo is not None:
        moment = moment.astimezone(zone(zone_name))
    return moment.replace(tzinfo=None, microsecond=0, fold=0)


def _moment(moment: Moment | None) -> Moment | None:
    return moment if moment is not None and _is_sensible(moment) else None


def _is_sensible(moment: Moment) -> bool:
    return moment.year in YEARS


def _line(text: str, most: int) -> str:
    return " ".join(_text(text[: most * 4]).split())[:most]


def _text(text: str) -> str:
    """Without control characters but line breaks, and without lone surrogates, which no file can hold."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (letter for letter in plain if letter in "\n\t" or unicodedata.category(letter) not in ("Cc", "Cs"))
    return "".join(kept)
