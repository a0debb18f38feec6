"""Calendars that are published elsewhere, and what was last written there. Not journalled: it has left the house."""

import datetime as dt

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roundtables.model.base import Base, Utc
from roundtables.model.programme import Project
from roundtables.terms import PublicationKind


class Publication(Base):
    """A project's events, or all, kept current in a calendar on a server (`address` is its URL) or in a file."""

    __tablename__ = "publication"
    __table_args__ = (UniqueConstraint("address"),)
    journalled = False

    kind: Mapped[PublicationKind]
    address: Mapped[str]
    user: Mapped[str] = mapped_column(default="")
    project_id: Mapped[int | None] = mapped_column(ForeignKey(Project.id), index=True)
    last_at: Mapped[dt.datetime | None] = mapped_column(Utc)
    last_error: Mapped[str] = mapped_column(default="")

    project: Mapped[Project | None] = relationship()
    items: Mapped[list["PublishedItem"]] = relationship(back_populates="publication", cascade="all, delete-orphan")


class PublishedItem(Base):
    """One event on the server: where it lies, its ETag, and the digest of what was written.

    `theirs` is what the server holds instead, where somebody has changed it there: then nothing is overwritten.
    """

    __tablename__ = "published_item"
    __table_args__ = (UniqueConstraint("publication_id", "uid"),)
    journalled = False

    publication_id: Mapped[int] = mapped_column(ForeignKey(Publication.id), index=True)
    uid: Mapped[str]
    href: Mapped[str] = mapped_column(default="")
    etag: Mapped[str] = mapped_column(default="")
    digest: Mapped[str] = mapped_column(default="")
    theirs: Mapped[str | None] = mapped_column(Text)

    publication: Mapped[Publication] = relationship(back_populates="items")
