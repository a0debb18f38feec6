"""Commands on costs: list, add, remove; the rate tables; the sheet of an occasion of catering."""

import datetime as dt
from pathlib import Path
from typing import Any

import click

from roundtables import money
from roundtables.cli.context import Context, FileToWrite, as_json, day, in_language, of_event, print_json, print_table
from roundtables.errors import Expected, NotFound, shortened
from roundtables.queries import catering as catering_queries
from roundtables.queries import costs as queries
from roundtables.queries import events
from roundtables.queries import rates as rate_queries
from roundtables.queries.catering import CateringRow
from roundtables.queries.costs import CostRow, Sum, Totals
from roundtables.queries.rates import RateTableRow
from roundtables.services import catering as catering_services
from roundtables.services import costs as services
from roundtables.services import rates
from roundtables.services.rates import Rate
from roundtables.terms import CostKind
from roundtables.words import N_, _, n_, spoken

KINDS = click.Choice([kind.value for kind in CostKind])
HEADINGS = (
    *(N_("No."), N_("Kind"), N_("Person"), N_("Description")),
    *(N_("Estimate"), N_("Actual"), N_("Currency"), N_("Invoice number"), N_("Who pays")),
)
NAMED = {"invoice": "invoice_number", "paid_by": "payer", "on": "incurred_on"}


class CostElsewhere(Expected):
    def __init__(self, number: int, reference: str) -> None:
        super().__init__(
            _("There is no cost {number} of {reference}. Nothing was removed; see “roundtables costs list”.").format(
                number=number, reference=reference
            )
        )


class DecisionNeeded(Expected):
    def __init__(self, name: str) -> None:
        super().__init__(
            _(
                "{file} doesn't say of which decision its rates are. Nothing was taken over; say it with --decision."
            ).format(file=shortened(name))
        )


class FirstDayNeeded(Expected):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("{file} doesn't say from which day its rates hold. Nothing was taken over; say it with --from.").format(
                file=shortened(name)
            )
        )


class DecisionOpen(Expected):
    def __init__(self, error: rates.SeveralTablesHold) -> None:
        super().__init__(f"{error} --decision NUMBER")


class NoSuchTable(NotFound):
    def __init__(self, decision: str, kind: CostKind) -> None:
        super().__init__(
            _(
                "There is no rate table of {decision} for “{kind}” in this register. Nothing was added; "
                "see “roundtables costs rates”."
            ).format(decision=shortened(decision), kind=_(kind.label))
        )


class NoSuchOccasion(Expected):
    def __init__(self, number: int, reference: str) -> None:
        super().__init__(
            _("{reference} has no catering {number}. See “roundtables costs catering {reference}”.").format(
                number=number, reference=reference
            )
        )


@click.group()
def costs() -> None:
    """What events cost, and the tables of unit costs."""


@costs.command("list")
@of_event
@as_json
@click.pass_obj
def list_costs(context: Context, reference: str, *, as_json: bool) -> None:
    """List the costs of an event with what they add up to, in euro, and what is missing."""
    with context.register() as register, register.read() as session:
        rows = queries.listing(session, [events.key_of(session, reference)])
    totals = queries.totals(rows)
    if as_json:
        print_json(_costs(rows, totals))
        return
    if rows:
        print_table([tuple(map(_, HEADINGS)), *map(_cells, rows)])
    words = _("Total in euro: estimate {estimate}, actual {actual}.")
    click.echo(words.format(estimate=_amount(totals.all.estimate), actual=_amount(totals.all.actual)))
    if totals.missing.rates:
        left_out = n_(
            "{n} cost in another currency has no exchange rate and is left out of the totals.",
            "{n} costs in other currencies have no exchange rate and are left out of the totals.",
            totals.missing.rates,
        )
        click.echo(left_out.format(n=totals.missing.rates))


def _cells(row: CostRow) -> tuple[object, ...]:
    return (
        row.id,
        _(row.kind.label),
        row.person,
        row.description,
        _amount(row.estimate_cents),
        _amount(row.actual_cents),
        row.currency,
        row.invoice_number,
        row.payer,
    )


def _costs(rows: list[CostRow], totals: Totals) -> dict[str, Any]:
    return {
        "costs": [_row(row) for row in rows],
        "total": _sum(totals.all),
        "by_kind": {kind.value: _sum(added) for kind, added in totals.by_kind},
        "missing": {
            "invoice": totals.missing.invoices,
            "rate": totals.missing.rates,
            "amount": totals.missing.amounts,
            "participation": totals.missing.participations,
        },
    }


def _options(command: Any) -> Any:
    for option in (
        click.option(
            "--decision", metavar="NUMBER", help="With --km: the decision whose table is meant, where several hold."
        ),
        click.option(
            "--km",
            type=click.IntRange(min=1),
            metavar="KM",
            help="Enter the unit cost of this distance instead of an amount.",
        ),
        click.option(
            "--date",
            "on",
            metavar="DATE",
            help="The day it was incurred on, such as 2026-12-01; for a unit cost, of the journey.",
        ),
        click.option("--budget-line", help="The line of the budget."),
        click.option("--paid-by", metavar="ORGANISATION", help="Who pays."),
        click.option("--invoice", metavar="NUMBER", help="The number of the invoice."),
        click.option("--each-present", is_flag=True, help="The same for each person who was present."),
        click.option("--email", help="Whose cost it is; of all together unless given."),
        click.option("--rate-source", help="Where the rate is from, and of which day."),
        click.option("--rate", help="Units of the currency for one euro, such as 11.2345."),
        click.option("--currency", help="The currency's code; EUR unless given."),
        click.option("--actual", help="What it really cost, in its currency, such as 1234.50."),
        click.option("--estimate", help="What it is expected to cost, in its currency, such as 1234.50."),
        click.option("--description", help="What for."),
        click.option("--kind", type=KINDS, required=True, help="The kind of cost."),
    ):
        command = option(command)
    return command


@costs.command("add")
@of_event
@_options
@click.pass_obj
def add(
    context: Context,
    /,
    *,
    reference: str,
    kind: str,
    km: int | None,
    decision: str | None,
    email: str | None,
    each_present: bool,
    **given: Any,
) -> None:
    """Add a cost to an event, or the unit cost of a distance; prints its number."""
    if each_present and email is not None:
        raise click.UsageError(_("Say --email or --each-present, not both."))
    if km is not None and any(given[key] for key in ("estimate", "actual", "currency", "rate")):
        raise click.UsageError(_("A unit cost has its amount from the table: leave amount, currency and rate out."))
    if decision is not None and km is None:
        raise click.UsageError(_("--decision names the rate table of a unit cost: say the distance with --km."))
    values = {NAMED.get(key, key): value for key, value in given.items() if value is not None}
    if "incurred_on" in values:
        values["incurred_on"] = day(values["incurred_on"])
    with context.register() as register, register.change(_("Add cost")) as session:
        key = events.key_of(session, reference)
        people = [services.person_with(session, email)] if email else [None]
        if each_present:
            people = services.present_people(session, key)
        made = _make(session, key, people, CostKind.of(kind), (km, decision), values)
        numbers = [cost.id for cost in made]
    click.echo("\n".join(map(str, numbers)))


def _make(
    session: Any,
    key: int,
    people: list[Any],
    kind: CostKind,
    distance: tuple[int | None, str | None],
    values: dict[str, Any],
) -> Any:
    km, decision = distance
    if km is not None:
        on = values.get("incurred_on") or events.event_page(session, key).starts.date()
        unit = _unit_cost(session, kind, km, on, decision)
        return services.add_unit_costs(session, key, people, unit, km, **{**values, "incurred_on": on})
    if people == [None]:
        return [services.add(session, key, kind=kind, **values)]
    return services.add_for_many(session, key, people, kind=kind, **values)


def _unit_cost(session: Any, kind: CostKind, km: int, on: dt.date, decision: str | None) -> Rate:
    """The rate of a distance on a day, with what can be typed where it is not clear which."""
    try:
        return rates.rate_for(session, kind, km, on, decision=decision or "")
    except rates.SeveralTablesHold as error:
        if decision:
            raise
        raise DecisionOpen(error) from error
    except rates.NoTableValid as error:
        if decision:
            raise NoSuchTable(decision, kind) from error
        raise


@costs.command("remove")
@of_event
@click.argument("numbers", metavar="NUMBER…", type=int, nargs=-1, required=True, help="The numbers of the costs.")
@click.pass_obj
def remove(context: Context, reference: str, numbers: tuple[int, ...]) -> None:
    """Remove costs of an event by the numbers that “costs list” shows."""
    with context.register() as register, register.change(_("Remove costs")) as session:
        known = {row.id for row in queries.listing(session, [events.key_of(session, reference)])}
        for number in numbers:
            if number not in known:
                raise CostElsewhere(number, reference)
        services.remove(session, numbers)


@costs.command("rates")
@click.option("--import", "path", type=click.Path(path_type=Path), help="The spreadsheet with the table.")
@click.option("--decision", help="The number of the decision; the file's own unless given.")
@click.option("--name", help="What the table is called.")
@click.option("--kind", type=KINDS, default=CostKind.TRAVEL.value, help="The kind of cost.")
@click.option("--currency", help="The currency's code; the file's own, else EUR.")
@click.option("--from", "since", metavar="DATE", help="The first day on which it holds; the file's own unless given.")
@click.option("--until", metavar="DATE", help="The last day; the file's own, else none.")
@click.option("--example", is_flag=True, help="Take over the example table of C(2021)35.")
@as_json
@click.pass_obj
def rate_tables(context: Context, /, *, path: Path | None, example: bool, as_json: bool, **given: Any) -> None:
    """List the rate tables; import one first, or take over the example."""
    if path is None and any(given[key] for key in ("decision", "name", "currency", "since", "until")):
        raise click.UsageError(_("Say with --import which spreadsheet has the table; nothing was changed."))
    with context.register() as register:
        if path is not None:
            with register.change(_("Import rate table")) as session:
                _import(session, path, given)
        if example:
            with register.change(_("Take over example table")) as session:
                rates.take_over_example(session)
        with register.read() as session:
            rows = rate_queries.tables(session)
    if as_json:
        print_json([_table(row) for row in rows])
        return
    for row in rows:
        until = row.valid_until.isoformat() if row.valid_until else ""
        print_table([(row.decision, row.name, _(row.kind.label), f"{row.valid_from}–{until}")])
        print_table([("", band.from_km, band.to_km, _amount(band.cents), row.currency) for band in row.bands])
        if row.note:
            click.echo(row.note)
    for one, other in rate_queries.overlaps(rows):
        words = _("{one} and {other} hold at the same time: where both have a rate, the table has to be chosen.")
        click.echo(words.format(one=one.decision, other=other.decision), err=True)


def _import(session: Any, path: Path, given: dict[str, Any]) -> None:
    sheet = rates.read_file(path)
    if not (given["decision"] or sheet.decision):
        raise DecisionNeeded(path.name)
    if not (given["since"] or sheet.valid_from):
        raise FirstDayNeeded(path.name)
    rates.take_over(
        session,
        sheet.lines,
        name=given["name"] or sheet.name or path.stem,
        decision=given["decision"] or sheet.decision,
        kind=CostKind.of(given["kind"]),
        currency=given["currency"] or sheet.currency or money.EURO,
        valid_from=day(given["since"]) or sheet.valid_from,
        valid_until=day(given["until"]) or sheet.valid_until,
    )
    for gap in rates.gaps(sheet.lines):
        words = _("There is no rate from {first} to {last} km; such a distance will be told, not guessed.")
        click.echo(words.format(first=gap.from_km, last=gap.to_km), err=True)


@costs.command("catering")
@of_event
@click.option("--number", type=int, default=1, show_default=True, help="The occasion, counted from 1.")
@click.option("--out", "path", type=FileToWrite(".xlsx"), help="The .xlsx file to write.")
@click.option("--for", "for_whom", default="", metavar="WHOM", help="Who gets it; kept with the hand-over.")
@in_language
@as_json
@click.pass_obj
def catering(
    context: Context, reference: str, number: int, path: Path | None, for_whom: str, code: str | None, *, as_json: bool
) -> None:
    """List the caterings of an event; with --out, write the sheet of one and record that it was handed over."""
    with context.register() as register:
        with register.read() as session:
            rows = catering_queries.listing(session, events.key_of(session, reference))
        if path is not None:
            if not 1 <= number <= len(rows):
                raise NoSuchOccasion(number, reference)
            with register.change(_("Hand over catering sheet"), undoable=False) as session:
                by, at = register.user, dt.datetime.now(dt.UTC)
                catering_services.hand_over_sheet(
                    session, rows[number - 1].id, path, code or spoken().code, for_whom=for_whom, by=by, at=at
                )
            click.echo(str(path))
            return
    if as_json:
        print_json([_occasion(row) for row in rows])
    else:
        print_table(
            [
                (at, f"{row.served:%Y-%m-%d %H:%M}", _(row.kind.label), row.purpose, row.guests, row.invoice_number)
                for at, row in enumerate(rows, 1)
            ]
        )


def _amount(cents: int | None) -> str:
    """An amount for programs and people alike: 1234.50."""
    return "" if cents is None else f"{cents // 100}.{cents % 100:02}"


def _sum(added: Sum) -> dict[str, Any]:
    return {
        "costs": added.number,
        "estimate": _amount(added.estimate),
        "actual": _amount(added.actual),
        "left_out": added.left_out,
    }


def _row(row: CostRow) -> dict[str, Any]:
    return {
        "number": row.id,
        "reference": row.reference,
        "kind": row.kind.value,
        "person": row.person or None,
        "takes_part": row.takes_part,
        "description": row.description,
        "estimate": _amount(row.estimate_cents) or None,
        "actual": _amount(row.actual_cents) or None,
        "currency": row.currency,
        "rate": row.rate or None,
        "rate_source": row.rate_source or None,
        "estimate_in_euro": _amount(row.estimate_in_euro) or None,
        "actual_in_euro": _amount(row.actual_in_euro) or None,
        "date": row.incurred_on.isoformat() if row.incurred_on else None,
        "invoice": row.invoice_number or None,
        "paid_by": row.payer or None,
        "budget_line": row.budget_line or None,
        "decision": row.decision or None,
        "km": row.distance_km,
    }


def _table(row: RateTableRow) -> dict[str, Any]:
    return {
        "decision": row.decision,
        "name": row.name,
        "kind": row.kind.value,
        "currency": row.currency,
        "from": row.valid_from.isoformat(),
        "until": row.valid_until.isoformat() if row.valid_until else None,
        "note": row.note,
        "used": row.used,
        "bands": [{"from_km": band.from_km, "to_km": band.to_km, "amount": _amount(band.cents)} for band in row.bands],
    }


def _occasion(row: CateringRow) -> dict[str, Any]:
    return {
        "served": row.served.isoformat(),
        "kind": row.kind.value,
        "purpose": row.purpose,
        "guests": row.guests,
        "invoice": row.invoice_number or None,
        "amount": _amount(row.amount_cents) or None,
        "currency": row.currency or None,
    }
