"""The costs of events, for the page, the sheets and the totals."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from roundtables.model import Cost, Event, Organisation, Participation, Person, RateTable
from roundtables.money import EURO, in_euro
from roundtables.terms import CostKind
from roundtables.words import sort_key, spoken


@dataclass(frozen=True)
class CostRow:
    """One cost. Amounts are cents of `currency`; None where not known. `decision` is its rate table's.

    `takes_part`: whether the person, where it is one's, takes part in the event; a cost of whoever does not is kept
    (a flight that could not be given back), and told.
    """

    id: int
    event_id: int
    reference: str
    person_id: int | None
    last_name: str
    first_name: str
    kind: CostKind
    description: str
    estimate_cents: int | None
    actual_cents: int | None
    currency: str
    rate: str
    rate_source: str
    incurred_on: dt.date | None
    invoice_number: str
    payer_id: int | None
    payer: str
    budget_line: str
    rate_table_id: int | None
    decision: str
    distance_km: int | None
    takes_part: bool = True

    @property
    def person(self) -> str:
        """The person's name as spoken; empty where it is a cost of all."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def estimate_in_euro(self) -> int | None:
        """The estimate in euro cents, where the rate is known."""
        return None if self.estimate_cents is None else in_euro(self.estimate_cents, self.currency, self.rate)

    @property
    def actual_in_euro(self) -> int | None:
        """The actual cost in euro cents, where the rate is known."""
        return None if self.actual_cents is None else in_euro(self.actual_cents, self.currency, self.rate)

    @property
    def is_unit_cost(self) -> bool:
        """Whether it was chosen from a rate table: then there is no invoice to be named."""
        return self.rate_table_id is not None

    @property
    def lacks_rate(self) -> bool:
        """Whether it is in another currency without a rate: then it is left out of the totals."""
        return self.currency != EURO and in_euro(0, self.currency, self.rate) is None

    @property
    def lacks_invoice(self) -> bool:
        """Whether money was spent without an invoice that is named."""
        return self.actual_cents is not None and not self.invoice_number and not self.is_unit_cost

    @property
    def lacks_amount(self) -> bool:
        """Whether neither an estimate nor what it really cost is known."""
        return self.estimate_cents is None and self.actual_cents is None


@dataclass(frozen=True)
class Sum:
    """What some costs add up to, in euro cents. `left_out` of the `number` are in a currency without a rate."""

    number: int = 0
    estimate: int = 0
    actual: int = 0
    left_out: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            self.number + other.number,
            self.estimate + other.estimate,
            self.actual + other.actual,
            self.left_out + other.left_out,
        )


@dataclass(frozen=True)
class Missing:
    """How many costs lack something: an invoice's number, a rate, any amount, the participation of their person."""

    invoices: int = 0
    rates: int = 0
    amounts: int = 0
    participations: int = 0

    @property
    def any(self) -> bool:
        """Whether there is something missing at all."""
        return any((self.invoices, self.rates, self.amounts, self.participations))


@dataclass(frozen=True)
class PersonSum:
    """What one person costs; `person_id` None: what is of all."""

    person_id: int | None
    name: str
    sum: Sum


@dataclass(frozen=True)
class Totals:
    """What costs add up to: all, by kind in the order of the kinds, by person by surname, by budget line."""

    all: Sum
    by_kind: tuple[tuple[CostKind, Sum], ...]
    by_person: tuple[PersonSum, ...]
    by_budget_line: tuple[tuple[str, Sum], ...]
    missing: Missing


AT_ONCE = 1000
_KIND_ORDER = case(*((Cost.kind == kind, place) for place, kind in enumerate(CostKind)), else_=len(CostKind))


def listing(session: Session, event_ids: Collection[int]) -> list[CostRow]:
    """The costs of events, by event, kind and key. One statement for each thousand events."""
    statement: Any = (
        select(
            Cost.id,
            Cost.event_id,
            Event.reference,
            Cost.person_id,
            func.coalesce(Person.last_name, ""),
            func.coalesce(Person.first_name, ""),
            Cost.kind,
            Cost.description,
            Cost.estimate_cents,
            Cost.actual_cents,
            Cost.currency,
            Cost.rate,
            Cost.rate_source,
            Cost.incurred_on,
            Cost.invoice_number,
            Cost.payer_id,
            func.coalesce(Organisation.name, ""),
            Cost.budget_line,
            Cost.rate_table_id,
            func.coalesce(RateTable.decision, ""),
            Cost.distance_km,
            Cost.person_id.is_(None) | Participation.id.is_not(None),
            Event.starts_utc,
        )
        .join(Event, Event.id == Cost.event_id)
        .outerjoin(Person, Person.id == Cost.person_id)
        .outerjoin(Organisation, Organisation.id == Cost.payer_id)
        .outerjoin(RateTable, RateTable.id == Cost.rate_table_id)
        .outerjoin(
            Participation, and_(Participation.event_id == Cost.event_id, Participation.person_id == Cost.person_id)
        )
        .order_by(Event.starts_utc, Event.id, _KIND_ORDER, Cost.id)
    )
    keys = sorted(event_ids)
    found: list[tuple[dt.datetime, CostRow]] = []
    for first in range(0, len(keys), AT_ONCE):
        rows = session.execute(statement.where(Cost.event_id.in_(keys[first : first + AT_ONCE])))
        found += [(row[-1], CostRow(*row[:-1])) for row in rows]
    if len(keys) > AT_ONCE:
        found.sort(key=lambda each: (each[0], each[1].event_id))
    return [row for _starts, row in found]


def totals(rows: Iterable[CostRow]) -> Totals:
    """What costs add up to, of one event or of many. In euro; what lacks a rate is counted as left out."""
    listed = list(rows)
    kinds: dict[CostKind, list[CostRow]] = {}
    people: dict[int | None, list[CostRow]] = {}
    lines: dict[str, list[CostRow]] = {}
    for row in listed:
        kinds.setdefault(row.kind, []).append(row)
        people.setdefault(row.person_id, []).append(row)
        lines.setdefault(row.budget_line, []).append(row)
    by_kind = {kind: _sum(some) for kind, some in kinds.items()}
    return Totals(
        sum(by_kind.values(), Sum()),
        tuple((kind, by_kind[kind]) for kind in CostKind if kind in by_kind),
        tuple(PersonSum(key, some[0].person, _sum(some)) for key, some in sorted(people.items(), key=_by_surname)),
        tuple((line, _sum(some)) for line, some in sorted(lines.items())),
        Missing(
            sum(row.lacks_invoice for row in listed),
            sum(row.lacks_rate for row in listed),
            sum(row.lacks_amount for row in listed),
            sum(not row.takes_part for row in listed),
        ),
    )


def _sum(rows: list[CostRow]) -> Sum:
    return Sum(
        len(rows),
        sum(row.estimate_in_euro or 0 for row in rows),
        sum(row.actual_in_euro or 0 for row in rows),
        sum(row.lacks_rate for row in rows),
    )


def _by_surname(each: tuple[int | None, list[CostRow]]) -> tuple[bool, str, int]:
    key, rows = each
    return key is not None, sort_key(f"{rows[0].last_name} {rows[0].first_name}", spoken().code), key or 0


def totals_by_event(session: Session, event_ids: Collection[int]) -> dict[int, Totals]:
    """What each of these events costs, without those that have no costs; one statement for a thousand events."""
    by_event: dict[int, list[CostRow]] = {}
    for row in listing(session, event_ids):
        by_event.setdefault(row.event_id, []).append(row)
    return {key: totals(rows) for key, rows in by_event.items()}


def budget_lines(session: Session) -> list[str]:
    """The budget lines that costs name, to be offered while one is typed."""
    statement = select(Cost.budget_line).where(Cost.budget_line != "").distinct().order_by(Cost.budget_line)
    return list(session.scalars(statement))


def rate_sources(session: Session) -> list[str]:
    """Where rates were said to be from."""
    statement = select(Cost.rate_source).where(Cost.rate_source != "").distinct().order_by(Cost.rate_source)
    return list(session.scalars(statement))
