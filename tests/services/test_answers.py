"""Answers are matched to event and person, and applied unless they are older than what is known."""

import datetime as dt
import uuid
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select

from roundtables.formats.mail.reading import Incoming
from roundtables.model import Event, Invitation, Message, Participation, Series
from roundtables.register import Register
from roundtables.services import events, participants, people, sessions
from roundtables.services.answers import taking
from roundtables.terms import LineMoves, MessageKind, Outcome, ProposalKind, Reply, Way
from tests.services.answering import BY_FILE, BY_MAIL, NOW, at, kept, replies, says, taken_in

Given = Callable[..., int]
Participants = Callable[..., list[int]]


@pytest.fixture
def event(given_event: Given, given_participants: Participants) -> int:
    """An event with three who were invited."""
    key = given_event()
    given_participants(key, 3)
    return key


def guest(event: int, number: int) -> str:
    return f"p{event}.{number}@office.example"


@pytest.mark.parametrize(
    ("partstat", "reply"),
    [("ACCEPTED", Reply.ACCEPTED), ("TENTATIVE", Reply.TENTATIVE), ("DECLINED", Reply.DECLINED)],
)
def test_an_answer_is_applied_with_its_comment(register: Register, event: int, partstat: str, reply: Reply) -> None:
    (line,) = taken_in(register, says(event, guest(event, 1), partstat, register, comment="By train\nat ten."))
    assert (line.outcome, line.reference, line.file) == (Outcome.APPLIED, "E0.1", "message.eml")
    assert replies(register, event) == [Reply.INVITED, reply, Reply.INVITED]
    (answer,) = kept(register)
    assert (answer.outcome, answer.comment) == (Outcome.APPLIED, "By train\nat ten.")
    with register.read() as session:
        row = session.scalars(select(Participation).where(Participation.person_id == answer.person_id)).one()
        assert (row.comment, row.answered_sequence, row.answered_stamp) == ("By train\nat ten.", 0, at(1))


def test_addresses_are_compared_without_case(register: Register, event: int) -> None:
    (line,) = taken_in(register, says(event, guest(event, 0).upper(), "ACCEPTED", register))
    assert line.outcome is Outcome.APPLIED
    assert replies(register, event)[0] is Reply.ACCEPTED


def test_a_further_address_and_the_one_they_were_invited_at_are_theirs(register: Register, event: int) -> None:
    with register.change("Change addresses") as session:
        rows = session.get_one(Event, event).participations
        people.add_address(session, rows[0].person_id, "private@home.example")
        session.add(
            Invitation(
                event_id=event,
                person_id=rows[1].person_id,
                uid=rows[1].event.uid,
                sequence=0,
                email="Former@office.example",
                way=Way.FILE,
            )
        )
    taken_in(register, says(event, "PRIVATE@home.example", "ACCEPTED", register))
    taken_in(register, says(event, "former@OFFICE.example", "DECLINED", register))
    assert replies(register, event) == [Reply.ACCEPTED, Reply.DECLINED, Reply.INVITED]


@pytest.mark.parametrize("way", ["sent_by", "from"])
def test_where_attendee_is_nobody_here_sent_by_and_from_count(register: Register, event: int, way: str) -> None:
    named = {"sent_by": guest(event, 2)} if way == "sent_by" else {}
    answer = says(event, "alias@elsewhere.example", "ACCEPTED", register, **named)
    (line,) = taken_in(register, answer, sent_by=guest(event, 2) if way == "from" else "")
    assert line.outcome is Outcome.APPLIED
    assert replies(register, event)[2] is Reply.ACCEPTED


def test_an_answer_without_an_address_is_the_senders(register: Register, event: int) -> None:
    lines = [
        taken_in(register, says(event, "", "ACCEPTED", register), sent_by=guest(event, number))[0] for number in (0, 1)
    ]
    assert [line.outcome for line in lines] == [Outcome.APPLIED, Outcome.APPLIED]
    assert replies(register, event) == [Reply.ACCEPTED, Reply.ACCEPTED, Reply.INVITED]


def test_an_answer_that_a_guest_passes_on_for_somebody_known_is_not_taken_for_the_guests(
    register: Register, event: int
) -> None:
    with register.change("Add person") as session:
        people.add(session, first_name="Vesa", last_name="Tuntematon", email="vesa@office.example")
    answer = says(event, "vesa@office.example", "ACCEPTED", register)
    (line,) = taken_in(register, answer, sent_by=guest(event, 0))
    assert line.outcome is Outcome.PROPOSAL
    assert set(replies(register, event)) == {Reply.INVITED}


def test_of_two_with_one_address_the_one_with_the_name_is_taken(register: Register, event: int) -> None:
    with register.change("Share an address") as session:
        for row in session.get_one(Event, event).participations:
            row.person.email = "info@office.example"
    taken_in(register, says(event, "info@office.example", "ACCEPTED", register, name="Given2 FAMILY2"))
    assert replies(register, event) == [Reply.INVITED, Reply.INVITED, Reply.ACCEPTED]


def test_an_older_answer_is_kept_and_not_applied(register: Register, event: int) -> None:
    taken_in(register, says(event, guest(event, 0), "DECLINED", register, stamp=at(9)))
    (line,) = taken_in(register, says(event, guest(event, 0), "ACCEPTED", register, stamp=at(8)))
    assert (line.outcome, line.reason) == (Outcome.STALE, "A later answer was taken in before.")
    assert replies(register, event)[0] is Reply.DECLINED
    assert [answer.outcome for answer in kept(register)] == [Outcome.APPLIED, Outcome.STALE]


def test_a_newer_answer_replaces_the_one_before(register: Register, event: int) -> None:
    for hour, partstat in ((8, "ACCEPTED"), (9, "DECLINED"), (10, "TENTATIVE")):
        taken_in(register, says(event, guest(event, 0), partstat, register, stamp=at(hour)))
    assert replies(register, event)[0] is Reply.TENTATIVE


def test_an_answer_to_an_older_revision_is_kept_and_not_applied(register: Register, event: int) -> None:
    with register.change("Move") as session:
        events.move(session, event, dt.datetime(2026, 12, 8, 9))
    (line,) = taken_in(register, says(event, guest(event, 0), "ACCEPTED", register, sequence=0, stamp=at(9)))
    assert line.outcome is Outcome.STALE
    assert line.reason == "It answers revision 1 of the invitation; the event is at revision 2 since."
    assert replies(register, event)[0] is Reply.INVITED
    (line,) = taken_in(register, says(event, guest(event, 0), "ACCEPTED", register, sequence=1, stamp=at(8)))
    assert line.outcome is Outcome.APPLIED


def test_neither_a_clock_that_is_ahead_nor_a_revision_that_never_was_shuts_a_guest_out(
    register: Register, event: int
) -> None:
    ahead = dt.datetime(2126, 1, 1, tzinfo=dt.UTC)
    taken_in(register, says(event, guest(event, 0), "ACCEPTED", register, stamp=ahead, sequence=900))
    (line,) = taken_in(register, says(event, guest(event, 0), "DECLINED", register, stamp=NOW))
    assert line.outcome is Outcome.APPLIED
    assert replies(register, event)[0] is Reply.DECLINED


def test_the_same_answer_twice_is_taken_once(register: Register, event: int) -> None:
    answer = says(event, guest(event, 0), "ACCEPTED", register, stamp=None)
    taken_in(register, answer)
    (line,) = taken_in(register, answer)
    assert (line.outcome, line.again, line.reason) == (Outcome.STALE, True, "It had been taken in before.")
    assert len(kept(register)) == 1


def test_taking_in_can_be_undone_and_done_again(register: Register, event: int) -> None:
    answer = says(event, guest(event, 0), "ACCEPTED", register)
    taken_in(register, answer)
    assert register.undo() == "Take in an answer"
    assert replies(register, event)[0] is Reply.INVITED
    assert kept(register) == []
    assert taken_in(register, answer)[0].outcome is Outcome.APPLIED


def test_an_answer_to_a_deleted_event_is_reported_as_that(register: Register, event: int) -> None:
    answer = says(event, guest(event, 0), "ACCEPTED", register)
    with register.change("Delete") as session:
        events.delete(session, event)
    (line,) = taken_in(register, answer)
    assert line.outcome is Outcome.UNKNOWN_EVENT
    assert line.reason == "It is about no event of this register: that was deleted, or belongs to another register."


def test_an_answer_to_a_cancelled_event_changes_nothing(register: Register, event: int) -> None:
    with register.change("Cancel") as session:
        events.cancel(session, event)
    (line,) = taken_in(register, says(event, guest(event, 0), "ACCEPTED", register, sequence=1))
    assert (line.outcome, line.reason) == (Outcome.STALE, "The event has been cancelled.")


def test_a_strangers_decline_changes_nothing(register: Register, event: int) -> None:
    (line,) = taken_in(register, says(event, "stranger@other.example", "DECLINED", register))
    assert line.outcome is Outcome.UNKNOWN_PERSON
    assert line.reason == "Nobody with this address takes part in E0.1."
    assert kept(register) == []


def test_an_answer_that_says_nothing_is_no_reply(register: Register, event: int) -> None:
    (line,) = taken_in(register, says(event, guest(event, 0), "NEEDS-ACTION", register))
    assert line.outcome is Outcome.NOT_A_REPLY


def test_a_message_without_an_answer_is_reported_with_its_reason(register: Register) -> None:
    with register.change("Take in an answer") as session:
        incoming = Incoming(outcome=Outcome.UNREADABLE, reason="winmail.dat", email="a@b.example")
        (line,) = taking.take(session, incoming, BY_FILE, NOW, "message.eml")
    assert (line.outcome, line.reason, line.email) == (Outcome.UNREADABLE, "winmail.dat", "a@b.example")


def test_hostile_texts_are_bounded_and_cleaned(register: Register, event: int) -> None:
    answer = says(event, guest(event, 0), "ACCEPTED", register, comment="x\0\ud800" * 5_000, name="n\x07" * 900)
    (line,) = taken_in(register, answer, says("u\ud800" * 5_000, "a" * 9_000, "ACCEPTED", register))[:1]
    assert line.outcome is Outcome.APPLIED
    (row,) = kept(register)
    assert (len(row.comment), set(row.comment)) == (2_000, {"x"})
    assert len(row.name) <= 200


@pytest.fixture
def by_session(register: Register, event: int) -> list[str]:
    """The UIDs of the two sessions of an event that is invited by session."""
    with register.change("Programme") as session:
        events.change(session, event, invited_by_session=True)
        parts = [
            sessions.add(
                session,
                event,
                title=title,
                starts=dt.datetime(2026, 12, 1, hour),
                ends=dt.datetime(2026, 12, 1, hour + 1),
            )
            for title, hour in (("Opening", 9), ("Closing", 15))
        ]
        session.get_one(Event, event).sequence = 0
        return [part.uid for part in parts]


@pytest.mark.parametrize(
    ("answers", "reply"),
    [
        (["DECLINED", None], Reply.INVITED),
        (["DECLINED", "DECLINED"], Reply.DECLINED),
        (["DECLINED", "ACCEPTED"], Reply.ACCEPTED),
        (["ACCEPTED", "DECLINED"], Reply.ACCEPTED),
        (["TENTATIVE", "DECLINED"], Reply.TENTATIVE),
        (["TENTATIVE", "ACCEPTED"], Reply.ACCEPTED),
    ],
)
def test_who_comes_to_one_session_comes_to_the_event(
    register: Register, event: int, by_session: list[str], answers: list[str | None], reply: Reply
) -> None:
    for hour, (uid, partstat) in enumerate(zip(by_session, answers, strict=True)):
        if partstat:
            # The answer to the second was written before that to the first: each session has an order of its own.
            line = taken_in(register, says(uid, guest(event, 0), partstat, register, stamp=at(9 - hour)))[0]
            assert line.outcome is Outcome.APPLIED
    assert replies(register, event)[0] is reply


def test_an_older_answer_to_a_session_is_stale(register: Register, event: int, by_session: list[str]) -> None:
    taken_in(register, says(by_session[0], guest(event, 0), "ACCEPTED", register, stamp=at(9)))
    (line,) = taken_in(register, says(by_session[0], guest(event, 0), "DECLINED", register, stamp=at(8)))
    assert line.outcome is Outcome.STALE
    assert replies(register, event)[0] is Reply.ACCEPTED


@pytest.fixture
def series(register: Register, given_event: Given, given_participants: Participants) -> list[int]:
    """Three weekly meetings at nine in Helsinki, the first of them over, all with the same two people."""
    keys = [
        given_event(
            starts=dt.datetime(2026, 11, 17, 9) + dt.timedelta(days=7 * week),
            ends=dt.datetime(2026, 11, 17, 10) + dt.timedelta(days=7 * week),
        )
        for week in (0, 2, 3)
    ]
    with register.change("Make a series") as session:
        first = session.get_one(Event, keys[0])
        made = Series(
            uid=f"{uuid.uuid4()}@roundtables.invalid",
            title="Network",
            starts=first.starts,
            ends=first.ends,
            timezone="Europe/Helsinki",
        )
        session.add(made)
        session.flush()
        for key in keys:
            event = session.get_one(Event, key)
            event.series_id, event.recurrence_id = made.id, event.starts
    given_participants(keys[0], 2)
    with register.change("Add") as session:
        persons = [row.person_id for row in session.get_one(Event, keys[0]).participations]
        for key in keys[1:]:
            participants.add(session, key, persons, reply=Reply.INVITED)
    return keys


def series_uid(register: Register) -> str:
    with register.read() as session:
        return session.scalars(select(Series.uid)).one()


@pytest.mark.parametrize(
    "recurrence_id",
    [
        dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC),
        dt.datetime(2026, 12, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=1))),
        dt.datetime(2026, 12, 1, 9),
        dt.date(2026, 12, 1),
    ],
)
def test_one_meeting_of_a_series_is_answered_for_itself(
    register: Register, series: list[int], recurrence_id: dt.datetime
) -> None:
    answer = says(series_uid(register), guest(series[0], 0), "DECLINED", register, recurrence_id=recurrence_id)
    (line,) = taken_in(register, answer)
    assert (line.outcome, line.event_id) == (Outcome.APPLIED, series[1])
    assert [replies(register, key)[0] for key in series] == [Reply.INVITED, Reply.DECLINED, Reply.INVITED]
    assert kept(register)[0].recurrence_id == dt.datetime(2026, 12, 1, 9)


def test_a_meeting_that_was_moved_keeps_its_date_in_the_series(register: Register, series: list[int]) -> None:
    with register.change("Move") as session:
        events.move(session, series[1], dt.datetime(2026, 12, 3, 14))
    answer = says(
        series_uid(register),
        guest(series[0], 0),
        "ACCEPTED",
        register,
        sequence=1,
        recurrence_id=dt.datetime(2026, 12, 1, 7, tzinfo=dt.UTC),
    )
    assert taken_in(register, answer)[0].outcome is Outcome.APPLIED
    assert replies(register, series[1])[0] is Reply.ACCEPTED


def test_an_answer_to_the_series_is_for_all_that_was_not_over(register: Register, series: list[int]) -> None:
    answer = says(series_uid(register), guest(series[0], 1), "ACCEPTED", register, stamp=at(9))
    (line,) = taken_in(register, answer)
    assert line.outcome is Outcome.APPLIED
    assert [replies(register, key)[1] for key in series] == [Reply.INVITED, Reply.ACCEPTED, Reply.ACCEPTED]
    assert len(kept(register)) == 2
    assert taken_in(register, answer)[0].again


def test_an_answer_to_the_series_leaves_a_later_one_to_one_meeting(register: Register, series: list[int]) -> None:
    uid, who = series_uid(register), guest(series[0], 0)
    one = says(uid, who, "DECLINED", register, recurrence_id=dt.datetime(2026, 12, 1, 9), stamp=at(10))
    taken_in(register, one)
    taken_in(register, says(uid, who, "ACCEPTED", register, stamp=at(9)))
    assert [replies(register, key)[0] for key in series] == [Reply.INVITED, Reply.DECLINED, Reply.ACCEPTED]


def test_a_date_that_is_not_in_the_series_is_of_no_event(register: Register, series: list[int]) -> None:
    answer = says(
        series_uid(register), guest(series[0], 0), "ACCEPTED", register, recurrence_id=dt.datetime(2026, 12, 2, 9)
    )
    assert taken_in(register, answer)[0].outcome is Outcome.UNKNOWN_EVENT


def test_an_acceptance_of_a_full_event_goes_to_the_end_of_the_line(register: Register, event: int) -> None:
    with register.change("Two places") as session:
        events.change(session, event, capacity=1)
    reasons = [
        taken_in(register, says(event, guest(event, number), "ACCEPTED", register))[0].reason for number in (2, 0, 1)
    ]
    full = "The event is full: place {} on the waiting list."
    assert reasons == ["", full.format(1), full.format(2)]
    assert replies(register, event) == [Reply.WAITING, Reply.WAITING, Reply.ACCEPTED]
    again = says(event, guest(event, 0), "ACCEPTED", register, stamp=at(5))
    assert taken_in(register, again)[0].reason == full.format(1)


def test_a_decline_by_mail_moves_the_line_and_tells_who_moved_up(register: Register, event: int) -> None:
    with register.change("One place") as session:
        events.change(session, event, capacity=1, line_moves=LineMoves.BY_ITSELF)
    for number in (0, 1, 2):
        taken_in(register, says(event, guest(event, number), "ACCEPTED", register))
    taken_in(register, says(event, guest(event, 0), "DECLINED", register, stamp=at(8)), settings=BY_MAIL)
    assert replies(register, event) == [Reply.DECLINED, Reply.ACCEPTED, Reply.WAITING]
    with register.read() as session:
        (message,) = session.scalars(select(Message)).all()
        assert (message.kind, message.email) == (MessageKind.SEAT, guest(event, 1))


def test_files_are_taken_in_one_by_one_and_a_bad_one_stops_nothing(
    register: Register, event: int, tmp_path: Path
) -> None:
    def reply(name: str, number: int, partstat: str) -> Path:
        with register.read() as session:
            uid = session.get_one(Event, event).uid
        lines = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "METHOD:REPLY",
            "BEGIN:VEVENT",
            f"UID:{uid}",
            "DTSTAMP:20261123T100000Z",
            f"ATTENDEE;PARTSTAT={partstat}:mailto:{guest(event, number)}",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        ]
        path = tmp_path / name
        path.write_text("\r\n".join(lines))
        return path

    broken = tmp_path / "broken.ics"
    broken.write_bytes(b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n\xff\x00")
    paths = [reply("one.ics", 0, "ACCEPTED"), broken, tmp_path / "missing.ics", reply("two.ics", 1, "DECLINED")]
    progress: list[tuple[int, int]] = []
    lines = taking.take_files(register, paths, BY_FILE, lambda done, total: progress.append((done, total)))
    assert [line.outcome for line in lines] == [
        Outcome.APPLIED,
        Outcome.UNREADABLE,
        Outcome.UNREADABLE,
        Outcome.APPLIED,
    ]
    assert [line.file for line in lines] == ["one.ics", "broken.ics", "missing.ics", "two.ics"]
    assert progress == [(0, 4), (1, 4), (2, 4), (3, 4)]
    assert replies(register, event) == [Reply.ACCEPTED, Reply.DECLINED, Reply.INVITED]
    assert register.undo() == "Take in an answer"
    assert replies(register, event) == [Reply.ACCEPTED, Reply.INVITED, Reply.INVITED]


def test_a_stranger_who_accepts_waits_for_a_decision(register: Register, event: int) -> None:
    (line,) = taken_in(register, says(event, "New@other.example", "ACCEPTED", register, name="Nea Uusi"))
    assert line.outcome is Outcome.PROPOSAL
    (row,) = kept(register)
    assert (row.proposal, row.person_id, row.email, row.name) == (
        ProposalKind.STRANGER,
        None,
        "New@other.example",
        "Nea Uusi",
    )
    assert len(replies(register, event)) == 3


def test_an_answer_written_before_one_that_was_entered_by_hand_is_older(register: Register, event: int) -> None:
    with register.change("By phone") as session:
        keys = [row.id for row in session.get_one(Event, event).participations]
        participants.set_reply(session, keys[:1], Reply.ACCEPTED)
    (line,) = taken_in(register, says(event, guest(event, 0), "DECLINED", register, stamp=at(8)))
    assert (line.outcome, line.reason) == (Outcome.STALE, "A later answer was taken in before.")
    assert replies(register, event)[0] is Reply.ACCEPTED


def test_whoever_is_known_is_told_by_the_registers_name_and_the_mails_is_kept(register: Register, event: int) -> None:
    (line,) = taken_in(register, says(event, guest(event, 1), "ACCEPTED", register, name="X"))
    assert line.name == "Given1 Family1"
    assert [answer.name for answer in kept(register)] == ["X"]
