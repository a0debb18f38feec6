"""Lines become people, and their stays intervals in order that do not touch."""

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtables.formats.meeting_reports.stays import merged
from tests.formats.meeting_reports.reading_samples import minutes, read

HEADER = "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)\n"
THIRD = (
    "1. Summary\nMeeting title\tTalk\nStart time\t{at}09:00:00\nEnd time\t{at}11:00:00\n2. Participants\n"
    "Name\tFirst Join\tLast Leave\tIn-Meeting Duration\tEmail\tParticipant ID (UPN)\tRole\n{people}"
    "3. In-Meeting Activities\nName\tJoin Time\tLeave Time\tDuration\tEmail\tRole\n{activities}"
)


def line(name: str, begins: str, ends: str, email: str = "", identity: str = "", lasted: str = "") -> str:
    times = "\t".join(f"2026-11-24 {clock}" if clock else "" for clock in (begins, ends))
    return f"{name}\t{times}\t{lasted}\t{email}\tAttendee\t{identity}\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (line("Ada", "09:00", "10:00", "Ada@x.example"), line("Ada L", "09:30", "10:30", "ada@X.example")),
        (line("Ada", "09:00", "10:00", "", "ID7"), line("Ada L", "09:30", "10:30", "", "id7")),
        (line("Ada", "09:00", "10:00", "ada@x.example", "7"), line("Ada", "09:30", "10:30", "", "7")),
        (line("Ada", "09:00", "10:00"), line("ada", "09:30", "10:30")),
        (line("Ada ", "09:00", "10:00"), line(" A\u200eda", "09:30", "10:30")),
        (line("Ada", "09:30", "10:30"), line("Ada", "09:00", "10:00")),
        (line("Ada", "09:00", "10:00"), line("Ada", "10:00", "10:30")),
    ],
)
def test_lines_of_one_person_are_one_stay_where_they_touch(first, second):
    report = read(HEADER + first + second)
    assert [len(attendee.stays) for attendee in report.attendees] == [1]
    assert list(minutes(report).values()) == [90]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (line("Ada", "09:00", "10:00", "ada@x.example"), line("Ada", "09:30", "10:30", "ada@y.example")),
        (line("Ada", "09:00", "10:00", "", "7"), line("Ada", "09:30", "10:30", "", "8")),
        (line("Ada", "09:00", "10:00", "ada@x.example"), line("Ada", "09:30", "10:30")),
        (line("Ada", "09:00", "10:00"), line("Ada (Guest)", "09:30", "10:30")),
    ],
)
def test_other_addresses_ids_or_names_are_other_people(first, second):
    assert len(read(HEADER + first + second).attendees) == 2


def test_activities_without_an_address_are_of_the_participant_of_that_name():
    times = "\t2026-11-24 09:00:00\t2026-11-24 10:00:00\t1h\t"
    people = f"Ada{times}ada@x.example\t7\tPresenter\nIvo{times}\t8\t\nIvo{times}\t9\t\n"
    report = read(THIRD.format(at="2026-11-24 ", people=people, activities=f"Ada{times}\t\nIvo{times}\t\n"))
    told = [(attendee.name, attendee.email, attendee.role, attendee.seconds) for attendee in report.attendees]
    # Nobody can say which of the two Ivos it was: a third line, and the two as the list of participants has them.
    assert told == [("Ada", "ada@x.example", "Presenter", 3600), *[("Ivo", "", "", 3600)] * 3]


def test_longer_than_the_meeting_is_told():
    times = "\t2026-11-24 09:00:00\t2026-11-24 10:00:00\t{}\t"
    people = f"Ada{times.format('5h')}\t\t\nIvo{times.format('1h')}\t\t\n"
    report = read(THIRD.format(at="2026-11-24 ", people=people, activities=""))
    assert report.notes == ("1 person is said to have been there longer than the meeting lasted.",)


def test_lines_that_name_nobody_are_told():
    report = read(HEADER + line("Ada", "09:00", "10:00") + line("", "09:00", "10:00"))
    assert [attendee.name for attendee in report.attendees] == ["Ada"]
    assert report.notes == ("1 line names nobody and was left out.",)


def test_who_has_an_address_alone_is_called_by_it():
    report = read(HEADER + line("", "09:00", "10:00", "ada@x.example") + line("Ivo", "09:00", "10:00"))
    assert [attendee.name for attendee in report.attendees] == ["ada@x.example", "Ivo"]


def test_control_characters_and_marks_of_direction_are_not_in_names():
    report = read(HEADER + line("A\u202eda\x07 \u2028 Lind", "09:00", "10:00"))
    assert report.attendees[0].name == "Ada Lind"


def test_a_leaving_that_is_missing_goes_by_its_duration():
    report = read(HEADER + line("Ada", "09:00", "", lasted="30m") + line("Ivo", "09:00", "11:00"))
    assert minutes(report) == {"Ada": 30, "Ivo": 120}


STAYS = st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)).map(lambda pair: (pair[0], sum(pair))), max_size=12)


@given(STAYS)
def test_merged_stays_cover_the_same_seconds_and_do_not_touch(stays):
    covered = {second for joined, left in stays for second in range(joined, left)}
    whole = merged(list(stays))
    assert {second for joined, left in whole for second in range(joined, left)} == covered
    assert all(one[1] < other[0] for one, other in pairwise(whole))


def test_the_same_bytes_read_to_the_same_report():
    content = HEADER + "".join(line(f"P{number}", "09:00", "10:00") for number in range(50))
    assert read(content) == read(content)
    assert read(content).start == dt.datetime(2026, 11, 24, 7, tzinfo=dt.UTC)
