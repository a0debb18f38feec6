"""The catalogues hold every text in every language, and a fault in one of them is found."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from roundtables.words import LOCALES, language
from tests import catalogues
from tests.pseudo import pseudo

TEXT = "{n} of &many"


@pytest.fixture(scope="module")
def template() -> Catalog:
    """The texts of the source."""
    return catalogues.extracted()


def translated(locale: str, source: str | tuple[str, str], *strings: str) -> Catalog:
    catalogue = Catalog(locale=locale)
    catalogue.add(source, strings[0] if isinstance(source, str) else strings)
    return catalogue


@pytest.mark.parametrize("locale", catalogues.LANGUAGES)
def test_every_text_has_its_translation_with_the_same_placeholders(locale: str, template: Catalog) -> None:
    catalogue = catalogues.updated(locale, template)
    assert catalogues.problems(locale, catalogue) == []
    assert catalogues.catalogue_file(locale).read_bytes() == catalogues.as_po(catalogue)


@pytest.mark.parametrize("locale", catalogues.LANGUAGES)
@pytest.mark.parametrize(
    ("source", "strings"),
    [
        ("Save", [""]),
        ("{n} saved", ["saved"]),
        ("{n} saved", ["{number} saved"]),
        ("{n:>4} saved", ["{n} saved"]),
        ("{n} saved", ["{n saved"]),
        ("&Save", ["Save"]),
        ("Save", ["&Save"]),
        (("{n} saved", "{n} are saved"), ["one saved", "{n} saved", "{n} saved"]),
        (("{n} saved", "{n} are saved"), ["{n} saved", "{n} saved", ""]),
        (("{n} saved", "{n} are saved"), ["{n} saved"] * 4),
    ],
)
def test_a_fault_in_any_language_is_found(locale: str, source: str | tuple[str, str], strings: list[str]) -> None:
    catalogue = translated(locale, source, *strings)
    message = next(message for message in catalogue if message.id)
    message.string = strings[0] if isinstance(source, str) else tuple(strings)
    assert catalogues.problems(locale, catalogue)


def test_a_text_that_a_translation_has_lost_fails_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for locale in catalogues.LANGUAGES:
        kept = catalogues.catalogue_file(locale)
        copy = tmp_path / locale / "LC_MESSAGES" / kept.name
        copy.parent.mkdir(parents=True)
        copy.write_bytes(kept.read_bytes())
        copy.with_suffix(".mo").write_bytes(kept.with_suffix(".mo").read_bytes())
    monkeypatch.setattr(catalogues, "LOCALE", tmp_path)
    assert catalogues.main(["--check"]) == 0
    croatian = catalogues.catalogue_file("hr")
    croatian.write_text(croatian.read_text(encoding="utf-8").replace('"Spremi"', '""'), encoding="utf-8")
    assert catalogues.main(["--check"]) == 1
    assert "hr: no translation of 'Save'" in capsys.readouterr().out


@pytest.mark.parametrize("code", LOCALES)
def test_numbers_take_the_form_that_the_language_gives_them(code: str) -> None:
    spoken = language(code)
    categories = {"one": 0, "few": 1, "other": 2} if code == "hr" else {"one": 0, "other": 1}
    forms: dict[int, str] = {}
    for number in range(2000):
        words = spoken.ngettext("Take over {n} person", "Take over {n} people", number)
        assert forms.setdefault(categories[spoken.locale.plural_form(number)], words) == words, number
    assert len(set(forms.values())) == len(categories)


@pytest.mark.parametrize("locale", catalogues.LANGUAGES)
def test_each_language_has_its_own_signs(locale: str, template: Catalog) -> None:
    for message in catalogues.updated(locale, template):
        strings = [message.string] if isinstance(message.string, str) else message.string
        source = message.id if isinstance(message.id, str) else message.id[:1][0] if message.id else ""
        for text in strings if source else ():
            assert "..." not in text
            assert '"' not in text
            assert text.endswith("…") == source.endswith("…"), text
            assert text.endswith(":") == source.endswith(":"), text
            assert text.strip() == text
            assert "  " not in text
            signs = re.sub(r"[^„“”]", "", text)
            wanted = "„“" if locale == "hr" else "””"
            assert signs == wanted * source.count("“"), text


def test_the_language_of_the_tests_is_longer_accented_and_keeps_what_is_no_text() -> None:
    assert pseudo("Save changes") == "[Šàvé çħàñğéš ~]"
    assert pseudo("Take over {n:>3} &people") == "[Ţàké övéř {n:>3} &péöpłé ~~~~~]"
    assert "(*.xlsx)" in pseudo("Excel workbook (*.xlsx)")
    assert len(pseudo("The agenda is empty.")) >= len("The agenda is empty.") * 4 / 3
