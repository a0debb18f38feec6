"""Zoom's, Webex's and Google Meet's reports, and files that are none."""

from zoneinfo import ZoneInfo

import pytest

from roundtables.formats.meeting_reports import errors
from tests.formats.meeting_reports.reading_samples import SAMPLES, encoded, minutes, read, sample, spoken

HELSINKI = ZoneInfo("Europe/Helsinki")


def test_zoom_with_its_head_counts_nobody_who_waited():
    report = read(sample("zoom_head.csv"))
    assert (report.format, report.title) == ("zoom", "Round-table, equal access")
    assert f"{report.start.astimezone(HELSINKI):%T} {report.end.astimezone(HELSINKI):%T}" == "08:55:00 11:00:00"
    assert spoken(report, HELSINKI) == {
        "Ada Lindqvist": ["08:55:00-11:00:00"],
        "Ivo K (Ivo Kovač)": ["09:01:00-09:31:00", "09:40:00-10:20:00"],
    }
    assert report.notes == ("1 line is of the waiting room and was not counted.",)


@pytest.mark.parametrize("name", ["zoom_list.csv", "zoom_fi.csv"])
def test_zoom_without_a_head_begins_with_the_first_joining(name):
    report = read(sample(name))
    assert report.format == "zoom"
    assert spoken(report, HELSINKI)["Ada Lindqvist"] == ["08:55:00-11:00:00"]
    assert f"{report.start.astimezone(HELSINKI):%T} {report.end.astimezone(HELSINKI):%T}" == "08:55:00 11:00:00"
    assert report.attendees[0].email == "ada.lindqvist@ministry.example"


def test_zoom_with_visits_put_together_counts_from_the_start_and_says_so():
    report = read(sample("zoom_new.csv"))
    assert report.title == "Round-table"
    assert minutes(report) == {"Ada Lindqvist": 125, "Ivo K (Ivo Kovač)": 70, "Aino Mäkelä": 400}
    assert spoken(report, HELSINKI)["Ivo K (Ivo Kovač)"] == ["08:55:00-10:05:00"]
    assert report.notes == (
        "3 people have a duration but no times: it was counted from the start of the meeting.",
        "1 person is said to have been there longer than the meeting lasted.",
    )


def test_zoom_that_says_how_long_but_not_when_is_refused():
    with pytest.raises(errors.NoTimes, match="not when"):
        read(sample("zoom_together.csv"))


def test_a_zoom_column_that_is_missing_is_named():
    text = sample("zoom_list.csv").decode()
    without = "\n".join(",".join(line.split(",")[:3] + line.split(",")[4:]) for line in text.splitlines())
    with pytest.raises(errors.ColumnMissing) as caught:
        read(without)
    assert caught.value.tool == "Zoom"
    assert caught.value.columns == ("Leave Time",)


def test_the_webinar_report_is_read_by_its_sections():
    report = read(sample("zoom_webinar.csv"))
    assert (report.format, report.title) == ("zoom-webinar", "Round-table on equal access")
    assert f"{report.start.astimezone(HELSINKI):%T} {report.end.astimezone(HELSINKI):%T}" == "08:55:00 11:00:00"
    assert spoken(report, HELSINKI) == {
        "Office": ["08:55:00-11:00:00"],
        "Ada Lindqvist": ["09:00:00-10:00:00"],
        "Ivo Kovač": ["09:01:00-09:31:00", "09:40:00-10:20:00"],
        "358401234567": ["09:05:00-09:45:00"],
    }
    assert [attendee.role for attendee in report.attendees] == ["Host", "Panelist", "", ""]
    assert report.notes == ("1 person registered and did not attend: left out.",)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-8"])
def test_webex_events_are_read_as_webex_quotes_them(encoding):
    report = read(encoded(sample("webex_event.csv"), encoding))
    assert (report.format, report.title) == ("webex", "Round-table")
    assert spoken(report, HELSINKI) == {
        "host": ["08:58:50-11:22:49"],
        "Ivo Kovač": ["09:01:00-10:20:00"],
    }
    assert f"{report.start.astimezone(HELSINKI):%T} {report.end.astimezone(HELSINKI):%T}" == "09:00:00 11:15:00"


def test_webex_may_quote_any_cell():
    text = sample("webex_event.csv").decode()
    assert read(text.replace("Ivo Kovač", '"=""Ivo Kovač"""')) == read(text)


def test_webex_meetings_name_people_as_they_are_shown():
    report = read(sample("webex_meeting.csv"))
    assert report.format == "webex"
    assert [(attendee.name, attendee.email, attendee.role) for attendee in report.attendees] == [
        ("Ada L", "ada.lindqvist@ministry.example", "Host"),
        ("Ivo", "ivo.kovac@ured.example", "Attendee"),
    ]


@pytest.mark.parametrize("language", ["en", "fi", "lv"])
def test_google_meet_is_taken_as_of_the_events_day(language):
    report = read(sample(f"google_meet_{language}.csv"))
    assert report.format == "google-meet"
    assert spoken(report, HELSINKI) == {"Ada Lindqvist": ["08:55:00-11:00:00"], "Ivo Kovač": ["09:01:00-09:31:00"]}
    assert f"{report.start.astimezone(HELSINKI):%F}" == "2026-11-24"
    assert report.notes == ("The times stand without a date: they were taken as of the event’s first day.",)


def test_every_sample_that_has_times_is_read():
    formats = {read(path.read_bytes()).format for path in sorted(SAMPLES.iterdir()) if "together" not in path.name}
    assert formats == {"teams-1", "teams-2", "teams-3", "zoom", "zoom-webinar", "webex", "google-meet"}


@pytest.mark.parametrize(
    "data",
    [
        b"Name,Email,Phone\nAda,ada@ministry.example,0401234567\n",
        b"Dear all,\nthe meeting was on 24.11.2026 klo 9.05.\n",
        b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"%PDF-1.7\n\x00\x01\x02",
        b"{}",
        "a\tb\tc\n1\t2\t3\n".encode("utf-16"),
    ],
)
def test_what_is_no_report_is_told_as_that_with_what_was_looked_for(data):
    with pytest.raises(errors.UnknownTool, match=r"Microsoft Teams .*Zoom .*Webex .*Google Meet"):
        read(data)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", errors.ReportEmpty),
        (b"\xff\xfe", errors.ReportEmpty),
        (b"PK\x03\x04rest", errors.SavedAsSpreadsheet),
        (b"Full Name\tUser Action\tTimestamp\n", errors.NobodyInReport),
        (b"x" * 20_000_001, errors.ReportTooLarge),
        (b"a\tb\tc\n" * 200_001, errors.TooManyLines),
        (b"Full Name\tUser Action\tTimestamp\n" + b"x" * 5_001 + b"\tJoined\t2026-11-24 09:00\n", errors.CellTooLong),
        (b"Full Name,User Action\n" + b'"' + b"x" * 200_000 + b"\n", errors.CellTooLong),
        ("Full Name\tUser Action\tTimestamp\n".encode("utf-16")[:-1], errors.ReportDamaged),
        (b"Full Name,User Action,Timestamp" + b",x" * 200 + b"\n", errors.CellTooLong),
    ],
)
def test_what_is_too_much_or_too_little_has_a_word_of_its_own(data, error):
    with pytest.raises(error, match="Nothing was taken in"):
        read(data)


def test_more_than_twenty_thousand_people_are_refused():
    lines = "".join(f"Guest {number}\tJoined\t2026-11-24 09:00\n" for number in range(20_001))
    with pytest.raises(errors.TooManyPeople, match="20000"):
        read("Full Name\tUser Action\tTimestamp\n" + lines)
