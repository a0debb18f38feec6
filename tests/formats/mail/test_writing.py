"""A message as mail programs read it: nobody but its recipient in it, and any text a text."""

import base64
import datetime as dt
import email
import email.policy
import re
import time
from email.message import EmailMessage

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtables.formats.calendar.documents import CalendarEvent, Guest
from roundtables.formats.calendar.invitation import prepare_invitation
from roundtables.formats.calendar.text import clean, clean_line
from roundtables.formats.mail.addresses import ascii_address, header_text
from roundtables.formats.mail.writing import Envelope, Letter, Mailbox, Writer, as_draft

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
OFFICE = Mailbox("Programme Office", "office@ministry.example")
MAIJA = Mailbox("Maija Möttönen", "maija@guests.example")
LETTERS = st.characters() | st.sampled_from("\r\n\t\\,;:\"'<>@()=?_^nN %.\x00\x0b\x85\u2028\ud800äŠ€😀")
TEXTS = st.text(LETTERS, max_size=120)
HOSTILE = (
    "x\r\nBcc: evil@x.example",
    "x\nBcc: evil@x.example\n\nbody",
    "x\r\n\r\n<html>",
    "x\u2028Bcc: evil@x.example",
    "x\x0bBcc: evil@x.example\x85y",
    "x\x00\ud800 y",
    "=?utf-8?q?x=0D=0ABcc:_evil=40x.example?=",
    '"evil" <evil@x.example>, ',
    "--=_roundtables_mixed--",
    "W" * 700,
    "ä" * 350,
    "word " * 140,
    "-",
)


def calendar_of(title: str, place: str, note: str, name: str) -> bytes:
    event = CalendarEvent(
        "uid@roundtables.invalid",
        title,
        dt.datetime(2026, 12, 1, 9),
        dt.datetime(2026, 12, 1, 16),
        "Europe/Helsinki",
        place=place,
        description=note,
        organiser_name="Office",
        organiser_email="office@ministry.example",
    )
    return prepare_invitation(event, NOW).for_guest(Guest(name, "maija@guests.example"))


def written(sender: Mailbox = OFFICE, reply_to: Mailbox | None = None, *, automatic: bool = False, **changes) -> str:
    usual = {
        "to": MAIJA,
        "subject": "Kutsu: työpaja",
        "body": "Hei!\n\nTervetuloa.\n",
        "language": "fi",
        "header_id": "<1@ministry.example>",
        "calendar": calendar_of("Työpaja", "Talo", "", "Maija"),
        "method": "REQUEST",
    }
    return Writer(Envelope(sender, reply_to, NOW, automatic)).write(Letter(**usual | changes))


def parsed(content: str) -> EmailMessage:
    """As another program reads it; what it finds wrong with the message is an error."""
    message = email.message_from_bytes(content.encode("ascii"), policy=email.policy.default)
    assert [part.defects for part in message.walk() if part.defects] == []
    return message


def assert_fit_for_the_wire(content: str) -> None:
    """RFC 5322, 2.1.1 and 2.3: ASCII, lines ended by CRLF and no other control character, none too long."""
    assert re.search(r"\r(?!\n)|(?<!\r)\n", content) is None
    lines = content.split("\r\n")
    assert max(map(len, lines)) <= 998
    assert not set(content) - set(map(chr, range(32, 127))) - {"\r", "\n", "\t"}


def text_of(message: EmailMessage, kind: str) -> str:
    return message.get_body((kind,)).get_content().replace("\r\n", "\n")


def test_an_invitation_is_what_rfc_6047_asks_for():
    content = written()
    assert_fit_for_the_wire(content)
    message = parsed(content)
    alternative, attached = message.iter_parts()
    plain, html, calendar = alternative.iter_parts()
    assert [message.get_content_type(), alternative.get_content_type()] == ["multipart/mixed", "multipart/alternative"]
    assert [part.get_content_type() for part in (plain, html, calendar)] == ["text/plain", "text/html", "text/calendar"]
    assert dict(calendar["Content-Type"].params) == {"charset": "utf-8", "method": "REQUEST"}
    assert (attached.get_content_type(), attached.get_filename()) == ("application/ics", "invite.ics")
    assert attached.get_content_disposition() == "attachment"
    sent = calendar_of("Työpaja", "Talo", "", "Maija")
    assert calendar.get_payload(decode=True) == attached.get_payload(decode=True) == sent
    assert message["Date"].datetime == NOW
    assert message["To"].addresses[0].addr_spec == "maija@guests.example"
    assert message["Content-Language"] == "fi"
    assert {"Auto-Submitted", "X-Unsent", "Reply-To", "References", "Bcc", "Cc"} & set(message.keys()) == set()


def test_a_message_without_a_calendar_is_text_and_html_alone():
    message = parsed(written(calendar=b"", method=""))
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]


def test_the_head_says_where_answers_go_what_it_belongs_to_and_that_no_person_wrote_it():
    message = parsed(
        written(Mailbox("", "post@ministry.example"), OFFICE, automatic=True, first_id="<0@ministry.example>")
    )
    assert message["From"] == "post@ministry.example"
    assert message["Reply-To"].addresses[0].display_name == "Programme Office"
    assert message["In-Reply-To"] == message["References"] == "<0@ministry.example>"
    assert message["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_and_no_title_adds_a_header_or_a_part(text):
    kinds = [part.get_content_type() for part in parsed(written()).walk()]
    content = written(
        Mailbox(text, "office@ministry.example"),
        Mailbox(text, "other@ministry.example"),
        to=Mailbox(text, "maija@guests.example"),
        subject=text,
        body=text,
    )
    assert_fit_for_the_wire(content)
    message = parsed(content)
    assert [part.get_content_type() for part in message.walk()] == kinds
    assert sorted(map(str.lower, message.keys())) == sorted(
        ["from", "reply-to", "date", "mime-version", "to", "subject", "message-id", "content-language", "content-type"]
    )
    for field in ("From", "Reply-To", "To"):
        (address,) = message[field].addresses
        assert address.display_name == header_text(text)
        assert address.addr_spec.endswith(("@ministry.example", "@guests.example"))
    assert message["Subject"] == header_text(text)


@settings(max_examples=300, deadline=None)
@given(title=TEXTS, name=TEXTS, place=TEXTS, note=TEXTS)
def test_what_another_parser_reads_is_what_was_put_in(title, name, place, note):
    calendar = calendar_of(title or "-", place, note, name)
    content = written(to=Mailbox(name, "maija@guests.example"), subject=title, body=note, calendar=calendar)
    assert_fit_for_the_wire(content)
    message = parsed(content)
    assert message["Subject"] == header_text(title)
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == (header_text(name), "maija@guests.example")
    assert text_of(message, "plain").rstrip("\n") == clean(note).rstrip("\n")
    (part,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    read = icalendar.Calendar.from_ical(part.get_payload(decode=True)).walk("VEVENT")[0]
    also = vobject.readOne(part.get_content(), allowQP=False).vevent
    assert str(read["SUMMARY"]) == also.summary.value == clean_line(title or "-")
    assert str(read.get("LOCATION", "")) == also.getChildValue("location", "") == clean_line(place)
    assert str(read.get("DESCRIPTION", "")) == also.getChildValue("description", "") == clean(note)
    assert str(read["ATTENDEE"]) == also.attendee.value == "mailto:maija@guests.example"
    assert read["ATTENDEE"].params.get("CN", "") == clean_line(name)


@pytest.mark.parametrize(
    ("typed", "ascii_only"),
    [
        ("a.b+c@office.example", "a.b+c@office.example"),
        ("a@büro.example", "a@xn--bro-hoa.example"),
        ("jörg@office.example", ""),
        ("a@b.example\r\nBcc: c@d.example", ""),
        ("a@b.example, c@d.example", ""),
        ("<a@b.example>", ""),
        ('"a b"@c.example', ""),
        ("nobody", ""),
        ("a@" + "b" * 300 + ".example", ""),
        ("", ""),
    ],
)
def test_an_address_is_ascii_or_none(typed, ascii_only):
    assert ascii_address(typed) == ascii_only


def test_the_html_is_the_text_escaped_with_links_to_click_on():
    body = "Hi <b>Maija</b>,\nsee https://meet.example/a?b=1&c=2.\n\nBye\njavascript:alert(1) office@ministry.example"
    page = text_of(parsed(written(body=body)), "html")
    assert 'Hi &lt;b&gt;Maija&lt;/b&gt;,<br>\nsee <a href="https://meet.example/a?b=1&amp;c=2"' in page
    assert '<a href="mailto:office@ministry.example"' in page
    assert page.count("<a ") == 2
    assert page.count("<p ") == 2
    assert '<html lang="fi">' in page


def test_a_text_that_makes_looking_for_links_slow_does_not():
    body = "a.a-" * 12_000 + "@" * 2_000 + "a@" + "b." * 5_000
    begun = time.process_time()
    written(body=body)
    assert time.process_time() - begun < 1


@pytest.mark.parametrize("letter", ["W", "ä", "😀", "word "])
def test_a_name_of_any_length_fits_the_wire(letter):
    content = written(to=Mailbox(letter * 2_000, "maija@guests.example"), subject=letter * 2_000)
    assert_fit_for_the_wire(content)
    message = parsed(content)
    assert message["Subject"] == header_text(letter * 2_000)
    (to,) = message["To"].addresses
    assert to.addr_spec == "maija@guests.example"
    assert to.display_name.replace(" ", "") == header_text(letter * 2_000).replace(" ", "")


def test_a_draft_is_the_message_without_what_its_sender_gives_it():
    content = written(automatic=True, first_id="<0@ministry.example>", subject="Kutsu: " + "työpaja " * 40)
    draft = email.message_from_bytes(as_draft(content), policy=email.policy.default)
    sent = parsed(content)
    assert as_draft(content).startswith(b"X-Unsent: 1\r\n")
    assert {"Date", "Message-ID", "Auto-Submitted"} & set(draft.keys()) == set()
    for field in ("From", "To", "Subject", "References", "Content-Type"):
        assert draft[field] == sent[field]
    assert [part.get_payload() for part in draft.walk() if not part.is_multipart()] == [
        part.get_payload() for part in sent.walk() if not part.is_multipart()
    ]
    assert draft.defects == []


def test_lines_of_base64_end_where_mail_wants_them():
    content = written(calendar=calendar_of("T" * 5_000, "", "", "Maija"))
    blocks = re.findall(r"base64\r\n\r\n(.*?)\r\n--", content, re.DOTALL)
    assert len(blocks) == 2
    assert max(len(line) for block in blocks for line in block.split("\r\n")) == 76
    assert base64.b64decode(blocks[0]) == base64.b64decode(blocks[1])
