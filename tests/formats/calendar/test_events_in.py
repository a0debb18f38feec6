"""Events of calendar files from anywhere: read in whole where they can be, named where they can't, never a hang."""

import contextlib
import datetime as dt
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtables.errors import Expected
from roundtables.formats.calendar import event_components as components
from roundtables.formats.calendar import event_repeats as repeats
from roundtables.formats.calendar import events_errors as errors
from roundtables.formats.calendar.documents import CalendarEvent
from roundtables.formats.calendar.events_in import EventLine, read_events
from roundtables.formats.calendar.resource import digest, write_resource
from roundtables.terms import EventStatus

TODAY = dt.date(2026, 11, 24)
ZONE = "Europe/Helsinki"
STAMP = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


def calendar(*events: str, head: str = "") -> bytes:
    parts = [f"BEGIN:VEVENT\n{each}\nEND:VEVENT\n" for each in events]
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{head}{''.join(parts)}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def event(*lines: str) -> str:
    return "\n".join(("UID:one@x", "SUMMARY:One", *lines))


def read(*events: str, head: str = "") -> list[EventLine]:
    return read_events(calendar(*events, head=head), ZONE, TODAY)


def only(*lines: str, head: str = "") -> EventLine:
    (line,) = read(event(*lines), head=head)
    return line


@pytest.mark.parametrize(
    ("lines", "starts", "ends", "zone", "all_day"),
    [
        (("DTSTART:20261201T090000", "DTEND:20261201T100000"), (1, 9), (1, 10), ZONE, False),
        (("DTSTART:20261201T070000Z", "DURATION:PT1H30M"), (1, 9), (1, 10, 30), ZONE, False),
        (("DTSTART;TZID=Europe/Zagreb:20261201T090000",), (1, 9), (1, 9), "Europe/Zagreb", False),
        (
            ("DTSTART;TZID=FLE Standard Time:20261201T090000", "DTEND;TZID=FLE Standard Time:20261201T110000"),
            (1, 9),
            (1, 11),
            "Europe/Kiev",
            False,
        ),
        (("DTSTART;VALUE=DATE:20261201",), (1,), (1,), ZONE, True),
        (("DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261204"), (1,), (3,), ZONE, True),
        (
            ("DTSTART:20261201T000000", "DTEND:20261203T000000", "X-MICROSOFT-CDO-ALLDAYEVENT:TRUE"),
            (1,),
            (2,),
            ZONE,
            True,
        ),
    ],
)
def test_times_are_read_however_they_are_written(
    lines: tuple[str, ...], starts: tuple[int, ...], ends: tuple[int, ...], zone: str, all_day: bool
) -> None:
    line = only(*lines)
    assert line.problems == ()
    assert (line.starts, line.ends) == (dt.datetime(2026, 12, *starts), dt.datetime(2026, 12, *ends))
    assert (line.timezone, line.all_day) == (zone, all_day)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ((), "DTSTART: it is missing"),
        (("DTSTART:tomorrow",), "DTSTART: “tomorrow” can't be understood"),
        (("DTSTART:20261301T090000",), "DTSTART: “20261301T090000”"),
        (("DTSTART;TZID=Mars/Olympus:20261201T090000",), "DTSTART: “Mars/Olympus”"),
        (("DTSTART:20261201T090000", "DTEND:20261201T080000"), "DTEND: the end is before the start"),
        (("DTSTART:20261201T090000", "DTEND;VALUE=DATE:20261202"), "DTEND: one is a day"),
        (("DTSTART:20261201T090000", "DURATION:long"), "DURATION: “long”"),
        (("DTSTART:20270328T033000",), "DTSTART: 2027-03-28 03:30 does not exist"),
    ],
)
def test_what_is_wrong_is_named_by_its_property(lines: tuple[str, ...], words: str) -> None:
    line = only(*lines)
    assert not line.usable
    assert words in line.problems[0]


def test_a_damaged_event_is_numbered_and_the_others_are_read() -> None:
    good = event("DTSTART:20261201T090000")
    content = calendar(good, good).replace(b"END:VEVENT\r\nBEGIN", b"BEGIN", 1) + calendar(good)
    lines = read_events(content, ZONE, TODAY)
    assert [(line.number, line.usable) for line in lines] == [(1, False), (2, True), (3, True)]
    assert "does not end" in lines[0].problems[0]
    cut = calendar(good, good)[:-60]
    assert [line.usable for line in read_events(cut, ZONE, TODAY)] == [True, False]


def test_texts_are_cleaned_and_long_ones_cut() -> None:
    line = only(
        "DTSTART:20261201T090000",
        "LOCATION:Room\x00 \x1b[31m1\\, Šibenik",
        "DESCRIPTION:One\\nTwo\\;",
        "URL:javascript:alert(1)",
        "STATUS:CANCELLED",
    )
    assert (line.place, line.description, line.link) == ("Room [31m1, Šibenik", "One\nTwo;", "")
    assert line.status is EventStatus.CANCELLED
    (long,) = read(f"UID:{'u' * 5000}\nSUMMARY:{'t' * 3000}\nDTSTART:20261201T090000")
    assert (long.uid, len(long.title), len(long.notes)) == ("", 500, 2)
    assert long.usable


def test_the_meetings_of_a_rule_are_listed_without_those_left_out() -> None:
    lines = read(
        event(
            "DTSTART:20261201T090000",
            "DTEND:20261201T100000",
            "RRULE:FREQ=WEEKLY;COUNT=4",
            "EXDATE:20261208T090000",
            "RDATE:20261210T090000",
        ),
        "UID:one@x\nRECURRENCE-ID:20261215T090000\nSUMMARY:Moved\nDTSTART:20261216T140000\nDTEND:20261216T150000",
    )
    assert [(line.starts.day, line.title) for line in lines if line.starts] == [
        (1, "One"),
        (10, "One"),
        (16, "Moved"),
        (22, "One"),
    ]
    assert len({line.uid for line in lines}) == 4
    assert [line.row for line in lines] == [1, 2, 3, 4]


def test_a_rule_without_end_is_cut_at_a_year_and_that_is_told() -> None:
    lines = read(event("DTSTART:20261201T090000", "RRULE:FREQ=WEEKLY"))
    assert 50 <= len(lines) <= 54
    assert "repeats without an end" in lines[0].notes[0]
    assert max(line.starts.date() for line in lines if line.starts) <= dt.date(2027, 12, 1)


def test_a_rule_of_many_years_is_cut() -> None:
    lines = read(event("DTSTART:20261201T090000", "RRULE:FREQ=DAILY;UNTIL=20400101T000000Z"))
    assert len(lines) == repeats.MOST_MEETINGS
    monthly = read(event("DTSTART:20261201T090000", "RRULE:FREQ=MONTHLY;UNTIL=20400101T000000Z"))
    assert len(monthly) == 60
    assert any("five years" in note for note in monthly[0].notes)


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY",
        "FREQ=SECONDLY;UNTIL=20991231T000000Z",
        "FREQ=MINUTELY;COUNT=10",
        "FREQ=DAILY;INTERVAL=0",
        "FREQ=DAILY;INTERVAL=-1;COUNT=3",
        "FREQ=DAILY;COUNT=100000",
        "FREQ=DAILY;COUNT=0",
        "FREQ=YEARLY;COUNT=5;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY="
        + ",".join(map(str, range(1, 32)))
        + ";BYDAY=MO,TU,WE,TH",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3",
        "COUNT=" + "9" * 5000,
        "nonsense",
        "",
    ],
)
def test_rules_that_would_keep_the_program_busy_are_refused_at_once(rule: str) -> None:
    began = time.process_time()
    lines = read(event("DTSTART:20261201T090000", f"RRULE:{rule}"))
    assert time.process_time() - began < 1
    assert len(lines) == 1
    assert lines[0].problems[0].startswith("RRULE: ")


def test_many_rules_in_one_file_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repeats, "MOST_SECONDS", 0.5)
    for rule in ("FREQ=DAILY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20760101T000000Z"):
        began = time.process_time()
        lines = read(*(event("DTSTART:20261201T090000", f"RRULE:{rule}") for _each in range(4000)))
        assert time.process_time() - began < 5
        assert len(lines) < 15_000
        assert "too often altogether" in lines[-1].problems[0]


def test_large_files_are_bounded() -> None:
    with pytest.raises(errors.CalendarFileTooLarge):
        read_events(b"BEGIN:VCALENDAR\r\n" + b"x" * components.MOST_BYTES, ZONE, TODAY)
    with pytest.raises(errors.TooManyEvents):
        read_events(calendar(*["UID:x"] * (components.MOST_EVENTS + 1)), ZONE, TODAY)
    with pytest.raises(errors.TooManyLines):
        read_events(b"BEGIN:VCALENDAR\n" + b"\n" * (2 * components.MOST_LINES), ZONE, TODAY)
    with pytest.raises(errors.NotACalendar):
        read_events(b"", ZONE, TODAY)
    with pytest.raises(errors.NoEvents):
        read_events(b"BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR", ZONE, TODAY)


@pytest.mark.parametrize(
    "inner",
    [
        "X-A:b\r\n" * 100_000,
        "BEGIN:VALARM\r\n" * 10_000,
        "BEGIN:VEVENT\r\n" * 4_000,
        "ATTENDEE;CN=" + '"' * 100_000 + ":mailto:a@b\r\n",
        "SUMMARY:" + "a\r\n " * 90_000 + "\r\n",
        "EXDATE:" + "20261201T090000," * 50_000 + "\r\n",
        "\x00" * 100_000,
        "SUMMARY;" + "A=B;" * 100_000 + ":x\r\n",
        ";" * 100_000 + "\r\n",
        "END:VCALENDAR\r\n" * 50_000,
    ],
)
def test_hostile_files_neither_hang_nor_break(inner: str) -> None:
    head = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20261201T090000\r\nRRULE:FREQ=DAILY;COUNT=2\r\n"
    content = f"{head}{inner}END:VEVENT\r\n"
    began = time.process_time()
    with contextlib.suppress(Expected):
        read_events(content.encode(), ZONE, TODAY)
    assert time.process_time() - began < 3


def test_nul_bytes_and_utf_16_are_read_through() -> None:
    content = calendar(event("DTSTART:20261201T090000", "LOCATION:Čakovec"))
    assert read_events(content.replace(b"SUMMARY:One", b"SUM\x00MARY:O\x00ne"), ZONE, TODAY)[0].title == "One"
    assert read_events(content.decode().encode("utf-16"), ZONE, TODAY)[0].place == "Čakovec"


def test_files_with_bytes_changed_at_random_are_read_or_refused_in_words() -> None:
    chance = random.Random(4)
    whole = calendar(
        event("DTSTART;TZID=Europe/Zagreb:20261201T090000", "RRULE:FREQ=WEEKLY;COUNT=5", "EXDATE:20261208T090000"),
        event("DTSTART;VALUE=DATE:20261201", "DURATION:P2D", "DESCRIPTION:Some\\, words", "SEQUENCE:3"),
    )
    for _each in range(2000):
        content = bytearray(whole)
        for _change in range(chance.randint(1, 12)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 3)] = chance.randbytes(chance.randint(0, 3))
        try:
            read_events(bytes(content), ZONE, TODAY)
        except Expected:
            continue


@settings(max_examples=60, deadline=None)
@given(title=st.text(max_size=80), place=st.text(max_size=80), note=st.text(max_size=200))
def test_what_is_published_is_read_back_as_it_was(title: str, place: str, note: str) -> None:
    written = CalendarEvent(
        "one@x",
        title,
        dt.datetime(2026, 12, 1, 9),
        dt.datetime(2026, 12, 1, 10),
        "Europe/Zagreb",
        place=place,
        description=note,
    )
    content = write_resource(written, STAMP)
    (line,) = read_events(content, ZONE, TODAY)
    assert (line.starts, line.ends, line.timezone) == (written.starts, written.ends, "Europe/Zagreb")
    assert digest(content) == digest(write_resource(written, STAMP + dt.timedelta(days=1)))
    again = CalendarEvent(
        "one@x",
        line.title,
        written.starts,
        written.ends,
        "Europe/Zagreb",
        place=line.place,
        description=line.description,
    )
    (second,) = read_events(write_resource(again, STAMP), ZONE, TODAY)
    assert (second.title, second.place, second.description) == (line.title, line.place, line.description)


def test_the_digest_is_the_events_whatever_the_server_makes_of_its_lines() -> None:
    written = CalendarEvent("one@x", "One", dt.datetime(2026, 12, 1, 9), dt.datetime(2026, 12, 1, 10), "Europe/Zagreb")
    content = write_resource(written, STAMP)
    lines = content.decode().split("\r\n")
    at = lines.index("SUMMARY:One")
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    lines.insert(at, "LAST-MODIFIED:20261201T000000Z")
    assert digest("\n".join(lines).encode()) == digest(content)
    assert digest(content.replace(b"SUMMARY:One", b"SUMMARY:Two")) != digest(content)
