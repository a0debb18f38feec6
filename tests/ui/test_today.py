"""Today: what each event lacks, in words and by keys, and the calm when nothing needs doing."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from roundtables.queries.today import Lack
from roundtables.register import Register
from roundtables.services import checklists
from roundtables.services import events as event_services
from roundtables.terms import EventStatus, MessageState, ProposalKind, Way
from roundtables.transport.accounts import SmtpAccount
from tests.ui.post_kit import add_messages, add_proposal, keep_settings
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.event.page import PARTS, EventPage
from ui.pages.today import TodayPage


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the day on the wall


NOON = dt.datetime.combine(_today(), dt.time(12))


def today(window: MainWindow) -> TodayPage:
    window.visit(Link("today"))
    page = window.current_page()
    assert isinstance(page, TodayPage)
    return page


def test_today_says_what_each_event_lacks_and_leads_to_where_it_is_done(
    qtbot: QtBot, shown: MainWindow, soon: Callable[..., int]
) -> None:
    event = soon(3, title="Round-table", organiser_email="", tasks=[("Invite", -5)])
    page = today(shown)
    said = [page._model.index(row).data() for row in range(page._model.rowCount())]
    assert said == [
        "Round-table",
        "No venue",
        "No address of the organiser: invitations can't be made",
        "Nobody is invited yet",
        "Invite",
    ]
    assert page._number.text().startswith("4 things to do")
    for at, part in enumerate(("overview", "overview", "overview", "participants", "tasks")):
        shown.visit(Link("today"))
        page.list.setCurrentIndex(page._model.index(at))
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        opened = shown.current_page()
        assert isinstance(opened, EventPage)
        assert (opened.event_id, PARTS[opened.tabs.currentIndex()]) == (event, part)


def test_a_list_that_was_not_handed_over_leads_to_the_tab_where_it_is(
    shown: MainWindow, soon: Callable[..., int], given_participants: Callable[..., list[int]]
) -> None:
    event = soon(-3, title="Round-table", status=EventStatus.HELD)
    given_participants(event, 2)
    page = today(shown)
    (line,) = (row for row in page._model.lines if row.kind is Lack.NOT_HANDED_OVER)
    assert (line.link.part, line.further) == ("hand-over", "Hand-over")


def test_today_is_read_again_after_a_change_and_the_keyboard_stays_with_its_event(
    shown: MainWindow, soon: Callable[..., int], register: Register
) -> None:
    first, second = soon(2, title="First"), soon(4, title="Second")
    page = today(shown)
    at = next(row for row, line in enumerate(page._model.lines) if line.event.id == second and line.todo)
    page.list.setCurrentIndex(page._model.index(at))
    with register.change("Change event") as session:
        event_services.change(session, first, place="Room 1")
    line = page.list.currentIndex().data(Qt.ItemDataRole.UserRole)
    assert (line.event.id, line.todo.lack) == (second, Lack.NO_VENUE)
    assert not [each for each in page._model.lines if each.event.id == first and each.words == "No venue"]


def test_today_is_calm_when_nothing_needs_doing(
    shown: MainWindow, soon: Callable[..., int], register: Register
) -> None:
    page = today(shown)
    assert page._empty.words.text() == "There is no event here yet."
    assert page._empty.step.isVisible()
    soon(20, title="Cancelled", status=EventStatus.CANCELLED)
    assert page._empty.words.text() == "Nothing needs doing."
    event = soon(100, title="Far away")
    assert page._empty.words.text().startswith("Nothing needs doing. The next event is “Far away”")
    assert not page._empty.step.isVisible()
    with register.change("Task") as session:
        checklists.add_task(session, event, title="Book", days=-100)
    assert page.list.isVisible()
    page.list.setCurrentIndex(page._model.index(1))
    spoken = page._model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Book, Due today  ·  Tasks, Far away"
    interface = QAccessible.queryAccessibleInterface(page.list)
    assert interface.text(QAccessible.Text.Name) == "What needs doing"


def test_today_says_how_far_an_event_is(shown: MainWindow, soon: Callable[..., int]) -> None:
    for days in (-5, -1, 0, 1, 9):
        soon(days, starts=NOON + dt.timedelta(days=days, hours=-1), ends=NOON + dt.timedelta(days=days, hours=11))
    page = today(shown)
    spoken = [
        page._model.index(row).data(Qt.ItemDataRole.AccessibleTextRole).split(", ")[1]
        for row, line in enumerate(page._model.lines)
        if line.todo is None
    ]
    assert spoken == ["5 days ago", "Yesterday", "Today", "Tomorrow", "In 9 days"]


def test_today_turns_over_at_midnight(
    shown: MainWindow, soon: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    soon(1)
    page = today(shown)
    seconds = page._midnight.remainingTime() / 1000
    now = dt.datetime.now()  # noqa: DTZ005 - a wall time
    assert abs((now + dt.timedelta(seconds=seconds)).timestamp() - (NOON + dt.timedelta(hours=12)).timestamp()) < 5
    page._model.today -= dt.timedelta(days=1)
    page._midnight.timeout.emit()
    assert page._model.today == _today()


def test_today_begins_with_what_waits_in_the_post_and_leads_there(
    qtbot: QtBot, shown: MainWindow, soon: Callable[..., int], register: Register
) -> None:
    event = soon(100, title="Far away")
    page = today(shown)
    assert not page._model.lines
    add_messages(register, event, [MessageState.FAILED, MessageState.UNKNOWN, MessageState.QUEUED, MessageState.SENT])
    add_proposal(register, event, ProposalKind.STRANGER)
    said = [page._model.index(row).data() for row in range(page._model.rowCount())]
    assert said == [
        "Post",
        "1 proposal waits for a decision",
        "1 message was perhaps sent",
        "1 message was refused",
        "1 message waits to be written as a draft",
    ]
    assert page._number.text() == "4 things to do"
    spoken = page._model.index(1).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1 proposal waits for a decision, Proposals, Post"
    leads = (("post", "post"), ("post", "proposals"), ("post", "unknown"), ("post", "refused"), ("post", "queued"))
    for at, (place, part) in enumerate(leads):
        shown.visit(Link("today"))
        page.list.setCurrentIndex(page._model.index(at))
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        assert shown.current_link() == Link(place, part="" if part == "post" else part)


def test_messages_that_are_just_going_out_are_nothing_to_do(
    shown: MainWindow, soon: Callable[..., int], register: Register
) -> None:
    keep_settings(way=Way.MAIL)
    add_messages(register, soon(100), [MessageState.QUEUED] * 2)
    page = today(shown)
    assert page._model.lines[-1].words == "2 messages wait: no mail account is set up"
    assert page._model.lines[-1].link == Link("settings", part="post")
    keep_settings(smtp=SmtpAccount(host="mail.example.org"), paused=True)
    page.refresh()
    assert page._model.lines[-1].words == "2 messages wait: sending is paused"
    keep_settings(paused=False)
    page.refresh()
    assert not page._model.lines
