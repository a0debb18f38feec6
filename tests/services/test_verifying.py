"""Verifying: every kind of hand-over, certificates, hostile zips."""

import contextlib
import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from roundtables.files import FileNotReadable, sha256_of
from roundtables.formats.documents import sums
from roundtables.formats.documents.sums import PackTooLarge
from roundtables.model import Certificate, WorkPackage
from roundtables.queries import hand_overs as queries
from roundtables.register import Register
from roundtables.services import events as event_services
from roundtables.services import hand_overs, programme, verifying
from roundtables.services.verifying import How
from roundtables.terms import HandOverKind

NOW = dt.datetime(2026, 12, 4, 8, tzinfo=dt.UTC)
GivenEvent = Callable[..., int]


def enter(register: Register, path: Path, kind: HandOverKind, **details: Any) -> None:
    path.write_bytes(kind.value.encode())
    with register.change("Hand over", undoable=False) as session:
        hand_overs.enter(session, kind, path.name, sha256_of(path), for_whom="Finance", by="me", at=NOW, **details)


def verified(register: Register, path: Path) -> verifying.Verified:
    with register.read() as session:
        return verifying.verify(session, path)


@pytest.mark.parametrize("kind", list(HandOverKind))
def test_every_kind_of_hand_over_is_known(
    register: Register, given_event: GivenEvent, tmp_path: Path, kind: HandOverKind
) -> None:
    event = given_event()
    enter(register, tmp_path / "file", kind, event_id=event)
    found = verified(register, tmp_path / "file")
    assert (found.known, found.how, found.kind, found.reference) == (True, How.HANDED_OVER, kind, "E0.1")
    assert found.changes == ()
    with register.change("Move") as session:
        event_services.change(session, event, title="Other")
    changes = verified(register, tmp_path / "file").changes
    # Of a pack the parts say which events it is of; one entered without any is of its event all the same.
    assert [change.step for change in changes] == ["Move"]


def test_what_is_of_a_period_is_compared_with_all_events_of_it(
    register: Register, given_event: GivenEvent, tmp_path: Path
) -> None:
    inside = given_event(starts=dt.datetime(2026, 12, 1, 9), ends=dt.datetime(2026, 12, 1, 10))
    outside = given_event(starts=dt.datetime(2027, 1, 1, 0), ends=dt.datetime(2027, 1, 1, 10))
    period = {"since": dt.date(2026, 1, 1), "until": dt.date(2026, 12, 31)}
    path = tmp_path / "period"
    enter(register, path, HandOverKind.PERIOD_WORKBOOK, **period)
    with register.change("Change the one outside") as session:
        event_services.change(session, outside, place="Elsewhere")
    assert verified(register, path).changes == ()
    with register.change("Change the one inside") as session:
        event_services.change(session, inside, place="Elsewhere")
    assert [change.step for change in verified(register, path).changes] == ["Change the one inside"]
    with register.read() as session:
        assert [row.steps_since for row in queries.of_event(session, inside)] == [1]
        assert queries.of_event(session, outside) == []
    later = given_event(starts=dt.datetime(2026, 11, 1, 9), ends=dt.datetime(2026, 11, 1, 10))
    with register.read() as session:
        assert queries.of_event(session, later) == []


def test_what_is_of_a_work_package_or_a_project_says_so(
    register: Register, given_event: GivenEvent, tmp_path: Path
) -> None:
    with register.change("Programme") as session:
        project = programme.add_project(session, name="Trust", acronym="TRUST").id
        package = WorkPackage(project_id=project, number=3, title="Meetings")
        session.add(package)
        session.flush()
        key = package.id
    event, other = given_event(work_package_id=key), given_event()
    enter(register, tmp_path / "wp", HandOverKind.PERIOD_WORKBOOK, work_package_id=key)
    enter(register, tmp_path / "project", HandOverKind.FIGURES, project_id=project)
    assert verified(register, tmp_path / "wp").reference == "WP3"
    assert verified(register, tmp_path / "project").reference == "TRUST"
    with register.read() as session:
        assert [row.reference for row in queries.of_event(session, event)] == ["TRUST", "WP3"]
        assert queries.of_event(session, other) == []


def test_a_certificate_is_known_by_its_file(register: Register, given_event: GivenEvent, tmp_path: Path) -> None:
    event = given_event()
    path = tmp_path / "certificate.pdf"
    path.write_bytes(b"%PDF certificate")
    values = {"event_id": event, "name": "Ana", "language": "hr", "days": 1, "minutes": 0}
    with register.change("Give", undoable=False) as session:
        session.add(Certificate(number="RT-7", sha256=sha256_of(path), **values))
        session.add(Certificate(number="RT-8", **values))
    found = verified(register, path)
    assert (found.how, found.number, found.for_whom, found.reference) == (How.CERTIFICATE, "RT-7", "Ana", "E0.1")
    path.write_bytes(b"")
    assert verified(register, path).how is How.UNKNOWN


def test_certificates_given_since_do_not_make_a_list_outdated(
    register: Register, given_event: GivenEvent, tmp_path: Path
) -> None:
    event = given_event()
    enter(register, tmp_path / "list", HandOverKind.ATTENDANCE_LIST, event_id=event)
    with register.change("Give", undoable=False) as session:
        session.add(Certificate(number="RT-7", event_id=event, name="A", language="en", days=1, minutes=0))
    assert verified(register, tmp_path / "list").changes == ()
    with register.read() as session:
        assert [row.steps_since for row in queries.of_event(session, event)] == [0]


def test_a_file_that_is_not_there_is_told(register: Register, tmp_path: Path) -> None:
    with pytest.raises(FileNotReadable):
        verified(register, tmp_path / "none")


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_zip_that_unpacks_to_very_much_is_not_looked_into(register: Register, tmp_path: Path) -> None:
    with pytest.raises(PackTooLarge):
        verified(register, zipped(tmp_path / "bomb.zip", SHA256SUMS=b"", bomb=b"0" * 30_000_000))


def test_zips_without_a_list_and_damaged_ones_are_just_not_known(register: Register, tmp_path: Path) -> None:
    assert verified(register, zipped(tmp_path / "plain.zip", a=b"a")).inside == ()
    whole = zipped(tmp_path / "whole.zip", SHA256SUMS=b"0" * 64 + b"  a\n", a=b"a" * 500).read_bytes()
    for size in range(0, len(whole), 7):
        (tmp_path / "cut.zip").write_bytes(whole[:size])
        assert verified(register, tmp_path / "cut.zip").how is How.UNKNOWN
    broken = bytearray(whole)
    for at in range(0, len(whole), 3):
        broken[at] ^= 0xFF
        (tmp_path / "cut.zip").write_bytes(broken)
        # Where the damage makes a size of it that no pack has, that is told.
        with contextlib.suppress(PackTooLarge):
            assert verified(register, tmp_path / "cut.zip").how is How.UNKNOWN
        broken[at] ^= 0xFF


def test_two_files_of_one_name_are_not_as_the_list_says(register: Register, tmp_path: Path) -> None:
    path = tmp_path / "two.zip"
    content = b"a" * 10
    (tmp_path / "a").write_bytes(content)
    listed = f"{sha256_of(tmp_path / 'a')}  a\n".encode()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(sums.LIST, listed)
        archive.writestr("a", content)
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a", content)
    assert [each.as_listed for each in verified(register, path).inside] == [False]
