"""Unit costs as data: tables with the decision they are from, imported, and chosen from by distance and day.

A rate is never guessed: where no table holds, or a distance lies in no band, that is said and nothing is chosen.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roundtables import money
from roundtables.errors import Expected, Invalid, NothingThere, shortened
from roundtables.model import Cost, RateBand, RateTable
from roundtables.queries import rates as queries
from roundtables.queries.rates import Band, RateTableRow
from roundtables.services import fields
from roundtables.terms import CostKind
from roundtables.words import _, n_, resource, spoken

if TYPE_CHECKING:
    from roundtables.formats.sheets.rate_table import RateLine, RateSheet

EXAMPLE = ("rates", "c-2021-35-return-journeys.csv")


class NoTableValid(Expected):
    def __init__(self, kind: CostKind, on: dt.date) -> None:
        super().__init__(
            _(
                "No rate table for “{kind}” holds on {day}. Nothing was added; import the table that does, or enter "
                "the amount by its invoice."
            ).format(kind=_(kind.label), day=spoken().date(on))
        )


class InNoBand(Invalid):
    field = "km"

    def __init__(self, km: int, decision: str) -> None:
        super().__init__(
            _("{km} km lies in no band of {decision}. A rate is not guessed: enter the amount by its invoice.").format(
                km=km, decision=shortened(decision)
            )
        )


class UnderLowestBand(Invalid):
    field = "km"

    def __init__(self, km: int, lowest: int, decision: str) -> None:
        super().__init__(
            _(
                "{km} km is less than the {lowest} km from which {decision} has rates. A rate is not guessed: enter "
                "the amount by its invoice."
            ).format(km=km, lowest=lowest, decision=shortened(decision))
        )


class SeveralTablesHold(Invalid):
    field = "table_id"

    def __init__(self, decisions: Sequence[str], on: dt.date) -> None:
        super().__init__(
            _("On {day} several rate tables have a rate for this distance: {decisions}. Choose the table.").format(
                day=spoken().date(on), decisions=", ".join(map(shortened, decisions))
            )
        )


class TableDoesNotHold(Invalid):
    field = "table_id"

    def __init__(self, decision: str, on: dt.date) -> None:
        super().__init__(
            _("{decision} does not hold on {day}. Choose another table or check its days.").format(
                decision=shortened(decision), day=spoken().date(on)
            )
        )


class DistanceMissing(Invalid):
    field = "km"

    def __init__(self) -> None:
        super().__init__(_("Enter the distance in whole kilometres."))


class NoBands(Expected):
    def __init__(self) -> None:
        super().__init__(_("There are no rates below the headings. Nothing was taken over."))


class BandsNotUsable(Expected):
    def __init__(self, row: int, problem: str) -> None:
        super().__init__(_("Row {row}: {problem} Nothing was taken over.").format(row=row, problem=problem))


class BandEndsBeforeItBegins(Invalid):
    def __init__(self, row: int, from_km: int, to_km: int) -> None:
        super().__init__(
            _("Row {row}: the band ends at {last} km, before it begins at {first} km. Nothing was taken over.").format(
                row=row, first=from_km, last=to_km
            )
        )


class BandsNotInOrder(Invalid):
    def __init__(self, row: int) -> None:
        super().__init__(
            _(
                "Row {row} begins at a shorter distance than the row above it: the bands are not in order. "
                "Nothing was taken over; sort them from short to long."
            ).format(row=row)
        )


class BandsOverlap(Invalid):
    def __init__(self, row: int, km: int) -> None:
        super().__init__(
            _(
                "Row {row} and the row above it both have a rate for {km} km: the bands overlap. "
                "Nothing was taken over."
            ).format(row=row, km=km)
        )


class DecisionKnown(Invalid):
    field = "decision"

    def __init__(self, decision: str, name: str) -> None:
        super().__init__(
            _(
                "The table “{name}” of {decision} is here already. Nothing was taken over; name this one another."
            ).format(decision=shortened(decision), name=shortened(name))
        )


class EndsBeforeItHolds(Invalid):
    field = "valid_until"

    def __init__(self) -> None:
        super().__init__(_("The last day is before the first day from which the table holds. Nothing was changed."))


class FirstDayMissing(Invalid):
    field = "valid_from"

    def __init__(self) -> None:
        super().__init__(_("Enter the first day on which the table holds, as the decision says."))


class TableInUse(Expected):
    def __init__(self, decision: str, costs: int) -> None:
        super().__init__(
            n_(
                "{n} cost was chosen from {decision}, so it can't be removed. Nothing was changed; enter its last "
                "day instead.",
                "{n} costs were chosen from {decision}, so it can't be removed. Nothing was changed; enter its last "
                "day instead.",
                costs,
            ).format(n=costs, decision=shortened(decision))
        )


class TableValues(TypedDict, total=False):
    """What can be said of a rate table beside its bands. `valid_until` is its last day, None while it holds."""

    name: str
    decision: str
    kind: CostKind
    currency: str
    valid_from: dt.date | None
    valid_until: dt.date | None
    note: str


@dataclass(frozen=True)
class Rate:
    """What a table has for a distance: the amount in cents, the band it is of, and the decision."""

    table_id: int
    decision: str
    name: str
    kind: CostKind
    currency: str
    band: Band

    @property
    def cents(self) -> int:
        """The amount."""
        return self.band.cents


@dataclass(frozen=True)
class Gap:
    """Distances between two bands, both inclusive, for which a table has no rate."""

    from_km: int
    to_km: int


def rate_for(
    session: Session, kind: CostKind, km: int | None, on: dt.date, *, table_id: int | None = None, decision: str = ""
) -> Rate:
    """The unit cost of a distance on a day, of the table with this key, of this decision's or of whichever holds.

    A decision may have several tables, of years or ways to travel; its case is ignored. Raises DistanceMissing;
    NoTableValid, TableDoesNotHold; UnderLowestBand, InNoBand; SeveralTablesHold.
    """
    if km is None:
        raise DistanceMissing
    wanted = decision.strip().casefold()
    rows = [
        row
        for row in queries.tables(session, kind)
        if table_id in (None, row.id) and wanted in ("", row.decision.casefold())
    ]
    valid = [row for row in rows if row.is_valid(on)]
    if not valid:
        if rows and (table_id is not None or wanted):
            raise TableDoesNotHold(rows[0].decision, on)
        raise NoTableValid(kind, on)
    found = [(row, band) for row in valid for band in row.bands if band.holds(km)]
    if not found:
        raise _not_in(valid, km)
    if len({row.id for row, _band in found}) > 1:
        raise SeveralTablesHold([row.name if wanted else row.decision for row, _band in found], on)
    row, band = found[0]
    return Rate(row.id, row.decision, row.name, row.kind, row.currency, band)


def _not_in(valid: Sequence[RateTableRow], km: int) -> Expected:
    decisions = ", ".join(row.decision for row in valid)
    lowest = min((band.from_km for row in valid for band in row.bands), default=0)
    return UnderLowestBand(km, lowest, decisions) if km < lowest else InNoBand(km, decisions)


def read_file(path: Path) -> "RateSheet":
    """What a spreadsheet has of rates, each row with what is wrong with it. Raises `reading_errors`, NoRateColumns."""
    from roundtables.formats.sheets import rate_table, reading

    return rate_table.read_rates(reading.read_table(path), path.name)


def require_usable(lines: "Sequence[RateLine]") -> None:
    """Raise what keeps rows from being a table: the first thing that is wrong, in the order of the rows."""
    if not lines:
        raise NoBands
    before: RateLine | None = None
    for line in lines:
        if line.problem or line.from_km is None or line.cents is None:
            raise BandsNotUsable(line.row, line.problem)
        if line.to_km is not None and line.to_km < line.from_km:
            raise BandEndsBeforeItBegins(line.row, line.from_km, line.to_km)
        if before is not None and before.from_km is not None:
            if line.from_km < before.from_km:
                raise BandsNotInOrder(line.row)
            if before.to_km is None or line.from_km <= before.to_km:
                raise BandsOverlap(line.row, line.from_km)
        before = line


def gaps(lines: "Sequence[RateLine]") -> list[Gap]:
    """The distances between the bands for which there is no rate: allowed, and told."""
    found = []
    for one, other in pairwise(lines):
        if one.to_km is not None and other.from_km is not None and other.from_km > one.to_km + 1:
            found.append(Gap(one.to_km + 1, other.from_km - 1))
    return found


def take_over(session: Session, lines: "Sequence[RateLine]", **values: Unpack[TableValues]) -> RateTable:
    """A new table with these bands; `name`, `decision` and `valid_from` are needed. Raises the errors of this module.

    Nothing is written where one is raised.
    """
    require_usable(lines)
    table = RateTable(name="", decision="", kind=CostKind.TRAVEL, currency=money.EURO, note="")
    table.valid_from = table.valid_until = None  # type: ignore[assignment]  # `_set` requires the first day
    with session.no_autoflush:
        _set(session, table, {"decision": "", "name": "", "valid_from": None, **values})
    table.bands = [RateBand(from_km=line.from_km, to_km=line.to_km, cents=line.cents) for line in lines]
    session.add(table)
    session.flush()
    return table


def change(session: Session, table_id: int, **values: Unpack[TableValues]) -> RateTable:
    """Change what is said of a table; costs that were chosen from it keep their amounts. Raises Invalid errors."""
    table = _get(session, table_id)
    with session.no_autoflush:
        _set(session, table, dict(values))
    session.flush()
    return table


def remove(session: Session, table_id: int) -> None:
    """Remove a table that no cost was chosen from. Raises TableInUse and NothingThere."""
    table = _get(session, table_id)
    used = session.scalar(select(func.count(Cost.id)).where(Cost.rate_table_id == table_id)) or 0
    if used:
        raise TableInUse(table.decision, used)
    session.delete(table)
    session.flush()


def take_over_example(session: Session) -> RateTable:
    """Take over the table that the program is shipped with. Raises DecisionKnown where it is here already."""
    sheet = read_file(resource(*EXAMPLE))
    return take_over(
        session,
        sheet.lines,
        name=sheet.name,
        decision=sheet.decision,
        kind=CostKind.TRAVEL,
        currency=sheet.currency,
        valid_from=sheet.valid_from,
        note=example_note(),
    )


def example_note() -> str:
    """What has to be known of the example before it is used."""
    return _(
        "An example. The amounts are for journeys by air or rail, there and back. The decision is for the years 2021 "
        "to 2027 of the Union's budget; C(2023)4928 and C(2024)5405 amend it. Which amounts are yours depends on the "
        "opening day of your call and on your grant agreement: those here are meant for calls that opened before "
        "26 July 2023. No last day is entered, since it is your project's. Check before use."
    )


def _get(session: Session, table_id: int) -> RateTable:
    table = session.get(RateTable, table_id)
    if table is None:
        raise NothingThere
    return table


def _set(session: Session, table: RateTable, values: dict[str, Any]) -> None:
    for key, value in values.items():
        if key in ("name", "decision"):
            setattr(table, key, fields.line(value, key, needed=True))
        elif key == "note":
            table.note = fields.paragraphs(value, key)
        elif key == "currency":
            table.currency = money.currency(value or money.EURO)
        else:
            setattr(table, key, value)
    if table.valid_from is None:
        raise FirstDayMissing
    if table.valid_until is not None and table.valid_until < table.valid_from:
        raise EndsBeforeItHolds
    same = select(RateTable.id).where(RateTable.decision == table.decision, RateTable.name == table.name)
    if session.scalar(same.where(RateTable.id != (table.id or 0)).limit(1)) is not None:
        raise DecisionKnown(table.decision, table.name)
