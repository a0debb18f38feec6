"""Workbooks are read in a process of their own, with a limit of time and memory: what is in them is hostile until read.

In a frozen program there is no Python to start: the program starts itself with `READ_WORKBOOK` as its first
argument, and its entry points hand that to `workbook_child.main`.
"""

import json
import subprocess
import sys
from pathlib import Path

from roundtables.formats.sheets import reading_errors as errors
from roundtables.formats.sheets.workbook_child import ENCRYPTED, READ_WORKBOOK, TOO_LARGE

SECONDS = 30


def rows_of_workbook(path: Path) -> list[list[str]]:
    """The rows of the first sheet that has any. Raises Encrypted, FileDamaged, TooManyRows, TookTooLong."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell; the path is one argument
            [*_command(), str(path.absolute())], capture_output=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise errors.TookTooLong(path.name, SECONDS) from error
    if done.returncode == ENCRYPTED:
        raise errors.Encrypted(path.name)
    if done.returncode == TOO_LARGE or done.returncode < 0:
        raise errors.TooManyRows(path.name, 50_000)
    if done.returncode != 0:
        raise errors.FileDamaged(path.name)
    rows: list[list[str]] = json.loads(done.stdout)
    return rows


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, READ_WORKBOOK]
    return [sys.executable, "-I", str(Path(__file__).with_name("workbook_child.py"))]
