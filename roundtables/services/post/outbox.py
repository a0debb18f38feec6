"""The outbox: each message is recorded before it is sent and marked after, and none is ever sent twice unasked."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from roundtables.register import Register
from roundtables.transport.accounts import SmtpAccount

Report = Callable[[int, int], None]


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
    `transport.smtp` that concern the account (wrong password, certificate, server not there): nothing is lost then.
    """
    raise NotImplementedError


def retry(session: Session, message_ids: Collection[int], now: dt.datetime) -> int:
    """Send again what was refused, is unknown or was discarded: by a person's word alone. Returns how many."""
    raise NotImplementedError


def discard(session: Session, message_ids: Collection[int], now: dt.datetime) -> int:
    """Do not send what has not gone. Who was invited by nothing else is not invited any more. Returns how many."""
    raise NotImplementedError


def write_drafts(session: Session, message_ids: Collection[int], folder: Path, now: dt.datetime) -> list[Path]:
    """Write messages that have not gone as drafts, to be sent from a mail program; they count as sent."""
    raise NotImplementedError
