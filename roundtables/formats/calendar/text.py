r"""Text, links and addresses as they may stand in a calendar, whatever was typed.

icalendar folds and quotes, but lets NUL, VT, U+0085 and U+2028 through, which readers take for the end of a line,
and makes a line break of every `\N` in a text: `\\server\New` would arrive in two lines.
"""

import html
import re
from urllib.parse import quote

from icalendar import vCategory, vGeo, vText

_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BLANKS_AND_BREAKS = re.compile(r"\s+")
_NOT_IN_URI = re.compile(r'["<>\\^`{|}]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S")
_WEB_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?'()\[\]]")
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})


def clean(text: str) -> str:
    """A text of several lines: every kind of line break becomes one, other control characters go (RFC 5545, 3.1)."""
    return _UNWRITABLE.sub("", _LINE_BREAKS.sub("\n", text))


def clean_line(text: str) -> str:
    """A text of one line: line breaks and tabs become spaces."""
    return clean(text).replace("\n", " ").replace("\t", " ").strip()


def clean_address(text: str) -> str:
    """An e-mail address without the blanks and line breaks that never belong to one."""
    return _BLANKS_AND_BREAKS.sub("", clean(text))


def clean_link(text: str) -> str:
    """A link as a URI holds it, or an empty text where it is none, as in “will be sent later” (RFC 3986, 2)."""
    link = _BLANKS_AND_BREAKS.sub("%20", clean(text).strip())
    return _NOT_IN_URI.sub(lambda match: quote(match[0]), link) if _SCHEME.match(link) else ""


def as_html(text: str) -> str:
    """A plain text as the HTML that Outlook shows: escaped, with web links to click on."""
    pieces = []
    end = 0
    text = clean(text)
    for match in _WEB_LINK.finditer(text):
        link = html.escape(match[0])
        pieces += [html.escape(text[end : match.start()]), f'<a href="{link}">{link}</a>']
        end = match.end()
    body = "".join([*pieces, html.escape(text[end:])]).replace("\n", "<br>")
    return f"<!DOCTYPE html><html><body>{body}</body></html>"


class Text(vText):
    """A text value, escaped as RFC 5545, 3.3.11 says and no further. What it holds has been cleaned."""

    __slots__ = ()

    def to_ical(self) -> bytes:
        return self.translate(_ESCAPES).encode()


class Geo(vGeo):
    """A position to the sixth decimal, never in scientific notation (RFC 5545, 3.8.1.6)."""

    def to_ical(self) -> str:
        return f"{self.latitude:.6f};{self.longitude:.6f}"


def categories(names: tuple[str, ...]) -> vCategory:
    """Several texts in one property."""
    value = vCategory([])
    value.cats = [Text(clean_line(name)) for name in names]
    return value
