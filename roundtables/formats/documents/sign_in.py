"""The sheet that lies on the table, on paper: who is expected, and room to sign. No address, reply, diet or need."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from roundtables.formats.documents.certificate import LONGEST_PROSE, REGIONS
from roundtables.formats.documents.texts import clean
from roundtables.formats.sheets.documents import SignInDocument, SlotHead
from roundtables.words import Language

MOST_SLOTS = 4
"""Columns to sign that fit beside one another on A4, each at least 35 mm wide."""


def data_of(document: SignInDocument, days: Sequence[dt.date | None], speak: Language) -> dict[str, Any]:
    """What the template gets; `days` is the day of each slot: a day's columns stay together where they can."""
    say = speak.gettext
    head = document.head
    span = "" if head.all_day else f"{speak.time(head.starts)} – {speak.time(head.ends)}"
    when = ", ".join(part for part in (speak.days(head.starts.date(), head.ends.date()), span) if part)
    facts = [
        (say("Date"), when),
        (say("Place"), head.place),
        (say("Project number"), head.project_number),
        (say("Organiser"), head.organiser),
        (say("Project"), head.project_name),
    ]
    rows = _rows(document, speak)
    return {
        "title": say("Sign-in sheet"),
        "event": clean(head.title),
        "reference": head.reference,
        "language": speak.code,
        "region": REGIONS[speak.code],
        "funding": clean(head.funding_line, LONGEST_PROSE),
        "facts": [{"label": label, "value": clean(value)} for label, value in facts if value],
        "words": {
            "number": say("No."),
            "name": say("Name"),
            "organisation": say("Organisation"),
            "role": say("Role"),
            "signature": say("Signature"),
            "page": say("Page {page} of {pages}"),
        },
        "tables": [
            {"slots": [_slot_name(slot, speak) for slot in slots], "rows": rows}
            for slots in tables_of(document.slots, days)
        ],
    }


def tables_of(slots: Sequence[SlotHead], days: Sequence[dt.date | None]) -> list[list[SlotHead]]:
    """The columns of each table: as many days beside one another as fit; a day that is too long is cut."""
    tables: list[list[SlotHead]] = [[]]
    groups: list[list[SlotHead]] = []
    for at, slot in enumerate(slots):
        if at and days[at] == days[at - 1] and len(groups[-1]) < MOST_SLOTS:
            groups[-1].append(slot)
        else:
            groups.append([slot])
    for group in groups:
        if len(tables[-1]) + len(group) > MOST_SLOTS:
            tables.append([])
        tables[-1] += group
    return tables


def _rows(document: SignInDocument, speak: Language) -> list[dict[str, str]]:
    known = [
        {
            "name": clean(", ".join(part for part in (row.last_name, row.first_name) if part)),
            "organisation": clean(row.organisation),
            "role": speak.gettext(row.role.label),
        }
        for row in document.rows
    ]
    blank = {"name": "", "organisation": "", "role": ""}
    rows = [*known, *[blank] * document.walk_in_rows]
    return [{"number": str(number), **row} for number, row in enumerate(rows, 1)]


def _slot_name(slot: SlotHead, speak: Language) -> str:
    if slot.day is not None:
        day = speak.gettext("Day {n}").format(n=slot.number)
        return f"{day}, {speak.weekday(slot.day)} {speak.date(slot.day)}"
    return clean(slot.title or "", 120)
