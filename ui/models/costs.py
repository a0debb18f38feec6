"""The costs of one event as a table that is edited in place, what they add up to, and what they lack in words."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from PySide6.QtGui import QColor, QFont

from roundtables.money import CURRENCIES
from roundtables.queries.catering import CateringRow
from roundtables.queries.costs import CostRow, Missing, Sum, Totals
from roundtables.queries.rates import Band, RateTableRow
from roundtables.services import costs as services
from roundtables.terms import CostKind
from roundtables.words import N_, _, n_, sort_key, spoken
from ui import format as formats
from ui.models.cells import Index
from ui.models.columns import Column, Edit, labels
from ui.models.events import terms
from ui.models.rows import RowsModel
from ui.theme import colours
from ui.widgets.dates import read_day


def amount(cents: int | None) -> str:
    """An amount, or nothing where it is not known."""
    return "" if cents is None else formats.cents(cents)


def exact(cents: int | None) -> Decimal | None:
    """An amount as a spreadsheet can add it up."""
    return None if cents is None else Decimal(cents).scaleb(-2)


def day(value: dt.date | None) -> str:
    """A day, or nothing."""
    return formats.day(value) if value is not None else ""


def whose(cost: CostRow) -> str:
    """Whose cost it is; somebody who does not take part is told as that."""
    if cost.person_id is None:
        return _("All together")
    return cost.person if cost.takes_part else _("{name} (does not take part)").format(name=cost.person)


def in_euro(cost: CostRow) -> str:
    """What was spent, in euro; what has no rate says so."""
    if cost.lacks_rate:
        return _("No rate")
    return amount(cost.actual_in_euro)


def _edit(key: str, value: Callable[[CostRow], Any], *, alike: bool = True, hint: str = "") -> Edit:
    def change(session: Any, keys: Sequence[int], entered: Any, _report: object) -> None:
        given: Any = {key: entered}
        services.change_many(session, keys, **given)

    return Edit(value, change, N_("Change cost"), hint=hint, alike=alike)


def _edit_day() -> Edit:
    def change(session: Any, keys: Sequence[int], entered: str, _report: object) -> None:
        services.change_many(session, keys, incurred_on=read_day(entered))

    return Edit(lambda cost: day(cost.incurred_on), change, N_("Change cost"))


def _edit_kind() -> Edit:
    def change(session: Any, keys: Sequence[int], entered: CostKind, _report: object) -> None:
        services.change_many(session, keys, kind=entered)

    return Edit(lambda cost: cost.kind, change, N_("Change cost"), lambda: terms(CostKind))


COLUMNS = (
    Column(N_("Kind"), lambda cost: _(cost.kind.label), "kind", 116, edit=_edit_kind(), fits=labels(CostKind)),
    Column(N_("Who"), whose, "who", 140),
    Column(
        N_("Description"),
        lambda cost: cost.description,
        "description",
        140,
        stretch=True,
        edit=_edit("description", lambda cost: cost.description),
    ),
    Column(
        N_("Estimate"),
        lambda cost: amount(cost.estimate_cents),
        "estimate",
        96,
        number=True,
        edit=_edit("estimate", lambda cost: amount(cost.estimate_cents)),
        value=lambda cost: exact(cost.estimate_cents),
        fits=lambda: [formats.cents(1_000_000)],
    ),
    Column(
        N_("Actual"),
        lambda cost: amount(cost.actual_cents),
        "actual",
        96,
        number=True,
        edit=_edit("actual", lambda cost: amount(cost.actual_cents)),
        value=lambda cost: exact(cost.actual_cents),
        fits=lambda: [formats.cents(1_000_000)],
    ),
    Column(
        N_("Currency"),
        lambda cost: cost.currency,
        "currency",
        72,
        edit=_edit("currency", lambda cost: cost.currency, hint=N_("EUR")),
    ),
    Column(
        N_("In euro"),
        in_euro,
        "euro",
        96,
        number=True,
        fits=lambda: [formats.cents(1_000_000), _("No rate")],
        value=lambda cost: _("No rate") if cost.lacks_rate else exact(cost.actual_in_euro),
    ),
    Column(
        N_("Invoice number"),
        lambda cost: cost.invoice_number or (_("Unit cost") if cost.is_unit_cost else ""),
        "invoice",
        112,
        edit=_edit("invoice_number", lambda cost: cost.invoice_number),
    ),
    Column(N_("Paid by"), lambda cost: cost.payer, "payer", 132, edit=_edit("payer", lambda cost: cost.payer)),
    Column(
        N_("Budget line"),
        lambda cost: cost.budget_line,
        "budget_line",
        96,
        edit=_edit("budget_line", lambda cost: cost.budget_line),
    ),
    Column(
        N_("Date"),
        lambda cost: day(cost.incurred_on),
        "date",
        108,
        edit=_edit_day(),
        value=lambda cost: cost.incurred_on,
    ),
    Column(
        N_("Exchange rate"),
        lambda cost: cost.rate,
        "rate",
        108,
        number=True,
        hidden=True,
        edit=_edit("rate", lambda cost: cost.rate, hint=N_("Units for one euro")),
    ),
    Column(
        N_("Source of the rate"),
        lambda cost: cost.rate_source,
        "source",
        140,
        hidden=True,
        edit=_edit("rate_source", lambda cost: cost.rate_source),
    ),
    Column(
        N_("Distance, km"),
        lambda cost: formats.number(cost.distance_km) if cost.distance_km is not None else "",
        "distance",
        96,
        number=True,
        hidden=True,
    ),
    Column(N_("Number of the decision"), lambda cost: cost.decision, "decision", 140, hidden=True),
)
NOTHING = -1
SORTS: dict[str, Callable[[Any], Any]] = {
    "kind": lambda cost: (list(CostKind).index(cost.kind), cost.id),
    "who": lambda cost: (sort_key(f"{cost.last_name} {cost.first_name}", spoken().code), cost.id),
    "estimate": lambda cost: NOTHING if cost.estimate_in_euro is None else cost.estimate_in_euro,
    "actual": lambda cost: NOTHING if cost.actual_in_euro is None else cost.actual_in_euro,
    "euro": lambda cost: NOTHING if cost.actual_in_euro is None else cost.actual_in_euro,
    "date": lambda cost: cost.incurred_on or dt.date.min,
    "distance": lambda cost: NOTHING if cost.distance_km is None else cost.distance_km,
}
SHADED: dict[str, Callable[[CostRow], bool]] = {
    "who": lambda cost: not cost.takes_part,
    "euro": lambda cost: cost.lacks_rate,
}
"""What is told in words is repeated in colour."""


class CostsModel(RowsModel):
    """The costs; what is told of one that lacks something stands out."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, SORTS)

    def data(self, index: Index, role: int = 0) -> Any:
        if role == FOREGROUND and index.isValid():
            shaded = SHADED.get(self.columns[index.column()].name)
            if shaded is not None and shaded(self.rows[index.row()]):
                return QColor(colours().warn)
            return None
        return super().data(index, role)


FOREGROUND, FONT = 9, 6
"""Qt's numbers of the roles: compared ten times as fast as its own terms."""


@dataclass(frozen=True)
class TotalRow:
    """One line of what the costs add up to; the one with an empty `id` is all of them."""

    id: str
    name: str
    sum: Sum


BY = {"kind": N_("By kind"), "person": N_("By person"), "budget_line": N_("By budget line")}
"""What the totals are shown by; English, marked."""


def total_rows(totals: Totals, by: str) -> list[TotalRow]:
    """All together, and a line for each kind, person or budget line."""
    rows = [TotalRow("", _("Total"), totals.all)]
    if by == "person":
        return rows + [
            TotalRow(f"person {each.person_id}", each.name or _("All together"), each.sum) for each in totals.by_person
        ]
    if by == "budget_line":
        lines = totals.by_budget_line
        return rows + [TotalRow(f"line {line}", line or _("Without a budget line"), added) for line, added in lines]
    return rows + [TotalRow(kind.name, _(kind.label), added) for kind, added in totals.by_kind]


def _difference(row: TotalRow) -> str:
    by = row.sum.actual - row.sum.estimate
    return f"+{formats.cents(by)}" if by > 0 else formats.cents(by)


TOTAL_COLUMNS = (
    Column(N_("Euro"), lambda row: row.name, "", 112, stretch=True),
    Column(N_("Estimate"), lambda row: formats.cents(row.sum.estimate), "", 96, number=True),
    Column(N_("Actual"), lambda row: formats.cents(row.sum.actual), "", 96, number=True),
    Column(N_("Difference"), _difference, "", 96, number=True),
)


class TotalsModel(RowsModel):
    """All together in bold, and below it what they are shown by."""

    def __init__(self) -> None:
        super().__init__(TOTAL_COLUMNS)

    def data(self, index: Index, role: int = 0) -> Any:
        if role == FONT and index.isValid() and not self.rows[index.row()].id:
            bold = QFont()
            bold.setBold(True)
            return bold
        return super().data(index, role)


def lacking(missing: Missing) -> str:
    """What is missing, a sentence for each; empty where nothing is."""
    said = []
    for number, words in (
        (
            missing.rates,
            n_(
                "{n} cost in another currency has no exchange rate and is left out of the totals.",
                "{n} costs in other currencies have no exchange rate and are left out of the totals.",
                missing.rates,
            ),
        ),
        (
            missing.invoices,
            n_(
                "{n} cost has no invoice number.",
                "{n} costs have no invoice number.",
                missing.invoices,
            ),
        ),
        (missing.amounts, n_("{n} cost has no amount.", "{n} costs have no amount.", missing.amounts)),
        (
            missing.participations,
            n_(
                "{n} cost is of somebody who does not take part.",
                "{n} costs are of people who do not take part.",
                missing.participations,
            ),
        ),
    ):
        if number:
            said.append(words.format(n=number))
    return " ".join(said)


def explained(cost: CostRow | None) -> str:
    """How a cost comes to its amount in euro, or from which table it was chosen; empty where that is plain."""
    if cost is None:
        return ""
    if cost.is_unit_cost and cost.distance_km is not None:
        return _("Unit cost for {km} km by {decision}").format(
            km=formats.number(cost.distance_km), decision=formats.shown(cost.decision)
        )
    if cost.lacks_rate:
        return _("{currency} without an exchange rate: left out of the totals until one is entered.").format(
            currency=cost.currency
        )
    spent = cost.actual_cents if cost.actual_cents is not None else cost.estimate_cents
    euro = cost.actual_in_euro if cost.actual_cents is not None else cost.estimate_in_euro
    if cost.currency == "EUR" or spent is None or euro is None:
        return ""
    return _("{amount} {currency} at {rate} {currency} for one euro ({source}) are {euro} euro").format(
        amount=formats.cents(spent),
        currency=cost.currency,
        rate=cost.rate.replace(".", formats.locale().decimalPoint()),
        source=formats.shown(cost.rate_source) or _("source not stated"),
        euro=formats.cents(euro),
    )


def catering_lacks(row: CateringRow | None) -> str:
    """What the sheet of an occasion would leave to be written by hand; empty for nothing."""
    if row is None:
        return ""
    lacks = [
        words
        for words, there in (
            (_("Who was served"), row.guests),
            (_("Agenda"), row.agenda),
            (_("Invoice number"), row.invoice_number),
            (_("Amount"), row.amount_cents is not None),
        )
        if not there
    ]
    return _("Missing on its sheet: {parts}").format(parts=", ".join(lacks)) if lacks else ""


CATERING_COLUMNS = (
    Column(
        N_("Served"),
        lambda row: formats.moment(row.served),
        "",
        132,
        fits=lambda: [formats.moment(dt.datetime(2026, month, 22, 20, 0)) for month in range(1, 13)],
    ),
    Column(N_("Purpose"), lambda row: row.purpose, "", 96, stretch=True),
    Column(N_("People"), lambda row: formats.number(row.guests), "", 56, number=True),
    Column(
        N_("Amount"),
        lambda row: f"{amount(row.amount_cents)} {row.currency}" if row.amount_cents is not None else "",
        "",
        96,
        number=True,
    ),
)


def distance(band: Band) -> str:
    """401–600 km, from 10001 km."""
    if band.to_km is None:
        return _("from {first} km").format(first=formats.number(band.from_km))
    return _("{first}–{last} km").format(first=formats.number(band.from_km), last=formats.number(band.to_km))


def standing(row: RateTableRow, today: dt.date) -> str:
    """Whether a rate table holds."""
    if row.has_expired(today):
        return _("Expired")
    return _("Holds") if row.is_valid(today) else _("To come")


RATE_TABLE_COLUMNS = (
    Column(N_("Decision"), lambda row: row.decision, "", 120),
    Column(N_("Rate table"), lambda row: row.name, "", 112, stretch=True),
    Column(N_("State"), lambda row: standing(row, dt.date.today()), "", 96),  # noqa: DTZ011 - the wall's day
    Column(N_("Used"), lambda row: formats.number(row.used), "", 48, number=True),
)
BAND_COLUMNS = (
    Column(N_("Distance"), distance, "", 140, stretch=True),
    Column(N_("Amount"), lambda band: formats.cents(band.cents), "", 100, number=True),
)


def currencies() -> list[str]:
    """The codes to be offered, those of the programme's countries and neighbours first."""
    first = ["EUR", "SEK", "NOK", "DKK", "GBP", "USD", "CHF", "PLN", "CZK", "HUF", "RON", "RSD", "BAM"]
    return [*first, *sorted(CURRENCIES.difference(first))]
