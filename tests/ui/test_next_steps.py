"""What a hand on the keyboard expects: Enter presses, the filter leads on, undo says what it undid."""

from PySide6.QtCore import QSize, Qt
from pytestqt.qtbot import QtBot

from ui import window_state
from ui.links import Link
from ui.main_window import MainWindow
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
    assert said == [f"Undo: {step}", f"Redo: {step}"]


def test_a_window_is_no_larger_than_the_screen_has_room_for(window: MainWindow) -> None:
    window_state.fit(window, QSize(1366, 768))
    assert (window.width(), window.height()) == (1280, 768 - window_state.TITLE)
    window_state.fit(window, QSize(1920, 1080))
    assert window.height() == 768 - window_state.TITLE
