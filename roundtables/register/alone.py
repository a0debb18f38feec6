"""What only one program at a time may do with a register, such as sending its mail.

A lock that the system lets go of by itself when a program dies: on a file beside the register, or with a server an
advisory lock of the connection.
"""

import hashlib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, func, select

from roundtables.register import errors
from roundtables.register.location import on_network_share


@contextmanager
def beside_file(path: Path, task: str) -> Iterator[None]:
    """Hold a task's lock on a register in a file. Raises BusyElsewhere, RegisterReadOnly."""
    from filelock import FileLock, Timeout

    place = _lock_file(path, task)
    try:
        # Released by the thread that took it, but two threads must not hold it together either.
        lock = FileLock(place, timeout=0, thread_local=False)
        lock.acquire()
    except Timeout as error:
        raise errors.BusyElsewhere from error
    except OSError as error:
        raise errors.RegisterReadOnly from error
    try:
        yield
    finally:
        lock.release()


def _lock_file(path: Path, task: str) -> Path:
    """Beside the register, so that other accounts meet it too. A share's locks can't be relied on, and there the
    register is open to one program alone: then in this account's own folder."""
    if not on_network_share(path):
        return path.with_name(f".{path.name}.{task}")
    import platformdirs

    name = hashlib.sha256(str(path.absolute()).encode()).hexdigest()[:32]
    return Path(platformdirs.user_cache_dir("Roundtables", appauthor=False, ensure_exists=True)) / f"{name}.{task}"


@contextmanager
def on_server(engine: Engine, task: str) -> Iterator[None]:
    """Hold a task's lock on a register on a server, by a connection of its own. Raises BusyElsewhere."""
    number = zlib.crc32(f"roundtables {task}".encode())
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(select(func.pg_try_advisory_lock(number))):
            raise errors.BusyElsewhere
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(number)))
