"""The full-text index: what the register can be searched by, kept with every change.

One row for each event, person and organisation: `shown` and `detail` are what a result shows, `words` is what is
found, folded (no case, no accents). SQLite keeps it as an FTS5 table, PostgreSQL as a table with a text-search index.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, TypedDict

from sqlalchemy import Connection, select, text

from roundtables.model import Event, Organisation, Person, PersonAddress, Venue, WorkPackage
from roundtables.words import fold

KINDS = ("event", "person", "organisation")
CHUNK = 5000
_NO_WORD = re.compile(r"[\W_]+")


class Entry(TypedDict):
    """One row of the index; `rowid` is the key of the row times the number of kinds, plus the kind's place."""

    rowid: int
    shown: str
    detail: str
    words: str


def searchable(words: str) -> str:
    """Words as the index keeps them and is asked for them: folded, letters and digits alone."""
    return _NO_WORD.sub(" ", fold(words)).strip()


def rowid_of(kind: str, row_id: int) -> int:
    """The index row of an event, person or organisation."""
    return row_id * len(KINDS) + KINDS.index(kind)


def kind_and_key(rowid: int) -> tuple[str, int]:
    """The kind and key that an index row stands for."""
    return KINDS[rowid % len(KINDS)], rowid // len(KINDS)


def refresh(connection: Connection, touched: dict[str, set[int]], fresh: dict[str, set[int]]) -> None:
    """Write the index anew for the given keys by kind; keys that are gone leave it, `fresh` ones were not in it."""
    for kind, keys in touched.items():
        for some in _chunks(sorted(keys)):
            known = [{"rowid": rowid_of(kind, key)} for key in some if key not in fresh.get(kind, ())]
            if known:
                connection.execute(
                    text("DELETE FROM search_index WHERE rowid = :rowid" if _is_sqlite(connection) else _PG_DELETE),
                    known,
                )
            _insert(connection, _entries(connection, kind, some))


def rebuild(connection: Connection) -> None:
    """Write the whole index anew, after a founding import or a restore."""
    connection.execute(text("DELETE FROM search_index"))
    for kind in KINDS:
        table = {"event": Event, "person": Person, "organisation": Organisation}[kind]
        last = -1
        while keys := connection.scalars(select(table.id).where(table.id > last).order_by(table.id).limit(CHUNK)).all():
            _insert(connection, _entries(connection, kind, keys))
            last = keys[-1]


_PG_DELETE = "DELETE FROM search_index WHERE id = :rowid"
_INSERT = "INSERT INTO search_index ({key}, shown, detail, words) VALUES (:rowid, :shown, :detail, :words)"


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _insert(connection: Connection, entries: Iterable[Entry]) -> None:
    rows: Any = list(entries)
    if rows and _is_sqlite(connection):
        # Straight to the driver, which takes the names as they are: thousands of rows come at once.
        connection.exec_driver_sql(_INSERT.format(key="rowid"), rows)
    elif rows:
        connection.execute(text(_INSERT.format(key="id")), rows)


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def _entries(connection: Connection, kind: str, keys: Iterable[int]) -> Iterator[Entry]:
    if kind == "event":
        return map(_event_entry, connection.execute(_EVENTS.where(Event.id.in_(keys))))
    if kind == "person":
        keys = list(keys)
        further: dict[int, str] = {}
        for person_id, email in connection.execute(
            select(PersonAddress.person_id, PersonAddress.email).where(PersonAddress.person_id.in_(keys))
        ):
            further[person_id] = f"{further.get(person_id, '')} {email}"
        people = connection.execute(_PEOPLE.where(Person.id.in_(keys)))
        return (_person_entry(row, further.get(row.id, "")) for row in people)
    return map(_organisation_entry, connection.execute(_ORGANISATIONS.where(Organisation.id.in_(keys))))


_EVENTS = (
    select(
        Event.id,
        Event.reference,
        Event.title,
        Event.place,
        Event.description,
        Event.themes,
        Venue.name,
        Venue.city,
        WorkPackage.title,
    )
    .outerjoin(Venue, Venue.id == Event.venue_id)
    .outerjoin(WorkPackage, WorkPackage.id == Event.work_package_id)
)
_PEOPLE = select(
    Person.id, Person.first_name, Person.last_name, Person.email, Person.job_title, Organisation.name
).outerjoin(Organisation, Organisation.id == Person.organisation_id)
_ORGANISATIONS = select(Organisation.id, Organisation.name, Organisation.city)


def _event_entry(row: Any) -> Entry:
    key, reference, title, place, description, themes, venue, city, package = row
    words = " ".join(filter(None, (reference, title, place, venue, city, themes, package, description[:2000])))
    return Entry(rowid=rowid_of("event", key), shown=title, detail=reference, words=searchable(words))


def _person_entry(row: Any, further: str) -> Entry:
    key, first, last, email, job, organisation = row
    words = " ".join(filter(None, (first, last, email, further, job, organisation)))
    shown = f"{first} {last}".strip()
    detail = organisation or email or ""
    return Entry(rowid=rowid_of("person", key), shown=shown, detail=detail, words=searchable(words))


def _organisation_entry(row: Any) -> Entry:
    key, name, city = row
    words = searchable(f"{name} {city}")
    return Entry(rowid=rowid_of("organisation", key), shown=name, detail=city, words=words)
