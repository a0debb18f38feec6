"""What can be told of a register's file before anything is opened for writing: its head and schema."""

from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2

from roundtables.register.engine import APPLICATION_ID
from roundtables.register.errors import NoRegister, NotARegister, RegisterDamaged, RegisterGone, RegisterIsNewer
from roundtables.register.schema import HEAD, REVISIONS

MAGIC = b"SQLite format 3\x00"
HEADER_LENGTH = 100


def examine(path: Path) -> str:
    """The schema revision of the register at `path`, which is only read.

    Raises NoRegister, NotARegister (no SQLite file, or another program's), RegisterDamaged (its schema
    can't be read) or RegisterIsNewer. Whether the file is shorter than it says is for SQLite to judge: after
    a crash it may be, and the log beside it mends that. Offsets from the SQLite file format, 1.3.
    """
    if not path.is_file():
        raise NoRegister(path)
    header = _head(path)
    if not header.startswith(MAGIC):
        raise NotARegister(path)
    if len(header) < HEADER_LENGTH:
        raise RegisterDamaged(path)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotARegister(path)
    revision = _revision(path)
    if revision not in REVISIONS:
        raise RegisterIsNewer(path) if revision > HEAD else RegisterDamaged(path)
    return revision


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(HEADER_LENGTH)
    except OSError as error:
        raise RegisterGone from error


def _revision(path: Path) -> str:
    try:
        with closing(sqlcipher3.dbapi2.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlcipher3.dbapi2.DatabaseError as error:
        raise RegisterDamaged(path) from error
    return str(row[0]) if row else ""
