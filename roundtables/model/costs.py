"""Costs of events and people, the tables of unit costs they may come from, and catering. Money is integer cents."""

import datetime as dt

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from roundtables.model.base import Base
from roundtables.model.events import Event, Slot
from roundtables.model.participation import Participation
from roundtables.model.people import Organisation, Person
from roundtables.terms import CateringKind, CostKind


class RateTable(Base):
    """Unit costs of one kind as a decision states them, with its number and from when until when it holds.

    `valid_until` is its last day, inclusive; None while it holds. `currency` is an ISO 4217 code.
    """

    __tablename__ = "rate_table"
    __table_args__ = (
        UniqueConstraint("decision", "name"),
        CheckConstraint("valid_until >= valid_from", name="valid_in_order"),
    )

    name: Mapped[str]
    decision: Mapped[str]
    kind: Mapped[CostKind] = mapped_column(default=CostKind.TRAVEL)
    currency: Mapped[str] = mapped_column(default="EUR")
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
    note: Mapped[str] = mapped_column(default="")

    bands: Mapped[list["RateBand"]] = relationship(
        back_populates="table", cascade="all, delete-orphan", order_by="(RateBand.from_km, RateBand.id)"
    )


class RateBand(Base):
    """The amount for a distance of `from_km` to `to_km`, both inclusive; None: no upper end."""

    __tablename__ = "rate_band"
    __table_args__ = (
        CheckConstraint("cents >= 0", name="not_negative"),
        CheckConstraint("from_km >= 0", name="distance_not_negative"),
        CheckConstraint("to_km >= from_km", name="distance_in_order"),
    )

    table_id: Mapped[int] = mapped_column(ForeignKey(RateTable.id), index=True)
    from_km: Mapped[int]
    to_km: Mapped[int | None]
    cents: Mapped[int] = mapped_column(BigInteger)

    table: Mapped[RateTable] = relationship(back_populates="bands")


class Cost(Base):
    """One cost of an event, of a person there or of all.

    `estimate_cents` and `actual_cents` are in `currency`; what is not known yet is None. `rate` is the exact decimal
    text of the exchange rate, units of `currency` for one euro as the European Central Bank quotes it; empty for euro.
    `rate_source` says where it is from. A unit cost names its `rate_table` and the `distance_km` it was chosen by.
    """

    __tablename__ = "cost"
    __table_args__ = (
        CheckConstraint("estimate_cents >= 0", name="estimate_not_negative"),
        CheckConstraint("actual_cents >= 0", name="actual_not_negative"),
        CheckConstraint("distance_km >= 0", name="distance_not_negative"),
    )

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey(Person.id), index=True)
    kind: Mapped[CostKind]
    description: Mapped[str] = mapped_column(default="")
    estimate_cents: Mapped[int | None] = mapped_column(BigInteger)
    actual_cents: Mapped[int | None] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(default="EUR")
    rate: Mapped[str] = mapped_column(default="")
    rate_source: Mapped[str] = mapped_column(default="")
    incurred_on: Mapped[dt.date | None]
    invoice_number: Mapped[str] = mapped_column(default="")
    payer_id: Mapped[int | None] = mapped_column(ForeignKey(Organisation.id), index=True)
    budget_line: Mapped[str] = mapped_column(default="")
    rate_table_id: Mapped[int | None] = mapped_column(ForeignKey(RateTable.id), index=True)
    distance_km: Mapped[int | None]

    event: Mapped[Event] = relationship(back_populates="costs")
    person: Mapped[Person | None] = relationship(back_populates="costs")
    payer: Mapped[Organisation | None] = relationship()
    rate_table: Mapped[RateTable | None] = relationship()

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, self.person_id


class Catering(Base):
    """One occasion at which an event's participants were served: a sheet of its own for the accounts.

    `served` is wall time in the event's zone. Its guests are those who took part in it.
    """

    __tablename__ = "catering"

    event_id: Mapped[int] = mapped_column(ForeignKey(Event.id), index=True)
    slot_id: Mapped[int | None] = mapped_column(ForeignKey(Slot.id), index=True)
    kind: Mapped[CateringKind] = mapped_column(default=CateringKind.MEETING)
    served: Mapped[dt.datetime]
    purpose: Mapped[str]
    agenda: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    invoice_number: Mapped[str] = mapped_column(default="")
    cost_id: Mapped[int | None] = mapped_column(ForeignKey(Cost.id), index=True)

    event: Mapped[Event] = relationship(back_populates="catering")
    slot: Mapped[Slot | None] = relationship(back_populates="catering")
    cost: Mapped[Cost | None] = relationship()
    guests: Mapped[list["CateringGuest"]] = relationship(back_populates="catering", cascade="all, delete-orphan")

    def belongs_to(self) -> tuple[int | None, int | None]:
        return self.event_id, None


class CateringGuest(Base):
    """A participant who was served."""

    __tablename__ = "catering_guest"
    __table_args__ = (UniqueConstraint("catering_id", "participation_id"),)

    catering_id: Mapped[int] = mapped_column(ForeignKey(Catering.id))
    participation_id: Mapped[int] = mapped_column(ForeignKey(Participation.id), index=True)

    catering: Mapped[Catering] = relationship(back_populates="guests")
    participation: Mapped[Participation] = relationship(back_populates="served")
