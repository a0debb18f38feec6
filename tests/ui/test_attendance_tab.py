"""The Attendance tab: marks, times of a cell, walk-ins, and the other ways in beside them."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from roundtables.model import Attendance, Event
from roundtables.register import Register
from roundtables.services import attendance, check_in, event_files
from roundtables.terms import CertificateBy, FileKind, Presence, Source
from ui import theme
from ui.dialogs.mark import MarkDialog, NotATime, read_time
from ui.door.window import DoorWindow
from ui.links import Link
from ui.main_window import MainWindow

DAY = dt.date(2026, 12, 1)
NAME, FIRST_DAY = 0, 2


@pytest.fixture
def event(register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]) -> int:
    key = given_event()
    guests = given_participants(key, 3)
    with register.change("Door") as session:
        slot = attendance.slot_numbered(session, key, 1).id
        morning = dt.datetime(2026, 12, 1, 7, 5, tzinfo=dt.UTC)
        check_in.check_in(session, guests[0], slot, morning)
        check_in.check_in(session, guests[1], slot, morning)
        check_in.check_out(session, guests[1], slot, morning + dt.timedelta(hours=2))
        check_in.walk_in(session, key, slot, morning, name="Nora Zanewcomer")
    return key


@pytest.fixture
def tab(shown: MainWindow, event: int) -> Any:
    shown.visit(Link("event", event, "attendance"))
    return shown.current_page().tab("attendance")


def cell(tab: Any, row: int, column: int, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> Any:
    return tab.grid.model().index(row, column).data(role)


def dialog_of(tab: Any, row: int, column: int, key: Qt.Key = Qt.Key.Key_Return) -> MarkDialog:
    tab.grid.setCurrentIndex(tab.grid.model().index(row, column))
    tab.grid.setFocus()
    QTest.keyClick(tab.grid, key)
    return next(each for each in tab.findChildren(MarkDialog) if each.isVisible())


def test_cells_show_since_when_or_how_long_and_tell_the_rest(tab: Any) -> None:
    assert cell(tab, 0, FIRST_DAY) == "✓  Present  09:05–"
    assert cell(tab, 1, FIRST_DAY) == "✓  Present  120 min"
    tip = cell(tab, 1, FIRST_DAY, Qt.ItemDataRole.ToolTipRole)
    assert tip.splitlines() == [
        "Present",
        "Arrived: 1 Dec 2026 09:05",
        "Left: 1 Dec 2026 11:05",
        "120 minutes",
        "Check-in at the door",
    ]
    assert cell(tab, 1, FIRST_DAY, Qt.ItemDataRole.AccessibleTextRole) == ", ".join(tip.splitlines())
    assert cell(tab, 2, FIRST_DAY, Qt.ItemDataRole.ToolTipRole) is None


def test_a_walk_in_is_shown_as_one(tab: Any) -> None:
    assert cell(tab, 3, NAME) == "Zanewcomer Nora (walk-in)"
    assert "walk-in" not in cell(tab, 0, NAME)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_times_and_minutes_of_a_cell_are_entered_by_enter_or_f2(tab: Any, register: Register, key: Qt.Key) -> None:
    dialog = dialog_of(tab, 2, FIRST_DAY, key)
    fields = dialog.form.fields
    assert fields["presence"].value() is Presence.PRESENT
    fields["arrived"].enter("9.15")
    fields["departed"].enter("0:30")
    dialog._agree()
    assert not dialog.isVisible()
    with register.read() as session:
        mark = session.scalars(select(Attendance).where(Attendance.source == Source.HAND)).one()
        assert (mark.arrived, mark.departed) == (dt.datetime(2026, 12, 1, 9, 15), dt.datetime(2026, 12, 2, 0, 30))
        assert mark.minutes == 405
    assert cell(tab, 2, FIRST_DAY) == "✓  Present  405 min"


def test_what_is_known_stands_in_the_dialog_and_what_can_not_be_is_said_there(tab: Any, register: Register) -> None:
    dialog = dialog_of(tab, 1, FIRST_DAY)
    fields = dialog.form.fields
    assert [fields[key].value() for key in ("arrived", "departed", "minutes")] == ["09:05", "11:05", 120]
    fields["departed"].enter("soon")
    dialog._agree()
    assert "is not a time" in fields["departed"].error.text()
    fields["departed"].enter("8:00")
    dialog._agree()
    assert "left before they arrived" in fields["departed"].error.text()
    assert fields["departed"].value() == "8:00"
    dialog.reject()
    with register.read() as session:
        assert session.scalars(select(Attendance.minutes).where(Attendance.minutes.is_not(None))).all() == [120]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("9:02", (1, 9, 2)),
        ("0902", (1, 9, 2)),
        ("9.02", (1, 9, 2)),
        ("2.12.2026 klo 9.02", (2, 9, 2)),
        ("2 Dec 2026 09:02", (2, 9, 2)),
        ("2026-12-02 23:59", (2, 23, 59)),
    ],
)
def test_times_are_read_as_people_write_them(text: str, moment: tuple[int, int, int]) -> None:
    day, hour, minute = moment
    assert read_time(text, DAY, "arrived") == dt.datetime(2026, 12, day, hour, minute)


@pytest.mark.parametrize("text", ["25:00", "9:60", "nine", "9", "32.12.2026 9:00", "9:00 9:00", "-9:00"])
def test_what_is_no_time_is_told(text: str) -> None:
    with pytest.raises(NotATime) as told:
        read_time(text, DAY, "arrived")
    assert told.value.field == "arrived"
    assert read_time("  ", DAY, "arrived") is None


def test_the_other_ways_in_stand_beside_the_marks_and_open(tab: Any, shown: MainWindow, qtbot: QtBot) -> None:
    for name in ("Import report…", "Paper…", "Files of the event…"):
        wanted = next(each for each in tab.findChildren(QPushButton) if each.text() == name)
        before = {each for each in QApplication.topLevelWidgets() if each.isVisible()}
        QTest.mouseClick(wanted, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda before=before: len(opened(before)) == 1)
        opened(before)[0].close()
    QTest.mouseClick(
        next(each for each in tab.findChildren(QPushButton) if each.text() == "Door"), Qt.MouseButton.LeftButton
    )
    assert isinstance(shown.workspace.front, DoorWindow)
    shown.workspace.front.close()


def opened(before: set[Any]) -> list[QDialog]:
    return [each for each in QApplication.topLevelWidgets() if each.isVisible() and isinstance(each, QDialog)]


def test_the_palette_opens_the_door_from_any_tab_of_the_event(shown: MainWindow, event: int) -> None:
    from ui.dialogs.palette_actions import actions_of

    shown.visit(Link("event", event, "overview"))
    words = [doing.words for doing in actions_of(shown)]
    assert "Check-in at the door" in words


@pytest.mark.parametrize("size", [100, 200])
def test_the_tab_fits_a_small_screen(
    qapp: QApplication, window_of: Callable[[Register], MainWindow], register: Register, event: int, size: int
) -> None:
    theme.apply(qapp, dark=False, text_size=size)
    try:
        window = window_of(register)
        window.resize(1280, 740)
        window.visit(Link("event", event, "attendance"))
        qapp.processEvents()
        least = window.minimumSizeHint()
        assert (least.width() <= 1280, least.height() <= 740) == (True, True), least
        tab = window.current_page().tab("attendance")
        for each in tab.findChildren(QPushButton):
            assert each.width() >= each.sizeHint().width(), each.text()
            assert each.mapTo(window, each.rect().bottomRight()).x() <= window.width(), each.text()
    finally:
        theme.apply(qapp, dark=False)


def test_how_attendance_counts_is_set_on_the_overview(shown: MainWindow, register: Register, event: int) -> None:
    shown.visit(Link("event", event, "overview"))
    form = shown.current_page().tab("overview").form
    field = form.fields["certificate_percent"]
    field.editor.setText("")
    field.settle()
    assert "from 1 to 100" in field.error.text()
    field.editor.setText("75")
    field.settle()
    assert field.error.text() == ""
    by = form.fields["certificate_by"]
    by.editor.setCurrentIndex(by.editor.findData(CertificateBy.MINUTES))
    by.settle()
    with register.read() as session:
        kept = session.get_one(Event, event)
        assert (kept.certificate_percent, kept.certificate_by, kept.present_percent) == (75, CertificateBy.MINUTES, 50)


def test_a_day_that_is_proved_bears_a_clip_and_says_by_what(tab: Any, shown: MainWindow, register: Register) -> None:
    def heading(column: int, role: Qt.ItemDataRole) -> Any:
        return tab.grid.model().headerData(column, Qt.Orientation.Horizontal, role)

    assert heading(FIRST_DAY, Qt.ItemDataRole.DecorationRole) is None
    with register.change("Attach") as session:
        slot = attendance.slot_numbered(session, tab._id, 1)
        event_files.attach(
            session, register.files, tab._id, "list & names.pdf", b"%PDF", FileKind.SIGNED_SHEET, slot_ids=[slot.id]
        )
    shown.workspace.changed.emit(frozenset({"proved_slot"}))
    assert not heading(FIRST_DAY, Qt.ItemDataRole.DecorationRole).isNull()
    said = heading(FIRST_DAY, Qt.ItemDataRole.AccessibleTextRole)
    assert said.endswith("Proved by: Signed sheet, list & names.pdf")
    assert (
        heading(FIRST_DAY, Qt.ItemDataRole.ToolTipRole) == "<span>Proved by: Signed sheet, list &amp; names.pdf</span>"
    )
    assert heading(FIRST_DAY + 1, Qt.ItemDataRole.DecorationRole) is None
    assert heading(FIRST_DAY + 1, Qt.ItemDataRole.ToolTipRole) is None
