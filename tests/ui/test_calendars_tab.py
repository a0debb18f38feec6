"""The settings' tab of published calendars, with a real calendar server."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from roundtables.queries import events as queries
from roundtables.queries import publications
from roundtables.services import events
from tests.caldav_server import PASSWORD, USER, CalendarServer
from ui.dialogs.add_calendar import AddCalendarDialog
from ui.dialogs.differences import DifferencesDialog
from ui.dialogs.form import FormDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.models.publications import PublicationsModel
from ui.pages.settings.calendars import CalendarsTab
from ui.published_files import PublishedFiles


@pytest.fixture
def tab(shown: MainWindow) -> CalendarsTab:
    shown.visit(Link("settings", None, "calendars"))
    found: CalendarsTab = shown.current_page().calendars
    return found


def row_of(tab: CalendarsTab) -> publications.PublicationRow:
    with tab._workspace.read() as session:
        (row,) = publications.listing(session)
    return row


def dialog_of(window: MainWindow, kind: Any) -> Any:
    return next(each for each in window.findChildren(kind) if each.isVisible())


def add_server(qtbot: QtBot, window: MainWindow, tab: CalendarsTab, server: CalendarServer) -> None:
    tab.add_server()
    dialog = dialog_of(window, AddCalendarDialog)
    for key, value in (("address", server.url), ("user", USER), ("secret", PASSWORD)):
        dialog.form.fields[key].editor.setText(value)
    dialog.look_for()
    qtbot.waitUntil(dialog.yes.isEnabled)
    box = dialog._box()
    assert [box.itemText(at) for at in range(box.count())] == ["Another", "Projects"]
    box.setCurrentIndex(1)
    with qtbot.waitSignal(tab._workspace.noticed):
        dialog.yes.click()


def press(qtbot: QtBot, box: QMessageBox, words: str) -> None:
    next(each for each in box.buttons() if each.text() == words).click()


def test_a_calendar_is_found_added_and_published_to(
    qtbot: QtBot, shown: MainWindow, tab: CalendarsTab, calendar_server: CalendarServer, given_event: Callable[..., int]
) -> None:
    given_event()
    assert tab._stack.currentIndex() == 1
    add_server(qtbot, shown, tab, calendar_server)
    assert len(calendar_server.files()) == 1
    row = row_of(tab)
    assert (row.address, row.events, row.last_error) == (calendar_server.calendar, 1, "")
    qtbot.waitUntil(lambda: tab._model.index(0, 4).data() == "1 event published")
    QAbstractItemModelTester(tab._model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_wrong_address_or_password_is_said_where_it_was_entered(
    qtbot: QtBot, shown: MainWindow, tab: CalendarsTab, calendar_server: CalendarServer
) -> None:
    tab.add_server()
    dialog = dialog_of(shown, AddCalendarDialog)
    address = dialog.form.fields["address"]
    for typed, words in (("nonsense", "not the address"), ("http://far.example/", "unencrypted")):
        address.editor.setText(typed)
        qtbot.keyClick(address.editor, Qt.Key.Key_Return)
        assert words in address.error.text()
    address.editor.setText(calendar_server.url)
    dialog.form.fields["user"].editor.setText(USER)
    dialog.form.fields["secret"].editor.setText("wrong")
    dialog.look_for()
    qtbot.waitUntil(lambda: "does not accept this user and password" in dialog.error.text())
    assert not dialog.yes.isEnabled()
    dialog.reject()


def test_what_others_changed_is_shown_on_both_sides_and_chosen(
    qtbot: QtBot, shown: MainWindow, tab: CalendarsTab, calendar_server: CalendarServer, given_event: Callable[..., int]
) -> None:
    key = given_event(title="Round-table", place="Helsinki")
    add_server(qtbot, shown, tab, calendar_server)
    calendar_server.rewrite("LOCATION:Helsinki", "LOCATION:Turku")
    with qtbot.waitSignal(tab._workspace.noticed) as told:
        tab.publish_button.click()
    assert "changed there by others" in told.args[0]
    qtbot.waitUntil(lambda: tab._model.index(0, 4).data() == "1 event was changed there by others")
    tab.differences_button.click()
    dialog = dialog_of(shown, DifferencesDialog)
    qtbot.waitUntil(lambda: dialog._model.index(0, 2).data() == "Place")
    said = {each.accessibleName() for each in dialog._sides.widget().children() if hasattr(each, "accessibleName")}
    assert {"In the register, Place: Helsinki", "On the server, Place: Turku"} <= said
    dialog.theirs.click()
    qtbot.waitUntil(lambda: dialog._stack.currentIndex() == 1)
    with tab._workspace.read() as session:
        assert queries.event_page(session, key).place == "Turku"
    with qtbot.waitSignal(tab._workspace.noticed) as told:
        dialog.reject()
    assert row_of(tab).differing == 0
    shown.undo()
    with tab._workspace.read() as session:
        assert queries.event_page(session, key).place == "Helsinki"


def test_a_password_that_is_not_known_is_asked_for(
    qtbot: QtBot, shown: MainWindow, tab: CalendarsTab, calendar_server: CalendarServer
) -> None:
    from roundtables.services import publications as services

    with shown.workspace.change("Add") as session:
        services.add_server(session, calendar_server.calendar, USER)
    services.forget_secret(calendar_server.calendar, USER)
    for typed, signal in (("wrong", shown.workspace.failed), (PASSWORD, shown.workspace.noticed)):
        tab.publish()
        dialog = dialog_of(shown, FormDialog)
        dialog.form.fields["secret"].editor.setText(typed)
        with qtbot.waitSignal(signal):
            dialog._agree()
    assert row_of(tab).last_error == ""
    services.forget_secret(calendar_server.calendar, USER)


def test_what_lies_on_the_server_stays_unless_its_removal_is_asked_for(
    qtbot: QtBot, shown: MainWindow, tab: CalendarsTab, calendar_server: CalendarServer, given_event: Callable[..., int]
) -> None:
    given_event()
    for words, left in (("Leave it there", 1), ("Remove it there too", 0)):
        add_server(qtbot, shown, tab, calendar_server)
        tab.remove()
        box = dialog_of(shown, QMessageBox)
        assert box.defaultButton().text() == "Leave it there"
        with qtbot.waitSignal(shown.workspace.noticed):
            press(qtbot, box, words)
        assert len(calendar_server.files()) == left
        assert tab._stack.currentIndex() == 1


def test_a_file_is_added_and_written_again_after_a_change(
    qtbot: QtBot,
    shown: MainWindow,
    tab: CalendarsTab,
    tmp_path: Path,
    given_event: Callable[..., int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    key = given_event(title="First")
    path = tmp_path / "published.ics"
    chosen: Any = lambda *_args, **_named: (str(path), "")  # noqa: E731 - one line is enough
    monkeypatch.setattr(QFileDialog, "getSaveFileName", chosen)
    tab.add_file()
    dialog = dialog_of(shown, FormDialog)
    with qtbot.waitSignal(shown.workspace.noticed):
        next(each for each in dialog.findChildren(QPushButton) if each.text() == "Publish there").click()
    assert "SUMMARY:First" in path.read_text("utf-8")
    assert not tab.differences_button.isEnabled()
    keeper = PublishedFiles(shown.workspace, after=20)
    with shown.workspace.change("Change") as session:
        events.change(session, key, title="Second")
    qtbot.waitUntil(lambda: "SUMMARY:Second" in path.read_text("utf-8"))
    keeper.deleteLater()


def test_the_tables_models_keep_qts_rules(shown: MainWindow) -> None:
    model = PublicationsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show([])
