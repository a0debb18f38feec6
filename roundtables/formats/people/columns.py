"""Which column is what: headers in English, Finnish, Swedish and Croatian, however they are put."""

from dataclasses import dataclass
from enum import Enum

from roundtables.formats.sheets.reading import Table
from roundtables.words import N_, fold

HEADER_WITHIN = 30
CERTAIN = 80
SHORTEST_MISSPELT = 5
CLEARLY = 3
SAMPLE = 50


class Field(Enum):
    """What a column may hold. `label` is English, marked for the catalogue."""

    IGNORE = N_("Not taken over")
    NAME = N_("Name")
    FIRST_NAME = N_("First name")
    LAST_NAME = N_("Last name")
    EMAIL = N_("Email")
    PHONE = N_("Phone")
    ORGANISATION = N_("Organisation")
    COUNTRY = N_("Country")
    JOB_TITLE = N_("Job title")
    ROLE = N_("Role")
    LANGUAGE = N_("Language")

    @property
    def label(self) -> str:
        """The field's name in English."""
        return self.value


WORDS: dict[Field, tuple[str, ...]] = {
    Field.NAME: (
        "name", "full name", "participant", "participant name", "surname first name", "last name first name",
        "first name surname", "nimi", "koko nimi", "osallistuja", "osallistujan nimi", "sukunimi etunimi",
        "etunimi sukunimi", "namn", "fullständigt namn", "deltagare", "efternamn förnamn", "förnamn efternamn",
        "ime i prezime", "prezime i ime", "sudionik", "sudionica", "sudionik/ca",
    ),
    Field.FIRST_NAME: (
        "first name", "given name", "forename", "first names", "given names", "etunimi", "etunimet", "förnamn", "ime",
    ),
    Field.LAST_NAME: ("last name", "surname", "family name", "sukunimi", "efternamn", "prezime"),
    Field.EMAIL: (
        "email", "e mail", "e mail address", "email address", "mail", "sähköposti", "sähköpostiosoite", "s posti",
        "e post", "e postadress", "epost", "e pošta", "adresa e pošte", "email adresa", "mail adresa",
    ),
    Field.PHONE: (
        "phone", "telephone", "mobile", "phone number", "mobile phone", "puhelin", "puhelinnumero", "matkapuhelin",
        "telefon", "telefonnummer", "mobiltelefon", "broj telefona", "mobitel",
    ),
    Field.ORGANISATION: (
        "organisation", "organization", "institution", "employer", "company", "authority", "organisaatio", "virasto",
        "työnantaja", "laitos", "organisaatio virasto", "arbetsgivare", "myndighet", "organizacija", "institucija",
        "ustanova", "poslodavac", "tijelo javne vlasti", "naziv institucije",
    ),
    Field.COUNTRY: ("country", "state", "maa", "land", "država", "zemlja"),
    Field.JOB_TITLE: (
        "job title", "title", "position", "function", "tehtävänimike", "nimike", "asema", "titel", "befattning",
        "tjänstebeteckning", "radno mjesto", "funkcija", "pozicija",
    ),
    Field.ROLE: ("role", "rooli", "roll", "uloga"),
    Field.LANGUAGE: ("language", "working language", "kieli", "asiointikieli", "språk", "jezik"),
}  # fmt: skip
"""Special categories of data (diet, access needs) are left out on purpose: they need a consent, not a column."""


def _plain_words(text: str) -> str:
    """Folded, letters and digits alone, single spaces."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(text[:80])).split())


_EXACT = {_plain_words(word): field for field, words in WORDS.items() for word in words}


@dataclass(frozen=True)
class Header:
    """Where the header row is (None: there is none) and what each column holds. `first` is the first row of people."""

    row: int | None
    columns: tuple[Field, ...]

    @property
    def first(self) -> int:
        """The index of the first row below the header."""
        return 0 if self.row is None else self.row + 1


def find_header(table: Table) -> Header:
    """The header row below title rows, by how many of its cells name a field; else the columns by what is in them."""
    best, most = None, 0
    for number, row in enumerate(table.rows[:HEADER_WITHIN]):
        fields = [_field_named(cell) for cell in row]
        named = len({field for field in fields if field is not Field.IGNORE})
        if named > most and (named >= CLEARLY or named * 2 >= sum(bool(cell) for cell in row)):
            best, most = number, named
    if best is None or (most == 1 and _looks_like_people(table, best)):
        return Header(None, _guess(table))
    return Header(best, _each_once([_field_named(cell) for cell in table.rows[best]]))


def _looks_like_people(table: Table, row: int) -> bool:
    return any("@" in cell for cell in table.rows[row])


def _field_named(cell: str) -> Field:
    """The field that a header cell names, a slip of the pen forgiven."""
    words = _plain_words(cell)
    if not words:
        return Field.IGNORE
    if words in _EXACT:
        return _EXACT[words]
    if len(words) < SHORTEST_MISSPELT:
        return Field.IGNORE
    from rapidfuzz import fuzz, process

    found = process.extractOne(words, _EXACT.keys(), scorer=fuzz.ratio, score_cutoff=CERTAIN)
    return _EXACT[found[0]] if found else Field.IGNORE


def _each_once(fields: list[Field]) -> tuple[Field, ...]:
    """A field stands for one column alone, but addresses may have several. A whole name yields to its parts."""
    seen: set[Field] = set()
    parts = {Field.FIRST_NAME, Field.LAST_NAME} <= set(fields)
    result = []
    for field in fields:
        taken = (field in seen and field is not Field.EMAIL) or (parts and field is Field.NAME)
        result.append(Field.IGNORE if taken else field)
        seen.add(field)
    return tuple(result)


def _guess(table: Table) -> tuple[Field, ...]:
    """Without a header: the column with addresses, and the first column of words as the name."""
    fields = [Field.IGNORE] * table.width
    sample = table.rows[:SAMPLE]
    for column in range(table.width):
        cells = [row[column] for row in sample if row[column]]
        if cells and sum("@" in cell for cell in cells) * 2 > len(cells):
            fields[column] = Field.EMAIL
        elif Field.NAME not in fields and any(letter.isalpha() for cell in cells for letter in cell):
            fields[column] = Field.NAME
    return tuple(fields)
