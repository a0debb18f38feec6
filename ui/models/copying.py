"""Cells as other programs take them from the clipboard: separated text, and a table in which every text is a text."""

import html
from collections.abc import Iterable, Sequence
from typing import Any

from ui.models.columns import Column

MISTAKEN = frozenset("=+-@.,(0123456789")
MOST_ROWS = 100_000
TEXT_CELL = """<td sdnum="1033;0;@" style="mso-number-format:'\\@'">"""
TEXT_STYLE = "mso-number-format:'\\@';white-space:nowrap"


def as_cells(rows: Iterable[Any], columns: Sequence[Column]) -> tuple[str, str]:
    """Rows as separated text and as an HTML table, without headings. A cell is one line, without control characters."""
    lines, marked = [], []
    for row in rows:
        cells = [_line(column.show(row)) for column in columns]
        lines.append("\t".join(cells))
        marked.append("".join(f"{_opening(cell)}{html.escape(cell)}</td>" for cell in cells))
    style = f"<style>td {{{TEXT_STYLE}}}</style>"
    body = "".join(f"<tr>{cells}</tr>" for cells in marked)
    return "\n".join(
        lines
    ), f'<html><head><meta charset="utf-8">{style}</head><body><table>{body}</table></body></html>'


def _line(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() or letter in JOINING else " " for letter in text)


def _opening(cell: str) -> str:
    """What might be taken for a number or a formula says itself that it is a text, to Excel and to LibreOffice."""
    return TEXT_CELL if cell[:1] in MISTAKEN else "<td>"


JOINING = "\u200c\u200d\ufe0f\ufe0e"
"""What emoji and some scripts are joined with: not printable by itself, but part of the letter."""
