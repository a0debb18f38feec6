"""Evidence packs: what is missing is said first, the same state makes the same bytes, every file in one is known."""

import datetime as dt
import io
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from roundtables.errors import NoSuchEvent
from roundtables.model import Certificate, Cost, EventFile, EventReport, HandOver, Participation, WorkPackage
from roundtables.model import Session as EventSession
from roundtables.queries import events, today
from roundtables.queries import evidence as queries
from roundtables.queries import hand_overs as given
from roundtables.queries.evidence import Aspect
from roundtables.register import Register
from roundtables.services import attendance, event_files, evidence, hand_overs, people, programme, verifying
from roundtables.services import events as event_services
from roundtables.services.post import composing
from roundtables.services.verifying import How
from roundtables.terms import CostKind, EventStatus, FileKind, HandOverKind, MessageKind, Presence, Reply, Way
from roundtables.transport.accounts import PostSettings
from roundtables.words import speak

NOW = dt.datetime(2026, 12, 4, 8, tzinfo=dt.UTC)
GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]


@pytest.fixture
def held(register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path) -> int:
    """An event that was held with all that proves it."""
    event = given_event(title="Round-table <b>on</b> “trust”")
    keys = given_participants(event, 3, reply=Reply.ACCEPTED)
    with register.change("Rename") as session:
        # Two names that Finnish and English put in another order.
        for key, name in zip(keys, ("Öberg", "Zander"), strict=False):
            people.change(session, session.get_one(Participation, key).person_id, last_name=name)
    with register.change("Invite", undoable=False) as session:
        chosen = composing.plan(session, event, MessageKind.INVITATION, composing.everybody(session, event))
        composed = composing.compose(session, chosen, event, PostSettings(), NOW)
        composing.hand_out(session, composed, Way.FILE, tmp_path / "out", NOW)
    with register.read() as session:
        slots = [slot.id for slot in events.slots(session, event)]
    with register.change("Hold") as session:
        for slot in slots:
            attendance.mark(session, slot, keys, Presence.PRESENT)
        session.add(
            EventSession(
                event_id=event,
                uid="s@x",
                title="Opening",
                starts=dt.datetime(2026, 12, 1, 9),
                ends=dt.datetime(2026, 12, 1, 10),
            )
        )
        session.add(Certificate(number="RT-1", event_id=event, name="Given0 Family0", language="en", days=2, minutes=0))
        session.add(
            Cost(event_id=event, kind=CostKind.VENUE, actual_cents=123_456, invoice_number="7", description="=1+1")
        )
        session.add(EventReport(event_id=event, summary="A good day"))
        store = register.files
        event_files.attach(session, store, event, "../../signed.pdf", b"%PDF 1", FileKind.SIGNED_SHEET, slot_ids=slots)
        event_files.attach(session, store, event, "Minutes.docx", b"minutes", FileKind.MINUTES, by="maija")
        event_services.change(session, event, status=EventStatus.HELD)
    return event


def write(register: Register, event: int, path: Path, code: str = "en", **values: Any) -> evidence.Pack:
    with register.read() as session:
        return evidence.write(session, register.kept_files, evidence.of_event(session, event), path, code, **values)


def hand_over(register: Register, event: int, path: Path, **values: Any) -> evidence.Pack:
    pack = write(register, event, path, **values)
    with register.change("Hand over", undoable=False) as session:
        evidence.enter(session, pack, for_whom="The Ministry", by="me", at=NOW)
    return pack


def lacking(register: Register, event: int) -> dict[Aspect, tuple[int, int]]:
    with register.read() as session:
        checks = evidence.checklist(session, register.kept_files, evidence.of_event(session, event))
    return {check.aspect: (check.missing, check.of) for check in checks if not check.fine}


def open_still(register: Register) -> list[str]:
    """The events that Today says are to be handed over."""
    with register.read() as session:
        found = today.to_do(session, NOW).events
    return [each.reference for each in found if today.Lack.NOT_HANDED_OVER in {todo.lack for todo in each.todos}]


def names_in(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return archive.namelist()


def test_an_event_with_all_that_proves_it_lacks_nothing_and_is_packed_whole(
    register: Register, held: int, tmp_path: Path
) -> None:
    assert lacking(register, held) == {}
    path = tmp_path / "pack.zip"
    pack = hand_over(register, held, path)
    assert names_in(path) == [
        "E0.1/1 Invitation.txt",
        "E0.1/1 Invitation.ics",
        "E0.1/1 Invitations sent.xlsx",
        "E0.1/2 Agenda.html",
        "E0.1/3 Attendance list.xlsx",
        "E0.1/4 Signed sheet - signed.pdf",
        "E0.1/6 Minutes of the meeting - Minutes.docx",
        "E0.1/7 Certificates.xlsx",
        "E0.1/8 Costs.xlsx",
        "E0.1/9 Event description sheet.xlsx",
        "Contents.html",
        "SHA256SUMS",
    ]
    assert pack.figures == {"participants": 3, "attended": 3, "person_days": 6, "minutes": 0}
    with zipfile.ZipFile(path) as archive:
        page = archive.read("Contents.html").decode()
        assert "Round-table &lt;b&gt;on&lt;/b&gt;" in page
        sums = dict(reversed(line.split("  ", 1)) for line in archive.read("SHA256SUMS").decode().splitlines())
        assert sums == {each.name: each.sha256 for each in pack.files if each.name != "SHA256SUMS"}
        assert all(each.sha256 in page for each in pack.files if each.event_id is not None)
        listed = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("E0.1/8 Costs.xlsx"))).get_sheet_by_index(0)
        row = listed.to_python()[4]
        assert row[2] == "=1+1"
        assert (row[4], row[10]) == (1234.56, "7")
        assert b"[name of the guest]" in archive.read("E0.1/1 Invitation.txt")
        assert b"ATTENDEE" not in archive.read("E0.1/1 Invitation.ics")


@pytest.mark.skipif(shutil.which("unzip") is None, reason="unzip is not here")
def test_another_program_finds_the_zip_sound(register: Register, held: int, tmp_path: Path) -> None:
    write(register, held, tmp_path / "pack.zip")
    done = subprocess.run(["unzip", "-t", str(tmp_path / "pack.zip")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_the_same_state_makes_the_same_bytes_whoever_makes_them_and_though_they_were_handed_over(
    register: Register, held: int, tmp_path: Path
) -> None:
    first, second, third = (tmp_path / name for name in ("a.zip", "b.zip", "c.zip"))
    hand_over(register, held, first)
    speak("fi")
    hand_over(register, held, second, code="en")
    with register.change("Hand over", undoable=False) as session:
        hand_overs.hand_over_attendance(session, held, tmp_path / "l.xlsx", "en", for_whom="", by="", at=NOW)
    write(register, held, third)
    assert first.read_bytes() == second.read_bytes() == third.read_bytes()
    with register.change("Change") as session:
        event_services.change(session, held, place="Elsewhere")
    write(register, held, third)
    assert first.read_bytes() != third.read_bytes()


def test_another_process_with_another_hash_seed_and_zone_makes_the_same_bytes(
    register: Register, held: int, tmp_path: Path
) -> None:
    write(register, held, tmp_path / "here.zip")
    for number, zone in enumerate(("Asia/Tokyo", "UTC")):
        there = tmp_path / f"{number}.zip"
        done = subprocess.run(
            [
                *(sys.executable, "-m", "roundtables", "--register", str(register.path), "--language", "hr"),
                *("evidence", "E0.1", "--out", str(there), "--in", "en"),
            ],
            env={**os.environ, "PYTHONHASHSEED": str(number + 1), "TZ": zone},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert there.read_bytes() == (tmp_path / "here.zip").read_bytes()


def test_what_an_event_lacks_is_said(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    assert lacking(register, event) == {
        Aspect.INVITATION: (0, 0),
        Aspect.AGENDA: (0, 0),
        Aspect.ATTENDANCE: (0, 0),
        Aspect.PROOF: (2, 2),
        Aspect.MINUTES: (0, 0),
    }
    keys = given_participants(event, 2, reply=Reply.ACCEPTED)
    with register.read() as session:
        slot = events.slots(session, event)[0].id
    with register.change("Mark") as session:
        attendance.mark(session, slot, keys, Presence.PRESENT)
        session.add(Cost(event_id=event, kind=CostKind.VENUE, actual_cents=1))
        event_files.attach(session, register.files, event, "s.pdf", b"s", FileKind.SIGNED_SHEET, slot_ids=[slot])
    found = lacking(register, event)
    assert found[Aspect.ATTENDANCE] == (2, 4)
    assert found[Aspect.PROOF] == (1, 2)
    assert found[Aspect.INVOICES] == (1, 1)
    assert Aspect.CERTIFICATES in found


def test_a_vanished_content_is_named_and_left_out_only_with_consent(
    register: Register, held: int, tmp_path: Path
) -> None:
    with register.read() as session:
        sha256 = session.query(EventFile).filter_by(kind=FileKind.MINUTES).one().sha256
    register.files.path_of(sha256).write_bytes(b"forged!")
    assert lacking(register, held) == {Aspect.CONTENTS: (1, 2)}
    path = tmp_path / "pack.zip"
    with pytest.raises(evidence.ContentsMissing, match=r"Minutes\.docx"):
        write(register, held, path)
    assert not path.exists()
    pack = hand_over(register, held, path, leave_out_missing=True)
    assert [each.name for each in pack.left_out] == ["Minutes.docx"]
    assert not any("Minutes" in name for name in names_in(path))
    with zipfile.ZipFile(path) as archive:
        assert sha256 in archive.read("Contents.html").decode()


def test_hostile_names_stay_within_the_folder_and_unlike_each_other(
    register: Register, given_event: GivenEvent, tmp_path: Path
) -> None:
    event = given_event()
    hostile = ("../../x", "..\\..\\x", "CON", "con.pdf", "a\u202efdp.exe", "n" * 300 + ".pdf", "N" * 300 + ".pdf", "")
    with register.change("Attach") as session:
        for number, name in enumerate(hostile):
            row = event_files.attach(session, register.files, event, name, b"%d" % number, FileKind.OTHER)
            row.name = name
    path = tmp_path / "pack.zip"
    write(register, event, path)
    names = names_in(path)
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        parts = name.split("/")
        assert len(parts) <= 2
        assert not set(name) & set('<>:"\\|?*\u202e')
        assert all(part not in ("", "..", ".") and len(part) < 160 for part in parts)
    folder = tmp_path / "unpacked"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    assert sum(entry.is_file() for entry in folder.rglob("*")) == len(names)


def test_a_work_package_has_a_folder_for_each_event_that_was_held(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path
) -> None:
    with register.change("Programme") as session:
        project = programme.add_project(session, name="Trust").id
        package = WorkPackage(project_id=project, number=2, title="Meetings")
        session.add(package)
        session.flush()
        package_id = package.id
    first, second = (given_event(work_package_id=package_id) for _each in range(2))
    given_event(work_package_id=package_id)
    given_participants(first, 1)
    with register.change("Hold") as session:
        for event in (first, second):
            event_services.change(session, event, status=EventStatus.HELD)
    with register.read() as session:
        chosen = evidence.target(session, "wp2")
        assert (chosen.event_ids, chosen.left) == ((first, second), ("E2.3",))
        pack = evidence.write(session, None, chosen, tmp_path / "wp.zip", "fi")
    assert open_still(register) == ["E2.1"]
    with register.change("Hand over", undoable=False) as session:
        evidence.enter(session, pack, for_whom="", by="", at=NOW)
    assert open_still(register) == []
    assert {name.split("/")[0] for name in names_in(tmp_path / "wp.zip") if "/" in name} == {"E2.1", "E2.2"}
    with register.read() as session:
        assert [row.kind for row in given.of_event(session, first)] == [HandOverKind.EVIDENCE_PACK]
        with pytest.raises(NoSuchEvent):
            evidence.target(session, "WP")
    with register.change("Delete") as session, pytest.raises(event_services.WasHandedOver):
        event_services.delete(session, second)


def test_nothing_is_packed_of_a_work_package_of_which_nothing_was_held(register: Register, tmp_path: Path) -> None:
    chosen = evidence.Target("WP9", "Nothing", ())
    with register.read() as session, pytest.raises(evidence.NothingHeld):
        evidence.write(session, None, chosen, tmp_path / "wp.zip", "en")
    assert list(tmp_path.glob("*.zip")) == []


def test_every_file_in_a_pack_is_known_when_it_is_lifted_out(register: Register, held: int, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    hand_over(register, held, path)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "x")
    with register.read() as session:
        whole = verifying.verify(session, path)
        assert (whole.how, whole.kind, whole.known) == (How.HANDED_OVER, HandOverKind.EVIDENCE_PACK, True)
        for name in names_in(path):
            found = verifying.verify(session, tmp_path / "x" / name)
            assert (found.how, found.pack, found.file_name) == (How.IN_PACK, "pack.zip", name)
            assert found.reference == "E0.1"


def test_a_pack_that_was_tampered_with_is_told_file_by_file(register: Register, held: int, tmp_path: Path) -> None:
    path, forged = tmp_path / "pack.zip", tmp_path / "forged.zip"
    hand_over(register, held, path)
    with zipfile.ZipFile(path) as archive, zipfile.ZipFile(forged, "w") as copy:
        for name in archive.namelist():
            if name != "E0.1/7 Certificates.xlsx":
                copy.writestr(name, archive.read(name) + (b"!" if name.endswith("signed.pdf") else b""))
    with register.read() as session:
        found = verifying.verify(session, forged)
    assert (found.known, found.how) == (False, How.UNKNOWN)
    wrong = {each.name for each in found.inside if not each.as_listed or each.how is How.UNKNOWN}
    assert wrong == {"E0.1/4 Signed sheet - signed.pdf", "E0.1/7 Certificates.xlsx"}


def test_an_event_whose_pack_was_given_away_is_no_longer_to_be_handed_over(
    register: Register, held: int, tmp_path: Path
) -> None:
    assert open_still(register) == ["E0.1"]
    hand_over(register, held, tmp_path / "pack.zip")
    assert open_still(register) == []


def test_a_file_is_written_whole_or_not_at_all(register: Register, held: int, tmp_path: Path) -> None:
    path = tmp_path / "pack.zip"
    path.write_bytes(b"old")
    with pytest.raises(Exception, match="missing"):
        write(register, held, tmp_path / "missing" / "pack.zip")
    shutil.rmtree(register.files.folder)
    with pytest.raises(evidence.ContentsMissing):
        write(register, held, path)
    assert path.read_bytes() == b"old"
    with register.read() as session:
        assert session.query(HandOver).count() == 0


def test_the_checklist_asks_few_questions_however_many_events(demo: Register) -> None:
    from sqlalchemy import event as sql_event

    with demo.read() as session:
        keys = [row.id for row in events.page(session, events.EventFilter(), limit=None)]
        asked: list[str] = []
        bind = session.get_bind()
        sql_event.listen(bind, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
        found = queries.checklist(session, keys)
    assert len(asked) <= 14
    assert len({check.event_id for check in found}) == len(keys)


def test_the_language_of_the_pack_is_the_one_that_was_asked_for(register: Register, held: int, tmp_path: Path) -> None:
    write(register, held, tmp_path / "fi.zip", code="fi")
    with zipfile.ZipFile(tmp_path / "fi.zip") as archive:
        agenda = next(name for name in archive.namelist() if name.endswith(".html") and "/" in name)
        assert '<html lang="fi">' in archive.read(agenda).decode()
