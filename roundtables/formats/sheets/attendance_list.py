"""The workbook of one event that finance keeps: who was there in which slot, the totals, costs, catering, hand-over.

Totals are written as values: Excel's protected view shows formulas without cached results as empty.
"""

import dataclasses
import itertools
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook

from roundtables.formats.sheets import columns as known
from roundtables.formats.sheets import layout, tables
from roundtables.formats.sheets.cells import add_styles, styled
from roundtables.formats.sheets.columns import Column, Kind, Words
from roundtables.formats.sheets.documents import AttendanceDocument, AttendanceRow, Figures, figures
from roundtables.formats.sheets.money_documents import CateringLine, CostLine
from roundtables.formats.sheets.note_sheet import write_note
from roundtables.formats.sheets.saving import discard, save
from roundtables.terms import CostKind, Presence
from roundtables.words import N_, Language

Numbered = tuple[int, AttendanceRow]
Chosen = Mapping[str, Sequence[str]]


def write_attendance_list(document: AttendanceDocument, out: BinaryIO, language: Language) -> None:
    """Write the workbook as .xlsx. Rows are streamed: 5,000 are no trouble."""
    workbook = Workbook(write_only=True)
    try:
        _write(workbook, document, language)
        save(workbook, out, document.note.at)
    finally:
        discard(workbook)


def _write(workbook: Any, document: AttendanceDocument, language: Language) -> None:
    say, words = language.gettext, Words(language)
    workbook.properties.creator = "Roundtables"
    workbook.properties.title = say("Attendance list")
    add_styles(workbook)
    names = (say("Attendance list"), say("Totals"), say("Costs"), say("Catering"), say("Hand-over"))
    listed, totals, costs, catering, note = map(workbook.create_sheet, layout.sheet_names(names))
    _write_participants(listed, document, words)
    _write_totals(totals, document, figures(document), language)
    write_costs(costs, document.columns, document.costs, words, say("No costs are entered for this event."))
    write_catering(catering, document.columns, document.catering, words, say("No catering is entered for this event."))
    write_note(note, document.note, language)


def write_costs(sheet: Any, columns: Chosen, rows: Iterable[CostLine], words: Words, nothing: str) -> None:
    """The sheet of costs, a row each."""
    chosen = known.chosen("costs", columns) or known.standard("costs")
    title = words.language.gettext("Costs")
    tables.write_table(sheet, title, chosen, rows, words, table="Costs", nothing=nothing)


def write_catering(sheet: Any, columns: Chosen, rows: Iterable[CateringLine], words: Words, nothing: str) -> None:
    """The sheet of catering, a row for each occasion."""
    chosen = known.chosen("catering", columns) or known.standard("catering")
    title = words.language.gettext("Catering")
    tables.write_table(sheet, title, chosen, rows, words, table="Catering", nothing=nothing)


def _write_participants(sheet: Any, document: AttendanceDocument, words: Words) -> None:
    language = words.language
    say = language.gettext
    lines = layout.head_lines(document.head, language, finance=True)
    heading_row = len(lines) + 3
    rows = list(enumerate(document.rows, 1))
    columns = _columns(document, rows, words)
    names = layout.column_names([say(column.heading) for column in columns])
    layout.prepare_page(sheet, document.head.reference, language, heading_row, 1)
    frozen = "D" if [column.key for column in columns[:3]] == [known.NUMBER, "last_name", "first_name"] else "A"
    sheet.freeze_panes = f"{frozen}{heading_row + 1}"
    layout.set_widths(sheet, tables.widths(names, columns, _longest(document.rows)))
    layout.write_head(sheet, say("Attendance list"), lines, language)
    tables.append_rows(sheet, names, columns, rows, words)
    if rows:
        tables.add_table(sheet, "Attendance", names, heading_row, len(rows))


def _columns(document: AttendanceDocument, rows: Sequence[Numbered], words: Words) -> list[Column]:
    """The columns that were chosen, or the standard ones, with one for each slot where they stand for slots."""
    columns = known.chosen("attendance", document.columns)
    if columns is None:
        columns = known.known_among(known.standard("attendance"), rows, words)
    attended = _attended(document)
    found: list[Column] = []
    for column in columns:
        if column.key in _OF_SLOTS:
            for at, name in enumerate(layout.slot_names(document.slots, words.language)):
                found += _OF_SLOTS[column.key](at, name, words.language)
        elif column.key == known.ATTENDED:
            found.append(dataclasses.replace(column, heading=attended))
        else:
            found.append(column)
    return found


def _attended(document: AttendanceDocument) -> str:
    by_day = all(slot.day is not None for slot in document.slots)
    return N_("Days attended") if by_day else N_("Sessions attended")


def _presence(at: int, name: str, _language: Language) -> list[Column]:
    return [Column(known.SLOTS, name, lambda row, words: words.term(row[1].marks[at].presence), Kind.WORDS, 13)]


def _times(at: int, name: str, language: Language) -> list[Column]:
    return [
        Column(
            known.SLOT_TIMES,
            language.gettext("{slot}: arrival").format(slot=name),
            lambda row, _words: row[1].marks[at].arrived,
            Kind.MOMENT,
            18,
        ),
        Column(
            known.SLOT_TIMES,
            language.gettext("{slot}: departure").format(slot=name),
            lambda row, _words: row[1].marks[at].departed,
            Kind.MOMENT,
            18,
        ),
    ]


def _minutes(at: int, name: str, language: Language) -> list[Column]:
    heading = language.gettext("{slot}: minutes").format(slot=name)
    return [Column(known.SLOT_MINUTES, heading, lambda row, _words: row[1].marks[at].minutes, Kind.NUMBER)]


_OF_SLOTS = {known.SLOTS: _presence, known.SLOT_TIMES: _times, known.SLOT_MINUTES: _minutes}


def _longest(rows: Sequence[AttendanceRow]) -> dict[str, int]:
    """How long the longest text of each column is that is as wide as its texts."""
    keys = ("last_name", "first_name", "organisation")
    return {key: max((len(getattr(row, key)) for row in rows), default=0) for key in keys}


def _write_totals(sheet: Any, document: AttendanceDocument, counted: Figures, language: Language) -> None:
    say = language.gettext
    tables.begin_sheet(sheet, "", document.head.reference, language, 1)
    layout.set_widths(sheet, (44, 24, 24, 24, 24))
    tables.write_title(sheet, say("Totals"))
    came = sum(row.walk_in for row in document.rows)
    for label, number in (
        (say("Participants"), counted.participants),
        *([(say("Walk-ins among them"), came)] if came else []),
        (say("Attended at least once"), counted.attended),
        (say(_attended(document)), counted.person_days),
        (say("Minutes"), counted.minutes),
    ):
        sheet.append([styled(sheet, label, "Text"), styled(sheet, number, "Sum")])
    sheet.append([])
    shown = (Presence.PRESENT, Presence.ABSENT, Presence.EXCUSED, Presence.UNKNOWN)
    write_heading(sheet, [say("Slot"), *[say(presence.label) for presence in shown]])
    for name, counts in zip(layout.slot_names(document.slots, language), counted.by_slot, strict=True):
        _counts(sheet, name, [counts[presence] for presence in shown])
    for title, groups in (
        (say("Country"), {language.country(code): pair for code, pair in counted.by_country.items()}),
        (say("Organisation"), counted.by_organisation),
    ):
        sheet.append([])
        write_heading(sheet, [title, say("Participants"), say("Attended at least once")])
        for name, pair in sorted(groups.items(), key=lambda item: (-item[1][0], item[0])):
            _counts(sheet, name or say("Not stated"), list(pair))
    if document.costs:
        write_costs_by_kind(sheet, document.costs, language)


def write_costs_by_kind(sheet: Any, costs: Sequence[CostLine], language: Language) -> None:
    """What costs add up to in euro, by kind and in all, and how many of them are not in the sums."""
    say = language.gettext
    sheet.append([])
    write_heading(sheet, [say("Kind"), say("Costs"), say("Estimate in euro"), say("Actual in euro")])
    ordered = sorted(costs, key=lambda line: list(CostKind).index(line.kind))
    groups = [(say(kind.label), list(lines)) for kind, lines in itertools.groupby(ordered, lambda line: line.kind)]
    for name, lines in (*groups, (say("Total"), ordered)):
        style = "Sum" if lines is ordered else "Figure"
        estimate = sum(line.estimate_in_euro or 0 for line in lines)
        actual = sum(line.actual_in_euro or 0 for line in lines)
        sheet.append(
            [
                styled(sheet, name, "Text"),
                styled(sheet, len(lines), style),
                tables.amount(sheet, estimate, "EUR", style),
                tables.amount(sheet, actual, "EUR", style),
            ]
        )
    lacking = sum(line.lacks_rate for line in costs)
    if lacking:
        words = language.ngettext(
            "{n} cost has no exchange rate: it is not in these sums.",
            "{n} costs have no exchange rate: they are not in these sums.",
            lacking,
        )
        sheet.append([styled(sheet, words.format(n=lacking), "Text")])


def write_heading(sheet: Any, names: Sequence[str]) -> None:
    """Headings in the midst of a sheet."""
    sheet.append([styled(sheet, name, "Heading") for name in names])


def _counts(sheet: Any, name: str, numbers: list[int]) -> None:
    sheet.append([styled(sheet, name, "Text"), *[styled(sheet, number, "Figure") for number in numbers]])
