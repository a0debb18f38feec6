"""Take answers in: from files, or from messages fetched from a mailbox."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.formats.calendar.answer import CalendarAnswer
from roundtables.formats.mail import reading
from roundtables.formats.mail.reading import Incoming
from roundtables.model import Answer, Event, MailboxMark, Participation
from roundtables.model.base import utc_now
from roundtables.register import Register
from roundtables.services import waiting_list
from roundtables.services.answers import applying, matching, proposing
from roundtables.services.answers.matching import Sender, Target
from roundtables.services.answers.tidying import digest, tidied
from roundtables.terms import Outcome
from roundtables.transport.accounts import PostSettings
from roundtables.words import _

if TYPE_CHECKING:
    from roundtables.transport.imap import Fetched, Mark

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Taken:
    """What became of one answer, or of a message without one. `reason` is in words; `file` the name it came in.

    `again` where it had been taken in before.
    """

    file: str
    outcome: Outcome
    uid: str = ""
    email: str = ""
    name: str = ""
    partstat: str = ""
    sequence: int | None = None
    recurrence_id: str = ""
    reason: str = ""
    event_id: int | None = None
    reference: str = ""
    again: bool = False


def take(session: Session, incoming: Incoming, settings: PostSettings, now: dt.datetime, file: str = "") -> list[Taken]:
    """Take one message in, and tell who got a seat by it: one line for each answer in it, at least one.

    Make it a step that can't be undone where mail goes out.
    """
    taken = take_in(session, incoming, now, file)
    for key in sorted({line.event_id for line in taken if line.event_id is not None}):
        waiting_list.move_up_by_itself(session, key, settings, now)
    return taken


def take_in(session: Session, incoming: Incoming, now: dt.datetime, file: str = "") -> list[Taken]:
    """Take one message in, without telling those who got a seat by it: that is a step of its own."""
    if not incoming.answers:
        return [_without_answer(incoming, file)]
    return [_take_answer(session, answer, incoming, now, file) for answer in incoming.answers]


def take_files(
    register: Register, paths: Sequence[Path], settings: PostSettings, report: Report | None = None
) -> list[Taken]:
    """Take in files (.ics, .eml, .mbox, .msg), each message a step of its own; one bad file stops nothing.

    The steps can be undone; what tells those who got a seat by a decline is a step of its own that can't.
    """
    taken: list[Taken] = []
    for number, path in enumerate(paths):
        if report is not None:
            report(number, len(paths))
        taken += take_messages(register, reading.read_file(path), path.name)
    waiting_list.tell_who_moved_up(register, settings)
    return taken


def take_messages(register: Register, messages: Iterable[Incoming], file: str) -> list[Taken]:
    """Take in messages, each a step of its own that can be undone."""
    taken: list[Taken] = []
    for incoming in messages:
        if incoming.answers:
            with register.change(_("Take in an answer")) as session:
                taken += take_in(session, incoming, utc_now(), file)
        else:
            taken.append(_without_answer(incoming, file))
    return taken


def take_mailbox(
    register: Register, settings: PostSettings, secret: str | None, report: Report | None = None
) -> list[Taken]:
    """Take in what is new in the mailbox folder, which is only read. Raises the errors of `transport.imap`.

    The mark of how far the folder was read moves after what came before it was taken in: what a broken connection or a
    program that ended left undone comes the next time. What was taken in from elsewhere, or comes again since the
    server numbered its messages anew, is known by what it says, and is not named again.
    """
    from roundtables.transport import imap

    account = settings.imap
    mailbox = f"{account.user}@{account.host}/{account.folder}"
    taken: list[Taken] = []
    with closing(imap.new_messages(account, secret, _mark(register, mailbox), utc_now().date())) as batches:
        for batch in batches:
            for message in batch.messages:
                incoming = _too_large(message) if message.content is None else reading.read_message(message.content)
                lines = take_messages(register, [incoming], f"{account.folder}: {message.uid}")
                taken += [line for line in lines if not line.again]
            _keep_mark(register, mailbox, batch.mark)
            if report is not None:
                report(batch.done, batch.total)
    waiting_list.tell_who_moved_up(register, settings)
    return taken


def _too_large(message: "Fetched") -> Incoming:
    words = _("A message of {n} MB is too large to be fetched: save it as a file, without its attachments.")
    return Incoming(outcome=Outcome.UNREADABLE, reason=words.format(n=round(message.size / 1e6)))


def _mark(register: Register, mailbox: str) -> "Mark | None":
    from roundtables.transport.imap import Mark

    with register.read() as session:
        found = session.scalars(select(MailboxMark).where(MailboxMark.mailbox == mailbox)).one_or_none()
        return Mark(found.uid_validity, found.last_uid) if found else None


def _keep_mark(register: Register, mailbox: str, mark: "Mark") -> None:
    with register.change(_("Take in answers")) as session:
        found = session.scalars(select(MailboxMark).where(MailboxMark.mailbox == mailbox)).one_or_none()
        if found is None:
            session.add(MailboxMark(mailbox=mailbox, uid_validity=mark.uid_validity, last_uid=mark.last_uid))
        else:
            found.uid_validity, found.last_uid = mark.uid_validity, mark.last_uid


def _without_answer(incoming: Incoming, file: str) -> Taken:
    outcome = incoming.outcome or Outcome.NOT_A_REPLY
    return Taken(file, outcome, email=incoming.email, name=incoming.name, reason=incoming.reason)


def _take_answer(session: Session, said: CalendarAnswer, incoming: Incoming, now: dt.datetime, file: str) -> Taken:
    said = said if said.email else replace(said, email=incoming.email)
    answer = tidied(said, now)
    line = Taken(
        file,
        Outcome.UNKNOWN_EVENT,
        uid=answer.uid,
        email=answer.email,
        name=answer.name or (incoming.name if incoming.email.casefold() == answer.email.casefold() else ""),
        partstat=answer.partstat,
        sequence=answer.sequence,
        recurrence_id="" if answer.recurrence_id is None else answer.recurrence_id.isoformat(),
    )
    if answer.method != "COUNTER" and answer.partstat not in (*applying.REPLIES, "DELEGATED"):
        return replace(line, outcome=Outcome.NOT_A_REPLY, reason=_("It neither accepts nor declines."))
    target = matching.target(session, answer, now)
    if target is None:
        reason = _("It is about no event of this register: that was deleted, or belongs to another register.")
        return replace(line, reason=reason)
    event = target.events[0]
    line = replace(line, event_id=event.id, reference=event.reference)
    mark = digest(said)
    if _was_taken(session, mark, target):
        return replace(line, outcome=Outcome.STALE, reason=_("It had been taken in before."), again=True)
    sender = matching.sender(session, target.events, answer, incoming.email)
    return _Case(session, answer, target, sender, mark, now, line).taken()


def _was_taken(session: Session, mark: str, target: Target) -> bool:
    keys = [event.id for event in target.events]
    statement = select(Answer.id).where(Answer.digest == mark, Answer.event_id.in_(keys)).limit(1)
    return session.scalar(statement) is not None


@dataclass(frozen=True)
class _Case:
    """One answer, what it is about and whose it is: applied, kept as stale, or kept for a decision."""

    session: Session
    answer: CalendarAnswer
    target: Target
    sender: Sender
    mark: str
    now: dt.datetime
    line: Taken

    def taken(self) -> Taken:
        if not self.sender.rows:
            return self._of_stranger()
        waits = self.answer.method == "COUNTER" or self.answer.partstat == "DELEGATED"
        line = self._of_participant() if waits else self._applied()
        # Whoever is known is told by the register's name, whatever their mail program calls them.
        return replace(line, name=self.sender.rows[0].person.name)

    def _applied(self) -> Taken:
        """Applied to each meeting it is about; stale where it is for all of them."""
        reasons, applied = [], False
        for row in self.sender.rows:
            reason = applying.why_stale(self.session, row.event, row, self.answer)
            kept = self._row(row.event, Outcome.STALE if reason else Outcome.APPLIED, row)
            if not reason:
                # The answers to the parts of a programme are looked up when one is applied: this one not yet.
                reason, applied = applying.apply(self.session, row, self.answer, self.target.part), True
            self.session.add(kept)
            reasons.append(reason)
        reason = next(filter(None, reasons), "")
        return replace(self.line, outcome=Outcome.APPLIED if applied else Outcome.STALE, reason=reason)

    def _of_participant(self) -> Taken:
        """Somebody else instead, or another time or place: waits for a decision."""
        row = self.sender.rows[0]
        kept = self._row(row.event, Outcome.PROPOSAL, row)
        if self.answer.method == "COUNTER":
            proposing.as_counter(kept, self.answer, self.target, row.event)
            reason = _("Another time or place is proposed: that waits for a decision.")
        else:
            proposing.as_delegate(kept, self.answer)
            reason = _("Somebody else would come instead: that waits for a decision.")
        return self._proposed(row.event, row, kept, reason)

    def _of_stranger(self) -> Taken:
        """An acceptance waits for a decision; anything else of somebody who does not take part changes nothing."""
        event = self.target.events[0]
        if self.answer.method == "COUNTER" or self.answer.partstat not in proposing.COMING:
            reason = _("Nobody with this address takes part in {reference}.").format(reference=event.reference)
            if self.answer.partstat == "DECLINED" and proposing.withdraw_stranger(self.session, event, self.answer):
                reason = _("Somebody who was not invited had accepted and declines now: nothing waits any more.")
            return replace(self.line, outcome=Outcome.UNKNOWN_PERSON, reason=reason)
        kept = self._row(event, Outcome.PROPOSAL, None)
        delegator = matching.participant(self.session, event.id, self.answer.delegated_from)
        if delegator is not None:
            proposing.as_delegates_own(kept, self.answer, delegator.person)
            return self._proposed(event, None, kept, _("A delegate answers: that waits for a decision."))
        proposing.as_stranger(kept, self.sender.person)
        return self._proposed(event, None, kept, _("Somebody who was not invited accepts: that waits for a decision."))

    def _proposed(self, event: Event, row: Participation | None, kept: Answer, reason: str) -> Taken:
        stale = applying.why_stale(self.session, event, row, self.answer)
        if stale:
            kept.outcome = Outcome.STALE
        elif not proposing.keep(self.session, kept):
            stale = _("A later answer was taken in before.")
        self.session.add(kept)
        self.session.flush()
        return replace(self.line, outcome=kept.outcome, reason=stale or reason)

    def _row(self, event: Event, outcome: Outcome, row: Participation | None) -> Answer:
        """The answer as it is kept."""
        answer = self.answer
        return Answer(
            event_id=event.id,
            person_id=row.person_id if row is not None else None,
            outcome=outcome,
            taken_at=self.now,
            digest=self.mark,
            uid=answer.uid,
            recurrence_id=self.target.recurrence_id,
            sequence=answer.sequence,
            stamp=answer.stamp,
            email=answer.email,
            name=self.line.name,
            partstat=answer.partstat,
            comment=answer.comment,
            delegate_email="",
            delegate_name="",
        )
