"""Files of an event: attach them, say which slots they prove, take them away, give them out again."""

from collections.abc import Collection
from io import BytesIO

from sqlalchemy.orm import Session

from roundtables.model import EventFile
from roundtables.register.beside import Store
from roundtables.terms import FileKind


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

    Raises NothingThere and what `Store.put` raises; then nothing is attached.
    """
    sha256, size = store.put(BytesIO(content))
    raise NotImplementedError(session, event_id, name, kind, slot_ids, note, by, sha256, size)
