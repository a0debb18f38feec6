"""Today, tasks, checklists, templates, and forms that are left half-filled."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QEvent, QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QComboBox,
    QDateTimeEdit,
    QLineEdit,
    QPlainTextEdit,
)
from pytestqt.qtbot import QtBot

from roundtables.queries import checklists as checklist_queries
from roundtables.queries import events, history
from roundtables.queries import templates as template_queries
from roundtables.queries.events import EventFilter
from roundtables.queries.today import Lack
from roundtables.register import Register
from roundtables.services import checklists, participants, templates
from roundtables.services import events as event_services
from roundtables.terms import EventKind, Reply
from ui.dialogs.checklists import ChecklistsDialog
from ui.dialogs.form import FormDialog
from ui.dialogs.new_event import NewEventDialog
from ui.dialogs.session import SessionDialog
from ui.dialogs.templates import TemplatesDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.models.tasks import DAYS, DONE, DUE, STATE, TITLE
from ui.pages.event.page import PARTS, EventPage
from ui.pages.today import TodayPage
from ui.widgets.days import DaysEdit, days_in_words


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the day on the wall


NOON = dt.datetime.combine(_today(), dt.time(12))
LONG = "x" * 100_000


@pytest.fixture
def shown(qtbot: QtBot, window_of: Callable[[Register], MainWindow], register: Register) -> MainWindow:
    """The window of an empty register, with the keyboard."""
    window = window_of(register)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def soon(register: Register, given_event: Callable[..., int]) -> Callable[..., int]:
    """An event of an hour, so many days from today."""

    def add(days: int, **values: Any) -> int:
        starts = NOON + dt.timedelta(days=days)
        return given_event(**{"starts": starts, "ends": starts + dt.timedelta(hours=1), "tasks": ()} | values)

    return add


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


def tasks_of(window: MainWindow, event: int) -> list[checklist_queries.TaskRow]:
    with window.workspace.read() as session:
        return checklist_queries.tasks(session, event)


# ----- Today


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


# ----- Tasks and checklists


@pytest.fixture
def tasks_tab(shown: MainWindow, soon: Callable[..., int]) -> Any:
    """The tasks of an event in three days: one overdue, one due today, one later."""
    event = soon(3, tasks=[("Invite", -5), ("Remind", -3), ("Thank", 4)])
    shown.visit(Link("event", event, "tasks"))
    return shown.current_page().tab("tasks")


def cell(tab: Any, row: int, column: int) -> Any:
    return tab.table.model().index(row, column)


def test_tasks_are_ticked_with_the_keyboard_each_as_a_named_step(
    qtbot: QtBot, shown: MainWindow, tasks_tab: Any
) -> None:
    assert [cell(tasks_tab, row, STATE).data() for row in range(3)] == [
        "Overdue by 2 days",
        "Due today",
        "Due in 7 days",
    ]
    assert "1 overdue" in tasks_tab._number.text()
    tasks_tab.table.setCurrentIndex(cell(tasks_tab, 0, TITLE))
    qtbot.keyClick(tasks_tab.table, Qt.Key.Key_Space)
    done = tasks_of(shown, tasks_tab._id)[0]
    assert done.done_on == _today()
    assert cell(tasks_tab, 0, DONE).data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
    assert cell(tasks_tab, 0, DONE).data(Qt.ItemDataRole.AccessibleTextRole) == "Yes"
    assert step(shown) == "Mark as done"
    assert tasks_tab.table.currentIndex().row() == 0
    tasks_tab.table.selectAll()
    qtbot.keyClick(tasks_tab.table, Qt.Key.Key_Space)
    assert all(task.done_on for task in tasks_of(shown, tasks_tab._id))
    shown.undo()
    shown.undo()
    assert not any(task.done_on for task in tasks_of(shown, tasks_tab._id))


def test_a_task_is_ticked_by_a_click_into_its_box(qtbot: QtBot, shown: MainWindow, tasks_tab: Any) -> None:
    area = tasks_tab.table.visualRect(cell(tasks_tab, 1, DONE))
    from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

    option: Any = QStyleOptionViewItem()
    tasks_tab.table.initViewItemOption(option)
    option.rect = area
    option.features = QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
    box = tasks_tab.table.style().subElementRect(
        QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, tasks_tab.table
    )
    qtbot.mouseClick(tasks_tab.table.viewport(), Qt.MouseButton.LeftButton, pos=box.center())
    assert tasks_of(shown, tasks_tab._id)[1].done_on == _today()


def edit_cell(qtbot: QtBot, tab: Any, row: int, column: int) -> Any:
    tab.table.setCurrentIndex(cell(tab, row, column))
    tab.table.setFocus()
    qtbot.keyClick(tab.table, Qt.Key.Key_F2)
    return tab.table.viewport().findChild(QLineEdit)


def test_tasks_are_edited_in_place(qtbot: QtBot, shown: MainWindow, tasks_tab: Any) -> None:
    editor = edit_cell(qtbot, tasks_tab, 0, TITLE)
    editor.setText("Invite everybody")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: tasks_of(shown, tasks_tab._id)[0].title == "Invite everybody")
    assert step(shown) == "Change task"
    settled()
    edit_cell(qtbot, tasks_tab, 0, DAYS)
    days = tasks_tab.table.viewport().findChild(DaysEdit)
    assert days.currentText() == "5 days before"
    days.setEditText("21")
    tasks_tab.table.commitData(days)
    assert tasks_of(shown, tasks_tab._id)[0].days == -21
    model: QAbstractItemModel = tasks_tab.table.model()
    from PySide6.QtCore import QDate

    first = _today() + dt.timedelta(days=3)
    model.setData(cell(tasks_tab, 1, DUE), QDate(first.year, first.month, first.day))
    assert tasks_of(shown, tasks_tab._id)[1].days == 0


def test_a_name_of_a_task_that_is_too_long_is_refused_in_words_and_stays_in_its_field(
    qtbot: QtBot, shown: MainWindow, tasks_tab: Any
) -> None:
    tasks_tab.new.setText(LONG)
    tasks_tab.add()
    assert "too long" in tasks_tab._error.text()
    assert tasks_tab.new.text() == LONG
    tasks_tab.new.setText("Badges")
    tasks_tab.add()
    assert tasks_tab.new.text() == ""
    assert tasks_of(shown, tasks_tab._id)[-1].title == "Badges"
    editor = edit_cell(qtbot, tasks_tab, 0, TITLE)
    editor.setText("y" * 600)
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    settled()
    qtbot.waitUntil(lambda: tasks_tab.table.state() == tasks_tab.table.State.EditingState)
    assert [each.text() for each in tasks_tab.table.viewport().findChildren(QLineEdit)][-1] == "y" * 600
    assert tasks_of(shown, tasks_tab._id)[0].title == "Invite"


def test_tasks_are_put_in_order_and_removed_by_keys(qtbot: QtBot, shown: MainWindow, tasks_tab: Any) -> None:
    tasks_tab.table.setCurrentIndex(cell(tasks_tab, 2, TITLE))
    tasks_tab.table.setFocus()
    qtbot.keyClick(tasks_tab.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert [task.title for task in tasks_of(shown, tasks_tab._id)] == ["Invite", "Thank", "Remind"]
    assert tasks_tab.table.current_row().title == "Thank"
    qtbot.keyClick(tasks_tab.table, Qt.Key.Key_Delete)
    assert [task.title for task in tasks_of(shown, tasks_tab._id)] == ["Invite", "Remind"]
    shown.undo()
    assert len(tasks_of(shown, tasks_tab._id)) == 3


def test_what_is_typed_into_a_task_is_there_though_the_page_goes(
    qtbot: QtBot, shown: MainWindow, tasks_tab: Any
) -> None:
    event = tasks_tab._id
    editor = edit_cell(qtbot, tasks_tab, 0, TITLE)
    editor.setText("Half typed")
    tasks_tab.new.setText("And a new one")
    shown.visit(Link("events"))
    assert tasks_of(shown, event)[0].title == "Half typed"
    shown.visit(Link("event", event, "tasks"))
    assert shown.current_page().tab("tasks").new.text() == "And a new one"


def test_an_event_without_tasks_offers_the_checklist_of_its_kind(
    shown: MainWindow, soon: Callable[..., int], register: Register
) -> None:
    event = soon(3)
    shown.visit(Link("event", event, "tasks"))
    tab = shown.current_page().tab("tasks")
    assert not tab._empty.step.isVisible()
    with register.change("Checklist") as session:
        checklists.add_line(session, EventKind.ROUND_TABLE, title="Invite", days=-14)
    assert tab._empty.step.isVisible()
    assert "has 1 task" in tab._empty.words.text()
    tab._empty.step.click()
    assert [task.title for task in tasks_of(shown, event)] == ["Invite"]
    assert not tab._take.isEnabled()


def test_checklists_are_edited_in_their_dialog(qtbot: QtBot, shown: MainWindow, register: Register) -> None:
    dialog = ChecklistsDialog(shown, shown.workspace, EventKind.ROUND_TABLE)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    for title, days in (("Invite", -14), ("Thank", 3), ("Book", -60)):
        dialog.new.setText(title)
        dialog.days.set_value(days)
        qtbot.keyClick(dialog.new, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert dialog.new.text() == ""
    dialog.table.go_to(2)
    dialog.move_up()
    dialog.move_up()
    dialog.new.setText(LONG)
    dialog.add()
    assert "too long" in dialog._error.text()
    dialog.table.model().setData(dialog.table.model().index(1, 1), -21)
    dialog.table.go_to(2)
    dialog.remove()
    with register.read() as session:
        found = checklist_queries.lines(session, EventKind.ROUND_TABLE)
    assert [(line.title, line.days) for line in found] == [("Book", -60), ("Invite", -21)]
    shown.undo()
    assert dialog.table.model().rowCount() == 3
    dialog.kinds.setCurrentIndex(dialog.kinds.findData(EventKind.SEMINAR))
    dialog.refresh()
    assert dialog.table.model().rowCount() == 0
    dialog.reject()


@pytest.mark.parametrize(
    ("typed", "before", "days"),
    [
        ("21", -7, -21),
        ("21", 7, 21),
        ("-3", 7, -3),
        ("7 days after", -7, 7),
        ("on the first day", -7, 0),
        ("nonsense", -7, -7),
        ("9" * 50, 7, 999999),
        ("1 day before", 7, -1),
    ],
)
def test_days_are_typed_as_people_say_them(qtbot: QtBot, typed: str, before: int, days: int) -> None:
    edit = DaysEdit()
    qtbot.addWidget(edit)
    edit.set_value(before)
    edit.setEditText(typed)
    assert edit.value() == days
    edit._say()
    assert edit.currentText() == days_in_words(days)


# ----- Templates


def test_an_event_is_saved_as_a_template_and_a_name_in_use_is_refused(
    qtbot: QtBot, shown: MainWindow, soon: Callable[..., int], register: Register
) -> None:
    event = soon(3, title="Round-table")
    shown.visit(Link("event", event))
    for expected in (False, True):
        shown.current_page()._actions_by_key["event.save_as_template"].trigger()
        dialog = shown.current_page().findChildren(FormDialog)[-1]
        assert dialog.form.fields["name"].value() == "Round-table"
        dialog._agree()
        assert dialog.isVisible() is expected
        assert bool(dialog.form.fields["name"].error.text()) is expected
        dialog.reject()
        settled()
    with register.read() as session:
        assert [row.name for row in template_queries.listing(session)] == ["Round-table"]


@pytest.fixture
def course(register: Register, soon: Callable[..., int]) -> int:
    """A template of a training course of two days, from three in the afternoon to eleven."""
    starts = NOON.replace(hour=15) - dt.timedelta(days=200)
    key = soon(
        0,
        title="Training",
        kind=EventKind.TRAINING,
        starts=starts,
        ends=starts + dt.timedelta(hours=20),
        place="Hall",
        tasks=[("Invite", -14)],
    )
    with register.change("Save") as session:
        event_services.add_session(session, key, title="Opening", starts=starts, ends=starts + dt.timedelta(hours=1))
        return templates.save_as_template(session, key, "Course").id


def test_a_template_fills_a_new_event_on_the_day_chosen(
    qtbot: QtBot, shown: MainWindow, course: int, register: Register
) -> None:
    day = dt.datetime(2027, 5, 3, 9)
    dialog = NewEventDialog(shown, shown.workspace, day)
    dialog.open()
    choice = dialog.form.fields["template_id"]
    choice.editor.setCurrentIndex(1)
    choice.editor.activated.emit(1)
    fields = dialog.form.fields
    assert (fields["title"].value(), fields["kind"].value(), fields["place"].value()) == (
        "Training",
        EventKind.TRAINING,
        "Hall",
    )
    assert (fields["starts"].value(), fields["ends"].value()) == (
        dt.datetime(2027, 5, 3, 15),
        dt.datetime(2027, 5, 4, 11),
    )
    fields["title"].editor.setText("Training in May")
    dialog._fill(course)
    assert fields["title"].value() == "Training in May"
    dialog._agree()
    page = shown.current_page()
    assert page.record.title == "Training in May"
    assert page.record.sessions[0].starts == dt.datetime(2027, 5, 3, 15)
    assert [task.title for task in tasks_of(shown, page.event_id)] == ["Invite"]
    assert shown.workspace.drafts == {}


def test_templates_are_seen_renamed_used_and_deleted(
    qtbot: QtBot, shown: MainWindow, course: int, register: Register
) -> None:
    dialog = TemplatesDialog(shown, shown.workspace)
    dialog.open()
    assert "Opening" in dialog.content.toPlainText()
    assert "Invite (14 days before)" in dialog.content.toPlainText()
    assert "2 days" in dialog.content.toPlainText()
    dialog.table.model().setData(dialog.table.model().index(0, 0), "A better name")
    assert dialog.table.current_row().name == "A better name"
    dialog.use()
    new = shown.findChildren(NewEventDialog)[-1]
    assert new.form.fields["title"].value() == "Training"
    new.clear()
    new.reject()
    again = TemplatesDialog(shown, shown.workspace)
    again.delete()
    assert again.table.model().rowCount() == 0
    shown.undo()
    assert again.table.model().rowCount() == 1


# ----- Half-filled forms


def test_a_new_event_left_half_filled_comes_up_again_until_it_is_cleared_or_added(
    qtbot: QtBot, shown: MainWindow
) -> None:
    first = NewEventDialog(shown, shown.workspace)
    first.open()
    first.form.fields["title"].editor.setText("Half filled")
    first.form.fields["kind"].enter(EventKind.SEMINAR)
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    again = NewEventDialog(shown, shown.workspace)
    again.open()
    assert again._kept.isVisible()
    assert (again.form.fields["title"].value(), again.form.fields["kind"].value()) == ("Half filled", EventKind.SEMINAR)
    again.close()
    third = NewEventDialog(shown, shown.workspace, dt.datetime(2027, 5, 3, 10))
    third.open()
    assert third.form.fields["title"].value() == "Half filled"
    assert third.form.fields["starts"].value() == dt.datetime(2027, 5, 3, 10)
    assert third.form.fields["ends"].value() == dt.datetime(2027, 5, 3, 13)
    third.clear()
    assert not third._kept.isVisible()
    assert third.form.fields["title"].value() == ""
    third.reject()
    assert shown.workspace.drafts == {}
    assert not NewEventDialog(shown, shown.workspace)._kept.isVisibleTo(shown)
    assert not any("Half" in str(shown.workspace.settings.value(key)) for key in shown.workspace.settings.allKeys())


def test_a_session_left_half_filled_comes_up_again_for_its_event_alone(
    shown: MainWindow, soon: Callable[..., int]
) -> None:
    event, other = soon(3), soon(4)
    shown.visit(Link("event", event, "agenda"))
    shown.current_page().add_session()
    dialog = shown.current_page().findChildren(SessionDialog)[-1]
    dialog.form.fields["title"].editor.setText("Half a session")
    dialog.reject()
    settled()
    shown.visit(Link("event", other, "agenda"))
    shown.current_page().add_session()
    assert shown.current_page().findChildren(SessionDialog)[-1].form.fields["title"].value() == ""
    shown.current_page().findChildren(SessionDialog)[-1].reject()
    shown.visit(Link("event", event, "agenda"))
    shown.current_page().add_session()
    again = shown.current_page().findChildren(SessionDialog)[-1]
    assert again.form.fields["title"].value() == "Half a session"
    again._agree()
    assert shown.workspace.drafts == {}
    assert shown.current_page().record.sessions[0].title == "Half a session"


@pytest.mark.parametrize("way", ["page", "tab", "close", "back"])
def test_what_is_being_typed_is_saved_however_the_page_is_left(
    shown: MainWindow, soon: Callable[..., int], register: Register, way: str
) -> None:
    event = soon(3, title="Before")
    shown.visit(Link("events"))
    shown.visit(Link("event", event))
    page = shown.current_page()
    fields = page.tab("overview").form.fields
    long = fields["description"].editor
    assert isinstance(long, QPlainTextEdit)
    # No focus, so that no field is told that it is left.
    long.setPlainText("Typed\nup to here")
    fields["title"].editor.setText("After")
    if way == "page":
        shown.visit(Link("people"))
    elif way == "tab":
        page.show_agenda()
    elif way == "back":
        shown.go_back()
    else:
        shown.close()
    with register.read() as session:
        record = events.event_page(session, event)
    assert (record.title, record.description) == ("After", "Typed\nup to here")
    shown.undo()
    shown.undo()
    with register.read() as session:
        record = events.event_page(session, event)
    assert (record.title, record.description) == ("Before", "")


def test_a_title_of_a_hundred_thousand_letters_is_refused_and_stays_while_the_rest_works_on(
    qtbot: QtBot, shown: MainWindow, soon: Callable[..., int], register: Register
) -> None:
    event = soon(3, title="Before")
    shown.visit(Link("event", event))
    form = shown.current_page().tab("overview").form
    title, place = form.fields["title"], form.fields["place"]
    title.editor.setText(LONG)
    title.editor.editingFinished.emit()
    assert "100000 characters" in title.error.text()
    place.editor.setText("Room 1")
    place.editor.editingFinished.emit()
    assert shown.current_page().record.place == "Room 1"
    assert title.value() == LONG
    assert title.error.text()
    shown.visit(Link("events"))
    settled()
    shown.visit(Link("event", event))
    title = shown.current_page().tab("overview").form.fields["title"]
    assert title.value() == LONG
    assert "100000 characters" in title.error.text()
    title.editor.setText("After")
    title.editor.editingFinished.emit()
    assert title.error.text() == ""
    assert shown.current_page().record.title == "After"
    shown.visit(Link("events"))
    assert shown.workspace.drafts == {}


def test_what_one_field_says_of_another_goes_when_it_is_mended(shown: MainWindow, soon: Callable[..., int]) -> None:
    shown.visit(Link("event", soon(3)))
    form = shown.current_page().tab("overview").form
    zone, title = form.fields["timezone"], form.fields["title"]
    zone.editor.setCurrentText("Europe/Nowhere")
    zone.editor.lineEdit().editingFinished.emit()
    title.editor.setText("Changed meanwhile")
    title.editor.editingFinished.emit()
    assert "Europe/Nowhere" in zone.error.text()
    assert zone.value() == "Europe/Nowhere"
    zone.editor.setCurrentText("Europe/Zagreb")
    zone.editor.lineEdit().editingFinished.emit()
    assert zone.error.text() == ""
    assert shown.current_page().record.timezone == "Europe/Zagreb"


# ----- The event's page


def test_keys_lead_to_each_tab_and_do_what_the_menu_does(
    qtbot: QtBot, shown: MainWindow, soon: Callable[..., int], register: Register
) -> None:
    shown.visit(Link("event", soon(3, title="One")))
    page = shown.current_page()
    for number in (6, 3, 4, 5, 2, 1):
        page.tabs.tabBar().setFocus()
        qtbot.keyClick(page.tabs.tabBar(), Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        assert page.tabs.currentIndex() == number - 1
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


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, shown: MainWindow, course: int) -> None:
    page = today(shown)
    shown.visit(Link("event", course, "tasks"))
    dialogs = (
        ChecklistsDialog(shown, shown.workspace, EventKind.TRAINING),
        TemplatesDialog(shown, shown.workspace),
        NewEventDialog(shown, shown.workspace),
    )
    for place in (page, shown.current_page(), *dialogs):
        for kind in (QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView):
            for child in place.findChildren(kind):
                inner = isinstance(child.parent(), QComboBox | QDateTimeEdit | QAbstractScrollArea)
                if child.focusPolicy() == Qt.FocusPolicy.NoFocus or inner or not child.isVisibleTo(place):
                    continue
                interface = QAccessible.queryAccessibleInterface(child)
                assert interface.text(QAccessible.Text.Name), (type(place), child, child.objectName())


def test_the_lists_keep_qts_own_rules(qtbot: QtBot, shown: MainWindow, tasks_tab: Any) -> None:
    page = today(shown)
    dialog = ChecklistsDialog(shown, shown.workspace, EventKind.ROUND_TABLE)
    dialog.new.setText("Invite")
    dialog.add()
    for model in (page._model, tasks_tab._model, dialog.table.model()):
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
        assert model.data(QModelIndex()) is None
