"""Answers out of messages as mail programs write them, out of every kind of file, and what is told of the others."""

import base64
import datetime as dt
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from roundtables.formats.mail import mailbox, reading
from roundtables.formats.mail.reading import kind_of, read_file, read_message
from roundtables.terms import Outcome

SAMPLES = Path(__file__).parent / "samples"
UID = "4f1c7a20@roundtables.example"
BERLIN = ZoneInfo("Europe/Berlin")
CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:4f1c7a20@roundtables.example\r\n"
    b"DTSTAMP:20261125T100000Z\r\nATTENDEE;PARTSTAT=ACCEPTED:mailto:maija@guests.example\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
BASE64 = b"Content-Transfer-Encoding: base64\r\n"
HEAD = b"From: Maija <maija@guests.example>\r\nTo: office@ministry.example\r\nSubject: Accepted\r\n"


def message(*parts: bytes, kind: bytes = b"mixed") -> bytes:
    inside = b"".join(b"--mark\r\n" + part + b"\r\n" for part in parts)
    return HEAD + b'Content-Type: multipart/%b; boundary="mark"\r\n\r\n' % kind + inside + b"--mark--\r\n"


def part(content: bytes, kind: bytes = b"text/calendar; method=REPLY", more: bytes = b"") -> bytes:
    return b"Content-Type: " + kind + b"\r\n" + more + b"\r\n" + content


TEXT = part(b"I am coming.", b"text/plain")


def only(content: bytes):
    incoming = read_message(content)
    assert incoming.outcome is None, incoming.reason
    (answer,) = incoming.answers
    return answer


def written(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
@pytest.mark.parametrize(
    ("sample", "email", "name", "partstat", "sequence", "comment"),
    [
        ("google_tentative", "ivana.horvat@gmail.example", "Ivana Horvat", "TENTATIVE", 2, "If it's by train, yes"),
        ("google_counter", "ivana.horvat@gmail.example", "Ivana Horvat", "TENTATIVE", 2, "If it's by train, yes"),
        (
            "exchange_accepted",
            "Gunther.Makinen@river.example",
            "Günther Mäkinen",
            "ACCEPTED",
            2,
            "Ich bringe die Unterlagen mit, danke.",
        ),
        ("outlook_occurrence_declined", "aino@river.example", "", "DECLINED", 1, "Not on Saint Lucy's day."),
        (
            "outlook_counter",
            "aino@river.example",
            "Virtanen, Aino",
            "TENTATIVE",
            2,
            "The trains are on strike that day.",
        ),
        ("apple_declined", "sime@otok.example", "Šime Ćosić", "DECLINED", 2, "Žao mi je; ne mogu."),
        ("thunderbird_accepted", "maija@guests.example", "Möttönen, Maija", "ACCEPTED", 2, "Vegetarian, please"),
        ("zimbra_declined", "bergstrom@coast.example", "Bergström", "DECLINED", 1, ""),
    ],
)
def test_what_mail_programs_write_is_read(sample, email, name, partstat, sequence, comment, ends):
    content = (SAMPLES / f"{sample}.eml").read_bytes().replace(b"\n", ends)
    answer = only(content)
    assert (answer.uid, answer.email, answer.name) == (UID, email, name)
    assert (answer.partstat, answer.sequence, answer.comment) == (partstat, sequence, comment)
    assert answer.method == ("COUNTER" if "counter" in sample else "REPLY")
    assert answer.stamp is not None


def test_the_occurrence_and_the_proposals_are_in_the_zone_that_outlook_names():
    declined = only((SAMPLES / "outlook_occurrence_declined.eml").read_bytes())
    assert declined.recurrence_id == dt.datetime(2026, 12, 13, 9, tzinfo=BERLIN)
    proposed = only((SAMPLES / "outlook_counter.eml").read_bytes())
    assert proposed.starts == dt.datetime(2026, 12, 2, 9, tzinfo=BERLIN)
    assert (proposed.ends, proposed.place) == (dt.datetime(2026, 12, 2, 16, tzinfo=BERLIN), "House of the Estates")


def test_the_sender_is_read_beside_the_answer():
    incoming = read_message((SAMPLES / "zimbra_declined.eml").read_bytes())
    assert (incoming.email, incoming.name) == ("secretary@coast.example", "The Secretary")
    assert incoming.answers[0].sent_by == "secretary@coast.example"


@pytest.mark.parametrize(
    ("header", "email", "name"),
    [
        (b"From: Maija <maija@guests.example>", "maija@guests.example", "Maija"),
        (b"from:maija@guests.example", "maija@guests.example", ""),
        (b"From: maija@guests.example (Maija M)", "maija@guests.example", "Maija M"),
        (b'From: "M\xc3\xb6tt\xc3\xb6nen, Maija" <maija@guests.example>', "maija@guests.example", "Möttönen, Maija"),
        (
            b"From: =?iso-8859-1?Q?M=F6tt=F6nen=2C?=\r\n =?iso-8859-1?q?_Maija?=\r\n <maija@guests.example>",
            "maija@guests.example",
            "Möttönen, Maija",
        ),
        (b'From: "a <fake@else.example>" <maija@guests.example>', "maija@guests.example", "a <fake@else.example>"),
        (b"From: maija@guests.example <maija@guests.example>", "maija@guests.example", ""),
        (b"From: Maija <maija@guests.example>, Other <other@guests.example>", "maija@guests.example", "Maija"),
        (b"From: Nobody", "", "Nobody"),
        (b"From: ", "", ""),
        (b"From: " + b"(" * 5_000 + b"a@b" * 5_000, "", ""),
    ],
)
def test_the_from_header_is_taken_apart(header, email, name):
    incoming = read_message(header + b"\r\nSubject: x\r\n\r\nHello")
    assert incoming.email == email
    assert incoming.name == name or not email


@pytest.mark.parametrize(
    "parts",
    [
        [TEXT, part(CALENDAR)],
        [part(base64.encodebytes(CALENDAR), more=b"Content-Transfer-Encoding: base64\r\n")],
        [part(base64.encodebytes(CALENDAR), more=b"Content-Transfer-Encoding: 7bit\r\n")],
        [part(base64.encodebytes(CALENDAR)[:-3], more=b"Content-Transfer-Encoding: BASE64\r\n")],
        [part(b"\r\n *!" + base64.encodebytes(CALENDAR), more=b"Content-Transfer-Encoding: base64\r\n")],
        [part(CALENDAR, more=b"Content-Transfer-Encoding: base64\r\n")],
        [part(CALENDAR, more=b"Content-Transfer-Encoding: quoted-printable\r\n")],
        [part(CALENDAR.replace(b"=", b"=3D"), more=b"Content-Transfer-Encoding: quoted-printable\r\n")],
        [part(CALENDAR.replace(b"=", b"=3D"), more=b"Content-Transfer-Encoding: 8bit\r\n")],
        [part(CALENDAR, b'application/octet-stream; name="Invite.ICS"')],
        [part(CALENDAR, b"application/ics")],
        [part(CALENDAR, b"text/plain", b"Content-Disposition: x;\r\n filename*0*=utf-8''invi; filename*1=te.ics\r\n")],
        [part(CALENDAR, b'application/octet-stream; name="=?utf-8?B?aW52aXRlLmljcw==?="')],
        [part(CALENDAR.replace(b"METHOD:REPLY\r\n", b""))],
        [part(b"\r\n" + CALENDAR, b"text/plain")],
        [part(CALENDAR, b"application/octet-stream; name=noname")],
        [part(message(TEXT, part(CALENDAR)), b"message/rfc822").replace(b"mark", b"inner")],
        [part(base64.encodebytes(message(part(CALENDAR))), b"message/rfc822", BASE64)],
        [part(message(part(CALENDAR)).replace(b"mark", b"x"), b"application/octet-stream; name=reply.eml")],
        [part(CALENDAR), part(CALENDAR, b"application/ics; name=invite.ics")],
        [part(CALENDAR), part(CALENDAR.replace(b"VERSION:2.0", b"VERSION: 2.0"), b"application/ics; name=invite.ics")],
        [part(b"BEGIN:VCALENDAR\r\nnonsense"), part(CALENDAR)],
    ],
)  # fmt: skip
def test_the_answer_is_found_wherever_it_is_and_once(parts):
    answer = only(message(*parts))
    assert (answer.email, answer.partstat) == ("maija@guests.example", "ACCEPTED")


def test_a_message_that_is_a_calendar_and_nothing_else_is_read():
    assert only(HEAD + part(CALENDAR)).email == "maija@guests.example"


def test_the_last_boundary_may_be_missing_and_lines_may_end_in_lf():
    content = message(TEXT, part(CALENDAR)).replace(b"--mark--\r\n", b"")
    assert only(content).email == "maija@guests.example"
    assert only(content.replace(b"\r\n", b"\n")).email == "maija@guests.example"


def test_of_a_forwarded_answer_the_sender_is_who_wrote_it():
    inner = message(part(CALENDAR)).replace(b"mark", b"inner")
    content = message(TEXT, part(inner, b"message/rfc822")).replace(HEAD, b"From: Desk <desk@guests.example>\r\n", 1)
    assert read_message(content).email == "maija@guests.example"


def test_two_answers_in_one_message_are_two():
    declined = CALENDAR.replace(b"ACCEPTED", b"DECLINED").replace(b"T10", b"T11")
    assert [answer.partstat for answer in read_message(message(part(CALENDAR), part(declined))).answers] == [
        "ACCEPTED",
        "DECLINED",
    ]


@pytest.mark.parametrize(
    ("content", "outcome", "words"),
    [
        ((SAMPLES / "out_of_office.eml").read_bytes(), Outcome.NOT_A_REPLY, "no calendar"),
        (message(TEXT, part(CALENDAR.replace(b"REPLY", b"REQUEST"))), Outcome.NOT_A_REPLY, "an invitation"),
        (message(TEXT, part(CALENDAR[:90])), Outcome.UNREADABLE, "cut short"),
        (message(part(b"x", b"application/ms-tnef; name=winmail.dat")), Outcome.UNREADABLE, "winmail.dat"),
        (message(part(b"x", b"application/octet-stream; name=WINMAIL.DAT")), Outcome.UNREADABLE, "winmail.dat"),
        (message(part(b"x", b"application/pkcs7-mime; smime-type=enveloped-data")), Outcome.UNREADABLE, "encrypted"),
        (message(part(b"x" * 5_000_000)), Outcome.UNREADABLE, "too large"),
        (message(*[TEXT] * 300), Outcome.UNREADABLE, "too many parts"),
        (HEAD, Outcome.NOT_A_REPLY, "no calendar"),
        (b"", Outcome.NOT_A_REPLY, "no calendar"),
    ],
)  # fmt: skip
def test_a_message_without_a_readable_answer_says_why(content, outcome, words):
    incoming = read_message(content)
    assert (incoming.answers, incoming.outcome) == ((), outcome)
    assert words in incoming.reason
    assert incoming.email in ("maija@guests.example", "ivana.horvat@gmail.example", "")


def test_an_invitation_beside_an_answer_does_not_hide_it():
    assert only(message(part(CALENDAR.replace(b"REPLY", b"REQUEST")), part(CALENDAR))).partstat == "ACCEPTED"


def test_an_attachment_of_50_mb_is_passed_over_without_being_decoded():
    large = part(base64.encodebytes(bytes(50_000_000)), b"application/zip", b"Content-Transfer-Encoding: base64\r\n")
    for content in (message(large, part(CALENDAR)), message(part(CALENDAR), large)):
        begun = time.process_time()
        assert only(content).email == "maija@guests.example"
        assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    "content",
    [
        HEAD + b"Content-Type: multipart/mixed; boundary=m\r\n\r\n" + b"--m\r\n" * 1_000_000,
        HEAD + b"Content-Type: multipart/mixed; boundary=m\r\n\r\n" + b"--m\r\n\r\nx\r\n" * 1_000_000,
        HEAD + b"Content-Type: multipart/mixed; boundary=-\r\n\r\n" + b"\n---x" * 2_000_000,
        HEAD + b"Content-Type: multipart/mixed; boundary=-\r\n\r\n" + b"-" * 10_000_000,
        b"Content-Type: multipart/mixed; boundary=m\n\n--m\n" * 20_000,
        b"Content-Type: message/rfc822\n\n" * 100_000,
        b"From: " + b"a" * 10_000_000,
        (b"Content-Type: " + b'a/b; c="\\"' * 1_000_000),
        message(part(b"\r\n" * 5_000_000 + message(part(CALENDAR)), b"message/rfc822")),
        message(*[part(b"BEGIN:VCALENDAR\n" + b"X-A: %d\n" % at + b"X-A;B=1:\\n\n" * 19_000) for at in range(25)]),
        b"X-Long: y\r\n" * 1_000_000 + HEAD,
        message(*[part(CALENDAR.replace(b"1125", b"11%02d" % (at % 30 + 1))) for at in range(199)]),
    ],
    ids=lambda content: content[-30:],
)  # fmt: skip
def test_hostile_structures_take_no_time(content):
    begun = time.process_time()
    read_message(content)
    assert time.process_time() - begun < 1


def test_every_kind_of_file_is_known_by_what_it_holds(tmp_path):
    mail = message(part(CALENDAR))
    mbox = b"From maija@guests.example Wed Nov 25 10:00:00 2026\n" + mail.replace(b"\r\n", b"\n")
    for content, kind in (
        (CALENDAR, "calendar"),
        (b"\xef\xbb\xbf\r\n" + CALENDAR.lower().replace(b"begin", b"Begin"), "calendar"),
        (CALENDAR.decode().encode("utf-16"), "calendar"),
        (mail, "mail"),
        (b"X-Unsent: 1\r\n" + mail, "mail"),
        (mbox, "mbox"),
        (mbox.replace(b"maija@guests.example", b"-", 1), "mbox"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "msg"),
        (b"\x78\x9f\x3e\x22" + bytes(600), "tnef"),
        (b"BEGIN:VCARD\r\nFN:Maija\r\nEND:VCARD\r\n", None),
        (b"Name;Email\nMaija;maija@guests.example\n", None),
        (b"From me to you\n", None),
        (b"", None),
    ):
        assert kind_of(written(tmp_path, "file.bin", content)) == kind
    assert kind_of(tmp_path / "missing") is None
    assert kind_of(tmp_path) is None


def test_a_file_of_one_message_or_one_calendar_is_read(tmp_path):
    (mail,) = read_file(written(tmp_path, "wrong.ics", message(part(CALENDAR))))
    (calendar,) = read_file(written(tmp_path, "wrong.eml", CALENDAR))
    assert mail.answers == calendar.answers
    assert (mail.email, calendar.email) == ("maija@guests.example", "")


@pytest.mark.parametrize("sender", [b"maija@guests.example", b"-"])
def test_a_mailbox_is_read_message_by_message(tmp_path, sender, monkeypatch):
    line = b"From %b Wed Nov 25 10:00:00 2026\n" % sender
    quoted = message(part(b">From the start of May\n>>From\nFrom here on", b"text/plain"), part(CALENDAR))
    box = b"\n".join(line + content for content in (message(TEXT), quoted, message(part(CALENDAR[:80])), b"x" * 5_000))
    monkeypatch.setattr(reading, "MOST_IN_MAILBOX", 4_000)
    found = list(read_file(written(tmp_path, "box", box)))
    assert [incoming.outcome for incoming in found] == [
        Outcome.NOT_A_REPLY,
        None,
        Outcome.UNREADABLE,
        Outcome.UNREADABLE,
    ]
    assert "too large" in found[3].reason
    monkeypatch.setattr(mailbox, "MOST_MESSAGES", 2)
    found = list(read_file(tmp_path / "box"))
    assert (len(found), found[2].outcome) == (3, Outcome.UNREADABLE)
    assert "after the first 2" in found[2].reason


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (b"Name;Email\n", "neither a message nor a calendar"),
        (b"\x78\x9f\x3e\x22" + bytes(600), "winmail.dat"),
        (b"PK\x03\x04" + bytes(600), "neither a message nor a calendar"),
    ],
)
def test_a_file_that_is_something_else_says_so(tmp_path, content, words):
    (incoming,) = read_file(written(tmp_path, "file", content))
    assert incoming.outcome is Outcome.UNREADABLE
    assert words in incoming.reason


def test_lines_that_a_mailbox_quotes_are_as_they_were(tmp_path):
    calendar = CALENDAR.replace(b"END:VEVENT", b"COMMENT:We come =\r\n>From Split\r\nEND:VEVENT").replace(
        b"T=A", b"T=3DA"
    )
    content = message(part(calendar, more=b"Content-Transfer-Encoding: quoted-printable\r\n"))
    box = written(tmp_path, "box", b"From - Wed Nov 25 10:00:00 2026\r\n" + content)
    assert next(read_file(box)).answers[0].comment == "We come From Split"


def test_files_that_are_missing_folders_or_too_large_say_so(tmp_path, monkeypatch):
    assert "can't be opened" in next(read_file(tmp_path / "missing")).reason
    assert "can't be opened" in next(read_file(tmp_path)).reason
    monkeypatch.setattr(reading, "MOST_MESSAGE", 100)
    assert "too large" in next(read_file(written(tmp_path, "file", message(part(CALENDAR))))).reason
    assert "too large" in read_message(message(part(CALENDAR))).reason


def test_a_file_of_events_is_no_answer_but_known_as_that(tmp_path):
    (incoming,) = read_file(written(tmp_path, "events.ics", CALENDAR.replace(b"METHOD:REPLY\r\n", b"")))
    assert incoming.outcome is Outcome.NOT_A_REPLY
    assert "calendar with events" in incoming.reason
