"""Reminders by rule: seen as coming, and put into the outbox when their time has come and the settings allow it."""

import datetime as dt
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from roundtables.errors import Expected, Invalid, NothingThere
from roundtables.model import Attendance, Event, Message, Participation, Person, ReminderRule
from roundtables.services.post import composing
from roundtables.terms import EventStatus, MessageKind, Presence, RemindWhom, Reply
from roundtables.transport.accounts import PostSettings
from roundtables.walltime import zone
from roundtables.words import _

log = logging.getLogger(__name__)

BY_RULE = (MessageKind.REMINDER, MessageKind.JOINING, MessageKind.THANKS)
REPLIES = {
    RemindWhom.ACCEPTED: (Reply.ACCEPTED,),
    RemindWhom.COMING: (Reply.ACCEPTED, Reply.TENTATIVE),
    RemindWhom.UNANSWERED: (Reply.INVITED,),
}
MOST_DAYS = 365
DAY_MINUTES = 24 * 60
MOST_RULES = 200
"""How many are reckoned by one statement; SQLite joins at most 500."""

LATE = dt.timedelta(days=3)
"""How late what comes after the start of an event is still sent, where the machine was off."""

SLACK = dt.timedelta(days=2)
"""By which the database's search is wider than the exact reckoning here: zones, and the time of day."""


class DaysOutOfRange(Invalid):
    field = "days_before"

    def __init__(self) -> None:
        super().__init__(_("The number of days is at most {most}, before or after.").format(most=MOST_DAYS))


class NotATimeOfDay(Invalid):
    field = "at_minute"

    def __init__(self) -> None:
        super().__init__(_("This is not a time of day."))


class NotSentByRule(Invalid):
    field = "kind"

    def __init__(self, kind: MessageKind) -> None:
        super().__init__(_("“{kind}” is not sent by rule.").format(kind=_(kind.label)))


class NobodyAttendedYet(Invalid):
    field = "whom"

    def __init__(self) -> None:
        super().__init__(_("Before the event nobody has attended it. Choose others, or a day after it."))


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
    """What the rules will send within so many days, the soonest first. Two statements, more with hundreds of rules.

    What is late and will still be sent is there too, if it has recipients.
    """
    rules = list(session.scalars(select(ReminderRule).where(ReminderRule.active).order_by(ReminderRule.id)))
    until = now + dt.timedelta(days=days)
    found: list[Coming] = []
    for at in range(0, len(rules), MOST_RULES):
        found += _coming(session, {rule.id: rule for rule in rules[at : at + MOST_RULES]}, now, until)
    return sorted(found, key=lambda each: (each.due, each.event_id, each.rule_id))


def queue_due(session: Session, settings: PostSettings, now: dt.datetime) -> int:
    """Put into the outbox what has come due and was not sent yet; nothing where the settings do not say so.

    Each person gets a rule's message about an event once. Make it a step that can't be undone.
    """
    if not settings.reminders:
        return 0
    if session.connection().dialect.name == "postgresql":
        # Two programs may come to this at once; a file has but one writer anyway.
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext("roundtables reminders"))))
    ready = [each for each in coming(session, now, days=0) if each.due <= now]
    return sum(_queue(session, each, settings, now) for each in ready)


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
    """A new rule, or a changed one. Raises Invalid errors, each naming its field; NothingThere."""
    if kind not in BY_RULE:
        raise NotSentByRule(kind)
    if abs(days_before) > MOST_DAYS:
        raise DaysOutOfRange
    if not 0 <= at_minute < DAY_MINUTES:
        raise NotATimeOfDay
    if whom is RemindWhom.ATTENDED and days_before > 0:
        raise NobodyAttendedYet
    if event_id is not None and session.get(Event, event_id) is None:
        raise NothingThere
    rule = ReminderRule() if rule_id is None else session.get(ReminderRule, rule_id)
    if rule is None:
        raise NothingThere
    rule.event_id, rule.kind, rule.whom = event_id, kind, whom
    rule.days_before, rule.at_minute, rule.active = days_before, at_minute, active
    session.add(rule)
    session.flush()
    return rule


def remove_rule(session: Session, rule_id: int) -> None:
    """Take a rule away; what it has sent stays. Raises NothingThere.

    Make it no step to be undone: the rule that came back would not know whom it has written to.
    """
    rule = session.get(ReminderRule, rule_id)
    if rule is None:
        raise NothingThere
    session.delete(rule)


def _coming(session: Session, rules: dict[int, ReminderRule], now: dt.datetime, until: dt.datetime) -> Iterator[Coming]:
    statement = union_all(*[_to_be_sent(rule, now, until) for rule in rules.values()])
    for rule_id, event_id, reference, title, starts, zone_name, starts_utc, recipients in session.execute(statement):
        rule = rules[rule_id]
        due = _due(rule, starts, zone_name)
        if due <= until and now <= _latest(due, starts_utc) and (recipients or due > now):
            yield Coming(rule_id, rule.kind, event_id, reference, title, due, recipients)


def _due(rule: ReminderRule, starts: dt.datetime, zone_name: str) -> dt.datetime:
    """The instant of a wall time at the place; one that the clocks pass over is taken as if they did not."""
    midnight = dt.datetime.combine(starts.date() - dt.timedelta(days=rule.days_before), dt.time.min)
    wall = midnight + dt.timedelta(minutes=rule.at_minute)
    return wall.replace(tzinfo=zone(zone_name)).astimezone(dt.UTC)


def _latest(due: dt.datetime, starts_utc: dt.datetime) -> dt.datetime:
    """Until when it is still worth sending: what comes before the event until it begins, what comes after for days."""
    return starts_utc if due < starts_utc else due + LATE


def _to_be_sent(rule: ReminderRule, now: dt.datetime, until: dt.datetime) -> Any:
    """The events that a rule may concern just now, and how many it would write to; wider than due by some days."""
    ahead = dt.timedelta(days=rule.days_before)
    statement = (
        select(
            literal(rule.id),
            Event.id,
            Event.reference,
            Event.title,
            Event.starts,
            Event.timezone,
            Event.starts_utc,
            func.count(Person.id),
        )
        .select_from(Event)
        .outerjoin(Participation, and_(Participation.event_id == Event.id, *_concerned(rule)))
        .outerjoin(Person, and_(Person.id == Participation.person_id, Person.email.is_not(None), Person.email != ""))
        .where(
            Event.status.in_([EventStatus.PLANNED, EventStatus.HELD]),
            Event.starts_utc >= min(now, now + ahead - LATE - SLACK),
            Event.starts_utc <= until + ahead + SLACK,
        )
        .group_by(Event.id)
    )
    return statement if rule.event_id is None else statement.where(Event.id == rule.event_id)


def _concerned(rule: ReminderRule) -> list[ColumnElement[bool]]:
    """Which participations a rule writes to, once each."""
    already = exists().where(
        Message.rule_id == rule.id,
        Message.event_id == Participation.event_id,
        Message.person_id == Participation.person_id,
    )
    if rule.whom is RemindWhom.ATTENDED:
        present = Attendance.presence == Presence.PRESENT
        whom: ColumnElement[bool] = exists().where(Attendance.participation_id == Participation.id, present)
    else:
        whom = or_(*[Participation.reply == reply for reply in REPLIES[rule.whom]])
    return [whom, ~already]


def _queue(session: Session, ready: Coming, settings: PostSettings, now: dt.datetime) -> int:
    rule = session.get_one(ReminderRule, ready.rule_id)
    statement = (
        select(Participation.person_id)
        .where(Participation.event_id == ready.event_id, *_concerned(rule))
        .order_by(Participation.id)
    )
    try:
        chosen = composing.plan(session, ready.event_id, rule.kind, list(session.scalars(statement)))
        composed = composing.compose(session, chosen, ready.event_id, settings, now)
    except Expected as error:
        # One event without an organiser, say, does not keep the others waiting; it is tried again the next time.
        log.warning("no messages by rule %s about %s: %s", rule.id, ready.reference, type(error).__name__)
        return 0
    return composing.queue(session, composed, now, rule_id=rule.id)
