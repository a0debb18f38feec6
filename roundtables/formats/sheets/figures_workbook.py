"""All figures of a period as a workbook: the totals with the counting rules, and a sheet with a chart a grouping."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from roundtables.formats.sheets import layout
from roundtables.formats.sheets.cells import add_styles, styled
from roundtables.formats.sheets.documents import HandOverNote
from roundtables.formats.sheets.saving import save
from roundtables.walltime import zone
from roundtables.words import Language

TITLE_HEIGHT = 24.0
CHARTED = 3
"""The column of participations, which the charts show."""


@dataclass(frozen=True)
class FiguresGroup:
    """One sheet: what it is told apart by, and a row a group: its label and its numbers, None where there is none."""

    name: str
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


@dataclass(frozen=True)
class FiguresDocument:
    """The whole workbook; `columns` names the numbers, in the document's language already."""

    project: str
    since: dt.date | None
    until: dt.date | None
    columns: tuple[str, ...]
    total: tuple[int | None, ...]
    groups: tuple[FiguresGroup, ...]
    rules: tuple[str, ...]
    note: HandOverNote


def write_figures(document: FiguresDocument, out: BinaryIO, language: Language) -> None:
    """Write the workbook as .xlsx. Numbers are values; the charts are Excel's own and read the sheets' cells."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "Roundtables"
    workbook.properties.title = language.gettext("Figures")
    add_styles(workbook)
    _write_totals(workbook, document, language)
    names: set[str] = set()
    for group in document.groups:
        _write_group(workbook, document, group, _free(layout.sheet_name(group.name), names), language)
    _write_note(workbook, document.note, language)
    save(workbook, out, document.note.at)


def _free(name: str, taken: set[str]) -> str:
    """A sheet's name that no other has, however its case."""
    found, number = name, 2
    while found.casefold() in taken:
        found, number = f"{name[:26]} ({number})", number + 1
    taken.add(found.casefold())
    return found


def _append(sheet: Any, cells: Sequence[Any]) -> None:
    """A row of styled cells. Sheets with charts can't be streamed: the cells are copied to where they belong."""
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet.cell(1, 1).value is not None else 1
    for column, made in enumerate(cells, 1):
        if made is None:
            continue
        cell = sheet.cell(row, column)
        cell.value = made.value
        if made.data_type == "s":
            cell.data_type = "s"
        cell.style = made.style
        cell.number_format = made.number_format
        cell.quotePrefix = made.quotePrefix


def _write_totals(workbook: Any, document: FiguresDocument, language: Language) -> None:
    say = language.gettext
    sheet = workbook.create_sheet(layout.sheet_name(say("Totals")))
    layout.prepare_page(sheet, document.project, language, 1, 1)
    sheet.row_dimensions[1].height = TITLE_HEIGHT
    layout.set_widths(sheet, (44, 16))
    _append(sheet, [styled(sheet, say("Figures"), "Headline")])
    when = language.days(document.since, document.until) if document.since and document.until else say("Any time")
    for name, value in ((say("Project"), document.project), (say("Period"), when)):
        _append(sheet, [styled(sheet, name, "Label"), styled(sheet, value, "Value")])
    for name, number in zip(document.columns, document.total, strict=True):
        if number is not None:
            _append(sheet, [styled(sheet, name, "Text"), styled(sheet, number, "Sum")])
    _append(sheet, [styled(sheet, say("How this is counted"), "Label")])
    for rule in document.rules:
        _append(sheet, [styled(sheet, rule, "Text")])


def _write_group(workbook: Any, document: FiguresDocument, group: FiguresGroup, name: str, language: Language) -> None:
    sheet = workbook.create_sheet(name)
    layout.prepare_page(sheet, document.project, language, 1, 1)
    headings = layout.column_names((group.name, *document.columns))
    longest = max((len(label) for label, _numbers in group.rows), default=0)
    layout.set_widths(sheet, (layout.fitting_width(headings[0], longest), *(16.0 for _name in document.columns)))
    sheet.freeze_panes = "B2"
    _append(sheet, [styled(sheet, heading, "Heading") for heading in headings])
    for label, numbers in group.rows:
        _append(
            sheet,
            [
                styled(sheet, label, "Text"),
                *(None if each is None else styled(sheet, each, "Figure") for each in numbers),
            ],
        )
    if group.rows:
        _add_chart(sheet, headings, len(group.rows))


def _add_chart(sheet: Any, headings: Sequence[str], rows: int) -> None:
    chart = BarChart()
    chart.type = "bar"
    chart.title = headings[CHARTED]
    chart.legend = None
    chart.add_data(Reference(sheet, min_col=CHARTED + 1, min_row=2, max_row=rows + 1))
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=rows + 1))
    # The first line on top, as in the table; Excel begins at the bottom.
    chart.x_axis.scaling.orientation = "maxMin"
    # Without this newer programs leave the axes out.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.height, chart.width = max(6.0, 1.6 + 0.7 * rows), 24.0
    sheet.add_chart(chart, f"A{rows + 4}")


def _write_note(workbook: Any, note: HandOverNote, language: Language) -> None:
    say = language.gettext
    sheet = workbook.create_sheet(layout.sheet_name(say("Hand-over")))
    layout.prepare_page(sheet, note.file_name, language, 1, 1)
    sheet.row_dimensions[1].height = TITLE_HEIGHT
    layout.set_widths(sheet, (30, 60))
    local = note.at.astimezone(zone(note.timezone)).replace(tzinfo=None, second=0, microsecond=0)
    _append(sheet, [styled(sheet, say("Hand-over"), "Headline")])
    for name, value in (
        (say("Handed over"), local),
        (say("Time zone"), note.timezone),
        (say("By"), note.by),
        (say("For"), note.for_whom),
        (say("Revision of the register"), note.revision),
        (say("File"), note.file_name),
    ):
        _append(sheet, [styled(sheet, name, "Label"), layout.value_cell(sheet, value, language)])
