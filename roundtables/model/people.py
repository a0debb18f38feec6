"""People and the organisations and groups they belong to. What is known of a person is kept small."""

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from roundtables.model.base import Base, SortKey
from roundtables.terms import OrganisationKind
from roundtables.words import fold, sort_key

if TYPE_CHECKING:
    from roundtables.model.costs import Cost
    from roundtables.model.participation import Invitation
    from roundtables.model.post import Answer, Message
    from roundtables.model.proof import Certificate, KnownName


def person_keys(last_name: str, first_name: str) -> dict[str, str]:
    """The columns by which people are found and sorted, derived from their names."""
    name = f"{last_name} {first_name}".strip()
    plain = fold(name)
    return {"sort_name": plain, **_sort_keys(name, plain)}


def organisation_keys(name: str) -> dict[str, str]:
    """The columns by which organisations are found and sorted, derived from their names."""
    plain = fold(name)
    return {"name_key": plain, **_sort_keys(name, plain)}


def _sort_keys(name: str, plain: str) -> dict[str, str]:
    nordic = plain if name.isascii() else sort_key(name, "fi")
    return {"sort_nordic": nordic, "sort_croatian": sort_key(name, "hr")}


class Organisation(Base):
    __tablename__ = "organisation"

    name: Mapped[str]
    name_key: Mapped[str] = mapped_column(default="", index=True)
    sort_nordic: Mapped[str] = mapped_column(SortKey, default="", index=True)
    sort_croatian: Mapped[str] = mapped_column(SortKey, default="", index=True)
    kind: Mapped[OrganisationKind] = mapped_column(default=OrganisationKind.OTHER)
    country: Mapped[str] = mapped_column(default="")
    city: Mapped[str] = mapped_column(default="")

    people: Mapped[list["Person"]] = relationship(back_populates="organisation", passive_deletes="all")

    @validates("name")
    def _fold_name(self, _key: str, name: str) -> str:
        for key, value in organisation_keys(name).items():
            setattr(self, key, value)
        return name


class Person(Base):
    """Somebody, once. `email` is kept as typed; `email_key` is what is compared (never by case).

    `sort_name` is the folded name; `sort_nordic` and `sort_croatian` sort as Finnish and Swedish, and Croatian do.
    """

    __tablename__ = "person"

    first_name: Mapped[str] = mapped_column(default="")
    last_name: Mapped[str] = mapped_column(default="")
    sort_name: Mapped[str] = mapped_column(default="", index=True)
    sort_nordic: Mapped[str] = mapped_column(SortKey, default="", index=True)
    sort_croatian: Mapped[str] = mapped_column(SortKey, default="", index=True)
    email: Mapped[str | None]
    email_key: Mapped[str | None] = mapped_column(index=True)
    phone: Mapped[str] = mapped_column(default="")
    job_title: Mapped[str] = mapped_column(default="")
    country: Mapped[str] = mapped_column(default="")
    language: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)

    organisation: Mapped[Organisation | None] = relationship(back_populates="people")
    addresses: Mapped[list["PersonAddress"]] = relationship(back_populates="person", cascade="all, delete-orphan")
    needs: Mapped["PersonNeeds | None"] = relationship(back_populates="person", cascade="all, delete-orphan")
    memberships: Mapped[list["GroupMember"]] = relationship(back_populates="person", cascade="all, delete-orphan")
    invitations: Mapped[list["Invitation"]] = relationship(back_populates="person", cascade="all, delete-orphan")
    answers: Mapped[list["Answer"]] = relationship(back_populates="person")
    messages: Mapped[list["Message"]] = relationship(back_populates="person")
    known_names: Mapped[list["KnownName"]] = relationship(back_populates="person", cascade="all, delete-orphan")
    certificates: Mapped[list["Certificate"]] = relationship(back_populates="person")
    costs: Mapped[list["Cost"]] = relationship(back_populates="person")

    def __init__(self, **values: Any) -> None:
        values.setdefault("first_name", "")
        values.setdefault("last_name", "")
        super().__init__(**values)

    @property
    def name(self) -> str:
        """First name and surname as spoken; one of them may be missing."""
        return f"{self.first_name} {self.last_name}".strip()

    @validates("email")
    def _fold_email(self, _key: str, email: str | None) -> str | None:
        self.email_key = email.casefold() if email else None
        return email or None

    @validates("first_name", "last_name")
    def _fold_names(self, key: str, name: str) -> str:
        first, last = (name, self.last_name or "") if key == "first_name" else (self.first_name or "", name)
        for column, value in person_keys(last, first).items():
            setattr(self, column, value)
        return name

    def belongs_to(self) -> tuple[int | None, int | None]:
        return None, self.id


class PersonAddress(Base):
    """A further e-mail address that the person is known by."""

    __tablename__ = "person_address"
    __table_args__ = (UniqueConstraint("person_id", "email_key"),)

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    email: Mapped[str]
    email_key: Mapped[str] = mapped_column(default="", index=True)

    person: Mapped[Person] = relationship(back_populates="addresses")

    @validates("email")
    def _fold_email(self, _key: str, email: str) -> str:
        self.email_key = email.casefold()
        return email

    def belongs_to(self) -> tuple[int | None, int | None]:
        return None, self.person_id


class PersonNeeds(Base):
    """Diet and access needs: apart from the person, with the consent and its date, so that they can be erased apart."""

    __tablename__ = "person_needs"

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), unique=True)
    diet: Mapped[str] = mapped_column(default="")
    access: Mapped[str] = mapped_column(default="")
    consented_on: Mapped[dt.date]

    person: Mapped[Person] = relationship(back_populates="needs")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return None, self.person_id


class Group(Base):
    """A standing group of people: a network, a steering group."""

    __tablename__ = "standing_group"

    name: Mapped[str]
    members: Mapped[list["GroupMember"]] = relationship(back_populates="group", cascade="all, delete-orphan")


class GroupMember(Base):
    __tablename__ = "group_member"
    __table_args__ = (UniqueConstraint("group_id", "person_id"),)

    group_id: Mapped[int] = mapped_column(ForeignKey(Group.id), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)

    group: Mapped[Group] = relationship(back_populates="members")
    person: Mapped[Person] = relationship(back_populates="memberships")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return None, self.person_id


class NotTheSame(Base):
    """Two people who look alike and were said to be two: the pair is not proposed again. The lower key stands first."""

    __tablename__ = "not_the_same"
    __table_args__ = (UniqueConstraint("person_id", "other_id"),)

    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    other_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)

    def belongs_to(self) -> tuple[int | None, int | None]:
        return None, self.person_id
