"""The page Post: the outbox with what can be done about a message, proposals decided by keys, answers taken in."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from roundtables.model import Answer, Message, Participation
from roundtables.register import Register
from roundtables.services import events
from roundtables.terms import Decision, MessageState, Outcome, ProposalKind, Reply, Way
from tests.ui.post_kit import add_answer, add_messages, add_proposal, keep_settings
from ui.links import Link
from ui.main_window import MainWindow
from ui.pages.post.page import OUTBOX, PROPOSALS, PostPage

STATES = list(MessageState)


def post(window: MainWindow, part: str = "outbox") -> PostPage:
    window.visit(Link("post", part=part))
    page = window.current_page()
    assert isinstance(page, PostPage)
    return page


def states_of(register: Register) -> list[MessageState]:
    with register.read() as session:
        return list(session.scalars(select(Message.state).order_by(Message.id)))


def shown_states(page: PostPage) -> list[MessageState]:
    model = page.outbox.listing.model
    model.ensure(0, model.rowCount())
    return [model.row(number).state for number in range(model.rowCount())]


def test_the_outbox_shows_those_first_that_somebody_has_to_look_at(
    shown: MainWindow, register: Register, given_event: Callable[..., int]
) -> None:
    add_messages(register, given_event(), STATES)
    page = post(shown)
    assert [state.name for state in shown_states(page)] == [
        "UNKNOWN",
        "FAILED",
        "SENDING",
        "QUEUED",
        "SENT",
        "DISCARDED",
    ]
    assert page._number.text() == "1 to be sent  ·  1 refused  ·  1 perhaps sent  ·  1 sent"
    QAbstractItemModelTester(page.outbox.listing.model)


def test_a_message_is_read_as_plain_text_with_its_headers(
    shown: MainWindow, register: Register, given_event: Callable[..., int]
) -> None:
    add_messages(register, given_event(), [MessageState.QUEUED], subject="<b>Kutsu</b> – Äänekoski")
    detail = post(shown).outbox.detail
    assert detail._subject.text() == "<b>Kutsu</b> – Äänekoski"
    assert "guest" in detail._to.text()
    assert "Programme Office <office@ministry.example>" in detail._to.text()
    assert detail.text.toPlainText().startswith("Dear colleague,")
    assert detail._files.text() == "Attached: invite.ics"


def test_what_was_perhaps_sent_is_explained_and_decided_by_a_person(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int]
) -> None:
    add_messages(register, given_event(), [MessageState.UNKNOWN, MessageState.UNKNOWN])
    page = post(shown, "unknown")
    detail = page.outbox.detail
    assert "may have arrived" in detail._state.text()
    assert page.outbox._retry.text() == "Send again"
    qtbot.mouseClick(page.outbox._arrived, Qt.MouseButton.LeftButton)
    assert sorted(state.name for state in states_of(register)) == ["SENT", "UNKNOWN"]
    page.outbox.table.go_to(0)
    qtbot.mouseClick(page.outbox._retry, Qt.MouseButton.LeftButton)
    assert sorted(state.name for state in states_of(register)) == ["QUEUED", "SENT"]
    assert register.undoable() is None or "Send" not in str(register.undoable())


def test_what_was_refused_is_tried_again_and_what_waits_is_taken_out(
    shown: MainWindow, register: Register, given_event: Callable[..., int]
) -> None:
    add_messages(register, given_event(), [MessageState.FAILED, MessageState.QUEUED], answer="550 no such user")
    page = post(shown, "refused")
    assert page.outbox.listing.count() == 1
    assert "550 no such user" in page.outbox.detail._state.text()
    page.outbox.retry()
    assert states_of(register) == [MessageState.QUEUED, MessageState.QUEUED]
    page.show_link(Link("post", part="queued"))
    page.outbox.table.selectAll()
    page.outbox.discard()
    assert states_of(register) == [MessageState.DISCARDED, MessageState.DISCARDED]


def test_tools_are_offered_only_where_they_can_do_something(
    shown: MainWindow, register: Register, given_event: Callable[..., int]
) -> None:
    add_messages(register, given_event(), [MessageState.SENT])
    part = post(shown).outbox
    assert not part._retry.isEnabled()
    assert not part._discard.isEnabled()
    assert not part._drafts.isEnabled()
    assert not part._arrived.isVisible()
    assert part._open.isEnabled()
    assert not part.actions_by_key["post.arrived"].isEnabled()


def test_messages_are_written_as_drafts_into_a_folder(
    qtbot: QtBot,
    shown: MainWindow,
    register: Register,
    given_event: Callable[..., int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add_messages(register, given_event(), [MessageState.QUEUED] * 3)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "drafts"))
    page = post(shown)
    page.outbox.table.selectAll()
    page.outbox.write_drafts()
    qtbot.waitUntil(lambda: states_of(register) == [MessageState.SENT] * 3)
    qtbot.waitUntil(lambda: not shown.workspace.is_busy())
    assert len(list((tmp_path / "drafts").glob("*.eml"))) == 3


def test_enter_opens_the_event_of_a_message(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int]
) -> None:
    event = given_event()
    add_messages(register, event, [MessageState.SENT])
    page = post(shown)
    qtbot.keyClick(page.outbox.table, Qt.Key.Key_Return)
    assert shown.current_page().event_id == event


def test_the_outbox_is_narrowed_by_state_event_and_words(
    shown: MainWindow, register: Register, given_event: Callable[..., int]
) -> None:
    first, second = given_event(title="Ääniraja"), given_event(title="Other")
    add_messages(register, first, [MessageState.SENT, MessageState.FAILED])
    add_messages(register, second, [MessageState.SENT], subject="Come along")
    page = post(shown)
    for words, number in (("aaniraja", 2), ("come ALONG", 1), ("office.example", 3), ("nobody", 0)):
        page.outbox.listing.narrow(words)
        assert page.outbox.listing.count() == number, words
    page.outbox.listing.narrow("")
    page.outbox.listing.boxes["event_id"].show_kept(second)
    page.outbox.listing.narrow_now()
    assert page.outbox.listing.count() == 1


def test_sending_is_paused_and_resumed(shown: MainWindow, register: Register, given_event: Callable[..., int]) -> None:
    keep_settings(lambda settings: settings, way=Way.FILE)
    add_messages(register, given_event(), [MessageState.QUEUED])
    page = post(shown)
    assert "drafts or files" in page._status.text()
    assert not page._pause.isVisible()
    page.turn_pause()
    assert shown.workspace.outgoing.settings().paused
    assert "paused" in page._status.text()
    assert page._resume.isVisible()
    page.turn_pause()
    assert not shown.workspace.outgoing.settings().paused


@pytest.fixture
def three_proposals(
    register: Register, given_event: Callable[..., int], given_participants: Any
) -> tuple[int, list[int]]:
    """A stranger, a delegate and another time, for one event; the oldest first."""
    event = given_event(place="Room 1")
    given_participants(event, 2, reply=Reply.INVITED)
    with register.read() as session:
        people = list(session.scalars(select(Participation.person_id).order_by(Participation.id)))
    moment = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    stranger = add_proposal(
        register, event, ProposalKind.STRANGER, name="Ivo Novi", email="ivo@new.example", taken_at=moment
    )
    delegate = add_proposal(
        register,
        event,
        ProposalKind.DELEGATE,
        person_id=people[0],
        email=f"p{event}.0@office.example",
        partstat="DELEGATED",
        delegate_email="dora@new.example",
        delegate_name="Dora Nova",
        taken_at=moment + dt.timedelta(hours=1),
    )
    counter = add_proposal(
        register,
        event,
        ProposalKind.COUNTER,
        person_id=people[1],
        email=f"p{event}.1@office.example",
        partstat="TENTATIVE",
        comment="My train arrives at nine.",
        starts=dt.datetime(2026, 12, 1, 9),
        ends=dt.datetime(2026, 12, 2, 16),
        timezone="Europe/Zagreb",
        place="Room 2",
        taken_at=moment + dt.timedelta(hours=2),
    )
    return event, [stranger, delegate, counter]


def test_proposals_are_decided_by_two_keys_and_the_next_is_shown(
    qtbot: QtBot, shown: MainWindow, register: Register, three_proposals: tuple[int, list[int]]
) -> None:
    event, keys = three_proposals
    page = post(shown, "proposals")
    part = page.proposals
    assert page.tabs.tabText(PROPOSALS) == "Proposals (3)"
    assert part._title.text() == "Ivo Novi was not invited and wants to come"
    assert "takes part in" in part._would.text()
    part.table.setFocus()
    qtbot.keyClick(part.table, Qt.Key.Key_A)
    assert page.tabs.tabText(PROPOSALS) == "Proposals (2)"
    assert part._title.text().endswith("sends Dora Nova instead")
    assert part._lines[0][1].text() == "Dora Nova <dora@new.example>"
    qtbot.keyClick(part.table, Qt.Key.Key_T)
    assert part._title.text().endswith("proposes another time or place")
    with register.read() as session:
        decisions = [session.get_one(Answer, key).decision for key in keys]
        assert decisions == [Decision.ACCEPTED, Decision.TURNED_DOWN, Decision.OPEN]
        names = [
            row.person.name for row in session.scalars(select(Participation).where(Participation.event_id == event))
        ]
        assert "Ivo Novi" in names
    qtbot.keyClick(part.table, Qt.Key.Key_T)
    assert page.tabs.tabText(PROPOSALS) == "Proposals"
    assert part._stack.currentIndex() == 1


def test_a_proposed_time_stands_beside_the_events_own_in_both_zones(
    shown: MainWindow, three_proposals: tuple[int, list[int]]
) -> None:
    _event, keys = three_proposals
    part = post(shown, "proposals").proposals
    part.go_to(keys[2])
    lines = [(name.text(), value.text()) for name, value in part._lines if name.isVisible()]
    assert [name for name, _value in lines] == ["Now", "Proposed", "There", "Place"]
    values = dict(lines)
    assert "09:00" in values["Now"]
    assert "(Europe/Helsinki)" in values["Now"]
    assert "10:00" in values["Proposed"]
    assert "(Europe/Helsinki)" in values["Proposed"]
    assert "09:00" in values["There"]
    assert "(Europe/Zagreb)" in values["There"]
    assert values["Place"] == "Room 2 instead of Room 1"
    assert part._comment.text() == "“My train arrives at nine.”"


def test_agreeing_without_mail_can_be_undone(shown: MainWindow, register: Register, three_proposals: Any) -> None:
    page = post(shown, "proposals")
    page.proposals.agree()
    assert register.undoable() == "Agree to a proposal"
    shown.undo()
    assert page.proposals.count() == 3


def test_agreeing_with_mail_can_not_be_undone(shown: MainWindow, register: Register, three_proposals: Any) -> None:
    keep_settings(way=Way.MAIL)
    page = post(shown, "proposals")
    page.proposals.agree()
    assert states_of(register) == [MessageState.QUEUED]
    assert register.undoable() != "Agree to a proposal"
    assert "1 message is in the outbox" in shown.notices.words.text()


def test_a_proposal_that_was_decided_elsewhere_is_told_in_words(
    shown: MainWindow, register: Register, three_proposals: tuple[int, list[int]]
) -> None:
    _event, keys = three_proposals
    part = post(shown, "proposals").proposals
    stale = part.table.current_row()
    with register.change("Decide") as session:
        session.get_one(Answer, keys[0]).decision = Decision.TURNED_DOWN
    part._model.show([stale])
    part.table.go_to(0)
    part.agree()
    assert "turned down already" in shown.notices.words.text()


def test_answers_are_shown_newest_first_and_lead_on(
    qtbot: QtBot, shown: MainWindow, register: Register, given_event: Callable[..., int]
) -> None:
    event = given_event()
    early, late = dt.datetime(2026, 11, 1, tzinfo=dt.UTC), dt.datetime(2026, 11, 2, tzinfo=dt.UTC)
    add_answer(register, event, name="Early", taken_at=early, comment="I come later")
    add_answer(register, event, name="Late", taken_at=late, partstat="DECLINED", outcome=Outcome.STALE)
    part = post(shown, "answers").answers
    model = part.listing.model
    model.ensure(0, 2)
    assert [model.row(number).name for number in range(2)] == ["Late", "Early"]
    part.listing.narrow("later")
    assert part.listing.count() == 1
    part.listing.narrow("")
    part.listing.boxes["outcome"].show_kept("STALE")
    part.listing.narrow_now()
    assert part.listing.count() == 1
    part.table.go_to(0)
    qtbot.keyClick(part.table, Qt.Key.Key_Return)
    assert shown.current_page().event_id == event


def test_the_page_follows_changes_made_elsewhere(
    shown: MainWindow, register: Register, given_event: Callable[..., int]
) -> None:
    event = given_event()
    page = post(shown)
    assert page.outbox.listing.count() == 0
    add_messages(register, event, [MessageState.QUEUED])
    assert page.outbox.listing.count() == 1
    add_proposal(register, event, ProposalKind.STRANGER)
    assert page.tabs.tabText(PROPOSALS) == "Proposals (1)"
    assert page.tabs.currentIndex() == OUTBOX
    with register.change("Delete") as session:
        events.delete(session, event)
    assert page.proposals.count() == 0


def test_without_a_mailbox_fetching_leads_to_the_settings(shown: MainWindow) -> None:
    post(shown, "answers").answers.fetch.click()
    assert shown.current_link() == Link("settings", part="post")
