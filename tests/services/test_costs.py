"""What events cost: entered with every error at its field, added up in euro, undone whole."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_events
from sqlalchemy import func, select

from roundtables import money
from roundtables.errors import Invalid, NothingThere
from roundtables.model import Catering, Cost, Organisation
from roundtables.queries import costs as queries
from roundtables.queries.costs import CostRow, Missing, Sum
from roundtables.register import Register
from roundtables.services import costs, events, organisations, participants, people
from roundtables.services.fields import TextTooLong
from roundtables.terms import CateringKind, CostKind

GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]


def do(register: Register, work: Callable[..., Any], *arguments: Any, **values: Any) -> Any:
    with register.change("Costs") as session:
        return work(session, *arguments, **values)


def add(register: Register, event: int, **values: Any) -> int:
    with register.change("Add cost") as session:
        return costs.add(session, event, **values).id


def rows(register: Register, *events_: int) -> list[CostRow]:
    with register.read() as session:
        return queries.listing(session, events_)


def people_of(register: Register, event: int) -> list[int]:
    with register.read() as session:
        from roundtables.queries import participants as listed

        return [row.person_id for row in listed.listing(session, event)]


def test_a_cost_says_all_that_finance_asks(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    given_participants(event, 1)
    add(
        register,
        event,
        person_id=people_of(register, event)[0],
        kind=CostKind.TRAVEL,
        description=" Train  to Zagreb ",
        estimate="1 100",
        actual="1 123,45",
        currency="sek",
        rate="11,2345",
        rate_source="ECB 2026-11-30",
        incurred_on=dt.date(2026, 11, 30),
        invoice_number="A-17",
        payer="River Office",
        budget_line="B.1",
    )
    row = rows(register, event)[0]
    assert (row.person, row.kind, row.description) == ("Given0 Family0", CostKind.TRAVEL, "Train to Zagreb")
    assert (row.estimate_cents, row.actual_cents, row.currency, row.rate) == (110000, 112345, "SEK", "11.2345")
    assert (row.estimate_in_euro, row.actual_in_euro) == (9791, 10000)
    assert (row.rate_source, row.invoice_number, row.payer, row.budget_line) == (
        *("ECB 2026-11-30", "A-17"),
        *("River Office", "B.1"),
    )
    assert row.takes_part
    assert (row.lacks_rate, row.lacks_invoice, row.lacks_amount) == (False, False, False)


@pytest.mark.parametrize(
    ("values", "error", "field"),
    [
        ({"actual": "-5"}, money.NegativeAmount, "actual"),
        ({"estimate": -1}, money.NegativeAmount, "estimate"),
        ({"estimate": "12,345,6"}, money.NotAnAmount, "estimate"),
        ({"actual": money.MOST_CENTS + 1}, money.AmountTooLarge, "actual"),
        ({"currency": "XYZ"}, money.NotACurrency, "currency"),
        ({"currency": "SEK", "rate": "0"}, money.NotARate, "rate"),
        ({"currency": "EUR", "rate": "1,1"}, costs.RateNeedsNoEuro, "rate"),
        ({"description": "x" * 600}, TextTooLong, "description"),
    ],
)
def test_what_can_t_be_taken_is_said_at_its_field_and_nothing_is_written(
    register: Register, given_event: GivenEvent, values: Any, error: type[Invalid], field: str
) -> None:
    event = given_event()
    with pytest.raises(error) as told:
        add(register, event, **{"kind": CostKind.VENUE, "payer": "New Payer", **values})
    assert told.value.field == field
    assert rows(register, event) == []
    with register.read() as session:
        assert session.scalar(select(func.count(Organisation.id))) == 0
    known = add(register, event, kind=CostKind.VENUE, actual="10")
    with pytest.raises(error):
        do(register, costs.change, known, **values)
    assert rows(register, event)[0].actual_cents == 1000


def test_a_cost_of_nobody_known_is_refused(register: Register, given_event: GivenEvent) -> None:
    with pytest.raises(NothingThere):
        add(register, given_event(), person_id=4711)
    with pytest.raises(NothingThere):
        add(register, 4711)
    with pytest.raises(costs.NobodyChosen):
        do(register, costs.add_for_many, given_event(), [], actual="1")


def test_a_foreign_currency_without_a_rate_is_kept_and_left_out_of_the_totals(
    register: Register, given_event: GivenEvent
) -> None:
    event = given_event()
    add(register, event, kind=CostKind.VENUE, actual="100", currency="SEK")
    add(register, event, kind=CostKind.VENUE, estimate="40", actual="50", invoice_number="7")
    found = queries.totals(rows(register, event))
    assert found.all == Sum(number=2, estimate=4000, actual=5000, left_out=1)
    assert found.missing == Missing(invoices=1, rates=1)


def test_a_rate_goes_with_its_currency(register: Register, given_event: GivenEvent) -> None:
    event = given_event()
    key = add(register, event, actual="100", currency="SEK", rate="11", rate_source="ECB")
    do(register, costs.change, key, currency="NOK")
    assert (rows(register, event)[0].rate, rows(register, event)[0].rate_source) == ("", "")
    do(register, costs.change, key, currency="SEK", rate="10", rate_source="Bank")
    do(register, costs.change, key, currency="EUR")
    assert (rows(register, event)[0].rate, rows(register, event)[0].rate_source) == ("", "")


def test_a_cost_of_somebody_who_does_not_take_part_is_kept_and_told(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    keys = given_participants(event, 2)
    persons = people_of(register, event)
    for person in persons:
        add(register, event, person_id=person, actual="5", invoice_number="1")
    do(register, participants.remove, keys[:1])
    found = rows(register, event)
    assert [row.takes_part for row in found] == [False, True]
    assert queries.totals(found).missing == Missing(participations=1)


def test_many_get_the_same_cost_in_one_step(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    given_participants(event, 3)
    persons = people_of(register, event)
    do(register, costs.add_for_many, event, [*persons, persons[0]], kind=CostKind.SUBSISTENCE, actual="51,00")
    found = queries.totals(rows(register, event))
    assert (found.all.number, found.all.actual) == (3, 15300)
    assert [(each.name, each.sum.actual) for each in found.by_person] == [
        ("Given0 Family0", 5100),
        ("Given1 Family1", 5100),
        ("Given2 Family2", 5100),
    ]
    register.undo()
    assert rows(register, event) == []


def test_one_that_can_t_be_added_keeps_all_of_them_out(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    given_participants(event, 1)
    with pytest.raises(NothingThere):
        do(register, costs.add_for_many, event, [*people_of(register, event), 4711], actual="1")
    assert rows(register, event) == []


def test_a_copy_has_all_but_the_invoice(register: Register, given_event: GivenEvent) -> None:
    event = given_event()
    key = add(register, event, actual="10", invoice_number="A-1", payer="River Office", description="Taxi")
    do(register, costs.copy, [key])
    first, second = rows(register, event)
    assert dataclasses.replace(second, id=first.id, invoice_number="A-1") == first
    assert second.invoice_number == ""


def test_totals_by_kind_budget_line_and_event_take_one_statement(register: Register, given_event: GivenEvent) -> None:
    one, other, without = given_event(), given_event(), given_event()
    add(register, one, kind=CostKind.CATERING, actual="10", budget_line="B")
    add(register, one, kind=CostKind.TRAVEL, estimate="20", budget_line="A")
    add(register, other, kind=CostKind.TRAVEL, estimate="1", actual="2", budget_line="A")
    statements: list[str] = []
    with register.read() as session:
        engine = session.get_bind()
        listener = lambda *what: statements.append(what[2])  # noqa: E731 - a listener
        sqlalchemy_events.listen(engine, "before_cursor_execute", listener)
        by_event = queries.totals_by_event(session, [one, other, without])
        sqlalchemy_events.remove(engine, "before_cursor_execute", listener)
    assert len([each for each in statements if each.startswith("SELECT")]) == 1
    assert set(by_event) == {one, other}
    assert by_event[one].by_kind == (
        (CostKind.TRAVEL, Sum(1, 2000, 0, 0)),
        (CostKind.CATERING, Sum(1, 0, 1000, 0)),
    )
    assert queries.totals(rows(register, one, other)).by_budget_line == (
        ("A", Sum(2, 2100, 200)),
        ("B", Sum(1, 0, 1000)),
    )


def test_many_events_stand_in_their_order_however_many_are_read_at_once(
    register: Register, given_event: GivenEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = (5, 3, 4, 1, 2)
    keys = [given_event(starts=dt.datetime(2026, 12, day, 9), ends=dt.datetime(2026, 12, day, 10)) for day in days]
    for key in keys:
        add(register, key, kind=CostKind.VENUE)
        add(register, key, kind=CostKind.TRAVEL)
    whole = rows(register, *keys)
    assert [row.event_id for row in whole[::2]] == [keys[days.index(day)] for day in range(1, 6)]
    assert [row.kind for row in whole[:2]] == [CostKind.TRAVEL, CostKind.VENUE]
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    assert rows(register, *keys) == whole


def test_removing_a_cost_leaves_the_catering_and_undo_brings_both_together(
    register: Register, given_event: GivenEvent
) -> None:
    event = given_event()
    key = add(register, event, kind=CostKind.CATERING, actual="100")
    with register.change("Catering") as session:
        session.add(
            Catering(
                event_id=event, kind=CateringKind.MEETING, served=dt.datetime(2026, 12, 1, 12), purpose="L", cost_id=key
            )
        )
    assert do(register, costs.remove, [key]) == 1
    with register.read() as session:
        assert session.scalars(select(Catering.cost_id)).all() == [None]
    register.undo()
    with register.read() as session:
        assert session.scalars(select(Catering.cost_id)).all() == [key]


def test_an_event_goes_with_its_costs_and_comes_back_with_them(register: Register, given_event: GivenEvent) -> None:
    event = given_event()
    key = add(register, event, kind=CostKind.CATERING, actual="100")
    with register.change("Catering") as session:
        session.add(Catering(event_id=event, served=dt.datetime(2026, 12, 1, 12), purpose="L", cost_id=key))
    before = rows(register, event)
    do(register, events.delete, event)
    with register.read() as session:
        assert (session.scalar(select(func.count(Cost.id))), session.scalar(select(func.count(Catering.id)))) == (0, 0)
    register.undo()
    assert rows(register, event) == before
    with register.read() as session:
        assert session.scalars(select(Catering.cost_id)).all() == [key]


def test_a_person_with_costs_is_not_deleted(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    keys = given_participants(event, 1)
    person = people_of(register, event)[0]
    cost = add(register, event, person_id=person, actual="5")
    do(register, participants.remove, keys)
    with pytest.raises(people.HasCosts, match="1 cost of an event is Given0 Family0's"):
        do(register, people.delete, person)
    do(register, costs.remove, [cost])
    do(register, people.delete, person)
    register.undo()
    register.undo()
    assert [row.person_id for row in rows(register, event)] == [person]


def test_an_organisation_that_pays_is_not_deleted(register: Register, given_event: GivenEvent) -> None:
    add(register, given_event(), payer="River Office")
    with register.read() as session:
        key = session.scalars(select(Organisation.id)).one()
    with pytest.raises(organisations.StillInUse, match="It pays 1 cost"):
        do(register, organisations.delete, key)
