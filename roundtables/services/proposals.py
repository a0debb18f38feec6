"""A verdict for each row of a list: new, known, perhaps the same as somebody, repeated, or not usable."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Organisation, Person, PersonAddress
from roundtables.queries.alike import ALIKE, block, same_words
from roundtables.words import N_, _, fold

if TYPE_CHECKING:
    from roundtables.formats.people.lines import PersonLine

CHUNK = 1000
MOST_CANDIDATES = 300
REPORT_EVERY = 250
Report = Callable[[int, int], None]


class Verdict(Enum):
    """What becomes of a row."""

    NEW = N_("New")
    KNOWN = N_("Known")
    SIMILAR = N_("Perhaps the same")
    REPEATED = N_("Repeats a row")
    UNUSABLE = N_("Not usable")

    @property
    def label(self) -> str:
        """The verdict in English."""
        return self.value


class Choice(Enum):
    """What the user wants done with a row."""

    ADD = N_("Add as a new person")
    SAME = N_("The same person")
    LEAVE = N_("Leave out")

    @property
    def label(self) -> str:
        """The choice in English."""
        return self.value


@dataclass(frozen=True)
class Proposal:
    """One row with its verdict. `person_id` is who is known or similar; `changes` maps fields to (is, would be)."""

    line: "PersonLine"
    verdict: Verdict
    choice: Choice
    reason: str = ""
    person_id: int | None = None
    person_name: str = ""
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class _Known:
    id: int
    first_name: str
    last_name: str
    sort_name: str
    email: str
    phone: str
    job_title: str
    country: str
    language: str
    organisation: str

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def propose(session: Session, lines: "Sequence[PersonLine]", report: Report | None = None) -> list[Proposal]:
    """A verdict for each row. Writes nothing; `report` hears (done, all) and may raise to stop."""
    from roundtables.formats.people.duplicates import find_duplicates

    repeated = find_duplicates(lines)
    register = _Register(session, [line for line in lines if line.usable])
    proposals = []
    for done, line in enumerate(lines):
        if report is not None and done % REPORT_EVERY == 0:
            report(done, len(lines))
        if not line.usable:
            reason = "; ".join(f"{problem.cell}: {problem.words}" for problem in line.problems)
            proposals.append(Proposal(line, Verdict.UNUSABLE, Choice.LEAVE, reason))
        elif line.row in repeated:
            reason = _("The same person as in row {row}").format(row=repeated[line.row])
            proposals.append(Proposal(line, Verdict.REPEATED, Choice.LEAVE, reason))
        else:
            proposals.append(register.verdict(line))
    return proposals


def with_choice(proposal: Proposal, choice: Choice) -> Proposal:
    """The proposal as the user wants it. What can't be used stays left out; who is not known can't be the same."""
    impossible = proposal.verdict is Verdict.UNUSABLE or (choice is Choice.SAME and proposal.person_id is None)
    return proposal if impossible else replace(proposal, choice=choice)


def chunks(keys: list[Any]) -> Iterable[list[Any]]:
    """The keys in parts that fit into one statement."""
    return (keys[start : start + CHUNK] for start in range(0, len(keys), CHUNK))


class _Register:
    """The people of the register that the rows could be: by address, by name, and by names that are alike."""

    def __init__(self, session: Session, lines: "Sequence[PersonLine]") -> None:
        self._session = session
        self._by_address: dict[str, list[_Known]] = {}
        self._by_name: dict[str, list[_Known]] = {}
        self._alike: dict[tuple[str, str], list[_Known]] = {}
        self._load_addresses(sorted({email.casefold() for line in lines for email in line.emails}))
        self._load_names(sorted({fold(f"{line.last_name} {line.first_name}".strip())[:3] for line in lines}))

    def verdict(self, line: "PersonLine") -> Proposal:
        """New, known, or perhaps the same as somebody, with the reason."""
        name = fold(f"{line.last_name} {line.first_name}".strip())
        at_address = [known for email in line.emails for known in self._by_address.get(email.casefold(), [])]
        for known in at_address:
            if same_words(known.sort_name, name):
                return _known(line, known)
        if at_address:
            reason = _("has the same address")
            return _similar(line, at_address[0], reason, Choice.ADD)
        for known in self._by_name.get(name, []):
            if fold(known.organisation) == fold(line.organisation):
                if not line.emails or not known.email:
                    return _known(line, known)
                return _similar(line, known, _("has the same name and organisation"), Choice.SAME)
        if name in self._by_name:
            return _similar(line, self._by_name[name][0], _("has the same name"), Choice.ADD)
        return self._alike_verdict(line, name)

    def _alike_verdict(self, line: "PersonLine", name: str) -> Proposal:
        candidates = self._alike.get(block(name, line.first_name), [])
        if candidates:
            from rapidfuzz import fuzz, process

            names = [known.sort_name for known in candidates[:MOST_CANDIDATES]]
            found = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=ALIKE)
            if found:
                return _similar(line, candidates[found[2]], _("has a name like this one"), Choice.ADD)
        return Proposal(line, Verdict.NEW, Choice.ADD)

    def _load_addresses(self, keys: list[str]) -> None:
        for some in chunks(keys):
            for row in self._session.execute(_PEOPLE.where(Person.email_key.in_(some)).order_by(Person.id)):
                known = _Known(*row)
                self._by_address.setdefault(known.email.casefold(), []).append(known)
            further = _PEOPLE.add_columns(PersonAddress.email_key).join(
                PersonAddress, PersonAddress.person_id == Person.id
            )
            for row in self._session.execute(further.where(PersonAddress.email_key.in_(some)).order_by(Person.id)):
                self._by_address.setdefault(row[-1], []).append(_Known(*row[:-1]))

    def _load_names(self, beginnings: list[str]) -> None:
        for some in chunks(beginnings):
            statement = _PEOPLE.where(func.substr(Person.sort_name, 1, 3).in_(some)).order_by(Person.id)
            for row in self._session.execute(statement):
                known = _Known(*row)
                self._by_name.setdefault(known.sort_name, []).append(known)
                self._alike.setdefault(block(known.sort_name, known.first_name), []).append(known)


_PEOPLE: Any = select(
    Person.id,
    Person.first_name,
    Person.last_name,
    Person.sort_name,
    func.coalesce(Person.email, ""),
    Person.phone,
    Person.job_title,
    Person.country,
    Person.language,
    func.coalesce(Organisation.name, ""),
).outerjoin(Organisation, Organisation.id == Person.organisation_id)


def _known(line: "PersonLine", known: _Known) -> Proposal:
    changes = _changes(line, known)
    return Proposal(line, Verdict.KNOWN, Choice.SAME, "", known.id, known.name, changes)


def _similar(line: "PersonLine", known: _Known, reason: str, choice: Choice) -> Proposal:
    words = _("{name}, {organisation}: {reason}").format(
        name=known.name, organisation=known.organisation or "–", reason=reason
    )
    return Proposal(line, Verdict.SIMILAR, choice, words, known.id, known.name, _changes(line, known))


def _changes(line: "PersonLine", known: _Known) -> tuple[tuple[str, str, str], ...]:
    """What the row says otherwise than the register; what it leaves empty changes nothing. Addresses are added."""
    changes = []
    for name in ("phone", "job_title", "country", "language", "organisation"):
        is_now, would_be = getattr(known, name), getattr(line, name)
        if would_be and fold(would_be) != fold(is_now):
            changes.append((name, is_now, would_be))
    if line.emails and not known.email:
        changes.append(("email", "", line.emails[0]))
    return tuple(changes)
