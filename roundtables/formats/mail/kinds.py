"""What a file is, by its first bytes and not by its name."""

import re
from pathlib import Path
from typing import Literal

from roundtables.formats.calendar.decoding import unmarked

Kind = Literal["calendar", "mail", "mbox", "msg", "tnef"]

FIRST = 8 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
TNEF = b"\x78\x9f\x3e\x22"
MBOX_LINE = re.compile(rb"From .{0,300}\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b.{0,40}\d\d:\d\d")
"""The line before each message: weekday, month, day and time of arrival (RFC 4155)."""
_HEADER = re.compile(rb"[!-9;-~]{1,80}[ \t]*:")
_KNOWN_HEADER = re.compile(
    rb"^(?:From|To|Date|Subject|Message-ID|MIME-Version|Content-Type|Received|Return-Path)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)


def kind_of(path: Path) -> Kind | None:
    """What a file holds; None for anything else and for what can't be opened."""
    try:
        with path.open("rb") as stream:
            return kind_of_bytes(stream.read(FIRST))
    except (OSError, ValueError):
        return None


def kind_of_bytes(first: bytes) -> Kind | None:
    """What a file holds that begins so."""
    if first.startswith(OLE):
        return "msg"
    if first.startswith(TNEF):
        return "tnef"
    text = unmarked(first).lstrip()
    if text[:15].upper() == b"BEGIN:VCALENDAR":
        return "calendar"
    if MBOX_LINE.match(text):
        return "mbox"
    head = re.split(rb"\r?\n\r?\n", text, maxsplit=1)[0]
    return "mail" if _HEADER.match(text) and _KNOWN_HEADER.search(head) else None
