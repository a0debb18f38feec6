"""Public holidays of the two countries that the programme runs in, as the `holidays` package knows them."""

import datetime as dt
from dataclasses import dataclass

LANGUAGES = {"FI": {"en": "en_US", "fi": "fi", "sv": "sv_FI"}, "HR": {"en": "en_US", "hr": "hr"}}
"""For each country, the languages in which the package names its holidays; English for all others."""


@dataclass(frozen=True)
class Holiday:
    """A public holiday: `country` is the ISO 3166 code, FI or HR."""

    day: dt.date
    country: str
    name: str


def public_holidays(year: int, language: str) -> list[Holiday]:
    """The holidays of a year, by day and country. Imports a heavy package: a fifth of a second at the first call."""
    from holidays import country_holidays

    found = []
    for country, languages in LANGUAGES.items():
        named = country_holidays(country, years=year, language=languages.get(language, languages["en"]))
        found += [Holiday(day, country, name) for day, name in named.items()]
    return sorted(found, key=lambda holiday: (holiday.day, holiday.country))
