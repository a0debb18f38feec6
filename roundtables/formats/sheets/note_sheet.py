"""The last sheet of a workbook: the record of its hand-over."""

from typing import Any

from roundtables.formats.sheets import layout, tables
from roundtables.formats.sheets.cells import styled
from roundtables.formats.sheets.documents import HandOverNote
from roundtables.walltime import zone
from roundtables.words import Language


def write_note(sheet: Any, note: HandOverNote, language: Language) -> None:
    """When it was handed over, by whom and for whom, and what it knows of the register."""
    say = language.gettext
    tables.begin_sheet(sheet, "", note.file_name, language, 1)
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
    tables.write_title(sheet, say("Hand-over"))
    for label, value in lines:
        sheet.append([styled(sheet, label, "Label"), None, layout.value_cell(sheet, value, language)])
    sheet.append([])
    sheet.append(
        [styled(sheet, say("The register keeps this file's check sum. Any copy can be checked against it."), "Text")]
    )
