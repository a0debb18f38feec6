"""Starting loads what starting needs: what is slow to import waits until it is used."""

import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from roundtables import cli
from roundtables.register import Register

WAIT = (
    *("alembic", "babel", "rapidfuzz", "openpyxl", "typst", "jinja2", "icalendar", "recurring_ical_events", "dateutil"),
    *("docx", "docxtpl", "lxml", "segno"),
    *("smtplib", "imaplib", "caldav", "keyring", "oxmsg", "email.parser", "email.mime"),
)
COMMANDS = ", ".join(module.name for module in pkgutil.iter_modules(cli.__path__, "roundtables.cli."))
NAMES_LOADED = "print(*(name for name in sys.argv[1].split() if name in sys.modules), flush=True)"
WINDOW = f"""
import os, sys
from PySide6.QtCore import QSettings
from roundtables.register import Register
from ui.app import make_application
from ui.main_window import MainWindow
from ui.workspace import Workspace
application = make_application(dark=False, language="en")
window = MainWindow(Workspace(Register.open(sys.argv[2]), QSettings(sys.argv[3], QSettings.Format.IniFormat)))
window.show()
application.processEvents()
{NAMES_LOADED}
os._exit(0)
"""


def loaded(program: str, *arguments: str) -> list[str]:
    """Which of the modules that are to wait a program loads."""
    command = [sys.executable, "-c", program, " ".join(WAIT), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.parametrize("modules", ["ui.app", "ui.main_window", COMMANDS])
def test_importing_a_program_loads_nothing_that_can_wait(modules: str) -> None:
    assert loaded(f"import sys, {modules}\n{NAMES_LOADED}") == []


def test_the_window_of_a_register_loads_nothing_that_can_wait(demo: Register, tmp_path: Path) -> None:
    assert loaded(WINDOW, str(demo.path), str(tmp_path / "window.ini")) == []
