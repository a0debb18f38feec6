"""Events out of a calendar file in the window: seen first, ticked, taken over in one step, taken back."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from roundtables.queries import events as queries
from roundtables.queries.events import EventFilter
from roundtables.services.calendar_import import Verdict
from ui.calendar_importing import import_events
from ui.dialogs.calendar_import import CalendarImportDialog
from ui.main_window import MainWindow
from ui.models.calendar_import import TAKE

NEW = "BEGIN:VEVENT\nUID:one@x\nSUMMARY:Study visit\nDTSTART:20261203T090000\nDTEND:20261203T150000\nEND:VEVENT\n"
DAYS = "BEGIN:VEVENT\nUID:two@x\nSUMMARY:Fair\nDTSTART;VALUE=DATE:20261205\nDTEND;VALUE=DATE:20261207\nEND:VEVENT\n"
BAD = "BEGIN:VEVENT\nUID:bad@x\nSUMMARY:Bad\nDTSTART:never\nEND:VEVENT\n"
CHECK = Qt.ItemDataRole.CheckStateRole


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "events.ics"
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{NEW}{DAYS}{BAD}END:VCALENDAR\n", "utf-8")
    return path


def dialog_of(qtbot: QtBot, window: MainWindow) -> CalendarImportDialog:
    dialog: CalendarImportDialog = window.findChildren(CalendarImportDialog)[-1]
    qtbot.waitUntil(lambda: bool(dialog.proposals) or dialog.error.isVisible())
    return dialog


def titles(window: MainWindow) -> list[str]:
    with window.workspace.read() as session:
        return [row.title for row in queries.page(session, EventFilter())]


def test_events_are_seen_first_taken_in_one_step_and_taken_back(qtbot: QtBot, shown: MainWindow, file: Path) -> None:
    import_events(shown, shown.workspace, file)
    dialog = dialog_of(qtbot, shown)
    assert [entry.verdict for entry in dialog.proposals] == [Verdict.NEW, Verdict.NEW, Verdict.UNUSABLE]
    assert dialog.yes.text() == "Take over 2 events"
    assert titles(shown) == []
    with qtbot.waitSignal(shown.workspace.noticed) as told:
        qtbot.keyClick(dialog.yes, Qt.Key.Key_Return)
    assert told.args[0] == "2 events taken over (2 new)"
    assert titles(shown) == ["Study visit", "Fair"]
    shown.undo()
    assert titles(shown) == []


def test_a_tick_is_taken_away_by_space_and_set_by_enter(qtbot: QtBot, shown: MainWindow, file: Path) -> None:
    import_events(shown, shown.workspace, file)
    dialog = dialog_of(qtbot, shown)
    dialog.table.setFocus()
    dialog.table.setCurrentIndex(dialog._model.index(0, TAKE))
    qtbot.keyClick(dialog.table, Qt.Key.Key_Space)
    assert [entry.taken for entry in dialog.proposals] == [False, True, False]
    assert dialog.yes.text() == "Take over 1 event"
    assert dialog.table.currentIndex().row() == 0
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.proposals[0].taken
    dialog.table.selectAll()
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Leave out").click()
    assert not dialog.yes.isEnabled()
    dialog.reject()


def test_what_can_not_be_used_has_no_tick_and_says_why(qtbot: QtBot, shown: MainWindow, file: Path) -> None:
    import_events(shown, shown.workspace, file)
    dialog = dialog_of(qtbot, shown)
    index = dialog._model.index(2, TAKE)
    assert index.data(CHECK) is None
    assert not dialog._model.setData(index, Qt.CheckState.Checked, CHECK)
    assert "DTSTART: “never”" in dialog._model.index(2, 5).data()
    QAbstractItemModelTester(dialog._model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    dialog.reject()


def test_another_zone_is_read_anew_and_a_wrong_one_is_said(qtbot: QtBot, shown: MainWindow, file: Path) -> None:
    import_events(shown, shown.workspace, file)
    dialog = dialog_of(qtbot, shown)
    dialog.zone.enter("Europe/Nowhere")
    dialog.zone.left.emit("zone")
    assert "no time zone" in dialog.zone.error.text()
    dialog.zone.enter("Europe/Zagreb")
    dialog.zone.left.emit("zone")
    qtbot.waitUntil(lambda: dialog.proposals[0].line.timezone == "Europe/Zagreb")
    assert dialog.proposals[0].line.starts == dt.datetime(2026, 12, 3, 9)
    dialog.reject()


def test_a_file_that_is_none_is_said_in_the_dialog(qtbot: QtBot, shown: MainWindow, tmp_path: Path) -> None:
    path = tmp_path / "list.ics"
    path.write_text("nothing of the kind", "utf-8")
    import_events(shown, shown.workspace, path)
    dialog = dialog_of(qtbot, shown)
    assert "no calendar file" in dialog.error.text()
    assert not dialog.yes.isEnabled()
    dialog.reject()


def test_the_menu_and_the_page_of_events_lead_there(
    qtbot: QtBot, shown: MainWindow, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen: Any = lambda *_args, **_named: (str(file), "")  # noqa: E731 - one line is enough
    monkeypatch.setattr(QFileDialog, "getOpenFileName", chosen)
    shown.actions_by_key["events.import"].trigger()
    dialog = shown.findChildren(CalendarImportDialog)[-1]
    dialog.choose_file()
    assert dialog_of(qtbot, shown).proposals
    dialog.reject()
    next(each for each in shown.current_page().findChildren(QPushButton) if each.text() == "Import events…").click()
    assert shown.findChildren(CalendarImportDialog)[-1].isVisible()
    shown.findChildren(CalendarImportDialog)[-1].reject()
