"""Answers from the command line: one object a message, and nothing that stops at a bad one."""

from pathlib import Path

import pytest

from roundtables.model import Event
from roundtables.register import Register
from roundtables.services import participants
from roundtables.terms import LineMoves, Reply, Way
from roundtables.transport import accounts
from roundtables.transport.accounts import PostSettings
from tests.cli.shell import Shell, add

REPLY = """BEGIN:VCALENDAR
VERSION:2.0
METHOD:REPLY
BEGIN:VEVENT
UID:{uid}
SEQUENCE:0
DTSTAMP:20261101T100000Z
ATTENDEE;CN=Ana;PARTSTAT={partstat}:mailto:{email}
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def shell(path: Path) -> Shell:
    return Shell(path)


def test_replies_are_taken_in_and_reported_one_by_one(shell: Shell, tmp_path: Path) -> None:
    reference = add(shell)
    listed = tmp_path / "list.csv"
    listed.write_text("Sukunimi;Etunimi;Sähköposti\nČović;Ana;ana@office.example\n")
    shell.run("people", "import", str(listed), "--event", reference)
    uid = shell.json("events", "show", reference)["uid"]

    def reply(name: str, partstat: str, email: str = "ANA@office.example", of: str = uid) -> str:
        path = tmp_path / name
        path.write_bytes(REPLY.format(uid=of, partstat=partstat, email=email).replace("\n", "\r\n").encode())
        return str(path)

    letter = tmp_path / "letter.eml"
    letter.write_text("From: a@b.example\nSubject: Hello\n\nHello\n")
    broken = tmp_path / "broken.msg"
    broken.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1broken")
    files = [
        reply("yes.ics", "ACCEPTED"),
        reply("other.ics", "ACCEPTED", of="of-another@register.example"),
        reply("stranger.ics", "ACCEPTED", "new@other.example"),
        reply("nobody.ics", "DECLINED", "new2@other.example"),
        str(letter),
        str(broken),
    ]
    entries = shell.json("replies", *files)
    assert [entry["outcome"] for entry in entries] == [
        "applied",
        "unknown-event",
        "proposal",
        "unknown-person",
        "not-a-reply",
        "unreadable",
    ]
    assert entries[0] == {
        "file": files[0],
        "outcome": "applied",
        "uid": uid,
        "email": "ANA@office.example",
        "partstat": "ACCEPTED",
        "sequence": 0,
        "recurrence_id": None,
        "reason": None,
    }
    assert all(entry["reason"] for entry in entries[1:])
    assert [entry["outcome"] for entry in shell.json("replies", files[0])] == ["stale"]
    shown = shell.run("replies", files[0], files[4])
    assert "Older than what is known: 1" in shown
    assert "No answer to an invitation: 1" in shown


def test_a_missing_file_is_named_and_the_others_are_taken(shell: Shell, tmp_path: Path) -> None:
    letter = tmp_path / "letter.eml"
    letter.write_text("From: a@b.example\nSubject: Hello\n\nHello\n")
    add(shell)
    shown = shell.run("replies", str(tmp_path / "missing.eml"), str(letter), code=1)
    assert "letter.eml" in shown
    assert "missing.eml is not there" in shell.errors


def test_without_files_or_a_mailbox_it_says_what_is_lacking(shell: Shell) -> None:
    add(shell)
    shell.run("replies", code=2)
    shell.run("replies", "--mailbox", code=1)
    assert "No mailbox is set up" in shell.errors


def test_more_places_bring_the_first_in_line_a_seat_and_the_message_of_it(shell: Shell, tmp_path: Path) -> None:
    reference = add(shell, "--capacity", "1")
    listed = tmp_path / "list.csv"
    listed.write_text("Surname;First name;Email\nAh;Ana;ana@office.example\nBe;Bo;bo@office.example\n")
    shell.run("people", "import", str(listed), "--event", reference)
    register = Register.open(shell.register)
    with register.change("Accept") as session:
        event = session.get_one(Event, 1)
        event.line_moves = LineMoves.BY_ITSELF
        participants.set_reply(session, [row.id for row in event.participations], Reply.ACCEPTED)
    register.close()
    accounts.save(PostSettings(way=Way.MAIL))
    shell.run("events", "change", reference, "--capacity", "2", "--starts", "2099-12-01 09:00")
    assert [(row["kind"], row["email"]) for row in shell.json("post", "list")] == [("seat", "bo@office.example")]
