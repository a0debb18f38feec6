"""Files of events: kept beside the register, whole or not at all, checked when read, gone for good only when asked."""

import io
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from roundtables.errors import NothingThere
from roundtables.model import EventFile
from roundtables.queries import event_files as queries
from roundtables.queries import events
from roundtables.register import Register, beside
from roundtables.register.beside import (
    ContentChanged,
    ContentGone,
    ContentNotReadable,
    ContentTooLarge,
    Store,
    StoreFull,
    StoreNotWritable,
    sha256_of,
)
from roundtables.register.errors import FilesNotOnServers
from roundtables.services import event_files as services
from roundtables.services import events as event_services
from roundtables.terms import FileKind

GivenEvent = Callable[..., int]
SHEET = b"%PDF-1.7 signed"


@pytest.fixture
def store(register: Register) -> Store:
    return register.files


@pytest.fixture
def attach(register: Register) -> Callable[..., int]:
    """Attach a file to an event; returns its key."""

    def work(event_id: int, name: str = "sheet.pdf", content: bytes = SHEET, **values: object) -> int:
        given: dict[str, object] = {"kind": FileKind.SIGNED_SHEET, "by": "maija"} | values
        kind = given.pop("kind")
        with register.change("Attach") as session:
            return services.attach(session, register.files, event_id, name, content, kind, **given).id  # type: ignore[arg-type]

    return work


def slots_of(register: Register, event_id: int) -> list[int]:
    with register.read() as session:
        return [slot.id for slot in events.slots(session, event_id)]


def test_a_content_is_kept_once_under_its_check_sum(store: Store) -> None:
    assert not store.folder.exists()
    first, again = store.put(io.BytesIO(SHEET)), store.put(io.BytesIO(SHEET))
    assert first == again == (sha256_of(SHEET), len(SHEET))
    assert store.read(first[0]) == SHEET
    assert [path for path in store.folder.rglob("*") if path.is_file()] == [store.path_of(first[0])]


@pytest.mark.skipif(os.name != "posix", reason="Windows knows no such rights")
def test_contents_are_for_the_account_alone(store: Store) -> None:
    sha256, _size = store.put(io.BytesIO(SHEET))
    path = store.path_of(sha256)
    assert path.stat().st_mode & 0o777 == 0o600
    for folder in (path.parent, store.folder, store.folder.parent):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_content_that_was_damaged_is_told_and_healed_by_the_same_file(store: Store) -> None:
    sha256, _size = store.put(io.BytesIO(SHEET))
    store.path_of(sha256).write_bytes(SHEET[:-1] + b"!")
    with pytest.raises(ContentChanged):
        store.read(sha256)
    assert store.faults([sha256]) == [(sha256, "changed")]
    store.put(io.BytesIO(SHEET))
    assert store.read(sha256) == SHEET
    assert store.faults([sha256]) == []


def test_what_is_gone_or_no_check_sum_leads_nowhere(store: Store, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"secret")
    store.put(io.BytesIO(SHEET))
    (store.folder.parent / "secret").write_bytes(b"secret")
    for name in (
        "0" * 64,
        "../../secret",
        "..secret",
        f"..{tmp_path}/secret",
        "a" * 63,
        "A" * 64,
        "",
        "..",
        "0" * 64 + "\n",
    ):
        with pytest.raises(ContentGone):
            store.read(name)
        assert store.faults([name]) == [(name, "missing")]


def test_a_content_that_is_a_folder_or_a_pipe_is_missing(store: Store) -> None:
    sha256, _size = store.put(io.BytesIO(SHEET))
    path = store.path_of(sha256)
    path.unlink()
    if hasattr(os, "mkfifo"):
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(ContentGone):
        store.read(sha256)
    assert store.faults([sha256]) == [(sha256, "missing")]


def test_a_file_too_large_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LARGEST", 10)
    with pytest.raises(ContentTooLarge):
        store.put(io.BytesIO(b"x" * 11))
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []
    assert store.put(io.BytesIO(b"x" * 10))[1] == 10


def test_a_folder_that_can_not_be_written_to_is_told(register: Register) -> None:
    assert register.path is not None
    register.path.with_suffix(".files").write_text("a file where the folder should be")
    with pytest.raises(StoreNotWritable):
        register.files.put(io.BytesIO(SHEET))


@pytest.mark.skipif(os.name != "posix", reason="limits of a process are POSIX's")
def test_a_full_disk_is_told_and_leaves_nothing(store: Store) -> None:
    script = (
        "import io, resource, signal, sys\nfrom pathlib import Path\nfrom roundtables.register import beside\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nresource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: beside.Store(Path(sys.argv[1])).put(io.BytesIO(b'x' * 5000))\n"
        f"except beside.{StoreFull.__name__}: print('told')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(store.folder)], capture_output=True, text=True, check=False
    )
    assert done.stdout == "told\n", done.stderr
    assert [path for path in store.folder.rglob("*") if path.is_file()] == []


@pytest.mark.skipif(os.name != "posix", reason="kills like POSIX")
def test_a_program_killed_while_it_keeps_a_file_leaves_nothing_half_in_its_place(store: Store) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom roundtables.register import beside\n"
        "class Slow:\n    def read(self, n):\n        print('read', flush=True); time.sleep(0.05); return b'x' * 1000\n"
        "beside.Store(Path(sys.argv[1])).put(Slow())\n"
    )
    process = subprocess.Popen([sys.executable, "-c", script, str(store.folder)], stdout=subprocess.PIPE)
    assert process.stdout is not None
    for _line in range(3):
        process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    left = [path for path in store.folder.rglob("*") if path.is_file()]
    assert [path.suffix for path in left] == [beside.UNFINISHED]
    assert store.unwanted([]) == left
    os.utime(left[0], (time.time() - 100_000,) * 2)
    sha256, _size = store.put(io.BytesIO(SHEET))
    assert [path for path in store.folder.rglob("*") if path.is_file()] == [store.path_of(sha256)]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
def test_contents_that_may_not_be_read_are_told(store: Store) -> None:
    sha256, _size = store.put(io.BytesIO(SHEET))
    store.path_of(sha256).chmod(0)
    with pytest.raises(ContentNotReadable):
        store.read(sha256)


def test_a_file_is_attached_with_the_slots_it_proves(
    register: Register, given_event: GivenEvent, attach: Callable[..., int]
) -> None:
    event = given_event()
    slots = slots_of(register, event)
    key = attach(event, slot_ids=slots[:1], note=" from the reception ")
    with register.read() as session:
        (row,) = queries.listing(session, [event])
        assert (row.id, row.slot_ids, row.slots) == (key, (slots[0],), (1,))
        assert (row.name, row.size, row.note, row.added_by) == ("sheet.pdf", len(SHEET), "from the reception", "maija")
        assert list(queries.proofs(session, event)) == [slots[0]]
        assert services.read(session, register.files, key) == SHEET


def test_the_same_file_of_one_kind_is_attached_once_and_then_proves_more(
    register: Register, given_event: GivenEvent, attach: Callable[..., int]
) -> None:
    event = given_event()
    slots = slots_of(register, event)
    first = attach(event, slot_ids=slots[:1])
    assert attach(event, "again.pdf", slot_ids=slots[1:]) == first
    assert attach(event, kind=FileKind.OTHER) != first
    with register.read() as session:
        assert queries.listing(session, [event])[0].slot_ids == tuple(slots)
        assert queries.number(session, event) == 2
    with register.change("Change") as session, pytest.raises(services.AttachedTwice):
        services.change(session, first, kind=FileKind.OTHER)


def test_nothing_is_attached_to_what_is_not_there_or_by_another_events_slots(
    register: Register, given_event: GivenEvent, attach: Callable[..., int]
) -> None:
    event, other = given_event(), given_event()
    for broken in (lambda: attach(999), lambda: attach(event, slot_ids=slots_of(register, other))):
        with pytest.raises(NothingThere):
            broken()
    with pytest.raises(services.FileIsEmpty):
        attach(event, content=b"")
    assert not register.folder.exists()


def test_kind_note_and_slots_can_be_changed_and_undone(
    register: Register, given_event: GivenEvent, attach: Callable[..., int]
) -> None:
    event = given_event()
    slots = slots_of(register, event)
    key = attach(event, slot_ids=slots)
    with register.change("Change file") as session:
        services.change(session, key, kind=FileKind.MINUTES, note="second", slot_ids=slots[1:], name="../m.docx")
    with register.read() as session:
        row = queries.listing(session, [event])[0]
        assert (row.kind, row.note, row.slot_ids, row.name) == (FileKind.MINUTES, "second", (slots[1],), "m.docx")
    register.undo()
    with register.read() as session:
        row = queries.listing(session, [event])[0]
        assert (row.kind, row.note, row.slot_ids) == (FileKind.SIGNED_SHEET, "", tuple(slots))


def test_a_file_that_was_removed_keeps_its_content_until_it_is_asked_to_go(
    register: Register, given_event: GivenEvent, attach: Callable[..., int]
) -> None:
    event = given_event()
    key = attach(event)
    with register.change("Remove") as session:
        services.remove(session, [key])
    register.undo()
    with register.read() as session:
        assert services.read(session, register.files, key) == SHEET
        assert services.unattached(session, register.files) == []
    register.redo()
    with register.change("Clean", undoable=False) as session:
        assert services.erase_unattached(session, register.files) == 1
    assert [path for path in register.folder.rglob("*") if path.is_file()] == []
    # The clean-up is no step: the removal can still be undone, and the file is then shown as missing.
    register.undo()
    with register.read() as session:
        assert [(each.id, each.fault) for each in services.vanished(session, register.files)] == [(key, "missing")]
        with pytest.raises(ContentGone):
            services.read(session, register.files, key)


def test_a_content_that_another_event_has_stays(
    register: Register, given_event: GivenEvent, attach: Callable[..., int]
) -> None:
    first, second = given_event(), given_event()
    attach(first)
    kept = attach(second)
    with register.change("Delete event") as session:
        event_services.delete(session, first)
    with register.change("Clean", undoable=False) as session:
        assert services.erase_unattached(session, register.files) == 0
    with register.read() as session:
        assert services.read(session, register.files, kept) == SHEET


def test_what_somebody_else_put_into_the_folder_is_left_alone(
    register: Register, given_event: GivenEvent, attach: Callable[..., int]
) -> None:
    attach(given_event())
    ours = register.files.folder
    (ours / "README.txt").write_text("mine")
    (ours / "ab" / "notes").mkdir(parents=True)
    with register.change("Clean", undoable=False) as session:
        assert services.erase_unattached(session, register.files) == 0
    assert (ours / "README.txt").exists()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("sheet.pdf", "sheet.pdf"),
        ("/home/me/sheet.pdf", "sheet.pdf"),
        ("..\\..\\sheet.pdf", "sheet.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..", "_"),
        ("", "_"),
        ("CON.pdf", "_CON.pdf"),
        ("a\u202efdp.exe", "afdp.exe"),
        ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
        ("tab\tline\n.pdf", "tabline.pdf"),
        ("Läsnäolijat 1.12.pdf", "Läsnäolijat 1.12.pdf"),
        ("archive.tar.gz", "archive.tar.gz"),
        ("name.with a long ending that is none", "name.with a long ending that is none"),
        ("a:b|c?.pdf", "a-b-c-.pdf"),
    ],
)
def test_attached_names_are_such_as_every_system_takes(name: str, kept: str) -> None:
    assert services.attached_name(name) == kept


def test_a_register_on_a_server_keeps_no_files(register: Register) -> None:
    path, register.path = register.path, None
    try:
        assert register.kept_files is None
        with pytest.raises(FilesNotOnServers):
            _ = register.files
    finally:
        register.path = path


def test_a_check_sum_in_the_register_that_leads_out_of_the_folder_is_missing(
    register: Register, given_event: GivenEvent, attach: Callable[..., int]
) -> None:
    key = attach(given_event())
    with register.change("Tamper") as session:
        session.get_one(EventFile, key).sha256 = "../../register.roundtables"
    with register.read() as session:
        assert [each.fault for each in services.vanished(session, register.files)] == ["missing"]
        assert len(services.unattached(session, register.files)) == 1
