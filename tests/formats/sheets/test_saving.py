"""Workbooks written twice: by two processes, hours and zones apart, to the same byte; and readable all the same."""

import datetime as dt
import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet._writer import ALL_TEMP_FILES
from python_calamine import CalamineWorkbook

from roundtables.formats.sheets.saving import FIRST, STAMP, discard, save

AT = dt.datetime(2026, 12, 4, 10, 30, tzinfo=dt.timezone(dt.timedelta(hours=2)))
CHILD = """
import datetime, hashlib, io, sys, time

class Shifted(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(days=int(sys.argv[1]))

real_time, real_local = time.time, time.localtime
time.time = lambda: real_time() + 86400 * int(sys.argv[1])
time.localtime = lambda seconds=None: real_local(time.time() if seconds is None else seconds)
datetime.datetime = Shifted
from tests.formats.sheets import test_saving
print(hashlib.sha256(test_saving.everything()).hexdigest())
"""


def everything() -> bytes:
    """All of the program's spreadsheets of one register state, one after another."""
    from roundtables.formats.sheets.attendance_list import write_attendance_list
    from roundtables.formats.sheets.documents import SignInDocument, SignInRow
    from roundtables.formats.sheets.shown import write_xlsx
    from roundtables.formats.sheets.sign_in_sheet import write_sign_in_sheet
    from roundtables.terms import Role
    from roundtables.words import language
    from tests.formats.sheets.test_written_lists import HEAD, SLOTS, attendance

    out = io.BytesIO()
    write_attendance_list(attendance("Åkerlund", "Čović", "=1+1"), out, language("fi"))
    sheets = [out.getvalue()]
    out = io.BytesIO()
    write_sign_in_sheet(SignInDocument(HEAD, SLOTS, (SignInRow("A", "B", "C", "FI", Role.CHAIR),)), out, language("en"))
    sheets.append(out.getvalue())
    out = io.BytesIO()
    write_xlsx("People", ["Name", "Day"], [["A", dt.date(2026, 1, 2)]], out, language("hr"))
    return b"".join([*sheets, out.getvalue()])


def digest_in_a_process(seed: str, zone: str, days: int) -> str:
    env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(Path(__file__).parents[3])}
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(days)], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def test_the_same_content_makes_the_same_bytes_whatever_the_clock_the_zone_and_the_hash_seed() -> None:
    assert digest_in_a_process("1", "Europe/Helsinki", 0) == digest_in_a_process("77", "America/Caracas", 900)


@pytest.fixture(params=[True, False], ids=["streamed", "whole"])
def saved(request: pytest.FixtureRequest) -> bytes:
    workbook = openpyxl.Workbook(write_only=request.param)
    sheet = workbook.active if not request.param else workbook.create_sheet("Sheet")
    for number in range(2000):
        sheet.append([number, f"Name {number}"])
    out = io.BytesIO()
    save(workbook, out, AT)
    return out.getvalue()


def test_it_is_a_workbook_as_readers_expect_it(saved: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(saved)) as archive:
        assert tuple(archive.namelist()[: len(FIRST)]) == FIRST
        assert {(info.date_time, info.create_system, info.external_attr >> 16) for info in archive.infolist()} == {
            (STAMP, 3, 0o644)
        }
        assert archive.testzip() is None
    assert len(CalamineWorkbook.from_filelike(io.BytesIO(saved)).get_sheet_by_index(0).to_python()) == 2000
    again = openpyxl.load_workbook(io.BytesIO(saved))
    assert again["Sheet"]["B2000"].value == "Name 1999"
    assert again.properties.created == again.properties.modified == dt.datetime(2026, 12, 4, 8, 30)


def test_a_workbook_of_no_instant_says_none() -> None:
    out = io.BytesIO()
    save(openpyxl.Workbook(write_only=True), out, None)
    properties = zipfile.ZipFile(out).read("docProps/core.xml")
    assert b"created" not in properties
    assert b"modified" not in properties


class Full(io.RawIOBase):
    def writable(self) -> bool:
        return True

    def write(self, _data: object) -> int:
        raise OSError(28, "no space")


def test_nothing_is_left_behind_in_the_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for ending in ("saved", "full", "given up"):
        workbook = openpyxl.Workbook(write_only=True)
        workbook.create_sheet("A").append(["Åkerlund"])
        workbook.create_sheet("B")
        assert list(tmp_path.iterdir()), ending
        if ending == "saved":
            save(workbook, io.BytesIO(), AT)
        elif ending == "full":
            with pytest.raises(OSError, match="no space"):
                save(workbook, Full(), AT)
        else:
            discard(workbook)
        assert not list(tmp_path.iterdir()), ending
        assert not ALL_TEMP_FILES, ending
