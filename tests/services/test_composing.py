"""Messages to participants: who gets which, in whose language, with what calendar, and what is recorded of it."""

import datetime as dt
import email
import email.policy
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import icalendar
import pytest
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import select

from roundtables.files import FolderNotWritable
from roundtables.formats.calendar.text import clean, clean_line
from roundtables.model import Answer, Event, Invitation, Message, Participation, Person, Series
from roundtables.queries import invitations as queries
from roundtables.queries import participants as participant_queries
from roundtables.queries.invitations import Standing
from roundtables.register import Register
from roundtables.register.errors import NotReversible
from roundtables.services import events, participants, people, sessions
from roundtables.services.post import composing
from roundtables.services.post.composing import CalledOff, Composed, NobodyLeft, NobodyToInvite, NoOrganiser
from roundtables.terms import MessageKind, MessageState, Method, Outcome, ProposalKind, Reply, Way
from roundtables.transport.accounts import PostSettings, SmtpAccount

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
OWN = PostSettings()
ACCOUNT = PostSettings(smtp=SmtpAccount(name="Post room", email="post@house.example"))

GivenEvent = Callable[..., int]
GivenParticipants = Callable[..., list[int]]


def composed(
    register: Register, event: int, kind: MessageKind, named: list[int] | None = None, settings: Any = OWN, **more: Any
) -> list[Composed]:
    with register.read() as session:
        chosen = composing.plan(session, event, kind, named)
        return composing.compose(session, chosen, event, settings, NOW, **more)


def sent(register: Register, messages: list[Composed], state: MessageState = MessageState.SENT) -> None:
    """Put messages into the outbox and let them have gone."""
    with register.change("Send", undoable=False) as session:
        composing.queue(session, messages, NOW)
        for message in session.scalars(select(Message).where(Message.state == MessageState.QUEUED)):
            message.state = state


def read(message: Composed) -> EmailMessage:
    return email.message_from_bytes(message.content.encode("ascii"), policy=email.policy.default)


def calendar_in(message: Composed) -> tuple[str, Any]:
    """The method and the one VEVENT of what a message carries."""
    (part,) = [part for part in read(message).walk() if part.get_content_type() == "text/calendar"]
    assert part.get_payload(decode=True) == message.calendar
    calendar = icalendar.Calendar.from_ical(message.calendar)
    (component,) = calendar.walk("VEVENT")
    assert part["Content-Type"].params["method"] == calendar["METHOD"]
    return calendar["METHOD"], component


def standings(register: Register, event: int) -> list[Standing]:
    with register.read() as session:
        return [row.standing for row in queries.listing(session, event)]


def person_of(register: Register, participation: int) -> int:
    with register.read() as session:
        return session.get_one(Participation, participation).person_id


def change(register: Register, event: int, **values: Any) -> None:
    with register.change("Change event") as session:
        events.change(session, event, **values)


def test_an_invitation_is_recorded_with_its_message_and_says_that_they_are_invited(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    given_participants(event, 3, reply=Reply.NOT_INVITED)
    messages = composed(register, event, MessageKind.INVITATION)
    with register.change("Send", undoable=False) as session:
        assert composing.queue(session, messages, NOW) == 3
    with register.read() as session:
        rows = session.scalars(select(Invitation).order_by(Invitation.id)).all()
        for row, made in zip(rows, messages, strict=True):
            assert row.message is not None
            assert row.message.content is not None
            assert (row.person_id, row.email, row.way, row.method) == (
                made.person_id,
                made.email,
                Way.MAIL,
                Method.REQUEST,
            )
            assert (row.uid, row.sequence) == (session.get_one(Event, event).uid, 0)
            assert (row.message.header_id, row.message.content.text) == (made.header_id, made.content)
            assert (row.message.state, row.message.due, row.message.subject) == (
                MessageState.QUEUED,
                NOW,
                "Invitation: Round-table on reporting",
            )
        assert {row.reply for row in participant_queries.listing(session, event)} == {Reply.INVITED}
    assert standings(register, event) == [Standing.ON_ITS_WAY] * 3
    with register.read() as session, pytest.raises(NobodyLeft):
        composing.plan(session, event, MessageKind.INVITATION)


def test_after_a_change_exactly_those_who_hold_an_older_revision_get_an_update(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    given_participants(event, 3, reply=Reply.ACCEPTED)
    first = composed(register, event, MessageKind.INVITATION)
    sent(register, first[:2])
    with register.read() as session, pytest.raises(NobodyLeft):
        composing.plan(session, event, MessageKind.UPDATE)
    change(register, event, description="A typo mended")
    assert standings(register, event) == [Standing.CURRENT] * 2 + [Standing.NOT_SENT]
    change(register, event, place="Another house")
    updates = composed(register, event, MessageKind.UPDATE)
    assert [made.person_id for made in updates] == [made.person_id for made in first[:2]]
    for made, before in zip(updates, first[:2], strict=True):
        method, said = calendar_in(made)
        assert (method, said["UID"], said["SEQUENCE"]) == ("REQUEST", calendar_in(before)[1]["UID"], 1)
        assert said["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
        assert read(made)["References"] == read(made)["In-Reply-To"] == before.header_id
        assert made.header_id != before.header_id
    sent(register, updates)
    assert standings(register, event) == [Standing.CURRENT] * 2 + [Standing.NOT_SENT]


def test_who_has_answered_to_this_revision_is_not_asked_anew(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    (key,) = given_participants(event, 1, reply=Reply.ACCEPTED)
    sent(register, composed(register, event, MessageKind.INVITATION))
    change(register, event, place="Another house")
    with register.change("Answer") as session:
        session.get_one(Participation, key).answered_sequence = 1
    (update,) = composed(register, event, MessageKind.UPDATE)
    assert calendar_in(update)[1]["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_who_is_taken_off_is_told_alone(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event(guests_shown=True)
    keys = given_participants(event, 3)
    sent(register, composed(register, event, MessageKind.INVITATION))
    gone = person_of(register, keys[1])
    with register.change("Remove") as session:
        participants.remove(session, [keys[1]])
    (made,) = composed(register, event, MessageKind.CANCELLATION)
    method, said = calendar_in(made)
    assert (made.person_id, method, said["SEQUENCE"]) == (gone, "CANCEL", 0)
    assert "STATUS" not in said
    assert made.subject == "Invitation withdrawn: Round-table on reporting"
    assert made.content.count("@office.example") == 1
    assert made.calendar.replace(b"\r\n ", b"").count(b"@office.example") == 1
    sent(register, [made])
    with register.read() as session, pytest.raises(NobodyLeft):
        composing.plan(session, event, MessageKind.CANCELLATION)
    # Asked for by name, it goes out once more.
    (again,) = composed(register, event, MessageKind.CANCELLATION, [gone]) if standings(register, event)[2:] else [made]
    assert again.person_id == gone


def test_an_event_that_was_called_off_tells_all_who_hold_an_invitation_and_nothing_else(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path
) -> None:
    event = given_event()
    keys = given_participants(event, 4)
    first = composed(register, event, MessageKind.INVITATION)
    sent(register, first[:3])
    with register.change("Remove") as session:
        participants.remove(session, [keys[0]])
    with register.change("Cancel") as session:
        events.cancel(session, event)
    for kind in MessageKind:
        if kind is not MessageKind.CANCELLATION:
            with register.read() as session, pytest.raises(CalledOff):
                composing.plan(session, event, kind, [made.person_id for made in first])
    told = composed(register, event, MessageKind.CANCELLATION)
    assert {made.person_id for made in told} == {made.person_id for made in first[:3]}
    for made in told:
        method, said = calendar_in(made)
        assert (method, said["STATUS"], said["SEQUENCE"]) == ("CANCEL", "CANCELLED", 1)
        assert made.subject == "Cancelled: Round-table on reporting"
    with register.change("Hand out", undoable=False) as session:
        composing.hand_out(session, told, Way.FILE, tmp_path / "out", NOW)
    with register.read() as session, pytest.raises(NobodyLeft):
        composing.plan(session, event, MessageKind.CANCELLATION)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (MessageState.UNKNOWN, True),
        (MessageState.SENT, True),
        (MessageState.FAILED, False),
        (MessageState.DISCARDED, False),
    ],
)
def test_who_perhaps_has_it_is_told_and_who_never_got_it_is_not(
    state: MessageState,
    told: bool,
    register: Register,
    given_event: GivenEvent,
    given_participants: GivenParticipants,
) -> None:
    event = given_event()
    given_participants(event, 1)
    sent(register, composed(register, event, MessageKind.INVITATION), state)
    with register.change("Cancel") as session:
        events.cancel(session, event)
    with register.read() as session:
        if told:
            assert composing.plan(session, event, MessageKind.CANCELLATION).recipients
        else:
            with pytest.raises(NobodyLeft):
                composing.plan(session, event, MessageKind.CANCELLATION)


def test_who_was_refused_an_update_is_still_told_that_it_is_off(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    (key,) = given_participants(event, 1)
    sent(register, composed(register, event, MessageKind.INVITATION))
    change(register, event, place="Another house")
    sent(register, composed(register, event, MessageKind.UPDATE), MessageState.FAILED)
    (made,) = composed(register, event, MessageKind.UPDATE)
    assert calendar_in(made)[1]["SEQUENCE"] == 1
    with register.change("Remove") as session:
        participants.remove(session, [key])
    (off,) = composed(register, event, MessageKind.CANCELLATION)
    assert calendar_in(off)[0] == "CANCEL"


def test_an_event_by_session_has_a_message_a_session_and_calls_off_one_that_was_removed(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path
) -> None:
    event = given_event(invited_by_session=True)
    given_participants(event, 2, reply=Reply.NOT_INVITED)
    with register.change("Plan") as session:
        parts = [
            sessions.add(
                session,
                event,
                title=f"Part {at}",
                starts=dt.datetime(2026, 12, 1, 9 + at),
                ends=dt.datetime(2026, 12, 1, 10 + at),
            )
            for at in range(2)
        ]
        session.flush()
        uids, first_part = [part.uid for part in parts], parts[0].id
    messages = composed(register, event, MessageKind.INVITATION)
    assert [calendar_in(made)[1]["UID"] for made in messages] == uids * 2
    assert [made.subject for made in messages[:2]] == [
        f"Invitation: Round-table on reporting: Part {at}" for at in range(2)
    ]
    assert "09:00" in messages[0].content
    assert "10:00" in messages[1].content
    with register.change("Hand out", undoable=False) as session:
        files = composing.hand_out(session, messages, Way.FILE, tmp_path / "out", NOW)
    assert len(files) == 2
    both = icalendar.Calendar.from_ical(files[0].read_bytes()).walk("VEVENT")
    assert [component["UID"] for component in both] == uids
    assert standings(register, event) == [Standing.CURRENT] * 2
    with register.change("Remove session") as session:
        sessions.remove(session, first_part)
    updates = composed(register, event, MessageKind.UPDATE)
    assert [(calendar_in(made)[0], calendar_in(made)[1]["UID"]) for made in updates[:2]] == [
        ("REQUEST", uids[1]),
        ("CANCEL", uids[0]),
    ]
    assert calendar_in(updates[1])[1]["STATUS"] == "CANCELLED"
    sent(register, updates)
    assert standings(register, event) == [Standing.CURRENT] * 2


def test_a_meeting_of_a_series_goes_by_the_uid_of_the_series(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    given_participants(event, 1)
    with register.change("Make a series") as session:
        series = Series(
            uid="series@roundtables.invalid",
            title="Network",
            starts=dt.datetime(2026, 11, 1, 9),
            ends=dt.datetime(2026, 11, 1, 10),
            timezone="Europe/Zagreb",
        )
        meeting = session.get_one(Event, event)
        meeting.series, meeting.recurrence_id = series, dt.datetime(2026, 12, 1, 9)
    (made,) = composed(register, event, MessageKind.INVITATION)
    _method, said = calendar_in(made)
    assert said["UID"] == "series@roundtables.invalid"
    assert said["RECURRENCE-ID"].dt.isoformat() == "2026-12-01T09:00:00+01:00"
    sent(register, [made])
    assert standings(register, event) == [Standing.CURRENT]


def test_each_is_written_to_in_their_language_or_the_event_s(register: Register, given_event: GivenEvent) -> None:
    event = given_event(language="sv")
    with register.change("Add") as session:
        for code in ("fi", "sv-FI", "HR", "en_GB", "de", ""):
            key = people.add(session, first_name=code, last_name="X", email=f"x{code}@office.example").id
            session.get_one(Person, key).language = code
            participants.add(session, event, [key])
    messages = composed(register, event, MessageKind.INVITATION)
    assert {made.name: made.subject.split(":")[0] for made in messages} == {
        "fi X": "Kutsu",
        "sv-FI X": "Inbjudan",
        "HR X": "Poziv",
        "en_GB X": "Invitation",
        "de X": "Inbjudan",
        "X": "Inbjudan",
    }
    for made in messages:
        assert (
            str(calendar_in(made)[1]["CATEGORIES"].cats[0])
            == {
                "Kutsu": "Pyöreän pöydän keskustelu",
                "Inbjudan": "Rundabordssamtal",
                "Poziv": "Okrugli stol",
                "Invitation": "Round-table",
            }[made.subject.split(":")[0]]
        )


def test_it_comes_from_the_account_and_is_answered_to_the_organiser(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    given_participants(event, 1)
    (made,) = composed(register, event, MessageKind.INVITATION, settings=ACCOUNT)
    message = read(made)
    assert (message["From"], message["Reply-To"]) == (
        "Post room <post@house.example>",
        "Programme Office <office@ministry.example>",
    )
    assert made.header_id.endswith("@house.example>")
    organiser = calendar_in(made)[1]["ORGANIZER"]
    assert (organiser, organiser.params["SENT-BY"]) == ("mailto:office@ministry.example", "mailto:post@house.example")
    (own,) = composed(register, event, MessageKind.INVITATION)
    assert read(own)["From"] == "Programme Office <office@ministry.example>"
    assert read(own)["Reply-To"] is None
    assert "SENT-BY" not in calendar_in(own)[1]["ORGANIZER"].params


def test_only_what_goes_out_by_rule_says_so(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    given_participants(event, 1, reply=Reply.ACCEPTED)
    (asked,) = composed(register, event, MessageKind.REMINDER)
    (by_rule,) = composed(register, event, MessageKind.REMINDER, automatic=True)
    assert read(asked)["Auto-Submitted"] is None
    assert read(by_rule)["Auto-Submitted"] == "auto-generated"
    assert (by_rule.calendar, by_rule.carried) == (b"", ())


@pytest.mark.parametrize("shown", [False, True])
def test_nobody_s_address_is_in_anybody_else_s_message_unless_the_event_shows_its_guests(
    shown: bool, register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event(guests_shown=shown)
    given_participants(event, 4)
    for kind in (MessageKind.INVITATION, MessageKind.REMINDER):
        for made in composed(register, event, kind, settings=ACCOUNT):
            text = made.content + made.calendar.replace(b"\r\n ", b"").decode()
            for part in read(made).walk():
                text += "" if part.is_multipart() else part.get_payload(decode=True).decode()
            others = [f"p{event}.{at}@" for at in range(4) if f"p{event}.{at}@office.example" != made.email]
            found = [address for address in others if address in text]
            assert found == (others if shown and kind is MessageKind.INVITATION else [])


def test_a_proposal_that_is_turned_down_is_answered_with_its_own_sequence(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    person = person_of(register, given_participants(event, 2)[0])
    sent(register, composed(register, event, MessageKind.INVITATION))
    change(register, event, place="Another house")
    with register.change("Take in") as session:
        session.add(
            Answer(
                event_id=event,
                person_id=person,
                outcome=Outcome.PROPOSAL,
                digest="x",
                uid="x",
                sequence=0,
                email="x@office.example",
                partstat="TENTATIVE",
                proposal=ProposalKind.COUNTER,
            )
        )
    (made,) = composed(register, event, MessageKind.COUNTER_DECLINED, [person])
    method, said = calendar_in(made)
    assert (method, said.get("SEQUENCE"), made.carried) == ("DECLINECOUNTER", 0, ())
    for kind in (MessageKind.SEAT, MessageKind.COUNTER_DECLINED):
        with register.read() as session, pytest.raises(NobodyToInvite):
            composing.plan(session, event, kind)


def test_who_has_a_seat_now_is_told_in_the_calendar_too(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    keys = given_participants(event, 2, reply=Reply.WAITING)
    sent(register, composed(register, event, MessageKind.INVITATION))
    with register.change("Seat") as session:
        participants.set_reply(session, keys[:1], Reply.ACCEPTED)
    (made,) = composed(register, event, MessageKind.SEAT, [person_of(register, keys[0])], automatic=True)
    assert calendar_in(made)[1]["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert "waiting list" in read(made).get_body(("plain",)).get_content()


def test_who_can_not_be_reached_is_named(register: Register, given_event: GivenEvent) -> None:
    event = given_event()
    with register.change("Add") as session:
        keys = [
            people.add(session, first_name=name, last_name="X", email=address).id
            for name, address in (("A", "a@office.example"), ("B", ""), ("C", "jörg@office.example"))
        ]
        participants.add(session, event, keys)
    with register.read() as session:
        chosen = composing.plan(session, event, MessageKind.INVITATION)
        assert (chosen.recipients, sorted(chosen.without_address)) == ((keys[0],), ["B X", "C X"])
        with pytest.raises(NobodyLeft):
            composing.plan(session, event, MessageKind.INVITATION, keys[1:])


def test_an_event_without_organiser_can_not_invite_but_remind_from_an_account(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event(organiser_email="", organiser_name="")
    given_participants(event, 1, reply=Reply.ACCEPTED)
    with register.read() as session, pytest.raises(NoOrganiser):
        composing.plan(session, event, MessageKind.INVITATION)
    with pytest.raises(NoOrganiser):
        composed(register, event, MessageKind.REMINDER)
    (made,) = composed(register, event, MessageKind.REMINDER, settings=ACCOUNT)
    assert read(made)["Reply-To"] is None


def test_drafts_and_files_are_recorded_and_numbered_without_names(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path
) -> None:
    event = given_event()
    given_participants(event, 12, reply=Reply.NOT_INVITED)
    messages = composed(register, event, MessageKind.INVITATION)
    for way, ending, number in ((Way.DRAFT, "eml", 5), (Way.FILE, "ics", 12)):
        with register.change("Hand out", undoable=False) as session:
            written = composing.hand_out(session, messages[:number], way, tmp_path / ending, NOW)
        width = len(str(number))
        assert [path.name for path in written] == [f"E0.1-{at:0{width}}.{ending}" for at in range(1, number + 1)]
    draft = email.message_from_bytes((tmp_path / "eml" / "E0.1-1.eml").read_bytes(), policy=email.policy.default)
    assert (draft["X-Unsent"], draft["Date"], draft["To"]) == ("1", None, read(messages[0])["To"])
    assert (tmp_path / "ics" / "E0.1-03.ics").read_bytes() == messages[2].calendar
    with register.read() as session:
        assert [row.way for row in session.scalars(select(Invitation).order_by(Invitation.id))] == (
            [Way.DRAFT] * 5 + [Way.FILE] * 12
        )
        assert {row.reply for row in participant_queries.listing(session, event)} == {Reply.INVITED}
    assert standings(register, event) == [Standing.CURRENT] * 12


def test_nothing_is_recorded_when_a_file_can_not_be_written(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path
) -> None:
    event = given_event()
    given_participants(event, 2, reply=Reply.NOT_INVITED)
    messages = composed(register, event, MessageKind.INVITATION)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FolderNotWritable), register.change("Hand out", undoable=False) as session:
        composing.hand_out(session, messages, Way.FILE, tmp_path / "file", NOW)
    assert standings(register, event) == [Standing.NOT_SENT] * 2


def test_a_message_of_the_outbox_becomes_a_draft(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    given_participants(event, 1)
    sent(register, composed(register, event, MessageKind.INVITATION))
    with register.read() as session:
        draft = composing.as_draft(session.scalars(select(Message)).one())
    assert email.message_from_bytes(draft, policy=email.policy.default)["X-Unsent"] == "1"


def test_the_words_of_the_moment_count_and_progress_is_told(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants, tmp_path: Path
) -> None:
    event = given_event()
    given_participants(event, 30, reply=Reply.ACCEPTED)
    told: list[tuple[int, int]] = []
    messages = composed(
        register,
        event,
        MessageKind.FREE,
        words=("On {{ title }}", "{{ first_name }}, bring a pen.\n"),
        report=lambda done, of: told.append((done, of)),
    )
    assert {made.subject for made in messages} == {"On Round-table on reporting"}
    assert "Given0, bring a pen." in next(made.content for made in messages if made.name == "Given0 Family0")
    assert told == [(25, 30), (30, 30)]
    told.clear()
    with register.change("Hand out", undoable=False) as session:
        composing.hand_out(session, messages, Way.DRAFT, tmp_path, NOW, report=lambda done, of: told.append((done, of)))
    assert told == [(number, 30) for number in range(1, 31)]


@pytest.mark.parametrize(
    "text",
    [
        "x\r\nBcc: evil@x.example\r\n\r\n<script>",
        "a\x00b\u2028c\x85d\x0be",
        "{{ 7*7 }} {% for a in b %}",
        '=?utf-8?q?a?= ; \\ \\n ^n "x" <y@z>',
        "Ćiril 👩🏽‍🚒 محمد " * 9,
    ],
)
def test_whatever_stands_in_the_register_stays_a_text(
    text: str, register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    (key,) = given_participants(event, 1)
    with register.change("From elsewhere") as session:
        row = session.get_one(Event, event)
        row.title = row.place = row.description = row.organiser_name = text
        session.get_one(Participation, key).person.first_name = text
    (made,) = composed(register, event, MessageKind.INVITATION)
    message = read(made)
    line = " ".join(clean_line(text).split())
    assert {"Bcc", "Cc"} & set(message.keys()) == set()
    assert message["Subject"] == f"Invitation: {line}"
    assert message["To"].addresses[0].display_name == f"{line} Family0"
    assert message["From"].addresses[0].display_name == line
    _method, said = calendar_in(made)
    assert (said["SUMMARY"], said["LOCATION"], said["DESCRIPTION"]) == (clean_line(text), clean_line(text), clean(text))
    plain = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert f"Where: {clean(text).rstrip()}" in plain
    assert "<script>" not in message.get_body(("html",)).get_content()


def test_the_number_of_statements_does_not_grow_with_the_participants(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    counts = []
    statements: list[str] = []
    sqlalchemy_event.listen(
        register._engine, "before_cursor_execute", lambda *arguments: statements.append(arguments[2])
    )
    for number in (2, 60):
        event = given_event()
        given_participants(event, number, reply=Reply.NOT_INVITED)
        statements.clear()
        messages = composed(register, event, MessageKind.INVITATION)
        read_by = len(statements)
        with register.change("Queue", undoable=False) as session:
            composing.queue(session, messages, NOW)
        counts.append((read_by, len(statements)))
    assert counts[0] == counts[1]


def test_messages_that_went_out_are_no_step_that_can_be_undone(
    register: Register, given_event: GivenEvent, given_participants: GivenParticipants
) -> None:
    event = given_event()
    given_participants(event, 1, reply=Reply.NOT_INVITED)
    sent(register, composed(register, event, MessageKind.INVITATION))
    with pytest.raises(NotReversible):
        register.undo()
    assert standings(register, event) == [Standing.CURRENT]
