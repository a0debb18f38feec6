"""An event saved as a template, and new events made from it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from roundtables.errors import Invalid
from roundtables.model import Event
from roundtables.queries import checklists
from roundtables.queries import events as queries
from roundtables.queries import templates as template_queries
from roundtables.register import Register
from roundtables.services import checklists as checklist_services
from roundtables.services import sessions, templates
from roundtables.services.templates import KEPT, NameTaken
from roundtables.terms import CountedBy, EventFormat, EventKind, EventStatus

GivenEvent = Callable[..., int]
SUMMER, WINTER = dt.datetime(2027, 3, 27, 9), dt.datetime(2026, 12, 1, 9)
SETTINGS: dict[str, Any] = {
    "format": EventFormat.HYBRID,
    "place": "Second floor",
    "online_url": "https://meet.example/1",
    "description": "Two days.\n\nSecond paragraph.",
    "themes": "Reporting; support",
    "language": "fi",
    "capacity": 40,
    "counted_by": CountedBy.SESSION,
    "guests_shown": True,
    "invited_by_session": True,
    "alarm_minutes": 30,
}


@pytest.fixture
def event(register: Register, given_event: GivenEvent, given_participants: Any) -> int:
    """A round-table of two days with an agenda, tasks and participants."""
    key = given_event(**SETTINGS, tasks=[("Invite", -14), ("Thank", 3)])
    with register.change("Agenda") as session:
        for day, hour, title in ((1, 9, "Opening"), (2, 13, "Conclusions")):
            starts = dt.datetime(2026, 12, day, hour)
            sessions.add(session, key, title=title, starts=starts, ends=starts + dt.timedelta(hours=2), place="Hall")
    given_participants(key, 3)
    return key


def saved(register: Register, event: int, name: str = "Two days") -> int:
    with register.change("Save as template") as session:
        return templates.save_as_template(session, event, name).id


def made(register: Register, template: int, starts: dt.datetime, values: Any = None) -> queries.EventPage:
    with register.change("Add event") as session:
        key = templates.event_from(session, template, starts, values).id
    with register.read() as session:
        return queries.event_page(session, key)


def test_everything_comes_back_but_dates_and_participants(register: Register, event: int) -> None:
    page = made(register, saved(register, event), dt.datetime(2027, 2, 8, 9))
    with register.read() as session:
        original = queries.event_page(session, event)
        kept, now = session.get_one(Event, event), session.get_one(Event, page.id)
        assert {key: getattr(now, key) for key in KEPT} == {key: getattr(kept, key) for key in KEPT}
        assert [(task.title, task.days) for task in checklists.tasks(session, page.id)] == [
            ("Invite", -14),
            ("Thank", 3),
        ]
    assert (page.starts, page.ends) == (dt.datetime(2027, 2, 8, 9), dt.datetime(2027, 2, 9, 16))
    assert [(part.title, part.starts, part.place) for part in page.sessions] == [
        ("Opening", dt.datetime(2027, 2, 8, 9), "Hall"),
        ("Conclusions", dt.datetime(2027, 2, 9, 13), "Hall"),
    ]
    assert page.status is EventStatus.PLANNED
    assert page.participants == 0
    assert page.uid != original.uid
    assert not {part.uid for part in page.sessions} & {part.uid for part in original.sessions}
    assert len(page.slots) == 2


def test_wall_times_stay_over_a_change_of_the_clocks(register: Register, event: int) -> None:
    page = made(register, saved(register, event), SUMMER)
    assert (page.starts, page.ends) == (SUMMER, dt.datetime(2027, 3, 28, 16))
    assert page.sessions[1].starts == dt.datetime(2027, 3, 28, 13)
    with register.read() as session:
        row = session.get_one(Event, page.id)
        assert row.ends_utc - row.starts_utc == dt.timedelta(hours=30)


def test_an_hour_that_the_clocks_leave_out_is_said_and_nothing_is_made(
    register: Register, given_event: GivenEvent
) -> None:
    key = given_event(starts=dt.datetime(2026, 12, 1, 1), ends=dt.datetime(2026, 12, 1, 3, 30))
    template = saved(register, key)
    with pytest.raises(Invalid) as caught:
        made(register, template, dt.datetime(2027, 3, 28, 1))
    assert caught.value.field == "ends"
    with register.read() as session:
        assert queries.count(session, queries.EventFilter()) == 1


def test_whole_days_stay_whole_days(register: Register, given_event: GivenEvent) -> None:
    key = given_event(starts=dt.datetime(2026, 12, 1), ends=dt.datetime(2026, 12, 3), all_day=True)
    page = made(register, saved(register, key), dt.datetime(2027, 3, 27, 15, 30))
    assert (page.starts, page.ends, page.all_day) == (dt.datetime(2027, 3, 27), dt.datetime(2027, 3, 29), True)


def test_what_is_given_stands_instead_of_what_the_template_has(register: Register, event: int) -> None:
    page = made(register, saved(register, event), WINTER, {"title": "Another", "place": "", "starts": WINTER})
    assert (page.title, page.place, page.themes) == ("Another", "", "Reporting; support")
    with pytest.raises(Invalid):
        made(register, 1, WINTER, {"ends": WINTER + dt.timedelta(hours=4)})


def test_a_template_without_tasks_takes_the_checklist_of_its_kind(register: Register, given_event: GivenEvent) -> None:
    template = saved(register, given_event(kind=EventKind.SEMINAR))
    with register.change("Checklist") as session:
        checklist_services.add_line(session, EventKind.SEMINAR, title="Book the room", days=-30)
    page = made(register, template, WINTER)
    with register.read() as session:
        assert [task.title for task in checklists.tasks(session, page.id)] == ["Book the room"]


def test_names_are_unique_and_a_template_is_renamed_and_deleted(register: Register, event: int) -> None:
    first, second = saved(register, event, "One"), saved(register, event, "Two")
    with pytest.raises(NameTaken):
        saved(register, event, " One ")
    with register.change("Rename") as session:
        templates.rename(session, second, "Two")
        templates.rename(session, second, "A new name")
    with pytest.raises(NameTaken), register.change("Rename") as session:
        templates.rename(session, second, "One")
    with register.change("Delete") as session:
        templates.delete(session, first)
    with register.read() as session:
        assert [(row.name, row.sessions, row.tasks) for row in template_queries.listing(session)] == [
            ("A new name", 2, 2)
        ]
    register.undo()
    assert len(made(register, first, WINTER).sessions) == 2


def test_what_is_in_a_template_can_be_seen(register: Register, event: int) -> None:
    template = saved(register, event)
    with register.read() as session:
        page = template_queries.page(session, template)
    assert (page.begins, page.lasts) == (dt.time(9), dt.timedelta(hours=31))
    assert [(part.title, part.day, part.starts, part.ends) for part in page.sessions] == [
        ("Opening", 1, dt.time(9), dt.time(11)),
        ("Conclusions", 2, dt.time(13), dt.time(15)),
    ]
    assert [line.title for line in page.tasks] == ["Invite", "Thank"]
