"""Attendance with its times, and how it counts, from the command line."""

from pathlib import Path

import pytest
from sqlalchemy import select

from roundtables.model import Attendance
from roundtables.register import Register
from tests.cli.shell import Shell, add


@pytest.fixture
def shell(path: Path) -> Shell:
    return Shell(path)


def test_times_and_minutes_are_marked_and_what_makes_no_sense_is_refused(shell: Shell, path: Path) -> None:
    reference = add(shell)
    listed = path.with_name("list.csv")
    listed.write_text("Surname;First name;Email\nHorvat;Ana;ana@office.example\n")
    shell.run("people", "import", str(listed), "--event", reference)
    mark = ("attendance", "mark", reference, "--email", "Ana@office.example", "--slot", "1", "--status")
    shell.run(*mark, "present", "--arrived", "09:05", "--departed", "2026-12-01 11:20")
    register = Register.open(path)
    with register.read() as session:
        known = session.scalars(select(Attendance)).one()
        assert f"{known.arrived:%d %H:%M} {known.departed:%d %H:%M} {known.minutes}" == "01 09:05 01 11:20 135"
    register.close()
    shell.run(*mark, "present", "--minutes", "100")
    for wrong in (
        ("absent", "--arrived", "9:05"),
        ("present", "--arrived", "12:00", "--departed", "11:00"),
    ):
        shell.run(*mark, *wrong, code=1)
    register = Register.open(path)
    with register.read() as session:
        known = session.scalars(select(Attendance)).one()
        assert (known.minutes, known.arrived) == (100, None)
    register.close()


def test_how_attendance_counts_is_set_and_shown(shell: Shell) -> None:
    reference = add(shell)
    counted = ("--counted-by", "whole", "--present-percent", "60")
    shell.run(
        *("events", "change", reference, *counted), *("--certificate-percent", "70", "--certificate-by", "minutes")
    )
    shell.run("events", "change", reference, "--certificate-percent", "0", code=1)
    shown = shell.json("events", "show", reference)
    assert [shown[key] for key in ("counted_by", "present_percent", "certificate_percent", "certificate_by")] == [
        "whole",
        60,
        70,
        "minutes",
    ]
    assert len(shown["slots"]) == 1
