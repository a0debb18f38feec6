"""What was typed so far finds what was meant: best first, by kind, a slip forgiven."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert

from roundtables.model import Person
from roundtables.model.people import person_keys
from roundtables.queries import search
from roundtables.queries.spelling import fitness, most_slips, nearest
from roundtables.register import Register
from roundtables.services import people


@pytest.fixture
def known(register: Register, given_event: Callable[..., int]) -> Register:
    """A register with an event and some people of similar names."""
    given_event(title="Workshop on reporting")
    with register.change("Add people") as session:
        for first, last in (
            ("Aino", "Kankaala"),
            ("Kaino", "Kankaanpää"),
            ("Đurđa", "Šimić"),
            ("Ana", "Ljubić"),
            ("Matti", "Meikäläinen"),
        ):
            people.add(session, first_name=first, last_name=last, organisation="Kaleva Office", email="x@y.example")
    return register


def names(register: Register, words: str) -> tuple[list[str], list[str], str]:
    with register.read() as session:
        found = search.look_up(session, words)
    return [hit.shown for hit in found.hits], [hit.shown for hit in found.near], found.meant


def test_names_that_begin_with_the_words_stand_first(known: Register) -> None:
    hits, _near, _meant = names(known, "ka")
    assert hits[0] == "Kaino Kankaanpää"
    assert hits[1] == "Aino Kankaala"
    assert hits[-1] == "Kaleva Office"


def test_accents_and_case_are_ignored_and_words_come_in_any_order(known: Register) -> None:
    assert names(known, "SIMIC durda")[0] == ["Đurđa Šimić"]


def test_an_event_has_its_date_so_that_those_of_one_name_are_told_apart(known: Register) -> None:
    with known.read() as session:
        (hit,) = search.look_up(session, "workshop").hits
    assert hit.starts is not None
    assert hit.starts.year == 2026


@pytest.mark.parametrize(
    "slip",
    [
        "kankala",  # one letter missing
        "kanakala",  # two in the wrong order
        "jankaala",  # another first letter
        "ankaala",  # no first letter
        "kkankaala",  # the first letter twice
        "akankaala",  # one too many before it
        "aknkaala",  # the first two in the wrong order
        "kankwala aino",
    ],
)
def test_a_slip_is_forgiven_and_said(known: Register, slip: str) -> None:
    hits, near, meant = names(known, slip)
    assert not hits
    assert "Aino Kankaala" in near
    assert "kankaala" in meant


def test_a_slip_counts_while_the_word_is_still_being_typed(known: Register) -> None:
    assert "Matti Meikäläinen" in names(known, "mekala")[1]


def test_what_was_found_as_typed_is_not_repeated_among_what_was_perhaps_meant(known: Register) -> None:
    hits, near, _meant = names(known, "kankaala")
    assert hits == ["Aino Kankaala"]
    assert not set(hits) & set(near)


def test_nothing_like_it_finds_nothing(known: Register) -> None:
    assert names(known, "xqzwv") == ([], [], "")
    assert names(known, "") == ([], [], "")
    assert names(known, " -- \"' * ( ^ NEAR")[0] == []


def test_only_kinds_that_are_asked_for_are_found(known: Register) -> None:
    with known.read() as session:
        found = search.look_up(session, "kaleva", kinds=("person",))
    assert {hit.kind for hit in found.hits} == {"person"}


def test_short_words_have_to_be_right_and_long_ones_may_have_two_slips() -> None:
    assert [most_slips(word) for word in ("ana", "anna", "kankaala")] == [0, 1, 2]
    assert nearest("lawyr", {"lawyer": 4, "lawn": 1, "layer": 2}) == ["lawyer"]


def test_a_name_fits_by_its_beginning_by_its_words_or_nearly() -> None:
    assert fitness("imp", "Import people") == 0
    assert fitness("peo", "Import people") == 1
    assert fitness("improt", "Import people") == 2
    assert fitness("qqqq", "Import people") is None


def test_among_a_hundred_thousand_people_each_letter_is_answered_at_once(tmp_path: Path) -> None:
    register = Register.create(tmp_path / "large.roundtables")
    first = ("Anna", "Matti", "Ivana", "Åsa")
    with register.fill() as connection:
        connection.execute(
            insert(Person),
            [
                {
                    "first_name": first[number % 4],
                    "last_name": f"Suku{number % 5000}nen",
                    **person_keys(f"Suku{number % 5000}nen", first[number % 4]),
                    "email": f"p{number}@office.example",
                    "email_key": f"p{number}@office.example",
                    "phone": "",
                    "job_title": "",
                    "country": "",
                    "language": "",
                }
                for number in range(100_000)
            ],
        )
    taken = []
    for words in ("a", "an", "ann", "anna", "anna s", "anna suku49", "asa suku4999nen", "suku4999enn", "example"):
        with register.read() as session:
            search.look_up(session, words)
            begun = time.perf_counter()
            found = search.look_up(session, words)
            taken.append((time.perf_counter() - begun, words))
            assert found.hits or found.near
    register.close()
    # 50 ms are promised for a workstation; machines that run tests are at times far slower.
    assert sorted(taken)[len(taken) // 2][0] < 0.05, taken
    assert max(taken)[0] < 0.5, taken
