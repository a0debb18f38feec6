"""Undo and redo from the journal alone."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from roundtables.model import Base, Event, Organisation, Person
from roundtables.queries import events as event_queries
from roundtables.queries import history, participants, search
from roundtables.register import Register
from roundtables.register.errors import NothingToRedo, NothingToUndo, StepOverlaid
from roundtables.services import attendance, events, people, sessions
from roundtables.services.people import NameMissing
from roundtables.terms import CountedBy, EventStatus, Presence

UNJOURNALLED = {"step", "change", "numbering"}


def contents(register: Register, *, without: tuple[str, ...] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every journalled row of every table, and the index."""
    with register.read() as session:
        found = {
            name: [tuple(row) for row in session.execute(select(table).order_by(table.c.id))]
            for name, table in Base.metadata.tables.items()
            if name not in UNJOURNALLED | set(without)
        }
        found["index"] = [
            tuple(row) for row in session.execute(text("SELECT rowid, * FROM search_index ORDER BY rowid"))
        ]
        return found


def test_a_step_undone_leaves_everything_as_it_was(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]
) -> None:
    event = given_event()
    keys = given_participants(event, 3)
    with register.read() as session:
        slots = event_queries.slots(session, event)
    with register.change("Mark") as session:
        attendance.mark(session, slots[0].id, keys, Presence.PRESENT)
    before = contents(register)
    with register.change("Delete event") as session:
        events.delete(session, event)
    assert contents(register)["attendance"] == []
    assert register.undo() == "Delete event"
    assert contents(register) == before


def test_what_is_taken_out_of_a_list_is_recorded_and_comes_back(
    register: Register, given_event: Callable[..., int]
) -> None:
    event = given_event()
    with register.change("Add sessions") as session:
        keys = [
            sessions.add(
                session,
                event,
                title=f"Part {number}",
                starts=dt.datetime(2026, 12, 1, 9 + number),
                ends=dt.datetime(2026, 12, 1, 10 + number),
            ).id
            for number in range(3)
        ]
    seen = []
    steps: list[tuple[str, Callable[[Session], object]]] = [
        ("Count by session", lambda session: events.change(session, event, counted_by=CountedBy.SESSION)),
        ("Remove session", lambda session: sessions.remove(session, keys[1])),
        ("Count as a whole", lambda session: events.change(session, event, counted_by=CountedBy.WHOLE)),
    ]
    for name, work in steps:
        seen.append(contents(register))
        with register.change(name) as session:
            work(session)
    for name, _work in reversed(steps):
        assert register.undo() == name
        assert contents(register) == seen.pop()


def test_steps_are_undone_from_the_newest_and_redone_in_their_own_order(register: Register) -> None:
    for name in ("Aino", "Bertil", "Cvita"):
        with register.change(f"Add {name}") as session:
            people.add(session, first_name=name)
    assert [register.undo(), register.undo()] == ["Add Cvita", "Add Bertil"]
    assert register.undoable() == "Add Aino"
    assert [register.redo(), register.redo()] == ["Add Bertil", "Add Cvita"]
    with pytest.raises(NothingToRedo):
        register.redo()
    with register.read() as session:
        assert [person.first_name for person in session.scalars(select(Person).order_by(Person.id))] == [
            "Aino",
            "Bertil",
            "Cvita",
        ]


def test_a_new_step_ends_what_could_be_redone(register: Register) -> None:
    for name in ("Aino", "Bertil"):
        with register.change(f"Add {name}") as session:
            people.add(session, first_name=name)
        if name == "Aino":
            register.undo()
    assert register.redoable() is None


def test_an_empty_register_has_nothing_to_undo(register: Register) -> None:
    with pytest.raises(NothingToUndo):
        register.undo()


def test_a_step_whose_rows_were_changed_since_is_refused_and_passed_over(
    register: Register, given_event: Callable[..., int]
) -> None:
    with register.change("Add Aino") as session:
        people.add(session, first_name="Aino")
    event = given_event(title="First")
    with register.change("Rename") as session:
        events.change(session, event, title="Second")
    with register.change("Rename for good", undoable=False) as session:
        events.change(session, event, title="Third")
    with pytest.raises(StepOverlaid, match="Rename"):
        register.undo()
    with register.read() as session:
        assert session.get_one(Event, event).title == "Third"
    with pytest.raises(StepOverlaid, match="Add event"):
        register.undo()
    assert register.undo() == "Add Aino"


def test_the_sequence_rises_when_a_move_is_undone(register: Register, given_event: Callable[..., int]) -> None:
    event = given_event()
    with register.change("Move") as session:
        events.move(session, event, dt.datetime(2026, 12, 8, 9))
    register.undo()
    with register.read() as session:
        page = event_queries.event_page(session, event)
    assert (page.starts, page.sequence) == (dt.datetime(2026, 12, 1, 9), 2)
    register.redo()
    with register.read() as session:
        page = event_queries.event_page(session, event)
    assert (page.starts, page.sequence) == (dt.datetime(2026, 12, 8, 9), 3)


def test_a_failed_step_leaves_nothing_behind(register: Register) -> None:
    before = contents(register)

    def add_two() -> None:
        with register.change("Break") as session:
            people.add(session, first_name="Aino")
            people.add(session, first_name="")

    with pytest.raises(NameMissing):
        add_two()
    assert contents(register) == before
    assert register.undoable() is None


def test_the_history_of_an_event_names_what_was_and_what_is(
    register: Register, given_event: Callable[..., int]
) -> None:
    event = given_event(title="Draft name")
    given_event(title="Another")
    with register.change("Rename") as session:
        events.change(session, event, title="Final name")
    with register.read() as session:
        newest = history.changes(session, event_id=event)[0]
        steps = {row.step for row in history.changes(session, event_id=event)}
    assert (newest.step, newest.before, newest.after) == ("Rename", {"title": "Draft name"}, {"title": "Final name"})
    assert steps == {"Add event", "Rename"}


def test_the_index_follows_changes_undo_and_the_names_of_organisations(register: Register) -> None:
    with register.change("Add") as session:
        people.add(session, first_name="Đurđa", last_name="Šimić", organisation="Čista Ruka")
    with register.read() as session:
        assert [hit.shown for hit in search.find(session, "durda SIMIC")] == ["Đurđa Šimić"]
        assert {hit.kind for hit in search.find(session, "cista")} == {"person", "organisation"}
    with register.change("Rename") as session:
        session.scalars(select(Organisation)).one().name = "Nova Ruka"
    with register.read() as session:
        assert not search.find(session, "cista")
        assert {hit.kind for hit in search.find(session, "nov ruk")} == {"person", "organisation"}
    register.undo()
    with register.read() as session:
        assert {hit.kind for hit in search.find(session, "cista")} == {"person", "organisation"}


def test_listeners_learn_which_tables_changed(register: Register, given_event: Callable[..., int]) -> None:
    heard: list[frozenset[str]] = []
    stop = register.on_change(heard.append)
    event = given_event()
    with register.change("Cancel") as session:
        events.cancel(session, event)
    stop()
    register.undo()
    assert heard == [frozenset({"event", "slot", "numbering"}), frozenset({"event"})]
    with register.read() as session:
        assert session.get_one(Event, event).status is EventStatus.PLANNED
        assert participants.listing(session, event) == []


def test_a_key_that_is_given_again_within_a_step_is_found_by_its_new_words_alone(register: Register) -> None:
    with register.change("Add") as session:
        first = people.add(session, last_name="Zenobia").id
    with register.change("Replace") as session:
        people.delete(session, first)
        session.flush()
        second = people.add(session, last_name="Quillon").id
    assert first == second
    with register.read() as session:
        assert [hit.shown for hit in search.find(session, "zenobia")] == []
        assert [hit.shown for hit in search.find(session, "quillon")] == ["Quillon"]
    register.undo()
    with register.read() as session:
        assert [hit.shown for hit in search.find(session, "zenobia")] == ["Zenobia"]
