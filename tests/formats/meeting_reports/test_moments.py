"""Dates, times and durations as the tools and languages write them, and the order of day and month."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from roundtables.formats.meeting_reports import errors
from roundtables.formats.meeting_reports.durations import duration
from roundtables.formats.meeting_reports.report import DateOrder
from tests.formats.meeting_reports.reading_samples import read, spoken

HELSINKI = ZoneInfo("Europe/Helsinki")
ONE = "Full Name\tUser Action\tTimestamp\nAda\tJoined\t{}\nAda\tLeft\t{}\n"
NARROW, FIXED = "\u202f", "\u00a0"


def begun(moment: str, day: dt.date, timezone: str = "Europe/Helsinki", order: DateOrder | None = None) -> str:
    """When a report begins whose one line of joining has this moment, by the clock on the wall."""
    report = read(ONE.format(moment, moment), day, timezone, order)
    return f"{report.start.astimezone(ZoneInfo(timezone)):%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("14/11/22, 09:29:07", "2022-11-14 09:29:07"),
        ("11/14/22, 9:29:07 AM", "2022-11-14 09:29:07"),
        (f"11/14/22, 9:29:07{NARROW}PM", "2022-11-14 21:29:07"),
        ("11/14/2022, 12:29:07 AM", "2022-11-14 00:29:07"),
        ("11/14/2022, 12:29:07 PM", "2022-11-14 12:29:07"),
        ("14.11.2022 klo 9.05.10", "2022-11-14 09:05:10"),
        ("14.11.2022 klo 9.05", "2022-11-14 09:05:00"),
        ("ma 14.11.2022 klo 9.05.10", "2022-11-14 09:05:10"),
        ("14.11.2022 9.05.10 ip.", "2022-11-14 21:05:10"),
        ("14.11.2022 9.05.10 ap.", "2022-11-14 09:05:10"),
        ("2022-11-14 9:05:10 em", "2022-11-14 21:05:10"),
        ("2022-11-14 9:05:10 fm", "2022-11-14 09:05:10"),
        ("2022-11-14 kl. 09:05:10", "2022-11-14 09:05:10"),
        ("14. 11. 2022. 09:05", "2022-11-14 09:05:00"),
        (f"14.{FIXED}11.{FIXED}2022.{FIXED}09:05:10", "2022-11-14 09:05:10"),
        ("14. 11. 2022. u 09:05:10", "2022-11-14 09:05:10"),
        ("14.11.2022, 09:05:10", "2022-11-14 09:05:10"),
        ("14/11/2022 09:05:10", "2022-11-14 09:05:10"),
        ("14-11-2022 09:05:10", "2022-11-14 09:05:10"),
        ("22-11-14 09:05:10", "2022-11-14 09:05:10"),
        ("2022. 11. 14. 9:05:10", "2022-11-14 09:05:10"),
        ("2022/11/14 9:05:10", "2022-11-14 09:05:10"),
        ("2022-11-14T09:05:10", "2022-11-14 09:05:10"),
        ("2022-11-14T09:05:10.123", "2022-11-14 09:05:10"),
        ("2022-11-14T07:05:10Z", "2022-11-14 09:05:10"),
        ("2022-11-14 07:05:10 UTC", "2022-11-14 09:05:10"),
        ("2022-11-14T08:05:10+01:00", "2022-11-14 09:05:10"),
        ("2022-11-14 02:05:10 (GMT-5)", "2022-11-14 09:05:10"),
        ("Nov 14, 2022 09:05 AM", "2022-11-14 09:05:00"),
        ("14 November 2022 09:05:10", "2022-11-14 09:05:10"),
        ("14 nov. 2022 09:05", "2022-11-14 09:05:00"),
        ("14. marraskuuta 2022 klo 9.05", "2022-11-14 09:05:00"),
        ("\u200e14/11/2022, 09:05:10", "2022-11-14 09:05:10"),
        ("14/11/2022 9:05:10 μ.μ.", "2022-11-14 21:05:10"),
        ("14/11/2022 下午 9:05:10", "2022-11-14 21:05:10"),
    ],
)
def test_moments_are_read_as_they_are_meant(written, meant):
    assert begun(written, dt.date(2022, 11, 14)) == meant


@pytest.mark.parametrize(
    ("day", "meant"),
    [
        (dt.date(2026, 12, 11), "2026-12-11"),
        (dt.date(2026, 11, 12), "2026-11-12"),
        (dt.date(2026, 11, 13), "2026-11-12"),
    ],
)
def test_the_events_day_settles_day_and_month(day, meant):
    assert begun("11/12/26, 09:00:00", day).startswith(meant)


def test_a_value_over_twelve_settles_the_whole_file():
    text = ONE.format("11/12/26, 23:50:00", "13/12/26, 00:10:00")
    assert read(text, dt.date(2030, 1, 1)).start == dt.datetime(2026, 12, 11, 21, 50, tzinfo=dt.UTC)


def test_the_order_within_the_file_settles_two_days_that_follow_each_other():
    text = ONE.format("11/12/26, 23:50:00", "12/12/26, 00:10:00")
    assert read(text, dt.date(2030, 1, 1)).start == dt.datetime(2026, 12, 11, 21, 50, tzinfo=dt.UTC)


def test_dots_never_have_the_month_first():
    assert begun("11.05.2026 9.00.00", dt.date(2026, 11, 5)).startswith("2026-05-11")


def test_what_cannot_be_settled_is_asked():
    with pytest.raises(errors.DatesAmbiguous, match="11/12/26") as caught:
        begun("11/12/26, 09:00:00", dt.date(2030, 1, 1))
    assert caught.value.orders == (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    assert caught.value.example.startswith("11/12/26")
    chosen = begun("11/12/26, 09:00:00", dt.date(2030, 1, 1), order=DateOrder.MONTH_FIRST)
    assert chosen.startswith("2026-11-12")


def test_the_same_day_either_way_is_not_asked():
    assert begun("11/11/26, 09:00:00", dt.date(2030, 1, 1)).startswith("2026-11-11")


@pytest.mark.parametrize(
    "written", ["31/31/26, 09:00:00", "11/14/2022, 25:00:00", "11/14/2022, 09:61:00", "11/14/2022, 09:00:00 xyz"]
)
def test_what_is_no_moment_is_named(written):
    text = ONE.format("11/13/2022, 09:00:00 AM", "11/13/2022, 10:00:00 AM") + f"Ivo\tJoined\t{written}\n"
    with pytest.raises(errors.MomentNotRead, match=written[:8]):
        read(text, dt.date(2022, 11, 13))


def test_an_order_that_the_file_cannot_have_is_told():
    with pytest.raises(errors.MomentNotRead, match="14/11/26"):
        begun("14/11/26, 09:00:00", dt.date(2026, 11, 14), order=DateOrder.MONTH_FIRST)


def test_the_zone_is_the_events():
    assert begun("2026-07-01 09:00:00", dt.date(2026, 7, 1), "Europe/Zagreb").endswith("09:00:00")
    start = read(ONE.format("2026-07-01 09:00:00", "2026-07-01 10:00:00"), dt.date(2026, 7, 1), "Europe/Zagreb").start
    assert start == dt.datetime(2026, 7, 1, 7, tzinfo=dt.UTC)


# The clocks are put back from 04:00 to 03:00 in Helsinki in the night of 25 October 2026.
NIGHT = dt.date(2026, 10, 24)
STAYS = "Full Name\tJoin Time\tLeave Time\tDuration\tEmail\tRole\tParticipant ID (UPN)\n"


def lasted(*lines: str) -> list[list[int]]:
    """The minutes of each stay, each person's in a list."""
    rows = "".join(f"{line.replace(' > ', chr(9))}\t\t\t\n" for line in lines)
    report = read(STAYS + rows, NIGHT)
    return [
        [int((stay.departed - stay.joined).total_seconds()) // 60 for stay in attendee.stays]
        for attendee in report.attendees
    ]


def test_an_hour_that_exists_twice_is_settled_by_order():
    day = "25.10.2026 klo"
    assert lasted(
        f"Over both > {day} 2.30.00 > {day} 4.30.00 > ",
        f"Back > {day} 3.50.00 > {day} 3.10.00 > ",
        f"Long > {day} 3.10.00 > {day} 3.50.00 > 1 t 40 min",
        f"Short > {day} 3.10.00 > {day} 3.50.00 > 40 min",
    ) == [[180], [20], [100], [40]]


def test_the_night_in_which_the_clocks_go_forward_is_an_hour_shorter():
    report = read(STAYS + "A\t29.3.2026 klo 2.30.00\t29.3.2026 klo 4.30.00\t\t\t\t\n", dt.date(2026, 3, 29))
    assert report.attendees[0].seconds == 3600


def test_a_leaving_before_the_joining_counts_by_its_duration_or_not_at_all():
    backwards = "24.11.2026 klo 10.00.00\t24.11.2026 klo 9.00.00"
    report = read(STAYS + f"A\t{backwards}\t30 min\t\t\t\nB\t{backwards}\t\t\t\t\n")
    assert spoken(report, HELSINKI) == {"A": ["10:00:00-10:30:00"], "B": []}
    assert report.notes == (
        "2 lines have a leaving before their joining: only the duration was counted, if one is stated.",
    )


def test_a_joining_that_is_missing_counts_from_the_start():
    rows = "A\t24.11.2026 klo 9.00.00\t24.11.2026 klo 11.00.00\t\t\t\t\nB\t\t24.11.2026 klo 10.00.00\t\t\t\t\n"
    report = read(STAYS + rows)
    assert spoken(report, HELSINKI)["B"] == ["09:00:00-10:00:00"]
    assert "1 joining is missing" in report.notes[0]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("1h 30m 51s", 5451),
        ("19m 26s", 1166),
        ("1 t 3 min", 3780),
        ("1 h 3 min 5 s", 3785),
        ("2 tim 5 min 3 sek", 7503),
        ("1 sat 3 min", 3780),
        ("2 Std. 7 Min.", 7620),
        ("1 godz. 2 min 3 sek.", 3723),
        ("PT1H3M", 3780),
        ("PT45S", 45),
        ("P1DT1H", 90_000),
        ("01:30:51", 5451),
        ("204 mins", 12_240),
        ("2 hr 5 min", 7500),
        ("1 hour and 5 minutes", 3900),
        ("90", 5400),
        ("1,5 h", 5400),
        ("30s", 30),
        ("", None),
        ("PT", None),
        ("soon", None),
        ("5 apples", None),
        ("24.11.2026 klo 9.05.10", None),
        ("٣", 180),
    ],
)
def test_durations_are_read_in_any_language(written, seconds):
    assert duration(written) == seconds
