"""Pages of an evidence pack as plain HTML: they open in any browser, without a network, in ten years too."""

import html
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from roundtables.words import Language

_STYLE = """
body { font: 11pt/1.45 Calibri, Carlito, "Segoe UI", "Helvetica Neue", Arial, sans-serif; color: #1f2933;
  margin: 2.5rem auto; padding: 0 1.5rem; max-width: 72rem; }
h1 { font-size: 1.5rem; color: #1f4e79; margin: 0 0 1rem; }
h2 { font-size: 1.1rem; color: #1f4e79; margin: 2rem 0 .5rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1.5rem; margin: 0 0 1rem; }
dt { color: #5a6b7b; } dd { margin: 0; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; border-bottom: 2px solid #1f4e79; padding: .35rem .75rem .35rem 0; }
td { border-bottom: 1px solid #b8c4ce; padding: .35rem .75rem .35rem 0; vertical-align: top; }
td.number, th.number { text-align: right; white-space: nowrap; }
code { font: .85em Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
@media print { body { margin: 0; font-size: 9pt; } tr { break-inside: avoid; } }
"""


@dataclass(frozen=True)
class Table:
    """Rows under headings; columns named in `codes` are check sums, in `numbers` figures."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    codes: frozenset[int] = frozenset()
    numbers: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Part:
    """A heading, what is said below it, and a table."""

    title: str
    facts: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    table: Table | None = None


def page(title: str, parts: Sequence[Part], language: Language) -> bytes:
    """A whole page in UTF-8. Every text is a text, whatever it holds; nothing is loaded and nothing is run."""
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{language.code}">',
        '<head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width">',
        f"<title>{_text(title)}</title>",
        f"<style>{_STYLE}</style></head>",
        "<body>",
    ]
    for number, part in enumerate(parts):
        lines += _part(part, "h2" if number else "h1")
    return "\n".join([*lines, "</body>", "</html>", ""]).encode()


def _part(part: Part, heading: str) -> list[str]:
    lines = [f"<{heading}>{_text(part.title)}</{heading}>"]
    if part.facts:
        pairs = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in part.facts if value)
        lines.append(f"<dl>{pairs}</dl>")
    lines += [f"<p>{_text(note)}</p>" for note in part.notes]
    if part.table is not None:
        lines += _table(part.table)
    return lines


def _table(table: Table) -> list[str]:
    def cell(at: int, text: str, tag: str) -> str:
        kind = ' class="number"' if at in table.numbers else ""
        words = f"<code>{_text(text)}</code>" if at in table.codes and tag == "td" else _text(text)
        scope = ' scope="col"' if tag == "th" else ""
        return f"<{tag}{scope}{kind}>{words}</{tag}>"

    head = "".join(cell(at, text, "th") for at, text in enumerate(table.headings))
    rows = ["".join(cell(at, text, "td") for at, text in enumerate(row)) for row in table.rows]
    return [
        "<table>",
        f"<thead><tr>{head}</tr></thead>",
        "<tbody>",
        *[f"<tr>{row}</tr>" for row in rows],
        "</tbody></table>",
    ]


def _text(text: str) -> str:
    """A text as HTML shows it: line breaks as spaces; control and direction marks, which could hide letters, go."""
    shown = "".join(
        " " if letter in "\n\r\t" else letter
        for letter in text
        if letter in "\n\r\t" or unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
    )
    return html.escape(shown)
