"""Reading answers: whole messages against the library reading the calendars in them."""

import email
from pathlib import Path

from measuring import Figure, Registers, ratio

REPLIES = 1_000
SAMPLES = Path(__file__).parent.parent / "formats" / "mail" / "samples"


def reading_replies(_registers: Registers) -> list[Figure]:
    """A thousand messages as mail programs write them; the library gets the calendar of each, decoded, and once."""
    import icalendar

    from roundtables.formats.mail.reading import read_message

    samples = [path.read_bytes().replace(b"\n", b"\r\n") for path in sorted(SAMPLES.glob("*.eml"))]
    calendars = [(content, calendar) for content in samples if (calendar := _calendar(content))]
    pairs = [calendars[at % len(calendars)] for at in range(REPLIES)]

    def ours() -> None:
        if sum(len(read_message(content).answers) for content, _calendar in pairs) != REPLIES:
            raise AssertionError

    def library() -> None:
        for _content, calendar in pairs:
            icalendar.Calendar.from_ical(calendar)

    found = ratio(ours, library, 5)
    return [Figure("reading 1,000 replies, whole messages : icalendar, their calendars alone", found, 2.5)]


def _calendar(content: bytes) -> bytes:
    """The first calendar in a message, empty where there is none."""
    for part in email.message_from_bytes(content).walk():
        if part.get_content_type() == "text/calendar":
            return bytes(part.get_payload(decode=True))
    return b""


ALL = (reading_replies,)
