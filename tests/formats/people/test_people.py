"""From rows to people: headers in four languages, names in every order, several addresses, what is wrong and where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundtables.formats.contacts.vcard import read_vcards
from roundtables.formats.people.columns import Field, find_header
from roundtables.formats.people.duplicates import find_duplicates
from roundtables.formats.people.lines import PersonLine, addresses, country_code, name_order, read_people
from roundtables.formats.people.names import NameOrder, split_name
from roundtables.formats.sheets.reading import Table
from roundtables.formats.sheets.reading_text import read_pasted
from roundtables.terms import Role


def people(text: str) -> list[PersonLine]:
    table = read_pasted(text)
    header = find_header(table)
    return read_people(table, header, name_order(table, header))


@pytest.mark.parametrize(
    ("heading", "fields"),
    [
        ("First name;Surname;E-mail address;Organisation;Country", "FIRST_NAME LAST_NAME EMAIL ORGANISATION COUNTRY"),
        (
            "Etunimi;Sukunimi;Sähköpostiosoite;Organisaatio / virasto;Maa",
            "FIRST_NAME LAST_NAME EMAIL ORGANISATION COUNTRY",
        ),
        ("Förnamn;Efternamn;E-postadress;Organisation;Land", "FIRST_NAME LAST_NAME EMAIL ORGANISATION COUNTRY"),
        ("Ime;Prezime;E-pošta;Institucija;Država", "FIRST_NAME LAST_NAME EMAIL ORGANISATION COUNTRY"),
        ("IME I PREZIME;TELEFON;ULOGA;JEZIK;Radno mjesto", "NAME PHONE ROLE LANGUAGE JOB_TITLE"),
        ("Nimi;Puhelinnumero;Rooli;Kieli;Tehtävänimike", "NAME PHONE ROLE LANGUAGE JOB_TITLE"),
        ("Frist name;Sirname;Emial;Orgnisation;Contry", "FIRST_NAME LAST_NAME EMAIL ORGANISATION COUNTRY"),
    ],
)
def test_headers_are_known_in_four_languages_and_with_slips(heading: str, fields: str) -> None:
    header = find_header(read_pasted(f"{heading}\na;b;c;d;e\n"))
    assert [field.name for field in header.columns] == fields.split()


def test_the_header_is_found_below_title_rows() -> None:
    lines = people("Participants of the round-table\n\nHelsinki;2026\nName;Email\nAino Mäkelä;aino@office.example\n")
    assert (lines[0].row, lines[0].name) == (5, "Aino Mäkelä")


def test_diets_and_access_needs_are_not_taken() -> None:
    header = find_header(read_pasted("Name;Email;Dietary requirements;Erityisruokavalio\na;b;vegan;x\n"))
    assert header.columns[2:] == (Field.IGNORE, Field.IGNORE)


def test_without_a_header_columns_are_known_by_what_is_in_them() -> None:
    lines = people("anna.smith@office.example\tSmith Anna\nbo.jones@office.example\tJones Bo\n")
    assert [(line.first_name, line.last_name) for line in lines] == [("Anna", "Smith"), ("Bo", "Jones")]


@pytest.mark.parametrize(
    ("whole", "order", "expected"),
    [
        ("Aino Mäkelä", NameOrder.FIRST_LAST, ("Aino", "Mäkelä")),
        ("Mäkelä Aino", NameOrder.LAST_FIRST, ("Aino", "Mäkelä")),
        ("Mäkelä, Aino Maria", NameOrder.FIRST_LAST, ("Aino Maria", "Mäkelä")),
        ("Eero Juhani von Essen", NameOrder.FIRST_LAST, ("Eero Juhani", "von Essen")),
        ("von Essen Eero Juhani", NameOrder.LAST_FIRST, ("Eero Juhani", "von Essen")),
        ("Zoë van der Berg", NameOrder.FIRST_LAST, ("Zoë", "van der Berg")),
        ("Nanda", NameOrder.FIRST_LAST, ("", "Nanda")),
        ("ليلى حداد", NameOrder.FIRST_LAST, ("ليلى", "حداد")),
    ],
)
def test_whole_names_are_split(whole: str, order: NameOrder, expected: tuple[str, str]) -> None:
    assert split_name(whole, order) == expected


@given(st.text(max_size=50), st.sampled_from(NameOrder))
def test_no_letter_of_a_name_is_lost(whole: str, order: NameOrder) -> None:
    first, last = split_name(whole, order)
    assert sorted("".join(f"{first}{last}".split())) == sorted("".join(whole.replace(",", "", 1).split()))


@pytest.mark.parametrize("heading", ["Surname, first name", "Sukunimi Etunimi", "Prezime i ime"])
def test_the_order_is_told_by_the_headers_words(heading: str) -> None:
    table = Table(((heading, "Email"), ("Mäkelä Aino", "x@office.example")))
    assert name_order(table, find_header(table)) is NameOrder.LAST_FIRST


def test_several_addresses_in_a_cell_are_told_apart() -> None:
    good, bad = addresses('Aino <aino@office.example>; mailto:a.m@home.example, broken@@x  "B" <b@x.example>')
    assert good == ["aino@office.example", "a.m@home.example", "b@x.example"]
    assert bad == ["broken@@x"]


@pytest.mark.parametrize(
    "text",
    [
        "no at sign",
        "a@b",
        "a@b..example",
        "a b@c.example@d",
        "@office.example",
        "a@-x.example",
        "x" * 300 + "@o.example",
    ],
)
def test_a_malformed_address_is_told_with_its_cell(text: str) -> None:
    line = people(f"Name;Email\nAino Mäkelä;{text}\n")[0]
    assert not line.usable
    assert line.problems[0].cell == "B2"


def test_a_row_without_a_name_is_not_usable() -> None:
    line = people("Name;Email\n;aino@office.example\n")[0]
    assert (line.usable, line.problems[0].cell) == (False, "A2")


def test_endless_and_hostile_texts_are_bounded() -> None:
    line = people(f"Name;Organisation\n{'x' * 30_000};<img src=x>\x07\n")[0]
    assert not line.usable
    assert len(line.name) <= 200
    assert line.organisation == "<img src=x>"


@pytest.mark.parametrize(
    ("name", "code"), [("Suomi", "FI"), ("hrvatska", "HR"), ("Kroatien", "HR"), ("de", "DE"), ("Narnia", "")]
)
def test_countries_are_known_by_name_and_code(name: str, code: str) -> None:
    assert country_code(name) == code


def test_roles_and_languages_are_read() -> None:
    line = people("Name;Role;Language\nAino Mäkelä;Speaker;suomi\n")[0]
    assert (line.role, line.language) == (Role.SPEAKER, "fi")


def test_the_same_person_twice_is_found_and_two_at_one_address_are_not() -> None:
    lines = people(
        "Name;Email;Organisation\n"
        "Aino Mäkelä;aino@office.example;River\n"
        "Bo Jones;office@office.example;River\n"
        "AINO MÄKELÄ;AINO@OFFICE.EXAMPLE;\n"
        "Cy Lee;office@office.example;River\n"
        "Bo Jones;;River\n"
    )
    assert find_duplicates(lines) == {4: 2, 6: 3}


def test_vcards_are_read() -> None:
    data = (
        "BEGIN:VCARD\r\nVERSION:3.0\r\nN:O'Malley;Siobhán;Mary;;\r\nEMAIL;TYPE=work:s@office.example\r\n"
        "item1.EMAIL:s@home.example\r\nORG:River\\; Office;Unit\r\nADR:;;Street 1;Dublin;;;Ireland\r\n"
        "TITLE:Head of\r\n  unit\r\nEND:VCARD\r\n"
        "BEGIN:VCARD\nVERSION:2.1\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=BCrgen=\n M=C3=BCller\nEND:VCARD\n"
    ).encode()
    first, second = read_vcards(data, "people.vcf")
    assert (first.first_name, first.last_name) == ("Siobhán Mary", "O'Malley")
    assert first.emails == ("s@office.example", "s@home.example")
    assert (first.organisation, first.country, first.job_title) == ("River; Office", "IE", "Head of unit")
    assert (second.first_name, second.last_name) == ("Jürgen", "Müller")
