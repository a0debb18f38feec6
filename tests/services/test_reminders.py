"""Reminders by rule: when they are due, to whom, once each, and never without the setting."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event as events_of_sqlalchemy
from sqlalchemy import select

from roundtables.errors import Invalid, NothingThere
from roundtables.model import Attendance, Event, Message, Participation, Person, ReminderRule, Slot
from roundtables.register import Register
from roundtables.services import attendance, events, participants
from roundtables.services.post import outbox, reminders
from roundtables.terms import EventStatus, MessageKind, MessageState, Presence, RemindWhom, Reply
from roundtables.transport.accounts import PostSettings, SmtpAccount

ALLOWED = PostSettings(reminders=True, smtp=SmtpAccount(name="Office", email="office@ministry.example"))
HELSINKI = dt.timezone(dt.timedelta(hours=2))
NOON_BEFORE = dt.datetime(2026, 11, 27, 12, tzinfo=HELSINKI)
"""Four days before the event of these tests, which begins on 1 December at nine in Helsinki."""


def at(day: int, hour: int, minute: int = 0, month: int = 12) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, minute, tzinfo=HELSINKI)


@pytest.fixture
def given_rule(register: Register) -> Callable[..., int]:
    def add(**values: Any) -> int:
        usual = {
            "event_id": None,
            "kind": MessageKind.REMINDER,
            "whom": RemindWhom.ACCEPTED,
            "days_before": 3,
            "at_minute": 9 * 60,
            "active": True,
        }
        with register.change("Rule") as session:
            return reminders.keep_rule(session, None, **(usual | values)).id

    return add


def coming(register: Register, now: dt.datetime, days: int = 60) -> list[reminders.Coming]:
    with register.read() as session:
        return reminders.coming(session, now, days)


def queue(register: Register, now: dt.datetime, settings: PostSettings = ALLOWED) -> int:
    with register.change("Reminders", undoable=False) as session:
        return reminders.queue_due(session, settings, now)


def queued(register: Register) -> list[tuple[str, MessageKind]]:
    with register.read() as session:
        return [(row.email, row.kind) for row in session.scalars(select(Message).order_by(Message.id))]


def test_a_rule_is_seen_as_coming_and_sent_once_when_its_time_has_come(
    register: Register, given_event: Any, given_participants: Any, given_rule: Any
) -> None:
    event_id = given_event()
    accepted = given_participants(event_id, 2, reply=Reply.ACCEPTED)
    rule_id = given_rule()
    [row] = coming(register, NOON_BEFORE)
    assert (row.rule_id, row.event_id, row.recipients, row.due) == (rule_id, event_id, 2, at(28, 9, month=11))
    assert row.title == "Round-table on reporting"
    assert queue(register, at(28, 8, 59, month=11)) == 0
    assert queue(register, at(28, 9, month=11)) == 2
    assert queued(register) == [
        (f"p{event_id}.{number}@office.example", MessageKind.REMINDER) for number in range(len(accepted))
    ]
    assert queue(register, at(28, 9, 5, month=11)) == 0
    assert coming(register, at(28, 9, 5, month=11)) == []
    with register.read() as session:
        rows = session.execute(select(Message.rule_id, Message.state, Message.event_id)).all()
    assert {tuple(each) for each in rows} == {(rule_id, MessageState.QUEUED, event_id)}


def test_nothing_is_queued_without_the_setting(
    register: Register, given_event: Any, given_participants: Any, given_rule: Any
) -> None:
    given_participants(given_event(), 1, reply=Reply.ACCEPTED)
    given_rule()
    assert queue(register, at(29, 9, month=11), replace(ALLOWED, reminders=False)) == 0
    assert queued(register) == []
    assert coming(register, at(29, 9, month=11))[0].recipients == 1


def test_who_accepts_later_gets_it_too_and_who_got_it_does_not_again(
    register: Register, given_event: Any, given_participants: Any, given_rule: Any
) -> None:
    event_id = given_event()
    first, second = given_participants(event_id, 2, reply=Reply.INVITED)
    given_rule()
    with register.change("Answer") as session:
        participants.set_reply(session, [first], Reply.ACCEPTED)
    assert queue(register, at(28, 10, month=11)) == 1
    with register.change("Answer") as session:
        participants.set_reply(session, [second], Reply.ACCEPTED)
    with register.change("Discard", undoable=False) as session:
        outbox.discard(session, list(session.scalars(select(Message.id))), at(28, 11, month=11))
    assert queue(register, at(29, 9, month=11)) == 1
    assert [email for email, _kind in queued(register)] == [f"p{event_id}.{n}@office.example" for n in range(2)]


@pytest.mark.parametrize(
    ("whom", "number"),
    [(RemindWhom.ACCEPTED, 1), (RemindWhom.COMING, 2), (RemindWhom.UNANSWERED, 1), (RemindWhom.ATTENDED, 0)],
)
def test_each_rule_writes_to_those_it_names(
    register: Register, given_event: Any, given_participants: Any, given_rule: Any, whom: RemindWhom, number: int
) -> None:
    event_id = given_event()
    keys = given_participants(event_id, 6)
    answers = [Reply.ACCEPTED, Reply.TENTATIVE, Reply.INVITED, Reply.DECLINED, Reply.WITHDRAWN, Reply.WAITING]
    with register.change("Answer") as session:
        for key, answer in zip(keys, answers, strict=True):
            participants.set_reply(session, [key], answer)
    given_rule(whom=whom, days_before=0, at_minute=0)
    now = at(1, 0, 1)
    assert [each.recipients for each in coming(register, now)] == ([number] if number else [])
    assert queue(register, now) == number


def test_thanks_go_to_those_who_attended_on_the_day_after(
    register: Register, given_event: Any, given_participants: Any, given_rule: Any
) -> None:
    event_id = given_event()
    keys = given_participants(event_id, 3, reply=Reply.ACCEPTED)
    with register.change("Attendance") as session:
        slots = list(session.scalars(select(Slot.id).order_by(Slot.number)))
        attendance.mark(session, slots[0], keys[:1], Presence.PRESENT)
        attendance.mark(session, slots[1], keys[:1], Presence.PRESENT)
        attendance.mark(session, slots[0], keys[1:2], Presence.ABSENT)
        assert session.scalars(select(Attendance)).first() is not None
    given_rule(kind=MessageKind.THANKS, whom=RemindWhom.ATTENDED, days_before=-2, at_minute=10 * 60)
    assert coming(register, at(1, 12))[0].due == at(3, 10)
    assert queue(register, at(3, 9, 59)) == 0
    assert queue(register, at(3, 10)) == 1
    assert queued(register) == [(f"p{event_id}.0@office.example", MessageKind.THANKS)]


def test_what_is_late_goes_until_the_event_begins_and_afterwards_for_three_days(
    register: Register, given_event: Any, given_participants: Any, given_rule: Any
) -> None:
    given_participants(given_event(), 1, reply=Reply.ACCEPTED)
    given_rule(days_before=10)
    given_rule(kind=MessageKind.THANKS, days_before=-2)
    assert [each.kind for each in coming(register, at(1, 8, 59)) if each.due < at(1, 9)] == [MessageKind.REMINDER]
    assert [each.kind for each in coming(register, at(1, 9, 1))] == [MessageKind.THANKS]
    assert len(coming(register, at(6, 9))) == 1
    assert coming(register, at(6, 9, 1)) == []
    assert queue(register, at(6, 9, 1)) == 0
    assert queue(register, at(6, 9)) == 1


@pytest.mark.parametrize("status", [EventStatus.CANCELLED, EventStatus.DRAFT])
def test_events_that_are_called_off_or_drafts_send_nothing(
    register: Register, given_event: Any, given_participants: Any, given_rule: Any, status: EventStatus
) -> None:
    event_id = given_event()
    given_participants(event_id, 1, reply=Reply.ACCEPTED)
    given_rule()
    with register.change("Status") as session:
        events.change(session, event_id, status=status)
    assert coming(register, NOON_BEFORE) == []
    assert queue(register, at(29, 9, month=11)) == 0


def test_a_rule_of_one_event_and_one_that_rests_send_nothing_elsewhere(
    register: Register, given_event: Any, given_participants: Any, given_rule: Any
) -> None:
    one, other = given_event(), given_event(title="Other")
    for event_id in (one, other):
        given_participants(event_id, 1, reply=Reply.ACCEPTED)
    given_rule(event_id=other)
    given_rule(active=False)
    assert [(each.event_id, each.title) for each in coming(register, NOON_BEFORE)] == [(other, "Other")]


def test_the_time_is_that_at_the_place_through_changes_of_the_clocks(
    register: Register, given_event: Any, given_participants: Any, given_rule: Any
) -> None:
    starts = dt.datetime(2027, 3, 29, 9)
    event_id = given_event(starts=starts, ends=starts + dt.timedelta(hours=3), timezone="America/New_York")
    spring = dt.datetime(2027, 3, 16, 9)
    given_event(starts=spring, ends=spring + dt.timedelta(hours=3), timezone="America/New_York")
    # The clocks there go forward on 14 March 2027 at two: half past two is passed over, and the rule goes by it.
    given_rule(days_before=2, at_minute=150)
    given_participants(event_id, 1, reply=Reply.ACCEPTED)
    found = coming(register, dt.datetime(2027, 3, 1, tzinfo=dt.UTC))
    assert [each.due for each in found] == [
        dt.datetime(2027, 3, 14, 7, 30, tzinfo=dt.UTC),
        dt.datetime(2027, 3, 27, 6, 30, tzinfo=dt.UTC),
    ]


def test_what_comes_within_so_many_days_is_listed_and_no_more(
    register: Register, given_event: Any, given_rule: Any
) -> None:
    given_event()
    given_rule()
    assert len(coming(register, at(20, 12, month=11), days=8)) == 1
    assert coming(register, at(20, 12, month=11), days=7) == []


def test_an_event_that_nothing_can_be_written_about_does_not_keep_the_others_waiting(
    register: Register, given_event: Any, given_participants: Any, given_rule: Any
) -> None:
    for _number in range(2):
        given_participants(given_event(), 1, reply=Reply.ACCEPTED)
    given_rule()
    with register.change("Spoil") as session:
        # An address that no message can be written to, as it came from elsewhere.
        session.scalars(select(Person)).first().email = "not an address"
    assert queue(register, at(29, 9, month=11)) == 1


def test_coming_takes_two_statements_however_many_events_and_rules_there_are(demo: Register) -> None:
    with demo.change("Rules") as session:
        for days in (-1, 1, 3, 7):
            reminders.keep_rule(
                session,
                None,
                event_id=None,
                kind=MessageKind.REMINDER,
                whom=RemindWhom.COMING,
                days_before=days,
                at_minute=540,
                active=True,
            )
    spoken: list[str] = []
    with demo.read() as session:
        connection = session.connection()
        listen = lambda *arguments: spoken.append(arguments[2])  # noqa: E731 - taken off again below
        events_of_sqlalchemy.listen(connection, "before_cursor_execute", listen)
        found = reminders.coming(session, dt.datetime(2026, 11, 24, tzinfo=dt.UTC))
        events_of_sqlalchemy.remove(connection, "before_cursor_execute", listen)
    assert found
    assert found == sorted(found, key=lambda each: each.due)
    assert len(spoken) == 2


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"kind": MessageKind.INVITATION}, "kind"),
        ({"days_before": 366}, "days_before"),
        ({"days_before": -366}, "days_before"),
        ({"at_minute": 1440}, "at_minute"),
        ({"at_minute": -1}, "at_minute"),
        ({"whom": RemindWhom.ATTENDED, "days_before": 1}, "whom"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_at_its_field(given_rule: Any, values: Any, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        given_rule(**values)
    assert caught.value.field == field


def test_a_rule_is_changed_and_taken_away_and_what_it_sent_stays(
    register: Register, given_event: Any, given_participants: Any, given_rule: Any
) -> None:
    given_participants(given_event(), 1, reply=Reply.ACCEPTED)
    rule_id = given_rule()
    with register.change("Change") as session:
        changed = reminders.keep_rule(
            session,
            rule_id,
            event_id=None,
            kind=MessageKind.JOINING,
            whom=RemindWhom.COMING,
            days_before=3,
            at_minute=0,
            active=True,
        )
        assert changed.id == rule_id
    assert queue(register, at(29, 9, month=11)) == 1
    with register.change("Remove", undoable=False) as session:
        reminders.remove_rule(session, rule_id)
    with register.read() as session:
        assert session.scalars(select(ReminderRule)).all() == []
        assert [row.rule_id for row in session.scalars(select(Message))] == [None]
        with pytest.raises(NothingThere):
            reminders.remove_rule(session, rule_id)
        assert session.scalar(select(Event.id)) is not None
        assert session.scalar(select(Participation.id)) is not None
