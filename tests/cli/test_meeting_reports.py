"""Attendance from a meeting tool's report on the command line."""

import datetime as dt
from pathlib import Path

import pytest

from roundtables.register import Register
from roundtables.services import events, participants, people
from tests.cli.shell import Shell, add
from tests.meeting_report_files import Visit, written

DAY = dt.date(2026, 12, 1)
PEOPLE = "First name;Last name;Email\nMika;Mäkelä;mika@office.example\nAnna;Korhonen;anna@office.example\n"
VISITS: tuple[Visit, ...] = (
    ("Makela Mika (Guest)", "", "09:00", "10:00"),
    ("Makela Mika (Guest)", "", "09:30", "13:00"),
    ("Anna K", "ANNA@office.example", "09:00", "09:20"),
    ("Eve Stranger", "eve@far.example", "09:00", "12:00"),
)


@pytest.fixture
def shell(path: Path) -> Shell:
    return Shell(path)


@pytest.fixture
def reference(path: Path) -> str:
    """An event of two days, 9 to 16, with two participants."""
    register = Register.open(path)
    with register.change("Prepare") as session:
        begins, ends = dt.datetime(2026, 12, 1, 9), dt.datetime(2026, 12, 2, 16)
        event = events.add(session, title="Round-table", starts=begins, ends=ends, timezone="Europe/Helsinki")
        mika = people.add(session, first_name="Mika", last_name="Mäkelä", email="mika@office.example")
        anna = people.add(session, first_name="Anna", last_name="Korhonen", email="anna@office.example")
        participants.add(session, event.id, [mika.id, anna.id])
        made = event.reference
    register.close()
    return made


def test_a_report_is_previewed_and_taken(shell: Shell, reference: str, tmp_path: Path) -> None:
    file = str(written(tmp_path, VISITS, DAY))
    before = shell.json("attendance", "import", reference, file, "--dry-run")
    assert list(before) == ["format", "start", "end", "lines"]
    assert (before["format"], before["start"], before["end"]) == (
        "teams-3",
        "2026-12-01T09:00:00+02:00",
        "2026-12-01T12:00:00+02:00",
    )
    mika, anna, eve = before["lines"]
    assert list(mika) == ["name", "email", "participant", "minutes", "status", "verdict", "slots"]
    assert mika["participant"] == "mika@office.example"
    assert (mika["email"], mika["minutes"], mika["status"], mika["verdict"]) == (
        None,
        240,
        "present",
        "matched-by-name",
    )
    assert (anna["participant"], anna["minutes"], anna["status"], anna["verdict"]) == (
        "anna@office.example",
        20,
        "absent",
        "matched",
    )
    assert (eve["participant"], eve["status"], eve["verdict"]) == (None, None, "stranger")
    assert mika["slots"] == [{"slot": 1, "minutes": 240, "status": "present", "kept": None}]
    assert shell.json("attendance", "import", reference, file) == before
    again = shell.json("attendance", "import", reference, file)
    assert [line["verdict"] for line in again["lines"]] == ["same", "same", "stranger"]
    assert "taken over before" in shell.errors


def test_who_is_not_in_the_report_is_absent_if_asked_for(shell: Shell, reference: str, tmp_path: Path) -> None:
    file = str(written(tmp_path, VISITS[:2], DAY))
    done = shell.json("attendance", "import", reference, file, "--absent-others", "--dry-run")
    assert done["others"] == ["anna@office.example"]
    assert "Expected and not in the report: 1" in shell.run("attendance", "import", reference, file, "--absent-others")
    shown = shell.json("events", "show", reference)
    assert {person["email"]: person["attendance"] for person in shown["participants"]} == {
        "mika@office.example": {"1": "present"},
        "anna@office.example": {"1": "absent"},
    }


def test_strangers_become_walk_ins_if_asked_for(shell: Shell, reference: str, tmp_path: Path) -> None:
    file = str(written(tmp_path, VISITS, DAY))
    done = shell.json("attendance", "import", reference, file, "--walk-ins")
    assert (done["lines"][2]["participant"], done["lines"][2]["status"]) == ("eve@far.example", "absent")
    assert "eve@far.example" in [person["email"] for person in shell.json("people", "list")]


def test_without_json_it_is_a_table_for_people(shell: Shell, reference: str, tmp_path: Path) -> None:
    shown = shell.run("attendance", "import", reference, str(written(tmp_path, VISITS, DAY)), "--threshold", "70")
    assert "Matched by name: 1\n" in shown
    assert "Makela Mika (Guest)  mika@office.example  240 min  Absent     Matched by name\n" in shown
    assert "Eve Stranger                              180 min  Leave out  Not in the register\n" in shown
    assert shown.endswith("2 people taken over from the report: 0 present, 2 absent\n")
    assert "--walk-ins" in shell.errors


def test_it_says_at_its_end_whether_anything_was_changed(shell: Shell, reference: str, tmp_path: Path) -> None:
    take = ("attendance", "import", reference, str(written(tmp_path, VISITS, DAY)), "--walk-ins")
    assert shell.run(*take, "--dry-run").endswith("Nothing was changed.\n")
    assert "--walk-ins" not in shell.errors
    assert shell.run(*take).endswith("3 people taken over from the report: 1 present, 2 absent\n")
    assert shell.run(*take).endswith("Nothing was changed.\n")


def test_another_meeting_is_refused_with_both_times(shell: Shell, reference: str, tmp_path: Path) -> None:
    other = str(written(tmp_path, VISITS, dt.date(2026, 12, 3)))
    shell.run("attendance", "import", reference, other, code=1)
    assert "3 Dec 2026, 09:00 – 12:00" in shell.errors
    assert "1 Dec 2026, 09:00 – 2 Dec 2026, 16:00" in shell.errors
    late = str(written(tmp_path, (("Mika Mäkelä", "", "15:30", "20:00"),), DAY, starts="15:30", ends="20:00"))
    shell.run("attendance", "import", reference, late, code=1)
    assert "perhaps the report of another meeting" in shell.errors
    assert shell.json("attendance", "import", reference, late, "--force")["lines"][0]["minutes"] == 30


def test_the_zone_of_the_times_can_be_named(shell: Shell, reference: str, tmp_path: Path) -> None:
    file = str(written(tmp_path, VISITS, DAY))
    read = shell.json("attendance", "import", reference, file, "--dry-run", "--timezone", "Europe/Zagreb")
    assert read["start"] == "2026-12-01T10:00:00+02:00"
    shell.run("attendance", "import", reference, file, "--timezone", "Nowhere/City", code=1)
    assert "no time zone" in shell.errors


def test_dates_that_could_be_either_are_settled_by_an_option(shell: Shell, tmp_path: Path) -> None:
    reference = add(shell, "--starts", "2026-01-01 09:00", "--ends", "2026-12-31 16:00")
    file = str(written(tmp_path, VISITS, dt.date(2026, 12, 1)))
    shell.run("attendance", "import", reference, file, "--dry-run", code=1)
    assert "--dates day-first" in shell.errors
    read = shell.json("attendance", "import", reference, file, "--dry-run", "--dates", "day-first")
    assert read["start"].startswith("2026-01-12T09:00")


def test_what_is_no_report_is_said(shell: Shell, reference: str, tmp_path: Path) -> None:
    shell.run("attendance", "import", reference, str(tmp_path / "gone.csv"), code=1)
    assert "gone.csv" in shell.errors
    file = tmp_path / "list.csv"
    file.write_text(PEOPLE, encoding="utf-8")
    shell.run("attendance", "import", reference, str(file), code=1)
    assert "no attendance report" in shell.errors
