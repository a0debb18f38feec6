"""Each row of a list as a person: names, addresses, country and the rest, with what is wrong and in which cell."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from roundtables.formats.people.columns import Field, Header
from roundtables.formats.people.names import NameOrder, find_order, split_name
from roundtables.formats.sheets.reading import Table
from roundtables.terms import Role
from roundtables.words import LOCALES, _, fold, language

LONGEST_NAME = 200
LONGEST_LINE = 500
REPORT_EVERY = 250
LONGEST_PLAIN = 100
"""Well below every limit of RFC 5321, 4.5.3.1."""
_SEPARATED = re.compile(r"[;,\s<>]+")
_PLAIN_ADDRESS = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9_+-]|\.(?!\.|@))*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]+")
Report = Callable[[int, int], None]


@dataclass(frozen=True)
class Problem:
    """What can't be used, in which cell (as a spreadsheet names it), in words."""

    cell: str
    words: str


@dataclass(frozen=True)
class PersonLine:
    """One row as a person. `row` counts from 1 as the file does; `emails[0]` is the address to write to."""

    row: int
    first_name: str = ""
    last_name: str = ""
    emails: tuple[str, ...] = ()
    phone: str = ""
    organisation: str = ""
    country: str = ""
    job_title: str = ""
    role: Role | None = None
    language: str = ""
    problems: tuple[Problem, ...] = field(default=())

    @property
    def name(self) -> str:
        """First name and surname as spoken."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def usable(self) -> bool:
        """Whether the row gives a person: a name, and nothing in it that is malformed."""
        return bool(self.name) and not self.problems


def name_order(table: Table, header: Header) -> NameOrder:
    """How whole names are written in this table."""
    if Field.NAME not in header.columns:
        return NameOrder.FIRST_LAST
    name = header.columns.index(Field.NAME)
    email = header.columns.index(Field.EMAIL) if Field.EMAIL in header.columns else None
    heading = table.rows[header.row][name] if header.row is not None else ""
    people = ((row[name], row[email] if email is not None else "") for row in table.rows[header.first :])
    return find_order(heading, people)


def read_people(table: Table, header: Header, order: NameOrder, report: Report | None = None) -> list[PersonLine]:
    """The rows below the header as people; empty rows are left out. `report` hears (done, all), may raise."""
    lines = []
    rows = table.rows[header.first :]
    for done, row in enumerate(rows):
        if report is not None and done % REPORT_EVERY == 0:
            report(done, len(rows))
        if any(row):
            lines.append(_line(header.first + done + 1, row, header.columns, order))
    return lines


def _line(number: int, row: Sequence[str], columns: Sequence[Field], order: NameOrder) -> PersonLine:
    values: dict[str, str] = {}
    emails: list[str] = []
    problems: list[Problem] = []
    role = None
    for at, (kind, cell) in enumerate(zip(columns, row, strict=True)):
        if kind is Field.IGNORE or not cell:
            continue
        text = _tidy(cell)
        if kind is Field.EMAIL:
            good, bad = addresses(cell)
            emails += [email for email in good if email not in emails]
            problems += [Problem(_cell(at, number), _not_an_address(text)) for text in bad]
        elif kind is Field.ROLE:
            role = _role(text)
        else:
            most = LONGEST_NAME if kind in _NAMES else LONGEST_LINE
            if len(text) > most:
                problems.append(
                    Problem(_cell(at, number), _("This text is far too long: {n} characters.").format(n=len(text)))
                )
            values[kind.name] = text[:most]
    first, last = values.get("FIRST_NAME", ""), values.get("LAST_NAME", "")
    if "NAME" in values:
        first, last = split_name(values["NAME"], order)
    if not first and not last and not problems:
        problems.append(Problem(_cell(_name_column(columns), number), _("There is no name in this row.")))
    return PersonLine(
        row=number,
        first_name=first,
        last_name=last,
        emails=tuple(emails),
        phone=values.get("PHONE", ""),
        organisation=values.get("ORGANISATION", ""),
        country=country_code(values.get("COUNTRY", "")),
        job_title=values.get("JOB_TITLE", ""),
        role=role,
        language=language_code(values.get("LANGUAGE", "")),
        problems=tuple(problems),
    )


def _tidy(cell: str) -> str:
    """A cell as one line: control characters and runs of spaces become one space. Most cells are that already."""
    if cell.isprintable() and "  " not in cell:
        return cell.strip()
    return " ".join(_CONTROL.sub(" ", cell).split())


_NAMES = (Field.NAME, Field.FIRST_NAME, Field.LAST_NAME)


def _name_column(columns: Sequence[Field]) -> int:
    return next((at for at, kind in enumerate(columns) if kind in _NAMES), 0)


def _not_an_address(text: str) -> str:
    return _("“{address}” is not an e-mail address.").format(address=text[:60])


def _cell(column: int, row: int) -> str:
    """A cell's name in A1 style."""
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return f"{name}{row}"


def addresses(cell: str) -> tuple[list[str], list[str]]:
    """The addresses in a cell, and what in it should be one but is not. Names beside them are passed over."""
    if _PLAIN_ADDRESS.fullmatch(cell) and len(cell) <= LONGEST_PLAIN:
        return [cell], []
    good: list[str] = []
    bad: list[str] = []
    for part in _SEPARATED.split(_CONTROL.sub(" ", cell[:5000])):
        text = part.strip("\"'()[]").removeprefix("mailto:")
        if "@" not in text:
            continue
        (good if _is_address(text) else bad).append(text)
    if not good and not bad and cell.strip():
        bad.append(cell.strip())
    return good, bad


def _is_address(text: str) -> bool:
    """Most addresses are plain ones, told at once; the others are for the library, which looks nothing up."""
    if len(text) <= LONGEST_PLAIN and _PLAIN_ADDRESS.fullmatch(text):
        return True
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(text, check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        return False
    return True


@cache
def country_code(text: str) -> str:
    """The ISO 3166 code of a country named in one of the four languages, or by its code; else nothing."""
    folded = fold(text.strip())
    return _countries().get(folded, "") if folded else ""


@cache
def _countries() -> dict[str, str]:
    names: dict[str, str] = {}
    for code in LOCALES:
        for territory, name in language(code).locale.territories.items():
            if len(territory) == 2 and territory.isalpha():
                names.setdefault(fold(name), territory)
                names.setdefault(territory.casefold(), territory)
    return names


@cache
def language_code(text: str) -> str:
    """The code of one of the program's languages, by code or name; nothing for others."""
    folded = fold(text.strip())
    if folded in LOCALES:
        return folded
    for code in LOCALES:
        for named in LOCALES:
            if fold(language(code).locale.languages.get(named, "")) == folded:
                return named
    return ""


@cache
def _role(text: str) -> Role | None:
    folded = fold(text)
    for role in Role:
        labels = {role.value, role.label, *(language(code).gettext(role.label) for code in LOCALES)}
        if folded in {fold(label) for label in labels}:
            return role
    return None
