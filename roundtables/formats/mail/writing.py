"""A message to one person as bytes for the wire: iMIP where it carries a calendar (RFC 6047), all ASCII (RFC 2045)."""

import base64
import binascii
import datetime as dt
import re
from dataclasses import dataclass
from email.utils import format_datetime

from roundtables.formats.calendar.text import clean
from roundtables.formats.mail.addresses import header, mailbox
from roundtables.formats.mail.html import as_page

CALENDAR_FILE = "invite.ics"
# Neither quoted-printable nor base64 can hold “=_”, so that no text ends a part (RFC 2045, 6.7).
_MIXED, _ALTERNATIVE = "=_roundtables_mixed", "=_roundtables_alternative"
_NOT_IN_DRAFTS = re.compile(r"(?:Date|Message-ID|Auto-Submitted): [^\r\n]*(?:\r\n[ \t][^\r\n]*)*\r\n")


@dataclass(frozen=True)
class Mailbox:
    """A name, as people write it, and an address in ASCII."""

    name: str
    address: str


@dataclass(frozen=True)
class Envelope:
    """What all messages of one go have in common. `automatic`: nobody asked for them one by one (RFC 3834, 5)."""

    sender: Mailbox
    reply_to: Mailbox | None
    stamp: dt.datetime
    automatic: bool = False


@dataclass(frozen=True)
class Letter:
    """What one message says, to whom. `header_id` and `first_id` stand in angle brackets; `first_id` is that of the
    first message of its thread, if any. `calendar` is a whole iCalendar file with this `method`."""

    to: Mailbox
    subject: str
    body: str
    language: str
    header_id: str
    first_id: str = ""
    calendar: bytes = b""
    method: str = ""


class Writer:
    """Writes the messages of one go: what they have in common is written once."""

    def __init__(self, envelope: Envelope) -> None:
        lines = [mailbox("From", envelope.sender.name, envelope.sender.address)]
        if envelope.reply_to is not None:
            lines.append(mailbox("Reply-To", envelope.reply_to.name, envelope.reply_to.address))
        lines.append(f"Date: {format_datetime(envelope.stamp.astimezone(dt.UTC))}\r\n")
        if envelope.automatic:
            lines.append("Auto-Submitted: auto-generated\r\n")
        lines.append("MIME-Version: 1.0\r\n")
        self._common = "".join(lines)

    def write(self, letter: Letter) -> str:
        """The whole message, lines ended by CRLF."""
        thread = (
            f"In-Reply-To: {letter.first_id}\r\nReferences: {letter.first_id}\r\n"
            if letter.first_id and letter.first_id != letter.header_id
            else ""
        )
        return (
            f"{self._common}{mailbox('To', letter.to.name, letter.to.address)}{header('Subject', letter.subject)}"
            f"Message-ID: {letter.header_id}\r\n{thread}Content-Language: {letter.language}\r\n{_body(letter)}"
        )


def _body(letter: Letter) -> str:
    """The content with the header fields that say what it is."""
    texts = (
        _part("Content-Type: text/plain; charset=utf-8", clean(letter.body))
        + f"\r\n--{_ALTERNATIVE}\r\n"
        + _part("Content-Type: text/html; charset=utf-8", as_page(letter.subject, letter.body, letter.language))
    )
    kind = f'Content-Type: multipart/alternative;\r\n boundary="{_ALTERNATIVE}"\r\n\r\n--{_ALTERNATIVE}\r\n'
    if not letter.calendar:
        return f"{kind}{texts}\r\n--{_ALTERNATIVE}--\r\n"
    encoded = _base64(letter.calendar)
    return (
        f'Content-Type: multipart/mixed; boundary="{_MIXED}"\r\n\r\n--{_MIXED}\r\n{kind}{texts}'
        f"\r\n--{_ALTERNATIVE}\r\nContent-Type: text/calendar; charset=utf-8; method={letter.method}\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n--{_ALTERNATIVE}--\r\n"
        f'\r\n--{_MIXED}\r\nContent-Type: application/ics; name="{CALENDAR_FILE}"\r\n'
        f'Content-Disposition: attachment; filename="{CALENDAR_FILE}"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{encoded}\r\n--{_MIXED}--\r\n"
    )


def _part(kind: str, text: str) -> str:
    """A text in quoted-printable: readable where it is ASCII, no line longer than 76 characters (RFC 2045, 6.7)."""
    quoted = binascii.b2a_qp(text.encode(), istext=True).decode("ascii").replace("\n", "\r\n")
    return f"{kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{quoted}"


def _base64(content: bytes) -> str:
    return base64.encodebytes(content).decode("ascii").rstrip("\n").replace("\n", "\r\n")


def as_draft(content: str) -> bytes:
    """A message as a file that mail programs open ready to send: they give it its own date and identity.

    Outlook and Thunderbird look at X-Unsent, Apple Mail at its own word.
    """
    head, blank, body = content.partition("\r\n\r\n")
    kept = _NOT_IN_DRAFTS.sub("", f"{head}\r\n")
    marks = "X-Unsent: 1\r\nX-Uniform-Type-Identifier: com.apple.mail-draft\r\n"
    return f"{marks}{kept.removesuffix(chr(13) + chr(10))}{blank}{body}".encode("ascii")
