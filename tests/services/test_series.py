"""Series in a real register: made, changed for one, later and all, called off, shortened; undone."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select

from roundtables.formats.calendar.recurrence import RuleRefused, RuleWithoutEnd
from roundtables.model import Event, Group, Invitation, Participation, Series
from roundtables.register import Register
from roundtables.services import events, participants, people, series, series_changes, sessions, venues
from roundtables.services.series_changes import Scope
from roundtables.services.series_documents import recurring_document
from roundtables.terms import EventStatus, Method, Reply, Role, Way
from roundtables.walltime import TimeDoesNotExist

START = dt.datetime(2027, 3, 9, 9)
"""A Tuesday; the clocks are put forward on the 28th."""
WEEK = dt.timedelta(days=7)


@pytest.fixture
def meetings(register: Register, given_event: Callable[..., int]) -> list[int]:
    """Six meetings on Tuesdays: the keys of their events."""
    first = given_event(starts=START, ends=START + dt.timedelta(hours=2), place="Room A", title="Network")
    with register.change("Repeat") as session:
        series.repeat(session, first, rule="FREQ=WEEKLY;COUNT=6")
    return keys(register)


def keys(register: Register) -> list[int]:
    with register.read() as session:
        return list(session.scalars(select(Event.id).where(Event.series_id.is_not(None)).order_by(Event.recurrence_id)))


def shown(register: Register, *names: str) -> list[tuple]:
    """The meetings in the order of the series."""
    with register.read() as session:
        rows = session.scalars(select(Event).where(Event.series_id.is_not(None)).order_by(Event.recurrence_id))
        return [tuple(getattr(row, name) for name in names) for row in rows]


def change(register: Register, key: int, scope: Scope, **values) -> None:
    with register.change("Change") as session:
        series_changes.change(session, key, scope, **values)


def hold(register: Register, event_id: int, person_id: int) -> None:
    with register.change("Sent", undoable=False) as session:
        session.add(
            Invitation(
                event_id=event_id,
                person_id=person_id,
                uid=session.get_one(Event, event_id).uid,
                method=Method.REQUEST,
                sequence=0,
                email="a@a.example",
                way=Way.FILE,
            )
        )


def test_every_meeting_is_an_event_of_its_own(register: Register, meetings: list[int]) -> None:
    rows = shown(register, "reference", "title", "place", "starts", "recurrence_id", "sequence")
    assert [row[3] for row in rows] == [START + number * WEEK for number in range(6)]
    assert [row[4] for row in rows] == [row[3] for row in rows]
    assert len({row[0] for row in rows}) == 6
    assert {row[1:3] + row[5:] for row in rows} == {("Network", "Room A", 0)}
    with register.read() as session:
        assert [len(session.get_one(Event, key).slots) for key in meetings] == [1] * 6


def test_the_wall_time_stays_over_the_change_of_clocks(register: Register, meetings: list[int]) -> None:
    rows = shown(register, "starts", "starts_utc")
    assert {row[0].hour for row in rows} == {9}
    assert [row[1].hour for row in rows] == [7, 7, 7, 6, 6, 6]


def test_participants_become_a_standing_group_and_take_part_in_every_meeting(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]
) -> None:
    first = given_event(starts=START, ends=START + dt.timedelta(hours=2), title="Network")
    rows = given_participants(first, 3)
    with register.change("Roles") as session:
        participants.set_role(session, rows[:1], Role.CHAIR)
        participants.set_reply(session, rows[1:2], Reply.ACCEPTED)
        participants.set_reply(session, rows[2:], Reply.WITHDRAWN)
    with register.change("Repeat") as session:
        series.repeat(session, first, rule="FREQ=WEEKLY;COUNT=3")
    with register.read() as session:
        group = session.scalars(select(Group)).one()
        assert group.name == "Network"
        assert len(group.members) == 2
        second = session.get_one(Event, keys(register)[1])
        assert [(each.role, each.reply) for each in second.participations] == [
            (Role.CHAIR, Reply.NOT_INVITED),
            (Role.ATTENDEE, Reply.NOT_INVITED),
        ]


def test_dates_left_out_and_extra_ones(register: Register, given_event: Callable[..., int]) -> None:
    first = given_event(starts=START, ends=START + dt.timedelta(hours=2))
    besides = dt.datetime(2027, 5, 4, 14)
    with register.change("Repeat") as session:
        series.repeat(
            session, first, rule="FREQ=WEEKLY;COUNT=3", left_out=[START + WEEK], extra=[besides, START + 2 * WEEK]
        )
    assert shown(register, "starts") == [(START,), (START + 2 * WEEK,), (besides,)]
    with register.read() as session:
        document = recurring_document(session, session.scalars(select(Series.id)).one())
    assert (document.left_out, document.extra) == ((START + WEEK,), (besides,))


@pytest.mark.parametrize(
    ("rule", "error"),
    [
        ("FREQ=WEEKLY", RuleWithoutEnd),
        ("FREQ=SECONDLY;COUNT=5", RuleRefused),
        ("FREQ=WEEKLY;COUNT=500", RuleRefused),
        ("FREQ=WEEKLY;COUNT=1", series.TooFewDates),
        ("FREQ=WEEKLY;BYDAY=MO;COUNT=5", series.FirstIsNotByRule),
        ("FREQ=DAILY;INTERVAL=0;COUNT=5", RuleRefused),
        ("every Tuesday", RuleRefused),
    ],
)
def test_a_rule_that_can_not_be_taken_changes_nothing(
    register: Register, given_event: Callable[..., int], rule: str, error: type[Exception]
) -> None:
    first = given_event(starts=START, ends=START + dt.timedelta(hours=2))
    with pytest.raises(error), register.change("Repeat") as session:
        series.repeat(session, first, rule=rule)
    assert keys(register) == []


def test_an_event_repeats_once(register: Register, meetings: list[int]) -> None:
    with pytest.raises(series.AlreadyRepeats), register.change("Repeat") as session:
        series.repeat(session, meetings[2], rule="FREQ=WEEKLY;COUNT=3")


def test_guests_of_the_first_meeting_get_the_series_as_an_update_of_what_they_hold(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]
) -> None:
    first = given_event(starts=START, ends=START + dt.timedelta(hours=2))
    given_participants(first, 1)
    with register.read() as session:
        person, uid = session.scalars(select(Participation.person_id)).one(), session.get_one(Event, first).uid
    hold(register, first, person)
    with register.change("Repeat") as session:
        assert series.repeat(session, first, rule="FREQ=WEEKLY;COUNT=3").uid == uid
        assert events.get(session, first).uid != uid
    assert shown(register, "sequence") == [(1,)] * 3


def test_a_change_of_one_meeting_leaves_the_others(register: Register, meetings: list[int]) -> None:
    change(register, meetings[2], Scope.ONE, place="Room B")
    assert shown(register, "place", "sequence") == [("Room A", 0)] * 2 + [("Room B", 1)] + [("Room A", 0)] * 3
    with register.read() as session:
        document = recurring_document(session, session.scalars(select(Series.id)).one())
    assert [(each.place, each.starts) for each in document.overrides] == [("Room B", START + 2 * WEEK)]


def test_a_meeting_that_was_changed_back_is_still_told_at_its_own_sequence(
    register: Register, meetings: list[int]
) -> None:
    change(register, meetings[2], Scope.ONE, place="Room B")
    change(register, meetings[2], Scope.ONE, place="Room A")
    with register.read() as session:
        document = recurring_document(session, session.scalars(select(Series.id)).one())
    assert [(each.place, each.sequence) for each in document.overrides] == [("Room A", 2)]


def test_no_meeting_is_ever_below_the_series(register: Register, meetings: list[int]) -> None:
    change(register, meetings[1], Scope.ONE, place="Library")
    change(register, meetings[2], Scope.ALL, online_url="https://meet.example/1")
    change(register, meetings[0], Scope.ALL, place=" Room  A ")
    with register.read() as session:
        level = session.scalars(select(Series.sequence)).one()
    assert {row[0] for row in shown(register, "sequence")} == {level}


def test_a_change_of_this_and_all_later_ones(register: Register, meetings: list[int]) -> None:
    change(register, meetings[4], Scope.ONE, place="Library")
    change(register, meetings[3], Scope.LATER, place="Room B", starts=START + 3 * WEEK + dt.timedelta(hours=1))
    rows = shown(register, "place", "starts", "ends", "recurrence_id", "sequence")
    assert [row[0] for row in rows] == ["Room A"] * 3 + ["Room B", "Library", "Room B"]
    assert [row[1].hour for row in rows] == [9, 9, 9, 10, 10, 10]
    assert {row[2] - row[1] for row in rows} == {dt.timedelta(hours=2)}
    assert [row[3] for row in rows] == [START + number * WEEK for number in range(6)]
    assert [row[4] for row in rows] == [0, 0, 0, 1, 2, 1]
    with register.read() as session:
        made = session.scalars(select(Series)).one()
        assert (made.place, made.starts, made.sequence) == ("Room A", START, 0)


def test_later_changes_follow_one_another(register: Register, meetings: list[int]) -> None:
    change(register, meetings[2], Scope.LATER, place="Room B")
    change(register, meetings[4], Scope.LATER, place="Room C")
    assert [row[0] for row in shown(register, "place")] == ["Room A"] * 2 + ["Room B"] * 2 + ["Room C"] * 2


def test_a_change_of_all_keeps_what_differs_value_by_value(register: Register, meetings: list[int]) -> None:
    change(register, meetings[1], Scope.ONE, place="Library")
    change(register, meetings[4], Scope.ONE, starts=START + 4 * WEEK + dt.timedelta(days=1))
    change(register, meetings[2], Scope.ALL, place="Room B", title=" Coordination  network ")
    rows = shown(register, "place", "title", "starts", "sequence")
    assert [row[0] for row in rows] == ["Room B", "Library"] + ["Room B"] * 4
    assert {row[1] for row in rows} == {"Coordination network"}
    assert rows[4][2] == START + 4 * WEEK + dt.timedelta(days=1)
    assert {row[3] for row in rows} == {2}
    with register.read() as session:
        made = session.scalars(select(Series)).one()
        assert (made.place, made.title, made.sequence) == ("Room B", "Coordination network", 2)
        document = recurring_document(session, made.id)
    assert [each.recurrence_id.starts for each in document.overrides] == [START + WEEK, START + 4 * WEEK]


def test_a_typo_in_the_description_asks_nobody_anew(register: Register, meetings: list[int]) -> None:
    change(register, meetings[0], Scope.ALL, description="About hate crime")
    assert shown(register, "description", "sequence") == [("About hate crime", 0)] * 6


def test_all_move_to_another_weekday_and_their_dates_with_them(register: Register, meetings: list[int]) -> None:
    with register.change("Programme") as session:
        sessions.add(
            session, meetings[5], title="Part", starts=START + 5 * WEEK, ends=START + 5 * WEEK + dt.timedelta(hours=1)
        )
    by = dt.timedelta(days=1, hours=4)
    change(register, meetings[1], Scope.ALL, starts=START + WEEK + by)
    rows = shown(register, "starts", "recurrence_id", "sequence")
    assert rows == [(START + by + number * WEEK, START + by + number * WEEK, 1) for number in range(6)]
    with register.read() as session:
        made = session.scalars(select(Series)).one()
        assert (made.rule, made.starts) == ("FREQ=WEEKLY;COUNT=6", START + by)
        assert session.get_one(Event, meetings[5]).sessions[0].starts == START + 5 * WEEK + by
        assert recurring_document(session, made.id).overrides == ()


def test_all_can_move_by_a_week_and_that_can_be_undone_and_done_again(register: Register, meetings: list[int]) -> None:
    change(register, meetings[0], Scope.ALL, starts=START + WEEK)
    after = shown(register, "starts", "recurrence_id")
    assert after == [(START + (number + 1) * WEEK,) * 2 for number in range(6)]
    register.undo()
    assert shown(register, "starts", "recurrence_id") == [(START + number * WEEK,) * 2 for number in range(6)]
    register.redo()
    assert shown(register, "starts", "recurrence_id") == after


def test_where_no_rule_has_the_new_dates_each_meeting_departs(
    register: Register, given_event: Callable[..., int]
) -> None:
    first = given_event(starts=START, ends=START + dt.timedelta(hours=2))
    with register.change("Repeat") as session:
        series.repeat(session, first, rule="FREQ=MONTHLY;BYDAY=2TU;COUNT=12")
    change(register, first, Scope.ALL, starts=START + dt.timedelta(days=1))
    assert all(row[0] - row[1] == dt.timedelta(days=1) for row in shown(register, "starts", "recurrence_id"))
    with register.read() as session:
        made = session.scalars(select(Series)).one()
        assert made.rule == "FREQ=MONTHLY;COUNT=12;BYDAY=2TU"
        assert len(recurring_document(session, made.id).overrides) == 12


def test_an_end_by_day_moves_along(register: Register, given_event: Callable[..., int]) -> None:
    first = given_event(starts=START, ends=START + dt.timedelta(hours=2))
    with register.change("Repeat") as session:
        series.repeat(session, first, rule="FREQ=WEEKLY;BYDAY=TU;UNTIL=20270413")
    assert len(keys(register)) == 6
    change(register, first, Scope.ALL, starts=START + dt.timedelta(days=2))
    with register.read() as session:
        made = session.scalars(select(Series)).one()
        assert made.rule == "FREQ=WEEKLY;UNTIL=20270415T205959Z;BYDAY=TH"
        assert len(recurring_document(session, made.id).left_out) == 0


def test_meetings_that_were_held_stay_as_they_were(register: Register, meetings: list[int]) -> None:
    change(register, meetings[0], Scope.ONE, status=EventStatus.HELD)
    change(register, meetings[1], Scope.ALL, place="Room B", starts=START + WEEK + dt.timedelta(hours=1))
    rows = shown(register, "place", "starts", "recurrence_id")
    assert rows[0] == ("Room A", START, START + dt.timedelta(hours=1))
    assert rows[1][0] == "Room B"


def test_all_become_whole_days(register: Register, meetings: list[int]) -> None:
    change(register, meetings[0], Scope.ALL, all_day=True)
    midnight = dt.datetime.combine(START.date(), dt.time())
    assert shown(register, "starts", "recurrence_id") == [(midnight + number * WEEK,) * 2 for number in range(6)]
    with register.read() as session:
        document = recurring_document(session, session.scalars(select(Series.id)).one())
    assert (document.overrides, document.left_out, document.extra) == ((), (), ())


def test_an_error_in_one_meeting_keeps_all_from_changing(register: Register, given_event: Callable[..., int]) -> None:
    first = given_event(starts=START - dt.timedelta(days=2), ends=START - dt.timedelta(days=2) + dt.timedelta(hours=1))
    with register.change("Repeat") as session:
        series.repeat(session, first, rule="FREQ=WEEKLY;COUNT=6")
    before = shown(register, "starts", "recurrence_id", "sequence")
    with pytest.raises(TimeDoesNotExist):  # on 28 March there is no half past three
        change(register, first, Scope.ALL, starts=dt.datetime(2027, 3, 7, 3, 30))
    assert shown(register, "starts", "recurrence_id", "sequence") == before


def test_calling_off_this_and_all_later_ones(register: Register, meetings: list[int]) -> None:
    with register.change("Cancel") as session:
        series_changes.cancel(session, meetings[4], Scope.LATER)
    assert shown(register, "status", "sequence") == [(EventStatus.PLANNED, 0)] * 4 + [(EventStatus.CANCELLED, 1)] * 2
    with register.read() as session:
        document = recurring_document(session, session.scalars(select(Series.id)).one())
    assert document.left_out == (START + 4 * WEEK, START + 5 * WEEK)


def test_people_are_added_to_all_coming_meetings_and_to_the_group(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]
) -> None:
    first = given_event(starts=START, ends=START + dt.timedelta(hours=2), title="Network")
    given_participants(first, 1)
    with register.change("Repeat") as session:
        series.repeat(session, first, rule="FREQ=WEEKLY;COUNT=4")
        new = [people.add(session, first_name=name, last_name="New", email="").id for name in ("Ana", "Ivo")]
    meetings = keys(register)
    change(register, meetings[1], Scope.ONE, status=EventStatus.HELD)
    with register.change("Cancel") as session:
        series_changes.cancel(session, meetings[3])
    with register.change("Add") as session:
        series_changes.add_people(session, first, new[:1], Scope.ALL)
        series_changes.add_people(session, meetings[2], new, Scope.LATER)
    with register.read() as session:
        assert [len(session.get_one(Event, key).participations) for key in meetings] == [2, 1, 3, 1]
        assert len(session.scalars(select(Group)).one().members) == 2


def test_a_venue_that_no_meeting_is_held_at_any_more_can_go(register: Register, meetings: list[int]) -> None:
    with register.change("Venue") as session:
        venue = venues.add(session, name="Library").id
    change(register, meetings[0], Scope.ALL, venue_id=venue)
    for key in meetings:
        change(register, key, Scope.ONE, venue_id=None)
    with register.change("Delete") as session:
        venues.delete(session, venue)
    with register.read() as session:
        assert session.scalars(select(Series.venue_id)).all() == [None]


def test_a_deleted_meeting_leaves_its_date_out_and_the_last_one_takes_the_series_along(
    register: Register, meetings: list[int]
) -> None:
    with register.change("Delete") as session:
        events.delete(session, meetings[1])
    with register.read() as session:
        made = session.scalars(select(Series)).one()
        assert [(date.starts, date.left_out) for date in made.dates] == [(START + WEEK, True)]
        assert recurring_document(session, made.id).left_out == (START + WEEK,)
    with register.change("Delete all") as session:
        for key in keys(register):
            events.delete(session, key)
    with register.read() as session:
        assert session.scalars(select(Series)).all() == []
    register.undo()
    assert len(keys(register)) == 5


def test_a_date_that_somebody_holds_is_cancelled_and_can_come_back(
    register: Register, meetings: list[int], given_participants: Callable[..., list[int]]
) -> None:
    given_participants(meetings[1], 1)
    with register.read() as session:
        person = session.scalars(select(Participation.person_id)).one()
    hold(register, meetings[1], person)
    with register.change("Leave out") as session:
        series.leave_out(session, meetings[1])
        series.leave_out(session, meetings[2])
    assert [row[0] for row in shown(register, "status")] == [
        EventStatus.PLANNED,
        EventStatus.CANCELLED,
        *[EventStatus.PLANNED] * 3,
    ]
    with register.change("Add") as session:
        assert series.add_date(session, 1, START + WEEK).id == meetings[1]
        assert series.add_date(session, 1, START + 2 * WEEK).id not in meetings
        series.add_date(session, 1, dt.datetime(2027, 6, 1, 10))
    with pytest.raises(series.DateTaken), register.change("Add") as session:
        series.add_date(session, 1, START)
    assert len(keys(register)) == 7
    with register.read() as session:
        document = recurring_document(session, 1)
        assert (document.left_out, document.extra) == ((), (dt.datetime(2027, 6, 1, 10),))


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY;COUNT=6", "FREQ=WEEKLY;UNTIL=20270413"])
def test_a_series_ends_earlier(register: Register, given_event: Callable[..., int], rule: str) -> None:
    first = given_event(starts=START, ends=START + dt.timedelta(hours=2))
    with register.change("Repeat") as session:
        series.repeat(session, first, rule=rule, extra=[dt.datetime(2027, 5, 1, 12)])
    with register.change("End") as session:
        series.end_earlier(session, 1, dt.date(2027, 3, 24))
    assert shown(register, "starts", "sequence") == [(START + number * WEEK, 1) for number in range(3)]
    with register.read() as session:
        document = recurring_document(session, 1)
        assert (document.left_out, document.extra) == ((), ())
    with pytest.raises(series.TooFewDates), register.change("End") as session:
        series.end_earlier(session, 1, dt.date(2027, 3, 1))


def test_a_copy_of_a_meeting_is_an_event_by_itself(register: Register, meetings: list[int]) -> None:
    with register.change("Duplicate") as session:
        twin = events.duplicate(session, meetings[0])
        assert (twin.series_id, twin.recurrence_id) == (None, None)


def test_to_make_a_series_is_one_step_to_be_undone(register: Register, meetings: list[int]) -> None:
    register.undo()
    with register.read() as session:
        assert session.scalars(select(Event.series_id)).all() == [None]
        assert session.scalars(select(Series)).all() == []
