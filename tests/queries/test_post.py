"""The outbox and the answers as they are looked at: in order, narrowed, a page at a time, with few statements."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import event as sqlalchemy_event

from roundtables.errors import NothingThere
from roundtables.model import Answer, Message
from roundtables.queries import answers, post
from roundtables.queries.answers import AnswerFilter
from roundtables.queries.post import BY_CONCERN, OutboxFilter, Waiting
from roundtables.register import Register
from roundtables.services.post import settling
from roundtables.terms import Decision, MessageState, Outcome, ProposalKind
from tests.ui.post_kit import add_answer, add_messages, add_proposal

SORTS = (("concern", False), ("at", True))


def test_a_page_goes_on_where_the_one_before_ended(register: Register, given_event: Callable[..., int]) -> None:
    add_messages(register, given_event(), list(MessageState) * 5)
    with register.read() as session:
        everything = post.page(session, OutboxFilter(), SORTS, limit=None)
        parts = [post.page(session, OutboxFilter(), SORTS, offset=at, limit=7) for at in range(0, 30, 7)]
        assert [row for part in parts for row in part] == everything
        assert post.keys(session, OutboxFilter(), SORTS) == [row.id for row in everything]
        assert post.rows_of(session, [everything[3].id, everything[0].id]) == [everything[3], everything[0]]
        assert post.count(session, OutboxFilter()) == 30
    assert [row.state for row in everything] == [state for state in BY_CONCERN for _number in range(5)]


@pytest.mark.parametrize("key", sorted(post.SORTS))
def test_every_heading_sorts_the_outbox_both_ways(
    register: Register, given_event: Callable[..., int], key: str
) -> None:
    add_messages(register, given_event(), list(MessageState))
    add_messages(register, None, [MessageState.SENT])
    with register.read() as session:
        up, down = (post.page(session, OutboxFilter(), ((key, descending),)) for descending in (False, True))
    assert {row.id for row in up} == {row.id for row in down}
    assert len(up) == 7


@pytest.mark.parametrize("key", sorted(answers.SORTS))
def test_every_heading_sorts_the_answers(register: Register, given_event: Callable[..., int], key: str) -> None:
    event = given_event()
    for number in range(3):
        add_answer(register, event, outcome=list(Outcome)[number])
    with register.read() as session:
        rows = answers.page(session, AnswerFilter(), ((key, False),))
        assert answers.keys(session, AnswerFilter(), ((key, False),)) == [row.id for row in rows]
        assert answers.rows_of(session, [rows[2].id]) == [rows[2]]


def test_a_percent_sign_in_the_words_is_only_that(register: Register, given_event: Callable[..., int]) -> None:
    add_messages(register, given_event(), [MessageState.SENT], subject="100 % of it")
    with register.read() as session:
        assert post.count(session, OutboxFilter(words="%")) == 1
        assert post.count(session, OutboxFilter(words="_")) == 0
        assert post.count(session, OutboxFilter(words="' OR 1=1 --")) == 0


def test_what_waits_is_counted_by_what_it_waits_for(register: Register, given_event: Callable[..., int]) -> None:
    event = given_event()
    add_messages(register, event, [MessageState.QUEUED, MessageState.QUEUED, MessageState.FAILED, MessageState.SENT])
    add_proposal(register, event, ProposalKind.STRANGER)
    add_proposal(register, event, ProposalKind.DELEGATE, decision=Decision.ACCEPTED)
    with register.read() as session:
        assert post.waiting(session) == Waiting(queued=2, refused=1, unknown=0, proposals=1)
        assert post.states(session)[MessageState.QUEUED] == 2


def test_only_what_is_due_counts_as_due_and_what_a_program_left(
    register: Register, given_event: Callable[..., int]
) -> None:
    now = dt.datetime.now(dt.UTC)
    event = given_event()
    add_messages(register, event, [MessageState.QUEUED], due=now + dt.timedelta(hours=1))
    with register.read() as session:
        assert post.number_due(session, now) == 0
        assert post.number_due(session, now + dt.timedelta(hours=2)) == 1
    add_messages(register, event, [MessageState.SENDING])
    with register.read() as session:
        assert post.number_due(session, now) == 1


def test_a_message_whose_content_was_dropped_still_says_what_it_was(
    register: Register, given_event: Callable[..., int]
) -> None:
    (key,) = add_messages(register, given_event(), [MessageState.SENT], subject="Kutsu: Äänekoski")
    with register.read() as session:
        assert post.message_text(session, key).text.startswith("Dear colleague,")
        assert post.message_text(session, key).files == ("invite.ics",)
    with register.change("Forget", undoable=False) as session:
        session.get_one(Message, key).content = None
    with register.read() as session:
        assert post.message_text(session, key).subject == "Kutsu: Äänekoski"
        with pytest.raises(NothingThere):
            post.message_text(session, 4711)


def test_only_what_was_perhaps_sent_is_marked_as_arrived(register: Register) -> None:
    keys = add_messages(register, None, list(MessageState))
    with register.change("It arrived", undoable=False) as session:
        assert settling.mark_arrived(session, keys, dt.datetime.now(dt.UTC)) == 1
    with register.read() as session:
        assert MessageState.UNKNOWN not in post.states(session)
        assert post.states(session)[MessageState.SENT] == 2


def test_the_number_of_statements_does_not_grow_with_the_rows(
    register: Register, given_event: Callable[..., int]
) -> None:
    event = given_event()
    numbers: list[int] = []
    for more in (1, 20):
        add_messages(register, event, [MessageState.QUEUED] * more)
        for _number in range(more):
            add_proposal(register, event, ProposalKind.COUNTER)
        asked: list[Any] = []
        with register.read() as session:
            sqlalchemy_event.listen(
                session.get_bind(), "before_cursor_execute", lambda *args, asked=asked: asked.append(args[2])
            )
            post.page(session, OutboxFilter(), SORTS)
            answers.page(session, AnswerFilter(), (("taken", True),))
            assert len(answers.proposals(session)) >= more
        numbers.append(len([statement for statement in asked if statement.startswith("SELECT")]))
    assert numbers == [3, 3]


def test_proposals_stand_beside_the_event_as_it_is_now(register: Register, given_event: Callable[..., int]) -> None:
    event = given_event(place="Room 1")
    starts = dt.datetime(2026, 12, 1, 10)
    key = add_proposal(register, event, ProposalKind.COUNTER, starts=starts, timezone="Europe/Zagreb", name="Ivana")
    with register.read() as session:
        (row,) = answers.proposals(session)
        assert (row.id, row.name, row.starts, row.event.place) == (key, "Ivana", starts, "Room 1")
        assert row.event.timezone == "Europe/Helsinki"
    with register.change("Decide") as session:
        session.get_one(Answer, key).decision = Decision.TURNED_DOWN
    with register.read() as session:
        assert answers.proposals(session) == []
        assert answers.count(session, AnswerFilter(words="ivana")) == 1
