"""Evidence packs, verifying and checking from the command line: what is printed, where, with which exit code."""

import zipfile
from pathlib import Path

import pytest

from roundtables.queries import events
from roundtables.register import Register
from roundtables.services import event_files
from roundtables.terms import FileKind
from tests.cli.shell import Shell, add


@pytest.fixture
def shell(path: Path) -> Shell:
    return Shell(path)


def attach(shell: Shell, reference: str, content: bytes = b"%PDF") -> Path:
    """Attach minutes; returns where their content lies."""
    register = Register.open(shell.register)
    with register.change("Attach") as session:
        key = events.key_of(session, reference)
        row = event_files.attach(session, register.files, key, "Minutes.pdf", content, FileKind.MINUTES, by="me")
        place = register.files.path_of(row.sha256)
    register.close()
    return place


def test_a_pack_is_made_after_what_is_missing_was_said_and_verified_as_a_whole_and_in_parts(
    shell: Shell, tmp_path: Path
) -> None:
    reference = add(shell)
    attach(shell, reference)
    shell.run("evidence", reference, code=2)
    listed = shell.json("evidence", reference, "--checklist")
    assert (listed["reference"], listed["events"], "file" in listed) == (reference, 1, False)
    assert {line["what"]: line["fine"] for line in listed["checklist"]} == {
        "invitation": False,
        "agenda": False,
        "attendance": False,
        "proof": False,
        "minutes": True,
        "contents": True,
    }
    path = tmp_path / "pack.zip"
    assert shell.run("evidence", reference, "--out", str(path), "--for", "Finance").strip() == str(path)
    assert "Agenda: There is none" in shell.errors
    found = shell.json("attendance", "verify", str(path))
    assert (found["handed_over"], found["as"], found["kind"], found["for"]) == (
        True,
        "hand-over",
        "evidence-pack",
        "Finance",
    )
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "x")
    member = shell.json("attendance", "verify", str(tmp_path / "x" / reference / "3 Attendance list.xlsx"))
    assert (member["as"], member["pack"], member["reference"]) == ("member", "pack.zip", reference)
    path.write_bytes(path.read_bytes() + b" ")
    strange = shell.json("attendance", "verify", str(path), code=1)
    assert (strange["handed_over"], strange["as"]) == (False, "unknown")
    assert {each["as"] for each in strange["inside"]} == {"member"}


def test_an_attached_file_is_verified_as_that(shell: Shell, tmp_path: Path) -> None:
    reference = add(shell)
    attach(shell, reference)
    (tmp_path / "found.pdf").write_bytes(b"%PDF")
    found = shell.json("attendance", "verify", str(tmp_path / "found.pdf"))
    assert (found["handed_over"], found["as"], found["kind"], found["reference"]) == (
        False,
        "attached",
        "minutes",
        reference,
    )
    assert f"attached to {reference}" in shell.run("attendance", "verify", str(tmp_path / "found.pdf"))


def test_check_names_contents_that_are_gone_by_their_event(shell: Shell, tmp_path: Path) -> None:
    reference = add(shell)
    place = attach(shell, reference)
    assert shell.json("check") == {"sound": True, "faults": [], "contents": [], "unattached": 0}
    place.unlink()
    found = shell.json("check", code=1)
    assert found["sound"] is False
    assert found["contents"] == [{"event": reference, "kind": "minutes", "name": "Minutes.pdf", "fault": "missing"}]
    assert "Minutes.pdf" in shell.run("check", code=1)
    assert "the register itself is sound" in shell.errors
    path = tmp_path / "pack.zip"
    shell.run("evidence", reference, "--out", str(path), code=1)
    assert "Minutes.pdf" in shell.errors
    assert not path.exists()
    made = shell.json("evidence", reference, "--out", str(path), "--leave-out-missing")
    assert made["left_out"] == ["Minutes.pdf"]


def test_contents_no_longer_attached_go_only_when_it_is_said(shell: Shell) -> None:
    reference = add(shell)
    place = attach(shell, reference)
    shell.run("undo")
    assert shell.json("check")["unattached"] == 1
    assert place.exists()
    assert "1 content" in shell.run("check")
    shell.run("check", "--erase-unattached", code=1)
    assert place.exists()
    assert shell.json("check", "--erase-unattached", "--yes")["unattached"] == 0
    assert not place.exists()
    assert shell.run("history").count("contents") == 0


def test_what_is_not_there_is_told(shell: Shell, tmp_path: Path) -> None:
    out = ("--out", str(tmp_path / "pack.zip"))
    shell.run("evidence", "E9.9", *out, code=1)
    assert "E9.9" in shell.errors
    shell.run("evidence", "WP77", *out, code=1)
    shell.run("attendance", "verify", str(tmp_path / "none.zip"), code=1)
    assert list(tmp_path.glob("*.zip")) == []
