"""Dates, numbers and names as each language writes them."""

import datetime as dt

import pytest

from roundtables.words import LOCALES, language


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("en", "24 Nov 2026, 09:00"),
        ("fi", "24.11.2026 klo 9.00"),
        ("sv", "24.11.2026 kl. 9.00"),
        ("hr", "24. 11. 2026. u 9:00"),
    ],
)
def test_running_text_has_date_and_time_as_the_locale_writes_them(code: str, written: str) -> None:
    assert language(code).datetime(dt.datetime(2026, 11, 24, 9)) == written


@pytest.mark.parametrize(
    ("code", "country", "name"),
    [
        ("en", "Croatia", "Swedish"),
        ("fi", "Kroatia", "ruotsi"),
        ("sv", "Kroatien", "svenska"),
        ("hr", "Hrvatska", "švedski"),
    ],
)
def test_countries_and_languages_are_named_in_the_language(code: str, country: str, name: str) -> None:
    spoken = language(code)
    assert spoken.country("HR") == spoken.country("hr") == country
    assert spoken.language_name("sv") == spoken.language_name("sv-FI") == spoken.language_name("SV_fi") == name


@pytest.mark.parametrize("code", LOCALES)
def test_a_code_that_nobody_knows_stays_as_it_is(code: str) -> None:
    spoken = language(code)
    assert spoken.country("Q9") == spoken.language_name("Q9") == "Q9"
    assert spoken.country(None) == spoken.language_name("") == spoken.language_name(None) == ""
    assert spoken.language_name("pt-BR") != spoken.language_name("pt")
