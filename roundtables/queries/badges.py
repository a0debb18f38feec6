"""What a badge's QR code says: a code of the participation that tells nothing to whoever finds the badge."""

import hashlib

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.model import Event, Participation

PREFIX = "RT"
LENGTH = 14


def code(event_uid: str, participation_id: int) -> str:
    """The code of one participation: RT and twelve of 0–9 and A–F.

    No letter that changes its place between keyboards: a hand scanner types it like a keyboard (Y and Z change places
    in Croatia, signs in Finland). Nothing of it is kept: the same participation always has the same.
    """
    digest = hashlib.blake2b(f"{event_uid} {participation_id}".encode(), digest_size=6)
    return PREFIX + digest.hexdigest().upper()


def codes(session: Session, event_id: int) -> dict[str, int]:
    """The participations of an event by the codes of their badges."""
    uid = session.scalar(select(Event.uid).where(Event.id == event_id)) or ""
    keys = session.scalars(select(Participation.id).where(Participation.event_id == event_id))
    return {code(uid, key): key for key in keys}
