"""Participants in: from a file or a pasted list to a preview with verdicts, and from there, agreed, in one step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.model import Organisation, Person, PersonAddress
from roundtables.model.people import person_keys
from roundtables.register.journal import add_rows
from roundtables.services import participants
from roundtables.services.proposals import (
    REPORT_EVERY,
    Choice,
    Proposal,
    Report,
    Verdict,
    chunks,
    propose,
    with_choice,
)
from roundtables.terms import Role
from roundtables.words import fold

if TYPE_CHECKING:
    from roundtables.formats.people.columns import Field, Header
    from roundtables.formats.people.lines import PersonLine
    from roundtables.formats.people.names import NameOrder
    from roundtables.formats.sheets.reading import Table

__all__ = ["Choice", "Proposal", "Verdict", "propose", "with_choice"]


@dataclass(frozen=True)
class Imported:
    """What an import did: keys of people, in the order of the rows, and how many were new or changed."""

    people: tuple[int, ...]
    added: int
    changed: int
    left_out: int


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
        **person_keys(line.last_name, line.first_name),
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
    for some in chunks(sorted(named)):
        statement = select(Organisation).where(Organisation.name_key.in_(some)).order_by(Organisation.id.desc())
        found |= {organisation.name_key: organisation for organisation in session.scalars(statement)}
    for key, line in named.items():
        if key not in found:
            found[key] = Organisation(name=line.organisation, country=line.country)
            session.add(found[key])
    return found


def _people(session: Session, keys: Iterable[int | None]) -> dict[int | None, Person]:
    found: dict[int | None, Person] = {}
    for some in chunks(sorted(key for key in keys if key is not None)):
        found |= {person.id: person for person in session.scalars(select(Person).where(Person.id.in_(some)))}
    return found
