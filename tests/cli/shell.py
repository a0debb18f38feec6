"""The command line as a process of its own, on one register: what it prints, where, and with which exit code.

Starting a hundred times would take minutes, nearly all of them for imports. Where processes can be forked, each command
is a fork of one that has done its imports; it shares nothing else with the tests. tests/cli/test_parts.py and the
trial of the frozen program start from nothing.
"""

import json
import multiprocessing
import os
import pkgutil
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from roundtables import cli

LONGEST = 100
"""Seconds for a command, on a machine that is busy with other things."""


def _processes() -> Any:
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload([module.name for module in pkgutil.iter_modules(cli.__path__, "roundtables.cli.")])
    return found


PROCESSES = _processes()


def _run(arguments: Sequence[str], environment: dict[str, str], folder: str, out: Path, errors: Path) -> None:
    """A command in its own process: the environment, folder and outputs are given, as a shell gives them."""
    os.environ.clear()
    os.environ.update(environment)
    if hasattr(time, "tzset"):
        time.tzset()
    os.chdir(folder)
    for path, stream in ((out, sys.stdout), (errors, sys.stderr)):
        with path.open("wb") as file:
            os.dup2(file.fileno(), stream.fileno())
    sys.argv = ["roundtables", *arguments]
    from roundtables.cli.main import run

    run()


class Shell:
    """Runs commands on one register. `errors` is what the last one said on standard error."""

    def __init__(self, register: Path) -> None:
        self.register = register
        self.errors = ""

    def run(self, *arguments: str, code: int = 0, **environment: str) -> str:
        """What a command prints; it has to end with this exit code, and without a traceback."""
        with tempfile.TemporaryDirectory() as folder:
            out, errors = Path(folder, "out"), Path(folder, "errors")
            process = PROCESSES.Process(
                target=_run,
                args=(
                    ("--register", str(self.register), *arguments),
                    {**os.environ, "LC_ALL": "C.UTF-8", **environment},
                    str(Path.cwd()),
                    out,
                    errors,
                ),
            )
            process.start()
            process.join(LONGEST)
            ended = process.exitcode
            process.kill()
            self.errors = errors.read_text(encoding="utf-8")
            printed = out.read_text(encoding="utf-8")
        assert ended == code, self.errors
        assert "Traceback" not in self.errors
        return printed

    def json(self, *arguments: str, code: int = 0, **environment: str) -> Any:
        """What a command prints for programs."""
        return json.loads(self.run(*arguments, "--json", code=code, **environment))


def add(shell: Shell, *more: str) -> str:
    """A round-table with an organiser; returns its reference."""
    times = ("--starts", "2026-12-01 09:00", "--ends", "2026-12-02 16:00")
    who = ("--organiser", "Office", "--organiser-email", "office@ministry.example")
    return shell.run("events", "add", "--title", "Round-table", "--kind", "round-table", *times, *who, *more).strip()
