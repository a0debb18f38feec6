"""Rate tables coming in: which columns hold distances and amounts, however they are put, and what is wrong with a row.

Above the rows may stand lines of a name and a value: what the table is called, the decision's number, from when until
when it holds, its currency.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from roundtables import money
from roundtables.errors import Expected, Invalid, shortened
from roundtables.formats.sheets.reading import Table
from roundtables.words import _, fold

HEADER_WITHIN = 30
MOST_BANDS = 500
FURTHEST = 50_000
"""Kilometres: further than to the other side of the earth and back."""


class Part(Enum):
    """What a column holds, with the words for it in English, Finnish, Swedish and Croatian."""

    FROM = (
        *("from", "from km", "distance from", "lower limit", "over", "alkaen", "alkaen km", "mista", "mista km", "yli"),
        *("fran", "fran km", "fran och med", "over km", "od", "od km", "udaljenost od", "vahintaan", "minimum", "min"),
    )
    TO = (
        *(
            "to",
            "to km",
            "until",
            "up to",
            "distance to",
            "upper limit",
            "asti",
            "asti km",
            "mihin",
            "mihin km",
            "saakka",
        ),
        *("till", "till km", "till och med", "upp till", "do", "do km", "udaljenost do", "enintaan", "maximum", "max"),
    )
    BAND = (
        *("distance", "distance km", "distance band", "distance band in km", "band", "km", "kilometres", "etaisyys"),
        *(
            "etaisyys km",
            "matka",
            "matka km",
            "valimatka",
            "kilometrit",
            "avstand",
            "avstand km",
            "stracka",
            "kilometer",
        ),
        *("udaljenost", "udaljenost km", "udaljenost u km", "raspon", "kilometri"),
    )
    AMOUNT = (
        *(
            "amount",
            "amount eur",
            "amount in eur",
            "amount in eur per return trip",
            "unit cost",
            "unit cost eur",
            "eur",
        ),
        *("euro", "rate", "rate eur", "summa", "summa eur", "maara", "yksikkokustannus", "belopp", "belopp eur"),
        *("enhetskostnad", "iznos", "iznos eur", "iznos u eurima", "jedinicni trosak"),
    )


_NAMED = {word: part for part in Part for word in part.value}
_HEADS = {
    "name": ("name", "nimi", "namn", "naziv"),
    "decision": ("decision", "decision number", "paatos", "paatoksen numero", "beslut", "odluka", "broj odluke"),
    "valid_from": ("valid from", "voimassa alkaen", "galler fran", "vrijedi od"),
    "valid_until": ("valid until", "voimassa asti", "galler till", "vrijedi do"),
    "currency": ("currency", "valuutta", "valuta"),
}
_HEADED = {word: key for key, words in _HEADS.items() for word in words}
_KM = re.compile(r"(?P<number>[0-9][0-9 .,\u00a0\u202f]*)(?:km)?", re.IGNORECASE)
_BAND = re.compile(r"(?P<first>[^-–—]+)[-–—](?P<last>[^-–—]*)")
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:[ .,\u00a0\u202f][0-9]{3})+|[0-9]+")
_OPEN = frozenset({"", "max", "maximum", "-", "–", "∞", "and above", "above", "ylin", "enintaan", "maks"})


class NoRateColumns(Expected):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "{file} has no heading row of a rate table. Looked for were “From km”, “To km” and “Amount”, or one "
                "column with distances such as 400–600 and one with the amount. Nothing was taken over."
            ).format(file=name)
        )


class TooManyBands(Expected):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "{file} has more than {n} rows of rates. Nothing was taken over; check that it is the right file."
            ).format(file=name, n=MOST_BANDS)
        )


class NotADistance(Invalid):
    field = "distance"

    def __init__(self, text: str) -> None:
        super().__init__(
            _("“{text}” is not a distance in whole kilometres up to {most}.").format(
                text=shortened(text, 40), most=FURTHEST
            )
        )


@dataclass(frozen=True)
class RateLine:
    """One row of a table. `row` is what people call it, from 1; `problem` says why it can't be taken, if it can't."""

    row: int
    from_km: int | None
    to_km: int | None
    cents: int | None
    problem: str = ""


@dataclass(frozen=True)
class RateSheet:
    """What a file says: the rows, and what stands above them (empty or None where it says nothing)."""

    lines: tuple[RateLine, ...]
    name: str = ""
    decision: str = ""
    currency: str = ""
    valid_from: dt.date | None = None
    valid_until: dt.date | None = None


def read_rates(table: Table, file_name: str) -> RateSheet:
    """The rates of a spreadsheet. Raises NoRateColumns and TooManyBands."""
    header, columns = _find_columns(table, file_name)
    body = [(number, row) for number, row in enumerate(table.rows[header + 1 :], header + 2) if any(row)]
    if len(body) > MOST_BANDS:
        raise TooManyBands(file_name)
    said = _said_above(table.rows[:header])
    return RateSheet(
        tuple(_line(number, row, columns) for number, row in body),
        said.get("name", ""),
        said.get("decision", ""),
        said.get("currency", "").upper(),
        _day(said.get("valid_from", "")),
        _day(said.get("valid_until", "")),
    )


def kilometres(text: str) -> int:
    """A distance in whole kilometres, 1 200 or 1200 km. Raises NotADistance."""
    found = _KM.fullmatch(text.strip()) if len(text) <= 40 else None
    number = found["number"].strip() if found else ""
    if not _THOUSANDS.fullmatch(number):
        raise NotADistance(text)
    value = int(re.sub("[^0-9]", "", number))
    if value > FURTHEST:
        raise NotADistance(text)
    return value


def _find_columns(table: Table, file_name: str) -> tuple[int, dict[Part, int]]:
    for number, row in enumerate(table.rows[:HEADER_WITHIN]):
        columns: dict[Part, int] = {}
        for at, cell in enumerate(row):
            part = _NAMED.get(_plain(cell))
            if part is not None:
                columns.setdefault(part, at)
        if Part.AMOUNT in columns and (Part.FROM in columns or Part.BAND in columns):
            return number, columns
    raise NoRateColumns(file_name)


def _plain(text: str) -> str:
    """Folded, letters and digits alone, single spaces."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(text[:80])).split())


def _said_above(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    said: dict[str, str] = {}
    for row in rows:
        key = _HEADED.get(_plain(row[0])) if row else None
        value = next((cell.strip() for cell in row[1:] if cell.strip()), "")
        if key is not None and value:
            said.setdefault(key, value)
    return said


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text.strip())
    except ValueError:
        return None


def _line(number: int, row: Sequence[str], columns: dict[Part, int]) -> RateLine:
    first, last, amount = None, None, None
    try:
        first, last = _distances(row, columns)
        amount = money.cents(row[columns[Part.AMOUNT]])
    except money.NegativeAmount:
        return RateLine(number, first, last, None, _("The amount is below nought."))
    except Invalid as error:
        return RateLine(number, first, last, amount, str(error))
    return RateLine(number, first, last, amount)


def _distances(row: Sequence[str], columns: dict[Part, int]) -> tuple[int, int | None]:
    if Part.FROM in columns:
        begins, ends = row[columns[Part.FROM]], row[columns[Part.TO]] if Part.TO in columns else ""
    else:
        text = row[columns[Part.BAND]]
        found = _BAND.fullmatch(text.strip())
        if found is None:
            raise NotADistance(text)
        begins, ends = found["first"], found["last"]
    if begins.strip().startswith(("-", "\N{MINUS SIGN}")):
        raise NotADistance(begins)
    return kilometres(begins), None if fold(ends.strip()) in _OPEN else kilometres(ends)
