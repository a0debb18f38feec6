"""How the register's database is spoken to: SQLite in a file, PostgreSQL for a team that has outgrown one.

With the driver's defaults, concurrent read-then-write in SQLite loses updates without an error. So the
driver never begins a transaction by itself, and SQLAlchemy's begin event says BEGIN for readers and
BEGIN IMMEDIATE for writers.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from roundtables.register import errors
from roundtables.register.location import on_network_share
from roundtables.words import sort_key


def _collation(code: str) -> Callable[[str, str], int]:
    key = lru_cache(maxsize=20_000)(lambda text: sort_key(text, code))

    def compare(one: str, other: str) -> int:
        first, second = key(one), key(other)
        return (first > second) - (first < second)

    return compare


COLLATIONS = {"rt_plain": _collation("en"), "rt_nordic": _collation("fi"), "rt_croatian": _collation("hr")}
"""How texts without a kept key are sorted. For lists of some thousands, and never in an index of the file."""
APPLICATION_ID = int.from_bytes(b"RTbl", "big")
BUSY_SECONDS = 10


def is_server(where: str | Path) -> bool:
    """Whether a register is named by the URL of a server rather than by the path of a file."""
    return isinstance(where, str) and "://" in where


def server_engine(url: str) -> Engine:
    """An engine for `postgresql+psycopg://…`. Raises ServerUnreachable for an address that can't be one."""
    try:
        return create_engine(make_url(url), hide_parameters=True, pool_pre_ping=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError) as error:
        raise errors.ServerUnreachable from error


def file_engine(path: Path, *, migrating: bool = False) -> Engine:
    """An engine for a SQLite file. `migrating` leaves foreign keys off: batch moves of tables would cascade."""
    shared = on_network_share(path)
    engine = create_engine(
        URL.create("sqlite", database=str(path)),
        module=sqlcipher3.dbapi2,
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "isolation_level": None, "check_same_thread": False},
        poolclass=QueuePool,
        # With exclusive locking a second connection of our own would wait for the first.
        pool_size=1 if shared else 5,
        max_overflow=0 if shared else 10,
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        if shared:
            cursor.execute("PRAGMA locking_mode = EXCLUSIVE")
        cursor.execute(f"PRAGMA journal_mode = {'DELETE' if shared else 'WAL'}")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA secure_delete = ON")
        cursor.execute(f"PRAGMA foreign_keys = {'OFF' if migrating else 'ON'}")
        cursor.close()
        for name, compare in COLLATIONS.items():
            connection.create_collation(name, compare)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", migrating)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


@contextmanager
def told_in_words(path: Path | None) -> Iterator[None]:
    """Turn what the database says about its file into an expected error; anything else is a defect and passes."""
    try:
        yield
    except (DBAPIError, sqlcipher3.dbapi2.DatabaseError) as error:
        said = error.orig if isinstance(error, DBAPIError) else error
        known = _in_words(str(said), path)
        if known is None:
            raise
        raise known from None


def _in_words(said: str, path: Path | None) -> errors.RegisterError | None:
    place = path or Path()
    known: tuple[tuple[str, errors.RegisterError], ...] = (
        ("disk is full", errors.DiskIsFull()),
        ("is locked", errors.RegisterBusy()),
        ("readonly", errors.RegisterReadOnly()),
        ("malformed", errors.RegisterDamaged(place)),
        ("file is not a database", errors.RegisterDamaged(place)),
        ("disk I/O error", errors.RegisterGone()),
        ("unable to open", errors.RegisterGone()),
        ("connection failed", errors.ServerUnreachable()),
        ("server closed the connection", errors.ServerUnreachable()),
        ("terminating connection", errors.ServerUnreachable()),
    )
    return next((error for words, error in known if words in said), None)
