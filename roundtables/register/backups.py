"""Copies of a register: made with SQLite's online backup, verified, kept on a thinning schedule, restored.

Kept: every copy of the last seven days, then one a week for two months, then one a month for two years.
A copy made before an update of the schema is never thinned out.
"""

import contextlib
import datetime as dt
import os
import re
from contextlib import closing
from pathlib import Path

import sqlcipher3.dbapi2

from roundtables.register import file
from roundtables.register.engine import BUSY_SECONDS, told_in_words
from roundtables.register.errors import BackupFailed, RegisterExists, RegisterReadOnly
from roundtables.register.location import SUFFIX, backup_folder

STAMP = "%Y-%m-%dT%H%M%SZ"
ALL_KEPT = dt.timedelta(days=7)
WEEKLY_KEPT = dt.timedelta(days=60)
MONTHLY_KEPT = dt.timedelta(days=730)


def name_for(path: Path, at: dt.datetime, reason: str = "") -> Path:
    """Where a copy made at an instant goes: in the folder beside the register, named by the instant in UTC."""
    stamp = at.astimezone(dt.UTC).strftime(STAMP)
    return backup_folder(path) / f"{stamp}{'-' + reason if reason else ''}{SUFFIX}"


def back_up(path: Path, target: Path) -> Path:
    """Copy the register as it stands at this moment to `target`, verified by `integrity_check`.

    Written beside the target and moved there when it is whole. Raises RegisterExists for a target that is there,
    BackupFailed for a copy that is not sound, DiskIsFull, RegisterReadOnly.
    """
    if target.exists():
        raise RegisterExists(target)
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with told_in_words(path):
            _copy(path, unfinished)
            sound = _is_sound(unfinished)
        if not sound:
            raise BackupFailed(target)
        unfinished.replace(target)
    except OSError as error:
        raise RegisterReadOnly from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return target


def _copy(path: Path, target: Path) -> None:
    with (
        closing(sqlcipher3.dbapi2.connect(str(path), timeout=BUSY_SECONDS)) as source,
        closing(sqlcipher3.dbapi2.connect(str(target))) as copy,
    ):
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    with target.open("rb+") as written:
        os.fsync(written.fileno())


def _is_sound(path: Path) -> bool:
    with closing(sqlcipher3.dbapi2.connect(str(path))) as copy:
        rows = copy.execute("PRAGMA integrity_check").fetchall()
        return [tuple(row) for row in rows] == [("ok",)] and copy.execute("PRAGMA foreign_key_check").fetchone() is None


def made(path: Path) -> list[tuple[dt.datetime, Path]]:
    """The copies of a register with the instants they were made, oldest first."""
    found = []
    for copy in backup_folder(path).glob(f"*{SUFFIX}"):
        stamp = re.match(r"\d{4}-\d\d-\d\dT\d{6}Z", copy.name)
        if stamp:
            found.append((dt.datetime.strptime(stamp[0], STAMP).replace(tzinfo=dt.UTC), copy))
    return sorted(found)


def is_due(path: Path, now: dt.datetime) -> bool:
    """Whether no copy was made yet on this day (UTC)."""
    return all(at.date() != now.astimezone(dt.UTC).date() for at, _copy in made(path))


def thin_out(path: Path) -> list[Path]:
    """Remove the copies that the schedule no longer keeps; returns them. The newest copy's instant counts as now."""
    copies = [(at, copy) for at, copy in made(path) if "before-update" not in copy.name]
    if not copies:
        return []
    now = copies[-1][0]
    kept_periods: set[tuple[int, ...]] = set()
    removed = []
    for at, copy in copies:
        period = _period(at, now)
        if period == () or (period and period not in kept_periods):
            kept_periods.add(period)
            continue
        copy.unlink(missing_ok=True)
        removed.append(copy)
    return removed


def _period(at: dt.datetime, now: dt.datetime) -> tuple[int, ...] | None:
    """The period that keeps one copy: () keeps each, a week or month keeps its first, None keeps none."""
    age = now - at
    if age <= ALL_KEPT:
        return ()
    if age <= WEEKLY_KEPT:
        return at.isocalendar()[:2]
    return (at.year, at.month, 0) if age <= MONTHLY_KEPT else None


def restore(copy: Path, path: Path) -> Path | None:
    """Put a copy in a register's place. What was there is kept in the folder of copies: returns where.

    The copy is examined and verified first. Raises NoRegister, NotARegister, RegisterIsNewer, RegisterDamaged.
    """
    from roundtables.register.errors import RegisterDamaged

    file.examine(copy)
    with told_in_words(copy):
        if not _is_sound(copy):
            raise RegisterDamaged(copy)
    kept = _set_aside(path) if path.exists() else None
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with told_in_words(copy):
            _copy(copy, unfinished)
        unfinished.replace(path)
    except OSError as error:
        raise RegisterReadOnly from error
    finally:
        unfinished.unlink(missing_ok=True)
    return kept


def _set_aside(path: Path) -> Path:
    """Move a register with its log files, damaged or not, among its copies."""
    kept = name_for(path, dt.datetime.now(dt.UTC), "before-restoring")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        for suffix in ("-wal", "-shm", ""):
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.replace(kept.with_name(kept.name + suffix))
    except OSError as error:
        raise RegisterReadOnly from error
    return kept
