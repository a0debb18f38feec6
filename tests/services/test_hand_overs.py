"""What leaves the house: lists recorded and verified, invitations for one each, files whole or not at all."""

import datetime as dt
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import pytest
from sqlalchemy import func, select

from roundtables import files
from roundtables.model import HandOver
from roundtables.queries import events, participants
from roundtables.register import Register
from roundtables.register.errors import NothingToUndo
from roundtables.services import attendance, hand_overs
from roundtables.services import events as event_services
from roundtables.services.post import composing
from roundtables.terms import MessageKind, Presence, Reply, Way
from roundtables.transport.accounts import PostSettings

NOW = dt.datetime(2026, 12, 4, 8, tzinfo=dt.UTC)
GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]


def hand_over(register: Register, event: int, path: Path) -> None:
    with register.change("Hand over", undoable=False) as session:
        hand_overs.hand_over_attendance(session, event, path, "en", for_whom="Finance", by="me", at=NOW)


def test_a_list_is_verified_until_it_is_changed(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path
) -> None:
    event = given_event()
    keys = given_participants(event, 2)
    path = tmp_path / "list.xlsx"
    hand_over(register, event, path)
    with register.read() as session:
        found = hand_overs.verify(session, path)
        slot = events.slots(session, event)[0]
    assert (found.known, found.reference, found.for_whom, found.changes) == (True, "E0.1", "Finance", ())
    with register.change("Mark attendance") as session:
        attendance.mark(session, slot.id, keys[:1], Presence.PRESENT)
    with register.read() as session:
        assert [change.step for change in hand_overs.verify(session, path).changes] == ["Mark attendance"]
    path.write_bytes(path.read_bytes() + b" ")
    with register.read() as session:
        assert hand_overs.verify(session, path).known is False


def test_what_left_the_house_is_not_undone(register: Register, given_event: GivenEvent, tmp_path: Path) -> None:
    event = given_event()
    hand_over(register, event, tmp_path / "list.xlsx")
    with register.read() as session:
        assert session.scalar(select(func.count(HandOver.id))) == 1
    with pytest.raises(Exception, match="Add event"):
        register.undo()
    with pytest.raises(NothingToUndo):
        register.undo()


def test_nothing_is_recorded_when_the_file_could_not_be_written(
    register: Register, given_event: GivenEvent, tmp_path: Path
) -> None:
    event = given_event()
    with pytest.raises(files.FolderNotWritable):
        hand_over(register, event, tmp_path / "missing" / "list.xlsx")
    with register.read() as session:
        assert session.scalar(select(func.count(HandOver.id))) == 0


def test_invitations_show_one_guest_each_and_mark_them_invited(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path
) -> None:
    event = given_event()
    given_participants(event, 3, reply=Reply.NOT_INVITED)
    with register.change("Invite", undoable=False) as session:
        chosen = composing.plan(session, event, MessageKind.INVITATION)
        composed = composing.compose(session, chosen, event, PostSettings(), NOW)
        written = composing.hand_out(session, composed, Way.FILE, tmp_path / "out", NOW)
    assert [path.name for path in written] == ["E0.1-1.ics", "E0.1-2.ics", "E0.1-3.ics"]
    for made, path in zip(composed, written, strict=True):
        unfolded = path.read_bytes().replace(b"\r\n ", b"").decode()
        assert unfolded.count("ATTENDEE;") == 1
        assert made.email in unfolded
        assert "METHOD:REQUEST" in unfolded
    with register.read() as session:
        assert {row.reply for row in participants.listing(session, event)} == {Reply.INVITED}


def test_an_event_without_organiser_or_guests_is_told(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    lonely = given_event()
    with register.read() as session, pytest.raises(composing.NobodyToInvite):
        composing.plan(session, lonely, MessageKind.INVITATION)
    event = given_event()
    given_participants(event, 1)
    with register.change("Change") as session:
        event_services.change(session, event, organiser_email="")
    with register.read() as session, pytest.raises(composing.NoOrganiser):
        composing.plan(session, event, MessageKind.INVITATION)


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"old")

    def broken(out: BinaryIO) -> None:
        out.write(b"half")
        raise OSError(errno.ENOSPC, "no space")

    with pytest.raises(files.DiskFull):
        files.replace_file(path, broken)
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["list.xlsx"]


@pytest.mark.parametrize("mark", [".~lock.list.xlsx#", "~$list.xlsx"])
def test_a_file_open_in_a_spreadsheet_program_is_left_alone(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"old")
    (tmp_path / mark).write_bytes(b"")
    with pytest.raises(files.FileInUse):
        files.replace_file(path, lambda out: out.write(b"new"))
    assert path.read_bytes() == b"old"


def test_a_full_disk_leaves_the_older_file(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys\nfrom pathlib import Path\nfrom roundtables import files\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: files.replace_file(Path(sys.argv[1]), lambda out: out.write(b'x' * 5000))\n"
        "except files.DiskFull: print('told')\n"
    )
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=False)
    assert done.stdout == "told\n", done.stderr
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_read_only_folder_is_told() -> None:
    with pytest.raises(files.FolderNotWritable):
        files.replace_file(
            Path("/proc/list.xlsx" if os.name == "posix" else "Z:/list.xlsx"), lambda out: out.write(b"")
        )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("E2.1 List", "E2.1 List"),
        ("../../etc/passwd", "-..-etc-passwd"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        (" . ", "_"),
        ("x" * 300, "x" * 120),
        ("tab\tand\nline", "tabandline"),
    ],
)
def test_file_names_are_such_as_every_system_takes(text: str, name: str) -> None:
    assert files.safe_file_name(text) == name
