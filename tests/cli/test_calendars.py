"""Calendars by commands: events in, and published calendars brought up to date."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from roundtables.register import Register
from roundtables.services import publications
from tests.caldav_server import PASSWORD, USER, CalendarServer
from tests.cli.shell import Shell

EVENT = "BEGIN:VEVENT\nUID:one@far.example\nSUMMARY:Study visit\nDTSTART:20261203T090000\nEND:VEVENT\n"
FILE = f"BEGIN:VCALENDAR\nVERSION:2.0\n{EVENT}BEGIN:VEVENT\nUID:b\nSUMMARY:No time\nEND:VEVENT\nEND:VCALENDAR\n"


def run(register: Register, *arguments: str, code: int = 0, **environment: str) -> Any:
    """What a command prints for programs."""
    assert register.path is not None
    return Shell(register.path).json(*arguments, code=code, **environment)


@pytest.mark.timeout(60)
def test_events_are_imported_and_one_bad_file_stops_nothing(register: Register, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.ics", tmp_path / "bad.ics"
    good.write_text(FILE, "utf-8")
    bad.write_text("nothing of the kind", "utf-8")
    tried = run(register, "calendar", "import", str(bad), str(good), "--dry-run", "--zone", "Europe/Zagreb", code=1)
    assert "no calendar file" in tried[0]["error"]
    assert [(each["verdict"], each["taken"], each["timezone"]) for each in tried[1]["events"]] == [
        ("new", True, "Europe/Zagreb"),
        ("unusable", False, ""),
    ]
    assert run(register, "events", "list") == []
    run(register, "calendar", "import", str(good))
    (row,) = run(register, "events", "list")
    assert row["title"] == "Study visit"
    again = run(register, "calendar", "import", str(good), "--update")
    assert again[0]["events"][0]["verdict"] == "known"
    assert len(run(register, "events", "list")) == 1


@pytest.mark.timeout(60)
def test_published_calendars_are_brought_up_to_date(
    register: Register, calendar_server: CalendarServer, given_event: Any, tmp_path: Path
) -> None:
    given_event()
    with register.change("Add") as session:
        publications.add_server(session, calendar_server.calendar, USER)
        publications.add_file(session, tmp_path / "events.ics")
    lost = run(register, "calendar", "publish", code=1)
    assert "password" in lost[0]["error"]
    assert lost[1]["error"] is None
    assert (tmp_path / "events.ics").is_file()
    done = run(register, "calendar", "publish", "--publication", "1", ROUNDTABLES_CALENDAR_PASSWORD=PASSWORD)
    assert [(each["created"], each["error"]) for each in done] == [(1, None)]
    rows = run(register, "calendar", "publications")
    assert [(row["kind"], row["events"], row["last_error"]) for row in rows] == [
        ("server", 1, None),
        ("file", None, None),
    ]


@pytest.mark.timeout(60)
def test_in_words_an_import_names_each_event_and_publishing_nothing_says_so(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "far.ics"
    path.write_text(FILE, "utf-8")

    def said(*arguments: str) -> str:
        command = [sys.executable, "-m", "roundtables", "--register", str(register.path), *arguments]
        return subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout

    assert "No time" in said("calendar", "import", str(path), "--dry-run")
    assert "Nothing is published yet" in said("calendar", "publish")
