"""The outbox over a real register and a real server: once and only once, and what each message came to."""

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
import trustme
from sqlalchemy import select

from roundtables.model import Invitation, Message, MessageContent, Participation
from roundtables.model.base import utc_now
from roundtables.queries import invitations
from roundtables.queries.invitations import Standing
from roundtables.register import Register
from roundtables.services import events, participants, people
from roundtables.services.post import composing, marking, outbox, pace, settling
from roundtables.terms import MessageKind, MessageState, Method, Reply, Way
from roundtables.transport import errors, smtp
from roundtables.transport.accounts import PostSettings
from roundtables.transport.smtp import Limits
from tests.transport.mail_server import PASSWORD, Act, MailServer

SHORT = Limits(connect=20, reply=20, final=2)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    monkeypatch.setattr(smtp, "Sender", _quick(smtp.Sender))
    with MailServer(authority) as server:
        yield server


def _quick(kind: Any) -> Any:
    """A sender that waits less for a server which does not say what became of a message."""
    return lambda account, secret: kind(account, secret, SHORT)


@pytest.fixture
def queued(register: Register) -> Callable[..., list[int]]:
    """Put messages into the outbox; returns their keys."""

    def add(*emails: str, **values: Any) -> list[int]:
        with register.change("Queue", undoable=False) as session:
            first = len(session.scalars(select(Message.id)).all())
            rows = [
                Message(
                    **{"kind": MessageKind.FREE, "subject": "Welcome", **values},
                    email=email,
                    header_id=f"<{first + at}@test>",
                    content=MessageContent(text=f"Message-ID: <{first + at}@test>\n\nWelcome.\n"),
                )
                for at, email in enumerate(emails)
            ]
            session.add_all(rows)
            session.flush()
            return [row.id for row in rows]

    return add


@pytest.fixture
def invited(
    register: Register, given_event: Callable[..., int], given_participants: Callable[..., list[int]], queued: Any
) -> tuple[int, int, int]:
    """An event, a participant of it who was invited by a message that waits, and the message."""
    event_id = given_event()
    given_participants(event_id, 1)
    with register.read() as session:
        person_id = session.scalar(select(Participation.person_id))
    [key] = queued("ann@office.example", kind=MessageKind.INVITATION, event_id=event_id, person_id=person_id)
    invite(register, event_id, person_id, key)
    return event_id, person_id, key


def invite(register: Register, event_id: int, person_id: int, message_id: int | None) -> None:
    with register.change("Invite", undoable=False) as session:
        session.add(
            Invitation(
                event_id=event_id,
                person_id=person_id,
                uid="u@x",
                sequence=0,
                email="ann@office.example",
                way=Way.MAIL if message_id else Way.FILE,
                method=Method.REQUEST,
                message_id=message_id,
            )
        )


def found(register: Register, key: int) -> Message:
    with register.read() as session:
        message = session.get_one(Message, key)
        session.expunge(message)
        return message


def change(register: Register, key: int, **values: Any) -> None:
    with register.change("Change", undoable=False) as session:
        message = session.get_one(Message, key)
        for name, value in values.items():
            setattr(message, name, value)


def reply(register: Register, event_id: int) -> Reply | None:
    with register.read() as session:
        return session.scalar(select(Participation.reply).where(Participation.event_id == event_id))


def test_what_is_due_goes_out_in_the_order_it_was_queued_and_the_rest_waits(
    register: Register, server: MailServer, queued: Any
) -> None:
    later = queued("late@office.example", due=utc_now() + MINUTE)
    keys = queued("ann@office.example", "bea@office.example")
    told: list[tuple[int, int]] = []
    run = outbox.send_due(register, server.account(), PASSWORD, report=lambda *at: told.append(at))
    assert run == outbox.Run(sent=2, left=1)
    assert [each.email for each in server.received] == ["ann@office.example", "bea@office.example"]
    assert told == [(0, 2), (1, 2), (2, 2)]
    message = found(register, keys[0])
    assert (message.state, message.answer, message.attempts) == (MessageState.SENT, "250 2.0.0 Taken", 1)
    assert message.ended_at is not None
    assert message.claimed_at is None
    assert found(register, later[0]).state is MessageState.QUEUED
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run(left=1)
    assert len(server.received) == 2


def test_a_message_is_recorded_as_being_sent_before_the_server_hears_of_it(
    register: Register, server: MailServer, queued: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    [key] = queued("ann@office.example")
    seen: list[tuple[MessageState, int]] = []
    take = server.handle_MAIL

    async def look(*arguments: Any) -> str:
        message = found(register, key)
        seen.append((message.state, message.attempts))
        return await take(*arguments)

    monkeypatch.setattr(server, "handle_MAIL", look)
    outbox.send_due(register, server.account(), PASSWORD)
    assert seen == [(MessageState.SENDING, 1)]


def test_what_was_refused_for_now_is_tried_again_with_growing_pauses_and_given_up_after_a_day(
    register: Register, server: MailServer, queued: Any
) -> None:
    [key] = queued("ann@office.example")
    tries = len(marking.PAUSES) + 1
    server.cue("ann@office.example", *[Act.REFUSE_FOR_NOW] * tries)
    pauses = []
    for _attempt in range(tries - 1):
        assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run(left=1)
        message = found(register, key)
        assert message.answer == "450 4.2.2 Mailbox full"
        pauses.append(round((message.due - utc_now()) / MINUTE))
        assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run(left=1)
        change(register, key, due=utc_now())
    assert pauses == list(marking.PAUSES)
    assert 23 * 60 > sum(pauses) > 20 * 60
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run(refused=1)
    assert found(register, key).state is MessageState.FAILED
    assert not server.received


def test_what_is_refused_for_good_is_shown_with_the_servers_words_and_the_next_goes(
    register: Register, server: MailServer, queued: Any
) -> None:
    bad, _good = queued("ann@office.example", "bea@office.example")
    server.cue("ann@office.example", Act.REFUSE)
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run(sent=1, refused=1)
    assert (found(register, bad).state, found(register, bad).answer) == (
        MessageState.FAILED,
        "550 5.1.1 No such user here",
    )


@pytest.mark.parametrize("act", [Act.HANG_UP_AFTER_CONTENT, Act.STALL_AFTER_CONTENT, Act.HANG_UP_IN_CONTENT])
def test_what_is_unknown_goes_again_by_a_persons_word_alone(
    register: Register, server: MailServer, queued: Any, act: Act
) -> None:
    [key] = queued("ann@office.example")
    server.cue("ann@office.example", act)
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run(unknown=1)
    assert found(register, key).state is MessageState.UNKNOWN
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run()
    before = len(server.received)
    with register.change("Again", undoable=False) as session:
        assert outbox.retry(session, [key], utc_now()) == 1
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run(sent=1)
    assert len(server.received) == before + 1


def test_what_a_program_left_while_sending_is_unknown_and_a_person_may_settle_it(
    register: Register, server: MailServer, queued: Any
) -> None:
    [key] = queued("ann@office.example", state=MessageState.SENDING, claimed_at=utc_now(), attempts=1)
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run(unknown=1)
    assert found(register, key).answer == "The program ended while this was being sent."
    assert not server.received
    with register.change("Settle", undoable=False) as session:
        assert outbox.discard(session, [key], utc_now()) == 0
        assert settling.mark_arrived(session, [key], utc_now()) == 1
    assert found(register, key).state is MessageState.SENT


def test_a_wrong_password_changes_nothing_and_counts_as_no_attempt(
    register: Register, server: MailServer, queued: Any
) -> None:
    [key] = queued("ann@office.example")
    for secret, error in (("wrong", errors.WrongPassword), (None, errors.NoPassword)):
        with pytest.raises(error):
            outbox.send_due(register, server.account(), secret)
        message = found(register, key)
        assert (message.state, message.attempts, message.claimed_at) == (MessageState.QUEUED, 0, None)
    server.sender_refused = "550 5.7.1 Not your address"
    with pytest.raises(errors.SenderRefused):
        outbox.send_due(register, server.account(), PASSWORD)
    assert (found(register, key).state, found(register, key).attempts) == (MessageState.QUEUED, 0)
    with pytest.raises(errors.ServerNotThere):
        outbox.send_due(register, server.account(port=1), PASSWORD)
    server.sender_refused = ""
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run(sent=1)


def test_a_server_that_goes_away_in_the_middle_ends_the_run_with_words_and_the_rest_waits(
    register: Register, server: MailServer, queued: Any
) -> None:
    keys = queued(*[f"p{number}@office.example" for number in range(5)])

    def watch(done: int, _total: int) -> None:
        if done == 2:
            server.sender_refused = "550 5.7.1 Blocked"

    run = outbox.send_due(register, server.account(), PASSWORD, report=watch)
    assert (run.sent, run.left) == (2, 3)
    assert "550 5.7.1 Blocked" in run.words
    assert {found(register, key).attempts for key in keys[2:]} == {0}


def test_a_server_that_takes_nothing_more_is_left_alone(register: Register, server: MailServer, queued: Any) -> None:
    names = [f"p{number}@office.example" for number in range(outbox.MOST_IN_A_ROW + 5)]
    keys = queued(*names)
    for name in names:
        server.cue(name, Act.REFUSE_FOR_NOW)
    run = outbox.send_due(register, server.account(), PASSWORD)
    assert (run.sent, run.left) == (0, len(names))
    assert "450 4.2.2 Mailbox full" in run.words
    assert [found(register, key).attempts for key in keys] == [1] * outbox.MOST_IN_A_ROW + [0] * 5


def test_two_programs_do_not_send_at_once(register: Register, server: MailServer, queued: Any, path: Path) -> None:
    queued("ann@office.example", "bea@office.example")
    other = Register.open(path)
    caught: list[type[BaseException]] = []

    def second(_done: int, _total: int) -> None:
        try:
            outbox.send_due(other, server.account(), PASSWORD)
        except outbox.AlreadySending as error:
            caught.append(type(error))

    assert outbox.send_due(register, server.account(), PASSWORD, report=second).sent == 2
    assert caught == [outbox.AlreadySending] * 3
    assert outbox.send_due(other, server.account(), PASSWORD) == outbox.Run()
    other.close()
    assert len(server.received) == 2


def test_sending_is_stopped_between_messages_and_goes_on_later(
    register: Register, server: MailServer, queued: Any
) -> None:
    queued(*[f"p{number}@office.example" for number in range(4)])
    run = outbox.send_due(register, server.account(), PASSWORD, stopped=lambda: len(server.received) == 2)
    assert run == outbox.Run(sent=2, left=2)
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run(sent=2)
    assert len(set(server.ids())) == 4


def test_no_more_go_out_in_a_minute_than_the_account_allows_even_in_two_runs(
    register: Register, server: MailServer, queued: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pace, "MINUTE", 3.0)
    queued(*[f"p{number}@office.example" for number in range(5)])
    over = threading.Event()
    begun = time.monotonic()
    first = outbox.send_due(
        register, server.account(per_minute=2), PASSWORD, stopped=lambda: over.is_set() or len(server.received) == 2
    )
    assert (first.sent, time.monotonic() - begun < 2.9) == (2, True)
    assert outbox.send_due(register, server.account(per_minute=2), PASSWORD).sent == 3
    assert 5.8 < time.monotonic() - begun < 30


def test_waiting_for_the_next_minute_can_be_broken_off(register: Register, server: MailServer, queued: Any) -> None:
    queued("ann@office.example", "bea@office.example")
    over = threading.Event()
    threading.Timer(3, over.set).start()
    begun = time.monotonic()
    run = outbox.send_due(register, server.account(per_minute=1), PASSWORD, stopped=over.is_set)
    assert (run, time.monotonic() - begun < 30) == (outbox.Run(sent=1, left=1), True)


def test_nothing_is_asked_of_the_server_where_nothing_is_due(register: Register, server: MailServer) -> None:
    assert outbox.send_due(register, server.account(), "wrong") == outbox.Run()
    assert server.sessions == 0


def test_who_was_invited_by_nothing_but_a_discarded_message_is_not_invited_any_more(
    register: Register, server: MailServer, invited: tuple[int, int, int]
) -> None:
    event_id, _person_id, key = invited
    with register.change("Discard", undoable=False) as session:
        assert outbox.discard(session, [key], utc_now()) == 1
    assert reply(register, event_id) is Reply.NOT_INVITED
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run()
    with register.change("Again", undoable=False) as session:
        outbox.retry(session, [key], utc_now())
    assert reply(register, event_id) is Reply.INVITED
    assert outbox.send_due(register, server.account(), PASSWORD).sent == 1


@pytest.mark.parametrize("answer", [Reply.ACCEPTED, Reply.DECLINED])
def test_who_has_answered_keeps_the_answer_when_a_message_is_discarded(
    register: Register, invited: tuple[int, int, int], answer: Reply
) -> None:
    event_id, _person_id, key = invited
    with register.change("Answer") as session:
        participants.set_reply(session, list(session.scalars(select(Participation.id))), answer)
    with register.change("Discard", undoable=False) as session:
        outbox.discard(session, [key], utc_now())
    assert reply(register, event_id) is answer


def test_who_was_invited_otherwise_too_stays_invited(register: Register, invited: tuple[int, int, int]) -> None:
    event_id, person_id, key = invited
    invite(register, event_id, person_id, None)
    with register.change("Discard", undoable=False) as session:
        outbox.discard(session, [key], utc_now())
    assert reply(register, event_id) is Reply.INVITED


@pytest.mark.parametrize(
    ("happens", "words"),
    [
        (lambda session, event_id, _person: events.cancel(session, event_id), "cancelled or deleted"),
        (lambda session, event_id, _person: events.delete(session, event_id), "cancelled or deleted"),
        (
            lambda session, _event, _person: session.delete(session.scalars(select(Participation)).one()),
            "taken off the event",
        ),
    ],
)
def test_an_invitation_that_has_lost_its_meaning_does_not_go(
    register: Register, server: MailServer, invited: tuple[int, int, int], happens: Any, words: str
) -> None:
    event_id, person_id, key = invited
    with register.change("Meanwhile") as session:
        happens(session, event_id, person_id)
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run()
    assert found(register, key).state is MessageState.DISCARDED
    assert words in found(register, key).answer
    assert not server.received


def test_a_cancellation_goes_although_its_event_was_called_off(
    register: Register, server: MailServer, invited: tuple[int, int, int]
) -> None:
    event_id, _person_id, key = invited
    change(register, key, kind=MessageKind.CANCELLATION)
    with register.change("Meanwhile") as session:
        events.cancel(session, event_id)
    assert outbox.send_due(register, server.account(), PASSWORD).sent == 1


def test_an_invitation_that_was_overtaken_by_a_change_does_not_go_and_is_due_anew(
    register: Register, server: MailServer, invited: tuple[int, int, int]
) -> None:
    event_id, person_id, key = invited
    with register.change("Meanwhile") as session:
        events.change(session, event_id, place="Another house")
    with register.read() as session:
        (row,) = invitations.listing(session, event_id)
        assert (row.person_id, row.standing) == (person_id, Standing.NOT_SENT)
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run()
    assert (found(register, key).state, found(register, key).answer) == (
        MessageState.DISCARDED,
        "The event was changed before this was sent. Send what is due from its page.",
    )
    with register.read() as session:
        (row,) = invitations.listing(session, event_id)
        assert (row.standing, row.reply) == (Standing.NOT_SENT, Reply.NOT_INVITED)


def test_a_reminder_that_waited_until_the_event_was_over_does_not_go(
    register: Register, server: MailServer, invited: tuple[int, int, int]
) -> None:
    event_id, _person_id, key = invited
    change(register, key, kind=MessageKind.REMINDER)
    with register.change("Meanwhile") as session:
        past = dt.datetime(2020, 5, 5, 9)
        events.change(session, event_id, starts=past, ends=past + dt.timedelta(hours=2))
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run()
    assert "over before this was sent" in found(register, key).answer


def test_what_waits_is_written_as_drafts_and_counts_as_sent(
    register: Register, server: MailServer, invited: tuple[int, int, int], queued: Any, tmp_path: Path
) -> None:
    _event_id, _person_id, key = invited
    queued("bea@office.example", name="Bea / Čović", state=MessageState.FAILED)
    queued("eve@office.example", state=MessageState.UNKNOWN)
    folder = tmp_path / "new" / "drafts"
    with register.change("Drafts", undoable=False) as session:
        keys = list(session.scalars(select(Message.id)))
        paths = outbox.write_drafts(session, keys, folder, utc_now())
    assert [path.name for path in paths] == ["E0.1-001.eml", "free-002.eml"]
    assert all(b"X-Unsent: 1" in path.read_bytes() for path in paths)
    assert found(register, key).state is MessageState.SENT
    with register.read() as session:
        assert session.scalars(select(Invitation.way)).all() == [Way.DRAFT]
        states = session.scalars(select(Message.state).order_by(Message.id)).all()
    assert states == [MessageState.SENT, MessageState.SENT, MessageState.UNKNOWN]
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run()


def test_what_has_gone_is_neither_discarded_nor_sent_again(register: Register, queued: Any) -> None:
    sent = queued("ann@office.example", state=MessageState.SENT)
    sending = queued("bea@office.example", state=MessageState.SENDING)
    with register.change("Try", undoable=False) as session:
        assert outbox.discard(session, sent + sending, utc_now()) == 0
        assert outbox.retry(session, sent + sending, utc_now()) == 0


def test_a_person_who_was_deleted_is_not_written_to(
    register: Register, server: MailServer, invited: tuple[int, int, int]
) -> None:
    _event_id, person_id, key = invited
    with register.change("Meanwhile") as session:
        session.delete(session.scalars(select(Participation)).one())
        session.flush()
        people.delete(session, person_id)
    assert outbox.send_due(register, server.account(), PASSWORD) == outbox.Run()
    assert found(register, key).state is MessageState.DISCARDED


def test_sending_makes_no_step_in_the_history_and_tells_open_pages(
    register: Register, server: MailServer, queued: Any
) -> None:
    queued("ann@office.example")
    told: list[frozenset[str]] = []
    register.on_change(told.append)
    steps = register.undoable()
    outbox.send_due(register, server.account(), PASSWORD)
    assert told
    assert set().union(*told) == {"message"}
    assert register.undoable() == steps


def test_invitations_are_written_sent_and_known_to_be_held_or_not(
    register: Register, server: MailServer, given_event: Any, given_participants: Any
) -> None:
    event_id = given_event()
    given_participants(event_id, 4, reply=Reply.NOT_INVITED)
    emails = [f"p{event_id}.{number}@office.example" for number in range(4)]
    server.cue(emails[1], Act.REFUSE)
    server.cue(emails[2], Act.HANG_UP_AFTER_CONTENT)
    server.cue(emails[3], Act.REFUSE_FOR_NOW)
    settings = PostSettings(smtp=server.account())
    with register.change("Invite", undoable=False) as session:
        chosen = composing.plan(session, event_id, MessageKind.INVITATION)
        composed = composing.compose(session, chosen, event_id, settings, utc_now())
        assert composing.queue(session, composed, utc_now()) == 4

    def standings() -> list[Standing]:
        with register.read() as session:
            return [row.standing for row in invitations.listing(session, event_id)]

    assert standings() == [Standing.ON_ITS_WAY] * 4
    run = outbox.send_due(register, server.account(), PASSWORD)
    assert run == outbox.Run(sent=1, refused=1, unknown=1, left=1)
    assert standings() == [
        Standing.CURRENT,
        Standing.NOT_DELIVERED,
        Standing.PERHAPS_DELIVERED,
        Standing.ON_ITS_WAY,
    ]
    for each in server.received:
        others = [email for email in emails if email != each.email]
        assert each.email.encode() in each.content
        assert not any(email.encode() in each.content for email in others)
        assert message_from_bytes(each.content).get_content_type() == "multipart/mixed"
