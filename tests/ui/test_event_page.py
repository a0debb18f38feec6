"""The event's page: its keys, what it reads when, and what is left of it."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from roundtables.queries import events, history
from roundtables.queries.events import EventFilter
from roundtables.register import Register
from roundtables.services import events as event_services
from roundtables.services import participants
from roundtables.terms import Reply
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.event.page import PARTS, EventPage
from ui.pages.today import TodayPage


def today(window: MainWindow) -> TodayPage:
    window.visit(Link("today"))
    page = window.current_page()
    assert isinstance(page, TodayPage)
    return page


def settled() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def step(window: MainWindow) -> str:
    with window.workspace.read() as session:
        return history.steps(session, limit=1)[0].name


def test_keys_lead_to_each_tab_and_do_what_the_menu_does(
    qtbot: QtBot, shown: MainWindow, soon: Callable[..., int], register: Register
) -> None:
    shown.visit(Link("event", soon(3, title="One")))
    page = shown.current_page()
    for number in (7, 3, 4, 5, 6, 2, 1):
        page.tabs.tabBar().setFocus()
        qtbot.keyClick(page.tabs.tabBar(), Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert page.tabs.currentIndex() == number - 1
        assert page.tab(PARTS[number - 1]).isAncestorOf(QApplication.focusWidget())
    page.tabs.tabBar().setFocus()
    qtbot.keyClick(page.tabs.tabBar(), Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert shown.current_page().event_id != page.event_id
    assert step(shown) == "Duplicate event"


def test_participants_are_read_for_the_tabs_that_show_them_alone(
    shown: MainWindow, soon: Callable[..., int], given_participants: Callable[..., list[int]], register: Register
) -> None:
    event = soon(3)
    keys = given_participants(event, 4)
    shown.visit(Link("event", event))
    page = shown.current_page()
    assert page._tabs[PARTS.index("participants")] is None
    page.show_participants()
    assert len(page.tab("participants")._model.rows) == 4
    page.show_agenda()
    with register.change("Reply") as session:
        participants.set_reply(session, keys, Reply.ACCEPTED)
    assert {row.reply for row in page.tab("participants")._model.rows} == {Reply.INVITED}
    page.show_participants()
    assert {row.reply for row in page.tab("participants")._model.rows} == {Reply.ACCEPTED}


def test_a_page_that_was_left_is_gone_and_hears_nothing_more(
    shown: MainWindow, soon: Callable[..., int], register: Register
) -> None:
    import gc
    import weakref

    event = soon(3)
    shown.visit(Link("event", event))
    left = weakref.ref(shown.current_page())
    shown.visit(Link("events"))
    settled()
    gc.collect()
    assert left() is None
    command = EventPage.COMMANDS[0]
    shown.workspace.keyboard.choose(command, "Alt+9")
    with register.change("Change event") as session:
        event_services.change(session, event, place="Room 1")
    with register.read() as session:
        assert events.count(session, EventFilter()) == 1
