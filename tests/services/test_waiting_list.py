"""A full event puts later acceptances in line; a seat that becomes free goes to the first, who is told."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.event import listen

from roundtables.model import Event, Message, Participation
from roundtables.register import Register
from roundtables.services import events, participants, waiting_list
from roundtables.services.post import composing
from roundtables.terms import LineMoves, MessageKind, Reply
from tests.services.answering import BY_FILE, BY_MAIL, NOW, replies

A, D, I, W = Reply.ACCEPTED, Reply.DECLINED, Reply.INVITED, Reply.WAITING  # noqa: E741 - as a table reads


@pytest.fixture
def full(register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]) -> int:
    """An event with one place, taken, and two who wait: the third came before the second. Its line moves by itself."""
    key = given_event(capacity=1, line_moves=LineMoves.BY_ITSELF)
    rows = given_participants(key, 3)
    with register.change("Accept") as session:
        participants.set_reply(session, [rows[0], rows[2], rows[1]], A)
    assert replies(register, key) == [A, W, W]
    return key


def keys(register: Register, event: int) -> list[int]:
    with register.read() as session:
        return [row.id for row in session.get_one(Event, event).participations]


def in_line(register: Register, event: int) -> list[int | None]:
    with register.read() as session:
        return [row.place_in_line for row in session.get_one(Event, event).participations]


def asked(register: Register, event: int) -> None:
    with register.change("Ask") as session:
        events.change(session, event, line_moves=LineMoves.ASKED)


def free(register: Register, event: int) -> int:
    with register.read() as session:
        return waiting_list.free_seats(session, event)


def test_the_number_of_questions_to_the_register_does_not_grow_with_the_replies(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]]
) -> None:
    asked: list[str] = []
    listen(register._engine, "before_cursor_execute", lambda *arguments: asked.append(arguments[2]))
    counts = []
    for number in (3, 60):
        rows = given_participants(given_event(capacity=2), number)
        asked.clear()
        with register.change("Accept") as session:
            participants.set_reply(session, rows, A)
        counts.append(sum(statement.startswith("SELECT") for statement in asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("reply", [D, Reply.WITHDRAWN, Reply.TENTATIVE, I])
def test_a_seat_that_is_given_up_goes_to_the_first_in_line(register: Register, full: int, reply: Reply) -> None:
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[0]], reply)
    assert replies(register, full) == [reply, W, A]
    assert in_line(register, full) == [None, 2, None]


def test_so_does_the_seat_of_one_who_is_taken_off(register: Register, full: int) -> None:
    with register.change("Remove") as session:
        participants.remove(session, [keys(register, full)[0]])
    assert replies(register, full) == [W, A]


@pytest.mark.parametrize(("capacity", "after"), [(2, [A, W, A]), (3, [A, A, A]), (None, [A, A, A])])
def test_more_places_are_for_those_who_wait(
    register: Register, full: int, capacity: int | None, after: list[Reply]
) -> None:
    with register.change("Change event") as session:
        events.change(session, full, capacity=capacity)
    assert replies(register, full) == after


def test_the_move_is_undone_with_the_decline(register: Register, full: int) -> None:
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[0]], D)
    register.undo()
    assert replies(register, full) == [A, W, W]
    assert in_line(register, full) == [None, 2, 1]


def test_where_it_is_asked_first_nobody_moves_until_then(register: Register, full: int) -> None:
    asked(register, full)
    assert free(register, full) == 0
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[0]], D)
        assert waiting_list.move_up_by_itself(session, full, BY_FILE, NOW) == []
    assert replies(register, full) == [D, W, W]
    assert free(register, full) == 1
    with register.change("Move up") as session:
        assert waiting_list.move_up(session, full, BY_FILE, NOW) == [keys(register, full)[2]]
    assert replies(register, full) == [D, W, A]
    assert free(register, full) == 0


def test_who_accepts_now_does_not_pass_those_who_wait(
    register: Register, full: int, given_participants: Callable[..., list[int]]
) -> None:
    asked(register, full)
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[0]], D)
        # Whoever waits can be chosen by hand; a newcomer stands behind them.
        participants.set_reply(session, [keys(register, full)[0]], A)
    assert replies(register, full) == [W, W, W]
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[1]], A)
    assert replies(register, full) == [W, A, W]


@pytest.mark.parametrize("ended", ["cancelled", "held"])
def test_the_line_of_an_event_that_is_off_or_over_stands(register: Register, full: int, ended: str) -> None:
    with register.change("End") as session:
        events.change(session, full, status=events.EventStatus.of(ended))
        participants.set_reply(session, [keys(register, full)[0]], D)
    assert replies(register, full) == [D, W, W]
    assert free(register, full) == 0


def seat_messages(register: Register) -> list[str]:
    with register.read() as session:
        return list(session.scalars(select(Message.email).where(Message.kind == MessageKind.SEAT).order_by(Message.id)))


def untold(register: Register, event: int) -> list[int]:
    with register.read() as session:
        return waiting_list.untold(session, event, NOW)


def person_of(register: Register, participation: int) -> int:
    with register.read() as session:
        return session.get_one(Participation, participation).person_id


def test_who_moved_up_is_told_once(register: Register, full: int) -> None:
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[0]], D)
    assert untold(register, full) == [person_of(register, keys(register, full)[2])]
    for _again in range(2):
        with register.change("Tell", undoable=False) as session:
            waiting_list.move_up_by_itself(session, full, BY_MAIL, NOW)
            waiting_list.tell_all(session, BY_MAIL, NOW)
    assert seat_messages(register) == [f"p{full}.2@office.example"]
    assert untold(register, full) == []


def test_a_decline_is_not_undone_once_the_first_in_line_was_told(register: Register, full: int) -> None:
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[0]], D)
    with register.change("Tell", undoable=False) as session:
        waiting_list.tell_all(session, BY_MAIL, NOW)
    from roundtables.register.errors import NotReversible

    with pytest.raises(NotReversible):
        register.undo()
    assert replies(register, full) == [D, W, A]


def test_where_no_mail_goes_out_they_stay_to_be_told_until_something_is_handed_out(
    register: Register, full: int
) -> None:
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[0]], D)
        assert waiting_list.move_up_by_itself(session, full, BY_FILE, NOW) == [keys(register, full)[2]]
    assert seat_messages(register) == []
    (person,) = untold(register, full)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=1)
    with register.change("Hand out", undoable=False) as session:
        chosen = composing.plan(session, full, MessageKind.SEAT, [person])
        composing.queue(session, composing.compose(session, chosen, full, BY_MAIL, later), later)
    assert untold(register, full) == []


def test_who_has_no_address_stays_to_be_told(register: Register, full: int) -> None:
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[0]], D)
        session.get_one(Participation, keys(register, full)[2]).person.email = None
    with register.change("Tell", undoable=False) as session:
        assert waiting_list.tell_all(session, BY_MAIL, NOW) == 0
    assert untold(register, full) == [person_of(register, keys(register, full)[2])]


def test_who_moved_up_and_declined_since_is_not_told(register: Register, full: int) -> None:
    rows = keys(register, full)
    with register.change("Record replies") as session:
        participants.set_reply(session, [rows[0]], D)
        participants.set_reply(session, [rows[2]], D)
    assert replies(register, full) == [D, A, D]
    assert untold(register, full) == [person_of(register, rows[1])]


def test_nobody_is_told_of_an_event_that_is_over(register: Register, full: int) -> None:
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[0]], D)
    with register.read() as session:
        assert waiting_list.untold(session, full, dt.datetime(2027, 1, 1, tzinfo=dt.UTC)) == []


def test_a_message_that_cannot_be_written_stops_no_other(register: Register, full: int) -> None:
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[0]], D)
        events.change(session, full, organiser_email="")
    with register.change("Tell", undoable=False) as session:
        assert waiting_list.tell_all(session, BY_MAIL, NOW) == 0
    assert untold(register, full)


def test_what_moved_by_itself_is_told_after_a_while_in_which_it_can_be_undone(register: Register, full: int) -> None:
    with register.change("Move to a day that is always to come") as session:
        events.move(session, full, dt.datetime(2099, 12, 1, 9))
    with register.change("Record reply") as session:
        participants.set_reply(session, [keys(register, full)[0]], D)
    assert waiting_list.tell_who_moved_up(register, BY_MAIL, dt.timedelta(minutes=1)) == 0
    assert register.undoable() == "Record reply"
    assert waiting_list.tell_who_moved_up(register, BY_FILE) == 0
    assert waiting_list.tell_who_moved_up(register, BY_MAIL) == 1
    assert waiting_list.tell_who_moved_up(register, BY_MAIL) == 0
    assert seat_messages(register) == [f"p{full}.2@office.example"]
