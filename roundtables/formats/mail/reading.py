"""Messages in: .ics, .eml, .mbox and .msg files, bounded in size, depth and number; the calendar answers in them."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from roundtables.formats.calendar.answer import CalendarAnswer, NotAnAnswer, UnreadableCalendar, read_answers
from roundtables.formats.calendar.decoding import unmarked
from roundtables.formats.calendar.lines import MOST_BYTES
from roundtables.formats.calendar.reading_errors import CalendarTooLarge
from roundtables.formats.mail import mailbox
from roundtables.formats.mail.incoming import Incoming, unreadable
from roundtables.formats.mail.kinds import FIRST, kind_of, kind_of_bytes
from roundtables.formats.mail.parts import Part, Parts
from roundtables.terms import Outcome
from roundtables.words import _

__all__ = ["Incoming", "kind_of", "read_file", "read_message"]

MEGABYTE = 1024 * 1024
MOST_MESSAGE = 100 * MEGABYTE
"""Bytes of one message: an attachment of 50 MB takes 70 in base64, and is passed over without being decoded."""
MOST_IN_MAILBOX = 30 * MEGABYTE
MOST_MAILBOX = 200 * MEGABYTE
MOST_MSG = 30 * MEGABYTE
ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
CALENDAR = ("text/calendar", "application/ics", "text/x-vcalendar")
MOST_CALENDARS = 20
MOST_OF_CALENDARS = 3 * MOST_BYTES
"""Bytes of all calendars in one message, encoded."""


def read_file(path: Path) -> Iterator[Incoming]:
    """The messages of a file, known by what it holds and not by its name. Never raises but for programming errors."""
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            kind = kind_of_bytes(stream.read(FIRST))
            stream.seek(0)
            if kind == "mbox" and size <= MOST_MAILBOX:
                yield from _mailbox(mailbox.messages(stream, MOST_IN_MAILBOX))
            else:
                yield _read(kind, stream.read(MOST_MESSAGE + 1) if size <= MOST_MESSAGE else None)
    except (OSError, ValueError):
        yield unreadable(_("The file can't be opened: it is not there, or it may not be read."))


def read_message(content: bytes) -> Incoming:
    """One message as a mailbox gives it (RFC 5322)."""
    if len(content) > MOST_MESSAGE:
        return _too_large(MOST_MESSAGE)
    parts = Parts(content)
    found: list[CalendarAnswer] = []
    notes = _Notes()
    sender = ("", "")
    for part in parts:
        if _holds_calendar(part):
            answers = _answers(part, notes) if notes.count(part) else []
            sender = (part.email, part.name) if answers and not found else sender
            found += answers
        else:
            notes.note(part)
    if found:
        return Incoming(_once(found), *sender)
    outcome, reason = notes.conclusion(too_many=parts.too_many)
    return Incoming((), *parts.sender, outcome, reason)


class _Notes:
    """What was met in a message besides answers, which says why there are none."""

    def __init__(self) -> None:
        self._left, self._bytes_left = MOST_CALENDARS, MOST_OF_CALENDARS
        self.other: NotAnAnswer | None = None
        self.damaged: UnreadableCalendar | None = None
        self.sealed = ""
        self._read: set[bytes] = set()

    def count(self, part: Part) -> bool:
        """Whether one more calendar is to be read."""
        self._left -= 1
        self._bytes_left -= part.size
        if self._left < 0 or self._bytes_left < 0:
            self.damaged = self.damaged or CalendarTooLarge()
            return False
        return True

    def is_new(self, content: bytes) -> bool:
        """Whether a calendar was not met before: most programs attach what they also show."""
        new = content not in self._read
        self._read.add(content)
        return new

    def note(self, part: Part) -> None:
        kind, name = part.headers.kind, part.headers.file_name.lower()
        if kind in ("application/ms-tnef", "application/vnd.ms-tnef") or name == "winmail.dat":
            self.sealed = _packed()
        elif kind in ENCRYPTED or name == "smime.p7m":
            self.sealed = _(
                "The message is encrypted, or signed so that it can't be read here. "
                "Open it in the mail program and save the calendar file in it."
            )

    def conclusion(self, *, too_many: bool) -> tuple[Outcome, str]:
        if self.other is not None:
            return Outcome.NOT_A_REPLY, str(self.other)
        if self.damaged is not None:
            return Outcome.UNREADABLE, str(self.damaged)
        if self.sealed:
            return Outcome.UNREADABLE, self.sealed
        if too_many:
            return Outcome.UNREADABLE, _(
                "The message has too many parts, one within another: no answer was found in those that were read."
            )
        return Outcome.NOT_A_REPLY, _("The message holds no calendar, so it is no answer to an invitation.")


def _answers(part: Part, notes: _Notes) -> list[CalendarAnswer]:
    params = part.headers.params
    try:
        content = part.content()
        if not notes.is_new(content):
            return []
        return read_answers(content, params.get("charset", ""), params.get("method", ""), part.email)
    except NotAnAnswer as error:
        notes.other = notes.other or error
    except UnreadableCalendar as error:
        notes.damaged = notes.damaged or error
    return []


def _holds_calendar(part: Part) -> bool:
    """By its type, by its name, or, where programs on the way lost both, by its first line."""
    kind, name = part.headers.kind, part.headers.file_name.lower()
    if kind in CALENDAR or name.endswith((".ics", ".ical", ".vcs")):
        return True
    return part.begins(b"BEGIN:VCALENDAR")


def _once(answers: list[CalendarAnswer]) -> tuple[CalendarAnswer, ...]:
    """Each answer once: most programs put the same calendar into a message twice, as a part and as an attachment."""
    plain: dict[CalendarAnswer, CalendarAnswer] = {}
    for answer in answers:
        plain.setdefault(replace(answer, email=answer.email.casefold(), name="", comment="", title=""), answer)
    return tuple(plain.values())


def _mailbox(contents: Iterator[bytes | None]) -> Iterator[Incoming]:
    for number, content in enumerate(contents):
        if number >= mailbox.MOST_MESSAGES:
            yield unreadable(
                _("The mailbox has too many messages: those after the first {n} were not read. Split it.").format(
                    n=mailbox.MOST_MESSAGES
                )
            )
            return
        yield _too_large(MOST_IN_MAILBOX) if content is None else read_message(content)


def _read(kind: str | None, content: bytes | None) -> Incoming:
    """A file that is one message or one calendar; None for one that is too large."""
    if content is None or len(content) > MOST_MESSAGE:
        return _too_large(MOST_MAILBOX if kind == "mbox" else MOST_MESSAGE)
    if kind == "calendar":
        return _bare(content)
    if kind == "msg":
        from roundtables.formats.mail.outlook_msg import read_msg

        return read_msg(content) if len(content) <= MOST_MSG else _too_large(MOST_MSG)
    if kind == "mail":
        return read_message(unmarked(content))
    return unreadable(_packed() if kind == "tnef" else _no_message(content))


def _no_message(content: bytes) -> str:
    if not content.strip():
        return _("The file is empty.")
    return _("The file is neither a message nor a calendar. Choose .ics, .eml, .mbox or .msg files.")


def _bare(content: bytes) -> Incoming:
    try:
        return Incoming(_once(read_answers(content)))
    except NotAnAnswer as error:
        return Incoming(outcome=Outcome.NOT_A_REPLY, reason=str(error))
    except UnreadableCalendar as error:
        return unreadable(str(error))


def _too_large(most: int) -> Incoming:
    return unreadable(_("It is too large: at most {n} MB are read. Save the answer alone.").format(n=most // MEGABYTE))


def _packed() -> str:
    return _(
        "Outlook packed the answer into winmail.dat, which can't be read here. "
        "Ask the sender to send it again in plain text or HTML format, or enter the answer by hand."
    )
