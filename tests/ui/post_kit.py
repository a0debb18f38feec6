"""Messages, answers and accounts for the tests of the post: rows as the services leave them."""

import datetime as dt
import itertools
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from typing import Any

from roundtables.model import Answer, Message, MessageContent
from roundtables.register import Register
from roundtables.terms import Decision, MessageKind, MessageState, Outcome, ProposalKind
from roundtables.transport import accounts
from roundtables.transport.accounts import PostSettings

_numbers = itertools.count(1)
NOW = dt.datetime.now(dt.UTC)


def mail(to: str, subject: str, text: str = "Dear colleague,\n\nyou are welcome.\n") -> str:
    """A message as it is kept: all ASCII."""
    made = EmailMessage()
    made["From"] = "Programme Office <office@ministry.example>"
    made["To"] = to
    made["Subject"] = subject
    made.set_content(text)
    made.add_attachment(b"BEGIN:VCALENDAR\r\n", maintype="text", subtype="calendar", filename="invite.ics")
    return made.as_bytes().decode("ascii")


def add_messages(register: Register, event_id: int | None, states: list[MessageState], **values: Any) -> list[int]:
    """Put messages into the outbox, one for each state; returns their keys."""
    keys = []
    with register.change("Write", undoable=False) as session:
        for state in states:
            number = next(_numbers)
            email = f"guest{number}@office.example"
            ended = None if state in (MessageState.QUEUED, MessageState.SENDING) else NOW
            fitting: dict[str, Any] = {
                "kind": MessageKind.FREE,
                "state": state,
                "event_id": event_id,
                "name": f"Guest {number}",
                "email": email,
                "subject": f"Invitation {number}",
                "header_id": f"<{number}@test.example>",
                "ended_at": ended,
            }
            message = Message(**(fitting | values))
            message.content = MessageContent(text=mail(message.email, message.subject))
            session.add(message)
            session.flush()
            keys.append(message.id)
    return keys


def add_answer(register: Register, event_id: int, **values: Any) -> int:
    """Take an answer in as it is kept; returns its key."""
    number = next(_numbers)
    fitting: dict[str, Any] = {
        "event_id": event_id,
        "outcome": Outcome.APPLIED,
        "digest": f"digest {number}",
        "uid": "uid@test.example",
        "sequence": 0,
        "email": f"guest{number}@office.example",
        "name": f"Guest {number}",
        "partstat": "ACCEPTED",
    }
    with register.change("Take in an answer") as session:
        answer = Answer(**(fitting | values))
        session.add(answer)
        session.flush()
        return answer.id


def add_proposal(register: Register, event_id: int, kind: ProposalKind, **values: Any) -> int:
    """What waits for a decision; returns its key."""
    asked = {"outcome": Outcome.PROPOSAL, "proposal": kind, "decision": Decision.OPEN}
    return add_answer(register, event_id, **(asked | values))


def keep_settings(change: Callable[[PostSettings], PostSettings] | None = None, **values: Any) -> PostSettings:
    """Keep settings of the post for this test."""
    settings = replace(accounts.load(), **values)
    settings = change(settings) if change is not None else settings
    accounts.save(settings)
    return settings
