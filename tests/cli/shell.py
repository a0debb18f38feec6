"""The command line as a process of its own, on one register: what it prints, where, and with which exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


class Shell:
    """Runs commands on one register. `errors` is what the last one said on standard error."""

    def __init__(self, register: Path) -> None:
        self.register = register
        self.errors = ""

    def run(self, *arguments: str, code: int = 0, **environment: str) -> str:
        """What a command prints; it has to end with this exit code, and without a traceback."""
        done = subprocess.run(
            [sys.executable, "-m", "roundtables", "--register", str(self.register), *arguments],
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, "LC_ALL": "C.UTF-8", **environment},
        )
        assert done.returncode == code, done.stderr
        assert "Traceback" not in done.stderr
        self.errors = done.stderr
        return done.stdout

    def json(self, *arguments: str, code: int = 0, **environment: str) -> Any:
        """What a command prints for programs."""
        return json.loads(self.run(*arguments, "--json", code=code, **environment))


def add(shell: Shell, *more: str) -> str:
    """A round-table with an organiser; returns its reference."""
    times = ("--starts", "2026-12-01 09:00", "--ends", "2026-12-02 16:00")
    who = ("--organiser", "Office", "--organiser-email", "office@ministry.example")
    return shell.run("events", "add", "--title", "Round-table", "--kind", "round-table", *times, *who, *more).strip()
