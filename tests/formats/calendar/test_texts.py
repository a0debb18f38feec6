"""Any text arrives as it was typed, and none becomes anything but a text."""

import re
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtables.formats.calendar.documents import Guest
from roundtables.formats.calendar.invitation import prepare_invitation
from roundtables.formats.calendar.text import as_html, clean, clean_line, clean_link

GUEST = Guest("Maija", "maija@guests.example")
PROPERTIES = [
    "attendee",
    "categories",
    "conference",
    "description",
    "dtend",
    "dtstamp",
    "dtstart",
    "location",
    "organizer",
    "sequence",
    "status",
    "summary",
    "uid",
    "url",
    "x-alt-desc",
]
HOSTILE = {
    "a property": "x\r\nATTENDEE:mailto:evil@x.example",
    "a component": "x\nEND:VEVENT\nBEGIN:VEVENT\nUID:evil",
    "a parameter": 'x";ROLE=CHAIR;X-EVIL="1:mailto:evil@x.example',
    "a folded line": "x\r\n y\n\tz",
    "control characters": "a\x00b\x0bc\x0cd\x1ce\x7ff\x85g\u2028h\u2029i",
    "lone surrogates": "\ud800 lone \udfff",
    "escapes": r"\\server\New\new; \, \; \N \n ^n ^' ^^ %0D%0A",
    "markup": '<img src="file:///etc/passwd"> & <script>',
    "right to left": "\u202eمرحبا بالعالم\u202c שלום",
    "emoji": "👩🏽‍🚒🟢" * 30,
    "length": "ä€😀," * 25_000,
    "nothing": "",
}
# Letters that readers split lines at, escape or fold by, and some that fill two to four octets.
LETTERS = st.characters() | st.sampled_from("\r\n\t\\,;:\"'^nN %\x00\x0b\x85\u2028\ud800äŠ€😀")
TEXTS = st.text(LETTERS, max_size=200)


def document(calendar_event, text):
    return calendar_event(
        title=text or "-",
        place=text or "-",
        description=text or "-",
        categories=(text or "-", "Workshop"),
        organiser_name=text,
        online_url=f"https://meet.example/{text}",
    )


def assert_well_formed(data):
    assert re.search(rb"\r(?!\n)|(?<!\r)\n", data) is None
    for line in data.removesuffix(b"\r\n").split(b"\r\n"):
        assert 0 < len(line) <= 75
        assert not set(line.decode()) & set(map(chr, [*range(9), *range(10, 32), *range(127, 160), 0x2028, 0x2029]))


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_arrives_as_a_text_in_every_reader(text, read, calendar_event, stamp):
    event = document(calendar_event, text)
    data = prepare_invitation(event, stamp).for_guest(Guest(text, "maija@guests.example"))
    assert_well_formed(data)
    ((seen,),) = read([data])
    assert seen.properties == PROPERTIES
    assert (seen.summary, seen.location) == (clean_line(text or "-"), clean_line(text or "-"))
    assert seen.description.startswith(clean(text or "-"))
    assert seen.categories == [clean_line(text or "-"), "Workshop"]
    assert [who for _name, who in seen.attendees] == ["mailto:maija@guests.example"]


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_any_text_comes_back_and_adds_no_property(readers, calendar_event, stamp, text):
    data = prepare_invitation(document(calendar_event, text), stamp).for_guest(Guest(text, "maija@guests.example"))
    assert_well_formed(data)
    for read in readers.values():
        ((seen,),) = read([data])
        assert set(seen.properties) <= set(PROPERTIES)
        assert (seen.summary, seen.location) == (clean_line(text or "-"), clean_line(text or "-"))
        assert seen.description.startswith(clean(text or "-"))
        assert seen.categories == [clean_line(text or "-"), "Workshop"]


def test_many_texts_come_back_from_ical_js(read_with_ical_js, calendar_event, stamp):
    texts = ["".join(pair) for pair in zip(string.printable, reversed(string.printable), strict=True)] + list(
        HOSTILE.values()
    )
    prepared = [prepare_invitation(document(calendar_event, text), stamp) for text in texts]
    files = [one.for_guest(Guest(text, "maija@guests.example")) for one, text in zip(prepared, texts, strict=True)]
    for text, (seen,) in zip(texts, read_with_ical_js(files), strict=True):
        assert seen.properties == PROPERTIES
        assert (seen.summary, seen.location) == (clean_line(text or "-"), clean_line(text or "-"))
        # ical.js takes a backslash in a parameter for an escape, which it is not.
        assert "\\" in text or seen.attendees[0][0] == clean_line(text)


NAMES = (
    "Möttönen, Maija",
    "O’Malley; Siobhán",
    'Ćosić "Šime" Đ.',
    "^caret^ ^n ^'",
    "a:b=c",
    "محمد علي",
    "\u200fשרה\u200f",
    "小林 😀",
    "X" * 3_000,
    "Mono",
)


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_arrives_as_it_was_typed(name, read, request, calendar_event, stamp):
    if "vobject" in request.node.name and set(name) & set('"^'):
        pytest.skip("vobject does not know RFC 6868 and shows ^' for a quotation mark")
    event = calendar_event(organiser_name=name)
    ((seen,),) = read([prepare_invitation(event, stamp).for_guest(Guest(name, "a@guests.example"))])
    assert seen.attendees == [(name, "mailto:a@guests.example")]
    assert seen.organizer == [(name, "mailto:office@ministry.example")]


def test_an_address_with_a_line_in_it_stays_one_address(read, calendar_event, stamp):
    event = calendar_event(organiser_email="office@ministry.example\nX-EVIL:1")
    data = prepare_invitation(event, stamp).for_guest(Guest("A", "o'b+^{x}@guests.example\r\n ATTENDEE:\x00x"))
    ((seen,),) = read([data])
    assert seen.attendees == [("A", "mailto:o'b+^{x}@guests.exampleATTENDEE:x")]
    assert seen.organizer == [("Ministry", "mailto:office@ministry.exampleX-EVIL:1")]


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("https://meet.example/a?b=1&c=2", "https://meet.example/a?b=1&c=2"),
        (" https://meet.example/a b\r\nX:1 ", "https://meet.example/a%20b%20X:1"),
        ('https://meet.example/"<a>"\x00', "https://meet.example/%22%3Ca%3E%22"),
        ("https://meet.example/ä", "https://meet.example/ä"),
        ("msteams:/l/meetup", "msteams:/l/meetup"),
        ("will be sent later", ""),
        ("", ""),
    ],
)
def test_a_link_is_written_as_a_uri_or_not_at_all(typed, written):
    assert clean_link(typed) == written


def test_the_html_is_the_text_escaped_with_its_web_links():
    page = as_html("Hi <b>,\nsee https://meet.example/a?b=1&c=2. javascript:alert(1) https://x.example/\"onclick='1")
    assert "Hi &lt;b&gt;,<br>see " in page
    assert '<a href="https://meet.example/a?b=1&amp;c=2">https://meet.example/a?b=1&amp;c=2</a>. ' in page
    assert page.count("<a ") == 2
    assert "onclick" not in re.findall(r"<a [^>]*>", page)[1]
    assert 'href="javascript' not in page
