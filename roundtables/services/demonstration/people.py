"""Invented people of invented organisations, as rows to insert: the same random numbers, the same people."""

from random import Random
from typing import Any

from roundtables.model.people import organisation_keys, person_keys
from roundtables.words import fold

SHARED_EVERY = 45
WITHOUT_ADDRESS_EVERY = 40
LANGUAGES = {"FI": ("fi", "fi", "fi", "sv"), "HR": ("hr",), "SE": ("sv",)}
Row = dict[str, Any]


def organisation_rows(programme: dict[str, Any], material: dict[str, Any]) -> list[Row]:
    """The partners first, then the others; keys from 1."""
    rows = []
    for number, entry in enumerate([*programme["partner"], *material["organisation"]], 1):
        rows.append(
            {
                "id": number,
                "name": entry["name"],
                **organisation_keys(entry["name"]),
                "kind": entry["kind"],
                "country": entry["country"],
                "city": entry["city"],
            }
        )
    return rows


def person_rows(rng: Random, number: int, organisations: list[Row], material: dict[str, Any]) -> list[Row]:
    """So many people; keys from 1. Some share an address, some have none, a few have one name or another script."""
    rows: list[Row] = []
    taken: set[str] = set()
    singular = material["singular"]
    while len(rows) < number:
        organisation = organisations[rng.randrange(len(organisations))]
        at = len(rows)
        if at % 30 == 29 and at // 30 < len(singular):
            first, last = singular[at // 30]["first"], singular[at // 30]["last"]
        else:
            names = material["names"].get(organisation["country"], material["names"]["EU"])
            first, last = rng.choice(names["first"]), rng.choice(names["last"])
        rows.append(_person(rng, at + 1, (first, last), organisation, material["titles"], taken, rows))
    return rows


def _person(
    rng: Random,
    key: int,
    name: tuple[str, str],
    organisation: Row,
    titles: list[str],
    taken: set[str],
    earlier: list[Row],
) -> Row:
    first, last = name
    email: str | None = _address(first, last, key, organisation, taken)
    if key % WITHOUT_ADDRESS_EVERY == 0:
        email = None
    elif key % SHARED_EVERY == 0:
        email = earlier[-1]["email"] or email
    country = organisation["country"]
    return {
        "id": key,
        "first_name": first,
        "last_name": last,
        **person_keys(last, first),
        "email": email,
        "email_key": email.casefold() if email else None,
        "phone": f"+358 50 000 {rng.randrange(10000):04}" if country == "FI" else "",
        "job_title": rng.choice(titles),
        "country": country,
        "language": rng.choice(LANGUAGES.get(country, ("en",))),
        "organisation_id": organisation["id"],
    }


def _address(first: str, last: str, key: int, organisation: Row, taken: set[str]) -> str:
    local = ".".join(filter(None, (_plain(first), _plain(last)))) or f"person{key}"
    domain = f"{_plain(organisation['name'])[:24].strip('-') or 'office'}.example"
    if f"{local}@{domain}" in taken:
        local = f"{local}{key}"
    taken.add(f"{local}@{domain}")
    return f"{local}@{domain}"


def _plain(text: str) -> str:
    """Letters, digits and hyphens of the Latin alphabet."""
    words = fold(text).replace("'", "").replace("’", "")
    kept = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in words)
    return "-".join(part for part in kept.split("-") if part)
