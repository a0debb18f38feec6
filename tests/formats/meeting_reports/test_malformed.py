"""Reports that are damaged in every way: read or refused with a word, at once, never a fault of the program's own."""

import datetime as dt
import time
from contextlib import suppress
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundtables.formats.meeting_reports.durations import duration
from roundtables.formats.meeting_reports.moments import EventDays, Moments, is_moment
from roundtables.formats.meeting_reports.reading import ReportNotRead, read_report
from roundtables.formats.meeting_reports.report import MeetingReport
from tests.formats.meeting_reports.mutator import mutated
from tests.formats.meeting_reports.reading_samples import DAY

NUMBER = 4_000


def _read(data: bytes) -> MeetingReport | None:
    try:
        return read_report(data, first_day=DAY, last_day=DAY, timezone="Europe/Helsinki")
    except ReportNotRead:
        return None


def _is_sound(report: MeetingReport) -> bool:
    assert report.start <= report.end
    assert report.attendees
    for attendee in report.attendees:
        assert attendee.name.isprintable()
        assert attendee.name or attendee.email
        stays = attendee.stays
        assert all(stay.joined < stay.departed for stay in stays)
        assert all(one.departed < other.joined for one, other in pairwise(stays))
        assert all(stay.joined.tzinfo is dt.UTC for stay in stays)
    return True


@pytest.mark.timeout(60)
def test_damaged_reports_are_read_or_refused_each_within_half_a_second():
    slowest, read = 0.0, 0
    for content in mutated(seed=7, number=NUMBER):
        begun = time.process_time()
        report = _read(content)
        slowest = max(slowest, time.process_time() - begun)
        read += report is not None and _is_sound(report)
    assert slowest < 0.5
    # The faults are neither so small that all is read nor so large that nothing is.
    assert 0.1 < read / NUMBER < 0.9


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    _read(data)


WORDS = st.text(alphabet="0123456789./-:, TZAPMampm+klo\u202f\u0663年²", max_size=30)


@settings(max_examples=500, deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=6))
def test_any_cells_are_read_or_refused(cells):
    rows = "".join(f"Ada\t{action}\t{cell}\n" for action, cell in zip(("Joined", "Left") * 3, cells, strict=False))
    _read(f"Full Name\tUser Action\tTimestamp\nIvo\tJoined\t2026-11-24 09:00\n{rows}".encode())


@settings(max_examples=500, deadline=None)
@given(WORDS)
def test_any_text_is_a_moment_or_a_duration_or_neither(text):
    is_moment(text)
    assert duration(text) is None or duration(text) >= 0
    with suppress(ReportNotRead):
        Moments([text], EventDays(DAY, DAY, "Europe/Helsinki")).read(text)


@pytest.mark.parametrize(
    "filling", ["\t", ",", '"', "1. x\n", "a\tb\tc\n", "09:00\t", '="', "9/", "1h ", "\u202f", " "]
)
def test_repetition_costs_no_more_than_its_length(filling):
    head = "Full Name\tUser Action\tTimestamp\nAda\tJoined\t2026-11-24 09:00\n"
    begun = time.process_time()
    _read((head + filling * (400_000 // len(filling))).encode())
    _read((head + "\n".join([filling * 100] * 2_000)).encode())
    assert time.process_time() - begun < 3
