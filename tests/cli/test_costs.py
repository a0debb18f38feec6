"""`costs` as a program or a person calls it."""

from collections.abc import Callable
from pathlib import Path

import click
import pytest
from python_calamine import CalamineWorkbook

from roundtables.cli.main import commands
from roundtables.errors import Expected
from roundtables.queries import events as event_rows
from roundtables.register import Register
from roundtables.services import attendance, catering
from roundtables.terms import Presence
from tests.cli.shell import Shell


@pytest.fixture
def reference(register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]) -> str:
    """A round-table with two participants, one of whom was there on the first day."""
    event = given_event()
    keys = given_participants(event, 2)
    with register.change("Mark attendance") as session:
        attendance.mark(session, event_rows.slots(session, event)[0].id, keys[:1], Presence.PRESENT)
    return "E0.1"


@pytest.fixture
def shell(path: Path, reference: str) -> Shell:
    return Shell(path)


def call(shell: Shell, *arguments: str) -> None:
    """A command in this process, which is quicker; raises what it would say."""
    commands.main(["--register", str(shell.register), *arguments], standalone_mode=False)


def test_costs_are_added_listed_and_removed(shell: Shell, reference: str) -> None:
    amounts = ("--estimate", "1 100", "--actual", "1123,45", "--currency", "SEK", "--rate", "11.2345")
    told = ("--rate-source", "ECB", "--invoice", "A-1", "--paid-by", "River Office", "--budget-line", "B.1")
    who = ("--email", "P1.0@office.example", "--date", "2026-12-01", "--description", "Train")
    number = shell.run("costs", "add", reference, "--kind", "travel", *amounts, *told, *who).strip()
    call(shell, "costs", "add", reference, "--kind", "subsistence", "--estimate", "51", "--each-present")
    call(shell, "costs", "add", reference, "--kind", "venue", "--actual", "100", "--currency", "NOK")
    found = shell.json("costs", "list", reference)
    first = found["costs"][0]
    assert (first["number"], first["kind"], first["person"]) == (int(number), "travel", "Given0 Family0")
    assert (first["estimate"], first["actual"], first["actual_in_euro"]) == ("1100.00", "1123.45", "100.00")
    assert (first["rate"], first["rate_source"], first["invoice"], first["paid_by"], first["date"]) == (
        *("11.2345", "ECB", "A-1", "River Office"),
        "2026-12-01",
    )
    assert found["total"] == {"costs": 3, "estimate": "148.91", "actual": "100.00", "left_out": 1}
    assert found["by_kind"]["subsistence"]["estimate"] == "51.00"
    assert found["missing"] == {"invoice": 1, "rate": 1, "amount": 0, "participation": 0}
    shown = shell.run("costs", "list", reference)
    heads = shown.splitlines()[0]
    assert heads.split()[:6] == ["No.", "Kind", "Person", "Description", "Estimate", "Actual"]
    assert "Total in euro: estimate 148.91, actual 100.00." in shown
    assert "1 cost in another currency has no exchange rate" in shown
    with pytest.raises(Expected, match=r"There is no cost 4711 of E0\.1"):
        call(shell, "costs", "remove", reference, number, "4711")
    call(shell, "costs", "remove", reference, number)
    assert len(shell.json("costs", "list", reference)["costs"]) == 2


def test_what_can_t_be_added_is_said_and_nothing_is(shell: Shell, reference: str) -> None:
    begin = ("costs", "add", reference, "--kind", "travel")
    for arguments, words in (
        (("--actual", "-5"), "below nought"),
        (("--actual", "ten"), "is not an amount"),
        (("--actual", "5", "--currency", "XYZ"), "not a currency"),
        (("--actual", "5", "--email", "no@body.example"), "Nobody in this register has the address"),
        (("--km", "500"), "No rate table for “Travel” holds"),
    ):
        with pytest.raises(Expected, match=words):
            call(shell, *begin, *arguments)
    for arguments in (("--km", "5", "--actual", "5"), ("--each-present", "--email", "p1.0@office.example")):
        with pytest.raises(click.UsageError):
            call(shell, *begin, *arguments)
    assert shell.json("costs", "list", reference)["costs"] == []


def test_rate_tables_are_imported_and_chosen_from(shell: Shell, reference: str, tmp_path: Path) -> None:
    table = shell.json("costs", "rates", "--example")[0]
    assert (table["decision"], table["from"], table["until"]) == ("C(2021)35", "2021-01-01", None)
    assert table["bands"][-1] == {"from_km": 10001, "to_km": None, "amount": "1101.00"}
    call(shell, "costs", "add", reference, "--kind", "travel", "--km", "1830", "--email", "p1.0@office.example")
    cost = shell.json("costs", "list", reference)["costs"][0]
    assert (cost["actual"], cost["estimate"], cost["decision"], cost["km"]) == ("295.00", "295.00", "C(2021)35", 1830)
    with pytest.raises(Expected, match="399 km is less than the 400 km"):
        call(shell, "costs", "add", reference, "--kind", "travel", "--km", "399")
    listed = tmp_path / "rates.csv"
    listed.write_text("From km;To km;Amount\n1000;1999;300\n", encoding="utf-8")
    with pytest.raises(Expected, match=r"rates\.csv doesn't say of which decision .* --decision"):
        call(shell, "costs", "rates", "--import", str(listed))
    with pytest.raises(Expected, match=r"rates\.csv doesn't say from which day .* --from"):
        call(shell, "costs", "rates", "--import", str(listed), "--decision", "D(0)")
    with pytest.raises(click.UsageError, match="--import"):
        call(shell, "costs", "rates", "--decision", "D(0)")
    assert [each["decision"] for each in shell.json("costs", "rates")] == ["C(2021)35"]
    listed.write_text("From km;To km;Amount\n100;200;40\n301;399;60\n", encoding="utf-8")
    given = ("--import", str(listed), "--decision", "D(1)", "--from", "2026-01-01", "--until", "2026-12-31")
    assert "301" in shell.run("costs", "rates", *given)
    assert "no rate from 201 to 300 km" in shell.errors
    with pytest.raises(Expected, match="is here already"):
        call(shell, "costs", "rates", *given)
    listed.write_text("From km;To km;Amount\n100;200;40\n200;399;60\n", encoding="utf-8")
    with pytest.raises(Expected, match="the bands overlap"):
        call(shell, "costs", "rates", *given[:3], "D(2)", *given[4:])
    assert [each["decision"] for each in shell.json("costs", "rates")] == ["C(2021)35", "D(1)"]


def test_of_several_tables_that_hold_the_decision_chooses(shell: Shell, reference: str, tmp_path: Path) -> None:
    call(shell, "costs", "rates", "--example")
    later = tmp_path / "later.csv"
    later.write_text("From km;To km;Amount\n400;1999;300\n", encoding="utf-8")
    call(shell, "costs", "rates", "--import", str(later), "--decision", "D(1)", "--from", "2026-01-01")
    journey = ("costs", "add", reference, "--kind", "travel", "--km", "830")
    with pytest.raises(Expected, match=r"C\(2021\)35, D\(1\).* --decision NUMBER"):
        call(shell, *journey)
    with pytest.raises(Expected, match=r"no rate table of D\(2\) for “Travel”"):
        call(shell, *journey, "--decision", "D(2)")
    with pytest.raises(Expected, match=r"2020"):
        call(shell, *journey, "--decision", "D(1)", "--date", "2020-12-31")
    with pytest.raises(click.UsageError, match="--km"):
        call(shell, "costs", "add", reference, "--kind", "travel", "--actual", "5", "--decision", "D(1)")
    call(shell, *journey, "--decision", "d(1)")
    call(shell, *journey, "--decision", "C(2021)35")
    found = [(cost["decision"], cost["actual"]) for cost in shell.json("costs", "list", reference)["costs"]]
    assert found == [("D(1)", "300.00"), ("C(2021)35", "221.00")]
    twin = ("--name", "By train", "--decision", "D(1)", "--from", "2026-01-01")
    call(shell, "costs", "rates", "--import", str(later), *twin)
    with pytest.raises(Expected, match="By train"):
        call(shell, *journey, "--decision", "D(1)")


def test_a_catering_sheet_is_written_and_known_again(
    shell: Shell, reference: str, register: Register, tmp_path: Path
) -> None:
    with register.change("Catering") as session:
        catering.add(session, 1, purpose="Lunch", amount="20")
    assert shell.json("costs", "catering", reference)[0] == {
        "served": "2026-12-01T09:00:00",
        "kind": "meeting",
        "purpose": "Lunch",
        "guests": 1,
        "invoice": None,
        "amount": "20.00",
        "currency": "EUR",
    }
    out = tmp_path / "sheet.xlsx"
    call(shell, "costs", "catering", reference, "--out", str(out), "--for", "Finance", "--in", "fi")
    rows = CalamineWorkbook.from_path(out).get_sheet_by_index(0).to_python()
    assert any("Lunch" in row for row in rows)
    assert shell.json("attendance", "verify", str(out))["for"] == "Finance"
    with pytest.raises(Expected, match="has no catering 2"):
        call(shell, "costs", "catering", reference, "--number", "2", "--out", str(out))
