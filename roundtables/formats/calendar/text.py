"""Text that may stand in a calendar: icalendar escapes, folds and quotes, but lets some control characters through."""

import html
import unicodedata

LINE_BREAKS = str.maketrans(dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n"))


def clean(text: str) -> str:
    """A text of several lines: every kind of line break becomes one, other control characters go (RFC 5545, 3.1)."""
    unified = text.replace("\r\n", "\n").translate(LINE_BREAKS)
    return "".join(letter for letter in unified if letter in "\n\t" or not _is_unwritable(letter))


def clean_line(text: str) -> str:
    """A text of one line: line breaks and tabs become spaces too."""
    return " ".join(clean(text).split("\n")).replace("\t", " ").strip()


def clean_token(text: str) -> str:
    """An address or link: what can't stand in a URI is left out, so that it can't end the line or the value."""
    return "".join(letter for letter in clean(text) if not letter.isspace() and letter not in '"<>\\^`{|}')


def as_html(text: str) -> str:
    """A plain text as the HTML that Outlook shows, escaped."""
    body = html.escape(clean(text)).replace("\n", "<br>")
    return f"<!DOCTYPE html><html><body>{body}</body></html>"


def _is_unwritable(letter: str) -> bool:
    return unicodedata.category(letter) in ("Cc", "Cs") or letter in "\ufffe\uffff"
