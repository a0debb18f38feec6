"""vCards 2.1, 3.0 and 4.0 (RFC 2426, 6350) as person lines. Only what the register keeps of a person is read."""

import quopri
import re

from roundtables.formats.people.lines import PersonLine, Problem, addresses, country_code, language_code
from roundtables.formats.sheets import reading_errors as errors
from roundtables.formats.sheets.reading import MOST_ROWS
from roundtables.formats.sheets.reading_text import decode
from roundtables.words import _

LONGEST = 500
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_SPLIT = re.compile(r"(?<!\\);")


def read_vcards(data: bytes, name: str) -> list[PersonLine]:
    """The people in a file of vCards; `row` counts the cards. Raises NotASpreadsheet, TooManyRows."""
    cards: list[list[tuple[str, str, str]]] = []
    card: list[tuple[str, str, str]] | None = None
    for line in _unfolded(decode(data, name)):
        prop, parameters, value = _parsed(line)
        if prop == "BEGIN" and value.strip().upper() == "VCARD":
            card = []
        elif prop == "END" and card is not None:
            cards.append(card)
            card = None
        elif card is not None:
            card.append((prop, parameters, value))
        if len(cards) > MOST_ROWS:
            raise errors.TooManyRows(name, MOST_ROWS)
    if not cards:
        raise errors.NotASpreadsheet(name)
    return [_person(number, card) for number, card in enumerate(cards, 1)]


def _unfolded(text: str) -> list[str]:
    """Content lines: a line that begins with a space goes on (RFC 6350, 3.2); so does quoted-printable ending in =."""
    lines: list[str] = []
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if lines and lines[-1].endswith("=") and "QUOTED-PRINTABLE" in lines[-1].partition(":")[0].upper():
            lines[-1] = lines[-1][:-1] + line
        elif line[:1] in (" ", "\t") and lines:
            lines[-1] += line[1:]
        else:
            lines.append(line)
    return lines


def _parsed(line: str) -> tuple[str, str, str]:
    """Property without group, parameters and value; a quoted-printable value is decoded."""
    head, _colon, value = line.partition(":")
    prop, _semicolon, parameters = head.partition(";")
    parameters = parameters.upper()
    if "QUOTED-PRINTABLE" in parameters:
        value = quopri.decodestring(value.encode("utf-8", "replace")).decode("utf-8", "replace")
    return prop.rpartition(".")[2].strip().upper(), parameters, value


def _person(number: int, card: list[tuple[str, str, str]]) -> PersonLine:
    values: dict[str, str] = {}
    emails: list[str] = []
    problems: list[Problem] = []
    for prop, _parameters, value in card:
        if prop == "EMAIL":
            good, bad = addresses(_plain(value))
            emails += [email for email in good if email not in emails]
            problems += [
                Problem(f"EMAIL ({number})", _("“{address}” is not an e-mail address.").format(address=text[:60]))
                for text in bad
            ]
        else:
            values.setdefault(prop, value[: LONGEST * 10])
    last, first = _name(values)
    if not first and not last:
        problems.append(Problem(f"N ({number})", _("There is no name in this card.")))
    address = _SPLIT.split(values.get("ADR", ""))
    return PersonLine(
        row=number,
        first_name=first,
        last_name=last,
        emails=tuple(emails),
        phone=_plain(values.get("TEL", "").removeprefix("tel:")),
        organisation=_plain(_SPLIT.split(values.get("ORG", ""))[0]),
        country=country_code(_plain(address[6])) if len(address) > 6 else "",
        job_title=_plain(values.get("TITLE", "")),
        language=language_code(_plain(values.get("LANG", ""))[:2]),
        problems=tuple(problems),
    )


def _name(values: dict[str, str]) -> tuple[str, str]:
    """Surname and first name: by N where there is one, else FN's last word as the surname."""
    parts = [_plain(part) for part in _SPLIT.split(values.get("N", ""))]
    if any(parts[:2]):
        return parts[0], " ".join(part for part in parts[1:3] if part)
    first, _space, last = _plain(values.get("FN", "")).rpartition(" ")
    return last, first


def _plain(value: str) -> str:
    """A value without escapes (RFC 6350, 3.4), in one line."""
    text = _ESCAPED.sub(lambda match: " " if match[1] in "nN" else match[1], value)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:LONGEST]
