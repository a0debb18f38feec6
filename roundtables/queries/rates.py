"""The tables of unit costs, for the dialog that keeps them and for choosing from them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables.model import Cost, RateBand, RateTable
from roundtables.terms import CostKind


@dataclass(frozen=True)
class Band:
    """The amount in cents for a distance from `from_km` to `to_km`, both inclusive; None: and all above."""

    from_km: int
    to_km: int | None
    cents: int

    def holds(self, km: int) -> bool:
        """Whether a distance lies in the band."""
        return self.from_km <= km and (self.to_km is None or km <= self.to_km)


@dataclass(frozen=True)
class RateTableRow:
    """A table of unit costs with its bands from short to long; `used` costs were chosen from it."""

    id: int
    name: str
    decision: str
    kind: CostKind
    currency: str
    valid_from: dt.date
    valid_until: dt.date | None
    note: str
    used: int
    bands: tuple[Band, ...] = ()

    def is_valid(self, on: dt.date) -> bool:
        """Whether the table holds on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    def has_expired(self, on: dt.date) -> bool:
        """Whether its last day is over."""
        return self.valid_until is not None and self.valid_until < on


def tables(session: Session, kind: CostKind | None = None) -> list[RateTableRow]:
    """All tables, or those of one kind: by kind, first day, decision and name. Two statements."""
    used = select(func.count(Cost.id)).where(Cost.rate_table_id == RateTable.id).correlate(RateTable).scalar_subquery()
    statement: Any = select(
        RateTable.id,
        RateTable.name,
        RateTable.decision,
        RateTable.kind,
        RateTable.currency,
        RateTable.valid_from,
        RateTable.valid_until,
        RateTable.note,
        used,
    ).order_by(RateTable.kind, RateTable.valid_from, RateTable.decision, RateTable.name, RateTable.id)
    if kind is not None:
        statement = statement.where(RateTable.kind == kind)
    lines = select(RateBand.table_id, RateBand.from_km, RateBand.to_km, RateBand.cents)
    bands: dict[int, list[Band]] = {}
    for key, from_km, to_km, cents in session.execute(lines.order_by(RateBand.table_id, RateBand.from_km, RateBand.id)):
        bands.setdefault(key, []).append(Band(from_km, to_km, cents))
    return [RateTableRow(*(*row, tuple(bands.get(row[0], ())))) for row in session.execute(statement)]


def overlaps(rows: Sequence[RateTableRow]) -> list[tuple[RateTableRow, RateTableRow]]:
    """The pairs of tables of one kind that hold on a same day and both have an amount for a same distance."""
    return [
        (one, other)
        for one, other in combinations(rows, 2)
        if one.kind is other.kind and _meet(_days(one), _days(other)) and _share_distance(one, other)
    ]


def _share_distance(one: RateTableRow, other: RateTableRow) -> bool:
    spans = [[(band.from_km, band.to_km) for band in row.bands] for row in (one, other)]
    return any(_meet(mine, theirs) for mine in spans[0] for theirs in spans[1])


def _days(row: RateTableRow) -> tuple[int, int | None]:
    return row.valid_from.toordinal(), None if row.valid_until is None else row.valid_until.toordinal()


def _meet(one: tuple[int, int | None], other: tuple[int, int | None]) -> bool:
    """Whether two spans, both ends inclusive and an open end None, have something in common."""
    return (other[1] is None or one[0] <= other[1]) and (one[1] is None or other[0] <= one[1])
