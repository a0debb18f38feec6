"""What needs doing today: what each event still lacks, for the dates around today alone."""

import datetime as dt
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import event as sqlalchemy_event

from roundtables.model import Event, Invitation, Participation
from roundtables.queries import invitations
from roundtables.queries import participants as participant_queries
from roundtables.queries import today as queries
from roundtables.queries.invitations import Standing
from roundtables.queries.today import Lack
from roundtables.register import Register
from roundtables.services import attendance, checklists, events, participants
from roundtables.services.hand_overs import hand_over_attendance
from roundtables.terms import CountedBy, EventFormat, EventStatus, MessageState, Method, Presence, Reply, Way
from tests.ui.post_kit import add_messages

GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]
NOW = dt.datetime(2026, 11, 24, 12, tzinfo=ZoneInfo("Europe/Helsinki"))
LACKING_NOTHING: dict[str, Any] = {"place": "Room 1", "tasks": ()}


@pytest.fixture
def given(given_event: GivenEvent) -> GivenEvent:
    """An event of one morning, so many days from today, that lacks nothing but what is said."""

    def add(days: int = 7, **values: Any) -> int:
        starts = dt.datetime(2026, 11, 24, 9) + dt.timedelta(days=days)
        fitting = {"starts": starts, "ends": starts + dt.timedelta(hours=2), **LACKING_NOTHING}
        return given_event(**(fitting | values))

    return add


def lacks(register: Register, event: int, now: dt.datetime = NOW) -> list[tuple[Lack, int, int]]:
    with register.read() as session:
        found = {row.id: row for row in queries.to_do(session, now).events}
    return [(todo.lack, todo.number, todo.of) for todo in found[event].todos] if event in found else []


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"place": ""}, Lack.NO_VENUE),
        ({"place": "", "format": EventFormat.HYBRID, "online_url": "https://meet.example/1"}, Lack.NO_VENUE),
        ({"format": EventFormat.HYBRID}, Lack.NO_ONLINE_LINK),
        ({"format": EventFormat.ONLINE, "place": ""}, Lack.NO_ONLINE_LINK),
        ({"ends": dt.datetime(2026, 12, 2, 16)}, Lack.NO_AGENDA),
        ({"counted_by": CountedBy.SESSION}, Lack.NO_AGENDA),
        ({"organiser_email": ""}, Lack.NO_ORGANISER),
        ({"status": EventStatus.DRAFT}, Lack.STILL_DRAFT),
    ],
)
def test_what_a_coming_event_lacks_is_named(
    register: Register, given: GivenEvent, given_participants: GivenParticipants, values: dict[str, Any], expected: Lack
) -> None:
    event = given(**values)
    given_participants(event, 1, reply=Reply.ACCEPTED)
    assert lacks(register, event) == [(expected, 0, 0)]


def test_an_event_that_lacks_nothing_is_not_there(
    register: Register, given: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given()
    given_participants(event, 2, reply=Reply.ACCEPTED)
    assert lacks(register, event) == []
    online = given(format=EventFormat.ONLINE, online_url="https://meet.example/1", place="")
    given_participants(online, 1, reply=Reply.DECLINED)
    assert lacks(register, online) == []


def test_replies_are_counted(register: Register, given: GivenEvent, given_participants: GivenParticipants) -> None:
    event = given(capacity=5)
    assert lacks(register, event) == [(Lack.NOBODY_INVITED, 0, 0)]
    keys = given_participants(event, 7, reply=Reply.NOT_INVITED)
    assert lacks(register, event) == [(Lack.NOBODY_INVITED, 0, 0)]
    for reply, some in ((Reply.INVITED, keys[:2]), (Reply.ACCEPTED, keys[2:5])):
        with register.change("Reply") as session:
            participants.set_reply(session, some, reply)
    assert lacks(register, event) == [(Lack.UNANSWERED, 2, 7)]


def test_a_free_place_for_the_waiting_list_is_told(
    register: Register, given: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given(capacity=3)
    keys = given_participants(event, 6, reply=Reply.ACCEPTED)
    with register.change("Wait") as session:
        participants.set_reply(session, keys[3:], Reply.WAITING)
    assert lacks(register, event) == []
    with register.change("More places") as session:
        events.change(session, event, capacity=5)
    assert lacks(register, event) == [(Lack.SEATS_FOR_WAITING, 2, 3)]


def test_a_past_event_wants_its_marks_its_status_and_its_list(
    register: Register, given: GivenEvent, given_participants: GivenParticipants, tmp_path: Any
) -> None:
    event = given(-3)
    keys = given_participants(event, 4, reply=Reply.ACCEPTED)
    given_participants(given(-400), 1)
    with register.read() as session:
        slot = session.get_one(Event, event).slots[0].id
    with register.change("Mark") as session:
        attendance.mark(session, slot, keys[:1], Presence.PRESENT)
        participants.set_reply(session, keys[3:], Reply.DECLINED)
    handing = (Lack.NOT_HANDED_OVER, 0, 0)
    assert lacks(register, event) == [(Lack.STILL_PLANNED, 0, 0), (Lack.ATTENDANCE_OPEN, 2, 3), handing]
    with register.change("Mark") as session:
        attendance.mark(session, slot, keys[:3], Presence.ABSENT)
        events.change(session, event, status=EventStatus.HELD)
    assert lacks(register, event) == [handing]
    with register.change("Hand over", undoable=False) as session:
        hand_over_attendance(session, event, tmp_path / "list.xlsx", "en", for_whom="", by="", at=NOW)
    assert lacks(register, event) == []


def test_half_marked_participants_of_two_days_are_not_marked(
    register: Register, given: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given(-3, ends=dt.datetime(2026, 11, 22, 12), status=EventStatus.HELD)
    keys = given_participants(event, 2, reply=Reply.ACCEPTED)
    with register.read() as session:
        slots = [slot.id for slot in session.get_one(Event, event).slots]
        assert len(participant_queries.listing(session, event)) == 2
    with register.change("Mark") as session:
        attendance.mark(session, slots[0], keys, Presence.PRESENT)
        attendance.mark(session, slots[1], keys[:1], Presence.PRESENT)
    assert lacks(register, event)[0] == (Lack.ATTENDANCE_OPEN, 1, 2)


def test_an_event_is_past_once_it_has_ended_and_a_whole_day_once_it_is_over(
    register: Register, given: GivenEvent
) -> None:
    this_morning = given(0)
    whole_day = given(0, starts=dt.datetime(2026, 11, 24), ends=dt.datetime(2026, 11, 24), all_day=True)
    assert lacks(register, this_morning) == [(Lack.STILL_PLANNED, 0, 0)]
    assert lacks(register, whole_day) == [(Lack.NOBODY_INVITED, 0, 0)]
    assert lacks(register, whole_day, NOW + dt.timedelta(days=1)) == [(Lack.STILL_PLANNED, 0, 0)]
    assert lacks(register, this_morning, NOW - dt.timedelta(hours=2)) == [(Lack.NOBODY_INVITED, 0, 0)]


def test_only_the_weeks_around_today_count_and_cancelled_events_do_not(register: Register, given: GivenEvent) -> None:
    inside, outside = given(42, place=""), given(43, place="")
    cancelled, long_ago = given(7, place="", status=EventStatus.CANCELLED), given(-120)
    going_on = given(-200, ends=dt.datetime(2026, 12, 24, 12), place="")
    with register.read() as session:
        found = [row.id for row in queries.to_do(session, NOW).events]
    assert found == [going_on, inside]
    assert not {outside, cancelled, long_ago} & set(found)


def test_tasks_are_there_when_overdue_or_due_within_a_week_however_far_their_event(
    register: Register, given: GivenEvent, given_participants: GivenParticipants
) -> None:
    far = given(90, tasks=[("Book", -83), ("Later", -82), ("Done", -100), ("Overdue", -95)], place="")
    given_participants(far, 1, reply=Reply.ACCEPTED)
    behind = given(-10, tasks=[("Report", 7)], status=EventStatus.HELD)
    with register.change("Done") as session:
        done = [task.id for task in session.get_one(Event, far).tasks if task.title == "Done"]
        checklists.set_done(session, done, NOW.date())
    with register.read() as session:
        found = queries.to_do(session, NOW)
    assert [(row.id, [(todo.title, todo.due) for todo in row.todos]) for row in found.events] == [
        (behind, [("Report", dt.date(2026, 11, 21))]),
        (far, [("Overdue", dt.date(2026, 11, 19)), ("Book", dt.date(2026, 12, 1))]),
    ]
    assert found.number == 3


def test_the_order_is_that_of_the_dates_and_the_number_of_statements_does_not_grow(
    register: Register, given: GivenEvent
) -> None:
    numbers = []
    for more in (1, 12):
        for number in range(more):
            given(20 - number, place="", tasks=[("Something", -30)])
        asked: list[str] = []
        with register.read() as session:
            bind = session.get_bind()
            sqlalchemy_event.listen(bind, "before_cursor_execute", lambda *args, asked=asked: asked.append(args[2]))
            found = queries.to_do(session, NOW)
        numbers.append(len([statement for statement in asked if statement.startswith("SELECT")]))
        assert [row.starts for row in found.events] == sorted(row.starts for row in found.events)
    assert numbers == [6, 6]


def test_who_holds_an_outdated_invitation_is_counted_as_their_list_has_it(
    register: Register, given: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given()
    keys = given_participants(event, 6, reply=Reply.ACCEPTED)
    queued, sent, failed = add_messages(register, event, [MessageState.QUEUED, MessageState.SENT, MessageState.FAILED])

    def invite(number: int, sequence: int, message: int | None = None, method: Method = Method.REQUEST) -> None:
        with register.change("Invite") as session:
            row = session.get_one(Participation, keys[number])
            session.add(
                Invitation(
                    event_id=event,
                    person_id=row.person_id,
                    uid=row.event.uid,
                    method=method,
                    sequence=sequence,
                    email=row.person.email,
                    way=Way.MAIL,
                    message_id=message,
                )
            )

    for number in range(5):
        invite(number, 0)
    invite(5, 0, failed)
    with register.change("Move") as session:
        events.change(session, event, place="Room 2")
        sequence = session.get_one(Event, event).sequence
    assert sequence > 0
    assert lacks(register, event) == [(Lack.OUTDATED, 5, 0)]
    invite(0, sequence, queued)
    invite(1, sequence, sent)
    invite(2, sequence, failed)
    with register.change("Withdraw") as session:
        participants.set_reply(session, [keys[3]], Reply.WITHDRAWN)
    assert lacks(register, event) == [(Lack.OUTDATED, 1, 0)]
    with register.read() as session:
        rows = invitations.listing(session, event)
    assert [row.standing for row in rows if row.id == keys[4]] == [Standing.OUTDATED]
    assert len([row for row in rows if row.standing is Standing.OUTDATED]) == 1
