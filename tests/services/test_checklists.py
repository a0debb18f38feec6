"""Checklists by kind of event and the tasks that events take over from them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from roundtables.errors import Invalid
from roundtables.queries import checklists as queries
from roundtables.queries import history
from roundtables.register import Register
from roundtables.services import checklists, events
from roundtables.services.checklists import MOST_LINES, ListFull
from roundtables.terms import EventKind

GivenEvent = Callable[..., int]
LINES = ((-14, "Send the invitations"), (-1, "Print the sign-in sheet"), (7, "Send the materials"))


@pytest.fixture
def listed(register: Register) -> list[int]:
    """A checklist for round-tables; the keys of its lines."""
    with register.change("Checklist") as session:
        return [checklists.add_line(session, EventKind.ROUND_TABLE, title=title, days=days).id for days, title in LINES]


def tasks(register: Register, event: int) -> list[queries.TaskRow]:
    with register.read() as session:
        return queries.tasks(session, event)


def titles(register: Register, event: int) -> list[str]:
    return [task.title for task in tasks(register, event)]


def test_a_new_event_has_the_tasks_of_its_kind_due_from_its_first_day(
    register: Register, listed: list[int], given_event: GivenEvent
) -> None:
    found = tasks(register, given_event(kind=EventKind.ROUND_TABLE))
    assert [(task.title, task.due) for task in found] == [
        ("Send the invitations", dt.date(2026, 11, 17)),
        ("Print the sign-in sheet", dt.date(2026, 11, 30)),
        ("Send the materials", dt.date(2026, 12, 8)),
    ]
    assert tasks(register, given_event(kind=EventKind.SEMINAR)) == []


def test_due_days_move_along_with_the_event(register: Register, listed: list[int], given_event: GivenEvent) -> None:
    event = given_event()
    with register.change("Move") as session:
        events.move(session, event, dt.datetime(2027, 3, 3, 9))
    assert tasks(register, event)[0].due == dt.date(2027, 2, 17)
    register.undo()
    assert tasks(register, event)[0].due == dt.date(2026, 11, 17)


def test_a_changed_checklist_leaves_the_events_there_are_as_they_are(
    register: Register, listed: list[int], given_event: GivenEvent
) -> None:
    event = given_event()
    with register.change("Checklist") as session:
        checklists.change_line(session, listed[0], title="Send the invitations by post", days=-30)
        checklists.remove_lines(session, listed[1:2])
        checklists.move_line(session, listed[2], -1)
    with register.read() as session:
        lines = queries.lines(session, EventKind.ROUND_TABLE)
        assert queries.lengths(session) == {EventKind.ROUND_TABLE: 2}
    assert [(line.title, line.days) for line in lines] == [
        ("Send the materials", 7),
        ("Send the invitations by post", -30),
    ]
    assert titles(register, event) == [title for _days, title in LINES]


def test_an_event_without_tasks_takes_over_the_checklist_as_one_step(
    register: Register, given_event: GivenEvent, listed: list[int]
) -> None:
    event = given_event(tasks=[("Only this", 0)])
    assert titles(register, event) == ["Only this"]
    with register.change("Take over checklist") as session:
        checklists.take_over(session, event)
    assert titles(register, event) == ["Only this", *(title for _days, title in LINES)]
    assert register.undo() == "Take over checklist"
    assert titles(register, event) == ["Only this"]


def test_tasks_are_done_on_a_day_that_stays_and_can_be_opened_again(
    register: Register, listed: list[int], given_event: GivenEvent
) -> None:
    event = given_event()
    keys = [task.id for task in tasks(register, event)]
    for day in (dt.date(2026, 11, 20), dt.date(2026, 11, 24)):
        with register.change("Done") as session:
            checklists.set_done(session, keys[:1], day)
    assert [task.done_on for task in tasks(register, event)] == [dt.date(2026, 11, 20), None, None]
    with register.change("Not done") as session:
        checklists.set_done(session, keys, None)
    assert {task.done_on for task in tasks(register, event)} == {None}


def test_tasks_are_added_changed_put_in_order_removed_and_undone_step_by_step(
    register: Register, listed: list[int], given_event: GivenEvent
) -> None:
    event = given_event()
    before = tasks(register, event)
    steps: list[tuple[str, Callable[[Any], Any]]] = [
        ("Add task", lambda session: checklists.add_task(session, event, title="Badges", days=-2)),
        ("Change task", lambda session: checklists.change_task(session, before[0].id, title="Invite", days=-20)),
        ("Move task", lambda session: checklists.move_task(session, before[2].id, -5)),
        ("Remove tasks", lambda session: checklists.remove_tasks(session, [before[1].id])),
    ]
    seen = []
    for name, work in steps:
        seen.append(tasks(register, event))
        with register.change(name) as session:
            work(session)
    assert [(task.title, task.days) for task in tasks(register, event)] == [
        ("Send the materials", 7),
        ("Invite", -20),
        ("Badges", -2),
    ]
    for name, _work in reversed(steps):
        assert register.undo() == name
        assert tasks(register, event) == seen.pop()
    with register.read() as session:
        assert "event_task" in {row.table for row in history.changes(session, event_id=event)}


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"title": "x" * 100_000}, "title"),
        ({"title": " \x00 "}, "title"),
        ({"title": "Far", "days": 1001}, "days"),
        ({"title": "Far", "days": -(10**12)}, "days"),
    ],
)
def test_what_can_not_be_a_task_is_refused_at_its_field(
    register: Register, given_event: GivenEvent, values: dict[str, Any], field: str
) -> None:
    event = given_event()
    with pytest.raises(Invalid) as caught, register.change("Add task") as session:
        checklists.add_task(session, event, **values)
    assert caught.value.field == field
    assert tasks(register, event) == []


def test_a_list_has_an_end(register: Register, given_event: GivenEvent) -> None:
    event = given_event(tasks=[(f"Task {number}", 0) for number in range(MOST_LINES)])
    with pytest.raises(ListFull), register.change("Add task") as session:
        checklists.add_task(session, event, title="One more")
    assert len(tasks(register, event)) == MOST_LINES


def test_a_copy_has_the_tasks_to_do_anew_and_a_deleted_event_brings_them_back_when_undone(
    register: Register, listed: list[int], given_event: GivenEvent
) -> None:
    event = given_event()
    with register.change("Done") as session:
        checklists.set_done(session, [task.id for task in tasks(register, event)], dt.date(2026, 11, 20))
    with register.change("Duplicate") as session:
        twin = events.duplicate(session, event).id
    assert titles(register, twin) == titles(register, event)
    assert {task.done_on for task in tasks(register, twin)} == {None}
    before = tasks(register, event)
    with register.change("Delete") as session:
        events.delete(session, event)
    assert tasks(register, event) == []
    register.undo()
    assert tasks(register, event) == before
