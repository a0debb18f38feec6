"""What an answer says, however it is written; what is none, and what can't be read."""

import contextlib
import datetime as dt
import re
import time
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtables.formats.calendar import lines
from roundtables.formats.calendar.answer import NotAnAnswer, UnreadableCalendar, method_of, read_answers
from roundtables.formats.calendar.decoding import decoded

UID = "4f1c7a20@roundtables.example"
MAIJA = "ATTENDEE;PARTSTAT=ACCEPTED;CN=Maija:mailto:maija@guests.example"
CROWD = "".join(
    f'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:d{at}@x.example":mailto:g{at}@x.example\n' for at in range(500)
)
CUSTOM_ZONE = """BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def event(*more: str, guest: str = MAIJA, uid: str = UID) -> str:
    return "\n".join(
        ["BEGIN:VEVENT", f"UID:{uid}", "DTSTAMP:20261125T100000Z", "SEQUENCE:2", guest, *more, "END:VEVENT\n"]
    )


def calendar(*events: str, method: str = "REPLY", before: str = "") -> bytes:
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:{method}\n{before}{''.join(events)}END:VCALENDAR\n"
    return text.replace("\n", "\r\n").encode()


def only(content: bytes, **beside: str):
    (answer,) = read_answers(content, **beside)
    return answer


def counter(*more: str, before: str = ""):
    return only(calendar(event(*more), method="COUNTER", before=before))


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
def test_an_answer_says_who_answers_what_to_which_event(partstat):
    answer = only(calendar(event(guest=MAIJA.replace("ACCEPTED", partstat))))
    assert (answer.method, answer.uid, answer.email) == ("REPLY", UID, "maija@guests.example")
    assert (answer.name, answer.partstat, answer.sequence) == ("Maija", partstat, 2)
    assert answer.stamp == dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
    assert answer.recurrence_id is None


@pytest.mark.parametrize(
    ("method", "words"),
    [
        ("REQUEST", "an invitation"),
        ("CANCEL", "a cancellation"),
        ("REFRESH", "to be sent again"),
        ("PUBLISH", "a calendar with events"),
        ("DECLINECOUNTER", "turns a proposed time down"),
        ("X-WHATEVER", "a calendar with events"),
    ],
)
def test_what_is_no_answer_is_told_by_what_it_is(method, words):
    with pytest.raises(NotAnAnswer, match=words):
        read_answers(calendar(event(), method=method))
    assert method_of(calendar(event(), method=method)) == method


def test_a_calendar_without_method_is_one_with_events_unless_the_message_says_otherwise():
    content = calendar(event()).replace(b"METHOD:REPLY\r\n", b"")
    with pytest.raises(NotAnAnswer, match="with events"):
        read_answers(content)
    assert method_of(content) == ""
    assert only(content, method="reply").partstat == "ACCEPTED"


def test_an_answer_that_leaves_it_open_and_one_to_a_task_are_no_answers():
    with pytest.raises(NotAnAnswer, match="leaves open"):
        read_answers(calendar(event(guest="ATTENDEE:mailto:maija@guests.example")))
    with pytest.raises(NotAnAnswer, match="not about an event"):
        read_answers(calendar(event().replace("VEVENT", "VTODO")))


@pytest.mark.parametrize(
    ("guest", "name", "email"),
    [
        ('ATTENDEE;CN="Möttönen, Maija";PARTSTAT=ACCEPTED:mailto:maija@guests.example', "Möttönen, Maija", "maija@"),
        ("ATTENDEE;CN=Möttönen, Maija;PARTSTAT=ACCEPTED:MAILTO:maija@guests.example", "Möttönen, Maija", "maija@"),
        ("attendee;cn='Maija';partstat=accepted:MailTo: maija@guests.example", "Maija", "maija@"),
        ("ATTENDEE;CN=maija@guests.example;PARTSTAT=ACCEPTED:maija@guests.example", "", "maija@"),
        ("ATTENDEE;CN=The ^'best^' host;PARTSTAT=ACCEPTED:mailto:<maija@guests.example>", 'The "best" host', "maija@"),
        ('ATTENDEE;CN="Maija;PARTSTAT=ACCEPTED:mailto:maija@guests.example', "Maija", "maija@"),
        (
            "ATTENDEE;CN=Maija: of the house;PARTSTAT=ACCEPTED:mailto:maija@guests.example",
            "Maija: of the house",
            "maija@",
        ),
        ("ATTENDEE;CN=M;EMAIL=maija@guests.example;PARTSTAT=ACCEPTED:urn:uuid:7d0f6a1c", "M", "maija@"),
        ("ATTENDEE;PARTSTAT=ACCEPTED:invalid:nomail", "", ""),
        ("ATTENDEE;PARTSTAT=ACCEPTED:mailto:maija%2Bdesk@guests.example", "", "maija+desk@"),
    ],
)
def test_guests_are_read_however_they_are_quoted(guest, name, email):
    answer = only(calendar(event(guest=guest)))
    assert answer.name == name
    assert answer.email.startswith(email)
    assert bool(answer.email) == bool(email)
    assert answer.partstat == "ACCEPTED"


def test_comments_are_kept_each_once():
    answer = only(
        calendar(
            event(
                "COMMENT:First\\, with a comma\\nand a line",
                "COMMENT;LANGUAGE=fi:Second",
                guest='ATTENDEE;PARTSTAT=DECLINED;X-RESPONSE-COMMENT="it&#39\\;s Second":mailto:maija@guests.example',
            )
        )
    )
    assert answer.comment == "First, with a comma\nand a line\nSecond\nit's Second"
    same = only(calendar(event("COMMENT:Ok", guest=MAIJA.replace(";CN=", ";X-RESPONSE-COMMENT=Ok;CN="))))
    assert same.comment == "Ok"


def test_several_occurrences_and_the_series_are_answered_in_one_file():
    answers = read_answers(
        calendar(
            event(),
            event("RECURRENCE-ID:20261208T070000Z", guest=MAIJA.replace("ACCEPTED", "DECLINED")),
            event("RECURRENCE-ID;TZID=Europe/Helsinki:20261215T090000"),
            event("RECURRENCE-ID;VALUE=DATE:20261222"),
            event("RECURRENCE-ID:20261229T090000"),
        )
    )
    assert [answer.partstat for answer in answers] == ["ACCEPTED", "DECLINED", *["ACCEPTED"] * 3]
    assert [answer.recurrence_id for answer in answers] == [
        None,
        dt.datetime(2026, 12, 8, 7, tzinfo=dt.UTC),
        dt.datetime(2026, 12, 15, 9, tzinfo=ZoneInfo("Europe/Helsinki")),
        dt.date(2026, 12, 22),
        dt.datetime(2026, 12, 29, 9),
    ]


@pytest.mark.parametrize(
    ("zone", "iana"),
    [
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("FLE Standard Time", "Europe/Kiev"),
        ('"Central European Standard Time"', "Europe/Warsaw"),
        ('"(GMT+01.00) Sarajevo, Skopje, Warsaw, Zagreb"', "Europe/Warsaw"),
        ("tzone://Microsoft/Utc", "UTC"),
        ("/freeassociation.sourceforge.net/Europe/Zagreb", "Europe/Zagreb"),
        ("/mozilla.org/20050126_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ],
)
def test_zones_are_known_by_the_names_that_programs_give_them(zone, iana):
    found = only(calendar(event(f"RECURRENCE-ID;TZID={zone}:20260701T100000"))).recurrence_id
    expected = dt.datetime(2026, 7, 1, 10, tzinfo=ZoneInfo(iana))
    assert (found, found.utcoffset()) == (expected, expected.utcoffset())


@pytest.mark.parametrize(
    ("day", "hours"), [("0701", 2), ("1201", 1), ("0329", 2), ("0328", 1), ("1025", 1), ("0101", 1)]
)
def test_a_zone_that_nobody_knows_by_name_is_read_from_its_rules(day, hours):
    found = counter(f"DTSTART;TZID=Customized Time Zone:2026{day}T100000", before=CUSTOM_ZONE).starts
    assert found.utcoffset() == dt.timedelta(hours=hours)
    with pytest.raises(UnreadableCalendar, match="not known"):
        counter("DTSTART;TZID=Customized Time Zone:20260701T100000")


def test_a_proposal_says_when_and_where():
    answer = counter("DTSTART:20261203T070000Z", "DURATION:PT1H30M", "LOCATION:Annexe\\, room 2")
    assert (answer.method, answer.place) == ("COUNTER", "Annexe, room 2")
    assert (answer.starts, answer.ends) == (
        dt.datetime(2026, 12, 3, 7, tzinfo=dt.UTC),
        dt.datetime(2026, 12, 3, 8, 30, tzinfo=dt.UTC),
    )
    assert counter("DTSTART:20261203T070000Z").place is None


@pytest.mark.parametrize(
    ("proposed", "last"),
    [
        (("DTSTART;VALUE=DATE:20261203", "DTEND;VALUE=DATE:20261205"), 4),
        (("DTSTART;VALUE=DATE:20261203",), 3),
        (("DTSTART;VALUE=DATE:20261203", "DURATION:P2D"), 4),
        (("DTSTART:20261203T000000", "DTEND:20261205T000000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"), 4),
    ],
)
def test_proposed_whole_days_end_with_the_last_one(proposed, last):
    answer = counter(*proposed)
    assert (answer.starts, answer.ends) == (dt.date(2026, 12, 3), dt.date(2026, 12, last))


def test_who_sends_somebody_else_names_them():
    answer = only(
        calendar(
            event(
                'ATTENDEE;CN=Deputy;DELEGATED-FROM="mailto:maija@guests.example":mailto:deputy@guests.example',
                guest='ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:Deputy@guests.example":mailto:maija@guests.example',
            )
        )
    )
    assert (answer.email, answer.partstat) == ("maija@guests.example", "DELEGATED")
    assert answer.delegates == (("Deputy@guests.example", "Deputy"),)


def test_the_one_who_is_sent_answers_for_themselves():
    answer = only(
        calendar(
            event(
                'ATTENDEE;PARTSTAT=ACCEPTED;DELEGATED-FROM="mailto:maija@guests.example":mailto:deputy@guests.example',
                guest='ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:Deputy@guests.example":mailto:maija@guests.example',
            )
        )
    )
    assert (answer.email, answer.partstat) == ("deputy@guests.example", "ACCEPTED")
    assert answer.delegated_from == "maija@guests.example"


def test_of_several_listed_guests_the_answer_is_of_who_answered():
    others = (
        "ORGANIZER:mailto:office@ministry.example",
        "ATTENDEE;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:Office@ministry.example",
        "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:other@guests.example",
    )
    assert only(calendar(event(*others))).email == "maija@guests.example"


def test_of_several_who_answered_it_is_the_sender_if_they_are_among_them():
    content = calendar(event("ATTENDEE;PARTSTAT=DECLINED:mailto:Other@guests.example"))
    assert only(content, sender="other@GUESTS.example").partstat == "DECLINED"
    assert [answer.partstat for answer in read_answers(content)] == ["ACCEPTED", "DECLINED"]


def test_a_proposal_of_nobody_in_particular_is_not_taken_for_anybodys():
    more = ("ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:other@guests.example", "DTSTART:20261203T070000Z")
    content = calendar(event(*more, guest=MAIJA.replace("ACCEPTED", "NEEDS-ACTION")), method="COUNTER")
    with pytest.raises(UnreadableCalendar, match="whose"):
        read_answers(content)
    assert only(content, sender="other@guests.example").email == "other@guests.example"


def test_who_answered_for_somebody_is_named():
    answer = only(calendar(event(guest=MAIJA.replace(";CN", ';SENT-BY="MAILTO:desk@guests.example";CN'))))
    assert answer.sent_by == "desk@guests.example"


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("DTSTAMP:20261125T120000", dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC)),
        ("DTSTAMP;TZID=Europe/Helsinki:20261125T120000", dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)),
        ("DTSTAMP:20261125T235960Z", dt.datetime(2026, 11, 25, 23, 59, 59, tzinfo=dt.UTC)),
        ("DTSTAMP:99991231T235959Z", None),
        ("DTSTAMP:yesterday", None),
        ("X-NONE:1", None),
    ],
)
def test_the_stamp_is_in_utc_or_none(stamp, expected):
    assert only(calendar(event().replace("DTSTAMP:20261125T100000Z", stamp))).stamp == expected


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\r\r\n"])
@pytest.mark.parametrize("fold", [" ", "\t"])
def test_lines_may_end_and_be_folded_in_any_way(ending, fold):
    content = calendar(event("COMMENT:A long comment")).decode().replace("\r\n", "\n")
    content = content.replace("guests.exa", f"guests\n{fold}.exa").replace("a long", f"a\n{fold} long")
    answer = only(content.replace("\n", ending).encode())
    assert (answer.email, answer.comment) == ("maija@guests.example", "A long comment")


def test_a_letter_may_be_cut_by_a_fold():
    content = calendar(event("COMMENT:Žao mi je")).replace("Ž".encode(), b"\xc5\r\n \xbd")
    assert only(content).comment == "Žao mi je"


@pytest.mark.parametrize(
    ("written", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8", "us-ascii"),
        ("utf-8", "iso-8859-1"),
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", "utf-8"),
        ("utf-16-be", ""),
        ("iso-8859-1", "iso-8859-1"),
        ("iso-8859-1", "utf-8"),
        ("cp1252", "iso-8859-1"),
        ("cp1252", "no-such-charset"),
        ("iso-8859-1", ""),
    ],
)
def test_letters_are_read_whatever_charset_is_declared(written, declared):
    content = calendar(event("COMMENT:Hyvää päivää, Åke")).decode().encode(written)
    assert only(content, charset=declared).comment == "Hyvää päivää, Åke"


@pytest.mark.parametrize(
    ("written", "declared"), [("iso-8859-2", "iso-8859-2"), ("iso-8859-2", ""), ("cp1250", "cp1250")]
)
def test_croatian_is_read_from_its_old_charsets(written, declared):
    content = calendar(event("COMMENT:Šime dolazi što prije")).decode().encode(written)
    assert only(content, charset=declared).comment == "Šime dolazi što prije"


@pytest.mark.parametrize("charset", ["idna", "punycode", "unicode_escape", "rot13", "x" * 1_000, "a\x00b", "../utf-8"])
def test_codecs_that_are_no_charsets_are_not_tried(charset):
    begun = time.process_time()
    assert decoded(b"\xe4\\n" + b"\xe4" * 300_000, charset).startswith("ä\\nä")
    assert time.process_time() - begun < 0.2


def test_a_missing_version_and_properties_of_ones_own_do_no_harm():
    content = calendar(event("X-OWN;X-P=1:2", "no line at all", ";;", "RRULE:FREQ=SECONDLY")).replace(
        b"VERSION:2.0\r\n", b"X-WR-CALNAME:Mine\r\n"
    )
    assert only(b"Some words before\r\n" + content + b"-- \r\nA list's footer\r\n").email == "maija@guests.example"


def test_an_endless_recurrence_costs_nothing():
    begun = time.process_time()
    only(calendar(event("RRULE:FREQ=SECONDLY;INTERVAL=0", "DTSTART:19700101T000000Z")))
    assert time.process_time() - begun < 0.1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no calendar"),
        (b"\x00" * 100, "no calendar"),
        (b"BEGIN:VEVENT\nEND:VEVENT\n", "no calendar"),
        (calendar(event())[:-40], "cut short"),
        (calendar(event().replace("END:VEVENT", "END:VALARM")), "damaged in line"),
        (calendar(event(uid="u" * 5_000)), "5000 characters"),
        (calendar(event(uid="")), "UID is missing"),
        (calendar(event(guest="X-NOBODY:1")), "ATTENDEE is missing"),
        (calendar(event().replace("SEQUENCE:2", f"SEQUENCE:{'9' * 40}")), "SEQUENCE is “9"),
        (calendar(event().replace("SEQUENCE:2", "SEQUENCE:-1")), "SEQUENCE is “-1”"),
        (calendar(event().replace("SEQUENCE:2", "SEQUENCE:²")), "SEQUENCE"),
        (calendar(event("RECURRENCE-ID:20261341T000000Z")), "RECURRENCE-ID is “20261341"),
        (calendar(event("RECURRENCE-ID;TZID=Mars/North:20261201T000000")), "Mars/North"),
        (calendar(event("RECURRENCE-ID;TZID=../../etc/passwd:20261201T000000")), "not known"),
        (calendar(event("DTSTART:20261201T000000Z", "DURATION:P99999999D"), method="COUNTER"), "DURATION"),
        (calendar(event("DTSTART:00010101T000000"), method="COUNTER"), "DTSTART"),
        (calendar("BEGIN:VEVENT\n" * 50), "far too large"),
        (calendar(event() * 1_100), "far too large"),
        (calendar(event(CROWD.strip())), "far too large"),
        (b"BEGIN:VCALENDAR\n" + b"X-A:1\n" * 150_000, "far too large"),
        (calendar(event("DESCRIPTION:" + "x" * lines.MOST_BYTES)), "far too large"),
    ],
)
def test_what_cannot_be_read_says_why(content, words):
    begun = time.process_time()
    with pytest.raises(UnreadableCalendar, match=words):
        read_answers(content)
    assert time.process_time() - begun < 0.5


@pytest.mark.parametrize(
    "piece",
    [
        b"\r" * 1_500_000,
        b"a" * 1_500_000,
        b'ATTENDEE;CN="' + b'";"' * 400_000,
        b"ATTENDEE" + b";X=" * 400_000,
        b"\\" * 1_500_000,
    ],
)
def test_hostile_lines_take_no_time(piece):
    begun = time.process_time()
    content = calendar(event("COMMENT:Hello")).replace(b"COMMENT:Hello", b"COMMENT:Hello" + piece + b"\r\n" + piece)
    with contextlib.suppress(UnreadableCalendar):
        read_answers(content)
    assert time.process_time() - begun < 0.5


ZONE_OF_MANY = CUSTOM_ZONE.replace(
    "END:VTIMEZONE", "BEGIN:STANDARD\nDTSTART:19000101T000000\nTZOFFSETTO:+0100\nEND:STANDARD\n" * 400 + "END:VTIMEZONE"
)
ELSEWHERE = event("RECURRENCE-ID;TZID=Customized Time Zone:20261201T100000")


@pytest.mark.parametrize(
    "content",
    [
        calendar(event(CROWD.strip(), guest="X-A:1") * 20),
        calendar(event("COMMENT:Yes\n" * 15_000 + "X:1")),
        calendar(ELSEWHERE * 590, before=ZONE_OF_MANY),
        calendar(event("DESCRIPTION:" + "\\n" * 900_000)),
        calendar(*(event(f"RECURRENCE-ID;TZID=Z{at}:20261201T100000") for at in range(900))),
        calendar(event("RECURRENCE-ID;TZID=" + "/" * 900_000 + "x:20261201T100000")),
    ],
)
def test_the_largest_calendars_that_are_read_take_no_time(content):
    begun = time.process_time()
    with contextlib.suppress(UnreadableCalendar):
        assert read_answers(content)
    assert time.process_time() - begun < 0.9


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\\,;:^'nN"), min_size=1, max_size=60)


@settings(max_examples=150, deadline=None)
@given(
    name=NAMES, comment=NAMES, uid=st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=80)
)
def test_what_another_program_writes_is_what_is_read(name, comment, uid):
    library = icalendar.Calendar()
    library.add("method", "REPLY")
    answer = icalendar.Event()
    answer.add("uid", uid)
    answer.add("comment", comment)
    answer.add("dtstamp", dt.datetime(2026, 11, 25, tzinfo=dt.UTC))
    guest = icalendar.vCalAddress("mailto:maija@guests.example")
    guest.params["CN"] = name
    guest.params["PARTSTAT"] = "ACCEPTED"
    answer.add("attendee", guest)
    library.add_component(answer)
    read = only(library.to_ical())
    theirs = icalendar.Calendar.from_ical(library.to_ical()).walk("VEVENT")[0]
    assert read.uid == str(theirs["UID"]).strip()
    assert read.comment == str(theirs["COMMENT"]).strip()
    assert read.email == "maija@guests.example"
    said = " ".join(re.sub(r"\\([,;\\])", r"\1", name).strip().strip("'").split())
    assert read.name == ("" if "@" in said and " " not in said else said)


def test_endless_texts_are_cut():
    answer = only(calendar(event("COMMENT:" + "x" * 100_000)))
    assert (len(answer.comment), answer.comment[-1]) == (4_000, "…")
