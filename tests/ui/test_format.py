"""The window writes dates, times and numbers by Qt as exports and mail do by Babel, and as the locale does."""

import datetime as dt

import pytest
from babel.dates import format_date, get_date_format
from babel.numbers import format_decimal

from roundtables.words import LOCALES, language, speak
from ui import format as formats

MORNING = dt.datetime(2026, 11, 24, 9)
NOON = dt.datetime(2026, 11, 24, 12, 30)
THURSDAY = dt.datetime(2026, 11, 26, 16)


@pytest.mark.parametrize("code", LOCALES)
def test_window_and_exports_write_the_same(code: str) -> None:
    speak(code)
    written = language(code)
    for number in range(366):
        moment = dt.datetime(2027, 1, 1) + number * dt.timedelta(days=1, minutes=41)
        assert formats.day(moment.date()) == written.date(moment.date())
        assert formats.time(moment) == written.time(moment)
        assert formats.weekday(moment.date()) == written.weekday(moment.date())
    for value in (0, 999, 1000, 12_345, 1_234_567):
        assert formats.number(value) == written.number(value) == format_decimal(value, locale=LOCALES[code])


@pytest.mark.parametrize("code", ["en", "fi", "hr"])
def test_dates_have_the_order_and_signs_that_the_locale_data_give(code: str) -> None:
    """Swedish of Finland writes 24.11.2026 and 9.00, as its authorities do; the data have Sweden's signs for it."""
    speak(code)
    length = "short" if code == "hr" else "medium"
    locale = language(code).locale
    pattern = get_date_format(length, locale).pattern.replace("dd", "d").replace("MM.", "M.")
    for month in range(1, 13):
        day = dt.date(2026, month, 4)
        assert formats.day(day) == format_date(day, pattern, locale)


@pytest.mark.parametrize(
    ("code", "said", "in_column", "long", "short"),
    [
        (
            "en",
            "Tue 24 Nov 2026, 09:00–12:30",
            "Tue 24 Nov 2026, 09:00–12:30",
            "Tue 24 Nov 2026, 09:00 – 26 Nov 2026, 16:00",
            "Tue 24 Nov 2026 – 26 Nov",
        ),
        (
            "fi",
            "ti 24.11.2026 klo 9.00–12.30",
            "ti 24.11.2026 9.00–12.30",
            "ti 24.11.2026 klo 9.00 – 26.11.2026 klo 16.00",
            "ti 24.11.2026 – 26.11.",
        ),
        (
            "sv",
            "tis 24.11.2026 kl. 9.00–12.30",
            "tis 24.11.2026 9.00–12.30",
            "tis 24.11.2026 kl. 9.00 – 26.11.2026 kl. 16.00",
            "tis 24.11.2026 – 26.11.",
        ),
        (
            "hr",
            "uto 24. 11. 2026., 9:00–12:30",
            "uto 24. 11. 2026. 9:00–12:30",
            "uto 24. 11. 2026., 9:00 – 26. 11. 2026., 16:00",
            "uto 24. 11. 2026. – 26. 11.",
        ),
    ],
)
def test_when_something_is_is_said_in_running_text_and_in_columns(
    code: str, said: str, in_column: str, long: str, short: str
) -> None:
    speak(code)
    assert formats.span(MORNING, NOON, all_day=False) == said
    assert formats.short_span(MORNING, NOON, all_day=False) == in_column
    assert formats.span(MORNING, THURSDAY, all_day=False) == long
    assert formats.short_span(MORNING, THURSDAY, all_day=False) == short


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "24 Nov 2026 09:00"),
        ("fi", "24.11.2026 9.00"),
        ("sv", "24.11.2026 9.00"),
        ("hr", "24. 11. 2026. 9:00"),
    ],
)
def test_a_column_has_date_and_time_without_words_between(code: str, written: str) -> None:
    speak(code)
    assert formats.moment(MORNING) == written
