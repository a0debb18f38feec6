"""The costs of events, for the page, the sheets and the totals."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Cost, Event, Organisation, Person, RateTable
from roundtables.money import in_euro
from roundtables.terms import CostKind


@dataclass(frozen=True)
class CostRow:
    """One cost. Amounts are cents of `currency`; None where not known. `decision` is its rate table's."""

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

    @property
    def estimate_in_euro(self) -> int | None:
        """The estimate in euro cents, where the rate is known."""
        return None if self.estimate_cents is None else in_euro(self.estimate_cents, self.currency, self.rate)

    @property
    def actual_in_euro(self) -> int | None:
        """The actual cost in euro cents, where the rate is known."""
        return None if self.actual_cents is None else in_euro(self.actual_cents, self.currency, self.rate)


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
        )
        .join(Event, Event.id == Cost.event_id)
        .outerjoin(Person, Person.id == Cost.person_id)
        .outerjoin(Organisation, Organisation.id == Cost.payer_id)
        .outerjoin(RateTable, RateTable.id == Cost.rate_table_id)
        .order_by(Event.starts_utc, Event.id, Cost.kind, Cost.id)
    )
    keys = sorted(event_ids)
    found: list[CostRow] = []
    for first in range(0, len(keys), 1000):
        rows = session.execute(statement.where(Cost.event_id.in_(keys[first : first + 1000])))
        found += [CostRow(*row) for row in rows]
    return found
