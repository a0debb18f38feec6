"""What options take: days, times and the names of files to write; else they say the form that is wanted."""

import datetime as dt
from pathlib import Path

import click
import pytest

from roundtables.cli.context import FileToWrite, NotADay, NotATime, clock, day
from roundtables.cli.main import commands

DAY = dt.date(2026, 12, 1)


@pytest.mark.parametrize("text", ["09:05", "9:05", "9.05", " 09.05 ", "2026-12-01 09:05"])
def test_a_time_is_taken_as_people_write_it(text: str) -> None:
    assert clock(text, DAY) == dt.datetime(2026, 12, 1, 9, 5)


@pytest.mark.parametrize("text", ["nine", "25:00", "9.60", "1.12.2026", "", "9:5", "2026-12-01T09:05Z"])
def test_what_is_no_time_is_told_with_the_form_of_one(text: str) -> None:
    with pytest.raises(NotATime, match="such as 09:05"):
        clock(text, DAY)


def test_a_day_in_another_form_is_told_with_the_form_of_a_day() -> None:
    assert day("2026-12-01") == DAY
    assert day(None) is None
    with pytest.raises(NotADay, match=r"“1\.12\.2026” is not a date such as 2026-12-01\."):
        day("1.12.2026")


@pytest.mark.parametrize(
    ("arguments", "endings"),
    [
        (("attendance", "sheet", "E2.1", "--out", "sheet.doc"), ".pdf | .xlsx"),
        (("attendance", "export", "E2.1", "--out", "list.csv"), ".xlsx"),
        (("badges", "E2.1", "--out", "badges"), ".pdf"),
        (("certificates", "E2.1", "--out", "given.docx"), ".pdf"),
        (("evidence", "E2.1", "--out", "pack.pdf"), ".zip"),
        (("figures", "--out", "figures.pdf"), ".xlsx"),
        (("costs", "catering", "E2.1", "--out", "lunch.pdf"), ".xlsx"),
        (("calendar", "export", "--out", "all.txt"), ".ics"),
    ],
)
def test_a_file_whose_name_ends_in_something_else_is_not_written(
    path: Path, tmp_path: Path, arguments: tuple[str, ...], endings: str
) -> None:
    out = tmp_path / arguments[-1]
    with pytest.raises(click.BadParameter) as error:
        commands.main(["--register", str(path), *arguments[:-1], str(out)], standalone_mode=False)
    assert f"“{out.name}” has to end in {endings}. Nothing was written." in error.value.format_message()
    assert not out.exists()


def test_a_folder_needs_no_ending(tmp_path: Path) -> None:
    kind = FileToWrite(".pdf", or_folder=True)
    (tmp_path / "named.like").mkdir()
    for name in ("given", "given 2026.1", "given.PDF", "named.like"):
        assert kind.convert(str(tmp_path / name), None, None) == tmp_path / name
