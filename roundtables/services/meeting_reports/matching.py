"""Whose the lines of a report are: by address, by a name known before, by name; never a guess between several.

First among the participants; who is not on the list may still be in the register, and is told as that. However many
lines there are, the register is asked a fixed number of times.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import literal, select, union_all
from sqlalchemy.orm import Session

from roundtables.formats.meeting_reports.report import Attendee
from roundtables.model import KnownName, Participation, PersonAddress
from roundtables.model import Person as PersonRow
from roundtables.services.meeting_reports.lines import Match, Person, Verdict
from roundtables.services.meeting_reports.names import Found, Roster, bare, name_key
from roundtables.services.proposals import chunks
from roundtables.words import fold

BY_NAME = frozenset({Verdict.REMEMBERED, Verdict.NAMED, Verdict.SIMILAR})
LONGEST_TURNED = 4
"""Names of more words are looked for in the register as they are written, not in every order."""
NOBODY = Match(Verdict.STRANGER)


class Matches(NamedTuple):
    """A match for each line, in their order, and all people whom they name, by their keys."""

    lines: list[Match]
    people: dict[int, Person]


def match(session: Session, event_id: int, attendees: Sequence[Attendee]) -> Matches:
    """Whose the lines are; `people` are all participants, and those of the register who are named beside them."""
    people = participants(session, event_id)
    here = _Here(session, event_id, people.values())
    emails = [address_key(attendee) for attendee in attendees]
    lines = [here.match(attendee.name, email) for attendee, email in zip(attendees, emails, strict=True)]
    for further in (here.nearly, here.alike):
        _settle_rivals(lines, emails)
        claimed = {found.person_id for found in lines if found.person_id is not None}
        lines = [
            further(attendee.name, claimed) if found == NOBODY else found
            for attendee, found in zip(attendees, lines, strict=True)
        ]
    _settle_rivals(lines, emails)
    register = _Register(session, attendees, emails, lines, here.addresses)
    lines = [
        register.match(attendee.name, email, found)
        for attendee, email, found in zip(attendees, emails, lines, strict=True)
    ]
    return Matches(lines, people | {key: person for key, person in register.people.items() if key not in people})


def participants(session: Session, event_id: int) -> dict[int, Person]:
    """The event's participants by the keys of the people."""
    statement = (
        select(PersonRow.id, Participation.id, PersonRow.first_name, PersonRow.last_name, PersonRow.email)
        .join(Participation, Participation.person_id == PersonRow.id)
        .where(Participation.event_id == event_id)
        .order_by(Participation.id)
    )
    return {row[0]: Person(*row) for row in session.execute(statement)}


def address_key(attendee: Attendee) -> str:
    """The address of a line as it is compared; tools show it as the name of who is signed in nowhere."""
    email = attendee.email.strip()
    name = attendee.name.strip()
    if not email and "@" in name and " " not in name:
        email = name
    return email.casefold()


class _Here:
    """The event's participants by address, by names they are known by, and by name."""

    def __init__(self, session: Session, event_id: int, people: Iterable[Person]) -> None:
        self.addresses: dict[str, list[int]] = defaultdict(list)
        self._known: dict[str, list[int]] = defaultdict(list)
        self._people = list(people)
        for person in self._people:
            if person.email:
                self.addresses[person.email.casefold()].append(person.id)
        for kind, key, person_id in session.execute(_further(event_id)):
            keys = self.addresses if kind == "address" else self._known
            if person_id not in keys[key]:
                keys[key].append(person_id)

    @cached_property
    def _roster(self) -> Roster:
        """The names, which nobody needs where all lines have known addresses."""
        return Roster(self._people)

    def match(self, name: str, email: str) -> Match:
        """By address, by a known name, by the whole name; nobody's where no one has any of them."""
        at_address = self.addresses.get(email)
        if at_address:
            return self._at(at_address, name)
        known = self._known.get(name_key(name)) if self._known else None
        if known:
            return _told(Verdict.REMEMBERED, Found(tuple(known)))
        return _told(Verdict.NAMED, self._roster.exactly(name))

    def _at(self, people: Sequence[int], name: str) -> Match:
        """One address may be an office's: of several who share it, the one of this name."""
        if len(people) == 1:
            return Match(Verdict.MATCHED, people[0])
        named = [key for key in self._roster.exactly(name).people if key in people]
        return Match(Verdict.MATCHED, named[0]) if len(named) == 1 else Match(Verdict.AMBIGUOUS, None, tuple(people))

    def nearly(self, name: str, claimed: Collection[int]) -> Match:
        """By the surname, and given names that go together."""
        return _told(Verdict.NAMED, self._roster.nearly(name, claimed))

    def alike(self, name: str, claimed: Collection[int]) -> Match:
        """By a name that differs by a slip of the pen; who else is called alike is no more than a proposal."""
        found = self._roster.alike(name, claimed)
        if found.similar:
            return Match(Verdict.SIMILAR, found.people[0])
        return Match(Verdict.STRANGER, None, found.people)


def _told(verdict: Verdict, found: Found) -> Match:
    if not found.people:
        return NOBODY
    if len(found.people) > 1 or found.weak:
        return Match(Verdict.AMBIGUOUS, None, found.people)
    return Match(verdict, found.people[0])


def _settle_rivals(lines: list[Match], emails: Sequence[str]) -> None:
    """Lines with addresses of their own that only a name makes one participant's may be people named alike.

    A line without an address beside them is taken for another device.
    """
    by_person: dict[int, list[int]] = defaultdict(list)
    for number, found in enumerate(lines):
        if found.person_id is not None:
            by_person[found.person_id].append(number)
    for person_id, numbers in by_person.items():
        if len(numbers) == 1:
            continue
        by_name = [at for at in numbers if lines[at].verdict in BY_NAME and emails[at]]
        known = len(by_name) < len([at for at in numbers if emails[at]])
        different = len({emails[at] for at in by_name})
        for number in by_name if different > 1 or known else ():
            lines[number] = Match(Verdict.AMBIGUOUS, None, (person_id,))


class _Register:
    """The people of the register whose lines are no participant's: by address, by known name, by whole name."""

    def __init__(
        self,
        session: Session,
        attendees: Sequence[Attendee],
        emails: Sequence[str],
        lines: Sequence[Match],
        addresses: dict[str, list[int]],
    ) -> None:
        self.people: dict[int, Person] = {}
        self._at: dict[str, list[int]] = defaultdict(list)
        self._known: dict[str, list[int]] = defaultdict(list)
        self._named: dict[str, list[int]] = defaultdict(list)
        unknown = sorted(set(emails) - addresses.keys() - {""})
        left = [each.name for each, found in zip(attendees, lines, strict=True) if found.person_id is None]
        self._load(session, unknown, PersonRow.email_key, self._at)
        self._load(session, unknown, PersonAddress.email_key, self._at, PersonAddress)
        self._load(
            session, sorted({name_key(name) for name in left} - {""}), KnownName.name_key, self._known, KnownName
        )
        orders = {order for name in left for order in _orders(name)}
        self._load(session, sorted(orders), PersonRow.sort_name, self._named)

    def match(self, name: str, email: str, found: Match) -> Match:
        """What the register says of a line that is no participant's, or whose address is somebody else's."""
        if found.verdict is Verdict.MATCHED or email not in self._at:
            return self._by_name(name, email, found) if found.verdict is Verdict.STRANGER else found
        return _stranger(self._at[email], found)

    def _by_name(self, name: str, email: str, found: Match) -> Match:
        known = self._known.get(name_key(name))
        if known:
            return _stranger(known, found)
        named = list(dict.fromkeys(key for order in _orders(name) for key in self._named.get(order, ())))
        if not named:
            return found
        if len(named) == 1 and email and self.people[named[0]].email:
            # Of the same name, and with an address of their own: perhaps somebody else.
            return Match(Verdict.AMBIGUOUS, None, (*found.candidates, *named))
        return _stranger(named, found)

    def _load(
        self, session: Session, keys: list[str], column: Any, into: dict[str, list[int]], beside: Any = None
    ) -> None:
        statement: Any = select(
            PersonRow.id, PersonRow.first_name, PersonRow.last_name, PersonRow.email, column
        ).order_by(PersonRow.id)
        if beside is not None:
            statement = statement.join(beside, beside.person_id == PersonRow.id)
        for some in chunks(keys):
            for key, first, last, email, value in session.execute(statement.where(column.in_(some))):
                self.people[key] = Person(key, None, first, last, email)
                if key not in into[value]:
                    into[value].append(key)


def _stranger(people: Sequence[int], found: Match) -> Match:
    """One person of the register who is not on the list, or several of whom none is taken for the one meant."""
    beside = found.candidates if found.person_id is None else (found.person_id,)
    if len(people) == 1:
        return Match(Verdict.KNOWN_STRANGER, people[0], beside)
    return Match(Verdict.AMBIGUOUS, None, (*beside, *people))


def _orders(name: str) -> list[str]:
    """The name as the register sorts it, whichever of its words is the surname."""
    words = fold(bare(name)).replace(",", " ").split()
    if not 1 < len(words) <= LONGEST_TURNED:
        return [" ".join(words)] if words else []
    return [" ".join((*words[at:], *words[:at])) for at in range(len(words))]


def _further(event_id: int) -> Any:
    """The further addresses of the participants, and the names they are known by in meeting tools."""
    on_list = select(Participation.person_id).where(Participation.event_id == event_id)
    return union_all(
        select(literal("address"), PersonAddress.email_key, PersonAddress.person_id).where(
            PersonAddress.person_id.in_(on_list)
        ),
        select(literal("name"), KnownName.name_key, KnownName.person_id).where(KnownName.person_id.in_(on_list)),
    ).order_by("person_id")
