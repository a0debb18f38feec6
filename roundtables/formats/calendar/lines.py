"""Content lines and components of a calendar that came from outside (RFC 5545, 3.1), bounded before they are read.

Reads what is needed and no more: a property is taken apart when it is asked for. That costs a tenth of building
the library's objects, and lines that mean nothing are passed over instead of ending the reading.
"""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from roundtables.formats.calendar import reading_errors as errors
from roundtables.formats.calendar.decoding import decoded, unmarked

MOST_BYTES = 2 * 1024 * 1024
MOST_LINES = 20_000
MOST_COMPONENTS = 1_000
DEEPEST = 5
LONGEST_VALUE = 20_000
"""Letters of one text value; what comes after is cut off."""

_FOLD = re.compile(rb"\r{0,2}\n[ \t]|\r[ \t]")
_BREAK = re.compile(r"\r{0,2}\n|\r")
_NAME = re.compile(r"[A-Za-z0-9-]++(?=[ \t]*[;:])")
_PARAMETER = re.compile(r';\s*([A-Za-z0-9-]+)\s*=((?:"[^"]*"|tzone://|[^";:]++)*+)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CARET = re.compile(r"\^([n^'])")
_CARET_SIGNS = {"n": "\n", "^": "^", "'": '"'}
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Property(NamedTuple):
    """A property: its parameters by name in capitals, without quotes, and its value as written."""

    params: dict[str, str]
    value: str

    @property
    def text(self) -> str:
        """The value as text: escapes undone (RFC 5545, 3.3.11), control characters gone, cut where it is endless."""
        return plain(_ESCAPED.sub(_unescaped, self.value[:LONGEST_VALUE]))


@dataclass
class Component:
    """A component: the lines of each property after its name, unparsed, and the components within."""

    name: str
    lines: dict[str, list[str]] = field(default_factory=dict)
    parts: list["Component"] = field(default_factory=list)

    def first(self, name: str) -> Property | None:
        """The first property of a name, None where there is none."""
        found = self.lines.get(name)
        return parsed(found[0]) if found else None

    def all(self, name: str, most: int) -> list[Property]:
        """The first so many properties of a name."""
        return [parsed(line) for line in self.lines.get(name, ())[:most]]

    def text(self, name: str) -> str:
        """The text of a property, empty where it is missing."""
        found = self.first(name)
        return found.text.strip() if found else ""

    def named(self, name: str) -> list["Component"]:
        """The components right within it that have this name, such as VALARM."""
        return [part for part in self.parts if part.name == name]


def plain(text: str) -> str:
    """A text without control characters, lone surrogates and outer blanks."""
    return _UNPRINTABLE.sub("", text).strip()


def calendars(content: bytes, charset: str = "") -> list[Component]:
    """The calendar objects in a file or part of a message. Raises UnreadableCalendar."""
    content = unmarked(content[: MOST_BYTES + 1])
    if len(content) > MOST_BYTES or content.count(b"\n") + content.count(b"\r") > 2 * MOST_LINES:
        raise errors.CalendarTooLarge
    # Lines may be folded within a letter: they are joined before the letters are read (RFC 5545, 3.1).
    text = decoded(_FOLD.sub(b"", content.replace(b"\x00", b"")), charset)
    return _tree(_BREAK.split(text))


def _tree(lines: list[str]) -> list[Component]:
    """The calendar objects that the lines make. What stands outside of one, and lines that are none, mean nothing."""
    root = Component("")
    open_ones = [root]
    count = 0
    for number, line in enumerate(lines, 1):
        match = _NAME.match(line)
        name = match[0].upper() if match else ""
        rest = line[match.end() :].lstrip() if match else ""
        if name == "BEGIN":
            count += 1
            _begin(rest[1:].strip().upper(), open_ones, count)
        elif name and len(open_ones) > 1:
            if name != "END":
                open_ones[-1].lines.setdefault(name, []).append(rest)
            elif open_ones.pop().name != rest[1:].strip().upper():
                raise errors.WronglyNested(number)
    if len(open_ones) > 2:
        raise errors.CutShort
    if not root.parts:
        raise errors.NoCalendar
    return root.parts


def _begin(name: str, open_ones: list[Component], count: int) -> None:
    """Begin a component, a calendar object where none is open."""
    if len(open_ones) == 1 and name != "VCALENDAR":
        return
    if count > MOST_COMPONENTS or len(open_ones) > DEEPEST:
        raise errors.CalendarTooLarge
    component = Component(name)
    open_ones[-1].parts.append(component)
    open_ones.append(component)


def parsed(rest: str) -> Property:
    """A property from what follows its name. A line that is wrongly quoted is read as far as it makes sense."""
    if rest.startswith(":"):
        return Property({}, rest[1:])
    params: dict[str, str] = {}
    at = 0
    while match := _PARAMETER.match(rest, at):
        params.setdefault(match[1].upper(), parameter(match[2]))
        at = match.end()
    colon_in_name = "CN" in params and ":mailto:" in rest[at + 1 :].lower()
    if rest[at : at + 1] == ":" and not colon_in_name:
        return Property(params, rest[at + 1 :])
    return _loosely(rest)


def _loosely(rest: str) -> Property:
    """Quotes that are not closed, or a colon in an unquoted name: the value begins at the last address, if any."""
    at = rest.lower().rfind(":mailto:")
    head, value = (rest[:at], rest[at + 1 :]) if at >= 0 else rest.partition(":")[::2]
    pairs = (piece.partition("=") for piece in head.split(";")[1:])
    return Property({name.strip().upper(): parameter(value) for name, _equals, value in pairs}, value)


def parameter(value: str) -> str:
    """A parameter's value without its quotes, with the signs that RFC 6868 writes with a caret."""
    value = value.replace('"', "").strip()[:LONGEST_VALUE]
    return plain(_CARET.sub(lambda match: _CARET_SIGNS[match[1]], value)) if "^" in value else plain(value)


def _unescaped(match: re.Match[str]) -> str:
    return "\n" if match[1] in "nN" else match[1]
