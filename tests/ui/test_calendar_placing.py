"""Where events stand: across changes of clocks, past midnight, in other zones, over many days."""

import datetime as dt
from typing import Any

import pytest

from roundtables.queries.calendar import CalendarRow
from roundtables.terms import EventFormat, EventKind, EventStatus
from roundtables.walltime import aware
from ui.pages.calendar.placing import (
    DAY,
    Placed,
    bars,
    blocks,
    fitting,
    hours_elsewhere,
    month_weeks,
    place,
    week_of,
)

HELSINKI, ZAGREB = "Europe/Helsinki", "Europe/Zagreb"
SPRING, AUTUMN = dt.date(2026, 3, 29), dt.date(2026, 10, 25)
"""The last Sundays of March and October."""


def event(
    starts: dt.datetime, ends: dt.datetime, zone: str = HELSINKI, *, all_day: bool = False, key: int = 1
) -> CalendarRow:
    values: dict[str, Any] = {"kind": EventKind.WORKSHOP, "format": EventFormat.IN_PERSON}
    return CalendarRow(
        id=key,
        reference=f"E1.{key}",
        title="Workshop",
        status=EventStatus.PLANNED,
        starts=starts,
        ends=ends,
        all_day=all_day,
        timezone=zone,
        starts_utc=aware(starts, zone).astimezone(dt.UTC),
        work_package=1,
        venue_id=None,
        venue="",
        room="",
        city="",
        seats=None,
        accepted=0,
        **values,
    )


def seen(starts: dt.datetime, ends: dt.datetime, zone: str = HELSINKI, home: str = HELSINKI, **rest: Any) -> Placed:
    return place(event(starts, ends, zone, **rest), home)


def hour(day: dt.date, at: float) -> dt.datetime:
    return dt.datetime.combine(day, dt.time()) + dt.timedelta(hours=at)


@pytest.mark.parametrize("sunday", [SPRING, AUTUMN], ids=["spring", "autumn"])
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_ten_in_zagreb_is_eleven_in_helsinki_on_either_side_of_both_changes(sunday: dt.date, days: int) -> None:
    day = sunday + DAY * days
    placed = seen(hour(day, 10), hour(day, 12), ZAGREB)
    assert (placed.begins, placed.finishes) == (hour(day, 11), hour(day, 13))


def test_an_event_over_the_missing_hour_is_as_long_as_the_clocks_say() -> None:
    """From one to five by the clock, though only three hours pass."""
    placed = seen(hour(SPRING, 1), hour(SPRING, 5))
    (block,) = blocks([placed], SPRING)
    assert (block.begins, block.finishes) == (60, 300)


def test_an_event_within_the_hour_that_is_repeated_does_not_end_before_it_begins() -> None:
    """A quarter to one until a quarter past, UTC: a quarter to four and then a quarter past three in Helsinki."""
    placed = seen(hour(AUTUMN, 0.75), hour(AUTUMN, 1.25), "UTC")
    assert placed.begins == placed.finishes == hour(AUTUMN, 3.75)
    assert all(block.finishes > block.begins for block in blocks([placed], AUTUMN))


def test_an_event_past_midnight_belongs_to_the_evening_and_stands_among_the_hours_of_both_days() -> None:
    day = dt.date(2026, 12, 9)
    placed = seen(hour(day, 22), hour(day, 26))
    assert (placed.first, placed.last) == (day, day)
    assert [(one.begins, one.finishes) for one in blocks([placed], day)] == [(22 * 60, 24 * 60)]
    assert [(one.begins, one.finishes) for one in blocks([placed], day + DAY)] == [(0, 2 * 60)]
    assert not blocks([placed], day + DAY * 2)


def test_an_event_until_midnight_ends_on_its_own_day() -> None:
    day = dt.date(2026, 12, 9)
    placed = seen(hour(day, 20), hour(day, 24))
    assert placed.last == day
    assert not blocks([placed], day + DAY)


def test_late_in_zagreb_is_the_next_day_in_helsinki() -> None:
    day = dt.date(2026, 12, 9)
    placed = seen(hour(day, 23.5), hour(day, 24.5), ZAGREB)
    assert placed.first == day + DAY
    assert placed.row.starts.date() == day


def test_the_last_day_of_an_all_day_event_is_its_own_and_zones_do_not_move_it() -> None:
    day = dt.date(2026, 12, 7)
    for home in (HELSINKI, ZAGREB, "America/New_York", "Asia/Tokyo"):
        placed = seen(hour(day, 0), hour(day + DAY * 2, 0), ZAGREB, home, all_day=True)
        assert (placed.first, placed.last) == (day, day + DAY * 2)
        assert placed.is_long


def test_an_event_of_forty_days_runs_through_every_week() -> None:
    day = dt.date(2026, 11, 25)
    placed = seen(hour(day, 0), hour(day + DAY * 39, 0), all_day=True)
    weeks = [week_of(day, 1) + DAY * 7 * at for at in range(6)]
    laid = [bars([placed], week)[0] for week in weeks]
    assert [(bar.first, bar.last) for bar in laid] == [(2, 6), (0, 6), (0, 6), (0, 6), (0, 6), (0, 6)]
    assert [bar.from_before for bar in laid] == [False, True, True, True, True, True]
    assert [bar.goes_on for bar in laid] == [True, True, True, True, True, False]
    assert not bars([placed], weeks[-1] + DAY * 7)


def test_what_overlaps_stands_side_by_side_and_what_follows_takes_the_whole_width() -> None:
    day = dt.date(2026, 12, 8)
    spans = [(9, 12), (10, 11), (11, 13), (14, 15)]
    placed = [seen(hour(day, first), hour(day, last), key=at) for at, (first, last) in enumerate(spans)]
    assert [(one.column, one.columns) for one in blocks(placed, day)] == [(0, 2), (1, 2), (1, 2), (0, 1)]


def test_what_lasts_a_day_or_more_is_not_among_the_hours() -> None:
    day = dt.date(2026, 12, 8)
    assert not blocks([seen(hour(day, 9), hour(day + DAY, 16))], day)
    assert len(blocks([seen(hour(day, 9), hour(day, 9))], day)) == 1


def test_a_day_on_which_not_all_fit_says_how_many_are_left_out() -> None:
    day = dt.date(2026, 12, 7)
    long = seen(hour(day, 0), hour(day + DAY * 2, 0), all_day=True, key=1)
    short = [seen(hour(day, 9 + at), hour(day, 10 + at), key=2 + at) for at in range(4)]
    kept, left_out = fitting(bars([long, *short], day), 3)
    assert [bar.placed.row.id for bar in kept] == [1, 2]
    assert left_out == [3, 0, 0, 0, 0, 0, 0]


def test_nothing_is_lost_between_what_is_shown_and_what_is_counted() -> None:
    day = dt.date(2026, 12, 7)
    placed = [
        seen(hour(day + DAY * (at % 7), 9), hour(day + DAY * (at % 7 + at % 3), 16), key=at + 1) for at in range(30)
    ]
    laid = bars(placed, day)
    for lanes in range(1, 12):
        kept, left_out = fitting(laid, lanes)
        for column in range(7):
            on_day = sum(bar.first <= column <= bar.last for bar in laid)
            shown = [bar.lane for bar in kept if bar.first <= column <= bar.last]
            assert len(shown) + left_out[column] == on_day
            assert len(set(shown)) == len(shown)
            assert all(lane < lanes - bool(left_out[column]) for lane in shown)


def test_the_other_zones_hours_follow_its_clocks() -> None:
    assert hours_elsewhere(dt.date(2026, 12, 8), HELSINKI, ZAGREB)[9] == dt.time(8)
    assert hours_elsewhere(dt.date(2026, 12, 8), HELSINKI, "Asia/Kolkata")[9] == dt.time(12, 30)
    # New York puts its clocks forward three weeks before Europe does.
    assert hours_elsewhere(dt.date(2026, 3, 1), HELSINKI, "America/New_York")[9] == dt.time(2)
    assert hours_elsewhere(dt.date(2026, 3, 20), HELSINKI, "America/New_York")[9] == dt.time(3)


def test_a_month_begins_with_the_week_of_its_first_day() -> None:
    weeks = month_weeks(dt.date(2026, 11, 24), 1)
    assert weeks[0] == dt.date(2026, 10, 26)
    assert len(weeks) == 6
    assert len(month_weeks(dt.date(2027, 2, 1), 1)) == 4
    assert month_weeks(dt.date(2026, 11, 24), 7)[0] == dt.date(2026, 11, 1)
