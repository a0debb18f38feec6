"""The one catalogue of words: gettext for windows, command line, sheets, calendars and documents alike.

Two ways in. `_("…")` speaks the language of this process (the window's, the command line's). A
`Language` object speaks one language whatever the process speaks: exports and mail take the
recipient's. Dates, numbers and country names come from Babel, which is imported at first use only.
"""

import datetime as dt
import gettext as gettext_module
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel import Locale

DOMAIN = "roundtables"
LOCALES = {"en": "en_GB", "fi": "fi", "sv": "sv_FI", "hr": "hr"}
NAMES = {"en": "English", "fi": "suomi", "sv": "svenska", "hr": "hrvatski"}
LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ŧ": "t"}
)


def resource(*parts: str) -> Path:
    """The path of a file or folder of `resources/`, in a checkout, an installation and a frozen program alike."""
    package = Path(__file__).parent
    installed = package / "resources"
    root = installed if installed.is_dir() else package.parent / "resources"
    return root.joinpath(*parts)


def N_(text: str) -> str:
    """Mark a text for the catalogue; it is translated where it is shown."""
    return text


def fold(text: str) -> str:
    """The form in which texts are compared and found: no case, no accents, đ as d and ß as ss."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS_WITHOUT_DECOMPOSITION))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_NORDIC = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}", "ü": "y"})
_CROATIAN = (("dž", "d{"), ("lj", "l{"), ("nj", "n{"), ("č", "c{"), ("ć", "c|"), ("đ", "d|"), ("š", "s{"), ("ž", "z{"))


def sort_key(text: str, code: str) -> str:
    """The key by which a text is sorted in a language, to be compared letter by letter as plain characters.

    Letters that come after z or after another letter are written with the signs that follow z: å ä ö in Finnish and
    Swedish; č ć dž đ lj nj š ž in Croatian; elsewhere accents are no letters of their own (CLDR's collation rules).
    """
    if code in ("fi", "sv"):
        return fold(text) if text.isascii() else fold(_composed(text).translate(_NORDIC))
    if code == "hr" and text.isascii():
        return text.lower().replace("lj", "l{").replace("nj", "n{")
    if code == "hr":
        written = _composed(text)
        for letter, key in _CROATIAN:
            written = written.replace(letter, key)
        return fold(written)
    return fold(text)


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text.casefold())


@dataclass(frozen=True)
class Language:
    """One language: its words, and how it writes dates, numbers and the names of countries.

    `code` is en, fi, sv or hr. Made by `language()`, which keeps one of each.
    """

    code: str
    _catalogue: gettext_module.NullTranslations

    def gettext(self, text: str) -> str:
        return self._catalogue.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self._catalogue.ngettext(one, many, number)

    def pgettext(self, context: str, text: str) -> str:
        return self._catalogue.pgettext(context, text)

    @property
    def locale(self) -> "Locale":
        """The Babel locale; imports Babel."""
        from babel import Locale

        return Locale.parse(LOCALES[self.code])

    def date(self, day: dt.date) -> str:
        """24.11.2026, as the locale writes a date in figures, the year in four."""
        from babel.dates import format_date

        return format_date(
            day, {"en": "d MMM y", "fi": "d.M.y", "sv": "d.M.y", "hr": "d. M. y."}[self.code], self.locale
        )

    def time(self, moment: dt.time | dt.datetime) -> str:
        """9.00 in Finnish and Swedish of Finland, 09:00 in English, 9:00 in Croatian."""
        patterns = {"en": "HH:mm", "fi": "H.mm", "sv": "H.mm", "hr": "H:mm"}
        from babel.dates import format_time

        plain = moment.timetz() if isinstance(moment, dt.datetime) else moment
        return format_time(plain.replace(tzinfo=None), patterns[self.code], locale=self.locale)

    def datetime(self, moment: dt.datetime) -> str:
        """24.11.2026 klo 9.00: date and time as written in running text."""
        joined = {"en": "{}, {}", "fi": "{} klo {}", "sv": "{} kl. {}", "hr": "{} u {}"}
        return joined[self.code].format(self.date(moment.date()), self.time(moment))

    def days(self, first: dt.date, last: dt.date) -> str:
        """One date, or the first and last of several with an en dash between."""
        return self.date(first) if first == last else f"{self.date(first)} – {self.date(last)}"

    def weekday(self, day: dt.date) -> str:
        """The day of the week, short: Tue, ti, tis, uto."""
        from babel.dates import format_date

        return format_date(day, "EEE", self.locale)

    def number(self, value: float) -> str:
        from babel.numbers import format_decimal

        return format_decimal(value, locale=self.locale)

    def country(self, code: str | None) -> str:
        """The country's name by its ISO 3166 code; a code that is not known stays as it is."""
        return self.locale.territories.get(code.upper(), code) if code else ""

    def language_name(self, code: str | None) -> str:
        """A language's name by its code (sv, sv-FI, pt-BR); a code that is not known stays as it is."""
        names = self.locale.languages
        exact, plain = (code or "").replace("-", "_"), (code or "").replace("_", "-").split("-")[0].lower()
        return names.get(exact) or names.get(plain) or code or ""


@cache
def language(code: str) -> Language:
    """The language with this code (en, fi, sv, hr), or English for one that is not known."""
    known = code if code in LOCALES else "en"
    catalogue = gettext_module.translation(DOMAIN, resource("locale"), languages=[LOCALES[known]], fallback=True)
    return Language(known, catalogue)


class _Spoken:
    """The language of this process, chosen once at start and when the user changes it."""

    language = language("en")


def speak(chosen: str | Language) -> None:
    """Choose the language of this process, by its code or as one that was made for the purpose."""
    _Spoken.language = language(chosen) if isinstance(chosen, str) else chosen


def spoken() -> Language:
    """The language of this process."""
    return _Spoken.language


def _(text: str) -> str:
    """A text in the language of this process."""
    return _Spoken.language.gettext(text)


def n_(one: str, many: str, number: int) -> str:
    """A text that counts, in the language of this process; `{n}` is left to the caller's format."""
    return _Spoken.language.ngettext(one, many, number)
