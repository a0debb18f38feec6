"""Forms that are left half-filled, or filled with what can not be: nothing is lost."""

import datetime as dt
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import (
    QPlainTextEdit,
    QPushButton,
)
from pytestqt.qtbot import QtBot

from roundtables.queries import events
from roundtables.register import Register
from roundtables.terms import EventKind
from ui.dialogs.form import FormDialog
from ui.dialogs.new_event import NewEventDialog
from ui.dialogs.session import SessionDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.widgets.fields import Form, text_field

LONG = "x" * 100_000


def settled() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


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


def test_enter_agrees_also_after_the_keyboard_has_been_on_close(
    qtbot: QtBot, shown: MainWindow, register: Register
) -> None:
    dialog = NewEventDialog(shown, shown.workspace)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    title = dialog.form.fields["title"].editor
    title.setText("Agreed")
    next(each for each in dialog.findChildren(QPushButton) if each.text() == "Close").setFocus()
    title.setFocus()
    qtbot.keyClick(title, Qt.Key.Key_Return)
    with register.read() as session:
        assert [row.title for row in events.page(session, events.EventFilter())] == ["Agreed"]


def test_a_form_begins_at_its_first_field(qtbot: QtBot, shown: MainWindow) -> None:
    form = Form((text_field("name", "Name"), text_field("more", "More")))
    dialog = FormDialog(shown, "Something", form, "Add")
    dialog.open()
    qtbot.waitUntil(form.fields["name"].editor.hasFocus)


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
