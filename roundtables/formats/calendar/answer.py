"""An answer to an invitation, as the calendar part of a message says it (RFC 5546, 3.2.3, 3.2.7)."""

import datetime as dt
import re
from dataclasses import dataclass, replace
from urllib.parse import unquote

from roundtables.formats.calendar import apple, exchange, google, outlook
from roundtables.formats.calendar import reading_errors as errors
from roundtables.formats.calendar.decoding import unmarked
from roundtables.formats.calendar.lines import MOST_BYTES, Component, Property, calendars, plain
from roundtables.formats.calendar.moments import Moment, duration, moment
from roundtables.formats.calendar.reading_errors import NotAnAnswer, UnreadableCalendar
from roundtables.formats.calendar.zones import Zones
from roundtables.words import N_, _

__all__ = ["ANSWERS", "CalendarAnswer", "Moment", "NotAnAnswer", "UnreadableCalendar", "method_of", "read_answers"]

ANSWERS = ("REPLY", "COUNTER")
GIVEN = ("ACCEPTED", "TENTATIVE", "DECLINED", "DELEGATED")
LONGEST_UID = 1_000
LONGEST_ADDRESS = 320
LONGEST_NAME = 200
LONGEST_LINE = 500
LONGEST_COMMENT = 4_000
MOST_GUESTS = 500
MOST_COMMENTS = 20
HIGHEST_SEQUENCE = 2**31 - 1
OTHER_METHODS = {
    "REQUEST": N_("It is an invitation, not an answer to one."),
    "ADD": N_("It is an invitation, not an answer to one."),
    "CANCEL": N_("It is a cancellation, not an answer to an invitation."),
    "REFRESH": N_("It asks for the invitation to be sent again; it is no answer."),
    "DECLINECOUNTER": N_("It turns a proposed time down; it is no answer to an invitation."),
    "PUBLISH": N_("It is a calendar with events, not an answer to an invitation."),
}
_METHOD = re.compile(rb"^METHOD[ \t]*(?:;[^:\r\n]*)?:[ \t]*([A-Za-z-]+)", re.IGNORECASE | re.MULTILINE)
_ESCAPED_SIGN = re.compile(r"\\([,;\\])")
_MAILTO = re.compile(r"\s*(?:mailto:\s*)*", re.IGNORECASE)


@dataclass(frozen=True)
class CalendarAnswer:
    """What one guest says. `method` is REPLY or COUNTER, `partstat` as RFC 5545, 3.2.12 has it, in capitals.

    `email` is empty where the calendar gives no e-mail address: then the sender's counts. `stamp` is in UTC.
    `starts`, `ends` and `place` are what a COUNTER proposes; for whole days `ends` is the last day, inclusive.
    `delegates` are address and name of whom they send.
    """

    method: str
    uid: str
    email: str
    partstat: str
    sequence: int = 0
    stamp: dt.datetime | None = None
    recurrence_id: Moment | None = None
    name: str = ""
    sent_by: str = ""
    comment: str = ""
    delegates: tuple[tuple[str, str], ...] = ()
    delegated_from: str = ""
    starts: Moment | None = None
    ends: Moment | None = None
    place: str | None = None
    title: str = ""


def read_answers(content: bytes, charset: str = "", method: str = "", sender: str = "") -> list[CalendarAnswer]:
    """The answers in a calendar object. Raises NotAnAnswer and UnreadableCalendar; bounded in size and time.

    `charset` and `method` are what the message says beside it, `sender` is who sent it: where the calendar lists
    several guests, theirs is the answer.
    """
    answers: list[CalendarAnswer] = []
    reason: NotAnAnswer | None = None
    for calendar in calendars(content, charset):
        try:
            answers += _answers(calendar, (calendar.text("METHOD") or method).upper(), sender.casefold())
        except NotAnAnswer as error:
            reason = reason or error
    if reason is not None and not answers:
        raise reason
    return answers


def method_of(content: bytes) -> str:
    """What a calendar is for, in capitals: REPLY, COUNTER, REQUEST, PUBLISH …; empty where it does not say."""
    match = _METHOD.search(unmarked(content[:MOST_BYTES]))
    return match[1].decode("ascii").upper() if match else ""


def _answers(calendar: Component, method: str, sender: str) -> list[CalendarAnswer]:
    if method not in ANSWERS:
        raise NotAnAnswer(_(OTHER_METHODS.get(method, OTHER_METHODS["PUBLISH"])))
    events = calendar.named("VEVENT")
    if not events:
        raise NotAnAnswer(_("It is an answer, but not about an event."))
    zones = Zones(calendar)
    found = []
    for event in events:
        guests = event.all("ATTENDEE", MOST_GUESTS + 1)
        if len(guests) > MOST_GUESTS:
            raise errors.CalendarTooLarge
        names = {_address(guest).casefold(): _name(guest) for guest in guests if len(guests) > 1}
        found += [_answer(event, guest, method, zones, names) for guest in _answering(event, guests, method, sender)]
    if not found:
        raise NotAnAnswer(_("It is an answer that leaves open whether they come: nothing is to be recorded."))
    return found


def _answering(event: Component, guests: list[Property], method: str, sender: str) -> list[Property]:
    """Those guests whose answer it is: one by the rule, but some programs list everybody (RFC 5546, 3.2.3).

    Then it is the one who sent it, else each who answered. Who sent somebody else is listed in that one's answer too.
    """
    if not guests:
        raise errors.NobodyAnswers
    if len(guests) > 1:
        organiser = event.first("ORGANIZER")
        host = _address(organiser).casefold() if organiser else ""
        guests = [guest for guest in guests if not host or _address(guest).casefold() != host]
        own = [guest for guest in guests if sender and sender in _spoken_for(guest)]
        guests = own or _without_those_represented([guest for guest in guests if _partstat(guest) in GIVEN]) or guests
    if method == "COUNTER":
        if len(guests) > 1:
            raise errors.SeveralGuests
        return guests
    return [guest for guest in guests if _partstat(guest) in GIVEN]


def _spoken_for(guest: Property) -> tuple[str, str]:
    return _address(guest).casefold(), _sent_by(guest).casefold()


def _without_those_represented(guests: list[Property]) -> list[Property]:
    answering = {_address(guest).casefold() for guest in guests if _partstat(guest) != "DELEGATED"}
    return [
        guest
        for guest in guests
        if _partstat(guest) != "DELEGATED"
        or answering.isdisjoint(map(str.casefold, _addresses(guest.params.get("DELEGATED-TO", ""))))
    ]


def _answer(event: Component, guest: Property, method: str, zones: Zones, names: dict[str, str]) -> CalendarAnswer:
    occurrence = event.first("RECURRENCE-ID")
    answer = CalendarAnswer(
        method=method,
        uid=_uid(event),
        email=_address(guest),
        partstat=_partstat(guest),
        sequence=_sequence(event),
        stamp=_stamp(event, zones),
        recurrence_id=moment("RECURRENCE-ID", occurrence, zones) if occurrence else None,
        name=_name(guest),
        sent_by=_sent_by(guest),
        comment=_comment(event, guest),
        delegates=_delegates(guest, names),
        delegated_from=next(iter(_addresses(guest.params.get("DELEGATED-FROM", ""))), ""),
        title=_one_line(event.text("SUMMARY")),
    )
    return _proposing(answer, event, zones) if method == "COUNTER" else answer


def _proposing(answer: CalendarAnswer, event: Component, zones: Zones) -> CalendarAnswer:
    """The answer with what it proposes (RFC 5546, 3.2.7). Raises BadValue, ZoneNotKnown."""
    starts, ends = _times(event, zones)
    if event.text("X-MICROSOFT-CDO-ALLDAYEVENT").upper() == "TRUE" and starts and ends:
        starts, ends = outlook.as_days(starts, ends)
    if ends is not None and not isinstance(ends, dt.datetime):
        # In the calendar it is the day after the last one (RFC 5545, 3.6.1).
        last = ends - dt.timedelta(days=1)
        ends = max(last, starts) if starts is not None and not isinstance(starts, dt.datetime) else last
    place = _one_line(event.text("LOCATION")) if "LOCATION" in event.lines else None
    return replace(answer, starts=starts, ends=ends, place=place)


def _times(event: Component, zones: Zones) -> tuple[Moment | None, Moment | None]:
    begin, end, length = event.first("DTSTART"), event.first("DTEND"), event.first("DURATION")
    starts = moment("DTSTART", begin, zones) if begin else None
    if end is not None:
        return starts, moment("DTEND", end, zones)
    if starts is not None and length is not None:
        return starts, starts + duration(length)
    if starts is not None and not isinstance(starts, dt.datetime):
        return starts, starts + dt.timedelta(days=1)
    return starts, None


def _uid(event: Component) -> str:
    found = event.first("UID")
    if found is not None and len(found.value) > LONGEST_UID:
        raise errors.UidTooLong(len(found.value))
    uid = exchange.unwrapped_uid(event.text("UID").replace("\n", " "))
    if not uid:
        raise errors.NoUid
    return uid


def _one_line(text: str) -> str:
    return " ".join(text.split())[:LONGEST_LINE]


def _sequence(event: Component) -> int:
    text = event.text("SEQUENCE") or "0"
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= HIGHEST_SEQUENCE):
        raise errors.BadValue("SEQUENCE", text)
    return int(text)


def _stamp(event: Component, zones: Zones) -> dt.datetime | None:
    """When the answer was written, in UTC, which a time without zone is taken for; None where it can't be told."""
    found = event.first("DTSTAMP")
    try:
        at = moment("DTSTAMP", found, zones) if found else None
    except UnreadableCalendar:
        return None
    if not isinstance(at, dt.datetime):
        return None
    return at.astimezone(dt.UTC) if at.tzinfo else at.replace(tzinfo=dt.UTC)


def _partstat(guest: Property) -> str:
    """What is not known counts as no answer (RFC 5545, 3.2.12)."""
    partstat = guest.params.get("PARTSTAT", "").upper()
    return partstat if partstat in GIVEN else "NEEDS-ACTION"


def _name(guest: Property) -> str:
    """The guest's name; many programs write the address again where they know none, or escape commas as in a text."""
    name = " ".join(_ESCAPED_SIGN.sub(r"\1", guest.params.get("CN", "")).strip("'").split())[:LONGEST_NAME]
    return "" if "@" in name and " " not in name else name


def _address(person: Property) -> str:
    return _email(person.value) or _email(apple.address_beside(person.params))


def _sent_by(guest: Property) -> str:
    return _email(guest.params.get("SENT-BY", ""))


def _email(value: str) -> str:
    """The e-mail address of a `mailto:` in any case, or one that stands alone; empty where it is none."""
    address = value[_MAILTO.match(value).end() :] if len(value) <= 2 * LONGEST_ADDRESS else ""  # type: ignore[union-attr]  # it matches always
    address = plain(address.partition("?")[0]).strip("<> ")
    if "%" in address:
        address = plain(unquote(address))
    fits = 0 < address.find("@") < len(address) - 1 and len(address) <= LONGEST_ADDRESS
    return address if fits and not re.search(r"[\s,;:<>/]", address) else ""


def _addresses(parameter: str) -> list[str]:
    return [address for address in map(_email, parameter.split(",")[:20]) if address]


def _delegates(guest: Property, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Whom the guest sends, with the name that the calendar gives beside it."""
    wanted = dict.fromkeys(_addresses(guest.params.get("DELEGATED-TO", "")))
    return tuple((address, names.get(address.casefold(), "")) for address in wanted)


def _comment(event: Component, guest: Property) -> str:
    """All that the guest wrote, each text once."""
    texts = [prop.text for name in ("COMMENT", apple.COMMENT) for prop in event.all(name, MOST_COMMENTS)]
    texts.append(google.response_comment(guest.params.get("X-RESPONSE-COMMENT", "")))
    comment = "\n".join(dict.fromkeys(text.strip() for text in texts if text.strip()))
    return comment if len(comment) <= LONGEST_COMMENT else comment[: LONGEST_COMMENT - 1] + "…"
