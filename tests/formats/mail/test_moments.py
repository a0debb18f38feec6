"""When something is, as people write it in each language, with the zone by its name."""

import datetime as dt

import pytest

from roundtables.formats.mail.moments import when
from roundtables.words import language

MORNING, AFTERNOON = dt.datetime(2026, 12, 1, 9), dt.datetime(2026, 12, 1, 16)
NEXT_DAY = dt.datetime(2026, 12, 2, 16)


@pytest.mark.parametrize(
    ("code", "one_day", "two_days"),
    [
        (
            "en",
            "Tuesday 1 December 2026, 09:00–16:00 (Eastern European Standard Time, UTC+2)",
            "Tuesday 1 December 2026, 09:00 – Wednesday 2 December 2026, 16:00 (Eastern European Standard Time, UTC+2)",
        ),
        (
            "fi",
            "tiistai 1.12.2026 klo 9.00–16.00 (Itä-Euroopan normaaliaika, UTC+2)",
            "tiistai 1.12.2026 klo 9.00 – keskiviikko 2.12.2026 klo 16.00 (Itä-Euroopan normaaliaika, UTC+2)",
        ),
        (
            "sv",
            "tisdag 1.12.2026 kl. 9.00–16.00 (östeuropeisk normaltid, UTC+2)",
            "tisdag 1.12.2026 kl. 9.00 – onsdag 2.12.2026 kl. 16.00 (östeuropeisk normaltid, UTC+2)",
        ),
        (
            "hr",
            "utorak, 1. 12. 2026. u 9:00–16:00 (istočnoeuropsko standardno vrijeme, UTC+2)",
            "utorak, 1. 12. 2026. u 9:00 – srijeda, 2. 12. 2026. u 16:00 (istočnoeuropsko standardno vrijeme, UTC+2)",
        ),
    ],
)
def test_a_time_is_written_as_its_language_does(code, one_day, two_days):
    assert when(MORNING, AFTERNOON, "Europe/Helsinki", language(code)) == one_day
    assert when(MORNING, NEXT_DAY, "Europe/Helsinki", language(code)) == two_days


def test_whole_days_have_no_hours_and_no_zone():
    english = language("en")
    assert when(MORNING, AFTERNOON, "Europe/Helsinki", english, all_day=True) == "Tuesday 1 December 2026"
    assert (
        when(MORNING, NEXT_DAY, "Europe/Helsinki", english, all_day=True)
        == "Tuesday 1 December 2026 – Wednesday 2 December 2026"
    )


@pytest.mark.parametrize(
    ("zone", "said"),
    [
        ("UTC", "(UTC)"),
        ("Asia/Kathmandu", "(UTC+5:45)"),
        ("America/St_Johns", "UTC−2:30)"),
        ("Europe/Zagreb", "(Central European Summer Time, UTC+2)"),
    ],
)
def test_a_zone_is_named_as_it_is_on_that_day(zone, said):
    moment = dt.datetime(2026, 7, 1, 9)
    assert when(moment, moment, zone, language("en")).endswith(said)
