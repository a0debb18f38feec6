"""Pairs of people who are perhaps the same."""

from collections.abc import Callable
from typing import Any

import pytest

from roundtables.queries import alike, merging
from roundtables.queries.alike import Reason
from roundtables.register import Register
from roundtables.services import merging as services
from roundtables.services import participants, people


@pytest.fixture
def given_person(register: Register) -> Callable[..., int]:
    def add(first: str, last: str, email: str = "", organisation: str = "", **values: Any) -> int:
        with register.change("Add person") as session:
            person = people.add(
                session, first_name=first, last_name=last, email=email, organisation=organisation, **values
            )
            return person.id

    return add


def pairs(register: Register) -> dict[tuple[int, int], tuple[Reason, ...]]:
    with register.read() as session:
        return {pair.id: pair.reasons for pair in alike.find(session).pairs}


def test_pairs_are_found_with_their_reasons(register: Register, given_person: Callable[..., int]) -> None:
    one = given_person("Aino", "Mäkelä", "aino@office.example", "River Office")
    typed = given_person("Aino", "Makela", "a.makela@ministry.example", "River Office")
    turned = given_person("Horvat", "Ana", "ana@one.example")
    right = given_person("Ana", "Horvat", "ana@two.example")
    slip = given_person("Johanna", "Virtanen")
    slipped = given_person("Johanna", "Wirtanen")
    married = given_person("Eva", "Lind", "eva@home.example")
    renamed = given_person("Eva", "Sandström-Koski", "EVA@home.example")
    found = pairs(register)
    assert found == {
        (one, typed): (Reason.SAME_NAME, Reason.ORGANISATION),
        (turned, right): (Reason.EXCHANGED, Reason.BEGINNING),
        (slip, slipped): (Reason.ALIKE,),
        (married, renamed): (Reason.ADDRESS, Reason.PART),
    }


def test_a_further_address_counts_and_the_likeliest_stand_first(
    register: Register, given_person: Callable[..., int]
) -> None:
    given_person("Bo", "Ek")
    given_person("Bo", "Ek")
    one = given_person("Aino", "Mäkelä", "aino@office.example")
    other = given_person("Aino", "Mäkelä", "old@office.example")
    with register.change("Address") as session:
        people.add_address(session, other, "aino@OFFICE.example")
    with register.read() as session:
        found = alike.find(session).pairs
    assert found[0].id == (one, other)
    assert found[0].score > found[1].score


def test_two_with_an_offices_address_and_names_of_their_own_are_two(
    register: Register, given_person: Callable[..., int]
) -> None:
    for first, last in (("Aino", "Mäkelä"), ("Bertil", "Holm"), ("Cvita", "Perić")):
        given_person(first, last, "info@office.example", "River Office")
    assert pairs(register) == {}


def test_who_was_said_to_be_two_is_not_proposed_again(register: Register, given_person: Callable[..., int]) -> None:
    one, other = given_person("Aino", "Mäkelä"), given_person("Aino", "Mäkelä")
    assert list(pairs(register)) == [(one, other)]
    with register.change("Not the same") as session:
        services.keep_apart(session, other, one)
    assert pairs(register) == {}
    register.undo()
    assert list(pairs(register)) == [(one, other)]


def test_a_search_is_stopped_at_its_next_report(register: Register, given_person: Callable[..., int]) -> None:
    class Stopped(Exception):
        pass

    def report(_done: int, _total: int) -> None:
        raise Stopped

    given_person("Aino", "Mäkelä")
    with pytest.raises(Stopped), register.read() as session:
        alike.find(session, report)


def test_common_names_and_endless_ones_are_no_burden(register: Register, given_person: Callable[..., int]) -> None:
    with register.change("Many") as session:
        for at in range(60):
            people.add(session, first_name="Matti", last_name="Virtanen", organisation=f"Office {at % 2}")
        people.add(session, first_name="x" * 200, last_name="y" * 200)
        people.add(session, first_name="", last_name="\u202eمرحبا <b>")
    with register.read() as session:
        found = alike.find(session)
    assert len(found.pairs) <= 60
    assert all(Reason.ORGANISATION in pair.reasons for pair in found.pairs)


def test_the_one_with_more_history_is_kept_unless_chosen(
    register: Register, given_person: Callable[..., int], given_event: Callable[..., int]
) -> None:
    first, second = given_person("Aino", "Mäkelä", "a@x.example"), given_person("Aino", "Mäkelä", "b@x.example")
    events = [given_event(), given_event()]
    with register.change("Take part") as session:
        participants.add(session, events[0], [first, second])
        participants.add(session, events[1], [second])
    with register.read() as session:
        pair = merging.person_pair(session, first, second)
    assert (pair.one.id, pair.other.id) == (second, first)
    assert (pair.from_one.events, pair.from_other.events, pair.from_other.both) == (2, 1, 1)
    assert pair.from_other.addresses == 1
