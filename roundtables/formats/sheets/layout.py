"""What the program's sheets have in common: the page, the head above the rows, names of sheets and slots."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.utils import get_column_letter

from roundtables.formats.sheets.cells import shown, styled
from roundtables.formats.sheets.documents import EventHead, SlotHead
from roundtables.words import Language

A4 = 9
DATE_FORMATS = {"en": "d mmm yyyy", "fi": "d.m.yyyy", "sv": "d.m.yyyy", "hr": "d. m. yyyy."}
LONGEST_SHEET_NAME = 31
NARROWEST, WIDEST = 8, 44
FIRST_YEAR = 1900
HEADING_HEIGHT = 46.0
"""Points: room for three lines, since the names of days and sessions are long."""


def prepare_page(sheet: Any, reference: str, language: Language, first_row: int, heading_rows: int) -> None:
    """A4 landscape, as wide as one page, `heading_rows` from `first_row` on every page, page x of y below."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.7
    sheet.row_dimensions[first_row].height = HEADING_HEIGHT
    sheet.print_title_rows = f"{first_row}:{first_row + heading_rows - 1}"
    sheet.oddFooter.left.text = reference.replace("&", "&&")
    page = language.gettext("Page {page} of {pages}").replace("&", "&&")
    sheet.oddFooter.right.text = page.format(page="&P", pages="&N")


def head_lines(head: EventHead, language: Language, *, finance: bool) -> list[tuple[str, str | dt.date]]:
    """The lines above the rows as label and value; empty ones are left out."""
    say = language.gettext
    lines: list[tuple[str, str | dt.date]] = [
        (say("Project"), head.project_name),
        (say("Project number"), head.project_number),
        (say("Funding"), head.funding_line),
    ]
    if finance:
        lines += [
            (say("Case number"), head.case_number),
            (say("Grant agreement"), head.grant_agreement),
            (say("Cost centre"), head.cost_centre),
            (say("Project code"), head.project_code),
            (say("Activity code"), head.activity_code),
            (say("Account"), head.account),
            (say("Work package"), head.work_package),
            (say("Activity"), head.activity),
        ]
    lines += [
        (say("Event"), f"{head.reference} {head.title}"),
        (say("Event type"), f"{say(head.kind.label)}, {say(head.format.label)}"),
        *_times(head, language, finance=finance),
        (say("Place"), head.place),
        (say("Organiser"), head.organiser),
    ]
    return [(label, value) for label, value in lines if value]


def _times(head: EventHead, language: Language, *, finance: bool) -> list[tuple[str, str | dt.date]]:
    """Finance gets dates that can be reckoned with; the sheet on the table gets them as people read them."""
    say = language.gettext
    span = "" if head.all_day else f"{language.time(head.starts)} – {language.time(head.ends)} ({head.timezone})"
    if finance:
        return [(say("Start date"), head.starts.date()), (say("End date"), head.ends.date()), (say("Time"), span)]
    days = language.days(head.starts.date(), head.ends.date())
    return [(say("Date"), f"{days}, {span}" if span else days)]


def write_head(sheet: Any, title: str, lines: Iterable[tuple[str, str | dt.date]], language: Language) -> int:
    """Append title and lines; returns how many rows that took, with an empty one at the end."""
    sheet.append([styled(sheet, title, "Headline")])
    rows = 2
    for label, value in lines:
        sheet.append([styled(sheet, label, "Label"), None, value_cell(sheet, value, language)])
        rows += 1
    sheet.append([])
    return rows


def value_cell(sheet: Any, value: object, language: Language) -> Any:
    """A cell for a text, a number, or a real date in the language's form; Excel knows none before 1900: then a text."""
    if isinstance(value, dt.date) and value.year < FIRST_YEAR:
        value = language.date(value)
    cell = styled(sheet, value, "Value")
    if isinstance(value, dt.datetime):
        cell.number_format = f"{DATE_FORMATS[language.code]} hh:mm"
    elif isinstance(value, dt.date):
        cell.number_format = DATE_FORMATS[language.code]
    return cell


def slot_names(slots: Sequence[SlotHead], language: Language) -> list[str]:
    """What the slots are called as columns."""
    return [_slot_name(slot, language) for slot in slots]


def _slot_name(slot: SlotHead, language: Language) -> str:
    if slot.day is not None:
        day = language.gettext("Day {n}").format(n=slot.number)
        return f"{day}, {language.weekday(slot.day)} {language.date(slot.day)}"
    return slot.title or language.gettext("Attendance")


def column_names(names: Iterable[str]) -> list[str]:
    """Names fit for an Excel table: not empty, none twice however its case, one line, at most 255 characters."""
    taken: set[str] = set()
    unique = []
    for name in names:
        plain = shown(" ".join(name.split()))[:240] or "–"
        candidate, number = plain, 2
        while candidate.casefold() in taken:
            candidate, number = f"{plain} ({number})", number + 1
        taken.add(candidate.casefold())
        unique.append(candidate)
    return unique


def sheet_name(name: str) -> str:
    """A name Excel takes for a sheet: at most 31 characters, none of []:*?/\\, no apostrophe at the ends."""
    return re.sub(r"[\[\]:*?/\\]", " ", name).strip("' ")[:LONGEST_SHEET_NAME].strip("' ") or "1"


def sheet_names(names: Iterable[str]) -> list[str]:
    """Names Excel takes for the sheets of one workbook: none twice, however its case."""
    taken: set[str] = set()
    unique = []
    for name in map(sheet_name, names):
        candidate, number = name, 2
        while candidate.casefold() in taken:
            ending = f" ({number})"
            candidate, number = f"{name[: LONGEST_SHEET_NAME - len(ending)].rstrip()}{ending}", number + 1
        taken.add(candidate.casefold())
        unique.append(candidate)
    return unique


def set_widths(sheet: Any, widths: Iterable[float]) -> None:
    """Set the widths of the columns from A on, in characters."""
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width


def fitting_width(heading: str, longest: int) -> float:
    """A width that fits the longest text and the heading's longest word, within bounds."""
    word = max((len(part) for part in heading.split()), default=0)
    third = len(heading) // 3
    return float(min(max(longest + 2, word + 4, third + 4, NARROWEST), WIDEST))
