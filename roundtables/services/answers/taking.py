"""Take answers in: from files, or from messages fetched from a mailbox."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from roundtables.formats.mail.reading import Incoming
from roundtables.register import Register
from roundtables.terms import Outcome
from roundtables.transport.accounts import PostSettings

Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Taken:
    """What became of one answer, or of a message without one. `reason` is in words; `file` the name it came in."""

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


def take(session: Session, incoming: Incoming, settings: PostSettings, now: dt.datetime, file: str = "") -> list[Taken]:
    """Take one message in: one line for each answer in it, at least one."""
    raise NotImplementedError


def take_files(
    register: Register, paths: Sequence[Path], settings: PostSettings, report: Report | None = None
) -> list[Taken]:
    """Take in files (.ics, .eml, .mbox, .msg), each message a step of its own; one bad file stops nothing."""
    raise NotImplementedError


def take_mailbox(
    register: Register, settings: PostSettings, secret: str | None, report: Report | None = None
) -> list[Taken]:
    """Take in what is new in the mailbox folder. Reads only. Raises the errors of `transport.imap`."""
    raise NotImplementedError
