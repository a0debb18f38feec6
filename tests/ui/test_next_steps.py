"""What a hand on the keyboard expects: Enter presses, the filter leads on, undo says what it undid."""

import datetime as dt

from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from roundtables.services import events
from ui import paper, window_state
from ui.dialogs.new_event import NewEventDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.theme import colours
from ui.widgets.parts import button


def test_enter_presses_the_button_that_has_the_keyboard(qtbot: QtBot) -> None:
    pressed: list[int] = []
    made = button("Undo", lambda: pressed.append(1))
    qtbot.addWidget(made)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        qtbot.keyClick(made, key)
    assert pressed == [1, 1, 1]


def test_a_filter_that_nothing_fits_offers_to_show_everything(qtbot: QtBot, window: MainWindow) -> None:
    window.visit(Link("events"))
    listing = window.current_page().listing
    number = listing.count()
    listing.narrow("nothing like this")
    assert listing.empty.words.text() == "No event fits the filter."
    assert not listing.empty.step.isVisible()
    assert listing._everything.isVisible()
    listing._everything.click()
    assert listing.count() == number
    assert listing.words.text() == ""


def test_enter_and_the_arrow_lead_from_the_filter_to_what_was_found(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.visit(Link("events"))
    listing = window.current_page().listing
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down):
        listing.focus_filter()
        qtbot.keyClicks(listing.words, "workshop")
        qtbot.keyClick(listing.words, key)
        assert listing.table.hasFocus()
        assert "workshop" in listing.table.current_row().title.lower()
        listing.words.clear()


def test_undo_and_redo_say_which_step(window: MainWindow) -> None:
    said: list[str] = []
    window.workspace.noticed.connect(lambda words, _undoable: said.append(words))
    step = window.workspace.register.undoable()
    window.undo()
    window.redo()
    assert said == [f"Undone: {step}", f"Done again: {step}"]


def test_a_window_is_no_larger_than_the_screen_has_room_for(window: MainWindow) -> None:
    window_state.fit(window, QSize(1366, 768))
    assert (window.width(), window.height()) == (1280, 768 - window_state.TITLE)
    window_state.fit(window, QSize(1920, 1080))
    assert window.height() == 768 - window_state.TITLE


def test_the_history_that_nothing_fits_shows_everything_again(qtbot: QtBot, window: MainWindow) -> None:
    window.visit(Link("history"))
    page = window.current_page()
    number = page._model.rowCount()
    page.words.setText("nothing like this")
    qtbot.waitUntil(lambda: page._model.rowCount() == 0)
    page._empty.step.click()
    assert page._model.rowCount() == number
    assert not page._empty.isVisible()


def test_the_keyboard_opens_the_calendar_of_a_time(qtbot: QtBot, window: MainWindow) -> None:
    dialog = NewEventDialog(window, window.workspace)
    qtbot.addWidget(dialog)
    dialog.show()
    editor = dialog.form.fields["starts"].editor
    before = editor.dateTime()
    qtbot.keyClick(editor, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calendar = editor.calendarWidget()
    assert calendar.isVisible()
    assert editor.dateTime() == before
    weekend = calendar.weekdayTextFormat(Qt.DayOfWeek.Sunday).foreground().color().name().upper()
    assert weekend == colours().muted.upper()
    calendar.window().close()


def test_attendance_without_participants_leads_to_them(window: MainWindow) -> None:
    window.visit(Link("calendar"))
    with window.workspace.change("Add event") as session:
        starts = dt.datetime(2026, 12, 1, 9)
        key = events.add(session, title="Empty", starts=starts, ends=starts.replace(hour=12), timezone="UTC").id
    window.visit(Link("event", key, "attendance"))
    page = window.current_page()
    page.tab("attendance")._stack.currentWidget().step.click()
    assert page.tabs.currentIndex() == 2


def test_an_event_is_printed_from_its_first_tab_too(window: MainWindow) -> None:
    window.visit(Link("events"))
    row = window.current_page().table.current_row()
    window.visit(Link("event", row.id))
    sheet = paper.of_page(window.current_page())
    assert sheet is not None
    assert sheet.title == row.title
    assert dict(sheet.rows)["Event name"] == row.title
    window.visit(Link("event", row.id, "participants"))
    listed = paper.of_page(window.current_page())
    assert listed is not None
    assert listed.title.endswith("Participants")
