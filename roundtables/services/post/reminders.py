"""Reminders by rule: seen as coming, and put into the outbox when their time has come and the settings allow it."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roundtables.model import ReminderRule
from roundtables.terms import MessageKind, RemindWhom
from roundtables.transport.accounts import PostSettings


@dataclass(frozen=True)
class Coming:
    """What a rule will send: when, about which event, to how many as things stand now."""

    rule_id: int
    kind: MessageKind
    event_id: int
    reference: str
    title: str
    due: dt.datetime
    recipients: int


def coming(session: Session, now: dt.datetime, days: int = 60) -> list[Coming]:
    """What the rules will send within so many days, the soonest first."""
    raise NotImplementedError


def queue_due(session: Session, settings: PostSettings, now: dt.datetime) -> int:
    """Put into the outbox what has come due and was not sent yet; nothing where the settings do not say so."""
    raise NotImplementedError


def keep_rule(
    session: Session,
    rule_id: int | None,
    *,
    event_id: int | None,
    kind: MessageKind,
    whom: RemindWhom,
    days_before: int,
    at_minute: int,
    active: bool,
) -> ReminderRule:
    """A new rule, or a changed one. Raises Invalid errors."""
    raise NotImplementedError


def remove_rule(session: Session, rule_id: int) -> None:
    """Take a rule away; what it has sent stays."""
    raise NotImplementedError
