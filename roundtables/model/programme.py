"""The programme: projects, who carries them, their work packages and activities with targets."""

import datetime as dt

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roundtables.model.base import Base
from roundtables.model.people import Organisation, Person


class Project(Base):
    """The record of one project, as its decision states it."""

    __tablename__ = "project"

    name: Mapped[str]
    name_local: Mapped[str] = mapped_column(default="")
    acronym: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    case_number: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    set_by: Mapped[str] = mapped_column(default="")
    term_from: Mapped[dt.date | None]
    term_until: Mapped[dt.date | None]
    appointed_on: Mapped[dt.date | None]
    funder: Mapped[str] = mapped_column(default="")
    funding_line: Mapped[str] = mapped_column(default="")
    grant_agreement: Mapped[str] = mapped_column(default="")
    cost_centre: Mapped[str] = mapped_column(default="")
    project_code: Mapped[str] = mapped_column(default="")
    activity_code: Mapped[str] = mapped_column(default="")
    account: Mapped[str] = mapped_column(default="")
    follows_on: Mapped[str] = mapped_column(default="")
    carries_out: Mapped[str] = mapped_column(default="")

    partners: Mapped[list["ProjectPartner"]] = relationship(
        back_populates="project", cascade="all, delete-orphan", order_by="ProjectPartner.position"
    )
    roles: Mapped[list["ProjectRole"]] = relationship(back_populates="project", cascade="all, delete-orphan")
    work_packages: Mapped[list["WorkPackage"]] = relationship(
        back_populates="project", cascade="all, delete-orphan", order_by="WorkPackage.number"
    )


class ProjectPartner(Base):
    """An organisation that carries the project; the first is its coordinator."""

    __tablename__ = "project_partner"
    __table_args__ = (UniqueConstraint("project_id", "organisation_id"),)

    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    position: Mapped[int] = mapped_column(default=0)
    coordinates: Mapped[bool] = mapped_column(default=False)

    project: Mapped[Project] = relationship(back_populates="partners")
    organisation: Mapped[Organisation] = relationship()


class ProjectRole(Base):
    """What a person does for the project (person in charge, contact person), from when until when."""

    __tablename__ = "project_role"

    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey(Person.id), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    title: Mapped[str]
    since: Mapped[dt.date | None]
    until: Mapped[dt.date | None]

    project: Mapped[Project] = relationship(back_populates="roles")
    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    def belongs_to(self) -> tuple[int | None, int | None]:
        return None, self.person_id


class WorkPackage(Base):
    __tablename__ = "work_package"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    project_id: Mapped[int] = mapped_column(ForeignKey(Project.id), index=True)
    number: Mapped[int]
    title: Mapped[str]

    project: Mapped[Project] = relationship(back_populates="work_packages")
    leads: Mapped[list["WorkPackageLead"]] = relationship(
        back_populates="work_package", cascade="all, delete-orphan", order_by="WorkPackageLead.position"
    )
    activities: Mapped[list["Activity"]] = relationship(
        back_populates="work_package", cascade="all, delete-orphan", order_by="Activity.position"
    )


class WorkPackageLead(Base):
    __tablename__ = "work_package_lead"
    __table_args__ = (UniqueConstraint("work_package_id", "organisation_id"),)

    work_package_id: Mapped[int] = mapped_column(ForeignKey(WorkPackage.id), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey(Organisation.id), index=True)
    position: Mapped[int] = mapped_column(default=0)

    work_package: Mapped[WorkPackage] = relationship(back_populates="leads")
    organisation: Mapped[Organisation] = relationship()


class Activity(Base):
    """What a work package sets out to do, with the number of events and participants aimed at, where stated."""

    __tablename__ = "activity"

    work_package_id: Mapped[int] = mapped_column(ForeignKey(WorkPackage.id), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    target_events: Mapped[int | None]
    target_participants: Mapped[int | None]

    work_package: Mapped[WorkPackage] = relationship(back_populates="activities")
