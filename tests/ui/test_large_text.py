"""Text of twice the size: the window still fits a screen of 1280 × 800, and nothing is cut."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from roundtables.queries import events
from roundtables.queries.events import EventFilter
from roundtables.register import Register
from roundtables.services import publications
from ui import theme
from ui.dialogs.add_calendar import AddCalendarDialog
from ui.dialogs.calendar_import import CalendarImportDialog
from ui.dialogs.differences import DifferencesDialog
from ui.dialogs.meeting_report import MeetingReportDialog
from ui.dialogs.new_event import NewEventDialog
from ui.links import Link
from ui.main_window import PLACES, MainWindow
from ui.widgets.navigation import Navigation

WIDTH, HEIGHT = 1280, 740
"""A screen of 1280 × 800 without its panel and the title of the window."""


@pytest.fixture
def twice(qapp: QApplication) -> Iterator[None]:
    """Text at 200 %, and as it was afterwards."""
    theme.apply(qapp, dark=False, text_size=200)
    yield
    theme.apply(qapp, dark=False)


@pytest.fixture
def large(twice: None, window_of: Callable[[Register], MainWindow], demo: Register) -> MainWindow:
    return window_of(demo)


def test_the_window_fits_a_small_screen_at_every_place(large: MainWindow, qapp: QApplication) -> None:
    with large.workspace.read() as session:
        held = events.page(session, events.EventFilter())[0].id
    for link in (*(Link(place.key) for place in PLACES), Link("event", held)):
        large.visit(link)
        qapp.processEvents()
        least = large.minimumSizeHint()
        assert least.width() <= WIDTH, (link, least)
        assert least.height() <= HEIGHT, (link, least)


def test_no_place_cuts_the_navigation_at_1024(qapp: QApplication, window: MainWindow) -> None:
    window.resize(1024, 700)
    with window.workspace.read() as session:
        held = events.page(session, events.EventFilter())[0].id
    for link in (*(Link(place.key) for place in PLACES), Link("event", held)):
        window.visit(link)
        qapp.processEvents()
        assert window.navigation.width() >= window.navigation.fitting(), link
        assert window.width() == 1024


def test_narrow_navigation_shows_icons_and_still_has_its_names(large: MainWindow) -> None:
    navigation: Navigation = large.navigation
    names = [place.name for place in PLACES]
    for width, texts in ((navigation.fitting(), names), (theme.sized(48), [""] * len(names))):
        navigation.resize(width, 600)
        items = [navigation.item(row) for row in range(navigation.count()) if navigation.item(row).toolTip()]
        assert [item.text() for item in items] == texts
        assert [item.data(Qt.ItemDataRole.AccessibleTextRole) for item in items] == names


def test_a_time_is_read_to_its_last_digit_in_the_dialog_for_a_new_event(qtbot: QtBot, large: MainWindow) -> None:
    dialog = NewEventDialog(large, large.workspace)
    qtbot.addWidget(dialog)
    dialog.show()
    for key in ("starts", "ends"):
        line = dialog.form.fields[key].editor.findChild(QLineEdit)
        assert line.fontMetrics().horizontalAdvance(line.text()) < line.width()


def test_the_dialogs_of_calendars_and_reports_fit_too(qtbot: QtBot, large: MainWindow) -> None:
    with large.workspace.change("Add") as session:
        key = publications.add_server(session, "https://cloud.example/projects/", "office").id
        record = events.event_page(session, events.page(session, EventFilter())[0].id)
    for dialog in (
        CalendarImportDialog(large, large.workspace),
        AddCalendarDialog(large, large.workspace, [(None, "All events")]),
        DifferencesDialog(large, large.workspace, key),
        MeetingReportDialog(large, large.workspace, record),
    ):
        qtbot.addWidget(dialog)
        dialog.show()
        least = dialog.minimumSizeHint()
        assert (least.width() <= WIDTH, least.height() <= HEIGHT) == (True, True), (dialog, least)
        assert dialog.width() <= WIDTH
        assert dialog.height() <= HEIGHT
