"""Whether a file is one that the register knows: handed over, inside what was handed over, attached, or given out."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.files import sha256_of
from roundtables.formats.documents.sums import Sums, read_sums
from roundtables.model import Event, EventFile, HandOver, HandOverPart
from roundtables.queries import certificates, history
from roundtables.queries import hand_overs as queries
from roundtables.queries.history import HistoryRow
from roundtables.terms import FileKind, HandOverKind


class How(Enum):
    """What a file is to the register."""

    HANDED_OVER = "hand-over"
    IN_PACK = "member"
    ATTACHED = "attached"
    CERTIFICATE = "certificate"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Inside:
    """A file in a zip that isn't known as a whole: whether it is as the contents page says, and what it is here."""

    name: str
    as_listed: bool
    how: How = How.UNKNOWN


@dataclass(frozen=True)
class Verified:
    """Whether a file is one that the register knows; `changes` is what it says otherwise since, newest first.

    `known`: it was given away from here, unchanged, alone or inside another file (`pack`). A file that is attached to
    an event is none of that; its `how` says so. `inside` are the files of a zip that is not known as a whole.
    """

    known: bool
    reference: str = ""
    file_name: str = ""
    at: dt.datetime | None = None
    by: str = ""
    for_whom: str = ""
    changes: Sequence[HistoryRow] = ()
    how: How = How.UNKNOWN
    kind: HandOverKind | FileKind | None = None
    pack: str = ""
    number: str = ""
    inside: tuple[Inside, ...] = field(default=())

    @property
    def steps_since(self) -> int:
        """How many steps have changed what it is of since."""
        return len({change.step_id for change in self.changes})


def verify(session: Session, path: Path) -> Verified:
    """Say whether the register knows a file by its check sum, and what has changed in the register since.

    A zip that isn't known is looked into: its files are compared with the check sums it lists. Raises FileNotReadable.
    """
    found = _known(session, sha256_of(path))
    if found is not None:
        return found
    sums = read_sums(path)
    return Verified(known=False, inside=() if sums is None else _inside(session, sums))


def _known(session: Session, sha256: str) -> Verified | None:
    for find in (_handed_over, _in_pack, _certificate, _attached):
        found = find(session, sha256)
        if found is not None:
            return found
    return None


def _handed_over(session: Session, sha256: str) -> Verified | None:
    statement = select(HandOver).where(HandOver.sha256 == sha256).order_by(HandOver.id.desc()).limit(1)
    entry = session.scalars(statement).one_or_none()
    return None if entry is None else _as_verified(session, entry)


def _as_verified(session: Session, entry: HandOver) -> Verified:
    changes = history.changes(session, among=queries.events_of(entry), after_step=entry.revision)
    return Verified(
        known=True,
        reference=entry.event_reference,
        file_name=entry.file_name,
        at=entry.at,
        by=entry.by,
        for_whom=entry.for_whom,
        changes=tuple(change for change in changes if change.table not in queries.LEAVES_AS_IT_WAS),
        how=How.HANDED_OVER,
        kind=entry.kind,
    )


def _in_pack(session: Session, sha256: str) -> Verified | None:
    statement = select(HandOverPart).where(HandOverPart.sha256 == sha256).order_by(HandOverPart.id.desc()).limit(1)
    part = session.scalars(statement).one_or_none()
    if part is None:
        return None
    whole = part.hand_over
    found = _as_verified(session, whole)
    changes = found.changes
    reference = found.reference
    if part.event_id is not None:
        changes = tuple(change for change in changes if change.event_id == part.event_id)
        reference = session.scalar(select(Event.reference).where(Event.id == part.event_id)) or reference
    return replace(
        found, how=How.IN_PACK, file_name=part.name, pack=whole.file_name, changes=changes, reference=reference
    )


def _certificate(session: Session, sha256: str) -> Verified | None:
    found = certificates.by_file(session, sha256)
    if not found:
        return None
    entry = found[-1]
    return Verified(
        known=True,
        reference=entry.reference,
        at=entry.issued_at,
        by=entry.issued_by,
        for_whom=entry.name,
        how=How.CERTIFICATE,
        kind=HandOverKind.CERTIFICATES,
        number=entry.number,
    )


def _attached(session: Session, sha256: str) -> Verified | None:
    statement = select(EventFile).where(EventFile.sha256 == sha256).order_by(EventFile.id.desc()).limit(1)
    entry = session.scalars(statement).one_or_none()
    if entry is None:
        return None
    return Verified(
        known=False,
        reference=entry.event.reference,
        file_name=entry.name,
        at=entry.added_at,
        by=entry.added_by,
        how=How.ATTACHED,
        kind=entry.kind,
    )


def _inside(session: Session, sums: Sums) -> tuple[Inside, ...]:
    """The files of a zip, in its order, then those that its list names and it does not have."""
    lines = []
    for name, sha256 in sums.found.items():
        known = _known(session, sha256)
        lines.append(Inside(name, sums.listed.get(name) == sha256, known.how if known else How.UNKNOWN))
    lines += [Inside(name, as_listed=False) for name in sums.listed if name not in sums.found]
    return tuple(lines)
