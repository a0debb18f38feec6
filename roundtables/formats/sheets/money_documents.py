"""What a workbook says of money: costs and catering, complete. Amounts are integer cents."""

import datetime as dt
from dataclasses import dataclass

from roundtables.terms import CateringKind, CostKind


@dataclass(frozen=True)
class Codes:
    """By what the accounts know an event's project. Free texts; what is empty is not used."""

    cost_centre: str = ""
    project_code: str = ""
    activity_code: str = ""
    account: str = ""


NO_CODES = Codes()


@dataclass(frozen=True)
class CostLine:
    """One cost. Amounts are cents of `currency`, `…_in_euro` euro cents; None where not known.

    `rate` is exact decimal text, units of the currency for one euro; `decision` is that of the table of unit costs.
    """

    reference: str
    title: str
    kind: CostKind
    description: str = ""
    incurred_on: dt.date | None = None
    last_name: str = ""
    first_name: str = ""
    estimate_cents: int | None = None
    actual_cents: int | None = None
    currency: str = "EUR"
    rate: str = ""
    rate_source: str = ""
    estimate_in_euro: int | None = None
    actual_in_euro: int | None = None
    invoice_number: str = ""
    payer: str = ""
    budget_line: str = ""
    decision: str = ""
    distance_km: int | None = None
    codes: Codes = NO_CODES

    @property
    def lacks_rate(self) -> bool:
        """Whether an amount is known that can't be said in euro."""
        return (self.estimate_cents is not None and self.estimate_in_euro is None) or (
            self.actual_cents is not None and self.actual_in_euro is None
        )


@dataclass(frozen=True)
class CateringLine:
    """One occasion at which guests were served, at a wall time; the amount is what it cost, where that is known."""

    reference: str
    title: str
    served: dt.datetime
    kind: CateringKind
    purpose: str
    agenda: str = ""
    place: str = ""
    guests: int = 0
    invoice_number: str = ""
    cents: int | None = None
    currency: str = "EUR"
    codes: Codes = NO_CODES
