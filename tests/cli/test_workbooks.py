"""`attendance export`: of an event or of a period, with columns by their name, and what it says where it can't."""

from pathlib import Path

import click
import pytest
from python_calamine import CalamineWorkbook

from roundtables.cli.main import commands
from roundtables.errors import Expected
from roundtables.register import Register
from roundtables.services import column_sets
from tests.cli.shell import Shell, add

PERIOD = ("--from", "2026-01-01", "--until", "2026-12-31")


@pytest.fixture
def shell(path: Path) -> Shell:
    return Shell(path)


def sheets(path: Path) -> list[str]:
    return CalamineWorkbook.from_path(path).sheet_names


def test_a_period_is_exported_in_a_language_and_known_afterwards(shell: Shell, tmp_path: Path) -> None:
    add(shell)
    path = tmp_path / "year.xlsx"
    out = shell.run("attendance", "export", *PERIOD, "--out", str(path), "--for", "Finance", "--in", "en")
    assert out.strip() == str(path)
    assert sheets(path) == ["Events", "Participations", "Totals", "Costs", "Catering", "Hand-over"]
    known = shell.json("attendance", "verify", str(path))
    assert (known["kind"], known["for"], known["reference"]) == (
        "period-workbook",
        "Finance",
        "2026-01-01–2026-12-31",
    )


def test_columns_are_taken_by_the_name_they_are_saved_under(shell: Shell, tmp_path: Path) -> None:
    reference = add(shell)
    register = Register.open(shell.register)
    with register.change("Save columns") as session:
        column_sets.add(session, "For Seta", {"attendance": ["last_name", "role"], "events": ["title"]})
    register.close()
    event, period = tmp_path / "event.xlsx", tmp_path / "period.xlsx"
    shell.run("attendance", "export", reference, "--out", str(event), "--columns", "for seta")
    shell.run("attendance", "export", *PERIOD, "--out", str(period), "--columns", "For Seta")
    assert ["Last name", "Role"] in [
        row[:2] for row in CalamineWorkbook.from_path(event).get_sheet_by_index(0).to_python()
    ]
    rows = CalamineWorkbook.from_path(period).get_sheet_by_index(0).to_python()
    assert rows[-1][0] == "Round-table"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Name an event, or a period"),
        (("E0.1", "--from", "2026-01-01"), "not both"),
        (("E0.1", "--work-package", "2"), "not both"),
        (("--from", "2026-01-01"), "both its days"),
        (("--project", "PA"), "both its days"),
    ],
)
def test_what_is_meant_has_to_be_clear(path: Path, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    refused(click.UsageError, path, tmp_path, arguments, words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--from", "2026-12-31", "--until", "2026-01-01"), "ends before it begins"),
        (("--from", "soon", "--until", "2026-01-01"), "is not a date"),
        ((*PERIOD, "--project", "PA"), "There is no project PA"),
        ((*PERIOD, "--work-package", "7"), "There is no work package 7"),
        ((*PERIOD, "--columns", "none"), "There are no columns saved as “none”"),
        (("--from", "2020-01-01", "--until", "2020-12-31"), "No fitting event began"),
    ],
)
def test_what_is_not_there_is_told(path: Path, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    refused(Expected, path, tmp_path, arguments, words)


def refused(error: type[Exception], register: Path, folder: Path, arguments: tuple[str, ...], words: str) -> None:
    """In this process: how errors become words and exit codes is tested with the other commands."""
    out = folder / "x.xlsx"
    with pytest.raises(error) as told:
        commands(
            ["--register", str(register), "attendance", "export", *arguments, "--out", str(out)], standalone_mode=False
        )
    assert words in str(told.value)
    assert not out.exists()
