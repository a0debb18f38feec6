"""Invitations, updates, cancellations and drafts from the command line, as a process."""

import email
import email.policy
from pathlib import Path
from typing import Any

import icalendar
import pytest

from roundtables.register import Register
from tests.cli.shell import Shell


@pytest.fixture
def shell(demo: Register) -> Shell:
    assert demo.path is not None
    return Shell(demo.path)


def said(path: str) -> Any:
    calendar = icalendar.Calendar.from_ical(Path(path).read_bytes())
    return calendar["METHOD"], calendar.walk("VEVENT")[0]


def test_invitations_updates_and_cancellations_are_written_to_whom_each_concerns(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "out"
    invited = shell.json("invite", "E2.8", "--out", str(out))
    assert len(invited) > 20
    assert sorted(invited[0]) == ["email", "file", "name"]
    shell.run("invite", "E2.8", "--out", str(out), "--update", code=1)
    assert "has it already" in shell.errors
    shell.run("events", "change", "E2.8", "--place", "Another house")
    updated = shell.json("invite", "E2.8", "--out", str(tmp_path / "update"), "--update")
    assert {row["email"] for row in updated} == {row["email"] for row in invited}
    method, event = said(updated[0]["file"])
    assert (method, event["SEQUENCE"]) == ("REQUEST", said(invited[0]["file"])[1]["SEQUENCE"] + 1)
    shell.run("events", "cancel", "E2.8")
    shell.run("invite", "E2.8", "--out", str(out), code=1)
    assert "was called off" in shell.errors
    off = shell.json("invite", "E2.8", "--out", str(tmp_path / "off"), "--cancel")
    assert {row["email"] for row in invited} <= {row["email"] for row in off}
    assert (said(off[0]["file"])[0], said(off[0]["file"])[1]["STATUS"]) == ("CANCEL", "CANCELLED")
    shell.run("invite", "E2.8", "--out", str(out), "--cancel", code=1)
    shell.run("invite", "E2.8", "--out", str(out), "--cancel", "--update", code=2)


def test_drafts_are_written_for_a_kind_of_message_to_those_who_answered_so(shell: Shell, tmp_path: Path) -> None:
    all_of_them = shell.json("drafts", "E2.8", "--out", str(tmp_path / "all"), "--kind", "reminder")
    accepted = shell.json("drafts", "E2.8", "--out", str(tmp_path / "some"), "--kind", "reminder", "--to", "accepted")
    assert 0 < len(accepted) < len(all_of_them)
    draft = email.message_from_bytes(Path(accepted[0]["file"]).read_bytes(), policy=email.policy.default)
    assert (draft["X-Unsent"], draft["To"].addresses[0].addr_spec) == ("1", accepted[0]["email"])
    assert draft.get_content_type() == "multipart/alternative"
    words = shell.run("drafts", "E2.8", "--out", str(tmp_path / "told"), "--kind", "joining")
    assert "drafts written to" in words
    shell.run("drafts", "E2.8", "--out", str(tmp_path / "none"), "--kind", "update", "--to", "waiting-list", code=1)
    assert not (tmp_path / "none").exists()
    shell.run("drafts", "E9.9", "--out", str(tmp_path / "none"), code=1)
    shell.run("drafts", "E2.8", "--out", str(tmp_path / "none"), "--kind", "seat", code=2)


def test_what_was_written_into_a_folder_before_is_not_overwritten(shell: Shell, tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    reminders = shell.json("drafts", "E2.8", "--out", out, "--kind", "reminder")
    first = Path(reminders[0]["file"]).read_bytes()
    thanks = shell.json("drafts", "E2.8", "--out", out, "--kind", "thanks", "--to", "accepted")
    assert Path(reminders[0]["file"]).read_bytes() == first
    assert len(list((tmp_path / "out").iterdir())) == len(reminders) + len(thanks)
    invited = shell.json("invite", "E2.8", "--out", out)
    assert shell.json("invite", "E2.8", "--out", out) == invited, "what is for everybody each time begins anew"
    shell.run("events", "cancel", "E2.8")
    off = shell.json("invite", "E2.8", "--out", out, "--cancel")
    assert {row["file"] for row in off}.isdisjoint(row["file"] for row in invited)
