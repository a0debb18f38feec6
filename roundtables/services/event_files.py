"""Files of an event: attach them, say which slots they prove, take them away, give them out again.

A row names its content by SHA-256; the content lies beside the register. Taking a file away leaves its content there,
so that the step can be undone: it goes for good only by `erase_unattached`, when somebody asks for that.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Invalid, NothingThere, shortened
from roundtables.files import LONGEST_NAME, FileNotReadable, safe_file_name
from roundtables.model import Event, EventFile, ProvedSlot, Slot
from roundtables.register.beside import LARGEST, ContentTooLarge, Store
from roundtables.services import fields
from roundtables.terms import FileKind
from roundtables.words import _

LONGEST_SUFFIX = 12


class FileIsEmpty(Invalid):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("{file} is empty. Nothing was attached; see whether it was copied or scanned whole.").format(
                file=shortened(name)
            )
        )


class AttachedTwice(Invalid):
    field = "kind"

    def __init__(self) -> None:
        super().__init__(
            _("This event has the same file as one of this kind already. Nothing was changed; remove one of the two.")
        )


class FileValues(TypedDict, total=False):
    """What of an attached file can be changed."""

    kind: FileKind
    name: str
    note: str
    slot_ids: Collection[int]


@dataclass(frozen=True)
class Vanished:
    """An attached file whose content is "missing" or "changed"."""

    id: int
    event_id: int
    reference: str
    kind: FileKind
    name: str
    fault: str


def attach(
    session: Session,
    store: Store,
    event_id: int,
    name: str,
    content: bytes,
    kind: FileKind,
    *,
    slot_ids: Collection[int] = (),
    note: str = "",
    by: str = "",
) -> EventFile:
    """Attach a file to an event; the same content of the same kind once: then the one that is there is given back.

    It then proves these slots too. Raises NothingThere for an event or slot that is not there, FileIsEmpty and what
    `Store.put` raises; then nothing is attached.
    """
    _slots(session, event_id, slot_ids)
    if session.get(Event, event_id) is None:
        raise NothingThere
    if not content:
        raise FileIsEmpty(name)
    tidy_note = fields.paragraphs(note, "note")
    sha256, size = store.put(BytesIO(content))
    row = _same(session, event_id, kind, sha256)
    if row is None:
        row = EventFile(event_id=event_id, kind=kind, name=attached_name(name), sha256=sha256, size=size)
        row.note, row.added_by = tidy_note, by
        session.add(row)
    _prove(row, {proof.slot_id for proof in row.proves} | set(slot_ids))
    session.flush()
    return row


def attached_name(name: str) -> str:
    """The last part of a path as a file name that every system takes, its suffix kept."""
    return "".join(parted(name))


def parted(name: str) -> tuple[str, str]:
    """The stem and the suffix of the last part of a path, together a file name that every system takes."""
    last = re.split(r"[/\\]", name)[-1]
    suffix = PurePosixPath(last).suffix
    if not suffix[1:].isalnum() or not suffix.isascii() or len(suffix) > LONGEST_SUFFIX:
        suffix = ""
    stem = safe_file_name(last.removesuffix(suffix))
    return stem[: LONGEST_NAME - len(suffix)].rstrip(" ."), suffix


def content_of(path: Path) -> bytes:
    """A file that is to be attached. Raises FileNotReadable, ContentTooLarge."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise FileNotReadable(path.name) from error
    if len(content) > LARGEST:
        raise ContentTooLarge
    return content


def change(session: Session, file_id: int, **values: Unpack[FileValues]) -> EventFile:
    """Change what a file is called, what it is, what is noted of it and which slots it proves.

    Raises NothingThere, AttachedTwice, TextTooLong, TextMissing.
    """
    row = get(session, file_id)
    kind = values.get("kind", row.kind)
    if kind is not row.kind and _same(session, row.event_id, kind, row.sha256) is not None:
        raise AttachedTwice
    row.kind = kind
    if "name" in values:
        row.name = attached_name(fields.line(values["name"], "name", needed=True))
    if "note" in values:
        row.note = fields.paragraphs(values["note"], "note")
    if "slot_ids" in values:
        _slots(session, row.event_id, values["slot_ids"])
        _prove(row, set(values["slot_ids"]))
    session.flush()
    return row


def remove(session: Session, file_ids: Collection[int]) -> None:
    """Take files away from their events. Their contents stay beside the register until `erase_unattached`."""
    rows = session.scalars(select(EventFile).where(EventFile.id.in_(file_ids)).order_by(EventFile.id)).all()
    if len(rows) != len(set(file_ids)):
        raise NothingThere
    for row in rows:
        session.delete(row)
    session.flush()


def get(session: Session, file_id: int) -> EventFile:
    """The file with this key. Raises NothingThere."""
    row = session.get(EventFile, file_id)
    if row is None:
        raise NothingThere
    return row


def read(session: Session, store: Store, file_id: int) -> bytes:
    """The content of an attached file, checked. Raises NothingThere and what `Store.read` raises."""
    return store.read(get(session, file_id).sha256)


def vanished(
    session: Session,
    store: Store,
    event_ids: Collection[int] | None = None,
    report: Callable[[int, int], None] | None = None,
) -> list[Vanished]:
    """The attached files whose contents are missing or changed: of these events, or of all. Each content is read."""
    statement = (
        select(EventFile.id, EventFile.event_id, Event.reference, EventFile.kind, EventFile.name, EventFile.sha256)
        .join(Event, Event.id == EventFile.event_id)
        .order_by(Event.starts_utc, Event.id, EventFile.kind, EventFile.id)
    )
    if event_ids is not None:
        statement = statement.where(EventFile.event_id.in_(event_ids))
    rows = session.execute(statement).all()
    faults = dict(store.faults([row.sha256 for row in rows], report))
    return [Vanished(*row[:5], faults[row.sha256]) for row in rows if row.sha256 in faults]


def unattached(session: Session, store: Store) -> list[Path]:
    """The contents beside the register that no event has: files that were removed, or that a stop left half."""
    return store.unwanted(session.scalars(select(EventFile.sha256).distinct()))


def erase_unattached(session: Session, store: Store) -> int:
    """Remove for good the contents that no event has; returns how many. Ask before: it can't be undone.

    A step that took a file away can still be undone, and the file is then shown as missing. Call within a change, so
    that nobody attaches a file meanwhile. Raises StoreNotWritable.
    """
    return store.erase(unattached(session, store))


def _slots(session: Session, event_id: int, slot_ids: Collection[int]) -> Sequence[Slot]:
    """The event's slots with these keys. Raises NothingThere where one is not there or another event's."""
    wanted = set(slot_ids)
    if not wanted:
        return ()
    found = session.scalars(select(Slot).where(Slot.event_id == event_id, Slot.id.in_(wanted))).all()
    if len(found) != len(wanted):
        raise NothingThere
    return found


def _same(session: Session, event_id: int, kind: FileKind, sha256: str) -> EventFile | None:
    statement = select(EventFile).where(
        EventFile.event_id == event_id, EventFile.kind == kind, EventFile.sha256 == sha256
    )
    return session.scalars(statement).one_or_none()


def _prove(row: EventFile, slot_ids: set[int]) -> None:
    for proof in list(row.proves):
        if proof.slot_id not in slot_ids:
            row.proves.remove(proof)
    proved = {proof.slot_id for proof in row.proves}
    row.proves.extend(ProvedSlot(slot_id=slot_id) for slot_id in sorted(slot_ids - proved))
