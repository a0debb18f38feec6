"""Name badges: who somebody is, and the code that the check-in at the door reads."""

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from roundtables.formats.documents.certificate import REGIONS
from roundtables.formats.documents.texts import clean
from roundtables.terms import Role
from roundtables.words import Language

QUIET = 4
"""Modules of white around a code, as its standard asks for (ISO/IEC 18004)."""


class BadgeForm(Enum):
    """A4: ten of 90 × 55 mm a sheet, with lines to cut along. A6: one a page, for holders of that size."""

    A4 = "a4"
    A6 = "a6"


@dataclass(frozen=True)
class Badge:
    name: str
    organisation: str
    role: Role
    code: str


@dataclass(frozen=True)
class BadgeDocument:
    reference: str
    title: str
    starts: dt.datetime
    ends: dt.datetime
    badges: Sequence[Badge]


def data_of(document: BadgeDocument, form: BadgeForm, speak: Language) -> dict[str, Any]:
    """What the template gets."""
    say = speak.gettext
    return {
        "title": say("Name badges"),
        "event": clean(document.title),
        "reference": document.reference,
        "when": speak.days(document.starts.date(), document.ends.date()),
        "language": speak.code,
        "region": REGIONS[speak.code],
        "form": form.value,
        "words": {"code": say("QR code for the check-in at the door")},
        "badges": [
            {
                "name": clean(badge.name),
                "organisation": clean(badge.organisation),
                # A participant is what everybody is: said of those who are more than that.
                "role": "" if badge.role is Role.ATTENDEE else say(badge.role.label),
                "code": drawing(badge.code),
            }
            for badge in document.badges
        ],
    }


def drawing(text: str) -> str:
    """A QR code as SVG."""
    import segno

    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", xmldecl=False, border=QUIET, omitsize=True)
    return out.getvalue().decode()
