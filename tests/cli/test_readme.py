"""The commands that README shows do as they are printed, one after the other, on the demonstration register."""

import datetime as dt
import shlex
from pathlib import Path

import openpyxl
import pytest

from roundtables.cli.main import commands
from roundtables.queries import events
from roundtables.register import Register
from roundtables.terms import EventFormat
from tests.meeting_report_files import written

README = Path(__file__).parents[2] / "README.md"
NAMES_REGISTER = "export ROUNDTABLES_REGISTER="
ANSWER = """From office Tue Dec  1 09:00:00 2026
From: Somebody <somebody@office.example>
To: office@ministry.example
Subject: Thank you
Date: Tue, 1 Dec 2026 09:00:00 +0200

I shall be there.
"""


def printed() -> list[list[str]]:
    """The lines of commands in README's part on the command line, each as its words."""
    part = README.read_text(encoding="utf-8").partition("\n## The command line\n")[2].partition("\n## ")[0]
    return [shlex.split(line) for line in part.splitlines() if line.startswith("    ")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where somebody works who has a list of participants and a mailbox with an answer."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(("Last name", "First name", "Email"))
    sheet.append(("Somebody", "New", "new@office.example"))
    book.save(tmp_path / "list.xlsx")
    (tmp_path / "answers.mbox").write_text(ANSWER, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def given_report(folder: Path, reference: str) -> None:
    """A report of the online meeting that the event was, in which nobody is known."""
    register = Register.open(folder / "my.roundtables")
    with register.read() as session:
        page = events.event_page(session, events.key_of(session, reference))
    register.close()
    assert page.format is EventFormat.ONLINE
    ends = page.starts + dt.timedelta(hours=1)
    times = (f"{page.starts:%H:%M}", f"{ends:%H:%M}")
    visits = [("Eve Stranger", "eve@far.example", *times)]
    written(folder, visits, page.starts.date(), starts=times[0], ends=times[1])


def test_every_command_in_readme_does_as_it_is_printed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = printed()
    assert len(lines) > 15
    for words in lines:
        line = shlex.join(words)
        if line.startswith(NAMES_REGISTER):
            monkeypatch.setenv("ROUNDTABLES_REGISTER", line.removeprefix(NAMES_REGISTER))
            continue
        assert words[0] == "roundtables"
        if words[1:3] == ["attendance", "import"]:
            given_report(folder, words[3])
        ended = commands.main(words[1:], standalone_mode=False)
        assert ended in (None, 0), (line, capsys.readouterr())
    for name in ("list.xlsx", "badges.pdf", "certificates.pdf", "evidence.zip", "description.docx"):
        assert (folder / name).is_file(), name
