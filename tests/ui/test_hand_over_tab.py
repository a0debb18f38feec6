"""The Hand-over tab: what is missing and where it is mended, what was given away, files attached and verified."""

import datetime as dt
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QToolButton
from pytestqt.qtbot import QtBot

from roundtables.model import EventFile, HandOver
from roundtables.queries import event_files as queries
from roundtables.queries import events, participants
from roundtables.register import Register
from roundtables.services import attendance, event_files, hand_overs
from roundtables.terms import FileKind, HandOverKind, Presence, Reply
from ui import theme
from ui.dialogs.attach_file import AttachDialog
from ui.dialogs.event_files import EventFilesDialog
from ui.dialogs.evidence import EvidenceDialog
from ui.dialogs.paper import PaperDialog
from ui.dialogs.verified import VerifiedDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.event.proof import open_files

GivenEvent = Callable[..., int]


@pytest.fixture
def event(shown: MainWindow, given_event: GivenEvent, given_participants: Callable[..., list[int]]) -> int:
    """An event with participants, its Hand-over tab shown."""
    key = given_event()
    given_participants(key, 2, reply=Reply.ACCEPTED)
    shown.visit(Link("event", key, "hand-over"))
    return key


def tab(window: MainWindow) -> Any:
    page: Any = window.current_page()
    return page.tab("hand-over")


def dialog_of(window: MainWindow, kind: type[Any]) -> Any:
    return next(each for each in window.findChildren(kind) if each.isVisible())


def settled(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.workspace.is_busy())


def attach(register: Register, event: int, name: str = "signed.pdf", content: bytes = b"%PDF", **values: Any) -> int:
    kind = values.pop("kind", FileKind.SIGNED_SHEET)
    with register.change("Attach") as session:
        return event_files.attach(session, register.files, event, name, content, kind, **values).id


def files_of(register: Register, event: int) -> list[queries.FileRow]:
    with register.read() as session:
        return queries.listing(session, [event])


def drop(target: Any, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    target.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none, QEvent.Type.Drop))


def test_the_checklist_leads_to_where_each_thing_is_mended(shown: MainWindow, event: int) -> None:
    ways = {each.accessibleName(): each for each in tab(shown).checklist.findChildren(QToolButton)}
    assert list(ways) == [
        "Invitation: None was sent: Invitations",
        "Agenda: There is none: Agenda",
        "Attendance: Not taken: Attendance",
        "Proof of attendance: There is none: Files of the event…",
        "Minutes of the meeting: Not attached: Files of the event…",
    ]
    ways["Agenda: There is none: Agenda"].click()
    assert shown.current_link() == Link("event", event, "agenda")
    shown.visit(Link("event", event, "hand-over"))
    ways["Minutes of the meeting: Not attached: Files of the event…"].click()
    assert dialog_of(shown, EventFilesDialog)


def test_missing_certificates_lead_to_where_they_are_given(
    shown: MainWindow, register: Register, event: int, qtbot: QtBot
) -> None:
    with register.read() as session:
        slot = events.event_page(session, event).slots[0].id
        row = participants.listing(session, event)[0].id
    shown.workspace.do("Mark attendance", lambda session: attendance.mark(session, slot, [row], Presence.PRESENT))
    ways = {each.accessibleName(): each for each in tab(shown).checklist.findChildren(QToolButton)}
    ways["Certificates of attendance: None were given: Paper…"].click()
    dialog = dialog_of(shown, PaperDialog)
    qtbot.waitUntil(dialog.certificates.isVisible)
    dialog.reject()


def test_the_first_thing_given_away_is_chosen_at_once_so_that_its_check_sum_can_be_copied(
    shown: MainWindow, register: Register, event: int, tmp_path: Path
) -> None:
    assert not tab(shown)._copy.isVisible()
    with shown.workspace.change("Hand over", undoable=False) as session:
        now = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
        hand_overs.hand_over_attendance(session, event, tmp_path / "list.xlsx", "en", for_whom="", by="maija", at=now)
    assert tab(shown)._copy.isEnabled()
    tab(shown).copy_sum()
    with register.read() as session:
        assert QGuiApplication.clipboard().text() == session.query(HandOver).one().sha256


def test_the_files_of_an_event_begin_with_the_keyboard_in_their_list(
    qtbot: QtBot, shown: MainWindow, register: Register, event: int
) -> None:
    attach(register, event)
    open_files(shown, shown.workspace, event)
    dialog = dialog_of(shown, EventFilesDialog)
    qtbot.waitUntil(lambda: dialog.focusWidget() is dialog.table)


def test_what_was_put_right_is_ticked_at_once(shown: MainWindow, register: Register, event: int) -> None:
    attach(register, event, kind=FileKind.MINUTES)
    words = [each.accessibleName() for each in tab(shown).checklist.findChildren(QToolButton) if each.isVisible()]
    assert not any("Minutes" in each for each in words)


def test_an_evidence_pack_is_made_after_its_checklist_was_seen(
    qtbot: QtBot, shown: MainWindow, register: Register, event: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pack.zip"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(path.with_suffix("")), ""))
    tab(shown).evidence_pack()
    dialog = dialog_of(shown, EvidenceDialog)
    qtbot.waitUntil(dialog.agree.isEnabled)
    assert dialog.table.model().rowCount() == 5
    dialog._form.fields["for_whom"].editor.setText("The Ministry")
    dialog.agree.click()
    settled(qtbot, shown)
    assert zipfile.is_zipfile(path)
    qtbot.waitUntil(lambda: tab(shown).table.model().rowCount() == 1)
    line = tab(shown).table.model().index(0, 0)
    assert line.data() == "Evidence pack"
    assert line.siblingAtColumn(2).data() == "The Ministry"
    assert line.siblingAtColumn(7).data() == "Unchanged"


def test_files_without_content_are_left_out_only_where_that_is_ticked(
    qtbot: QtBot, shown: MainWindow, register: Register, event: int
) -> None:
    key = attach(register, event)
    with register.read() as session:
        register.files.path_of(session.get_one(EventFile, key).sha256).unlink()
    tab(shown).evidence_pack()
    dialog = dialog_of(shown, EvidenceDialog)
    qtbot.waitUntil(dialog.leave_out.isVisible)
    assert not dialog.agree.isEnabled()
    dialog.leave_out.click()
    assert dialog.agree.isEnabled()


def test_what_was_given_away_says_whether_the_register_has_changed_since(
    shown: MainWindow, register: Register, event: int, given_event: GivenEvent
) -> None:
    with register.change("Hand over", undoable=False) as session:
        entry = HandOver(event_id=event, kind=HandOverKind.ATTENDANCE_LIST, event_reference="E0.1", sha256="ab" * 32)
        entry.file_name, entry.revision = "<b>list</b>.xlsx", 2
        entry.participants = entry.attended = entry.person_days = 0
        session.add(entry)
    QAbstractItemModelTester(tab(shown)._model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model = tab(shown).table.model()
    assert model.index(0, 7).data() == "Unchanged"
    attach(register, event)
    assert model.index(0, 7).data() == "1 step since"
    tab(shown).looked_at()
    tab(shown).copy_sum()
    assert QGuiApplication.clipboard().text() == "ab" * 32


def test_a_file_dropped_on_the_tab_is_verified(
    qtbot: QtBot, shown: MainWindow, register: Register, event: int, tmp_path: Path
) -> None:
    attach(register, event)
    (tmp_path / "found.pdf").write_bytes(b"%PDF")
    drop(tab(shown), tmp_path / "found.pdf")
    qtbot.waitUntil(lambda: bool(shown.findChildren(VerifiedDialog)))
    found = dialog_of(shown, VerifiedDialog)
    assert "attached to E0.1 as “Signed sheet”" in found.words.text()
    found.close()


def test_a_scan_dropped_on_the_event_is_attached_with_what_it_proves(
    qtbot: QtBot, shown: MainWindow, register: Register, event: int, tmp_path: Path
) -> None:
    shown.visit(Link("event", event, "overview"))
    scan = tmp_path / "Scan 1.PDF"
    scan.write_bytes(b"%PDF scan")
    drop(shown, scan)
    asked = dialog_of(shown, AttachDialog)
    asked.slots.item(1).setCheckState(Qt.CheckState.Checked)
    asked._agree()
    settled(qtbot, shown)
    (row,) = files_of(register, event)
    assert (row.name, row.kind, row.slots) == ("Scan 1.PDF", FileKind.SIGNED_SHEET, (2,))


def test_files_are_changed_saved_elsewhere_and_removed(
    qtbot: QtBot, shown: MainWindow, register: Register, event: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    attach(register, event)
    open_files(shown, shown.workspace, event)
    dialog = dialog_of(shown, EventFilesDialog)
    QAbstractItemModelTester(dialog._model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    dialog.change_chosen()
    asked = dialog_of(shown, AttachDialog)
    asked.kind.setCurrentIndex(asked.kind.findData(FileKind.MINUTES))
    assert not asked._slots_part.isVisible()
    asked.note.setText("Signed")
    asked._agree()
    (row,) = files_of(register, event)
    assert (row.kind, row.note, row.slots) == (FileKind.MINUTES, "Signed", ())
    copy = tmp_path / "copy.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(copy), ""))
    dialog.save_copy()
    settled(qtbot, shown)
    assert copy.read_bytes() == b"%PDF"
    assert shown.notices.words.text() == f"{copy} was written."
    dialog.remove_chosen()
    assert files_of(register, event) == []
    assert dialog._stack.currentIndex() == 1
    shown.workspace.undo()
    assert dialog.table.model().rowCount() == 1


def test_a_vanished_content_is_shown_as_that_with_what_to_do(
    qtbot: QtBot, shown: MainWindow, register: Register, event: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = attach(register, event)
    with register.read() as session:
        register.files.path_of(session.get_one(EventFile, key).sha256).unlink()
    open_files(shown, shown.workspace, event)
    dialog = dialog_of(shown, EventFilesDialog)
    assert dialog.table.model().index(0, 3).data() == "Missing or changed"
    assert "Attach the same file again" in dialog._of_chosen.text()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(tmp_path / "copy.pdf"), ""))
    dialog.save_copy()
    settled(qtbot, shown)
    assert "no longer beside the register" in dialog._error.text()
    assert not (tmp_path / "copy.pdf").exists()


def test_what_may_run_is_not_opened_and_the_rest_only_when_agreed_to(
    qtbot: QtBot, shown: MainWindow, register: Register, event: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(
        "ui.read_only_copies.QDesktopServices.openUrl", lambda url: opened.append(Path(url.toLocalFile())) or True
    )
    attach(register, event, "run.exe", b"MZ")
    open_files(shown, shown.workspace, event)
    dialog = dialog_of(shown, EventFilesDialog)
    dialog.open_chosen()
    assert "may run" in dialog._error.text()
    attach(register, event)
    dialog.table.go_to(1)
    dialog.open_chosen()
    assert opened == []
    box = dialog_of(shown, QMessageBox)
    box.defaultButton().click()
    settled(qtbot, shown)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0].read_bytes() == b"%PDF"
    assert opened[0].name == "signed.pdf"


def test_check_leads_to_the_event_whose_content_is_gone(
    qtbot: QtBot, shown: MainWindow, register: Register, event: int
) -> None:
    from ui import upkeep

    key = attach(register, event)
    with register.read() as session:
        register.files.path_of(session.get_one(EventFile, key).sha256).unlink()
    told: list[tuple[object, ...]] = []
    shown.workspace.pointed.connect(lambda *arguments: told.append(arguments))
    upkeep.check(shown.workspace)
    settled(qtbot, shown)
    qtbot.waitUntil(lambda: bool(told))
    assert "E0.1" in str(told[0][0])
    assert told[0][3] == Link("event", event, "hand-over")


def test_contents_no_longer_attached_go_after_a_question(
    qtbot: QtBot, shown: MainWindow, register: Register, event: int
) -> None:
    from ui import upkeep

    attach(register, event)
    register.undo()
    upkeep.erase_unattached(shown, shown.workspace)
    settled(qtbot, shown)
    qtbot.waitUntil(lambda: any(each.isVisible() for each in shown.findChildren(QMessageBox)))
    box = dialog_of(shown, QMessageBox)
    assert "can't be undone" in box.informativeText()
    box.defaultButton().click()
    settled(qtbot, shown)
    assert [path for path in register.folder.rglob("*") if path.is_file()] == []


def test_text_of_twice_the_size_fits_a_small_screen(
    qapp: QApplication, window_of: Callable[[Register], MainWindow], demo: Register
) -> None:
    theme.apply(qapp, dark=False, text_size=200)
    try:
        window = window_of(demo)
        with window.workspace.read() as session:
            held = events.page(session, events.EventFilter())[0].id
        window.visit(Link("event", held, "hand-over"))
        qapp.processEvents()
        least = window.minimumSizeHint()
        assert (least.width() <= 1280, least.height() <= 740) == (True, True), least
    finally:
        theme.apply(qapp, dark=False)
