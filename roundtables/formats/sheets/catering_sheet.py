"""The sheet of one occasion of catering, as the accounts ask for it: why, what, where, who, of which group, how much.

What is not known yet is left as an empty line to be written on. Totals are written as values.
"""

import datetime as dt
import textwrap
from dataclasses import dataclass
from fractions import Fraction
from math import floor
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.styles import Border, Side

from roundtables import money
from roundtables.formats.sheets import layout
from roundtables.formats.sheets.cells import RULE, add_styles, styled
from roundtables.formats.sheets.documents import EventHead, HandOverNote
from roundtables.formats.sheets.saving import save
from roundtables.formats.sheets.tables import amount
from roundtables.terms import CateringKind, Role
from roundtables.walltime import zone
from roundtables.words import Language

WIDTHS = (6.0, 22.0, 20.0, 34.0, 18.0, 20.0)
SIGNATURE_HEIGHT = 34.0
MOST_LINES = 200
LINE_LETTERS = 90
LINE = Border(bottom=Side(style="thin", color=RULE))


@dataclass(frozen=True)
class ServedGuest:
    """Somebody who was served. `own`: of the organisation whose catering it is."""

    last_name: str
    first_name: str
    organisation: str
    role: Role
    own: bool


@dataclass(frozen=True)
class CateringDocument:
    """One occasion. `served` is wall time in the event's zone; the amount is in `currency`, None if it is not known."""

    head: EventHead
    kind: CateringKind
    served: dt.datetime
    purpose: str
    agenda: str
    place: str
    invoice_number: str
    amount_cents: int | None
    currency: str
    rate: str
    rate_source: str
    payer: str
    budget_line: str
    own_organisation: str
    guests: tuple[ServedGuest, ...]
    note: HandOverNote

    @property
    def per_head(self) -> int | None:
        """The amount for each who was served, a half cent up; None where it or they are not known."""
        if self.amount_cents is None or not self.guests:
            return None
        return floor(Fraction(self.amount_cents, len(self.guests)) + Fraction(1, 2))


def write_catering_sheet(document: CateringDocument, out: BinaryIO, language: Language) -> None:
    """Write the sheet as .xlsx: the same document always makes the same bytes."""
    say = language.gettext
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "Roundtables"
    workbook.properties.title = say("Catering sheet")
    add_styles(workbook)
    sheet: Any = workbook.create_sheet(layout.sheet_name(say("Catering sheet")))
    head = layout.head_lines(document.head, language, finance=True)
    lines = _lines(document, language)
    heading_row = len(head) + len(lines) + 5
    layout.prepare_page(sheet, document.head.reference, language, heading_row, 1)
    sheet.page_setup.orientation = "portrait"
    layout.set_widths(sheet, WIDTHS)
    for row in _signature_rows(heading_row + len(document.guests)):
        sheet.row_dimensions[row].height = SIGNATURE_HEIGHT
    layout.write_head(sheet, say("Catering sheet"), head, language)
    for label, value in lines:
        sheet.append([styled(sheet, label, "Label"), None, _cell(sheet, value, language)])
    sheet.append([])
    sheet.append([styled(sheet, _counted(document, language), "Text")])
    _write_guests(sheet, document, language)
    _write_signatures(sheet, language)
    _write_note(sheet, document.note, language)
    save(workbook, out, document.note.at)


def _lines(document: CateringDocument, language: Language) -> list[tuple[str, object]]:
    """What is said of the occasion as label and value; what is not known stays as an empty line."""
    say = language.gettext
    lines: list[tuple[str, object]] = [
        (say("Entered as"), say(document.kind.label)),
        *_lined(say("Purpose"), document.purpose),
        *_lined(say("Agenda"), document.agenda),
        (say("Served"), document.served),
        (say("Place"), document.place or document.head.place),
        (say("Organisation"), document.own_organisation),
        (say("Invoice number"), document.invoice_number),
        (say("Amount"), _money(document.amount_cents, document.currency)),
    ]
    if document.currency not in ("", money.EURO) and document.amount_cents is not None:
        euro = money.in_euro(document.amount_cents, document.currency, document.rate)
        lines += [
            (say("In euro"), _money(euro, money.EURO)),
            (say("Exchange rate"), " ".join(filter(None, (document.rate, document.rate_source)))),
        ]
    lines += [
        (say("Amount per person"), _money(document.per_head, document.currency)),
        (say("Paid by"), document.payer),
        (say("Budget line"), document.budget_line),
    ]
    return lines


def _lined(label: str, text: str) -> list[tuple[str, object]]:
    """A longer text in lines that fit the page, of which the first has the label."""
    lines = [part for line in text.split("\n") for part in textwrap.wrap(line, LINE_LETTERS) or [""]]
    return [("" if number else label, line) for number, line in enumerate(lines[:MOST_LINES])]


@dataclass(frozen=True)
class _Money:
    """An amount to be written as a number, to the cent."""

    cents: int
    currency: str


def _money(cents: int | None, currency: str) -> "_Money | str":
    return "" if cents is None else _Money(cents, currency or money.EURO)


def _cell(sheet: Any, value: object, language: Language) -> Any:
    if value == "":
        cell = styled(sheet, "", "Value")
        cell.border = LINE
        return cell
    if isinstance(value, _Money):
        return amount(sheet, value.cents, value.currency, "Value")
    return layout.value_cell(sheet, value, language)


def _counted(document: CateringDocument, language: Language) -> str:
    own = sum(guest.own for guest in document.guests)
    return "   ".join(
        (
            language.ngettext("{n} person was served", "{n} people were served", len(document.guests)).format(
                n=len(document.guests)
            ),
            f"{language.gettext('Own organisation')}: {own}",
            f"{language.gettext('Guests')}: {len(document.guests) - own}",
        )
    )


def _write_guests(sheet: Any, document: CateringDocument, language: Language) -> None:
    say = language.gettext
    headings = (say("No."), say("Last name"), say("First name"), say("Organisation"), say("Role"), say("Group"))
    sheet.append([styled(sheet, heading, "Heading") for heading in headings])
    for number, guest in enumerate(document.guests, 1):
        group = say("Own organisation") if guest.own else say("Guest")
        texts = (guest.last_name, guest.first_name, guest.organisation, say(guest.role.label), group)
        sheet.append([styled(sheet, value, "Boxed") for value in (number, *texts)])


def _signature_rows(last_row: int) -> tuple[int, int]:
    return last_row + 2, last_row + 3


def _write_signatures(sheet: Any, language: Language) -> None:
    say = language.gettext
    sheet.append([])
    for label in (say("Drawn up by: name, date, signature"), say("Approved by: name, date, signature")):
        cells = [styled(sheet, label, "Label"), None, None]
        for _column in range(3):
            cells.append(styled(sheet, "", "Value"))
            cells[-1].border = LINE
        sheet.append(cells)


def _write_note(sheet: Any, note: HandOverNote, language: Language) -> None:
    say = language.gettext
    local = note.at.astimezone(zone(note.timezone)).replace(tzinfo=None, second=0, microsecond=0)
    sheet.append([])
    for label, value in (
        (say("Handed over"), local),
        (say("Time zone"), note.timezone),
        (say("By"), note.by),
        (say("For"), note.for_whom),
        (say("Revision of the register"), note.revision),
        (say("File"), note.file_name),
    ):
        sheet.append([styled(sheet, label, "Label"), None, layout.value_cell(sheet, value, language)])
