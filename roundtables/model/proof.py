"""What proves that somebody was there: files kept beside the register, stays in a meeting tool, certificates given."""

import datetime as dt

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from roundtables.model.base import Base, Utc, utc_now
from roundtables.model.events import Event, Slot
from roundtables.model.participation import Participation
from roundtables.model.people import Person
from roundtables.terms import FileKind
from roundtables.words import fold


class EventFile(Base):
    """A file that belongs to an event. The register keeps its name and SHA-256; its content lies beside the register.

    `name` is what it was called when it was attached. The same content is attached to an event once per kind.
    """

    __tablename__ = "event_file"
    __table_args__ = (UniqueConstraint("event_id", "kind", "sha256"),)

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id))
    kind: Mapped[FileKind]
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(index=True)
    size: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    added_at: Mapped[dt.datetime] = mapped_column(Utc, default=utc_now)
    added_by: Mapped[str] = mapped_column(default="")

    event: Mapped[Event] = relationship(back_populates="files")
    proves: Mapped[list["ProvedSlot"]] = relationship(back_populates="file", cascade="all, delete-orphan")
    stays: Mapped[list["Stay"]] = relationship(back_populates="file", cascade="all, delete-orphan")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, None


class ProvedSlot(Base):
    """A slot that a file, such as a signed sheet, proves."""

    __tablename__ = "proved_slot"
    __table_args__ = (UniqueConstraint("file_id", "slot_id"),)

    file_id: Mapped[int] = mapped_column(ForeignKey(EventFile.id))
    slot_id: Mapped[int] = mapped_column(ForeignKey(Slot.id), index=True)

    file: Mapped[EventFile] = relationship(back_populates="proves")
    slot: Mapped[Slot] = relationship(back_populates="proofs")


class Stay(Base):
    """One unbroken stay of a participant in an online meeting, as a report says: instants, the end not included.

    Kept so that several reports of one event (two devices, morning and afternoon) add up without counting twice.
    """

    __tablename__ = "stay"
    __table_args__ = (CheckConstraint("departed >= joined", name="departed_after_joined"),)

    file_id: Mapped[int] = mapped_column(ForeignKey(EventFile.id), index=True)
    participation_id: Mapped[int] = mapped_column(ForeignKey(Participation.id), index=True)
    joined: Mapped[dt.datetime] = mapped_column(Utc)
    departed: Mapped[dt.datetime] = mapped_column(Utc)

    file: Mapped[EventFile] = relationship(back_populates="stays")
    participation: Mapped[Participation] = relationship(back_populates="stays")


class KnownName(Base):
    """A name that a person goes by in meeting tools, confirmed once: the next report is matched by it."""

    __tablename__ = "known_name"
    __table_args__ = (UniqueConstraint("person_id", "name_key"),)

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id))
    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(default="", index=True)

    person: Mapped[Person] = relationship(back_populates="known_names")

    @validates("name")
    def _fold_name(self, _key: str, name: str) -> str:
        self.name_key = fold(name)
        return name

    def belongs_to(self) -> tuple[int | None, int | None]:
        return None, self.person_id


class Certificate(Base):
    """A certificate of attendance that was given out. Never undone: what it says stays checkable by its number.

    `name` is as printed; `days` counts the slots' days attended, `minutes` what they lasted. `sha256` is the PDF's.
    """

    __tablename__ = "certificate"

    number: Mapped[str] = mapped_column(unique=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey(Event.id), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    name: Mapped[str]
    language: Mapped[str]
    days: Mapped[int]
    minutes: Mapped[int]
    issued_at: Mapped[dt.datetime] = mapped_column(Utc, default=utc_now)
    issued_by: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str] = mapped_column(default="", index=True)

    event: Mapped[Event | None] = relationship(back_populates="certificates")
    person: Mapped[Person | None] = relationship(back_populates="certificates")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, self.person_id
