"""The events of a calendar file from outside, taken apart so that a damaged one does not spoil the others."""

import re
from dataclasses import dataclass, field

from roundtables.formats.calendar import events_errors as errors
from roundtables.formats.calendar.decoding import decoded, unmarked
from roundtables.formats.calendar.lines import Component

MEGABYTE = 1024 * 1024
MOST_BYTES = 5 * MEGABYTE
MOST_LINES = 200_000
MOST_EVENTS = 5_000
MOST_OTHERS = 20_000
DEEPEST = 5
MOST_PROPERTIES = 1_000
_FOLD = re.compile(rb"\r{0,2}\n[ \t]|\r[ \t]")
_BREAK = re.compile(r"\r{0,2}\n|\r")
_NAME = re.compile(r"[A-Za-z0-9-]++(?=[ \t]*[;:])")


@dataclass
class Found:
    """The events in order, each with the calendar object it stands in; `damaged` are the numbers of those cut short."""

    events: list[tuple[Component, Component]] = field(default_factory=list)
    damaged: set[int] = field(default_factory=set)


def events_of(content: bytes) -> Found:
    """The VEVENTs of all calendar objects. Raises NotACalendar, CalendarFileTooLarge, TooManyLines, TooManyEvents."""
    if len(content) > MOST_BYTES:
        raise errors.CalendarFileTooLarge(MOST_BYTES // MEGABYTE)
    content = unmarked(content)
    if content.count(b"\n") + content.count(b"\r") > 2 * MOST_LINES:
        raise errors.TooManyLines(MOST_LINES)
    # Lines may be folded within a letter: they are joined before the letters are read (RFC 5545, 3.1).
    text = decoded(_FOLD.sub(b"", content.replace(b"\x00", b"")))
    reader = _Reader()
    for line in _BREAK.split(text):
        match = _NAME.match(line)
        if match:
            reader.take(match[0].upper(), line[match.end() :].lstrip())
    if not reader.calendars:
        raise errors.NotACalendar
    reader.close_all()
    return reader.found


class _Reader:
    """Takes the lines one by one. A new event, or the end of the calendar, ends whatever was left open before it."""

    def __init__(self) -> None:
        self.found = Found()
        self.calendars = 0
        self._others = 0
        self._too_deep = 0
        self._open: list[Component] = []

    def take(self, name: str, rest: str) -> None:
        """Take one line, given by its name in capitals and what follows."""
        if name == "BEGIN":
            self._begin(rest[1:].strip().upper())
        elif name == "END":
            self._end(rest[1:].strip().upper())
        elif self._open and not self._too_deep:
            values = self._open[-1].lines.setdefault(name, [])
            if len(values) < MOST_PROPERTIES:
                values.append(rest)

    def _begin(self, name: str) -> None:
        if name == "VCALENDAR":
            self.close_all()
            self.calendars += 1
            self._open = [Component(name)]
        elif self._open and name == "VEVENT":
            self._close_to(1)
            self._add(Component(name))
            if len(self.found.events) >= MOST_EVENTS:
                raise errors.TooManyEvents(MOST_EVENTS)
            self.found.events.append((self._open[-1], self._open[0]))
        elif self._open and len(self._open) < DEEPEST:
            self._others += 1
            if self._others > MOST_OTHERS:
                raise errors.TooManyLines(MOST_LINES)
            self._add(Component(name))
        elif self._open:
            self._too_deep += 1

    def _add(self, component: Component) -> None:
        self._open[-1].parts.append(component)
        self._open.append(component)

    def _end(self, name: str) -> None:
        if self._too_deep:
            self._too_deep -= 1
            return
        places = [at for at, component in enumerate(self._open) if component.name == name]
        if places:
            self._close_to(places[-1] + 1)
            self._open.pop()

    def _close_to(self, depth: int) -> None:
        """Close what is open below; an event that has not ended is damaged."""
        self._too_deep = 0
        while len(self._open) > depth:
            component = self._open.pop()
            if self.found.events and (component.name == "VEVENT" or self._inside_event()):
                self.found.damaged.add(len(self.found.events))

    def _inside_event(self) -> bool:
        return any(component.name == "VEVENT" for component in self._open)

    def close_all(self) -> None:
        """Close what is still open: the file, or another calendar, has ended it."""
        self._close_to(0)
