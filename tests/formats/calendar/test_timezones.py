"""Every reader finds the instants that the register means, by the file's own time zones."""

import datetime as dt
import io
import zoneinfo
from dataclasses import replace

import pytest

from roundtables.errors import Expected
from roundtables.formats.calendar.documents import Guest
from roundtables.formats.calendar.invitation import prepare_invitation
from roundtables.formats.calendar.publication import write_publication
from roundtables.formats.calendar.timezones import transitions, vtimezone
from roundtables.walltime import TimeDoesNotExist, TimeExistsTwice, UnknownZone, instant

HOME = ("Europe/Helsinki", "Europe/Zagreb")
ABROAD = (
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
    "Asia/Tehran",
    "Asia/Gaza",
    "America/Santiago",
    "Europe/Dublin",
    "UTC",
)
YEARS = range(2020, 2031)
GUEST = Guest("Maija Möttönen", "maija@guests.example")
HOUR = dt.timedelta(hours=1)


def days_of(year):
    first = dt.datetime(year, 1, 1)
    return [
        first + dt.timedelta(days=number) for number in range(366) if (first + dt.timedelta(days=number)).year == year
    ]


def exists_once(wall, zone):
    try:
        instant(wall, zone)
    except (TimeDoesNotExist, TimeExistsTwice):
        return False
    return True


def around_the_changes(zone, year):
    """Every half hour around each change of the clocks, the days beside it, and the middle of each month."""
    walls = [dt.datetime(year, month, 15, 12) for month in range(1, 13)]
    for change in transitions(zone, year):
        walls += [change.at + dt.timedelta(minutes=minutes) for minutes in range(-1530, 1531, 510)]
        walls += [change.at + dt.timedelta(minutes=minutes) for minutes in range(-210, 211, 30)]
    return [wall for wall in walls if exists_once(wall, zone)]


def invitations_at(calendar_event, stamp, zone, walls):
    """An event at each time, until two hours later, and the invitations to them."""
    events = [
        calendar_event(uid=f"{number}@roundtables.invalid", timezone=zone, starts=wall, ends=wall + 2 * HOUR)
        for number, wall in enumerate(walls)
        if exists_once(wall + 2 * HOUR, zone)
    ]
    return events, [prepare_invitation(event, stamp).for_guest(GUEST) for event in events]


def published(events, stamp):
    out = io.BytesIO()
    write_publication(events, "All", stamp, out)
    return out.getvalue()


def meant(event):
    return instant(event.starts, event.timezone), instant(event.ends, event.timezone)


@pytest.mark.parametrize("zone", HOME)
def test_each_day_of_a_year_is_read_at_the_right_moment(zone, read, calendar_event, stamp):
    events, _ = invitations_at(calendar_event, stamp, zone, [day + 9 * HOUR for day in days_of(2026)])
    (seen,) = read([published(events, stamp)])
    assert [(one.starts, one.ends) for one in seen] == [meant(event) for event in events]
    assert len(seen) == 365


@pytest.mark.parametrize("zone", [*HOME, *ABROAD])
def test_a_calendar_of_many_years_is_read_at_the_right_moments(zone, read, calendar_event, stamp):
    walls = [wall for year in YEARS for wall in around_the_changes(zone, year)]
    events, _ = invitations_at(calendar_event, stamp, zone, walls)
    (seen,) = read([published(events, stamp)])
    assert [(one.starts, one.ends) for one in seen] == [meant(event) for event in events]


@pytest.mark.parametrize("zone", [*HOME, *ABROAD])
def test_an_invitation_near_a_change_of_the_clocks_is_read_at_the_right_moment(zone, read, calendar_event, stamp):
    walls = [wall for year in YEARS for wall in around_the_changes(zone, year)]
    events, files = invitations_at(calendar_event, stamp, zone, walls[::11])
    seen = [only for (only,) in read(files)]
    assert [(one.starts, one.ends) for one in seen] == [meant(event) for event in events]


def test_a_calendar_in_any_zone_there_is_is_read_at_the_right_moments(read, calendar_event, stamp):
    calendars = {}
    for zone in sorted(zoneinfo.available_timezones()):
        events, _ = invitations_at(calendar_event, stamp, zone, around_the_changes(zone, 2026)[::5])
        data = published(events, stamp)
        # Many names stand for one zone: what is written alike and meant alike is read once.
        calendars[data.replace(zone.encode(), b"_"), tuple(map(meant, events))] = zone, data
    for (_, moments), seen in zip(calendars, read([data for _, data in calendars.values()]), strict=True):
        assert tuple((one.starts, one.ends) for one in seen) == moments, seen[0].uid


def test_an_event_over_the_night_of_the_change_has_its_true_length(read, calendar_event, stamp):
    event = calendar_event(starts=dt.datetime(2026, 10, 24, 20), ends=dt.datetime(2026, 10, 25, 8))
    ((seen,),) = read([prepare_invitation(event, stamp).for_guest(GUEST)])
    assert seen.ends - seen.starts == 13 * HOUR


def test_an_event_over_new_year_is_right_at_both_ends(read, calendar_event, stamp):
    for zone in (*HOME, *ABROAD):
        event = calendar_event(timezone=zone, starts=dt.datetime(2026, 12, 31, 23), ends=dt.datetime(2027, 1, 1, 1))
        ((seen,),) = read([prepare_invitation(event, stamp).for_guest(GUEST)])
        assert (seen.starts, seen.ends) == meant(event)


def test_a_zone_with_yearly_rules_is_written_by_its_rules():
    zone = vtimezone("Europe/Helsinki", dt.date(2020, 1, 1), dt.date(2030, 12, 31))
    observances = [
        (part.name, part["RRULE"].to_ical().decode(), part["TZOFFSETFROM"].td // HOUR, part["TZOFFSETTO"].td // HOUR)
        for part in zone.subcomponents
    ]
    assert observances == [
        ("DAYLIGHT", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3", 2, 3),
        ("STANDARD", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", 3, 2),
    ]


def test_a_zone_that_follows_no_rule_is_written_change_by_change():
    zone = vtimezone("Africa/Casablanca", dt.date(2025, 6, 1), dt.date(2025, 6, 1))
    offsets = [(part["TZOFFSETFROM"].td // HOUR, part["TZOFFSETTO"].td // HOUR) for part in zone.subcomponents]
    assert offsets == [(1, 1), (1, 0), (0, 1), (1, 0), (0, 1)]
    assert not any("RRULE" in part for part in zone.subcomponents)


def test_a_zone_without_changes_is_one_fixed_offset():
    text = vtimezone("Asia/Kolkata", dt.date(2026, 1, 1), dt.date(2026, 12, 31)).to_ical().decode()
    assert text.count("TZOFFSETTO:+0530") == text.count("TZOFFSETFROM:+0530") == 1
    assert "RRULE" not in text


def test_each_zone_is_written_once_and_none_for_utc_or_whole_days(calendar_event, stamp):
    event = calendar_event()
    events = [
        event,
        replace(event, timezone="Europe/Zagreb"),
        replace(event, starts=dt.datetime(2028, 1, 1), ends=dt.datetime(2028, 1, 2)),
        replace(event, timezone="UTC"),
        replace(event, timezone="Asia/Tokyo", all_day=True),
    ]
    text = published(events, stamp).decode()
    zones = [line for line in text.splitlines() if line.startswith("TZID:")]
    assert zones == ["TZID:Europe/Helsinki", "TZID:Europe/Zagreb"]
    assert "DTSTART:20260701T090000Z" in text


def test_an_unknown_zone_is_refused_in_words(calendar_event, stamp):
    with pytest.raises(UnknownZone) as refusal:
        prepare_invitation(calendar_event(timezone="Europe/Atlantis\r\nX:1"), stamp)
    assert isinstance(refusal.value, Expected)
