"""The command line, as a process: what it prints, where, and with which exit code."""

import subprocess
import sys
from pathlib import Path

import icalendar
import pytest
from python_calamine import CalamineWorkbook

from tests.cli.shell import Shell, add


@pytest.fixture
def shell(path: Path) -> Shell:
    return Shell(path)


def test_an_organiser_does_the_whole_job_without_a_screen(shell: Shell, tmp_path: Path) -> None:
    reference = add(shell)
    assert reference == "E0.1"
    listed = tmp_path / "list.csv"
    listed.write_text(
        "Sukunimi;Etunimi;Sähköposti\nÅkerlund;Veera;veera@office.example\nČović;Ana;ana@office.example\n"
    )
    assert [
        row["verdict"] for row in shell.json("people", "import", str(listed), "--event", reference, "--dry-run")
    ] == [
        "new",
        "new",
    ]
    assert shell.json("people", "list") == []
    shell.run("people", "import", str(listed), "--event", reference)
    written = shell.json("invite", reference, "--out", str(tmp_path / "out"))
    assert [sorted(entry) for entry in written] == [["email", "file", "name"]] * 2
    guest = icalendar.Calendar.from_ical(Path(written[0]["file"]).read_bytes()).walk("VEVENT")[0]
    assert guest["ATTENDEE"] == f"mailto:{written[0]['email']}"
    for email, slot, status in (
        ("veera@office.example", "1", "present"),
        ("VEERA@office.example", "2", "present"),
        ("ana@office.example", "1", "excused"),
    ):
        shell.run("attendance", "mark", reference, "--email", email, "--slot", slot, "--status", status)
    sheet, handed = tmp_path / "sheet.xlsx", tmp_path / "list.xlsx"
    shell.run("attendance", "sheet", reference, "--out", str(sheet))
    shell.run("attendance", "export", reference, "--out", str(handed), "--for", "Finance")
    assert len(CalamineWorkbook.from_path(handed).sheet_names) == 5
    assert shell.json("attendance", "verify", str(handed))["handed_over"] is True
    shell.run("attendance", "verify", str(sheet), code=1)
    shown = shell.json("events", "show", reference)
    assert [slot["slot"] for slot in shown["slots"]] == [1, 2]
    assert {person["email"]: person["attendance"] for person in shown["participants"]} == {
        "veera@office.example": {"1": "present", "2": "present"},
        "ana@office.example": {"1": "excused"},
    }
    assert shown["starts"] == "2026-12-01T09:00:00+02:00"
    assert "sound" in shell.run("check")


def test_events_are_listed_changed_cancelled_deleted_and_undone(shell: Shell) -> None:
    reference = add(shell, "--timezone", "Europe/Zagreb", "--capacity", "20")
    shell.run("events", "change", reference, "--starts", "2027-01-12 10:00", "--place", "Hall")
    row = shell.json("events", "list", "--from", "2027-01-01")[0]
    assert (row["starts"], row["ends"], row["place"]) == (
        "2027-01-12T10:00:00+01:00",
        "2027-01-13T17:00:00+01:00",
        "Hall",
    )
    shell.run("events", "cancel", reference)
    assert shell.json("events", "show", reference)["status"] == "cancelled"
    shell.run("events", "delete", reference)
    shell.run("events", "show", reference, code=1)
    assert "Delete event" in shell.run("undo")
    assert shell.json("events", "show", reference)["status"] == "cancelled"
    assert "Delete event" in shell.run("redo")
    names = [row["name"] for row in shell.json("history")]
    assert names[0] == "Delete event"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("events", "show", "E9.9"), 1, "no event E9.9"),
        (("events", "add", "--title", "x", "--kind", "party"), 2, "--kind"),
        (("events", "change", "E9.9"), 1, "Nothing to change"),
        (("people", "import", "nowhere.xlsx"), 1, "can't be opened"),
        (("attendance", "verify", "nowhere.xlsx"), 1, "can't be opened"),
        (("undo",), 1, "nothing to undo"),
        (("restore", "nowhere.roundtables"), 1, "no register"),
        (("nonsense",), 2, "nonsense"),
        (("events", "list", "--from", "tomorrow"), 1, "is not a date"),
    ],
)
def test_errors_go_to_standard_error_in_words(shell: Shell, arguments: tuple[str, ...], code: int, words: str) -> None:
    assert shell.run(*arguments, code=code) == ""
    assert words in shell.errors


def test_a_missing_register_and_a_url_that_is_none_are_told(tmp_path: Path) -> None:
    missing = Shell(tmp_path / "nowhere.roundtables")
    missing.run("events", "list", code=1)
    assert "Make one with “roundtables init”" in missing.errors
    done = subprocess.run(
        [sys.executable, "-m", "roundtables", "--register", "nonsense://x", "events", "list"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)


def test_a_calendar_is_exported_without_participants(shell: Shell, tmp_path: Path, demonstration: Path) -> None:
    shell.register = demonstration
    out = tmp_path / "all.ics"
    shell.run("calendar", "export", "--out", str(out), "--work-package", "2")
    calendar = icalendar.Calendar.from_ical(out.read_bytes())
    assert calendar["METHOD"] == "PUBLISH"
    assert len(calendar.walk("VEVENT")) == 11
    assert b"ATTENDEE" not in out.read_bytes()


def test_it_speaks_finnish_where_it_is_told_to(shell: Shell) -> None:
    assert shell.run("--language", "fi", "check") != shell.run("--language", "en", "check")


def test_a_copy_is_made_and_restored(shell: Shell, tmp_path: Path) -> None:
    reference = add(shell)
    copy = tmp_path / "copy.roundtables"
    shell.run("backup", "--out", str(copy))
    shell.run("backup", "--out", str(copy), code=1)
    shell.run("events", "delete", reference)
    shell.run("restore", str(copy))
    assert shell.json("events", "list")[0]["reference"] == reference


def test_search_finds_without_accents(shell: Shell, demonstration: Path) -> None:
    shell.register = demonstration
    assert {"event"} == {hit["kind"] for hit in shell.json("search", "zlocinu", "mrznje")}
