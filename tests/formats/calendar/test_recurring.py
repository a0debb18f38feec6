"""Series as other people's readers understand them, and the gate that rules have to pass."""

import datetime as dt
import time
from dataclasses import replace

import pytest
import recurring_ical_events
import vobject
import vobject.icalendar
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as some
from icalendar import Calendar

from roundtables.formats.calendar import recurrence
from roundtables.formats.calendar.documents import Guest
from roundtables.formats.calendar.invitation import prepare_invitation
from roundtables.formats.calendar.recurrence import DAYS, RuleRefused, RuleWithoutEnd
from roundtables.formats.calendar.recurring import RecurringEvent, prepare_series, prepare_series_cancellation
from roundtables.walltime import instant

START = dt.datetime(2026, 3, 10, 9)
"""A Tuesday; in Europe the clocks are put forward on the 29th, in New York two days before this one."""
WEEK = dt.timedelta(days=7)
MANY = ",".join(map(str, range(1, 32)))
GUEST = Guest("Maija Meri", "maija@guests.example")


@pytest.fixture
def series(calendar_event) -> RecurringEvent:
    """Six Tuesdays of two hours."""
    master = calendar_event(title="Network", starts=START, ends=START + dt.timedelta(hours=2), place="Room A")
    return RecurringEvent(master, "FREQ=WEEKLY;COUNT=6")


def departing(series: RecurringEvent, date: dt.datetime, **values) -> RecurringEvent:
    return replace(series, overrides=(*series.overrides, replace(series.meeting(date), **values)))


def written(series: RecurringEvent, stamp) -> bytes:
    return prepare_series(series, stamp).for_guest(GUEST)


def expanded(data: bytes) -> list[tuple]:
    """The meetings as recurring-ical-events finds them: start, end, place, in UTC."""
    found = recurring_ical_events.of(Calendar.from_ical(data)).between((2025, 1, 1), (2030, 1, 1))
    return sorted((utc(each["DTSTART"].dt), utc(each["DTEND"].dt), str(each.get("LOCATION", ""))) for each in found)


def utc(moment):
    return moment.astimezone(dt.UTC) if isinstance(moment, dt.datetime) else moment


def by_vobject(data: bytes) -> list[dt.datetime]:
    """The starts as vobject and dateutil find them with the zone in the file, and overrides put in their places."""
    known = vobject.icalendar.__dict__["__tzidMap"]
    known.clear()
    known["UTC"] = dt.UTC
    calendar = vobject.readOne(data.decode(), allowQP=False)
    master, *overrides = calendar.contents["vevent"]
    dates = {date.astimezone(dt.UTC) for date in master.getrruleset(addRDate=True)}
    for override in overrides:
        date = override.recurrence_id.value.astimezone(dt.UTC)
        assert date in dates
        dates.remove(date)
        dates.add(override.dtstart.value.astimezone(dt.UTC))
    return sorted(dates)


def moments(*starts: dt.datetime, zone: str = "Europe/Helsinki") -> list[dt.datetime]:
    return [instant(start, zone) for start in starts]


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "Europe/Zagreb", "America/New_York", "UTC"])
def test_meetings_stay_at_their_wall_time_over_the_change_of_clocks(series, stamp, zone):
    series = replace(series, master=replace(series.master, timezone=zone))
    expected = moments(*(START + number * WEEK for number in range(6)), zone=zone)
    data = written(series, stamp)
    assert [found[0] for found in expanded(data)] == expected
    assert by_vobject(data) == expected
    if zone == "Europe/Helsinki":
        assert [moment.hour for moment in expected] == [7, 7, 7, 6, 6, 6]


def test_what_departs_is_left_out_or_extra_is_seen_by_every_reader(series, stamp):
    extra = dt.datetime(2026, 5, 6, 14)
    series = replace(series, left_out=(START + WEEK,), extra=(extra,))
    series = departing(series, START + 3 * WEEK, starts=START + 3 * WEEK + dt.timedelta(days=1), place="Room B")
    starts = (START, START + 2 * WEEK, START + 3 * WEEK + dt.timedelta(days=1), START + 4 * WEEK, START + 5 * WEEK)
    data = written(series, stamp)
    assert [found[0] for found in expanded(data)] == moments(*starts, extra)
    assert [found[2] for found in expanded(data)] == ["Room A"] * 2 + ["Room B"] + ["Room A"] * 3
    assert by_vobject(data) == moments(*starts, extra)


def test_a_meeting_in_another_zone_brings_that_zone_along(series, stamp):
    at = START + 2 * WEEK
    series = departing(series, at, timezone="Europe/Zagreb", starts=at, ends=at + dt.timedelta(hours=1))
    data = written(series, stamp)
    calendar = Calendar.from_ical(data)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Helsinki", "Europe/Zagreb"]
    override = calendar.walk("VEVENT")[1]
    assert override["RECURRENCE-ID"].params["TZID"] == "Europe/Helsinki"
    assert by_vobject(data)[2] == instant(at, "Europe/Zagreb")


def test_a_series_of_whole_days_is_of_dates_throughout(series, stamp):
    midnight = dt.datetime(2026, 3, 10)
    master = replace(series.master, starts=midnight, ends=midnight, all_day=True)
    series = RecurringEvent(master, "FREQ=WEEKLY;UNTIL=20260331", (midnight + WEEK,), (dt.datetime(2026, 4, 6),))
    data = written(departing(series, midnight + 2 * WEEK, place="Room B"), stamp)
    assert b"EXDATE;VALUE=DATE:20260317\r\n" in data
    assert b"RDATE;VALUE=DATE:20260406\r\n" in data
    assert b"RECURRENCE-ID;VALUE=DATE:20260324\r\n" in data
    assert b"VTIMEZONE" not in data
    days = [dt.date(2026, 3, 10), dt.date(2026, 3, 24), dt.date(2026, 3, 31), dt.date(2026, 4, 6)]
    assert [found[0] for found in expanded(data)] == days


def test_each_event_of_the_file_names_the_one_guest_and_the_one_organiser(series, stamp):
    series = departing(series, START + WEEK, place="Room B", organiser_email="other@elsewhere.example")
    prepared = prepare_series(series, stamp)
    for guest in (GUEST, Guest("Ivo", "ivo@guests.example")):
        events = Calendar.from_ical(prepared.for_guest(guest)).walk("VEVENT")
        assert [str(event["ATTENDEE"]) for event in events] == [f"mailto:{guest.email}"] * 2
        assert {str(event["ORGANIZER"]) for event in events} == {f"mailto:{series.master.organiser_email}"}
        assert {str(event["UID"]) for event in events} == {series.master.uid}


def test_one_meeting_goes_by_the_uid_of_the_series_and_its_date(series, stamp):
    meeting = replace(series.meeting(START + WEEK), starts=START + WEEK + dt.timedelta(hours=1), sequence=3)
    (event,) = Calendar.from_ical(prepare_invitation(meeting, stamp).for_guest(GUEST)).walk("VEVENT")
    assert (str(event["UID"]), event["SEQUENCE"]) == (series.master.uid, 3)
    assert utc(event["RECURRENCE-ID"].dt) == instant(START + WEEK, "Europe/Helsinki")
    assert "RRULE" not in event


def test_the_whole_series_is_called_off_by_its_uid_alone(series, stamp):
    calendar = Calendar.from_ical(prepare_series_cancellation(series, stamp, for_all=True).for_guest(GUEST))
    (event,) = calendar.walk("VEVENT")
    assert (calendar["METHOD"], event["STATUS"], str(event["UID"])) == ("CANCEL", "CANCELLED", series.master.uid)
    assert "RECURRENCE-ID" not in event


def test_thunderbird_s_reader_sees_the_same_meetings(series, stamp, expand_with_ical_js):
    extra = dt.datetime(2026, 5, 6, 14)
    moved = START + 3 * WEEK + dt.timedelta(hours=5)
    changed = departing(replace(series, left_out=(START, START + WEEK), extra=(extra,)), START + 3 * WEEK, starts=moved)
    starts = (START + 2 * WEEK, moved, START + 4 * WEEK, START + 5 * WEEK, extra)
    assert expand_with_ical_js(written(changed, stamp)) == moments(*starts)
    midnight = dt.datetime(2026, 3, 10)
    whole_days = RecurringEvent(
        replace(series.master, starts=midnight, ends=midnight, all_day=True), "FREQ=WEEKLY;COUNT=3", (midnight + WEEK,)
    )
    assert expand_with_ical_js(written(whole_days, stamp)) == [dt.date(2026, 3, 10), dt.date(2026, 3, 24)]


def test_titles_and_places_of_any_kind_come_back(series, stamp):
    text = "Line; with, signs\\ and “quotes”: RRULE:FREQ=DAILY"
    data = written(departing(replace(series, master=replace(series.master, title=text)), START, place=text), stamp)
    master, override = Calendar.from_ical(data).walk("VEVENT")
    assert (str(master["SUMMARY"]), str(override["LOCATION"])) == (text, text)
    assert "RRULE" not in override


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY;COUNT=2",
        "FREQ=MINUTELY;COUNT=2",
        "FREQ=HOURLY;COUNT=2",
        "FREQ=DAILY;INTERVAL=0;COUNT=2",
        "FREQ=DAILY;INTERVAL=-1;COUNT=2",
        "FREQ=DAILY;COUNT=1001",
        "FREQ=DAILY;COUNT=401",
        "FREQ=DAILY;COUNT=99999999999999999999",
        "FREQ=DAILY;UNTIL=99991231T235959Z",
        "FREQ=DAILY;UNTIL=20261399",
        "FREQ=DAILY;COUNT=3;UNTIL=20270101",
        "FREQ=DAILY;COUNT=3;COUNT=4",
        "FREQ=DAILY;COUNT=3;BYHOUR=1,2,3",
        "FREQ=YEARLY;COUNT=3;BYEASTER=1",
        "FREQ=YEARLY;COUNT=9;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;COUNT=9;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;COUNT=9;BYDAY=MO;BYSETPOS=40",
        "FREQ=MONTHLY;INTERVAL=12;COUNT=9;BYMONTH=5",
        "FREQ=WEEKLY;COUNT=9;BYDAY=2MO",
        f"FREQ=YEARLY;COUNT=3;BYMONTH={MANY[:26]};BYMONTHDAY={MANY};BYDAY=MO,TU,WE;BYSETPOS=1",
        "FREQ=DAILY;COUNT=٣",
        "FREQ=",
        "COUNT=5",
        "x" * 5000,
        "",
    ],
)
def test_a_rule_that_means_harm_or_nothing_is_refused_at_once(rule):
    began = time.process_time()
    with pytest.raises(RuleRefused) as refused:
        recurrence.occurrences(rule, START, "Europe/Helsinki")
    assert time.process_time() - began < 0.5
    assert 10 < len(str(refused.value)) < 300


@pytest.mark.parametrize("rule", ["FREQ=WEEKLY", "FREQ=DAILY;BYDAY=MO", "RRULE:FREQ=YEARLY"])
def test_a_rule_without_an_end_is_named_as_that(rule):
    with pytest.raises(RuleWithoutEnd):
        recurrence.occurrences(rule, START)


@some.composite
def rules(draw) -> str:
    """Rules of the kinds that are taken. dateutil reads numbered and plain weekdays together in its own way."""
    frequency = draw(some.sampled_from(recurrence.FREQUENCIES))
    parts = [f"FREQ={frequency}", f"COUNT={draw(some.integers(1, 12))}", f"INTERVAL={draw(some.integers(1, 4))}"]
    if draw(some.booleans()):
        parts.append("BYMONTH=" + listed(draw, some.integers(1, 12)))
    if frequency != "WEEKLY" and draw(some.booleans()):
        parts.append("BYMONTHDAY=" + listed(draw, some.sampled_from([1, 5, 13, 28, 29, 31, -1, -3])))
    if draw(some.booleans()):
        numbers = ["1", "2", "-1", "4"] if frequency in ("MONTHLY", "YEARLY") and draw(some.booleans()) else [""]
        days = some.tuples(some.sampled_from(numbers), some.sampled_from(DAYS)).map("".join)
        parts.append("BYDAY=" + listed(draw, days))
    if frequency != "WEEKLY" and len(parts) > 3 and draw(some.booleans()):
        parts.append("BYSETPOS=" + listed(draw, some.sampled_from([1, 2, -1])))
    return ";".join(parts)


def listed(draw, values) -> str:
    return ",".join(map(str, draw(some.lists(values, min_size=1, max_size=3, unique=True))))


@settings(deadline=None, max_examples=300)
@given(rules(), some.datetimes(dt.datetime(2024, 1, 1), dt.datetime(2030, 1, 1)))
def test_dates_are_those_that_dateutil_finds(rule, moment):
    starts = moment.replace(second=0, microsecond=0)
    try:
        found = recurrence.by_rule(rule, starts)
    except RuleRefused:
        return
    assert found == list(rrulestr(rule, dtstart=starts))
    assert recurrence.by_rule(recurrence.write(recurrence.read(rule), "UTC", all_day=False), starts) == found


def test_an_end_in_utc_counts_in_the_zone_of_the_start():
    rule = recurrence.read("FREQ=WEEKLY;UNTIL=20260331T060000Z", "Europe/Helsinki")
    assert len(recurrence.occurrences(rule, START)) == 4
    assert recurrence.write(rule, "Europe/Helsinki", all_day=False) == "FREQ=WEEKLY;UNTIL=20260331T060000Z"
    earlier = recurrence.read("FREQ=WEEKLY;UNTIL=20260331T055959Z", "Europe/Helsinki")
    assert len(recurrence.occurrences(earlier, START)) == 3


def test_the_start_is_always_a_date_unless_it_is_left_out():
    assert recurrence.occurrences("FREQ=WEEKLY;BYDAY=WE;COUNT=2", START)[0] == START
    assert START not in recurrence.occurrences("FREQ=WEEKLY;COUNT=2", START, left_out=[START])
