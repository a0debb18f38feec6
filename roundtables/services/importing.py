"""Participants in: from a file or a pasted list to a preview with verdicts, and from there, agreed, in one step."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Organisation, Person, PersonAddress
from roundtables.register.journal import add_rows
from roundtables.services import participants
from roundtables.terms import Role
from roundtables.words import N_, _, fold

if TYPE_CHECKING:
    from roundtables.formats.people.columns import Field, Header
    from roundtables.formats.people.lines import PersonLine
    from roundtables.formats.people.names import NameOrder
    from roundtables.formats.sheets.reading import Table

CHUNK = 1000
ALIKE = 90
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
class Imported:
    """What an import did: keys of people, in the order of the rows, and how many were new or changed."""

    people: tuple[int, ...]
    added: int
    changed: int
    left_out: int


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


def read_file(path: Path) -> "Table | list[PersonLine]":
    """The rows of a spreadsheet or text, or the people of a file of vCards. Raises one of `reading_errors`."""
    from roundtables.formats.sheets import reading

    if reading.is_contacts(path):
        from roundtables.formats.contacts.vcard import read_vcards

        return read_vcards(path.read_bytes(), path.name)
    return reading.read_table(path)


def read_pasted(text: str) -> "Table":
    """The rows of a pasted selection. Raises NothingToPaste and other `reading_errors`."""
    from roundtables.formats.sheets import reading_text

    return reading_text.read_pasted(text)


def understand(
    source: "Table | list[PersonLine]", header: "Header | None", order: "NameOrder | None"
) -> "tuple[Header | None, NameOrder | None]":
    """Header and order of names as found, where they are not given; None for vCards, which need neither."""
    from roundtables.formats.people.columns import find_header
    from roundtables.formats.people.lines import name_order

    if isinstance(source, list):
        return None, None
    header = header or find_header(source)
    return header, order or name_order(source, header)


def column_choices() -> "list[Field]":
    """What a column may be said to hold."""
    from roundtables.formats.people.columns import Field

    return list(Field)


def heading_of(source: "Table", header: "Header", column: int) -> str:
    """What the file itself calls a column."""
    return source.rows[header.row][column] if header.row is not None else ""


def with_column(header: "Header", column: int, name: str) -> "Header":
    """The header with one column taken for the field of this name."""
    from roundtables.formats.people.columns import Field

    columns = tuple(Field[name] if at == column else field for at, field in enumerate(header.columns))
    return replace(header, columns=columns)


def read_lines(
    source: "Table | list[PersonLine]",
    header: "Header | None" = None,
    order: "NameOrder | None" = None,
    report: Report | None = None,
) -> "list[PersonLine]":
    """The people of what was read; header and order of names are found where the user has not corrected them."""
    from roundtables.formats.people.lines import read_people

    if isinstance(source, list):
        return source
    header, order = understand(source, header, order)
    if header is None or order is None:
        return []
    return read_people(source, header, order, report)


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


def take_over(
    session: Session,
    proposals: Sequence[Proposal],
    *,
    event_id: int | None = None,
    report: Report | None = None,
) -> Imported:
    """Write what was agreed: people added and changed, and made participants of an event where one is given."""
    taken = [entry for entry in proposals if entry.choice is not Choice.LEAVE]
    organisations = _organisations(session, (entry.line for entry in taken))
    session.flush()
    known = _people(session, [entry.person_id for entry in taken if entry.choice is Choice.SAME])
    keys: dict[int, int] = {}
    fresh: list[Proposal] = []
    changed = 0
    for done, entry in enumerate(taken):
        if report is not None and done % REPORT_EVERY == 0:
            report(done, len(taken))
        person = known.get(entry.person_id) if entry.choice is Choice.SAME else None
        if person is None:
            fresh.append(entry)
            continue
        changed += int(_update(person, entry, organisations.get(fold(entry.line.organisation))))
        keys[entry.line.row] = person.id
    keys |= _add_people(session, [entry.line for entry in fresh], organisations)
    people = tuple(keys[entry.line.row] for entry in taken)
    if event_id is not None:
        _take_part(session, event_id, [(keys[entry.line.row], entry.line.role) for entry in taken])
    return Imported(people, len(fresh), changed, len(proposals) - len(taken))


def _take_part(session: Session, event_id: int, written: Iterable[tuple[int, Role | None]]) -> None:
    by_role: dict[Role, list[int]] = {}
    for key, role in written:
        by_role.setdefault(role or Role.ATTENDEE, []).append(key)
    for role, keys in by_role.items():
        participants.add(session, event_id, keys, role=role)


def _add_people(
    session: Session, lines: "Sequence[PersonLine]", organisations: dict[str, Organisation]
) -> dict[int, int]:
    """Add people in one go; returns their keys by row."""
    if not lines:
        return {}
    named = {key: organisation.id for key, organisation in organisations.items()}
    rows = [_person_values(line, named.get(fold(line.organisation))) for line in lines]
    keys = add_rows(session, Person, rows, lambda row: (None, row["id"]))
    for line, key in zip(lines, keys, strict=True):
        for email in line.emails[1:]:
            session.add(PersonAddress(person_id=key, email=email))
    return {line.row: key for line, key in zip(lines, keys, strict=True)}


def _person_values(line: "PersonLine", organisation_id: int | None) -> dict[str, Any]:
    """A new person as the table's columns take them; `Person` derives the same keys for those typed in."""
    email = line.emails[0] if line.emails else None
    return {
        "first_name": line.first_name,
        "last_name": line.last_name,
        "sort_name": fold(f"{line.last_name} {line.first_name}".strip()),
        "email": email,
        "email_key": email.casefold() if email else None,
        "phone": line.phone,
        "job_title": line.job_title,
        "country": line.country,
        "language": line.language,
        "organisation_id": organisation_id,
    }


def _update(person: Person, entry: Proposal, organisation: Organisation | None) -> bool:
    for name, _is, would_be in entry.changes:
        if name == "organisation":
            person.organisation = organisation
        else:
            setattr(person, name, would_be)
    known = {address.email_key for address in person.addresses} | {person.email_key}
    for email in entry.line.emails:
        if email.casefold() not in known:
            person.addresses.append(PersonAddress(email=email))
    return bool(entry.changes)


def _organisations(session: Session, lines: "Iterable[PersonLine]") -> dict[str, Organisation]:
    """The organisations named in the rows, by folded name; those that are new are made."""
    named = {fold(line.organisation): line for line in lines if line.organisation}
    found: dict[str, Organisation] = {}
    for some in _chunks(sorted(named)):
        statement = select(Organisation).where(Organisation.name_key.in_(some)).order_by(Organisation.id.desc())
        found |= {organisation.name_key: organisation for organisation in session.scalars(statement)}
    for key, line in named.items():
        if key not in found:
            found[key] = Organisation(name=line.organisation, country=line.country)
            session.add(found[key])
    return found


def _people(session: Session, keys: Iterable[int | None]) -> dict[int | None, Person]:
    found: dict[int | None, Person] = {}
    for some in _chunks(sorted(key for key in keys if key is not None)):
        found |= {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(some)))}
    return found


def _chunks(keys: list[Any]) -> Iterable[list[Any]]:
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
            if self._same_name(known, name):
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
        candidates = self._alike.get(_bucket(name, line.first_name), [])
        if candidates:
            from rapidfuzz import fuzz, process

            names = [known.sort_name for known in candidates[:MOST_CANDIDATES]]
            found = process.extractOne(name, names, scorer=fuzz.ratio, score_cutoff=ALIKE)
            if found:
                return _similar(line, candidates[found[2]], _("has a name like this one"), Choice.ADD)
        return Proposal(line, Verdict.NEW, Choice.ADD)

    @staticmethod
    def _same_name(known: _Known, name: str) -> bool:
        return sorted(known.sort_name.split()) == sorted(name.split())

    def _load_addresses(self, keys: list[str]) -> None:
        for some in _chunks(keys):
            for row in self._session.execute(_PEOPLE.where(Person.email_key.in_(some)).order_by(Person.id)):
                known = _Known(*row)
                self._by_address.setdefault(known.email.casefold(), []).append(known)
            further = _PEOPLE.add_columns(PersonAddress.email_key).join(
                PersonAddress, PersonAddress.person_id == Person.id
            )
            for row in self._session.execute(further.where(PersonAddress.email_key.in_(some)).order_by(Person.id)):
                self._by_address.setdefault(row[-1], []).append(_Known(*row[:-1]))

    def _load_names(self, beginnings: list[str]) -> None:
        for some in _chunks(beginnings):
            statement = _PEOPLE.where(func.substr(Person.sort_name, 1, 3).in_(some)).order_by(Person.id)
            for row in self._session.execute(statement):
                known = _Known(*row)
                self._by_name.setdefault(known.sort_name, []).append(known)
                self._alike.setdefault(_bucket(known.sort_name, known.first_name), []).append(known)


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


def _bucket(sort_name: str, first_name: str) -> tuple[str, str]:
    return sort_name[:3], fold(first_name[:1])


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
