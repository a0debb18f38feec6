"""Where in a Word document a text stands: its paragraphs, in order, each with a place that people find it by."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from roundtables.words import _

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PIECES = frozenset({f"{W}t", f"{W}tab", f"{W}br", f"{W}cr", f"{W}noBreakHyphen"})


@dataclass(frozen=True)
class Place:
    """One paragraph's text, in one line, and where it stands in words."""

    text: str
    where: str


def places(root: Any, part: str) -> Iterator[Place]:
    """The paragraphs of one part of a document, then texts in attributes that hold fields, such as descriptions.

    `part` is what the part is called: "" for the document itself, else its header or footer.
    """
    tables = {table: number for number, table in enumerate(root.iter(f"{W}tbl"), 1)}
    for number, paragraph in enumerate(root.iter(f"{W}p"), 1):
        yield Place(_text(paragraph), _where(paragraph, number, tables, part))
    for element in root.iter():
        for value in element.attrib.values():
            if "{{" in value or "{%" in value or "{#" in value:
                yield Place(_line(value), _joined(part, _("in a description of a table or picture")))


def _where(paragraph: Any, number: int, tables: dict[Any, int], part: str) -> str:
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    if cell is None:
        return _joined(part, _("Paragraph {n}").format(n=number))
    row = next(cell.iterancestors(f"{W}tr"))
    table = next(row.iterancestors(f"{W}tbl"))
    words = _("Table {table}, row {row}, column {column}").format(
        table=tables[table],
        row=list(table.iter(f"{W}tr")).index(row) + 1,
        column=row.findall(f"{W}tc").index(cell) + 1 if cell in row.findall(f"{W}tc") else 1,
    )
    return _joined(part, words)


def _joined(part: str, words: str) -> str:
    return f"{part}: {words}" if part else words


def _text(paragraph: Any) -> str:
    """A paragraph's own text; what stands in a text box within it is a paragraph of its own."""
    return _line(
        "".join(
            (element.text or "") if element.tag == f"{W}t" else " "
            for element in paragraph.iter(PIECES)
            if next(element.iterancestors(f"{W}p")) is paragraph
        )
    )


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
