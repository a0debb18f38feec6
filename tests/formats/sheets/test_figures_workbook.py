"""The workbook of the figures, read back by a second library."""

import datetime as dt
import io

import pytest
from python_calamine import CalamineWorkbook

from roundtables.formats.sheets.documents import HandOverNote
from roundtables.formats.sheets.figures_workbook import FiguresDocument, FiguresGroup, write_figures
from roundtables.words import LOCALES, language

NOTE = HandOverNote(dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC), "Europe/Zagreb", "me", "The board", 12, "f.xlsx")


def written(code: str = "en", groups: tuple[FiguresGroup, ...] = (), rules: tuple[str, ...] = ()) -> bytes:
    out = io.BytesIO()
    document = FiguresDocument(
        "Peer action", None, None, ("Events", "Targets", "People"), (3, None, 7), groups, rules, NOTE
    )
    write_figures(document, out, language(code))
    return out.getvalue()


@pytest.mark.parametrize("code", sorted(LOCALES))
def test_sheets_alike_in_name_are_told_apart_and_texts_stay_texts(code: str) -> None:
    rows = (("=1+1", (1, None, 2)), ("-2", (0, 4, 0)))
    same = FiguresGroup("A/B: what is told apart by a very long name", rows)
    book = CalamineWorkbook.from_filelike(io.BytesIO(written(code, (same, same), ("One rule.",))))
    first, second = book.sheet_names[1:3]
    assert first.casefold() != second.casefold()
    assert all(len(name) <= 31 for name in book.sheet_names)
    assert book.get_sheet_by_name(first).to_python()[1:3] == [["=1+1", 1, "", 2], ["-2", 0, 4, 0]]
    assert any(row[0] == "One rule." for row in book.get_sheet_by_index(0).to_python())


def test_the_same_figures_make_the_same_bytes() -> None:
    groups = (FiguresGroup("Kind", (("Workshop", (1, 2, 3)),)),)
    assert written(groups=groups) == written(groups=groups)
    assert written(groups=groups) != written()
