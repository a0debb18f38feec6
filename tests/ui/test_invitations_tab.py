"""The Invitations tab: who holds what, what is due, and what a change leaves to be sent."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from roundtables.model import Event, Invitation, Message, Participation
from roundtables.queries.invitations import Standing
from roundtables.register import Register
from roundtables.services import events
from roundtables.services import participants as participant_services
from roundtables.terms import EventStatus, LineMoves, MessageKind, MessageState, Method, Reply, Way
from ui.dialogs.send import SendDialog
from ui.links import Link
from ui.main_window import MainWindow
from ui.models.invitations import InvitationsModel
from ui.pages.event.invitations import InvitationsTab

SENT = dt.datetime(2026, 11, 20, 8, tzinfo=dt.UTC)


@pytest.fixture
def sent(register: Register) -> Callable[..., None]:
    """Record that these participants were sent the event's present revision, by a message in some state if named."""

    def record(keys: list[int], *, state: MessageState | None = None, method: Method = Method.REQUEST) -> None:
        with register.change("Send", undoable=False) as session:
            for key in keys:
                row = session.get_one(Participation, key)
                event = session.get_one(Event, row.event_id)
                message = None
                if state is not None:
                    message = Message(
                        kind=MessageKind.INVITATION,
                        state=state,
                        event_id=event.id,
                        person_id=row.person_id,
                        email=row.person.email,
                        subject=event.title,
                        header_id=f"<{event.id}.{key}.{method.name}@ministry.example>",
                    )
                    session.add(message)
                    session.flush()
                session.add(
                    Invitation(
                        event_id=event.id,
                        person_id=row.person_id,
                        uid=event.uid,
                        method=method,
                        sequence=event.sequence,
                        email=row.person.email,
                        way=Way.MAIL,
                        at=SENT,
                        message_id=message.id if message else None,
                    )
                )

    return record


@pytest.fixture
def given_tab(shown: MainWindow) -> Callable[[int], Any]:
    """The tab of an event, looked at."""

    def show(event: int) -> InvitationsTab:
        shown.visit(Link("event", event, "invitations"))
        tab = shown.current_page().tab("invitations")
        assert isinstance(tab, InvitationsTab)
        return tab

    return show


def standings(tab: InvitationsTab) -> list[Standing]:
    return [line.row.standing for line in tab._model.rows]


def moved(register: Register, event: int) -> None:
    with register.change("Move") as session:
        events.change(session, event, place="Another room")


def test_each_line_says_by_shape_and_words_what_the_person_holds(
    given_tab: Any, soon: Any, given_participants: Any, sent: Any, register: Register
) -> None:
    event = soon(20)
    keys = given_participants(event, 5)
    sent(keys[:2])
    moved(register, event)
    sent(keys[1:2])
    sent(keys[2:3], state=MessageState.QUEUED)
    sent(keys[3:4], state=MessageState.FAILED)
    tab = given_tab(event)
    assert standings(tab) == [
        Standing.OUTDATED,
        Standing.CURRENT,
        Standing.ON_ITS_WAY,
        Standing.NOT_DELIVERED,
        Standing.NOT_SENT,
    ]
    index = tab._model.index(0, 2)
    assert index.data() == "◐  Outdated"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Outdated"
    assert tab._model.index(0, 3).data() == "1"
    assert tab._model.index(1, 3).data() == "2"
    said = tab.summary.text()
    assert said.startswith("Revision 2 · 1 current · 1 holds an outdated invitation · 1 not sent · 1 on its way")


def test_the_one_button_offers_what_is_due_now(
    given_tab: Any, soon: Any, given_participants: Any, sent: Any, register: Register
) -> None:
    event = soon(20)
    keys = given_participants(event, 4)
    tab = given_tab(event)
    assert tab.due.text() == "Send invitations (4)…"
    sent(keys[:3])
    assert tab.due.text() == "Send invitation (1)…"
    moved(register, event)
    assert tab.due.text() == "Send update (3)…"
    with register.change("Remove") as session:
        participant_services.remove(session, keys[:1])
    assert tab.due.text() == "Send update (2)…"
    assert standings(tab)[0] is Standing.TO_BE_CALLED_OFF
    with register.change("Cancel") as session:
        events.cancel(session, event)
    assert tab.due.text() == "Send cancellation (3)…"
    with register.change("Hold") as session:
        events.change(session, event, status=EventStatus.HELD)
    assert not tab.due.isVisible()


def test_it_is_read_only_while_it_is_looked_at(
    given_tab: Any, shown: MainWindow, soon: Any, given_participants: Any, sent: Any
) -> None:
    event = soon(20)
    keys = given_participants(event, 2)
    tab = given_tab(event)
    page = shown.current_page()
    page.show_overview()
    sent(keys)
    assert set(standings(tab)) == {Standing.NOT_SENT}
    page.show_invitations()
    assert set(standings(tab)) == {Standing.CURRENT}


def test_very_many_are_read_off_the_windows_thread(
    qtbot: QtBot, given_tab: Any, soon: Any, given_participants: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.pages.event.invitations.MANY", 3)
    event = soon(20)
    given_participants(event, 4)
    tab = given_tab(event)
    assert tab._model.rows == []
    qtbot.waitUntil(lambda: len(tab._model.rows) == 4)


def test_words_and_standing_narrow_the_table(
    qtbot: QtBot, given_tab: Any, soon: Any, given_participants: Any, sent: Any
) -> None:
    event = soon(20)
    keys = given_participants(event, 12)
    sent(keys[:2])
    tab = given_tab(event)
    tab.words.setText("family1")
    qtbot.waitUntil(lambda: len(tab._model.rows) == 3)
    tab.standing.show_kept(Standing.CURRENT.name)
    tab._narrow()
    assert [line.row.name for line in tab._model.rows] == ["Given1 Family1"]
    tab.words.setText("nobody")
    tab._narrow()
    assert tab._unfit.isVisible()
    qtbot.mouseClick(tab._unfit.step, Qt.MouseButton.LeftButton)
    assert len(tab._model.rows) == 12


def test_an_event_without_participants_leads_to_them(
    qtbot: QtBot, given_tab: Any, shown: MainWindow, soon: Any
) -> None:
    tab = given_tab(soon(20))
    assert tab._nobody.isVisible()
    assert not tab.due.isVisible()
    qtbot.mouseClick(tab._nobody.step, Qt.MouseButton.LeftButton)
    assert shown.current_link().part == "participants"


def test_an_answer_is_recorded_for_those_selected(given_tab: Any, soon: Any, given_participants: Any) -> None:
    event = soon(20)
    given_participants(event, 3)
    tab = given_tab(event)
    tab.table.select_numbers([0, 2])
    tab._set_reply(Reply.DECLINED)
    assert [line.row.reply for line in tab._model.rows] == [Reply.DECLINED, Reply.INVITED, Reply.DECLINED]


def test_who_was_taken_off_gives_no_answer_any_more(
    given_tab: Any, soon: Any, given_participants: Any, sent: Any, register: Register
) -> None:
    event = soon(20)
    keys = given_participants(event, 2)
    sent(keys)
    with register.change("Remove") as session:
        participant_services.remove(session, keys[:1])
    tab = given_tab(event)
    gone = tab._model.index(0, 5)
    assert gone.data() == "Taken off"
    assert not gone.flags() & Qt.ItemFlag.ItemIsEditable
    tab.table.selectAll()
    tab._set_reply(Reply.ACCEPTED)
    assert tab._model.rows[1].row.reply is Reply.ACCEPTED


def test_who_waits_shows_their_place_in_line(given_tab: Any, soon: Any, given_participants: Any) -> None:
    event = soon(20, capacity=1)
    keys = given_participants(event, 3)
    tab = given_tab(event)
    with tab._workspace.change("Accept") as session:
        participant_services.set_reply(session, [keys[2], keys[1], keys[0]], Reply.ACCEPTED)
    answers = [tab._model.index(row, 5).data() for row in range(3)]
    assert answers == ["Waiting, place 2", "Waiting, place 1", "Accepted"]


def test_free_seats_are_given_to_the_first_in_line_once_that_is_agreed_to(
    qtbot: QtBot, given_tab: Any, shown: MainWindow, soon: Any, given_participants: Any, register: Register
) -> None:
    event = soon(20, capacity=2)
    keys = given_participants(event, 5)
    tab = given_tab(event)
    with register.change("Accept") as session:
        participant_services.set_reply(session, keys, Reply.ACCEPTED)
    assert not tab.waiting.isVisible()
    with register.change("Decline") as session:
        participant_services.set_reply(session, keys[:2], Reply.DECLINED)
    assert tab.waiting.words.text() == "2 seats are free. 3 wait for one."
    tab.waiting.ask()
    box = shown.findChild(QMessageBox)
    assert box is not None
    assert box.informativeText().splitlines()[:2] == ["Given2 Family2", "Given3 Family3"]
    qtbot.mouseClick(box.defaultButton(), Qt.MouseButton.LeftButton)
    assert shown.notices.words.text() == "2 people have a seat now"
    assert [line.row.reply for line in tab._model.rows[2:]] == [Reply.ACCEPTED, Reply.ACCEPTED, Reply.WAITING]
    assert tab.waiting.words.text() == "2 got a seat and were not told yet."
    qtbot.mouseClick(tab.waiting.tell, Qt.MouseButton.LeftButton)
    dialog = shown.findChild(SendDialog)
    assert dialog is not None
    assert dialog.windowTitle() == "Tell who got a seat"
    assert [dialog.prepared.people[key].name for key in dialog.plan().recipients] == [
        "Given2 Family2",
        "Given3 Family3",
    ]


def test_a_line_that_moves_by_itself_is_not_asked_about(
    given_tab: Any, soon: Any, given_participants: Any, register: Register
) -> None:
    event = soon(20, capacity=1, line_moves=LineMoves.BY_ITSELF)
    keys = given_participants(event, 2)
    tab = given_tab(event)
    with register.change("Accept") as session:
        participant_services.set_reply(session, keys, Reply.ACCEPTED)
        participant_services.set_reply(session, keys[:1], Reply.DECLINED)
    assert not tab.waiting.give.isVisible()


def test_a_change_says_who_holds_an_outdated_invitation_and_leads_there(
    qtbot: QtBot, shown: MainWindow, soon: Any, given_participants: Any, sent: Any
) -> None:
    event = soon(20)
    sent(given_participants(event, 3))
    shown.visit(Link("event", event))
    place = shown.current_page().tab("overview").form.fields["place"]
    place.editor.setFocus()
    place.editor.setText("Room 7")
    qtbot.keyClick(place.editor, Qt.Key.Key_Return)
    assert shown.notices.words.text() == "3 people hold an outdated invitation. Nothing was sent."
    qtbot.mouseClick(shown.notices._way, Qt.MouseButton.LeftButton)
    assert shown.current_link().part == "invitations"
    assert set(standings(shown.current_page().tab("invitations"))) == {Standing.OUTDATED}
    assert not shown.notices.isVisible()


def test_a_change_that_asks_nobody_anew_says_nothing(
    qtbot: QtBot, shown: MainWindow, soon: Any, given_participants: Any, sent: Any
) -> None:
    event = soon(20)
    sent(given_participants(event, 3))
    shown.visit(Link("event", event))
    title = shown.current_page().tab("overview").form.fields["title"]
    title.editor.setFocus()
    title.editor.setText("A better name")
    qtbot.keyClick(title.editor, Qt.Key.Key_Return)
    assert not shown.notices.isVisible()


def test_moving_the_event_in_the_calendar_says_so_too(
    shown: MainWindow, soon: Any, given_participants: Any, sent: Any
) -> None:
    from roundtables.queries import calendar
    from ui.pages.calendar.moving import Shift, shift

    event = soon(20, status=EventStatus.PLANNED)
    sent(given_participants(event, 2))
    with shown.workspace.read() as session:
        day = events.get(session, event).starts.date()
        row = next(row for row in calendar.events_between(session, day, day) if row.id == event)
    assert shift(shown.workspace, row, Shift(days=1)) is not None
    assert shown.notices.words.text() == "2 people hold an outdated invitation. Nothing was sent."


def test_the_filter_key_leads_to_the_filter(
    qtbot: QtBot, given_tab: Any, shown: MainWindow, soon: Any, given_participants: Any
) -> None:
    event = soon(20)
    given_participants(event, 2)
    tab = given_tab(event)
    shown.focus_filter()
    assert tab.words.hasFocus()


def test_removing_and_cancelling_say_who_was_not_told(
    shown: MainWindow, soon: Any, given_participants: Any, sent: Any
) -> None:
    event = soon(20)
    keys = given_participants(event, 3)
    sent(keys[:2])
    shown.visit(Link("event", event, "participants"))
    page = shown.current_page()
    page.tab("participants").table.select_numbers([1, 2])
    page.tab("participants")._remove()
    words = "2 participants removed. 1 of those removed holds an invitation and was not told yet."
    assert shown.notices.words.text() == words
    page.call_off()
    words = "The event is cancelled. 2 people hold an invitation and were not told yet."
    assert shown.notices.words.text() == words
    shown.notices.undo_step()
    assert page.record.status is EventStatus.PLANNED


def test_an_event_that_guests_hold_is_offered_to_be_cancelled_instead(
    qtbot: QtBot, shown: MainWindow, soon: Any, given_participants: Any, sent: Any
) -> None:
    event = soon(20, status=EventStatus.PLANNED)
    sent(given_participants(event, 2))
    shown.visit(Link("event", event))
    page = shown.current_page()
    page.remove()
    box = shown.findChild(QMessageBox)
    assert box is not None
    assert "2 people hold an invitation" in box.informativeText()
    qtbot.mouseClick(box.defaultButton(), Qt.MouseButton.LeftButton)
    assert page.record.status is EventStatus.CANCELLED


def test_an_event_that_nobody_holds_is_deleted_at_once(shown: MainWindow, soon: Any, given_participants: Any) -> None:
    event = soon(20)
    given_participants(event, 2)
    shown.visit(Link("event", event))
    shown.current_page().remove()
    assert shown.notices.words.text().endswith("was deleted.")


def test_the_overview_says_how_the_line_moves(qtbot: QtBot, shown: MainWindow, soon: Any) -> None:
    event = soon(20)
    shown.visit(Link("event", event))
    field = shown.current_page().tab("overview").form.fields["line_moves"]
    assert field.editor.currentText() == "After a question"
    field.editor.setCurrentIndex(1)
    field.editor.activated.emit(1)
    assert shown.current_page().record.line_moves.value == "by-itself"


def test_the_model_keeps_the_rules_of_models(qtbot: QtBot, given_tab: Any, soon: Any, given_participants: Any) -> None:
    event = soon(20)
    given_participants(event, 3)
    tab = given_tab(event)
    model = InvitationsModel()
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show(tab._lines)
    model.sort(2)
    model.show(tab._lines[:1])
