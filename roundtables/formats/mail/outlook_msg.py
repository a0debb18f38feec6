"""Outlook .msg files: its own responses to meetings, and calendar files attached to a message (MS-OXOCAL, MS-OXCICAL).

A message may hold others, forwarded as attachments: the first answer in them is found too.
"""

import datetime as dt

from roundtables.formats.calendar import exchange
from roundtables.formats.calendar.answer import (
    HIGHEST_SEQUENCE,
    LONGEST_COMMENT,
    LONGEST_NAME,
    LONGEST_UID,
    OTHER_METHODS,
    CalendarAnswer,
    Moment,
    NotAnAnswer,
    UnreadableCalendar,
    read_answers,
)
from roundtables.formats.calendar.lines import MOST_BYTES
from roundtables.formats.mail.headers import mailbox, read_headers
from roundtables.formats.mail.incoming import Incoming, unreadable
from roundtables.formats.mail.msg_properties import APPOINTMENT, MEETING, MsgFile, NotReadable, Values
from roundtables.terms import Outcome
from roundtables.words import _

RESPONSE = "IPM.SCHEDULE.MEETING.RESP."
GIVEN = {"POS": "ACCEPTED", "TENT": "TENTATIVE", "NEG": "DECLINED"}
MOST_ATTACHMENTS = 50
DEEPEST = 3
BODY_BEGINS = "*~*~*~*~*~*~*~*~*~*"
"""Outlook puts time and place over the words of a response, and this line between."""

# PidTag… of the message
MESSAGE_CLASS, SUBJECT, BODY, HEADERS = 0x001A, 0x0037, 0x1000, 0x007D
SENDER = (0x5D01, 0x0C1E, 0x0C1F, 0x0C1A)
REPRESENTED = (0x5D02, 0x0064, 0x0065, 0x0042)
"""The SMTP address, the type of the other address, that address, the name."""
FILE_NAME, SHORT_FILE_NAME, FILE_KIND, FILE_CONTENT = 0x3707, 0x3704, 0x370E, 0x3701

# PidLid… by identifier within their group
GLOBAL_OBJECT, REPLIED_AT, RECURRENCE_TIME = 0x0003, 0x0001, 0x000E
SEQUENCE, REPLACED, COUNTERS, PROPOSED_START, PROPOSED_END = 0x8201, 0x8228, 0x8257, 0x8250, 0x8251


def read_msg(content: bytes) -> Incoming:
    """The answer in a .msg file. Never raises."""
    try:
        file = MsgFile.read(content)
    except NotReadable:
        return unreadable(
            _("The .msg file is damaged or none of Outlook's. Save the message again, as .eml if that can be chosen.")
        )
    found = [_message(each) for each in _with_those_within(file)]
    return next((incoming for incoming in found if incoming.answers), found[0])


def _with_those_within(file: MsgFile) -> list[MsgFile]:
    """The message, then those attached to it, then those attached to these, as far as they are looked into."""
    found, level = [file], [file]
    for _depth in range(DEEPEST):
        level = [inner for outer in level for inner in outer.messages()][: MOST_ATTACHMENTS - len(found)]
        found += level
    return found


def _message(file: MsgFile) -> Incoming:
    kind = file.values.text(MESSAGE_CLASS).upper()
    if kind.startswith(RESPONSE):
        return _response(file, GIVEN.get(kind.removeprefix(RESPONSE).partition(".")[0], ""))
    email, name = _sender(file.values)
    if kind.startswith("IPM.SCHEDULE.MEETING.CANCELED"):
        other = OTHER_METHODS["CANCEL"]
    elif kind.startswith("IPM.SCHEDULE.MEETING.REQUEST"):
        other = OTHER_METHODS["REQUEST"]
    else:
        return _attached(file, email, name)
    return Incoming((), email, name, Outcome.NOT_A_REPLY, _(other))


def _response(file: MsgFile, partstat: str) -> Incoming:
    values = file.values
    email, name = _person(values, REPRESENTED)
    sender, sender_name = _sender(values)
    email, name = email or sender, name or sender_name
    identifier = values.bytes(file.named(MEETING, GLOBAL_OBJECT))
    uid = exchange.uid_of(identifier)
    if not partstat or not uid or len(uid) > LONGEST_UID:
        return unreadable(_("The .msg file does not say which event the response belongs to, or what it says."))
    if not email:
        return unreadable(
            _(
                "The .msg file holds no e-mail address of who responded, only a name within Exchange. "
                "Forward the response as an attachment, or enter the answer by hand."
            )
        )
    sequence = values.number(file.named(APPOINTMENT, SEQUENCE)) or 0
    counters = bool(values.number(file.named(APPOINTMENT, COUNTERS)))
    answer = CalendarAnswer(
        method="COUNTER" if counters else "REPLY",
        uid=uid,
        email=email,
        partstat=partstat,
        sequence=sequence if 0 <= sequence <= HIGHEST_SEQUENCE else 0,
        stamp=values.time(file.named(MEETING, REPLIED_AT)),
        recurrence_id=_occurrence(file, identifier),
        name=name,
        sent_by=sender if sender.casefold() != email.casefold() else "",
        comment=_words(values.text(BODY)),
        starts=values.time(file.named(APPOINTMENT, PROPOSED_START)) if counters else None,
        ends=values.time(file.named(APPOINTMENT, PROPOSED_END)) if counters else None,
        title=values.text(SUBJECT)[:LONGEST_NAME],
    )
    return Incoming((answer,), sender or email, sender_name or name)


def _occurrence(file: MsgFile, identifier: bytes) -> Moment | None:
    """Which meeting of a series: its time, or the day that the identifier names, at the time of the series there."""
    replaced = file.values.time(file.named(APPOINTMENT, REPLACED))
    year, month, day = int.from_bytes(identifier[16:18], "big"), identifier[18], identifier[19]
    if not year:
        return None
    if replaced is not None:
        return replaced
    packed = file.values.number(file.named(MEETING, RECURRENCE_TIME))
    try:
        if packed is None:
            return dt.date(year, month, day)
        return dt.datetime(year, month, day, packed >> 12 & 31, packed >> 6 & 63)
    except ValueError:
        return None


def _words(body: str) -> str:
    before, line, after = body.partition(BODY_BEGINS)
    return (after if line else before).strip().replace("\r\n", "\n")[:LONGEST_COMMENT]


def _sender(values: Values) -> tuple[str, str]:
    """Address and name of who sent the message: the From: header where it came by mail, else Outlook's own."""
    headers = read_headers(values.text(HEADERS).encode())
    return (headers.email, headers.name) if headers.email else _person(values, SENDER)


def _person(values: Values, numbers: tuple[int, int, int, int]) -> tuple[str, str]:
    smtp, kind, other, name = (values.text(number) for number in numbers)
    email, _name = mailbox(smtp or (other if kind.upper() == "SMTP" else ""))
    return email, "" if "@" in name else name[:LONGEST_NAME]


def _attached(file: MsgFile, email: str, name: str) -> Incoming:
    """The answers in the calendar files attached to a message."""
    outcome, reason = Outcome.NOT_A_REPLY, _("The message holds no calendar, so it is no answer to an invitation.")
    for attachment in file.attachments()[:MOST_ATTACHMENTS]:
        file_name = attachment.text(FILE_NAME) or attachment.text(SHORT_FILE_NAME)
        if attachment.text(FILE_KIND).lower() != "text/calendar" and not file_name.lower().endswith(".ics"):
            continue
        try:
            return Incoming(
                tuple(read_answers(attachment.bytes(FILE_CONTENT)[: MOST_BYTES + 1], sender=email)), email, name
            )
        except NotAnAnswer as error:
            outcome, reason = Outcome.NOT_A_REPLY, str(error)
        except UnreadableCalendar as error:
            outcome, reason = Outcome.UNREADABLE, str(error)
    return Incoming((), email, name, outcome, reason)
