"""The register: one way to read, one way to change.

with register.read() as session:                       rows = queries.events.page(session, …)
with register.change(_("Add participants")) as session:   services.participants.add(session, …)
"""

import datetime as dt
import getpass
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import cached_property
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from roundtables.model import Base, Change, Step, StepKind
from roundtables.register import alone, backups, beside, errors, file, journal, location, search_index
from roundtables.register.engine import file_engine, is_server, server_engine, told_in_words
from roundtables.register.schema import HEAD

_REVISION = text("SELECT version_num FROM alembic_version")
Listener = Callable[[frozenset[str]], None]


class Register:
    """An open register. Safe to use from several threads: each `read` and `change` has a session of its own."""

    def __init__(self, engine: Engine, path: Path | None) -> None:
        self.path = path
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        self._listeners: list[Listener] = []
        self._watch: Connection | None = None
        self._version: int | None = None
        self._identity = _identity(path) if path is not None else None

    @classmethod
    def create(cls, where: Path | str) -> "Register":
        """Make a new, empty register. Raises RegisterExists where a file lies already; makes missing folders."""
        from roundtables.register import migrating

        if is_server(where):
            return cls._open_server(str(where), create=True)
        path = Path(where)
        if path.exists():
            raise errors.RegisterExists(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise errors.RegisterReadOnly from error
        with told_in_words(path):
            engine = file_engine(path, migrating=True)
            try:
                migrating.upgrade(engine)
            except BaseException:
                engine.dispose()
                for left in (path, *_companions(path)):
                    left.unlink(missing_ok=True)
                raise
            engine.dispose()
        return cls(file_engine(path), path)

    @classmethod
    def open(cls, where: Path | str) -> "Register":
        """Open a register, bringing an older one up to date after a verified copy was made of it.

        Raises NoRegister, NotARegister, RegisterIsNewer, RegisterDamaged (each leaves the file untouched),
        RegisterReadOnly, RegisterBusy, and for a server ServerUnreachable.
        """
        if is_server(where):
            return cls._open_server(str(where), create=False)
        path = Path(where)
        return cls(cls._opened(path), path)

    @classmethod
    def _opened(cls, path: Path) -> Engine:
        """The engine of a file that was examined, brought up to date and found to answer."""
        revision = file.examine(path)
        with told_in_words(path):
            if revision != HEAD:
                cls._migrate(path, revision)
            engine = file_engine(path)
            with engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        return engine

    @classmethod
    def _migrate(cls, path: Path, revision: str) -> None:
        from roundtables.register import migrating

        backups.back_up(path, backups.name_for(path, dt.datetime.now(dt.UTC), f"before-update-from-{revision}"))
        engine = file_engine(path, migrating=True)
        try:
            migrating.upgrade(engine)
        finally:
            engine.dispose()

    @classmethod
    def _open_server(cls, url: str, *, create: bool) -> "Register":
        engine = server_engine(url)
        try:
            with told_in_words(None):
                cls._bring_up_to_date(engine, create=create)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine, None)

    @classmethod
    def _bring_up_to_date(cls, engine: Engine, *, create: bool) -> None:
        from roundtables.register import migrating

        name = Path(engine.url.database or "")
        with engine.connect() as connection:
            found = engine.dialect.has_table(connection, "alembic_version")
            revision = connection.scalar(_REVISION) if found else None
        if create and found:
            raise errors.RegisterExists(name)
        if not create and revision is None:
            raise errors.NoRegister(name)
        if revision is not None and revision > HEAD:
            raise errors.RegisterIsNewer(name)
        if revision != HEAD:
            migrating.upgrade(engine)

    def close(self) -> None:
        """Let go of the file: its write-ahead log is folded into it."""
        if self._watch is not None:
            self._watch.close()
            self._watch = None
        if self.path is not None:
            with suppress(errors.RegisterError), told_in_words(self.path):
                self._stand()
                with self._engine.connect() as connection:
                    connection.exec_driver_sql("PRAGMA optimize")
        self._engine.dispose()

    def reopen(self) -> None:
        """Take the file up again after it was out of reach. Raises what `open` raises, and then stays as it was."""
        if self.path is None:
            return
        fresh = self._opened(self.path)
        with suppress(DBAPIError):
            if self._watch is not None:
                self._watch.close()
            self._engine.dispose()
        self._engine, self._writer = fresh, fresh.execution_options(writes=True)
        self._identity = _identity(self.path)
        self._watch = self._version = None

    def _stand(self) -> None:
        """Raise RegisterGone where the file is no longer the one that was opened: on some systems a file that was
        deleted or whose drive was pulled can still be written to, and what is written there is lost."""
        if self.path is not None and _identity(self.path) != self._identity:
            raise errors.RegisterGone

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state of the register throughout and changes nothing."""
        with told_in_words(self.path), Session(self._engine, autoflush=False) as session:
            yield session
            session.rollback()

    @contextmanager
    def change(self, name: str, *, undoable: bool = True) -> Iterator[Session]:
        """One transaction, one named step: all or nothing. `undoable=False` for what left the house.

        Raises RegisterBusy, DiskIsFull, RegisterReadOnly or RegisterGone; the change is then not made.
        """
        with self._step(journal.Recording(name, self.user, undoable)) as session:
            yield session

    @contextmanager
    def _step(self, recording: journal.Recording) -> Iterator[Session]:
        with told_in_words(self.path), journal.RecordedSession(self._writer, recording) as session:
            self._stand()
            self._stand_at_head(session.connection())
            yield session
            session.flush()
            journal.finish(session)
            session.commit()
        if recording.tables:
            self._tell(frozenset(recording.tables))

    def _stand_at_head(self, connection: Connection) -> None:
        """Raise RegisterIsNewer where another workstation has brought the register to a schema not known here."""
        if connection.scalar(_REVISION) != HEAD:
            raise errors.RegisterIsNewer(self.path or Path(self._engine.url.database or ""))

    @contextmanager
    def fill(self) -> Iterator[Connection]:
        """Found a register with many rows in bulk: no journal, no history; the index is built at the end.

        Only for a register in which nothing has happened yet: raises RegisterExists otherwise.
        """
        with told_in_words(self.path), self._writer.begin() as connection:
            if connection.scalar(select(Step.id).limit(1)) is not None:
                raise errors.RegisterExists(self.path or Path())
            yield connection
            if self.path is None:
                _count_on(connection)
            search_index.rebuild(connection)

    @property
    def folder(self) -> Path:
        """The folder beside the register for what belongs to it; it may not be there yet. Raises FilesNotOnServers."""
        if self.path is None:
            raise errors.FilesNotOnServers
        return self.path.with_suffix(".files")

    @property
    def files(self) -> beside.Store:
        """The contents of attached files. Raises FilesNotOnServers."""
        return beside.Store(self.folder / "content")

    @property
    def kept_files(self) -> beside.Store | None:
        """The contents of attached files; None on a server, where none are kept."""
        return None if self.path is None else self.files

    @cached_property
    def user(self) -> str:
        """Who is writing: the account's name on this workstation."""
        try:
            return getpass.getuser()
        except (KeyError, OSError):
            return ""

    def alone(self, task: str) -> AbstractContextManager[None]:
        """What only one program at a time may do with this register, and in it one thread. Raises BusyElsewhere."""
        return alone.on_server(self._engine, task) if self.path is None else alone.beside_file(self.path, task)

    def undoable(self) -> str | None:
        """The name of the step that `undo` would take back, or None."""
        with self.read() as session:
            step = _last_change(session)
            return step.name if step else None

    def redoable(self) -> str | None:
        """The name of the step that `redo` would do again, or None."""
        with self.read() as session:
            step = _last_undo(session)
            return step.name if step else None

    def size_of_undo(self) -> int:
        """How many rows `undo` would change."""
        with self.read() as session:
            return _rows_of(session, _last_change(session))

    def size_of_redo(self) -> int:
        """How many rows `redo` would change."""
        with self.read() as session:
            return _rows_of(session, _last_undo(session))

    def undo(self) -> str:
        """Take back the last step that can be; returns its name. Raises NothingToUndo or StepOverlaid.

        A step that can't be taken back any more is passed over the next time.
        """
        return self._reverse(StepKind.UNDO, _last_change, errors.NothingToUndo)

    def redo(self) -> str:
        """Do again what was undone last; returns its name. Raises NothingToRedo or StepOverlaid."""
        return self._reverse(StepKind.REDO, _last_undo, errors.NothingToRedo)

    def take_back(self, step_id: int) -> str:
        """Take back this one step, whatever was done since by others; returns its name.

        Raises StepOverlaid where what it changed has been changed again, NothingToUndo where it is taken back already.
        """

        def find(session: Session) -> Step | None:
            step = session.get(Step, step_id)
            return step if step is not None and step.undoable and not step.undone else None

        return self._reverse(StepKind.UNDO, find, errors.NothingToUndo)

    def _reverse(
        self, kind: StepKind, find: Callable[[Session], Step | None], nothing: Callable[[], errors.NotReversible]
    ) -> str:
        recording = journal.Recording("", self.user, kind=kind)
        try:
            with self._step(recording) as session:
                step = find(session)
                if step is None:
                    raise nothing()
                recording.name, recording.reverses_id = step.name, step.id
                step.undone = True
                journal.reverse(session, step)
        except errors.StepOverlaid:
            with Session(self._writer) as session:
                overlaid = session.get_one(Step, recording.reverses_id)
                overlaid.undoable = False
                overlaid.undone = kind is StepKind.REDO
                session.commit()
            raise
        return recording.name

    def on_change(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with the names of the tables that each step touched, on the thread that made the step.

        Returns a function that ends this.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def changed_elsewhere(self) -> bool:
        """Whether another program has written since this was last asked. Cheap: SQLite's data_version.

        Raises RegisterGone where the file is out of reach, RegisterIsNewer where its schema is no longer this one.
        """
        if self.path is None:
            return False
        self._stand()
        if location.on_network_share(self.path):
            return False
        with told_in_words(self.path):
            # The number is a connection's own: it has to be asked of the same one each time.
            self._watch = self._watch or self._engine.connect()
            version = self._watch.exec_driver_sql("PRAGMA data_version").scalar()
            self._watch.rollback()
            changed = self._version is not None and version != self._version
            if changed:
                self._stand_at_head(self._watch)
                self._watch.rollback()
        self._version = version
        return changed

    def _tell(self, tables: frozenset[str]) -> None:
        for listener in tuple(self._listeners):
            listener(tables)

    def back_up(self, target: Path | None = None) -> Path:
        """A verified copy, at `target` or in the folder beside the register. Raises BackupFailed, NotForServers."""
        if self.path is None:
            raise errors.NotForServers
        return backups.back_up(self.path, target or backups.name_for(self.path, dt.datetime.now(dt.UTC)))

    def back_up_if_due(self) -> Path | None:
        """The day's first verified copy, unless there is one; older ones are thinned out. None if not due."""
        if self.path is None or not backups.is_due(self.path, dt.datetime.now(dt.UTC)):
            return None
        made = self.back_up()
        backups.thin_out(self.path)
        return made

    def copies(self) -> list[tuple[dt.datetime, Path]]:
        """The copies in the folder beside the register with the instants they were made, newest first."""
        return [] if self.path is None else backups.made(self.path)[::-1]

    def restore(self, copy: Path) -> Path | None:
        """Put a copy in this register's place and go on with it. What was there is kept: returns where.

        Raises NotForServers and what `backups.restore` raises; the register then stays as it was.
        """
        if self.path is None:
            raise errors.NotForServers
        self.close()
        try:
            return backups.restore(copy, self.path)
        finally:
            self.reopen()
            self._tell(frozenset())

    def check(self) -> list[str]:
        """What is wrong inside the register, a line each; empty when all is well."""
        with told_in_words(self.path), self._engine.connect() as connection:
            if self.path is None:
                connection.execute(text("SELECT 1"))
                return []
            found = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check")]
            found = [] if found == ["ok"] else found
            orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            return found + [f"{table} {row}: {parent}" for table, row, parent, _number in orphans]


def _identity(path: Path) -> tuple[int, int]:
    """Which file lies at a path. Raises RegisterGone where none can be reached."""
    try:
        found = path.stat()
    except OSError as error:
        raise errors.RegisterGone from error
    return found.st_dev, found.st_ino


def default_register() -> Path:
    """Where the register lies that is opened when none is named."""
    return location.default_register()


def _count_on(connection: Connection) -> None:
    """A server gives keys from counters of its own, which do not see the keys that a founding import brought."""
    for table in Base.metadata.tables.values():
        counter = func.pg_get_serial_sequence(table.name, "id")
        highest = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
        connection.execute(select(func.setval(counter, highest, text("false"))))


def _companions(path: Path) -> tuple[Path, Path]:
    return path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")


def _rows_of(session: Session, step: Step | None) -> int:
    if step is None:
        return 0
    return session.scalar(select(func.count()).select_from(Change).where(Change.step_id == step.id)) or 0


def _last_change(session: Session) -> Step | None:
    """The newest step that can be undone: a change, or a redo, that stands."""
    return session.scalars(
        select(Step).where(Step.kind != StepKind.UNDO, Step.undoable, ~Step.undone).order_by(Step.id.desc()).limit(1)
    ).one_or_none()


def _last_undo(session: Session) -> Step | None:
    """The newest undo that stands and that no change came after."""
    newest_change = select(func.max(Step.id)).where(Step.kind == StepKind.CHANGE).scalar_subquery()
    return session.scalars(
        select(Step)
        .where(Step.kind == StepKind.UNDO, ~Step.undone, Step.id > newest_change)
        .order_by(Step.id.desc())
        .limit(1)
    ).one_or_none()
