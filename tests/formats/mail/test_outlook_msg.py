"""Outlook .msg files: its own responses, calendars attached, and what can't be read of them."""

import datetime as dt
import time

import pytest

from roundtables.formats.mail.msg_properties import NotReadable, _check_header, _opened
from roundtables.formats.mail.outlook_msg import read_msg
from roundtables.formats.mail.reading import read_file
from roundtables.terms import Outcome
from tests.formats.mail.msg_file import (
    APPOINTMENT,
    BINARY,
    MEETING,
    NUMBER,
    TEXT,
    TIME,
    TRUE_FALSE,
    Folder,
    compound,
    folder,
    msg,
)
from tests.formats.mail.test_reading import CALENDAR, UID

OWN = bytes.fromhex("040000008200E00074C5B7101A82E008")
FOREIGN = b"vCal-Uid\x01\x00\x00\x00" + UID.encode() + b"\x00"


def identifier(data=FOREIGN, day=bytes(4)):
    return OWN + day + bytes(16) + len(data).to_bytes(4, "little") + data


def ticks(at):
    return (at - dt.datetime(1601, 1, 1, tzinfo=dt.UTC)) // dt.timedelta(microseconds=1) * 10


SENT = dt.datetime(2026, 11, 25, 11, 17, 35, tzinfo=dt.UTC)
BODY = "When: Tuesday\r\nWhere: House\r\n\r\n*~*~*~*~*~*~*~*~*~*\r\n\r\nI bring the papers, ä\r\n"
SENDER = [(0x0C1E, TEXT, "SMTP"), (0x0C1F, TEXT, "aino@river.example"), (0x0C1A, TEXT, "Aino Virtanen")]
NAMED = [
    (MEETING, 0x0003, BINARY, identifier()),
    (MEETING, 0x0001, TIME, ticks(SENT)),
    (APPOINTMENT, 0x8201, NUMBER, 2),
]


def response(kind="Pos", values=SENDER, named=NAMED):
    texts = [
        (0x001A, TEXT, f"IPM.Schedule.Meeting.Resp.{kind}"),
        (0x0037, TEXT, "Accepted: Talk"),
        (0x1000, TEXT, BODY),
    ]
    return msg([*texts, *values], named)


def only(content):
    incoming = read_msg(content)
    assert incoming.outcome is None, incoming.reason
    (answer,) = incoming.answers
    return answer


@pytest.mark.parametrize(("kind", "partstat"), [("Pos", "ACCEPTED"), ("Neg", "DECLINED"), ("Tent", "TENTATIVE")])
def test_a_response_of_outlook_is_an_answer(tmp_path, kind, partstat):
    path = tmp_path / "response.msg"
    path.write_bytes(response(kind))
    (incoming,) = read_file(path)
    (answer,) = incoming.answers
    assert (answer.method, answer.uid, answer.partstat, answer.sequence) == ("REPLY", UID, partstat, 2)
    assert (answer.email, answer.name, answer.sent_by) == ("aino@river.example", "Aino Virtanen", "")
    assert (answer.stamp, answer.comment) == (SENT, "I bring the papers, ä")
    assert (incoming.email, incoming.name) == ("aino@river.example", "Aino Virtanen")


def test_a_proposed_time_is_a_counter():
    proposed = [
        (APPOINTMENT, 0x8257, TRUE_FALSE, True),
        (APPOINTMENT, 0x8250, TIME, ticks(SENT)),
        (APPOINTMENT, 0x8251, TIME, ticks(SENT + dt.timedelta(hours=2))),
    ]
    answer = only(response("Tent", named=[*NAMED, *proposed]))
    assert (answer.method, answer.starts, answer.ends) == ("COUNTER", SENT, SENT + dt.timedelta(hours=2))


def test_an_occurrence_is_named_by_its_time_or_its_day():
    day = bytes([0x07, 0xEA, 12, 13])
    named = [(MEETING, 0x0003, BINARY, identifier(day=day))]
    assert only(response(named=named)).recurrence_id == dt.date(2026, 12, 13)
    at_nine = [(MEETING, 0x000E, NUMBER, 9 << 12 | 30 << 6)]
    assert only(response(named=named + at_nine)).recurrence_id == dt.datetime(2026, 12, 13, 9, 30)
    replaced = [(APPOINTMENT, 0x8228, TIME, ticks(SENT))]
    assert only(response(named=named + replaced)).recurrence_id == SENT
    assert only(response()).recurrence_id is None


def test_an_identifier_of_exchanges_own_is_the_uid_in_capitals_without_the_day():
    answer = only(response(named=[(MEETING, 0x0003, BINARY, identifier(b"\x01\x02", bytes([7, 234, 12, 13])))]))
    assert answer.uid == identifier(b"\x01\x02").hex().upper()


def test_who_answers_for_somebody_is_named():
    represented = [(0x5D02, TEXT, "chief@river.example"), (0x0042, TEXT, "The Chief")]
    answer = only(response(values=[*SENDER, *represented]))
    assert (answer.email, answer.name, answer.sent_by) == ("chief@river.example", "The Chief", "aino@river.example")


def test_the_address_comes_from_the_header_where_exchange_has_only_a_name_of_its_own():
    inside = [(0x0C1E, TEXT, "EX"), (0x0C1F, TEXT, "/O=RIVER/CN=AINO"), (0x0C1A, TEXT, "Aino")]
    refused = read_msg(response(values=inside))
    assert (refused.outcome, refused.answers) == (Outcome.UNREADABLE, ())
    assert "only a name within Exchange" in refused.reason
    header = (0x007D, TEXT, "Received: x\r\nFrom: Aino V <aino@river.example>\r\n\r\n")
    assert only(response(values=[*inside, header])).email == "aino@river.example"
    assert only(response(values=[*inside, (0x5D01, TEXT, "aino@river.example")])).email == "aino@river.example"


@pytest.mark.parametrize("name", [[(0x3707, TEXT, "invite.ics")], [(0x370E, TEXT, "text/calendar")]])
def test_an_attached_calendar_is_read(name):
    other = [(0x3707, TEXT, "large.bin"), (0x3701, BINARY, bytes(200_000))]
    answer = only(
        msg([(0x001A, TEXT, "IPM.Note"), *SENDER], (), [other, [*name, (0x3701, BINARY, CALENDAR + b"\r\n" * 3_000)]])
    )
    assert (answer.email, answer.partstat) == ("maija@guests.example", "ACCEPTED")


def test_a_response_forwarded_as_an_attachment_is_read():
    texts = [(0x001A, TEXT, "IPM.Schedule.Meeting.Resp.Neg"), *SENDER]
    note = [(0x001A, TEXT, "IPM.Note"), (0x0C1E, TEXT, "SMTP"), (0x0C1F, TEXT, "desk@river.example")]
    inner = folder(texts, NAMED, head=24)
    answer = only(msg(note, NAMED, [[(0x3707, TEXT, "a.txt")], folder(note, NAMED, [inner], head=24)]))
    assert (answer.email, answer.partstat, answer.uid) == ("aino@river.example", "DECLINED", UID)


@pytest.mark.parametrize(
    ("content", "outcome", "words"),
    [
        (msg([(0x001A, TEXT, "IPM.Schedule.Meeting.Request"), *SENDER]), Outcome.NOT_A_REPLY, "an invitation"),
        (msg([(0x001A, TEXT, "IPM.Schedule.Meeting.Canceled"), *SENDER]), Outcome.NOT_A_REPLY, "a cancellation"),
        (msg([(0x001A, TEXT, "IPM.Note"), *SENDER]), Outcome.NOT_A_REPLY, "no calendar"),
        (response(named=[]), Outcome.UNREADABLE, "which event"),
        (response("Odd"), Outcome.UNREADABLE, "which event"),
        (response()[:2_000], Outcome.UNREADABLE, "damaged"),
        (response()[:20], Outcome.UNREADABLE, "damaged"),
        (compound(Folder({"WordDocument": b"x" * 9_000})), Outcome.UNREADABLE, "damaged"),
    ],
)
def test_what_is_no_answer_or_damaged_says_so(content, outcome, words):
    incoming = read_msg(content)
    assert (incoming.outcome, incoming.answers) == (outcome, ())
    assert words in incoming.reason


def test_a_file_that_says_more_than_it_holds_is_refused_before_it_is_read():
    whole = response()
    for at, value in ((30, b"\x1f\x00"), (32, b"\x01\x00"), (44, b"\xff" * 4), (64, b"\xff" * 4), (72, b"\xff" * 4)):
        with pytest.raises(NotReadable):
            _check_header(whole[:at] + value + whole[at + len(value) :])
    crowded = compound(Folder(folders={str(at): Folder({str(each): b"x" for each in range(450)}) for at in range(90)}))
    begun = time.process_time()
    with pytest.raises(NotReadable):
        _opened(crowded)
    assert time.process_time() - begun < 1
    shared = bytearray(compound(Folder({str(at): bytes(50_000) for at in range(5)})))
    first = shared.index("0\0".encode("utf-16-le").ljust(64, b"\0"))
    shared[first + 120 : first + 128] = (2**20).to_bytes(8, "little")
    with pytest.raises(NotReadable):
        _opened(bytes(shared))


def test_damaged_files_never_raise():
    import random

    chance = random.Random(4)
    whole = response(named=[*NAMED, (APPOINTMENT, 0x8228, TIME, 2**63)])
    begun = time.process_time()
    for _at in range(600):
        damaged = bytearray(whole)
        for _fault in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        incoming = read_msg(bytes(damaged))
        assert bool(incoming.answers) == (incoming.outcome is None)
    assert time.process_time() - begun < 20
