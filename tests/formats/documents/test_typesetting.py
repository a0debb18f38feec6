"""Papers by Typst: the same bytes, tagged, in the fonts there are, and templates that can be wrong in many ways."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdf.generic import DictionaryObject

from roundtables.formats.documents import badge, certificate, errors, event_description, sign_in
from roundtables.formats.documents.texts import clean
from roundtables.formats.documents.typesetting import TEMPLATES, Paper, Typesetter, own_files
from roundtables.words import LOCALES, language, resource
from tests.formats.documents.reading import codes_in, pictures, read, tags_of, text_of

AT = dt.datetime(2026, 12, 3, tzinfo=dt.UTC)
DAYS = (dt.date(2026, 12, 1), dt.date(2026, 12, 2))
Make = Callable[..., Any]


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """An organisers' folder with copies of the templates."""
    return Path(shutil.copytree(resource("papers"), tmp_path / "templates"))


def certificate_of(document: Any, own: Path | None = None) -> Paper:
    with Typesetter(own) as typesetter:
        return typesetter.pdf("certificate.typ", certificate.data_of(document), AT)


def sheet_of(document: Any, code: str = "en", days: tuple[dt.date, ...] = DAYS) -> Paper:
    with Typesetter() as typesetter:
        return typesetter.pdf("sign-in-sheet.typ", sign_in.data_of(document, days, language(code)), AT)


def test_each_paper_is_tagged_titled_and_in_its_language(certificates: Make, sheet: Make, badges: Make) -> None:
    with Typesetter() as typesetter:
        for name, data, title in (
            ("certificate.typ", certificate.data_of(certificates("Ana", language="hr")), "E2.1-001"),
            ("sign-in-sheet.typ", sign_in.data_of(sheet("Ana"), DAYS, language("hr")), "Round-table on reporting"),
            (
                "badges.typ",
                badge.data_of(badges(("Ana", "RT00")), badge.BadgeForm.A4, language("hr")),
                "Round-table on reporting",
            ),
        ):
            made = typesetter.pdf(name, data, AT)
            root: DictionaryObject = read(made.pdf).trailer["/Root"]
            assert made.accessible
            assert root["/Lang"] == "hr-HR"
            assert root["/MarkInfo"]["/Marked"]
            assert "/StructTreeRoot" in root
            assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
            metadata = read(made.pdf).metadata
            assert metadata is not None
            assert title in str(metadata.title)
            assert "/CreationDate" not in metadata


def test_a_certificate_is_read_in_order_and_its_emblem_has_words(certificates: Make, own: Path) -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="20"><rect width="30" height="20"/></svg>'
    (own / "emblem.svg").write_text(svg, encoding="utf-8")
    with Typesetter(own) as typesetter:
        document = certificates("Ana")
        data = certificate.data_of(type(document)(document.event, document.pages, typesetter.emblem))
        made = typesetter.pdf("certificate.typ", data, AT)
    tags = tags_of(made.pdf)
    assert tags.count("/H1") == 1
    assert "/Figure Emblem of the funder" in tags
    said = text_of(made.pdf)
    places = [said.index(words) for words in ("Certificateofattendance", "Ana", "tookpart", "14hrs", "E2.1-001")]
    assert places == sorted(places)


def test_the_headings_of_the_sheet_are_headings_of_its_table(sheet: Make) -> None:
    tags = tags_of(sheet_of(sheet("Ana", "Mika")).pdf)
    assert tags.count("/TH") == 6
    assert tags.count("/TR") == 1 + 2 + 5


def test_a_sheet_of_many_repeats_its_headings_and_numbers_its_pages(sheet: Make) -> None:
    pages = read(sheet_of(sheet(*[f"Person {at}" for at in range(60)])).pdf).pages
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        said = page.extract_text()
        assert f"Page {number} of {len(pages)}" in said
        assert "Organisation" in said
    assert "Person 59" in "".join(page.extract_text() for page in pages)


@pytest.mark.parametrize(("days", "tables"), [(1, 1), (4, 1), (5, 2), (9, 3)])
def test_more_columns_than_fit_go_on_in_further_tables(sheet: Make, days: int, tables: int) -> None:
    document = sheet("Ana", days=days, walk_ins=0)
    every = [slot.day for slot in document.slots]
    made = sign_in.data_of(document, every, language("en"))["tables"]
    assert len(made) == tables
    assert sum(len(table["slots"]) for table in made) == days
    assert sheet_of(document, days=tuple(every)).accessible


def test_sessions_of_one_day_stay_together(sheet: Make) -> None:
    slots = sheet(days=6).slots
    first, second = DAYS
    made = sign_in.tables_of(slots, [first, first, first, second, second, second])
    assert [len(table) for table in made] == [3, 3]


def test_the_same_document_is_the_same_bytes(certificates: Make, sheet: Make) -> None:
    assert certificate_of(certificates("Ana")) == certificate_of(certificates("Ana"))
    assert sheet_of(sheet("Ana")) == sheet_of(sheet("Ana"))


def test_a_copy_of_the_templates_makes_the_same_bytes_in_a_process_apart(certificates: Make, own: Path) -> None:
    names = ("Ana", "Mika", "Čedomir")
    assert certificate_of(certificates(*names), own) == certificate_of(certificates(*names))


def test_a_person_gets_a_certificate_in_their_language_also_in_one_file(certificates: Make) -> None:
    document = certificates("Ana", "Mika")
    pages = [document.pages[0], type(document.pages[1])(**{**vars(document.pages[1]), "language": "fi"})]
    made = certificate_of(type(document)(document.event, pages))
    first, second = (page.extract_text() for page in read(made.pdf).pages)
    assert "1 Dec 2026" in first
    assert "1.12.2026" in second


@pytest.mark.parametrize("code", sorted(LOCALES))
def test_hours_are_written_as_the_language_does(code: str) -> None:
    made = certificate.duration(90, language(code))
    assert "1" in made
    assert "30" in made
    assert certificate.duration(0, language(code)) == ""


LETTERS = st.characters(codec="utf-8", max_codepoint=0x2FF, exclude_categories=["Cs"])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(LETTERS, min_size=1, max_size=60))
@example("#strong[x] $a_b$ *b* _c_ <l> @c \\ // /* \"q\" 'a' `d` -- --- ... ~ = - + 1. #1")
@example("Čedomir Đurđević-Šimunović Åäö žćčšđ ffi")
@example("co\u00adop 00\u00ad0")
@example("a\x00b\u202ec\u2028d\x85e\ufefff\u200bg")
def test_a_text_comes_back_as_it_was_put_in_but_for_what_is_cleaned(certificates: Make, name: str) -> None:
    made = certificate_of(certificates(name))
    if made.accessible:
        assert "".join(clean(name).split()) in text_of(made.pdf)


@pytest.mark.parametrize("name", ["مرحبا بالعالم", "שלום עולם", "Ελληνικά", "Кирилица", "ქართული"])
def test_other_alphabets_that_the_fonts_have_are_whole(certificates: Make, name: str) -> None:
    made = certificate_of(certificates(name))
    assert made.accessible
    # A line that runs from the right is given word by word: the letters are all there.
    assert set("".join(name.split())) <= set(text_of(made.pdf))


@pytest.mark.parametrize("letters", ["漢字", "🙂"])
def test_letters_without_a_font_are_named_and_the_paper_is_made(certificates: Make, letters: str) -> None:
    made = certificate_of(certificates(f"Ana {letters}"))
    assert made.missing == "".join(sorted(letters))
    assert not made.accessible
    assert "Ana" in text_of(made.pdf)
    assert read(made.pdf).trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_very_long_name_stays_on_its_page(certificates: Make, badges: Make, sheet: Make) -> None:
    for name in ("N" * 400, "Maximiliana Theodora " * 20):
        assert len(read(certificate_of(certificates(name)).pdf).pages) == 1
        assert len(read(sheet_of(sheet(name)).pdf).pages) == 1
        for form in badge.BadgeForm:
            with Typesetter() as typesetter:
                data = badge.data_of(badges((name, "RT00")), form, language("en"))
                assert len(read(typesetter.pdf("badges.typ", data, AT).pdf).pages) == 1


@pytest.mark.parametrize("form", list(badge.BadgeForm))
def test_the_codes_of_badges_are_read_from_the_printed_page(badges: Make, form: badge.BadgeForm) -> None:
    codes = [f"RT{at:012X}" for at in range(0xABCDEF, 0xABCDEF + 12)]
    data = badge.data_of(badges(*[(f"Person {code}", code) for code in codes]), form, language("en"))
    pages = pictures("badges.typ", data, ppi=120)
    assert len(pages) == (2 if form is badge.BadgeForm.A4 else 12)
    assert sorted(code for page in pages for code in codes_in(page)) == sorted(codes)


def test_a_participant_s_badge_says_no_role_and_others_do(badges: Make) -> None:
    from roundtables.terms import Role

    document = badges(("Ana", "RT00"))
    plain = type(document.badges[0])("Mika", "", Role.ATTENDEE, "RT01")
    data = badge.data_of(
        type(document)("E2.1", "T", AT, AT, [*document.badges, plain]), badge.BadgeForm.A4, language("en")
    )
    assert [each["role"] for each in data["badges"]] == ["Speaker", ""]


# Templates of organisers


def test_a_template_of_one_s_own_is_used_with_the_program_s_shared_parts(certificates: Make, tmp_path: Path) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    text = '#import "parts.typ": *\n#show: look.with(title: data.title)\n= Mine\n#data.certificates.first().name'
    (folder / "certificate.typ").write_text(text, encoding="utf-8")
    made = certificate_of(certificates("Ana"), folder)
    assert text_of(made.pdf) == "MineAna"
    assert made.accessible


@pytest.mark.parametrize(
    ("source", "words", "field"),
    [
        ("#data.certificates.first().nmae", "nmae", errors.NoSuchField),
        ('#data.certificates.first().at("nmae")', "nmae", errors.NoSuchField),
        ("#certificat", "certificat", errors.NoSuchField),
        ("#if {", "unclosed", errors.TemplateNotUnderstood),
        ('#image("parts.typ")', "image", errors.TemplateNotUnderstood),
        ('#import "@preview/cetz:0.3.0": *', "package", errors.PackagesRefused),
        ('#read("/etc/../../../etc/passwd")', "outside", errors.OutsideTheFolder),
        ('#read("../../../../etc/passwd")', "outside", errors.OutsideTheFolder),
        ('#read("nothing.txt")', "not there", errors.OutsideTheFolder),
    ],
)
def test_a_wrong_template_is_told_with_its_place(
    certificates: Make, own: Path, source: str, words: str, field: type[errors.TemplateFault]
) -> None:
    text = '#import "parts.typ": *\n#show: look.with(title: data.title)\n\n'
    (own / "certificate.typ").write_text(text + source, encoding="utf-8")
    with pytest.raises(field) as caught:
        certificate_of(certificates("Ana"), own)
    assert (caught.value.file, caught.value.line) == ("certificate.typ", 4)
    assert words in str(caught.value)
    assert "certificate.typ" in str(caught.value)


def test_a_fault_in_a_shared_part_is_told_there(certificates: Make, own: Path) -> None:
    shared = own / "parts.typ"
    text = shared.read_text(encoding="utf-8").replace("words.emblem_place", "words.emblem_spot")
    shared.write_text(text, encoding="utf-8")
    with pytest.raises(errors.NoSuchField) as caught:
        certificate_of(certificates("Ana"), own)
    assert caught.value.file == "parts.typ"
    assert (
        text.splitlines()[caught.value.line - 1].strip().endswith("words.emblem_spot)),")
        or "emblem_spot" in (text.splitlines()[caught.value.line - 1])
    )


def test_a_package_by_another_way_is_refused_at_once_without_a_network(certificates: Make, own: Path) -> None:
    source = '#let name = "@" + "preview/cetz:0.3.0"\n#import name: *'
    (own / "certificate.typ").write_text(source, encoding="utf-8")
    with pytest.raises(errors.TemplateFault, match=r"certificate\.typ"):
        certificate_of(certificates("Ana"), own)


def test_a_link_out_of_the_folder_is_not_followed(certificates: Make, own: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret", encoding="utf-8")
    (own / "link.txt").symlink_to(secret)
    (own / "certificate.typ").write_text('#read("link.txt")', encoding="utf-8")
    with pytest.raises(errors.OutsideTheFolder):
        certificate_of(certificates("Ana"), own)


def test_a_template_without_end_is_stopped(certificates: Make, own: Path) -> None:
    loops = "#for a in range(10000) { for b in range(10000) { for c in range(10000) { let x = a + b + c } } }"
    (own / "certificate.typ").write_text(loops, encoding="utf-8")
    with Typesetter(own) as typesetter:
        typesetter.seconds = 2
        with pytest.raises(errors.TemplateTookTooLong, match="2 seconds"):
            typesetter.pdf("certificate.typ", certificate.data_of(certificates("Ana")), AT)


@pytest.mark.parametrize("name", ["emblem.svg", "emblem.png"])
def test_an_emblem_that_is_no_picture_is_told(certificates: Make, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / name).write_bytes(b"<svg nothing")
    with Typesetter(folder) as typesetter:
        document = certificates("Ana")
        data = certificate.data_of(type(document)(document.event, document.pages, typesetter.emblem))
        with pytest.raises(errors.EmblemNotReadable, match=name):
            typesetter.pdf("certificate.typ", data, AT)


def test_a_template_that_forgets_what_accessibility_needs_still_makes_a_tagged_paper(
    certificates: Make, tmp_path: Path
) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "certificate.typ").write_text("No title", encoding="utf-8")
    made = certificate_of(certificates("Ana"), folder)
    assert (made.accessible, made.missing) == (False, "")


def test_templates_of_other_kinds_beside_them_are_left_alone(tmp_path: Path) -> None:
    for name in ("event.docx", ".hidden.typ", "~certificate.typ", "notes.txt"):
        (tmp_path / name).touch()
    assert list(own_files(tmp_path)) == ["notes.txt"]


def test_a_folder_of_too_much_is_refused(tmp_path: Path) -> None:
    for at in range(201):
        (tmp_path / f"{at}.txt").touch()
    with pytest.raises(errors.TooMuchInFolder):
        own_files(tmp_path)


def test_every_template_is_shipped_and_none_else() -> None:
    assert {path.name for path in resource("papers").iterdir()} == {*TEMPLATES, event_description.TEMPLATE}


def test_a_fault_in_a_shipped_template_is_a_defect(certificates: Make) -> None:
    data = certificate.data_of(certificates("Ana"))
    with Typesetter() as typesetter, pytest.raises(RuntimeError):
        typesetter.pdf("certificate.typ", {**data, "certificates": [{}]}, AT)
