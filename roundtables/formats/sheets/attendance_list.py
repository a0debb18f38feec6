"""The list that finance keeps: who was there in which slot, the totals, and the record of the hand-over.

Totals are written as values: Excel's protected view shows formulas without cached results as empty.
"""

import warnings
from collections.abc import Iterable
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from roundtables.formats.sheets import layout
from roundtables.formats.sheets.cells import add_styles, plain, styled
from roundtables.formats.sheets.documents import AttendanceDocument, AttendanceRow, Figures, HandOverNote, figures
from roundtables.formats.sheets.saving import save
from roundtables.terms import Presence
from roundtables.walltime import zone
from roundtables.words import Language

TABLE_STYLE = "TableStyleMedium2"
TITLE_HEIGHT = 24.0


def write_attendance_list(document: AttendanceDocument, out: BinaryIO, language: Language) -> None:
    """Write the list as .xlsx: participants, totals, hand-over. Rows are streamed: 5,000 are no trouble."""
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "Roundtables"
    workbook.properties.title = language.gettext("Attendance list")
    add_styles(workbook)
    _write_participants(workbook, document, language)
    _write_totals(workbook, document, figures(document), language)
    _write_note(workbook, document.note, language)
    save(workbook, out, document.note.at)


def _write_participants(workbook: Any, document: AttendanceDocument, language: Language) -> None:
    say = language.gettext
    sheet = workbook.create_sheet(layout.sheet_name(say("Attendance list")))
    lines = layout.head_lines(document.head, language, finance=True)
    heading_row = len(lines) + 3
    names = layout.column_names(_headings(document, language))
    layout.prepare_page(sheet, document.head.reference, language, heading_row, 1)
    sheet.freeze_panes = f"D{heading_row + 1}"
    layout.set_widths(sheet, _widths(names, document.rows))
    layout.write_head(sheet, say("Attendance list"), lines, language)
    sheet.append([styled(sheet, name, "Heading") for name in names])
    words = _Words(language)
    for number, row in enumerate(document.rows, 1):
        sheet.append(_values(sheet, number, row, words))
    if document.rows:
        _add_table(sheet, names, heading_row, len(document.rows))


class _Words:
    """What recurs in every row, said once."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._known: dict[object, str] = {None: ""}

    def term(self, term: Any) -> str:
        if term not in self._known:
            self._known[term] = self._language.gettext(term.label)
        return self._known[term]

    def country(self, code: str) -> str:
        if code not in self._known:
            self._known[code] = self._language.country(code)
        return self._known[code]


def _headings(document: AttendanceDocument, language: Language) -> list[str]:
    say = language.gettext
    return [
        say("No."),
        say("Last name"),
        say("First name"),
        say("Organisation"),
        say("Country"),
        say("Role"),
        say("Reply"),
        *layout.slot_names(document.slots, language),
        _attended(document, language),
        say("Minutes"),
        say("Source"),
    ]


def _attended(document: AttendanceDocument, language: Language) -> str:
    by_day = all(slot.day is not None for slot in document.slots)
    return language.gettext("Days attended") if by_day else language.gettext("Sessions attended")


def _values(sheet: Any, number: int, row: AttendanceRow, words: _Words) -> list[Any]:
    sources = ", ".join(dict.fromkeys(words.term(mark.source) for mark in row.marks if mark.source is not None))
    return [
        number,
        plain(sheet, row.last_name),
        plain(sheet, row.first_name),
        plain(sheet, row.organisation),
        plain(sheet, words.country(row.country)),
        words.term(row.role),
        words.term(row.reply),
        *[words.term(mark.presence) for mark in row.marks],
        row.slots_attended,
        row.minutes,
        sources,
    ]


def _widths(names: list[str], rows: Iterable[AttendanceRow]) -> list[float]:
    longest = [0] * len(names)
    for row in rows:
        for column, text in enumerate((row.last_name, row.first_name, row.organisation), 1):
            longest[column] = max(longest[column], len(text))
    fixed = {4: 12, 5: 13, 6: 22, len(names) - 1: 18}
    widths = [layout.fitting_width(name, max(longest[at], fixed.get(at, 0))) for at, name in enumerate(names)]
    widths[0] = 6.0
    return widths


def _add_table(sheet: Any, names: list[str], heading_row: int, rows: int) -> None:
    """An Excel table with filters. Its column names must be the heading cells to the letter, or Excel repairs it."""
    reference = f"A{heading_row}:{get_column_letter(len(names))}{heading_row + rows}"
    table = Table(id=1, name="Attendance", displayName="Attendance", ref=reference)
    table._initialise_columns()  # noqa: SLF001 - in write-only mode nobody else does
    for column, name in zip(table.tableColumns, names, strict=True):
        column.name = name
    table.tableStyleInfo = TableStyleInfo(name=TABLE_STYLE, showRowStripes=True)
    with warnings.catch_warnings():
        # openpyxl reminds us to add the columns by hand, which was done above.
        warnings.simplefilter("ignore", UserWarning)
        sheet.add_table(table)


def _write_totals(workbook: Any, document: AttendanceDocument, counted: Figures, language: Language) -> None:
    say = language.gettext
    sheet = workbook.create_sheet(layout.sheet_name(say("Totals")))
    layout.prepare_page(sheet, document.head.reference, language, 1, 1)
    sheet.row_dimensions[1].height = TITLE_HEIGHT
    layout.set_widths(sheet, (44, 24, 24, 24, 24))
    sheet.append([styled(sheet, say("Totals"), "Headline")])
    for label, number in (
        (say("Participants"), counted.participants),
        (say("Attended at least once"), counted.attended),
        (_attended(document, language), counted.person_days),
        (say("Minutes"), counted.minutes),
    ):
        sheet.append([styled(sheet, label, "Text"), styled(sheet, number, "Sum")])
    sheet.append([])
    shown = (Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED, Presence.UNKNOWN)
    _heading(sheet, [say("Slot"), *[say(presence.label) for presence in shown]])
    for name, counts in zip(layout.slot_names(document.slots, language), counted.by_slot, strict=True):
        _counts(sheet, name, [counts[presence] for presence in shown])
    for title, groups in (
        (say("Country"), {language.country(code): pair for code, pair in counted.by_country.items()}),
        (say("Organisation"), counted.by_organisation),
    ):
        sheet.append([])
        _heading(sheet, [title, say("Participants"), say("Attended at least once")])
        for name, pair in sorted(groups.items(), key=lambda item: (-item[1][0], item[0])):
            _counts(sheet, name or say("Not stated"), list(pair))


def _heading(sheet: Any, names: list[str]) -> None:
    sheet.append([styled(sheet, name, "Heading") for name in names])


def _counts(sheet: Any, name: str, numbers: list[int]) -> None:
    sheet.append([styled(sheet, name, "Text"), *[styled(sheet, number, "Figure") for number in numbers]])


def _write_note(workbook: Any, note: HandOverNote, language: Language) -> None:
    say = language.gettext
    sheet = workbook.create_sheet(layout.sheet_name(say("Hand-over")))
    layout.prepare_page(sheet, note.file_name, language, 1, 1)
    sheet.row_dimensions[1].height = TITLE_HEIGHT
    layout.set_widths(sheet, (30, 4, 60))
    local = note.at.astimezone(zone(note.timezone)).replace(tzinfo=None, second=0, microsecond=0)
    lines: list[tuple[str, object]] = [
        (say("Handed over"), local),
        (say("Time zone"), note.timezone),
        (say("By"), note.by),
        (say("For"), note.for_whom),
        (say("Revision of the register"), note.revision),
        (say("File"), note.file_name),
    ]
    sheet.append([styled(sheet, say("Hand-over"), "Headline")])
    for label, value in lines:
        sheet.append([styled(sheet, label, "Label"), None, layout.value_cell(sheet, value, language)])
    sheet.append([])
    sheet.append(
        [styled(sheet, say("The register keeps this file's check sum. Any copy can be checked against it."), "Text")]
    )
