"""What can be told of a register's file before anything is opened for writing: its head, size and schema."""

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

    Raises NoRegister, NotARegister (no SQLite file, or another program's), RegisterDamaged (shorter
    than its own header says, or its schema can't be read) or RegisterIsNewer.
    Offsets from the SQLite file format, 1.3.
    """
    if not path.is_file():
        raise NoRegister(path)
    header, size = _head(path)
    if not header.startswith(MAGIC):
        raise NotARegister(path)
    if len(header) < HEADER_LENGTH:
        raise RegisterDamaged(path)
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise NotARegister(path)
    if size < _size_by_header(header) and not _has_log(path):
        raise RegisterDamaged(path)
    revision = _revision(path)
    if revision not in REVISIONS:
        raise RegisterIsNewer(path) if revision > HEAD else RegisterDamaged(path)
    return revision


def _size_by_header(header: bytes) -> int:
    page_size = int.from_bytes(header[16:18], "big")
    return (65536 if page_size == 1 else page_size) * int.from_bytes(header[28:32], "big")


def _has_log(path: Path) -> bool:
    """Whether a write-ahead log lies beside the file: after a crash while it was folded in, the file may still be
    shorter than its first page says, and SQLite mends that from the log.
    """
    log = path.with_name(f"{path.name}-wal")
    return log.exists() and log.stat().st_size > 0


def _head(path: Path) -> tuple[bytes, int]:
    try:
        with path.open("rb") as file:
            return file.read(HEADER_LENGTH), path.stat().st_size
    except OSError as error:
        raise RegisterGone from error


def _revision(path: Path) -> str:
    try:
        with closing(sqlcipher3.dbapi2.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlcipher3.dbapi2.DatabaseError as error:
        raise RegisterDamaged(path) from error
    return str(row[0]) if row else ""
