"""What guests of a series are sent: all of it at once, or one meeting; and what the register knows of it then."""

import datetime as dt
import email
import email.policy
from collections.abc import Callable
from pathlib import Path

import pytest
import recurring_ical_events
from icalendar import Calendar
from sqlalchemy import select

from roundtables.model import Event, Participation
from roundtables.queries import invitations
from roundtables.queries.invitations import Standing
from roundtables.register import Register
from roundtables.services import participants, series, series_changes
from roundtables.services.answers import taking
from roundtables.services.post import composing
from roundtables.services.post.composing import Composed
from roundtables.services.series_changes import Scope
from roundtables.terms import MessageKind, Method, Outcome, Reply, Way
from roundtables.transport.accounts import PostSettings
from roundtables.walltime import instant

START = dt.datetime(2027, 3, 9, 9)
WEEK = dt.timedelta(days=7)
NOW = dt.datetime(2027, 1, 4, 12, tzinfo=dt.UTC)


@pytest.fixture
def meetings(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]
) -> list[int]:
    """Four Tuesdays with two people who take part in all of them."""
    first = given_event(starts=START, ends=START + dt.timedelta(hours=2), place="Room A", title="Network")
    given_participants(first, 2, reply=Reply.NOT_INVITED)
    with register.change("Repeat") as session:
        series.repeat(session, first, rule="FREQ=WEEKLY;COUNT=4")
    with register.read() as session:
        return list(session.scalars(select(Event.id).order_by(Event.recurrence_id)))


def send(register: Register, tmp_path: Path, event_id: int, kind: MessageKind) -> list[Composed]:
    with register.change("Send", undoable=False) as session:
        plan = composing.plan(session, event_id, kind)
        composed = composing.compose(session, plan, event_id, PostSettings(), NOW)
        composing.hand_out(session, composed, Way.DRAFT, tmp_path / f"{kind.value}-{event_id}", NOW)
    return composed


def change(register: Register, key: int, scope: Scope, **values) -> None:
    with register.change("Change") as session:
        series_changes.change(session, key, scope, **values)


def standings(register: Register, meetings: list[int]) -> list[set[Standing]]:
    with register.read() as session:
        return [{row.standing for row in invitations.listing(session, key)} for key in meetings]


def seen(composed: Composed) -> list[dt.datetime]:
    found = recurring_ical_events.of(Calendar.from_ical(composed.calendar)).between((2027, 1, 1), (2028, 1, 1))
    return sorted(each["DTSTART"].dt.astimezone(dt.UTC) for each in found)


def moments(register: Register) -> list[dt.datetime]:
    """What the register has, the cancelled ones left out."""
    with register.read() as session:
        rows = session.scalars(select(Event).order_by(Event.starts_utc)).all()
        return [instant(row.starts, row.timezone) for row in rows if row.status.value != "cancelled"]


def test_one_message_invites_to_all_meetings(register: Register, meetings: list[int], tmp_path: Path) -> None:
    composed = send(register, tmp_path, meetings[1], MessageKind.INVITATION)
    assert [len(each.carried) for each in composed] == [4, 4]
    assert seen(composed[0]) == moments(register)
    assert standings(register, meetings) == [{Standing.CURRENT}] * 4
    with register.read() as session:
        assert set(session.scalars(select(Participation.reply))) == {Reply.INVITED}


def test_the_wording_says_the_rule_and_every_date(register: Register, meetings: list[int], tmp_path: Path) -> None:
    composed = send(register, tmp_path, meetings[0], MessageKind.INVITATION)[0]
    message = email.message_from_string(composed.content, policy=email.policy.default)
    text = message.get_body(("plain",)).get_content()
    assert "Every Tuesday, 4 times" in text
    assert all(f"Tuesday {day} March 2027" in text for day in (9, 16, 23, 30)), text


def test_a_change_of_one_meeting_sends_that_one(register: Register, meetings: list[int], tmp_path: Path) -> None:
    send(register, tmp_path, meetings[0], MessageKind.INVITATION)
    change(register, meetings[2], Scope.ONE, place="Room B")
    assert standings(register, meetings)[2] == {Standing.OUTDATED}
    composed = send(register, tmp_path, meetings[2], MessageKind.UPDATE)
    (event,) = Calendar.from_ical(composed[0].calendar).walk("VEVENT")
    assert event["RECURRENCE-ID"].dt.replace(tzinfo=None) == START + 2 * WEEK
    assert standings(register, meetings) == [{Standing.CURRENT}] * 4


def test_a_change_of_all_sends_the_whole_anew(register: Register, meetings: list[int], tmp_path: Path) -> None:
    send(register, tmp_path, meetings[0], MessageKind.INVITATION)
    change(register, meetings[3], Scope.ONE, starts=START + 3 * WEEK + dt.timedelta(hours=6))
    change(register, meetings[0], Scope.ALL, starts=START + dt.timedelta(days=1))
    assert standings(register, meetings) == [{Standing.OUTDATED}] * 4
    composed = send(register, tmp_path, meetings[0], MessageKind.UPDATE)
    assert seen(composed[0]) == moments(register)
    assert {event["SEQUENCE"] for event in Calendar.from_ical(composed[0].calendar).walk("VEVENT")} == {2}
    assert standings(register, meetings) == [{Standing.CURRENT}] * 4
    change(register, meetings[1], Scope.ONE, place="Elsewhere")
    assert standings(register, meetings)[1] == {Standing.OUTDATED}


def test_after_later_ones_changed_one_message_brings_all_up_to_date(
    register: Register, meetings: list[int], tmp_path: Path
) -> None:
    send(register, tmp_path, meetings[0], MessageKind.INVITATION)
    change(register, meetings[2], Scope.LATER, starts=START + 2 * WEEK + dt.timedelta(hours=1))
    composed = send(register, tmp_path, meetings[3], MessageKind.UPDATE)
    assert seen(composed[0]) == moments(register)
    assert standings(register, meetings) == [{Standing.CURRENT}] * 4


def test_after_an_undone_change_guests_can_be_brought_back(
    register: Register, meetings: list[int], tmp_path: Path
) -> None:
    send(register, tmp_path, meetings[0], MessageKind.INVITATION)
    change(register, meetings[0], Scope.ALL, place="Room B")
    send(register, tmp_path, meetings[0], MessageKind.UPDATE)
    change(register, meetings[1], Scope.ALL, place="Room C")
    register.undo()
    assert standings(register, meetings) == [{Standing.OUTDATED}] * 4
    composed = send(register, tmp_path, meetings[1], MessageKind.UPDATE)
    assert {str(event["LOCATION"]) for event in Calendar.from_ical(composed[0].calendar).walk("VEVENT")} == {"Room B"}
    assert standings(register, meetings) == [{Standing.CURRENT}] * 4


def test_who_takes_part_in_some_meetings_gets_the_series_without_the_others(
    register: Register, meetings: list[int], tmp_path: Path
) -> None:
    with register.change("Take off") as session:
        some = select(Participation.id).where(Participation.event_id.in_(meetings[2:]), Participation.person_id == 1)
        participants.remove(session, session.scalars(some).all())
    few, all_of_them = sorted(
        send(register, tmp_path, meetings[0], MessageKind.INVITATION), key=lambda each: len(each.carried)
    )
    assert seen(all_of_them) == moments(register)
    assert seen(few) == moments(register)[:2]
    assert [len(few.carried), len(all_of_them.carried)] == [2, 4]
    assert all(standing == {Standing.CURRENT} for standing in standings(register, meetings))


def test_who_takes_part_in_one_meeting_is_invited_to_that(
    register: Register, meetings: list[int], tmp_path: Path
) -> None:
    with register.change("Take off") as session:
        rows = session.scalars(select(Participation.id).where(Participation.event_id != meetings[2])).all()
        participants.remove(session, rows)
    composed = send(register, tmp_path, meetings[2], MessageKind.INVITATION)[0]
    (event,) = Calendar.from_ical(composed.calendar).walk("VEVENT")
    assert (event["RECURRENCE-ID"].dt.replace(tzinfo=None), "RRULE" in event) == (START + 2 * WEEK, False)
    assert len(composed.carried) == 1


def test_a_cancelled_meeting_is_called_off_by_itself_and_all_by_one_message(
    register: Register, meetings: list[int], tmp_path: Path
) -> None:
    send(register, tmp_path, meetings[0], MessageKind.INVITATION)
    with register.change("Cancel") as session:
        series_changes.cancel(session, meetings[1])
    one = send(register, tmp_path, meetings[1], MessageKind.CANCELLATION)[0]
    (event,) = Calendar.from_ical(one.calendar).walk("VEVENT")
    assert event["RECURRENCE-ID"].dt.replace(tzinfo=None) == START + WEEK
    with register.change("Cancel all") as session:
        series_changes.cancel(session, meetings[0], Scope.ALL)
    whole = send(register, tmp_path, meetings[0], MessageKind.CANCELLATION)[0]
    (event,) = Calendar.from_ical(whole.calendar).walk("VEVENT")
    assert ("RECURRENCE-ID" in event, event["STATUS"], len(whole.carried)) == (False, "CANCELLED", 3)
    assert {each.method for each in whole.carried} == {Method.CANCEL}
    assert standings(register, meetings) == [{Standing.CALLED_OFF}] * 4


def test_the_cancelled_meeting_is_left_out_of_what_is_sent_later(
    register: Register, meetings: list[int], tmp_path: Path
) -> None:
    with register.change("Cancel") as session:
        series_changes.cancel(session, meetings[1])
    composed = send(register, tmp_path, meetings[0], MessageKind.INVITATION)
    assert seen(composed[0]) == moments(register)
    assert len(composed[0].carried) == 3


def test_guests_of_a_single_meeting_get_it_as_a_series_by_the_same_uid(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]], tmp_path: Path
) -> None:
    first = given_event(starts=START, ends=START + dt.timedelta(hours=2))
    given_participants(first, 1, reply=Reply.NOT_INVITED)
    before = send(register, tmp_path, first, MessageKind.INVITATION)[0]
    with register.change("Repeat") as session:
        series.repeat(session, first, rule="FREQ=WEEKLY;COUNT=3")
    assert standings(register, [first]) == [{Standing.OUTDATED}]
    after = send(register, tmp_path, first, MessageKind.UPDATE)[0]
    assert {each.uid for each in after.carried} == {before.carried[0].uid}
    assert len(after.carried) == 3


def answered(composed: Composed, partstat: str, date: dt.datetime | None = None) -> bytes:
    """The guest's answer as a calendar program writes it from what it was sent, with the date in UTC."""
    (master, *_) = Calendar.from_ical(composed.calendar).walk("VEVENT")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Elsewhere//EN",
        "METHOD:REPLY",
        "BEGIN:VEVENT",
        f"UID:{master['UID']}",
        f"SEQUENCE:{master['SEQUENCE']}",
        "DTSTAMP:20270105T100000Z" if date is None else "DTSTAMP:20270106T100000Z",
        *([f"RECURRENCE-ID:{date:%Y%m%dT%H%M%SZ}"] if date else []),
        f"ATTENDEE;PARTSTAT={partstat}:mailto:{composed.email}",
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "\r\n".join([*lines, ""]).encode()


def test_an_answer_to_the_series_counts_for_all_meetings_and_one_to_a_meeting_for_that(
    register: Register, meetings: list[int], tmp_path: Path
) -> None:
    composed = send(register, tmp_path, meetings[0], MessageKind.INVITATION)[0]
    file = tmp_path / "answer.ics"
    for content in (
        answered(composed, "ACCEPTED"),
        answered(composed, "DECLINED", instant(START + 2 * WEEK, "Europe/Helsinki")),
    ):
        file.write_bytes(content)
        assert [each.outcome for each in taking.take_files(register, [file], PostSettings())] == [Outcome.APPLIED]
    with register.read() as session:
        rows = select(Participation.reply).join(Event, Event.id == Participation.event_id)
        mine = rows.where(Participation.person_id == composed.person_id).order_by(Event.recurrence_id)
        assert list(session.scalars(mine)) == [Reply.ACCEPTED, Reply.ACCEPTED, Reply.DECLINED, Reply.ACCEPTED]
