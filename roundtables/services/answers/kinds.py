"""Whether a calendar file answers an invitation, or holds events to be taken over."""

from pathlib import Path

from roundtables.formats.calendar.answer import method_of
from roundtables.formats.calendar.lines import MOST_BYTES
from roundtables.formats.mail.kinds import kind_of

OF_EVENTS = frozenset({"", "PUBLISH", "REQUEST", "ADD"})
"""The methods (RFC 5546, 1.4) of calendars whose events can be taken over."""


def holds_events(path: Path) -> bool:
    """Whether a file is a calendar with events rather than an answer; False for what can't be opened."""
    if kind_of(path) != "calendar":
        return False
    try:
        with path.open("rb") as stream:
            return method_of(stream.read(MOST_BYTES)) in OF_EVENTS
    except OSError:
        return False
