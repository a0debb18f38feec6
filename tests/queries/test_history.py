"""The history narrowed and read in pages, with names for what the keys in it stand for."""

import datetime as dt
from collections.abc import Callable

import pytest

from roundtables.model import Base
from roundtables.queries import history
from roundtables.queries.history import HistoryFilter
from roundtables.register import Register
from roundtables.services import events, people
from roundtables.terms import EventKind
from ui.models import history as words
from ui.pages.history import KINDS


def lines_of(register: Register, narrowed: HistoryFilter | None = None) -> list[str]:
    with register.read() as session:
        found = history.page(session, narrowed or HistoryFilter())
        assert history.count(session, narrowed or HistoryFilter()) == len(found)
    return [line.first.step for line in found]


@pytest.fixture
def changed(register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]) -> int:
    """An event with three participants whose title was changed; its key."""
    event = given_event()
    given_participants(event, 3)
    with register.change("Change event") as session:
        events.change(session, event, title="A better name")
    return event


def test_steps_come_newest_first_in_pages(register: Register, changed: int) -> None:
    assert lines_of(register) == ["Change event", "Add participants", "Add event"]
    with register.read() as session:
        (second,) = history.page(session, HistoryFilter(), offset=1, limit=1)
    assert second.first.step == "Add participants"
    assert second.rows > 3


@pytest.mark.parametrize(
    ("narrowed", "expected"),
    [
        (HistoryFilter(words="EVENT"), ["Change event", "Add event"]),
        (HistoryFilter(words="%"), []),
        (HistoryFilter(tables=("participation",)), ["Add participants"]),
        (HistoryFilter(tables=("hand_over",)), []),
        (HistoryFilter(by="somebody else"), []),
        (HistoryFilter(since=dt.datetime(2020, 1, 1, tzinfo=dt.UTC), words="change"), ["Change event"]),
        (HistoryFilter(before=dt.datetime(2020, 1, 1, tzinfo=dt.UTC)), []),
    ],
)
def test_the_history_is_narrowed(
    register: Register, changed: int, narrowed: HistoryFilter, expected: list[str]
) -> None:
    assert lines_of(register, narrowed) == expected


def test_the_history_of_one_person_shows_the_rows_about_them(register: Register, changed: int) -> None:
    with register.read() as session:
        person = next(row for row in history.changes(session) if row.table == "person").row_id
        (line,) = history.page(session, HistoryFilter(person_id=person))
    assert line.first.person_id == person
    assert line.rows > 3


def test_keys_have_names_and_what_is_gone_keeps_the_one_it_had(register: Register, changed: int) -> None:
    with register.read() as session:
        row = next(row for row in history.changes(session) if row.table == "participation")
    assert row.subject.startswith("Given2 Family2 · ")
    assert row.subject.endswith(" A better name")
    with register.change("Delete event") as session:
        events.delete(session, changed)
    with register.read() as session:
        row = next(row for row in history.changes(session) if row.table == "participation")
        assert "A better name" in row.subject
        assert ("event", changed) in row.gone
        assert "A better name" in history.name_of(session, "event", changed)


def test_the_undoable_step_is_the_one_that_the_register_would_undo(register: Register, changed: int) -> None:
    for _round in range(3):
        with register.read() as session:
            key = history.undoable(session)
            names = {line.id: line.first.step for line in history.page(session, HistoryFilter())}
        assert key is not None
        assert names[key] == register.undoable()
        register.undo()
    with register.read() as session:
        assert history.undoable(session) is None


def test_every_table_and_field_that_is_kept_has_a_name_or_is_left_out_on_purpose() -> None:
    for mapper in Base.registry.mappers:
        kind = mapper.class_
        if not kind.journalled:
            continue
        table = kind.__tablename__
        assert table in words.TABLES, table
        assert sum(table in tables for _name, tables in KINDS) == 1, table
        for column in mapper.local_table.columns:
            assert words.field_name(table, column.name) or column.name in words.UNSEEN, f"{table}.{column.name}"


def test_a_step_is_told_field_by_field_in_words(register: Register, changed: int) -> None:
    with register.change("Change event") as session:
        events.change(session, changed, kind=EventKind.WORKSHOP, starts=dt.datetime(2026, 12, 1, 10))
    with register.read() as session:
        newest = history.page(session, HistoryFilter(), limit=1)[0]
        told = {
            line.field: (line.before, line.after)
            for row in history.of_step(session, newest.id)
            for line in words.lines(row)
        }
    assert told["Event type"] == ("Round-table", "Workshop")
    assert told["Starts"] == ("1 Dec 2026 09:00", "1 Dec 2026 10:00")
    assert "starts_utc" not in told


def test_an_organisation_is_told_by_its_name_not_by_its_key(register: Register) -> None:
    with register.change("Add person") as session:
        person = people.add(session, last_name="Somebody", organisation="River Office").id
    with register.change("Change person") as session:
        people.change(session, person, organisation="Hill Office")
    with register.read() as session:
        row = next(row for row in history.changes(session) if row.table == "person" and row.before)
    assert words.before(row) == "Organisation: River Office"
    assert words.after(row) == "Organisation: Hill Office"
