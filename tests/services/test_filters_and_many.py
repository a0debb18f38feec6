"""Named filters, and the same change to many at once."""

from collections.abc import Callable

import pytest

from roundtables.errors import NothingThere
from roundtables.queries import events as event_queries
from roundtables.queries import filters as queries
from roundtables.queries import organisations as organisation_queries
from roundtables.queries import people as people_queries
from roundtables.queries.people import PersonFilter
from roundtables.register import Register
from roundtables.services import events, filters, many, people
from roundtables.services.fields import TextMissing, TextTooLong
from roundtables.terms import EventStatus

DEFINITION = {"words": "river", "chosen": {"kind": "WORKSHOP"}, "sorts": [["title", True]]}


def names(register: Register, view: str = "people") -> list[str]:
    with register.read() as session:
        return [row.name for row in queries.of_view(session, view)]


def test_a_filter_is_kept_replaced_and_undone(register: Register) -> None:
    with register.change("Save filter") as session:
        filters.save(session, "people", "  River \x00 people ", DEFINITION)
    with register.change("Save filter") as session:
        filters.save(session, "people", "RIVER PEOPLE", {"words": "lake"})
    with register.read() as session:
        (row,) = queries.of_view(session, "people")
    assert (row.name, row.definition) == ("River people", {"words": "lake"})
    register.undo()
    with register.read() as session:
        assert queries.of_view(session, "people")[0].definition == DEFINITION
    register.undo()
    assert names(register) == []
    register.redo()
    assert names(register) == ["River people"]


def test_lists_have_filters_of_their_own_in_the_order_of_the_language(register: Register) -> None:
    with register.change("Save filter") as session:
        for name in ("b", "ä", "a"):
            filters.save(session, "people", name, {})
        filters.save(session, "events", "a", {})
    assert names(register) == ["ä", "a", "b"]
    assert names(register, "events") == ["a"]


def test_a_name_is_needed_and_taken_once(register: Register) -> None:
    with register.change("Save filter") as session:
        first = filters.save(session, "people", "One", {}).id
        filters.save(session, "people", "Two", {})
    with pytest.raises(filters.NameTaken), register.change("Rename filter") as session:
        filters.rename(session, first, "TWO")
    for name, error in (("  ", TextMissing), ("x" * 201, TextTooLong)):
        with pytest.raises(error), register.change("Save filter") as session:
            filters.save(session, "people", name, {})
    with register.change("Rename filter") as session:
        filters.rename(session, first, "one")
    with register.change("Delete filter") as session:
        filters.delete(session, first)
    with pytest.raises(NothingThere), register.change("Delete filter") as session:
        filters.delete(session, first)
    assert names(register) == ["Two"]


def test_many_people_get_one_organisation_as_one_step(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]
) -> None:
    given_participants(given_event(), 30)
    reported: list[tuple[int, int]] = []
    with register.read() as session:
        keys = [row.id for row in people_queries.page(session, PersonFilter(), limit=None)]
    with register.change("Change person") as session:
        many.change_people(
            session, keys, {"organisation": "New House"}, lambda done, total: reported.append((done, total))
        )
    with register.read() as session:
        assert {row.organisation for row in people_queries.page(session, PersonFilter(), limit=None)} == {"New House"}
        assert [row.name for row in organisation_queries.listing(session)] == ["New House", "River Office"]
        assert people_queries.count(session, PersonFilter(words="new house")) == 30
    assert reported == [(0, 30)]
    register.undo()
    with register.read() as session:
        assert people_queries.count(session, PersonFilter(words="new house")) == 0


def test_one_that_can_not_be_changed_leaves_all_as_they_were(
    register: Register, given_event: Callable[..., int]
) -> None:
    keys = [given_event(title=f"Event {number}") for number in range(3)]
    with register.change("Delete event") as session:
        events.delete(session, keys[2])
    with pytest.raises(NothingThere), register.change("Change event") as session:
        many.change_events(session, keys, {"status": EventStatus.DRAFT})
    with register.read() as session:
        rows = event_queries.page(session, event_queries.EventFilter())
    assert {row.status for row in rows} == {EventStatus.PLANNED}
    with register.change("Add person") as session:
        person = people.add(session, last_name="One").id
    with pytest.raises(NothingThere), register.change("Change person") as session:
        many.change_people(session, [person, person + 100], {"country": "FI"})
