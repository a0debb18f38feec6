"""Unit costs from tables: read however they are put, refused in words, chosen by distance and day, never guessed."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from roundtables.errors import Expected
from roundtables.formats.sheets import rate_table
from roundtables.formats.sheets.rate_table import NoRateColumns, RateLine
from roundtables.model import RateBand, RateTable
from roundtables.queries import costs as cost_rows
from roundtables.queries import rates as queries
from roundtables.register import Register
from roundtables.services import costs, rates
from roundtables.terms import CostKind

GivenEvent = Callable[..., int]
DAY = dt.date(2024, 5, 6)
EXAMPLE = (
    *((400, 600, 196), (601, 800, 209), (801, 1200, 221), (1201, 1600, 230), (1601, 2000, 295), (2001, 2500, 343)),
    *((2501, 3500, 433), (3501, 4500, 527), (4501, 6000, 637), (6001, 7500, 720), (7501, 10000, 961)),
    (10001, None, 1101),
)


def do(register: Register, work: Callable[..., Any], *arguments: Any, **values: Any) -> Any:
    with register.change("Rates") as session:
        return work(session, *arguments, **values)


def lines(*bands: tuple[int | None, int | None, int | None]) -> list[RateLine]:
    return [RateLine(number, *band) for number, band in enumerate(bands, 2)]


def table(register: Register, *bands: tuple[int | None, int | None, int | None], **values: Any) -> int:
    given_values = {"name": "Journeys", "decision": "D(1)", "valid_from": dt.date(2021, 1, 1), **values}
    with register.change("Rate table") as session:
        return rates.take_over(session, lines(*bands), **given_values).id


def choose(register: Register, km: int | None, on: dt.date = DAY, **more: Any) -> rates.Rate:
    with register.read() as session:
        return rates.rate_for(session, CostKind.TRAVEL, km, on, **more)


def counted(register: Register) -> tuple[int, int]:
    with register.read() as session:
        return (
            session.scalar(select(func.count(RateTable.id))) or 0,
            session.scalar(select(func.count(RateBand.id))) or 0,
        )


def test_the_example_is_offered_and_says_what_amends_it(register: Register) -> None:
    assert counted(register) == (0, 0)
    do(register, rates.take_over_example)
    with register.read() as session:
        found = queries.tables(session)[0]
    assert (found.decision, found.valid_from, found.valid_until) == ("C(2021)35", dt.date(2021, 1, 1), None)
    assert [(band.from_km, band.to_km, band.cents // 100) for band in found.bands] == list(EXAMPLE)
    assert "C(2023)4928" in found.note
    assert "C(2024)5405" in found.note
    with pytest.raises(rates.DecisionKnown, match=r"C\(2021\)35 is here already"):
        do(register, rates.take_over_example)
    register.undo()
    assert counted(register) == (0, 0)


@given(st.integers(0, 40_000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_each_distance_has_the_amount_of_its_band_or_none(register: Register, km: int) -> None:
    if counted(register)[0] == 0:
        do(register, rates.take_over_example)
    fitting = [cents for first, last, cents in EXAMPLE if first <= km and (last is None or km <= last)]
    if fitting:
        assert choose(register, km).cents == fitting[0] * 100
    else:
        with pytest.raises(rates.UnderLowestBand, match="less than the 400 km"):
            choose(register, km)


def test_a_rate_that_is_in_no_table_is_not_guessed(register: Register) -> None:
    with pytest.raises(rates.NoTableValid, match="No rate table for “Travel” holds on 6 May 2024"):
        choose(register, 500)
    first = table(register, (100, 200, 1000), (301, 400, 2000), valid_until=dt.date(2024, 5, 5))
    with pytest.raises(rates.NoTableValid):
        choose(register, 150)
    assert choose(register, 150, dt.date(2024, 5, 5)).cents == 1000
    with pytest.raises(rates.NoTableValid):
        choose(register, 150, dt.date(2020, 12, 31))
    do(register, rates.change, first, valid_until=None)
    with pytest.raises(rates.InNoBand, match="250 km lies in no band of D"):
        choose(register, 250)
    with pytest.raises(rates.InNoBand):
        choose(register, 401)
    with pytest.raises(rates.UnderLowestBand):
        choose(register, 99)
    with pytest.raises(rates.DistanceMissing):
        choose(register, None)
    with register.read() as session, pytest.raises(rates.NoTableValid):
        rates.rate_for(session, CostKind.ACCOMMODATION, 150, DAY)


def test_where_two_tables_have_a_rate_one_has_to_be_chosen(register: Register) -> None:
    old = table(register, (400, 600, 19600))
    new = table(register, (400, 600, 24500), decision="D(2)", valid_from=dt.date(2023, 7, 26))
    assert choose(register, 500, dt.date(2023, 7, 25)).table_id == old
    with pytest.raises(rates.SeveralTablesHold, match=r"D\(1\), D\(2\)") as told:
        choose(register, 500)
    assert told.value.field == "table_id"
    assert choose(register, 500, table_id=new).cents == 24500
    with pytest.raises(rates.TableDoesNotHold, match=r"D\(2\) does not hold on 25 Jul 2023"):
        choose(register, 500, dt.date(2023, 7, 25), table_id=new)
    with register.read() as session:
        rows = queries.tables(session)
    assert [(one.id, other.id) for one, other in queries.overlaps(rows)] == [(old, new)]
    do(register, rates.change, old, valid_until=dt.date(2023, 7, 25))
    with register.read() as session:
        rows = queries.tables(session)
    assert queries.overlaps(rows) == []
    assert rows[0].has_expired(DAY)
    assert choose(register, 500).table_id == new


def test_tables_for_other_distances_stand_side_by_side(register: Register) -> None:
    table(register, (400, None, 19600))
    table(register, (50, 399, 4000), decision="D(2)")
    assert (choose(register, 399).cents, choose(register, 400).cents) == (4000, 19600)
    with register.read() as session:
        assert queries.overlaps(queries.tables(session)) == []


@pytest.mark.parametrize(
    ("bands", "error", "words"),
    [
        ([(100, 200, 1), (200, 300, 2)], rates.BandsOverlap, "Row 3 and the row above it both have a rate for 200 km"),
        ([(100, None, 1), (200, 300, 2)], rates.BandsOverlap, "200 km"),
        ([(100, 200, 1), (100, 200, 2)], rates.BandsOverlap, "100 km"),
        ([(300, 400, 1), (100, 200, 2)], rates.BandsNotInOrder, "Row 3 begins at a shorter distance"),
        ([(300, 200, 1)], rates.BandEndsBeforeItBegins, "ends at 200 km, before it begins at 300 km"),
        ([], rates.NoBands, "no rates below the headings"),
    ],
)
def test_what_is_wrong_with_the_bands_is_said_and_nothing_is_written(
    register: Register, bands: Any, error: type[Expected], words: str
) -> None:
    with pytest.raises(error, match=words) as told:
        table(register, *bands)
    assert "Nothing was taken over" in str(told.value)
    assert counted(register) == (0, 0)


def test_gaps_are_allowed_and_told(register: Register) -> None:
    listed = lines((100, 200, 1), (201, 300, 2), (401, None, 3))
    assert rates.gaps(listed) == [rates.Gap(301, 400)]
    rates.require_usable(listed)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"decision": " "}, "can't be left empty"),
        ({"name": ""}, "can't be left empty"),
        ({"valid_from": None}, "first day on which"),
        ({"valid_until": dt.date(2020, 1, 1)}, "before the first day"),
        ({"currency": "EURO"}, "not a currency"),
        ({"decision": "D(0)"}, "is here already"),
    ],
)
def test_what_is_said_of_a_table_is_checked(register: Register, values: Any, error: str) -> None:
    table(register, (1, 2, 3), decision="D(0)")
    with pytest.raises(Expected, match=error):
        table(register, (1, 2, 3), **values)
    assert counted(register) == (1, 1)


def test_costs_keep_their_amounts_and_a_table_in_use_stays(register: Register, given_event: GivenEvent) -> None:
    event, key = given_event(), table(register, (400, 600, 19600))
    unit = choose(register, 450)
    do(register, costs.add_unit_costs, event, [None], unit, 450, description="Zagreb–Helsinki")
    with register.read() as session:
        row = cost_rows.listing(session, [event])[0]
    assert (row.estimate_cents, row.actual_cents, row.currency, row.kind) == (19600, 19600, "EUR", CostKind.TRAVEL)
    assert (row.decision, row.distance_km, row.is_unit_cost, row.lacks_invoice) == ("D(1)", 450, True, False)
    do(register, rates.change, key, valid_until=dt.date(2021, 12, 31), note="Over")
    with register.read() as session:
        assert cost_rows.listing(session, [event]) == [row]
    with pytest.raises(rates.TableInUse, match="1 cost was chosen from"):
        do(register, rates.remove, key)
    do(register, costs.change, row.id, actual="150")
    with register.read() as session:
        changed = cost_rows.listing(session, [event])[0]
    assert (changed.is_unit_cost, changed.distance_km, changed.lacks_invoice) == (False, None, True)
    do(register, rates.remove, key)
    assert counted(register) == (0, 0)
    register.undo()
    assert counted(register) == (1, 1)


HEADS = (
    ("From km;To km;Amount (EUR)", "401;600;196,50"),
    ("Alkaen km;Asti km;Summa", "401;600;196,50"),
    ("Från km;Till km;Belopp", "401;600;196,50"),
    ("Od km;Do km;Iznos", "401;600;196,50"),
    ("Distance Band (in km);Amount in EUR per return trip", "401-600;196,50"),
    ("Etäisyys;Yksikkökustannus", "401 – 600 km;196,50"),
    ("Avstånd (km);Enhetskostnad", "401—600;196,50"),
    ("Udaljenost (km);Jedinični trošak", "401-600;196,50"),
)


@pytest.mark.parametrize(("head", "row"), HEADS)
def test_the_columns_are_recognised_in_four_languages(tmp_path: Path, head: str, row: str) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(f"Title of the list;;\n{head}\n{row}\n", encoding="utf-8")
    sheet = rates.read_file(path)
    assert sheet.lines == (RateLine(3, 401, 600, 19650),)


def test_a_workbook_says_what_its_table_is(tmp_path: Path) -> None:
    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    for row in (
        ("Decision", "C(2023)4928"),
        ("Valid from", dt.date(2023, 7, 26)),
        ("Distance band in km", "Amount in EUR"),
        ("400-600", 245),
        ("10001-Max", 1376.25),
    ):
        sheet.append(row)
    path = tmp_path / "rates.xlsx"
    workbook.save(path)
    found = rates.read_file(path)
    assert (found.decision, found.valid_from) == ("C(2023)4928", dt.date(2023, 7, 26))
    assert [(line.from_km, line.to_km, line.cents) for line in found.lines] == [
        (400, 600, 24500),
        (10001, None, 137625),
    ]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("400;600;-196", "below nought"),
        ("400;600;", "is not an amount"),
        ("400;600;about 200", "is not an amount"),
        ("four;600;196", "“four” is not a distance"),
        ("-400;600;196", "is not a distance"),
        ("400;60000000;196", "whole kilometres up to 50000"),
        ("400,5;600;196", "is not a distance"),
    ],
)
def test_a_row_that_can_t_be_used_is_told_by_its_number(
    register: Register, tmp_path: Path, row: str, words: str
) -> None:
    path = tmp_path / "rates.csv"
    path.write_text(f"From km;To km;Amount\n100;200;50\n{row}\n", encoding="utf-8")
    sheet = rates.read_file(path)
    assert [bool(line.problem) for line in sheet.lines] == [False, True]
    with pytest.raises(rates.BandsNotUsable, match=f"Row 3: .*{words}.*Nothing was taken over"):
        do(register, rates.take_over, sheet.lines, name="N", decision="D", valid_from=DAY)
    assert counted(register) == (0, 0)


def test_a_list_of_something_else_is_told_with_what_was_looked_for(tmp_path: Path) -> None:
    path = tmp_path / "people.csv"
    path.write_text("Name;Email\nA;a@office.example\n", encoding="utf-8")
    with pytest.raises(NoRateColumns, match=r"people\.csv has no heading row.*“From km”"):
        rates.read_file(path)
    path.write_text("From km;To km;Amount\n" + "1;2;3\n" * (rate_table.MOST_BANDS + 1), encoding="utf-8")
    with pytest.raises(rate_table.TooManyBands):
        rates.read_file(path)


@given(st.lists(st.text(max_size=30), min_size=1, max_size=6))
@settings(deadline=None)
def test_whatever_stands_in_cells_is_read_or_told(cells: list[str]) -> None:
    from roundtables.formats.sheets.reading import Table

    row = tuple((cells + [""] * 3)[:3])
    try:
        rate_table.read_rates(Table((("From km", "To km", "Amount"), row)), "file")
        rate_table.read_rates(Table((row, row)), "file")
    except NoRateColumns:
        pass
