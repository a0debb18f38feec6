"""What other services have to say to somebody: composed and queued in one go, where mail goes out from here."""

import datetime as dt
from collections.abc import Collection

from sqlalchemy.orm import Session

from roundtables.services.invitations import NobodyToInvite
from roundtables.services.post import composing
from roundtables.terms import MessageKind, Way
from roundtables.transport.accounts import PostSettings


def queue_for(
    session: Session,
    event_id: int,
    kind: MessageKind,
    person_ids: Collection[int] | None,
    settings: PostSettings,
    now: dt.datetime,
) -> int:
    """Queue a kind of message for these people, or for all whom it concerns; returns how many messages.

    Nothing where the settings have messages handed out as drafts or files, or where nobody has an address.
    Raises the other errors of `composing`.
    """
    if settings.way is not Way.MAIL:
        return 0
    session.flush()
    try:
        chosen = composing.plan(session, event_id, kind, person_ids)
    except NobodyToInvite:
        return 0
    if not chosen.recipients:
        return 0
    return composing.queue(session, composing.compose(session, chosen, event_id, settings, now), now)
