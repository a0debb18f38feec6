"""The calendar in the window, by keys and clicks."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QHelpEvent, QMouseEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QAbstractButton, QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from roundtables.queries import events as queries
from roundtables.register import Register
from roundtables.services import events, participants, people, sessions
from roundtables.terms import EventStatus, Reply
from roundtables.words import speak
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.calendar.agenda import AgendaModel
from ui.pages.calendar.hand import Piece
from ui.pages.calendar.page import CalendarPage, today

DAY = dt.date(2026, 12, 8)
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def at(hour: float, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(hours=hour)


@pytest.fixture
def calendar(
    qtbot: QtBot, window_of: Callable[[Register], MainWindow], register: Register
) -> Callable[..., CalendarPage]:
    """Open the calendar of the register at a day, in a view."""

    def show(view: str = "month", day: dt.date = DAY, event_id: int | None = None) -> CalendarPage:
        window = window_of(register)
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        window.visit(Link("calendar"))
        page: CalendarPage = window.current_page()
        getattr(page, f"show_{view}")()
        page._list().setFocus()
        page.show_day(day, event_id)
        return page

    return show


def times(register: Register, key: int) -> tuple[dt.datetime, dt.datetime]:
    with register.read() as session:
        row = queries.event_page(session, key)
    return row.starts, row.ends


def press(page: CalendarPage, qtbot: QtBot, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(page._list(), key, modifier)


def drag(widget: QWidget, begin: QPoint, end: QPoint) -> None:
    """Press, move by way of the middle, and let go."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    for kind, point, button, buttons in (
        (QEvent.Type.MouseButtonPress, begin, left, left),
        (QEvent.Type.MouseMove, (begin + end) / 2, none, left),
        (QEvent.Type.MouseMove, end, none, left),
        (QEvent.Type.MouseButtonRelease, end, left, none),
    ):
        where = QPointF(point)
        event = QMouseEvent(
            kind, where, QPointF(widget.mapToGlobal(point)), button, buttons, Qt.KeyboardModifier.NoModifier
        )
        QApplication.sendEvent(widget, event)


def piece_of(page: CalendarPage, key: int) -> Piece:
    view = page.month if page.view == "month" else page.week.hours
    view.lay()
    return next(piece for piece in view.pieces if piece.placed.row.id == key)


def said(page: CalendarPage) -> list[str]:
    heard: list[str] = []
    page.workspace.failed.connect(heard.append)
    page.workspace.noticed.connect(lambda words, _undoable: heard.append(words))
    return heard


def test_the_three_views_are_changed_by_keys_and_the_last_is_kept(qtbot: QtBot, calendar: Any) -> None:
    page = calendar()
    assert page.heading.text() == "December 2026"
    press(page, qtbot, Qt.Key.Key_W)
    assert page.heading.text() == "7 Dec – 13 Dec 2026 · Week 50"
    press(page, qtbot, Qt.Key.Key_A)
    assert page.heading.text() == "From Tuesday 8 December 2026"
    assert page.workspace.settings.value("calendar/view") == "agenda"
    assert CalendarPage(page.workspace).view == "agenda"
    chosen = [choice.text() for choice in page._views.buttons() if choice.isChecked()]
    assert chosen == ["Agenda by day"]


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "December 2026"), ("fi", "Joulukuu 2026"), ("sv", "December 2026"), ("hr", "Prosinac 2026.")],
)
def test_the_period_is_named_as_the_locale_writes_it(calendar: Any, language: str, heading: str) -> None:
    speak(language)
    assert calendar().heading.text() == heading


def test_pages_are_turned_and_today_is_one_key_away(qtbot: QtBot, calendar: Any) -> None:
    page = calendar(day=dt.date(2026, 8, 31))
    press(page, qtbot, Qt.Key.Key_PageDown)
    assert page.month.day() == dt.date(2026, 9, 30)
    press(page, qtbot, Qt.Key.Key_PageUp)
    assert page.month.day() == dt.date(2026, 8, 30)
    for key in (Qt.Key.Key_T, Qt.Key.Key_Home):
        page.show_day(DAY)
        press(page, qtbot, key)
        assert page.month.day() == today()


def test_arrows_walk_from_day_to_day_and_over_the_edge_of_the_month(qtbot: QtBot, calendar: Any) -> None:
    page = calendar(day=dt.date(2027, 1, 31))
    press(page, qtbot, Qt.Key.Key_Right)
    assert (page.month.day(), page.heading.text()) == (dt.date(2027, 2, 1), "February 2027")
    press(page, qtbot, Qt.Key.Key_Up)
    assert page.month.day() == dt.date(2027, 1, 25)


def test_pages_end_where_calendars_do(qtbot: QtBot, calendar: Any) -> None:
    page = calendar(day=dt.date(2199, 12, 31))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageDown):
        press(page, qtbot, key)
        assert page.month.day() == dt.date(2199, 12, 31)
    page.show_day(dt.date.min)
    assert page.month.day() == dt.date(1900, 1, 1)


def test_down_walks_through_the_events_of_a_day_and_enter_opens_one(
    qtbot: QtBot, calendar: Any, given_event: Callable[..., int]
) -> None:
    keys = [given_event(starts=at(hour), ends=at(hour + 1)) for hour in (9, 11)]
    page = calendar()
    walked = []
    for _step in range(3):
        press(page, qtbot, Qt.Key.Key_Down)
        walked.append((page.month.event_id, page.month.day()))
    assert walked == [(keys[0], DAY), (keys[1], DAY), (None, DAY + dt.timedelta(days=7))]
    page.show_day(DAY, keys[1])
    with qtbot.waitSignal(page.workspace.visit) as visited:
        press(page, qtbot, Qt.Key.Key_Return)
    assert visited.args == [Link("event", keys[1])]


def test_where_a_day_of_the_week_has_no_further_event_arrows_scroll_its_hours(
    qtbot: QtBot, calendar: Any, given_event: Callable[..., int]
) -> None:
    key = given_event(starts=at(10), ends=at(11))
    page = calendar("week")
    hours, bar = page.week.hours, page.week.hours.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() > 0)
    before = bar.value()
    press(page, qtbot, Qt.Key.Key_Down)
    assert (hours.event_id, bar.value()) == (key, before)
    press(page, qtbot, Qt.Key.Key_Down)
    assert bar.value() == before + bar.singleStep()
    press(page, qtbot, Qt.Key.Key_Escape)
    assert (hours.event_id, hours.day()) == (None, DAY)


def test_a_new_event_begins_where_one_is_asked_for(qtbot: QtBot, calendar: Any) -> None:
    page = calendar()
    with qtbot.waitSignal(page.new_at) as asked:
        press(page, qtbot, Qt.Key.Key_N)
    assert asked.args == [at(9)]
    page.show_week()
    hours = page.week.hours
    cell = hours.cell(0, 3)
    point = QPoint(cell.center().x(), cell.top() + 14 * cell.height() // 24 + cell.height() // 40)
    with qtbot.waitSignal(page.new_at) as asked:
        hours.open_at(point, None)
    assert asked.args == [at(14.5, dt.date(2026, 12, 10))]


def test_dragging_in_the_month_moves_by_whole_days_and_undo_brings_back(
    calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    key = given_event(starts=at(9), ends=at(12))
    page = calendar()
    heard = said(page)
    view = page.month
    begin = piece_of(page, key).rect.center()
    drag(view.viewport(), begin, begin + QPoint(2 * view.columnWidth(0), view.rowHeight(0)))
    assert times(register, key) == (at(9, dt.date(2026, 12, 17)), at(12, dt.date(2026, 12, 17)))
    assert (view.event_id, view.day()) == (key, dt.date(2026, 12, 17))
    assert "was moved: Thu 17 Dec 2026, 09:00–12:00" in heard[0]
    assert page.workspace.register.undoable() == "Move event"
    page.workspace.undo()
    assert times(register, key) == (at(9), at(12))


def test_dragging_the_end_in_the_month_lengthens_by_days(
    calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    key = given_event(starts=at(0), ends=at(0), all_day=True)
    page = calendar()
    end = piece_of(page, key).end().center()
    drag(page.month.viewport(), end, end + QPoint(2 * page.month.columnWidth(0), 0))
    assert times(register, key) == (at(0), at(0, dt.date(2026, 12, 10)))


def test_dragging_among_hours_moves_by_quarters_and_lengthens(
    calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    key = given_event(starts=at(9), ends=at(12))
    page = calendar("week")
    hours = page.week.hours
    quarter = hours.cell(0, 0).height() // 96
    begin = piece_of(page, key).rect.center()
    drag(hours.viewport(), begin, begin + QPoint(hours.columnWidth(0), 5 * quarter))
    assert times(register, key) == (at(10.25, dt.date(2026, 12, 9)), at(13.25, dt.date(2026, 12, 9)))
    end = piece_of(page, key).end().center()
    drag(hours.viewport(), end, end + QPoint(0, -4 * quarter))
    assert times(register, key) == (at(10.25, dt.date(2026, 12, 9)), at(12.25, dt.date(2026, 12, 9)))


def test_keys_move_and_lengthen_as_the_mouse_does(
    qtbot: QtBot, calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    key = given_event(starts=at(9), ends=at(12))
    page = calendar("week", event_id=key)
    press(page, qtbot, Qt.Key.Key_Down, CONTROL)
    press(page, qtbot, Qt.Key.Key_Right, CONTROL)
    press(page, qtbot, Qt.Key.Key_Down, SHIFT)
    tomorrow = DAY + dt.timedelta(days=1)
    assert times(register, key) == (at(9.25, tomorrow), at(12.5, tomorrow))
    page.show_month()
    press(page, qtbot, Qt.Key.Key_Down, CONTROL)
    press(page, qtbot, Qt.Key.Key_Right, SHIFT)
    later = tomorrow + dt.timedelta(days=7)
    assert times(register, key) == (at(9.25, later), at(12.5, later + dt.timedelta(days=1)))
    assert page.month.event_id == key


def test_moving_out_of_the_week_turns_the_page(qtbot: QtBot, calendar: Any, given_event: Callable[..., int]) -> None:
    sunday = dt.date(2026, 12, 13)
    key = given_event(starts=at(9, sunday), ends=at(12, sunday))
    page = calendar("week", sunday, key)
    press(page, qtbot, Qt.Key.Key_Right, CONTROL)
    assert page.heading.text() == "14 Dec – 20 Dec 2026 · Week 51"
    assert page.week.hours.event_id == key


@pytest.mark.parametrize("status", [EventStatus.HELD, EventStatus.CANCELLED])
def test_what_is_held_or_cancelled_is_not_dragged_by_accident(
    qtbot: QtBot, calendar: Any, register: Register, given_event: Callable[..., int], status: EventStatus
) -> None:
    key = given_event(starts=at(9), ends=at(12), status=status)
    page = calendar(event_id=key)
    heard = said(page)
    begin = piece_of(page, key).rect.center()
    drag(page.month.viewport(), begin, begin + QPoint(2 * page.month.columnWidth(0), 0))
    press(page, qtbot, Qt.Key.Key_Right, CONTROL)
    assert times(register, key) == (at(9), at(12))
    assert len(heard) == 2
    assert "stays where it is" in heard[0]


def test_a_time_that_does_not_exist_is_told_and_nothing_changes(
    qtbot: QtBot, calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    day = dt.date(2026, 3, 28)
    key = given_event(starts=at(3.5, day), ends=at(5, day))
    page = calendar("week", day, key)
    heard = said(page)
    press(page, qtbot, Qt.Key.Key_Right, CONTROL)
    assert "does not exist" in heard[0]
    assert times(register, key) == (at(3.5, day), at(5, day))
    assert page.week.hours.event_id == key


def test_sessions_left_outside_and_an_end_before_the_start_are_told(
    qtbot: QtBot, calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    key = given_event(starts=at(9), ends=at(10))
    with register.change("Add session") as session:
        sessions.add(session, key, title="Closing", starts=at(9.5), ends=at(10))
    page = calendar("week", event_id=key)
    heard = said(page)
    press(page, qtbot, Qt.Key.Key_Up, SHIFT)
    assert "“Closing” lies outside" in heard[0]
    press(page, qtbot, Qt.Key.Key_Left, SHIFT)
    assert "end is before the start" in heard[1]
    assert times(register, key) == (at(9), at(10))


def test_attendance_is_not_lost_by_shortening(
    qtbot: QtBot, calendar: Any, register: Register, given_event: Callable[..., int], given_participants: Any
) -> None:
    from roundtables.services import attendance
    from roundtables.terms import Presence

    key = given_event(starts=at(9), ends=at(16, DAY + dt.timedelta(days=1)))
    (row,) = given_participants(key, 1)
    with register.change("Mark") as session:
        attendance.mark(session, queries.slots(session, key)[1].id, [row], Presence.PRESENT)
    page = calendar(event_id=key)
    heard = said(page)
    press(page, qtbot, Qt.Key.Key_Left, SHIFT)
    assert "attendance has been taken" in heard[0]
    press(page, qtbot, Qt.Key.Key_Right, CONTROL)
    assert times(register, key)[0] == at(9, DAY + dt.timedelta(days=1))


def test_days_and_events_are_told_to_screen_readers(
    qtbot: QtBot, calendar: Any, given_event: Callable[..., int]
) -> None:
    key = given_event(title="Ten in Zagreb", starts=at(10), ends=at(12), timezone="Europe/Zagreb")
    page = calendar()
    for view in (page.month, page.week.hours):
        page.show_month() if view is page.month else page.show_week()
        table = QAccessible.queryAccessibleInterface(view)
        told = [table.child(number).text(QAccessible.Text.Name) for number in range(table.childCount())]
        assert any("Tuesday 8 December 2026. 1 event. 10:00 Zagreb E0.1 Ten in Zagreb" in text for text in told)
        press(page, qtbot, Qt.Key.Key_Down)
        assert view.event_id == key
        words = view.accessibleDescription()
        assert "10:00–12:00 (Zagreb)" in words
        assert "11:00–13:00 by the clock in Helsinki" in words
    for button in page.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName() or button.text()


def test_conflicts_are_counted_told_and_lead_to_the_person(
    qtbot: QtBot, calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    keys = [given_event(title=f"Event {number}", starts=at(9), ends=at(12)) for number in (1, 2)]
    with register.change("Seat") as session:
        anna = people.add(session, first_name="Anna", last_name="Mäkelä").id
        for key in keys:
            participants.add(session, key, [anna], reply=Reply.ACCEPTED)
    page = calendar(event_id=keys[0])
    qtbot.waitUntil(page.conflicts.isVisible)
    assert page.conflicts.line.text() == "1 conflict in this month"
    assert "Anna Mäkelä is also at E0.2 Event 2" in page.month.accessibleDescription()
    qtbot.mouseClick(page.conflicts.line, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.workspace.visit) as visited:
        qtbot.keyClick(page.conflicts.list, Qt.Key.Key_Return)
    assert visited.args == [Link("person", anna)]
    page.window().visit(Link("calendar"))
    assert page.conflicts.isVisible()
    with register.change("Cancel") as session:
        events.cancel(session, keys[1])
    qtbot.waitUntil(page.conflicts.isHidden)
    page.workspace.undo()
    qtbot.waitUntil(page.conflicts.isVisible)
    for view, words in (("week", "1 conflict in this week"), ("agenda", "1 conflict in this list")):
        getattr(page, f"show_{view}")()
        qtbot.waitUntil(page.conflicts.isVisible)
        assert page.conflicts.line.text() == words
        assert page._shown.conflicts_of(keys[0])


def test_public_holidays_are_marked_and_told_of_what_falls_on_them(
    qtbot: QtBot, calendar: Any, given_event: Callable[..., int]
) -> None:
    holiday = dt.date(2026, 12, 6)
    key = given_event(starts=at(9, holiday), ends=at(12, holiday))
    page = calendar(day=holiday)
    qtbot.waitUntil(lambda: bool(page._shown.holidays_on(holiday)))
    page.show_day(holiday, key)
    assert "Public holiday in Finland: Independence Day" in page.month.accessibleDescription()
    cell = page.month.currentIndex()
    assert "Public holiday in Finland: Independence Day" in cell.data(Qt.ItemDataRole.AccessibleTextRole)


def test_the_hours_of_each_zone_stand_side_by_side_and_any_can_be_first(
    qtbot: QtBot, calendar: Any, given_event: Callable[..., int]
) -> None:
    from ui.pages.calendar.week import zones_of

    given_event(starts=at(9), ends=at(10))
    key = given_event(starts=at(9), ends=at(10), timezone="Europe/Zagreb")
    page = calendar("week")
    assert zones_of(page._shown) == ["Europe/Helsinki", "Europe/Zagreb"]
    before = piece_of(page, key).rect.top()
    width = page.week.hours.verticalHeader().width()
    press(page, qtbot, Qt.Key.Key_Z)
    assert zones_of(page._shown) == ["Europe/Zagreb", "Europe/Helsinki"]
    assert page.workspace.settings.value("calendar/zone") == "Europe/Zagreb"
    assert before - piece_of(page, key).rect.top() == pytest.approx(page.week.hours.cell(0, 0).height() / 24, abs=1)
    page.show_day(DAY + dt.timedelta(days=28))
    assert page.week.hours.verticalHeader().width() == width // 2


def test_what_fills_days_is_taken_hold_of_above_the_hours(
    qtbot: QtBot, calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    key = given_event(starts=at(0), ends=at(0, DAY + dt.timedelta(days=1)), all_day=True)
    page = calendar("week", dt.date(2026, 12, 7))
    top, width = page.week.top, page.week.hours.columnWidth(0)
    top.grab()
    (piece,) = top._bars
    qtbot.mouseClick(top, Qt.MouseButton.LeftButton, pos=QPoint(piece.rect.left() + 100, piece.rect.center().y()))
    assert (page.week.hours.event_id, page.week.hours.day()) == (key, DAY)
    begin = QPoint(piece.rect.left() + 100, piece.rect.center().y())
    drag(top, begin, begin + QPoint(2 * width, 0))
    assert times(register, key) == (at(0, dt.date(2026, 12, 10)), at(0, dt.date(2026, 12, 11)))
    end = top._bars[0].end().center()
    drag(top, end, end + QPoint(width, 0))
    assert times(register, key)[1] == at(0, dt.date(2026, 12, 12))
    with qtbot.waitSignal(page.new_at) as asked:
        qtbot.mouseDClick(top, Qt.MouseButton.LeftButton, pos=QPoint(top._day(0).center().x(), 10))
    assert asked.args == [at(9, dt.date(2026, 12, 7))]


def test_a_drag_that_comes_back_changes_nothing_and_says_nothing(
    calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    key = given_event(starts=at(9), ends=at(12))
    page = calendar()
    heard = said(page)
    begin = piece_of(page, key).rect.center()
    drag(page.month.viewport(), begin, begin + QPoint(12, 12))
    assert not heard
    assert register.undoable() == "Add event"


def test_escape_gives_up_a_drag(qtbot: QtBot, calendar: Any, register: Register, given_event: Any) -> None:
    key = given_event(starts=at(9), ends=at(12))
    page = calendar()
    view, begin = page.month.viewport(), piece_of(page, key).rect.center()
    end = begin + QPoint(2 * page.month.columnWidth(0), 0)
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=begin)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    where = QPointF(view.mapToGlobal(end))
    move = QMouseEvent(QEvent.Type.MouseMove, QPointF(end), where, Qt.MouseButton.NoButton, left, none)
    QApplication.sendEvent(view, move)
    assert page.month.target is not None
    press(page, qtbot, Qt.Key.Key_Escape)
    assert page.month.target is None
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=end)
    assert times(register, key) == (at(9), at(12))


@pytest.mark.parametrize(
    ("chosen", "first"),
    [("Europe/London", "Europe/London"), ("Mars/Base", "Europe/Helsinki"), ("", "Europe/Helsinki")],
)
def test_the_zone_chosen_among_the_settings_is_the_first(
    calendar: Any, given_event: Callable[..., int], chosen: str, first: str
) -> None:
    from ui.pages.calendar.week import zones_of

    given_event(starts=at(9), ends=at(10), timezone="Europe/Zagreb")
    page = calendar("week")
    window = page.window()
    window.visit(Link("events"))
    page.workspace.settings.setValue("calendar/zone", chosen)
    window.visit(Link("calendar"))
    assert zones_of(page._shown) == [first, "Europe/Zagreb"]


def test_at_midnight_today_is_another_day(calendar: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    page = calendar()
    read = page._shown
    page._pass_time()
    assert page._shown is read
    monkeypatch.setattr("ui.pages.calendar.page.today", lambda: DAY)
    page._pass_time()
    assert page._shown is not read


def test_a_tooltip_tells_an_event_to_the_letter(calendar: Any, given_event: Callable[..., int]) -> None:
    key = given_event(title="<b>Bold</b>", starts=at(9), ends=at(10))
    page = calendar()
    point = piece_of(page, key).rect.center()
    view = page.month.viewport()
    QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, point, view.mapToGlobal(point)))
    assert "&lt;b&gt;Bold&lt;/b&gt;" in QToolTip.text()
    assert "09:00–10:00" in QToolTip.text()
    QToolTip.hideText()


def test_more_than_fits_is_counted_and_opens_the_day(
    qtbot: QtBot, calendar: Any, given_event: Callable[..., int]
) -> None:
    for _number in range(20):
        given_event(starts=at(9), ends=at(10))
    page = calendar()
    page.month.lay()
    (more,) = page.month._more
    assert more.day == DAY
    assert len(more.hidden) == 20 - len(page.month.pieces)
    qtbot.mouseClick(page.month.viewport(), Qt.MouseButton.LeftButton, pos=more.rect.center())
    assert (page.view, page.week.hours.day()) == ("week", DAY)


def test_the_agenda_reads_on_as_one_scrolls_and_misses_nothing(
    qtbot: QtBot, calendar: Any, given_event: Callable[..., int]
) -> None:
    running = given_event(title="Forty days", starts=at(0) - dt.timedelta(days=20), ends=at(0, DAY), all_day=True)
    days = (0, 0, 3, 27, 28, 29, 200, 1000)
    keys = [given_event(starts=at(9) + dt.timedelta(days=by), ends=at(10) + dt.timedelta(days=by)) for by in days]
    page = calendar("agenda")
    model: AgendaModel = page.agenda.agenda
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    while model.canFetchMore(page.agenda.rootIndex()):
        model.fetchMore(page.agenda.rootIndex())
    assert [line.placed.row.id for line in model.lines if line.placed] == [running, *keys]
    headings = [line.day for line in model.lines if line.placed is None]
    assert headings == sorted(set(headings))
    page.show_day(DAY + dt.timedelta(days=500))
    assert [line.placed.row.id for line in model.lines if line.placed] == [keys[-1]]
    press(page, qtbot, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.workspace.visit) as visited:
        press(page, qtbot, Qt.Key.Key_Return)
    assert visited.args == [Link("event", keys[-1])]


def test_the_agenda_stays_where_it_is_when_something_changes(
    calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    keys = [given_event(starts=at(9) + dt.timedelta(days=by), ends=at(10) + dt.timedelta(days=by)) for by in (0, 60)]
    page = calendar("agenda")
    page.agenda.agenda.fetchMore(page.agenda.rootIndex())
    page.agenda.setCurrentIndex(page.agenda.agenda.find(keys[1], DAY))
    with register.change("Rename") as session:
        events.change(session, keys[0], title="Another name")
    assert page.agenda.line().placed.row.id == keys[1]


@pytest.mark.parametrize("by", range(26, 31))
def test_an_evening_elsewhere_is_not_lost_between_two_readings(
    calendar: Any, given_event: Callable[..., int], by: int
) -> None:
    evening = at(23.5) + dt.timedelta(days=by)
    key = given_event(starts=evening, ends=evening + dt.timedelta(hours=1), timezone="Europe/Zagreb")
    given_event(starts=at(9) + dt.timedelta(days=100), ends=at(10) + dt.timedelta(days=100))
    model: AgendaModel = calendar("agenda").agenda.agenda
    while model.canFetchMore(model.index(-1, 0)):
        model.fetchMore(model.index(-1, 0))
    found = [(line.day, line.placed.row.id) for line in model.lines if line.placed]
    assert found[0] == (DAY + dt.timedelta(days=by + 1), key)
    assert len(found) == 2


def test_where_nothing_comes_the_agenda_says_so(calendar: Any) -> None:
    page = calendar("agenda")
    assert page._empty.isVisible()
    assert page._empty.words.text() == "There is no event from this day on."


def test_endless_hostile_and_foreign_titles_are_painted_as_one_line(
    calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    from roundtables.model import Event

    key = given_event(starts=at(9), ends=at(12))
    given_event(title="مرحبا بكم 🎓 <b>bold</b> \u202eevil", starts=at(9), ends=at(12), all_day=True)
    with register.change("As another program might") as session:
        session.get_one(Event, key).title = "<img src='file:///etc/passwd'>" + "x" * 100_000
    for view in ("month", "week", "agenda"):
        page = calendar(view, event_id=key)
        page.grab()
        words = page.month.accessibleDescription()
        assert len(words) < 1000
        if view == "month":
            told = page.month.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
            assert "\u202e" not in told
            assert "مرحبا بكم" in told


def test_models_hold_what_views_expect(calendar: Any, given_event: Callable[..., int]) -> None:
    given_event(starts=at(9), ends=at(12))
    page = calendar()
    for view in (page.month, page.week.hours):
        QAbstractItemModelTester(view.days, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for work in (page.show_week, page.show_next, page.show_month, page.show_previous):
        work()


def test_a_change_made_elsewhere_is_shown_and_the_keyboard_stays(
    calendar: Any, register: Register, given_event: Callable[..., int]
) -> None:
    key = given_event(starts=at(9), ends=at(12))
    page = calendar(event_id=key)
    with register.change("Rename") as session:
        events.change(session, key, title="Another name")
    assert page.month.current().row.title == "Another name"
    assert page.month.event_id == key
    with register.change("Delete") as session:
        events.delete(session, key)
    assert page.month.event_id is None
    assert page.month.day() == DAY
