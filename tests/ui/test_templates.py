"""Events saved as templates, and new ones made from them."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QAccessible
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
from roundtables.queries import templates as template_queries
from roundtables.register import Register
from roundtables.services import sessions, templates
from roundtables.terms import EventKind
from ui.dialogs.checklists import ChecklistsDialog
from ui.dialogs.form import FormDialog
from ui.dialogs.new_event import NewEventDialog
from ui.dialogs.templates import TemplatesDialog
from ui.links import Link
from ui.main_window import MainWindow


def _today() -> dt.date:
    return dt.date.today()  # noqa: DTZ011 - the day on the wall


NOON = dt.datetime.combine(_today(), dt.time(12))


def settled() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def tasks_of(window: MainWindow, event: int) -> list[checklist_queries.TaskRow]:
    with window.workspace.read() as session:
        return checklist_queries.tasks(session, event)


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
        sessions.add(session, key, title="Opening", starts=starts, ends=starts + dt.timedelta(hours=1))
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
    new.form.fields["place"].editor.setText("Another hall")
    new.reject()
    assert NewEventDialog(shown, shown.workspace).form.fields["place"].value() == ""
    again = NewEventDialog(shown, shown.workspace, template_id=course)
    assert again.form.fields["place"].value() == "Another hall"
    again.clear()
    assert again.form.fields["place"].value() == "Hall"
    dialog = TemplatesDialog(shown, shown.workspace)
    dialog.delete()
    assert dialog.table.model().rowCount() == 0
    shown.undo()
    assert dialog.table.model().rowCount() == 1


def test_everything_that_takes_the_keyboard_has_a_name(qtbot: QtBot, shown: MainWindow, course: int) -> None:
    shown.visit(Link("today"))
    page = shown.current_page()
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
