"""Certificates of attendance: what they say, in the language of each person."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from roundtables.formats.documents.texts import clean
from roundtables.terms import EventFormat, EventKind
from roundtables.words import Language, language

REGIONS = {"en": "GB", "fi": "FI", "sv": "FI", "hr": "HR"}
LONGEST_PROSE = 900


@dataclass(frozen=True)
class CertificateEvent:
    """What all certificates of an event say alike. Times are wall time; what is empty is left out."""

    reference: str
    title: str
    kind: EventKind
    format: EventFormat
    starts: dt.datetime
    ends: dt.datetime
    place: str = ""
    organiser: str = ""
    project_name: str = ""
    project_number: str = ""
    funding_line: str = ""
    grant_agreement: str = ""


@dataclass(frozen=True)
class CertificatePage:
    """One person's certificate. `sessions` is how many of how many; None where the event has none. `issued`: a day."""

    number: str
    name: str
    language: str
    days: int
    of_days: int
    minutes: int
    sessions: tuple[int, int] | None
    issued: dt.date


@dataclass(frozen=True)
class CertificateDocument:
    event: CertificateEvent
    pages: Sequence[CertificatePage]
    emblem: str = ""


def data_of(document: CertificateDocument) -> dict[str, Any]:
    """What the template gets."""
    first = language(document.pages[0].language) if document.pages else language("en")
    codes = sorted({page.language for page in document.pages})
    title = clean(f"{first.gettext('Certificate of attendance')}: {document.event.title}")
    if len(document.pages) == 1:
        title = clean(f"{first.gettext('Certificate of attendance')} {document.pages[0].number}")
    return {
        "title": title,
        "language": first.code,
        "region": REGIONS[first.code],
        "emblem": document.emblem,
        "languages": {code: _said(document.event, language(code)) for code in codes},
        "certificates": [_of_page(page, language(page.language)) for page in document.pages],
    }


@lru_cache(maxsize=16)
def _said(event: CertificateEvent, speak: Language) -> dict[str, Any]:
    """What an event's certificates say in one language."""
    say = speak.gettext
    return {
        "language": speak.code,
        "region": REGIONS[speak.code],
        "title": say("Certificate of attendance"),
        "event": clean(event.title),
        "reference": event.reference,
        "kind": f"{say(event.kind.label)}  ·  {say(event.format.label)}",
        "dates": speak.days(event.starts.date(), event.ends.date()),
        "place": clean(event.place),
        "project": clean(event.project_name),
        "project_number": clean(event.project_number),
        "funding": clean(event.funding_line, LONGEST_PROSE),
        "grant_agreement": clean(event.grant_agreement),
        "signed_by": clean(event.organiser),
        "words": {
            "took_part": say("took part in"),
            "dates": say("Date"),
            "place": say("Place"),
            "days": say("Days"),
            "sessions": say("Sessions"),
            "hours": say("Hours"),
            "signature": say("Signature"),
            "issued": say("Date of issue"),
            "number": say("Certificate No."),
            "project_number": say("Project number"),
            "grant_agreement": say("Grant agreement"),
            "emblem": say("Emblem of the funder"),
            "emblem_place": say("Emblem"),
        },
    }


def _of_page(page: CertificatePage, speak: Language) -> dict[str, str]:
    several = speak.gettext("{n} of {total}")
    days = several.format(n=page.days, total=page.of_days) if page.of_days > 1 else str(page.days)
    sessions = "" if page.sessions is None else several.format(n=page.sessions[0], total=page.sessions[1])
    return {
        "language": page.language,
        "number": page.number,
        "name": clean(page.name),
        "days": days,
        "sessions": sessions,
        "hours": duration(page.minutes, speak),
        "issued": _date(page.issued, speak),
    }


@lru_cache(maxsize=64)
def _date(day: dt.date, speak: Language) -> str:
    """A day as it is written: the same few for hundreds of people."""
    return speak.date(day)


@lru_cache(maxsize=256)
def duration(minutes: int, speak: Language) -> str:
    """Minutes as hours and minutes in the language's short form; empty for none."""
    from babel.units import format_unit

    hours, rest = divmod(minutes, 60)
    parts = [(hours, "duration-hour"), (rest, "duration-minute")]
    # Between a number and its unit no line may end.
    written = [
        format_unit(n, unit, "short", locale=speak.locale).replace(" ", "\N{NO-BREAK SPACE}") for n, unit in parts if n
    ]
    return " ".join(written)
