"""What is never done on its own waits for a decision, and is done or turned down by an organiser's word."""

import datetime as dt
import email
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from roundtables.model import Answer, Event, Message, Participation, Person
from roundtables.register import Register
from roundtables.services import events, participants, people, sessions
from roundtables.services.answers import proposals
from roundtables.services.fields import NotAnAddress
from roundtables.services.post import composing
from roundtables.terms import Decision, LineMoves, MessageKind, MessageState, Outcome, ProposalKind, Reply, Role
from roundtables.transport.accounts import PostSettings
from tests.services.answering import BY_FILE, BY_MAIL, NOW, at, kept, replies, says, taken_in

HELSINKI = dt.timezone(dt.timedelta(hours=2))


@pytest.fixture
def event(given_event: Callable[..., int], given_participants: Callable[..., list[int]]) -> int:
    """An event with three who were invited."""
    key = given_event()
    given_participants(key, 3)
    return key


def guest(event: int, number: int) -> str:
    return f"p{event}.{number}@office.example"


def open_proposals(register: Register) -> list[int]:
    return [row.id for row in kept(register, outcome=Outcome.PROPOSAL, decision=Decision.OPEN)]


def words(register: Register, settings: PostSettings | None = None) -> str:
    (key,) = open_proposals(register)
    with register.read() as session:
        return proposals.consequence(session, key, settings).words


def agree(register: Register, settings: PostSettings = BY_FILE) -> int:
    (key,) = open_proposals(register)
    with register.change("Agree", undoable=False) as session:
        return proposals.agree(session, key, settings, NOW)


def turn_down(register: Register, settings: PostSettings = BY_FILE) -> int:
    (key,) = open_proposals(register)
    with register.change("Turn down", undoable=False) as session:
        return proposals.turn_down(session, key, settings, NOW)


def messages(register: Register) -> list[tuple[MessageKind, str]]:
    with register.read() as session:
        rows = session.scalars(select(Message).order_by(Message.id))
        return [(row.kind, row.email) for row in rows]


def invite_all(register: Register, event: int) -> None:
    """Everybody of the event holds its invitation, by mail that was sent."""
    with register.change("Invite", undoable=False) as session:
        chosen = composing.plan(session, event, MessageKind.INVITATION)
        composing.queue(session, composing.compose(session, chosen, event, BY_MAIL, NOW), NOW)
        for message in session.scalars(select(Message)):
            message.state = MessageState.SENT


def seen(register: Register, event: int) -> list[tuple[str, Role, Reply]]:
    with register.read() as session:
        rows = session.get_one(Event, event).participations
        return [(row.person.email or "", row.role, row.reply) for row in rows]


def test_an_agreed_stranger_takes_part_and_is_sent_the_invitation(register: Register, event: int) -> None:
    answer = says(event, "nea@other.example", "ACCEPTED", register, name="Nea van der Uusi", comment="Gladly.")
    taken_in(register, answer)
    assert words(register) == (
        "Nea van der Uusi takes part in E0.1 and counts as accepted. They are sent the invitation."
    )
    assert agree(register, BY_MAIL) == 1
    assert seen(register, event)[3] == ("nea@other.example", Role.ATTENDEE, Reply.ACCEPTED)
    assert messages(register) == [(MessageKind.INVITATION, "nea@other.example")]
    with register.read() as session:
        person = session.scalars(select(Person).where(Person.email_key == "nea@other.example")).one()
        assert (person.first_name, person.last_name) == ("Nea", "van der Uusi")
        row = session.scalars(select(Participation).where(Participation.person_id == person.id)).one()
        assert (row.comment, row.answered_stamp) == ("Gladly.", at(1))
        answered = session.scalars(select(Answer)).one()
        assert (answered.decision, answered.person_id) == (Decision.ACCEPTED, person.id)


def test_a_stranger_whom_the_register_knows_is_not_made_again(register: Register, event: int) -> None:
    with register.change("Add person") as session:
        known = people.add(session, first_name="Vesa", last_name="Tuttu", email="vesa@other.example").id
    taken_in(register, says(event, "VESA@other.example", "TENTATIVE", register, name="Somebody Else"))
    assert words(register) == "Vesa Tuttu takes part in E0.1 and counts as tentative. They are sent the invitation."
    agree(register)
    with register.read() as session:
        assert session.get_one(Event, event).participations[3].person_id == known


def test_an_agreed_stranger_waits_where_the_event_is_full(register: Register, event: int) -> None:
    with register.change("One place") as session:
        events.change(session, event, capacity=1)
    taken_in(register, says(event, guest(event, 0), "ACCEPTED", register))
    taken_in(register, says(event, "nea@other.example", "ACCEPTED", register, name="Nea Uusi"))
    assert words(register).startswith("Nea Uusi goes to the end of the waiting list of E0.1")
    agree(register)
    assert replies(register, event)[3] is Reply.WAITING


def test_where_no_mail_goes_out_nothing_is_queued_and_the_words_say_so(register: Register, event: int) -> None:
    taken_in(register, says(event, "nea@other.example", "ACCEPTED", register))
    assert words(register, BY_FILE).endswith("Hand the invitation out on the event's page: no mail goes out from here.")
    assert agree(register, BY_FILE) == 0
    assert messages(register) == []


def test_a_stranger_without_a_real_address_can_only_be_turned_down(register: Register, event: int) -> None:
    taken_in(register, says(event, "nobody@", "ACCEPTED", register))
    with pytest.raises(NotAnAddress):
        agree(register)
    assert len(seen(register, event)) == 3
    turn_down(register)
    assert open_proposals(register) == []


def test_a_turned_down_stranger_changes_nothing_and_is_not_decided_twice(register: Register, event: int) -> None:
    taken_in(register, says(event, "nea@other.example", "ACCEPTED", register))
    (key,) = open_proposals(register)
    assert turn_down(register, BY_MAIL) == 0
    assert (len(seen(register, event)), messages(register)) == (3, [])
    with register.read() as session, pytest.raises(proposals.AlreadyDecided, match="turned down already"):
        proposals.consequence(session, key)


def test_a_stranger_who_declines_after_all_waits_no_more(register: Register, event: int) -> None:
    taken_in(register, says(event, "nea@other.example", "ACCEPTED", register, stamp=at(8)))
    (line,) = taken_in(register, says(event, "NEA@other.example", "DECLINED", register, stamp=at(9)))
    assert line.outcome is Outcome.UNKNOWN_PERSON
    assert open_proposals(register) == []


def test_who_was_taken_off_and_accepts_is_a_stranger(register: Register, event: int) -> None:
    invite_all(register, event)
    with register.change("Remove") as session:
        participants.remove(session, [session.get_one(Event, event).participations[0].id])
    taken_in(register, says(event, guest(event, 0), "DECLINED", register, stamp=at(8)))
    assert kept(register) == []
    taken_in(register, says(event, guest(event, 0), "ACCEPTED", register, stamp=at(9)))
    assert kept(register)[0].proposal is ProposalKind.STRANGER
    agree(register)
    assert seen(register, event)[2][0] == guest(event, 0)


DEPUTY = ("deputy@office.example", "Dora Sijainen")


def test_an_agreed_delegate_takes_the_place_of_whom_they_stand_in_for(register: Register, event: int) -> None:
    with register.change("Chair") as session:
        participants.set_role(session, [session.get_one(Event, event).participations[1].id], Role.CHAIR)
    (line,) = taken_in(register, says(event, guest(event, 1), "DELEGATED", register, delegates=(DEPUTY,)))
    assert line.outcome is Outcome.PROPOSAL
    assert replies(register, event)[1] is Reply.INVITED
    assert words(register) == (
        "Given1 Family1 counts as declined; Dora Sijainen takes part in E0.1 instead. They are sent the invitation."
    )
    assert agree(register, BY_MAIL) == 1
    rows = seen(register, event)
    assert rows[1] == (guest(event, 1), Role.CHAIR, Reply.DECLINED)
    assert rows[3] == (DEPUTY[0], Role.CHAIR, Reply.INVITED)
    assert messages(register) == [(MessageKind.INVITATION, DEPUTY[0])]
    taken_in(register, says(event, DEPUTY[0], "ACCEPTED", register, delegated_from=guest(event, 1), stamp=at(9)))
    assert replies(register, event)[3] is Reply.ACCEPTED


@pytest.mark.parametrize("first", ["delegator", "delegate"])
def test_what_the_delegate_answers_themselves_joins_the_proposal(register: Register, event: int, first: str) -> None:
    with register.change("One place") as session:
        events.change(session, event, capacity=1, line_moves=LineMoves.BY_ITSELF)
    for number in (1, 0):
        taken_in(register, says(event, guest(event, number), "ACCEPTED", register))
    answers = [
        says(event, guest(event, 1), "DELEGATED", register, delegates=(DEPUTY,), stamp=at(8)),
        says(event, DEPUTY[0], "ACCEPTED", register, name=DEPUTY[1], delegated_from=guest(event, 1), stamp=at(9)),
    ]
    if first == "delegate":
        answers = [answers[1], says(event, guest(event, 1), "DELEGATED", register, delegates=(DEPUTY,), stamp=at(10))]
    for answer in answers:
        assert taken_in(register, answer)[0].outcome is Outcome.PROPOSAL
    assert len(open_proposals(register)) == 1
    agree(register)
    # The seat passes to the delegate, not to the first in line.
    assert replies(register, event) == [Reply.WAITING, Reply.DECLINED, Reply.INVITED, Reply.ACCEPTED]


def test_a_delegate_who_is_not_named_can_only_be_turned_down(register: Register, event: int) -> None:
    taken_in(register, says(event, guest(event, 1), "DELEGATED", register))
    with pytest.raises(proposals.NobodyNamed):
        agree(register)
    assert replies(register, event)[1] is Reply.INVITED


def counter(register: Register, event: int, **more: Any) -> None:
    """The first guest proposes an hour later, in another zone."""
    values = {
        "method": "COUNTER",
        "starts": dt.datetime(2026, 12, 1, 8, tzinfo=dt.UTC),
        "ends": dt.datetime(2026, 12, 2, 15, tzinfo=dt.UTC),
        "place": None,
    }
    taken_in(register, says(event, guest(event, 0), "TENTATIVE", register, **(values | more)))


def test_an_agreed_counter_moves_the_event_with_its_programme_and_sends_the_update(
    register: Register, event: int
) -> None:
    with register.change("Programme") as session:
        sessions.add(
            session, event, title="Opening", starts=dt.datetime(2026, 12, 1, 9), ends=dt.datetime(2026, 12, 1, 10)
        )
    invite_all(register, event)
    counter(register, event, comment="My train arrives at ten.")
    (row,) = kept(register)
    assert (row.starts, row.ends, row.timezone) == (
        dt.datetime(2026, 12, 1, 10),
        dt.datetime(2026, 12, 2, 17),
        "Europe/Helsinki",
    )
    assert replies(register, event)[0] is Reply.INVITED
    assert words(register) == (
        "E0.1 “Round-table on reporting” moves to 1 Dec 2026, 10:00 – 2 Dec 2026, 17:00; its programme moves along. "
        "3 people who hold an invitation are sent the update."
    )
    assert agree(register, BY_MAIL) == 3
    with register.read() as session:
        now = session.get_one(Event, event)
        assert (now.starts, now.ends, now.sequence) == (row.starts, row.ends, 1)
        assert now.sessions[0].starts == dt.datetime(2026, 12, 1, 10)
    assert messages(register)[3:] == [(MessageKind.UPDATE, guest(event, number)) for number in range(3)]


def test_a_counter_that_floats_or_is_of_days_is_meant_in_the_events_zone(register: Register, event: int) -> None:
    counter(register, event, starts=dt.datetime(2026, 12, 3, 9), ends=None)
    counter(register, event, starts=dt.date(2026, 12, 8), ends=dt.date(2026, 12, 9), stamp=at(9))
    first, second = kept(register)
    assert (first.starts, first.ends) == (dt.datetime(2026, 12, 3, 9), dt.datetime(2026, 12, 4, 16))
    assert first.outcome is Outcome.STALE
    assert (second.starts, second.ends, second.all_day) == (
        dt.datetime(2026, 12, 8),
        dt.datetime(2026, 12, 9),
        True,
    )
    agree(register)
    with register.read() as session:
        now = session.get_one(Event, event)
        assert (now.all_day, now.ends) == (True, dt.datetime(2026, 12, 9))


def test_a_counter_of_a_place_changes_the_place(register: Register, event: int) -> None:
    counter(register, event, starts=None, ends=None, place="Room 7")
    assert words(register) == "E0.1 “Round-table on reporting” is held at Room 7."
    agree(register)
    with register.read() as session:
        assert session.get_one(Event, event).place == "Room 7"


def test_a_counter_that_repeats_what_is_changes_nothing(register: Register, event: int) -> None:
    starts = dt.datetime(2026, 12, 1, 9, tzinfo=HELSINKI)
    counter(register, event, starts=starts, ends=dt.datetime(2026, 12, 2, 16, tzinfo=HELSINKI))
    assert words(register) == "Nothing changes: this is what the event says now."
    assert agree(register, BY_MAIL) == 0
    with register.read() as session:
        assert session.get_one(Event, event).sequence == 0


def test_a_counter_turned_down_is_answered(register: Register, event: int) -> None:
    invite_all(register, event)
    counter(register, event)
    assert turn_down(register, BY_MAIL) == 1
    assert messages(register)[-1] == (MessageKind.COUNTER_DECLINED, guest(event, 0))
    with register.read() as session:
        content = session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one().content
        assert content is not None
        parts = [
            part
            for part in email.message_from_string(content.text).walk()
            if part.get_content_type() == "text/calendar"
        ]
        assert b"METHOD:DECLINECOUNTER" in (parts[0].get_payload(decode=True) or b"")
        assert session.get_one(Event, event).sequence == 0


def test_an_older_counter_does_not_supersede_a_newer_one(register: Register, event: int) -> None:
    counter(register, event, stamp=at(9))
    counter(register, event, stamp=at(8), place="Elsewhere")
    assert [row.outcome for row in kept(register)] == [Outcome.PROPOSAL, Outcome.STALE]


def test_a_counter_of_a_stranger_is_of_nobody(register: Register, event: int) -> None:
    answer = says(event, "new@other.example", "TENTATIVE", register, method="COUNTER", place="Room 7")
    assert taken_in(register, answer)[0].outcome is Outcome.UNKNOWN_PERSON


def test_a_counter_to_an_event_whose_zone_was_changed_since_means_the_same_instant(
    register: Register, event: int
) -> None:
    counter(register, event)
    with register.change("Zone") as session:
        session.get_one(Event, event).timezone = "Europe/Stockholm"
    agree(register)
    with register.read() as session:
        assert session.get_one(Event, event).starts == dt.datetime(2026, 12, 1, 9)


def test_a_counter_to_one_session_moves_that_session(register: Register, event: int) -> None:
    with register.change("Programme") as session:
        events.change(session, event, invited_by_session=True)
        part = sessions.add(
            session, event, title="Opening", starts=dt.datetime(2026, 12, 1, 9), ends=dt.datetime(2026, 12, 1, 10)
        ).uid
    answer = says(
        part,
        guest(event, 0),
        "TENTATIVE",
        register,
        method="COUNTER",
        sequence=1,
        starts=dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC),
        ends=dt.datetime(2026, 12, 1, 13, tzinfo=dt.UTC),
    )
    taken_in(register, answer)
    assert words(register) == "E0.1 “Opening” moves to 1 Dec 2026, 14:00 – 15:00."
    agree(register)
    with register.read() as session:
        now = session.get_one(Event, event)
        assert (now.starts, now.sessions[0].starts, now.sequence) == (
            dt.datetime(2026, 12, 1, 9),
            dt.datetime(2026, 12, 1, 14),
            2,
        )
