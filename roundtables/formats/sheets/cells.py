"""Text stays text: the one place where a text becomes a cell.

openpyxl makes a formula of what begins with `=` and an error of `#N/A`, raises for control characters at
assignment and for lone surrogates only when saving, and cuts long texts silently. Excel itself decodes `_x0041_`.
"""

import re
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ERROR_CODES
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

MOST_LETTERS = 32_767
QUOTED = tuple("=+-@")
_UNWRITABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
INK = "FF1F2933"
ACCENT = "FF1F4E79"
RULE = "FFB8C4CE"
THIN = Side(style="thin", color=RULE)
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def shown(text: str) -> str:
    """A text as a cell holds it: line breaks are spaces, control characters visible signs, too long ones cut with …"""
    if _UNWRITABLE.search(text):
        text = _UNWRITABLE.sub(_sign, text)
    if "_x" in text:
        text = _ESCAPE.sub("_x005F_", text)
    return text if len(text) <= MOST_LETTERS else text[: MOST_LETTERS - 1] + "…"


def _sign(match: re.Match[str]) -> str:
    letter = match[0]
    if letter in "\n\r\t":
        return " "
    if letter < " ":
        return chr(0x2400 + ord(letter))
    return "\N{SYMBOL FOR DELETE}" if letter == "\x7f" else "\N{REPLACEMENT CHARACTER}"


def plain(sheet: Any, text: str) -> Any:
    """What `append` takes for a text in an unstyled cell: the text itself where that is safe, else a text cell."""
    text = shown(text)
    if text.startswith(QUOTED) or text in ERROR_CODES:
        return styled(sheet, text, "Text")
    return text


def styled(sheet: Any, value: object, style: str) -> WriteOnlyCell:
    """A cell in one of the workbook's styles. A text is a text whatever it begins with."""
    cell = WriteOnlyCell(sheet)
    if isinstance(value, str):
        value = shown(value)
        cell.value = value
        cell.data_type = "s"
    else:
        cell.value = value
    cell.style = style
    if isinstance(value, str) and value.startswith(QUOTED):
        cell.quotePrefix = True
    return cell


def add_styles(workbook: Any) -> None:
    """The few styles that all of the program's workbooks share: one typeface, one colour, thin rules."""
    for style in (
        NamedStyle("Text", font=Font(name="Calibri", size=11, color=INK)),
        NamedStyle("Headline", font=Font(name="Calibri", size=16, bold=True, color=ACCENT)),
        NamedStyle("Label", font=Font(name="Calibri", size=10, color="FF5A6B7B"), alignment=Alignment(vertical="top")),
        NamedStyle(
            "Value",
            font=Font(name="Calibri", size=11, color=INK),
            alignment=Alignment(vertical="top", horizontal="left"),
        ),
        NamedStyle(
            "Heading",
            font=Font(name="Calibri", size=11, bold=True, color="FFFFFFFF"),
            fill=PatternFill("solid", fgColor=ACCENT),
            border=GRID,
            alignment=Alignment(horizontal="left", vertical="center", wrap_text=True),
        ),
        NamedStyle(
            "Boxed",
            font=Font(name="Calibri", size=11, color=INK),
            border=GRID,
            alignment=Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1),
        ),
        NamedStyle("Figure", font=Font(name="Calibri", size=11, color=INK), number_format="#,##0"),
        NamedStyle("Sum", font=Font(name="Calibri", size=11, bold=True, color=INK), number_format="#,##0"),
    ):
        workbook.add_named_style(style)
