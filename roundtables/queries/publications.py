"""Published calendars as the settings and the command line show them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Project, Publication, PublishedItem
from roundtables.terms import PublicationKind


@dataclass(frozen=True)
class PublicationRow:
    """A publication: `events` lie there, `differing` of them were changed or removed there by somebody else."""

    id: int
    kind: PublicationKind
    address: str
    user: str
    project_id: int | None
    project: str
    last_at: dt.datetime | None
    last_error: str
    events: int
    differing: int


def listing(session: Session) -> list[PublicationRow]:
    """All publications, the oldest first."""
    items = select(func.count(PublishedItem.id)).where(PublishedItem.publication_id == Publication.id)
    written = items.where(PublishedItem.href != "").correlate(Publication).scalar_subquery()
    # What was agreed to be left off the server has no place there any more.
    differing = items.where(PublishedItem.theirs.is_not(None), PublishedItem.href != "").correlate(Publication)
    statement: Any = (
        select(
            Publication.id,
            Publication.kind,
            Publication.address,
            Publication.user,
            Publication.project_id,
            func.coalesce(Project.name, ""),
            Publication.last_at,
            Publication.last_error,
            written,
            differing.scalar_subquery(),
        )
        .outerjoin(Project, Project.id == Publication.project_id)
        .order_by(Publication.id)
    )
    return [PublicationRow(*row) for row in session.execute(statement)]
