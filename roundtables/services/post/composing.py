"""Messages for the participants of an event, complete, each to one person; and three ways to let them go."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from roundtables.model import Message
from roundtables.terms import MessageKind, Method, Way
from roundtables.transport.accounts import PostSettings

Report = Callable[[int, int], None]


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
class Plan:
    """Whom a message of a kind would go to: `recipients` are keys of people, the others say why some are left out."""

    kind: MessageKind
    recipients: tuple[int, ...]
    without_address: tuple[str, ...] = ()
    on_their_way: int = 0


def plan(session: Session, event_id: int, kind: MessageKind, person_ids: Collection[int] | None = None) -> Plan:
    """Whom a kind of message goes to: of those named, or of all whom it concerns.

    INVITATION: who was sent nothing. UPDATE: who holds an outdated revision. CANCELLATION: who was taken off, or all
    who hold an invitation to an event that was called off. Others: all who take part. Those named are taken even if
    they hold the current revision (sent once more), but never who has one on its way.
    Raises CalledOff (nothing but a cancellation goes out for a cancelled event), NobodyToInvite and NoOrganiser.
    """
    raise NotImplementedError


def compose(
    session: Session,
    chosen: Plan,
    event_id: int,
    settings: PostSettings,
    stamp: dt.datetime,
    *,
    words: tuple[str, str] | None = None,
    report: Report | None = None,
) -> list[Composed]:
    """The messages, each in its recipient's language. `stamp` is this instant.

    `words` are a subject and a body (templates) to use instead of those kept. Raises the errors of `templates`.
    """
    raise NotImplementedError


def queue(session: Session, composed: Sequence[Composed], now: dt.datetime, *, due: dt.datetime | None = None) -> int:
    """Put messages into the outbox and record what they carry; returns how many. Make it no step to be undone."""
    raise NotImplementedError


def hand_out(session: Session, composed: Sequence[Composed], way: Way, folder: Path, now: dt.datetime) -> list[Path]:
    """Write messages as drafts (.eml with X-Unsent) or their calendars as files (.ics), numbered, and record them.

    Raises the errors of `files`. Make it a step that can't be undone.
    """
    raise NotImplementedError


def as_draft(message: Message) -> bytes:
    """A message of the outbox as a draft that mail programs open ready to send."""
    raise NotImplementedError
