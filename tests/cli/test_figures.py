"""`figures` on the demonstration register."""

import shutil
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from tests.cli.shell import Shell


@pytest.fixture
def shell(demonstration: Path, tmp_path: Path) -> Shell:
    return Shell(Path(shutil.copy(demonstration, tmp_path / "demo.roundtables")))


def test_all_figures_are_printed_for_programs(shell: Shell) -> None:
    found = shell.json("figures")
    assert found["total"]["events"] > 0
    assert sum(each["participations"] for each in found["country"]) == found["total"]["participations"]
    assert set(found["work-package"][0]) == {
        *("key", "label", "events", "participations", "persons", "person_days", "local", "transnational", "targets"),
    }


def test_each_table_has_its_headings(shell: Shell) -> None:
    tables = shell.run("figures").strip().split("\n\n")
    assert len(tables) == 7
    for table in tables:
        assert "Participations  Target: participants  Persons" in table.splitlines()[0]
    assert tables[1].startswith("Period ")


def test_a_period_that_ends_before_it_begins_is_told(shell: Shell) -> None:
    shell.run("figures", "--from", "2026-12-31", "--until", "2026-01-01", code=1)
    assert "ends before it begins" in shell.errors


def test_a_project_that_is_not_there_is_told(shell: Shell) -> None:
    shell.run("figures", "--project", "Nothing", code=1)
    assert "There is no project Nothing" in shell.errors


def test_the_workbook_has_a_sheet_a_grouping_with_its_chart(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "figures.xlsx"
    shell.run("figures", "--out", str(path), "--for", "The board", "--in", "fi")
    names = CalamineWorkbook.from_path(str(path)).sheet_names
    assert len(names) == 8
    workbook = openpyxl.load_workbook(path)
    assert [len(workbook[name]._charts) for name in names] == [0, 1, 1, 1, 1, 1, 1, 0]
    shell.run("attendance", "verify", str(path))
