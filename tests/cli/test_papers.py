"""Commands on paper: sheets, badges, certificates and their check, from a shell."""

from pathlib import Path

import pytest

from tests.cli.shell import Shell, add


@pytest.fixture
def shell(path: Path) -> Shell:
    return Shell(path)


@pytest.fixture
def held(shell: Shell, tmp_path: Path) -> str:
    """The reference of an event whose two days one of two people attended."""
    reference = add(shell)
    listed = tmp_path / "list.csv"
    listed.write_text(
        "Surname;First name;Email\nÅkerlund;Veera;veera@office.example\nČović;Ana;ana@office.example\n",
        encoding="utf-8",
    )
    shell.run("people", "import", str(listed), "--event", reference)
    for slot in ("1", "2"):
        mark = ("--email", "veera@office.example", "--slot", slot, "--status", "present")
        shell.run("attendance", "mark", reference, *mark)
    return reference


def test_papers_are_written_and_a_certificate_is_known_again(shell: Shell, held: str, tmp_path: Path) -> None:
    sheet, badges, folder = tmp_path / "sheet.pdf", tmp_path / "badges.pdf", tmp_path / "given"
    shell.run("attendance", "sheet", held, "--out", str(sheet))
    assert shell.run("badges", held, "--out", str(badges), "--form", "a6", "--in", "fi").strip() == str(badges)
    assert sheet.read_bytes().startswith(b"%PDF")
    assert badges.read_bytes().startswith(b"%PDF")
    listed = shell.json("certificates", held)
    assert listed["asked"] == {"percent": 80, "by": "slots"}
    assert {row["email"]: row["why"] for row in listed["participants"]} == {
        "ana@office.example": "absent",
        "veera@office.example": "qualifies",
    }
    assert "Attended enough" in shell.run("certificates", held, "--list")
    made = shell.json("certificates", held, "--out", str(folder))
    number = f"{held}-001"
    assert made["numbers"] == [number]
    assert made["new"] == 1
    for text in (number, str(folder / f"{number}.pdf")):
        assert "Veera Åkerlund" in shell.run("certificates", "--check", text)
    assert shell.json("certificates", "--check", number)["certificates"][0]["days"] == 2
    # Given again into one file: the same number.
    assert shell.json("certificates", held, "--out", str(tmp_path / "all.pdf"))["new"] == 0


def test_what_can_t_be_done_is_said_in_words(shell: Shell, held: str, tmp_path: Path) -> None:
    shell.run("certificates", "--check", f"{held}-001", code=1)
    assert f"{held}-001" in shell.errors
    shell.run("certificates", code=2)
    there = tmp_path / "all.pdf"
    there.write_bytes(b"other")
    shell.run("certificates", held, "--out", str(there), code=1)
    assert "all.pdf" in shell.errors
    assert there.read_bytes() == b"other"
    shell.run("certificates", held, "--out", str(there), "--overwrite")
    shell.run("certificates", held, "--out", str(tmp_path / "x.pdf"), "--email", "ana@office.example", code=1)
    assert "80 %" in shell.errors


def test_templates_are_copied_once_and_a_wrong_one_is_named(shell: Shell, held: str, tmp_path: Path) -> None:
    folder = Path(shell.json("papers", "--copy")["folder"])
    template = folder / "certificate.typ"
    template.write_text('#import "parts.typ": *\n\n#data.titel', encoding="utf-8")
    assert shell.json("papers", "--copy")["copied"] == []
    shell.run("certificates", held, "--out", str(tmp_path / "all.pdf"), code=1)
    assert "certificate.typ" in shell.errors
    assert "titel" in shell.errors
    assert "line 3" in shell.errors
    assert not (tmp_path / "all.pdf").exists()
