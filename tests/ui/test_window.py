"""What an organiser does in the window, by keys and clicks."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from roundtables.queries import events, history, participants
from roundtables.queries import people as people_queries
from roundtables.queries.events import EventFilter
from roundtables.queries.people import PersonFilter
from roundtables.register import Register
from roundtables.services import events as event_services
from roundtables.services import hand_overs
from roundtables.services import people as people_services
from roundtables.services.importing import Verdict
from roundtables.terms import EventStatus, Presence, Reply
from ui.dialogs.export import ExportDialog
from ui.dialogs.importing import ImportDialog
from ui.dialogs.new_event import NewEventDialog
from ui.dialogs.people import PeopleDialog
from ui.dialogs.session import SessionDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.models.attendance import FIXED, AttendanceModel
from ui.models.paged import PAGE, PagedTableModel
from ui.pages.events import EventsPage
from ui.places import PLACES
from ui.welcome import Welcome
from ui.workspace import AT_ONCE

HOSTILE = "<img src='file:///etc/passwd'>" + "<table><tr><td>" * 18 + "\u202e" + "مرحبا" + "x" * 150


def type_into(qtbot: QtBot, editor: QLineEdit, text: str) -> None:
    editor.setFocus()
    editor.selectAll()
    qtbot.keyClicks(editor, text)
    qtbot.keyClick(editor, Qt.Key.Key_Return)


def test_the_list_opens_at_the_next_event(window: MainWindow) -> None:
    page: EventsPage = window.current_page()
    assert page.table.model().rowCount() == 31
    row = page.table.current_row()
    assert row.reference


def test_words_narrow_the_list_and_nothing_found_is_said(qtbot: QtBot, window: MainWindow) -> None:
    page: EventsPage = window.current_page()
    qtbot.keyClicks(page.words, "zlocinu")
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 1)
    page.words.setText("nothing like this")
    qtbot.waitUntil(lambda: page.table.model().rowCount() == 0)
    assert page._empty.isVisible()


def test_headings_sort_in_both_directions(window: MainWindow) -> None:
    table = window.current_page().table
    for order, expected in ((Qt.SortOrder.AscendingOrder, "E1.1"), (Qt.SortOrder.DescendingOrder, "E4.7")):
        table.sortByColumn(0, order)
        table.model().ensure(0, 0)
        assert table.model().index(0, 0).data() == expected


def test_enter_opens_an_event_and_its_name_is_changed_in_place(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window.current_page().table, Qt.Key.Key_Return)
    page: Any = window.current_page()
    field = page._tabs[0].form.fields["title"]
    type_into(qtbot, field.editor, "A better name")
    assert page._title.text() == "A better name"
    window._update_undo()
    assert window._undo.text() == "Undo “Change event”"
    window._undo.trigger()
    assert page._title.text() != "A better name"
    window._redo.trigger()
    assert page._title.text() == "A better name"


def test_what_can_not_be_is_said_at_its_field_and_nothing_is_lost(qtbot: QtBot, event_page: Any) -> None:
    field = event_page._tabs[0].form.fields["online_url"]
    type_into(qtbot, field.editor, "not a link")
    assert "not a web address" in field.error.text()
    assert field.error.isVisibleTo(event_page)
    assert field.editor.text() == "not a link"
    type_into(qtbot, field.editor, "https://meet.example/1")
    assert field.error.text() == ""


def test_a_new_event_is_added_by_its_dialog(qtbot: QtBot, window: MainWindow) -> None:
    window.new_event()
    dialog = window.findChild(NewEventDialog)
    assert dialog is not None
    dialog._agree()
    assert "can't be left empty" in dialog.form.fields["title"].error.text()
    dialog.form.fields["title"].editor.setText("Added in the window")
    dialog._agree()
    assert window.current_page().record.title == "Added in the window"
    assert not dialog.isVisible()


def test_moving_the_start_of_a_new_event_moves_its_end(qtbot: QtBot, window: MainWindow) -> None:
    dialog = NewEventDialog(window, window.workspace)
    fields = dialog.form.fields
    begun = fields["starts"].value()
    fields["starts"].editor.setDateTime(fields["starts"].editor.dateTime().addDays(3))
    fields["starts"].editor.editingFinished.emit()
    assert fields["ends"].value() == begun + dt.timedelta(days=3, hours=3)
    dialog.deleteLater()


def test_attendance_is_taken_from_the_keyboard(qtbot: QtBot, demo: Register, event_page: Any) -> None:
    event_page.show_attendance()
    grid = event_page.tab("attendance").grid
    model: AttendanceModel = grid.model()
    grid.setCurrentIndex(model.index(0, FIXED))
    for key, presence in (
        (Qt.Key.Key_P, Presence.PRESENT),
        (Qt.Key.Key_A, Presence.ABSENT),
        (Qt.Key.Key_E, Presence.EXCUSED),
        (Qt.Key.Key_Delete, Presence.UNKNOWN),
        (Qt.Key.Key_Space, Presence.PRESENT),
    ):
        qtbot.keyClick(grid, key)
        marks = model.rows[0].marks
        assert marks[model.slots[0].id].presence is presence if presence is not Presence.UNKNOWN else not marks
    assert grid.currentIndex() == model.index(0, FIXED)
    grid.selectAll()
    qtbot.keyClick(grid, Qt.Key.Key_P)
    with demo.read() as session:
        rows = participants.listing(session, event_page.event_id)
        assert all(mark.presence is Presence.PRESENT for row in rows for mark in row.marks.values())
        assert history.steps(session, limit=1)[0].rows >= len(rows)


def test_roles_and_replies_are_changed_for_many_at_once(event_page: Any) -> None:
    event_page.tabs.setCurrentIndex(2)
    tab = event_page._tabs[2]
    tab.table.selectAll()
    number = len(tab.table.selected_rows())
    tab._set_reply(Reply.DECLINED)
    assert {row.reply for row in tab._model.rows} == {Reply.DECLINED}
    assert len(tab.table.selected_rows()) == number


def _go_to_draft(table: Any) -> int:
    """Make an event current that nobody was invited to: it can be deleted; returns its key."""
    model = table.model()
    number = next(at for at in range(model.rowCount()) if model.row(at).status is EventStatus.DRAFT)
    table.go_to(number)
    return int(model.row(number).id)


def test_keys_in_the_list_duplicate_and_delete(qtbot: QtBot, window: MainWindow) -> None:
    table = window.current_page().table
    _go_to_draft(table)
    before = table.model().rowCount()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert table.model().rowCount() == before + 1
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert table.model().rowCount() == before


def test_deleting_is_undone_from_the_notice(qtbot: QtBot, window: MainWindow) -> None:
    page: EventsPage = window.current_page()
    before = page.table.model().rowCount()
    _go_to_draft(page.table)
    page.delete_selected()
    assert page.table.model().rowCount() == before - 1
    assert window.notices.isVisible()
    window.notices.undo_step()
    assert page.table.model().rowCount() == before


def test_a_list_is_imported_with_its_preview(
    qtbot: QtBot, window_of: Callable[[Register], MainWindow], register: Register, given_event: Any, tmp_path: Path
) -> None:
    event = given_event()
    listed = tmp_path / "list.csv"
    listed.write_text("Name;Email\nAino Mäkelä;aino@office.example\nBo Jones;bo@@office\n", encoding="utf-8")
    window = window_of(register)
    window.visit(Link("event", event, "participants"))
    window.import_people(event, listed)
    dialog = window.findChild(ImportDialog)
    assert dialog is not None
    qtbot.waitUntil(lambda: len(dialog._proposals) == 2)
    assert [entry.verdict for entry in dialog._proposals] == [Verdict.NEW, Verdict.UNUSABLE]
    assert "C2" not in dialog._model.index(1, 6).data()
    assert "B3" in dialog._model.index(1, 6).data()
    assert dialog.yes.text() == "Take over 1 person"
    dialog._remap(1, "IGNORE")
    qtbot.waitUntil(lambda: all(entry.verdict is Verdict.NEW for entry in dialog._proposals))
    dialog.agree()
    qtbot.waitUntil(lambda: len(window.current_page()._tabs[2]._model.rows) == 2)
    window._update_undo()
    window._undo.trigger()
    assert window.current_page()._tabs[2]._model.rows == []


def test_pasted_rows_are_read(qtbot: QtBot, window: MainWindow) -> None:
    QGuiApplication.clipboard().setText("Surname\tFirst name\nPastedname\tPaula\n")
    dialog = ImportDialog(window, window.workspace, "Import")
    dialog.paste()
    qtbot.waitUntil(lambda: len(dialog._proposals) == 1)
    assert dialog._proposals[0].line.name == "Paula Pastedname"
    dialog.deleteLater()


def test_a_file_that_is_no_list_is_said_in_the_dialog(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    dialog = ImportDialog(window, window.workspace, "Import")
    dialog.read(broken)
    qtbot.waitUntil(lambda: "broken.xlsx" in dialog.error.text())
    dialog.deleteLater()


def test_lists_are_written_and_known_again(
    qtbot: QtBot, event_page: Any, demo: Register, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.pages.event import exports

    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "list"), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    exports.attendance_list(event_page)
    event_page.findChild(ExportDialog).accept()
    qtbot.waitUntil(lambda: (tmp_path / "list.xlsx").exists() and not event_page.workspace._tasks)
    with demo.read() as session:
        assert hand_overs.verify(session, tmp_path / "list.xlsx").known


def test_a_change_by_another_program_is_noticed(window: MainWindow, demo: Register) -> None:
    page: EventsPage = window.current_page()
    window.workspace._look()
    assert demo.path is not None
    other = Register.open(demo.path)
    with other.change("Add event") as session:
        event_services.add(
            session,
            title="From elsewhere",
            starts=dt.datetime(2027, 5, 1, 9),
            ends=dt.datetime(2027, 5, 1, 10),
            timezone="Europe/Zagreb",
        )
    other.close()
    window.workspace._look()
    assert page.table.model().rowCount() == 32


@pytest.fixture
def hostile(demo: Register) -> int:
    with demo.change("Hostile") as session:
        key = event_services.add(
            session,
            title=HOSTILE,
            description=HOSTILE * 20,
            starts=dt.datetime(2026, 12, 1, 9),
            ends=dt.datetime(2026, 12, 1, 12),
            timezone="Europe/Helsinki",
        ).id
        people_services.add(session, first_name="<b>x</b>", last_name="\u202eevil <img src=x>" + "y" * 100)
    return key


def test_markup_in_names_is_shown_to_the_letter_everywhere(window: MainWindow, hostile: int) -> None:
    window.visit(Link("event", hostile))
    for number in range(5):
        window.current_page().tabs.setCurrentIndex(number)
    window.visit(Link("people"))
    assert window.width() <= 1280
    for label in window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()
    for table in window.findChildren(QTableView):
        model = table.model()
        for row in range(min(model.rowCount(), 50)):
            tip = model.index(row, 0).data(Qt.ItemDataRole.ToolTipRole)
            assert not tip or "<img" not in tip


def test_a_label_or_message_made_anywhere_is_plain(qtbot: QtBot, window: MainWindow) -> None:
    for shown in (QLabel("<b>x</b>"), QMessageBox(QMessageBox.Icon.NoIcon, "x", "<img src=x>")):
        qtbot.addWidget(shown)
        shown.show()
        assert shown.textFormat() == Qt.TextFormat.PlainText


def test_the_models_keep_qts_own_rules(window: MainWindow, event_page: Any, qtbot: QtBot) -> None:
    page = event_page
    for number in range(5):
        page.tabs.setCurrentIndex(number)
    window.visit(Link("people"))
    window.visit(Link("events"))
    models = {table.model() for table in window.findChildren(QTableView) if table.model() is not None}
    assert len(models) >= 3
    for model in models:
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)


def test_a_table_of_any_length_reads_only_what_is_shown() -> None:
    asked: list[int] = []

    def load(_narrowed: object, _sort: str, _descending: bool, offset: int, limit: int) -> list[Any]:
        asked.append(offset)
        return [object()] * limit

    model = PagedTableModel((), lambda _narrowed: 100_000, load, None, "name")
    model.ensure(50_000, 50_040)
    model.ensure(50_010, 50_050)
    assert asked == [50_000 // PAGE * PAGE]
    for page in range(100):
        model.ensure(page * PAGE, page * PAGE)
    assert len(model._pages) <= 31


def focusable(widget: QWidget) -> list[QWidget]:
    kinds = (QAbstractButton, QComboBox, QLineEdit, QTableView)
    return [
        child
        for child in widget.findChildren(QWidget)
        if isinstance(child, kinds) and child.focusPolicy() != Qt.FocusPolicy.NoFocus and child.isVisibleTo(widget)
    ]


def named(widget: QWidget) -> bool:
    interface = QAccessible.queryAccessibleInterface(widget)
    inner = isinstance(widget.parent(), QComboBox) or type(widget.parent()).__name__ in ("QSpinBox", "QDateTimeEdit")
    return inner or bool(interface and interface.text(QAccessible.Text.Name))


def test_everything_that_takes_the_keyboard_has_a_name(window: MainWindow, event_page: Any, qtbot: QtBot) -> None:
    for number in range(5):
        event_page.tabs.setCurrentIndex(number)
        assert [type(child).__name__ for child in focusable(event_page) if not named(child)] == []
    for place in [place.key for place in PLACES]:
        window.visit(Link(place))
        assert [type(child).__name__ for child in focusable(window) if not named(child)] == []
    for dialog in (
        NewEventDialog(window, window.workspace),
        ImportDialog(window, window.workspace, "Import"),
        PeopleDialog(window, window.workspace),
        SessionDialog(window, dt.datetime(2026, 12, 1, 9), dt.datetime(2026, 12, 1, 10)),
        ExportDialog(window, "List", for_whom=True),
    ):
        dialog.show()
        assert [type(child).__name__ for child in focusable(dialog) if not named(child)] == []
        dialog.close()
        dialog.deleteLater()


def test_tab_goes_round_the_page(qtbot: QtBot, window: MainWindow) -> None:
    page = window.current_page()
    page.words.setFocus()
    seen: list[QWidget] = []
    for _press in range(60):
        now = QGuiApplication.focusObject()
        if now in seen:
            break
        seen.append(now)
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    assert page.table in seen
    assert window.navigation in seen


def test_the_welcome_begins_with_a_demonstration(qtbot: QtBot, tmp_path: Path) -> None:
    begun: list[tuple[str, str]] = []

    def begin(path: str, how: str) -> str:
        begun.append((path, how))
        return "The disk is full."

    welcome = Welcome(tmp_path / "new.roundtables", "", begin)
    qtbot.addWidget(welcome)
    welcome.show()
    next(each for each in welcome.findChildren(QAbstractButton) if each.text() == "Demonstration").click()
    assert begun == [(str(tmp_path / "Demonstration.roundtables"), "demo")]
    assert welcome._problem.isVisible()


def test_a_page_that_shows_a_deleted_event_gives_way(window: MainWindow, demo: Register) -> None:
    draft = _go_to_draft(window.current_page().table)
    window.visit(Link("event", draft))
    with demo.change("Delete event") as session:
        event_services.delete(session, draft)
    assert isinstance(window.current_page(), EventsPage)
    with demo.read() as session:
        assert events.count(session, EventFilter()) == 30


def test_a_step_of_many_rows_is_undone_while_the_window_answers(
    qtbot: QtBot,
    window_of: Callable[[Register], MainWindow],
    register: Register,
    given_event: Any,
    given_participants: Any,
) -> None:
    given_participants(given_event(), AT_ONCE + 1)
    window = window_of(register)
    titles: list[str] = []
    window.workspace.task_started.connect(lambda task: titles.append(task.title))
    window.undo()
    assert titles == ["Undo and redo"]
    qtbot.waitUntil(lambda: window.notices.words.text() == "Undone: Add participants")
    with register.read() as session:
        assert people_queries.count(session, PersonFilter()) == 0


def test_the_keyboard_comes_along_where_a_line_leads(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    window.navigation.setFocus()
    window.workspace.visit.emit(Link("person", 4))
    assert window.focusWidget() is window.current_page().table
    window.workspace.visit.emit(Link("event", 9, "participants"))
    assert isinstance(window.focusWidget(), QTableView)
    assert window.current_page().isAncestorOf(window.focusWidget())
    window.workspace.visit.emit(Link("event", 9, "overview"))
    assert window.current_page().tab("overview").isAncestorOf(window.focusWidget())
