"""Messages made: for each recipient the wording in their language, and the calendar they are to get."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.model import Answer, Message, Participation, Person
from roundtables.queries import events as event_queries
from roundtables.queries import invitations as queries
from roundtables.queries import participants
from roundtables.queries.events import EventPage, SessionRow
from roundtables.services.invitations import NoOrganiser, as_invited
from roundtables.services.post import templates
from roundtables.services.post.recipients import CALENDAR_KINDS, Plan
from roundtables.services.post.whole_series import Meeting, WholeSeries
from roundtables.terms import MessageKind, MessageState, Method, ProposalKind, Reply, Role
from roundtables.transport.accounts import PostSettings
from roundtables.words import language

if TYPE_CHECKING:
    from roundtables.formats.calendar.documents import CalendarEvent, Guest
    from roundtables.formats.calendar.invitation import PreparedInvitation
    from roundtables.formats.mail.wording import Compiled
    from roundtables.formats.mail.writing import Envelope, Mailbox

Report = Callable[[int, int], None]
ANSWERED = frozenset({Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED})
NEVER_WENT = (MessageState.FAILED, MessageState.DISCARDED)
EVERY = 25
"""After so many messages the progress is told."""


@dataclass(frozen=True)
class Carried:
    """One calendar object that a message carries: what the register records as sent (an Invitation row)."""

    event_id: int
    uid: str
    method: Method
    sequence: int


@dataclass(frozen=True)
class Composed:
    """A message to one person. `content` is the whole MIME message, ASCII; `calendar` the .ics alone, if any."""

    kind: MessageKind
    event_id: int
    person_id: int
    name: str
    email: str
    subject: str
    header_id: str
    content: str
    calendar: bytes
    carried: tuple[Carried, ...] = ()


@dataclass(frozen=True)
class Recipient:
    """Whom a message is for. `held` is the SEQUENCE they hold by UID, `answered` the one they answered to.

    `voided` are all UIDs that they were ever sent, for a cancellation that is sent once more. `first_id` is the
    Message-ID of the first message to them about the event.
    """

    person_id: int
    name: str
    first_name: str
    email: str
    code: str
    role: Role
    reply: Reply
    answered: int | None
    held: dict[str, int]
    voided: tuple[str, ...]
    first_id: str
    counter: int | None


@dataclass(frozen=True)
class Enclosed:
    """One calendar object for everybody it concerns, with what the wording says of it. `uid` is empty for none.

    `meetings` and `values` are those of a series that goes as a whole.
    """

    uid: str = ""
    sequence: int = 0
    method: str = ""
    prepared: "PreparedInvitation | None" = None
    part: SessionRow | None = None
    meetings: tuple[Meeting, ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    def carried(self, event_id: int) -> tuple[Carried, ...]:
        """What the register records of it: a refusal of a proposal is no invitation."""
        methods = {"REQUEST": Method.REQUEST, "CANCEL": Method.CANCEL}
        if self.method not in methods:
            return ()
        if self.meetings:
            return tuple(
                Carried(each.event_id, self.uid, methods[self.method], each.sequence) for each in self.meetings
            )
        return (Carried(event_id, self.uid, methods[self.method], self.sequence),)


def compose(
    session: Session,
    chosen: Plan,
    event_id: int,
    settings: PostSettings,
    stamp: dt.datetime,
    *,
    words: tuple[str, str] | None = None,
    automatic: bool = False,
    report: Report | None = None,
) -> list[Composed]:
    """The messages, each in its recipient's language. `stamp` is this instant.

    `words` are a subject and a body (templates) to use instead of those kept. `automatic`: they go out by a rule, with
    nobody asking for them. An event that is invited by session gives a message a session: mail programs want one UID
    a message. Raises the errors of `templates`, and NoOrganiser where there is no address they could come from.
    """
    from roundtables.formats.mail.writing import Envelope

    page = event_queries.event_page(session, event_id)
    sender, reply_to = _mailboxes(page, settings)
    recipients = _recipients(session, chosen, page)
    calendars = _Calendars(session, page, chosen.kind, sender.address, stamp)
    wordings = _Wordings(session, page, chosen.kind, words)
    desk = _Desk(page, chosen.kind, calendars, wordings, Envelope(sender, reply_to, stamp, automatic))
    made: list[Composed] = []
    for number, recipient in enumerate(recipients, 1):
        made += desk.letters(recipient)
        if report is not None and (number % EVERY == 0 or number == len(recipients)):
            report(number, len(recipients))
    return made


def _mailboxes(page: EventPage, settings: PostSettings) -> "tuple[Mailbox, Mailbox | None]":
    """Where messages come from and where answers go, where that is elsewhere. Raises NoOrganiser."""
    from roundtables.formats.mail.addresses import ascii_address
    from roundtables.formats.mail.writing import Mailbox

    organiser, account = ascii_address(page.organiser_email), ascii_address(settings.smtp.email)
    if not organiser and not account:
        raise NoOrganiser(page.reference)
    if not account or account.casefold() == organiser.casefold():
        return Mailbox(page.organiser_name or settings.smtp.name, organiser), None
    reply_to = Mailbox(page.organiser_name, organiser) if organiser else None
    return Mailbox(settings.smtp.name or page.organiser_name, account), reply_to


def _recipients(session: Session, chosen: Plan, page: EventPage) -> list[Recipient]:
    """The people of the plan, in its order. Four statements, however many they are."""
    from roundtables.formats.mail.addresses import ascii_address

    statement = (
        select(Person, Participation.role, Participation.reply, Participation.answered_sequence)
        .outerjoin(Participation, (Participation.person_id == Person.id) & (Participation.event_id == page.id))
        .where(Person.id.in_(chosen.recipients))
    )
    found = {row[0].id: row for row in session.execute(statement)}
    sent = queries.sent_to(session, page.id)
    first, counters = _first_messages(session, page.id), _counters(session, page.id, chosen.kind)
    recipients = []
    for key in (key for key in chosen.recipients if key in found):
        person, role, reply, answered = found[key]
        known = sent.get(key, [])
        email = ascii_address(person.email or (known[-1].email if known else ""))
        if not email:
            continue
        recipients.append(
            Recipient(
                key,
                person.name,
                person.first_name,
                email,
                templates.known_language(person.language, page.language),
                role or Role.ATTENDEE,
                reply or Reply.INVITED,
                answered,
                {uid: each.sequence for uid, each in queries.held_of(known).items()},
                tuple(dict.fromkeys(each.uid for each in known)),
                first.get(key, ""),
                counters.get(key),
            )
        )
    return recipients


def _first_messages(session: Session, event_id: int) -> dict[int, str]:
    """The Message-ID of the first message to each person about the event, of those that went or may still go."""
    statement = (
        select(Message.person_id, Message.header_id)
        .where(Message.event_id == event_id, Message.person_id.is_not(None), Message.state.not_in(NEVER_WENT))
        .order_by(Message.id.desc())
    )
    return {person: header_id for person, header_id in session.execute(statement) if person is not None}


def _counters(session: Session, event_id: int, kind: MessageKind) -> dict[int, int]:
    """The SEQUENCE of what each person proposed last, which its refusal has to echo."""
    if kind is not MessageKind.COUNTER_DECLINED:
        return {}
    statement = (
        select(Answer.person_id, Answer.sequence)
        .where(Answer.event_id == event_id, Answer.proposal == ProposalKind.COUNTER, Answer.person_id.is_not(None))
        .order_by(Answer.id)
    )
    return {person: sequence for person, sequence in session.execute(statement) if person is not None}


class _Wordings:
    """The templates of one kind of message and the values that are alike for all, in each language once."""

    def __init__(self, session: Session, page: EventPage, kind: MessageKind, words: tuple[str, str] | None) -> None:
        self._page, self._kind, self._words = page, kind, words
        self._kept = {} if words else templates.wordings(session, kind)
        self._ready: dict[str, Compiled] = {}
        self._values: dict[tuple[str, str], dict[str, str]] = {}

    def fill(
        self, recipient: Recipient, part: SessionRow | None, values: tuple[tuple[str, str], ...] = ()
    ) -> tuple[str, str]:
        """Subject and body for one person. Raises TemplateWrong."""
        code = recipient.code
        if code not in self._ready:
            subject, body = self._words or (self._kept[code].subject, self._kept[code].body)
            self._ready[code] = templates.made_ready(subject, body)
        key = (code, part.uid if part else "")
        if key not in self._values:
            self._values[key] = templates.event_values(self._page, language(code), part)
        person = templates.person_values(recipient.name, recipient.first_name)
        return self._ready[code].fill(self._values[key] | dict(values) | person)


class _Calendars:
    """The calendars of one kind of message, each built once in each language."""

    def __init__(self, session: Session, page: EventPage, kind: MessageKind, sent_by: str, stamp: dt.datetime) -> None:
        self._page, self._kind, self._sent_by, self._stamp = page, kind, sent_by, stamp
        self._wanted = queries.expected(session, page.id)
        self._guests = _guests(session, page) if page.guests_shown and kind in CALENDAR_KINDS else ()
        in_series = page.series_id is not None and kind in CALENDAR_KINDS
        self._whole = WholeSeries(session, page, sent_by, stamp) if in_series else None
        self._parts = {part.uid: part for part in page.sessions}
        self._built: dict[tuple[str, str, int, str], Enclosed] = {}
        self._events: dict[str, CalendarEvent] = {}
        self._programmes: dict[str, dict[str, PreparedInvitation]] = {}

    def enclosed(self, recipient: Recipient) -> Iterator[Enclosed]:
        """What is to go to one person, a message each."""
        if self._kind not in CALENDAR_KINDS:
            yield Enclosed()
        elif self._kind is MessageKind.COUNTER_DECLINED:
            sequence = recipient.counter if recipient.counter is not None else self._page.sequence
            yield self._of(recipient.code, "DECLINECOUNTER", self.event(recipient.code).uid, sequence)
        elif self._whole is not None and self._whole.is_for(recipient.person_id, self._kind):
            yield self._all_of(self._whole, recipient)
        elif self._kind is MessageKind.CANCELLATION:
            for uid in recipient.held or recipient.voided:
                yield self._of(recipient.code, "CANCEL", uid, self._page.sequence)
        else:
            for uid in self._uids():
                yield self._of(recipient.code, "REQUEST", uid, self._page.sequence)
            for uid in recipient.held.keys() - self._wanted.uids:
                yield self._of(recipient.code, "CANCEL", uid, self._page.sequence)

    def _uids(self) -> list[str]:
        """What participants have to hold, in the order of the programme."""
        by_session = [uid for uid in self._parts if uid in self._wanted.uids]
        return by_session or sorted(self._wanted.uids)

    def event(self, code: str) -> "CalendarEvent":
        """The event as calendars have it, in a language."""
        if code not in self._events:
            self._events[code] = replace(as_invited(self._page, code), sent_by=self._sent_by)
        return self._events[code]

    def _of(self, code: str, method: str, uid: str, sequence: int) -> Enclosed:
        key = (code, method, sequence, uid)
        if key not in self._built:
            self._built[key] = Enclosed(uid, sequence, method, self._prepare(*key), self._parts.get(uid))
        return self._built[key]

    def _prepare(self, code: str, method: str, sequence: int, uid: str) -> "PreparedInvitation":
        from roundtables.formats.calendar.cancellation import prepare_cancellation
        from roundtables.formats.calendar.counter import prepare_declined_counter
        from roundtables.formats.calendar.invitation import prepare_invitation, prepare_parts

        event = self.event(code)
        if method == "CANCEL":
            for_all = self._wanted.called_off or uid not in self._wanted.uids
            return prepare_cancellation(event, uid, self._stamp, for_all=for_all)
        if method == "DECLINECOUNTER":
            return prepare_declined_counter(event, sequence, self._stamp)
        if uid in self._parts:
            if code not in self._programmes:
                self._programmes[code] = prepare_parts(event, self._stamp, guest_list=self._guests)
            return self._programmes[code][uid]
        return prepare_invitation(event, self._stamp, guest_list=self._guests)

    def _all_of(self, whole: WholeSeries, recipient: Recipient) -> Enclosed:
        """The series that the event is a meeting of, as one calendar object."""
        code, person, uid = recipient.code, recipient.person_id, self._page.series_uid or ""
        values = tuple(whole.values(code, person).items())
        if self._kind is MessageKind.CANCELLATION:
            held = tuple(whole.held(person))
            return Enclosed(uid, self._page.sequence, "CANCEL", whole.cancellation(code), meetings=held, values=values)
        prepared, meetings = whole.invitation(code, person, self._guests), tuple(whole.invited_to(person))
        return Enclosed(uid, self._page.sequence, "REQUEST", prepared, meetings=meetings, values=values)

    def guest(self, recipient: Recipient, *, whole: bool = False) -> "Guest":
        """The recipient as the calendar names them. Who answered to an older revision is asked anew."""
        from roundtables.formats.calendar.documents import Guest

        reply, sequence = recipient.reply, self._page.sequence
        if whole and self._whole is not None:
            reply = self._whole.reply_of(recipient.person_id)
        outdated = any(held < sequence for held in recipient.held.values())
        answered_this = recipient.answered is not None and recipient.answered >= sequence
        if self._kind is MessageKind.UPDATE and outdated and not answered_this and reply in ANSWERED:
            reply = Reply.INVITED
        return Guest(recipient.name, recipient.email, recipient.role, reply)


def _guests(session: Session, page: EventPage) -> "tuple[Guest, ...]":
    """All guests, for an event whose guests see each other: those with an address who have not withdrawn."""
    from roundtables.formats.calendar.documents import Guest

    rows = participants.listing(session, page.id)
    return tuple(
        Guest(row.name, row.email, row.role, row.reply)
        for row in rows
        if row.email and row.reply is not Reply.WITHDRAWN
    )


class _Desk:
    """Where one message after the other is written."""

    def __init__(
        self, page: EventPage, kind: MessageKind, calendars: _Calendars, wordings: _Wordings, envelope: "Envelope"
    ) -> None:
        from roundtables.formats.mail.addresses import domain_of
        from roundtables.formats.mail.writing import Writer

        self._page, self._kind, self._calendars, self._wordings = page, kind, calendars, wordings
        self._writer, self._domain = Writer(envelope), domain_of(envelope.sender.address)

    def letters(self, recipient: Recipient) -> Iterator[Composed]:
        """The messages to one person: one, or one for each calendar object. Raises TemplateWrong."""
        from roundtables.formats.mail.writing import Letter, Mailbox

        first_id = recipient.first_id
        for enclosed in self._calendars.enclosed(recipient):
            guest = self._calendars.guest(recipient, whole=bool(enclosed.meetings))
            calendar = enclosed.prepared.for_guest(guest) if enclosed.prepared else b""
            subject, body = self._wordings.fill(recipient, enclosed.part, enclosed.values)
            header_id = f"<{uuid.uuid4().hex}@{self._domain}>"
            letter = Letter(
                Mailbox(recipient.name, recipient.email),
                subject,
                body,
                recipient.code,
                header_id,
                first_id,
                calendar,
                enclosed.method,
            )
            first_id = first_id or header_id
            yield Composed(
                self._kind,
                self._page.id,
                recipient.person_id,
                recipient.name,
                recipient.email,
                subject,
                header_id,
                self._writer.write(letter),
                calendar,
                enclosed.carried(self._page.id),
            )
