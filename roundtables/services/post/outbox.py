"""The outbox: each message is recorded before it is sent and marked after, and none is ever sent twice unasked.

`send_due` waits for servers: it runs in a thread of its own, as `workspace.run` gives one, with a connection to the
register of its own; `report` and `stopped` are called on that thread. All else is quick and takes a session.
"""

import datetime as dt
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.errors import Expected
from roundtables.files import make_folder, replace_file, safe_file_name
from roundtables.model import Invitation, Message
from roundtables.model.base import utc_now
from roundtables.register import Register
from roundtables.register.errors import BusyElsewhere, RegisterBusy
from roundtables.services.post import composing, marking
from roundtables.services.post.pace import MINUTE, Pace
from roundtables.terms import MessageState, Way
from roundtables.transport.accounts import SmtpAccount
from roundtables.transport.errors import ServerTrouble
from roundtables.transport.fate import Fate, Result
from roundtables.words import _

Report = Callable[[int, int], None]

SENDING = "sending"
MOST_IN_A_ROW = 10
"""So many refusals for now, one after the other: the server takes nothing more, and the others need not be tried."""

MARKING_ATTEMPTS = 6
"""How often the register is asked to record what became of a message, each time for as long as it waits when busy."""

NOT_GONE = (MessageState.QUEUED, MessageState.FAILED)
SENT_AGAIN = (MessageState.FAILED, MessageState.UNKNOWN, MessageState.DISCARDED)


class AlreadySending(Expected):
    def __init__(self) -> None:
        super().__init__(
            _("Another program is sending this register's messages just now. Nothing was lost; wait until it ends.")
        )


@dataclass(frozen=True)
class Run:
    """What one run of sending did. `left` wait for later; `words` say why it ended early, if it did."""

    sent: int = 0
    refused: int = 0
    unknown: int = 0
    left: int = 0
    words: str = ""


def send_due(
    register: Register,
    account: SmtpAccount,
    secret: str | None,
    *,
    report: Report | None = None,
    stopped: Callable[[], bool] | None = None,
) -> Run:
    """Send what is due, one at a time, within the account's messages a minute. One program at a time does this.

    What was being sent when a program ended is marked unknown first. Raises AlreadySending and the errors of
    `transport.errors` that concern the account (wrong password, certificate, server not there) where nothing was
    sent yet; later they end the run with words. Either way nothing is lost: the messages wait.
    `stopped` is asked between messages and while waiting; what is being sent is ended first.
    """
    try:
        with register.alone(SENDING):
            return _Sending(register, account, secret, report, stopped or (lambda: False)).run()
    except BusyElsewhere as error:
        raise AlreadySending from error


class _Sending:
    """One run, with the register's lock held."""

    def __init__(
        self,
        register: Register,
        account: SmtpAccount,
        secret: str | None,
        report: Report | None,
        stopped: Callable[[], bool],
    ) -> None:
        from roundtables.transport.smtp import Sender

        self._register = register
        self._sender = Sender(account, secret)
        self._per_minute = account.per_minute
        self._report = report or (lambda _done, _total: None)
        self._stopped = stopped
        self._run = Run()
        self._put_off = 0
        self._any_handled = False

    def run(self) -> Run:
        with self._register.change(_("Send messages"), undoable=False) as session:
            unknown = marking.settle_unfinished(session)
        self._run = Run(unknown=unknown)
        pace = self._pace()
        done = 0
        with self._sender:
            while keys := self._due():
                for at, key in enumerate(keys):
                    self._report(done, done + len(keys) - at)
                    if not self._goes_on(pace, key):
                        return self._ended()
                    done += 1
                self._report(done, done)
        return self._ended()

    def _goes_on(self, pace: Pace, key: int) -> bool:
        """Send one message; False where the run is to end."""
        if not pace.wait(self._stopped):
            return False
        try:
            # Before anything is claimed: a wrong password then changes nothing at all.
            self._sender.open()
            self._send(key)
        except ServerTrouble as error:
            if not self._any_handled:
                raise
            self._run = replace(self._run, words=str(error))
            return False
        return self._put_off < MOST_IN_A_ROW

    def _send(self, key: int) -> None:
        with self._register.change(_("Send messages"), undoable=False) as session:
            claimed = marking.claim(session, key, utc_now())
        if claimed is None:
            return
        try:
            result = self._sender.send(claimed.email, claimed.content)
        except ServerTrouble:
            self._record(partial(marking.unclaim, message_id=key))
            raise
        self._count(result, self._record(partial(marking.mark, message_id=key, result=result, now=utc_now())))

    def _record(self, marks: Callable[[Session], MessageState | None]) -> MessageState | None:
        """What is known must reach the register: a busy one is waited for. If all fails, it stays unknown."""
        for attempt in range(MARKING_ATTEMPTS):
            try:
                with self._register.change(_("Send messages"), undoable=False) as session:
                    state = marks(session)
            except RegisterBusy:
                if attempt == MARKING_ATTEMPTS - 1:
                    raise
                time.sleep(0.2)
            else:
                return state
        return None

    def _count(self, result: Result, state: MessageState | None) -> None:
        run = self._run
        self._any_handled = True
        self._put_off = self._put_off + 1 if result.fate is Fate.LATER else 0
        self._run = replace(
            run,
            sent=run.sent + (state is MessageState.SENT),
            refused=run.refused + (state is MessageState.FAILED),
            unknown=run.unknown + (state is MessageState.UNKNOWN),
        )
        if self._put_off == MOST_IN_A_ROW:
            words = _("The server takes nothing more just now; what waits is sent later. It says: {words}")
            self._run = replace(self._run, words=words.format(words=result.answer))

    def _ended(self) -> Run:
        with self._register.read() as session:
            statement = select(func.count(Message.id)).where(Message.state == MessageState.QUEUED)
            return replace(self._run, left=session.scalar(statement) or 0)

    def _due(self) -> list[int]:
        statement = (
            select(Message.id)
            .where(Message.state == MessageState.QUEUED, Message.due <= utc_now())
            .order_by(Message.id)
        )
        with self._register.read() as session:
            return list(session.scalars(statement))

    def _pace(self) -> Pace:
        """The limit holds across runs: what went out in the last minute counts."""
        if self._per_minute <= 0:
            return Pace(0)
        now = utc_now()
        statement = select(Message.ended_at).where(
            Message.state.in_([MessageState.SENT, MessageState.UNKNOWN]),
            Message.ended_at > now - dt.timedelta(seconds=MINUTE),
        )
        with self._register.read() as session:
            gone = [at for at in session.scalars(statement) if at is not None]
        return Pace(self._per_minute, [(now - at).total_seconds() for at in gone])


def retry(session: Session, message_ids: Collection[int], now: dt.datetime) -> int:
    """Send again what was refused, is unknown or was discarded: by a person's word alone. Returns how many."""
    messages = marking.of_keys(session, message_ids, SENT_AGAIN)
    for message in messages:
        message.state = MessageState.QUEUED
        message.due = now
        message.attempts = 0
        message.ended_at = message.claimed_at = None
    marking.invite_again(session, messages)
    return len(messages)


def discard(session: Session, message_ids: Collection[int], now: dt.datetime) -> int:
    """Do not send what has not gone. Who was invited by nothing else is not invited any more. Returns how many."""
    messages = marking.of_keys(session, message_ids, NOT_GONE)
    marking.give_up(session, messages, now, "")
    return len(messages)


def write_drafts(session: Session, message_ids: Collection[int], folder: Path, now: dt.datetime) -> list[Path]:
    """Write messages that have not gone as drafts, to be sent from a mail program; they count as sent.

    Raises the errors of `files`; older files stay. Make it a step that can't be undone.
    """
    messages = marking.of_keys(session, message_ids, NOT_GONE, whole=True)
    make_folder(folder)
    paths = []
    for number, message in enumerate(messages, 1):
        # A name in a file name would tell who was written to.
        path = _free_path(folder, f"{message.event.reference if message.event else message.kind.value}-{number:03d}")
        _write(path, composing.as_draft(message))
        paths.append(path)
        message.state, message.ended_at, message.answer = MessageState.SENT, now, ""
    carried = select(Invitation).where(Invitation.message_id.in_([message.id for message in messages]))
    for row in session.scalars(carried):
        row.way = Way.DRAFT
    return paths


def _write(path: Path, content: bytes) -> None:
    replace_file(path, lambda out: out.write(content))


def _free_path(folder: Path, name: str) -> Path:
    """A path in the folder where nothing lies yet."""
    stem = safe_file_name(name)
    path, number = folder / f"{stem}.eml", 1
    while path.exists():
        number += 1
        path = folder / f"{stem} {number}.eml"
    return path
