"""The sheet that lies on the table: who is expected, and room to sign for each day. No address, no diet, no needs."""

from typing import Any, BinaryIO

from openpyxl import Workbook

from roundtables.formats.sheets import layout
from roundtables.formats.sheets.cells import add_styles, styled
from roundtables.formats.sheets.documents import SignInDocument, SlotHead
from roundtables.formats.sheets.saving import save
from roundtables.words import Language

SIGNATURE_HEIGHT = 29.0
"""Points: 10.2 mm, a little over the 9 mm that a signature needs."""
SIGNATURE_WIDTH = 22.0
MOST_SLOTS = 4
WIDTHS = (6.0, 20.0, 18.0, 30.0, 12.0, 14.0)


def write_sign_in_sheet(document: SignInDocument, out: BinaryIO, language: Language) -> None:
    """Write the sheet as .xlsx; more than four signature columns go on further sheets."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "Roundtables"
    workbook.properties.title = language.gettext("Sign-in sheet")
    add_styles(workbook)
    title = language.gettext("Sign-in sheet")
    for first in range(0, max(len(document.slots), 1), MOST_SLOTS):
        number = first // MOST_SLOTS + 1
        sheet = workbook.create_sheet(layout.sheet_name(title if number == 1 else f"{title} {number}"))
        _write(sheet, document, document.slots[first : first + MOST_SLOTS], language)
    save(workbook, out, None)


def _write(sheet: Any, document: SignInDocument, slots: tuple[SlotHead, ...], language: Language) -> None:
    say = language.gettext
    lines = layout.head_lines(document.head, language, finance=False)
    heading_row = len(lines) + 3
    layout.prepare_page(sheet, document.head.reference, language, heading_row, 1)
    sheet.freeze_panes = f"A{heading_row + 1}"
    layout.set_widths(sheet, (*WIDTHS, *[SIGNATURE_WIDTH] * len(slots)))
    rows = len(document.rows) + document.walk_in_rows
    for row in range(heading_row + 1, heading_row + rows + 1):
        sheet.row_dimensions[row].height = SIGNATURE_HEIGHT
    layout.write_head(sheet, say("Sign-in sheet"), lines, language)
    headings = [say("No."), say("Last name"), say("First name"), say("Organisation"), say("Country"), say("Role")]
    signature = say("Signature")
    headings += [f"{signature}: {name}" for name in layout.slot_names(slots, language)]
    sheet.append([styled(sheet, heading, "Heading") for heading in headings])
    for number, person in enumerate(document.rows, 1):
        texts = (
            person.last_name,
            person.first_name,
            person.organisation,
            language.country(person.country),
            say(person.role.label),
        )
        _append(sheet, number, texts, len(slots))
    for number in range(len(document.rows) + 1, rows + 1):
        _append(sheet, number, ("",) * 5, len(slots))


def _append(sheet: Any, number: int, texts: tuple[str, ...], signatures: int) -> None:
    sheet.append([styled(sheet, value, "Boxed") for value in (number, *texts, *("",) * signatures)])
