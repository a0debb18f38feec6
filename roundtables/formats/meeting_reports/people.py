"""Whose line it is: one person by one address, ID or name, under however many lines."""

import unicodedata
from dataclasses import dataclass, field

from roundtables.formats.meeting_reports import errors

MOST_PEOPLE = 20_000
MOST_LETTERS = 300

Span = tuple[int | None, int | None, str]
"""Joined, left (moments) and the duration as it is written."""


@dataclass(slots=True)
class Somebody:
    """One person of a report with their spans. `summed_up` is their line in a list of people: from, to, how long."""

    name: str
    email: str
    role: str
    spans: list[Span] = field(default_factory=list)
    summed_up: tuple[str, str, str] | None = None


class People:
    """The people of a report, each under their address, their ID or, where there is neither, their name."""

    def __init__(self) -> None:
        self.all: list[Somebody] = []
        self.seen: dict[tuple[str, str, str], Somebody] = {}
        """Who is meant by the very texts of a line."""
        self._by: dict[str, Somebody] = {}
        self._by_name: dict[str, list[Somebody]] = {}

    def of(self, name: str, email: str, identity: str, role: str) -> Somebody | None:
        """Whose line it is; None for a line that names nobody. Raises TooManyPeople."""
        key = (name, email, identity)
        person = self.seen.get(key)
        if person is None:
            person = self._found(cleaned(name), email, identity, cleaned(role))
            if person is not None:
                self.seen[key] = person
                if email:
                    self.seen.setdefault((name, email, ""), person)
        return person

    def _found(self, name: str, email: str, identity: str, role: str) -> Somebody | None:
        mail = _address(email) or _address(identity)
        identity = mail if identity == email else cleaned(identity)
        keys = [mark + text.casefold() for mark, text in (("@", mail), ("#", identity)) if text]
        if not keys and not name:
            return None
        keys = keys or ["=" + name.casefold()]
        person = next((self._by[key] for key in keys if key in self._by), None) or self._namesake(name, mail, identity)
        if person is None:
            if len(self.all) >= MOST_PEOPLE:
                raise errors.TooManyPeople(MOST_PEOPLE)
            person = Somebody(name or mail, mail, role)
            self.all.append(person)
            self._by_name.setdefault(person.name.casefold(), []).append(person)
        person.email, person.role = person.email or mail, person.role or role
        for key in keys:
            self._by.setdefault(key, person)
        return person

    def _namesake(self, name: str, mail: str, identity: str) -> Somebody | None:
        """The list of participants gives the address where the list of activities may not: then the name tells."""
        if mail or identity:
            return None
        namesakes = [person for person in self._by_name.get(name.casefold(), ()) if person.summed_up]
        return namesakes[0] if len(namesakes) == 1 else None


def cleaned(text: str) -> str:
    """A name without control characters and marks of direction, on one line."""
    if not text.isprintable():
        text = "".join(map(_visible, text))
    return " ".join(text.split())[:MOST_LETTERS]


def _visible(letter: str) -> str:
    if letter.isprintable():
        return letter
    return "" if unicodedata.category(letter) == "Cf" else " "


def _address(text: str) -> str:
    address = cleaned(text).removeprefix("mailto:")
    return address if "@" in address and " " not in address else ""
