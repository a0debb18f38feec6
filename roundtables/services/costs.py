"""Keep what events cost: add, for one or many at once, change, copy, remove.

A cost is of a person or of all. The person need not take part in the event: a flight of somebody who was taken off it,
the fee of an interpreter who is no participant. Those are kept as they are entered and told (`CostRow.takes_part`).
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any, TypedDict, Unpack

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from roundtables import money
from roundtables.errors import Expected, Invalid, NotFound, NothingThere, shortened
from roundtables.model import Attendance, Catering, Cost, Person, PersonAddress
from roundtables.services import events, fields, people
from roundtables.services.rates import Rate
from roundtables.terms import CostKind, Presence
from roundtables.words import _

Amount = int | str | None
"""Cents; or an amount as it was typed, empty for none."""
AMOUNTS = {"estimate": "estimate_cents", "actual": "actual_cents"}
MOST_AT_ONCE = 1000
_LINES = ("description", "rate_source", "invoice_number", "budget_line")
_COPIED = (
    *("event_id", "person_id", "kind", "description", "estimate_cents", "actual_cents", "currency", "rate"),
    *("rate_source", "incurred_on", "payer_id", "budget_line", "rate_table_id", "distance_km"),
)


class NobodyChosen(Expected):
    def __init__(self) -> None:
        super().__init__(_("Nobody was chosen, so nothing was added. Choose those whose cost it is."))


class NobodyWith(NotFound):
    def __init__(self, email: str) -> None:
        super().__init__(
            _("Nobody in this register has the address “{address}”. Nothing was added.").format(
                address=shortened(email)
            )
        )


class RateNeedsNoEuro(Invalid):
    field = "rate"

    def __init__(self) -> None:
        super().__init__(_("Euro need no exchange rate. Choose the currency of the invoice, or leave the rate empty."))


class CostValues(TypedDict, total=False):
    """What can be said of a cost. `payer` is the name of an organisation: found however its case, or made.

    `rate` is units of the currency for one euro, as the European Central Bank quotes it.
    """

    person_id: int | None
    kind: CostKind
    description: str
    estimate: Amount
    actual: Amount
    currency: str
    rate: str
    rate_source: str
    incurred_on: dt.date | None
    invoice_number: str
    payer: str
    budget_line: str


def add(session: Session, event_id: int, **values: Unpack[CostValues]) -> Cost:
    """A new cost of an event. Raises Invalid errors, each naming its field, and NothingThere."""
    given: Any = dict(values)
    return _add_each(session, event_id, [given.pop("person_id", None)], given)[0]


def add_for_many(
    session: Session, event_id: int, person_ids: Collection[int], **values: Unpack[CostValues]
) -> list[Cost]:
    """The same cost for each of several people. Raises NobodyChosen and what `add` raises; then none is added."""
    return _add_each(session, event_id, list(person_ids), dict(values))


def add_unit_costs(
    session: Session,
    event_id: int,
    person_ids: Sequence[int | None],
    unit: Rate,
    km: int,
    *,
    as_estimate: bool = True,
    as_actual: bool = True,
    **values: Unpack[CostValues],
) -> list[Cost]:
    """The unit cost of a distance (`rates.rate_for`) for each of several people, or for all where one is None."""
    given: Any = {
        **values,
        "kind": unit.kind,
        "currency": unit.currency,
        "estimate": unit.cents if as_estimate else None,
        "actual": unit.cents if as_actual else None,
    }
    made = _add_each(session, event_id, person_ids, given)
    for cost in made:
        cost.rate_table_id, cost.distance_km = unit.table_id, km
    session.flush()
    return made


def change(session: Session, cost_id: int, **values: Unpack[CostValues]) -> Cost:
    """Change what is given and leave the rest. Raises Invalid errors, each naming its field, and NothingThere.

    A unit cost whose amount becomes another than the table's is one no more: it is by its invoice from then on.
    """
    cost = get(session, cost_id)
    _set(session, cost, dict(values))
    session.flush()
    return cost


def change_many(session: Session, cost_ids: Collection[int], **values: Unpack[CostValues]) -> None:
    """Change several costs alike; all or nothing in the one step of the caller. Raises what `change` raises."""
    for key in cost_ids:
        change(session, key, **values)


def copy(session: Session, cost_ids: Collection[int]) -> list[Cost]:
    """Costs like these, of the same events; the invoice's number, which belongs to the one, is left out."""
    made = []
    for key in cost_ids:
        original = get(session, key)
        made.append(Cost(**{name: getattr(original, name) for name in _COPIED}))
    session.add_all(made)
    session.flush()
    return made


def remove(session: Session, cost_ids: Collection[int]) -> int:
    """Remove costs; returns how many. A catering that names one of them stays, without an amount."""
    rows = [get(session, key) for key in dict.fromkeys(cost_ids)]
    for occasion in session.scalars(select(Catering).where(Catering.cost_id.in_(cost_ids)).order_by(Catering.id)):
        occasion.cost = None
    session.flush()
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def person_with(session: Session, email: str) -> int:
    """The key of the person with this address, the first or a further one, however its case. Raises NobodyWith."""
    key = email.strip().casefold()
    further = select(PersonAddress.person_id).where(PersonAddress.email_key == key)
    statement = select(Person.id).where(or_(Person.email_key == key, Person.id.in_(further))).order_by(Person.id)
    found = session.scalar(statement.limit(1))
    if found is None:
        raise NobodyWith(email)
    return found


def present_people(session: Session, event_id: int) -> list[int]:
    """The keys of the people who were present at an event in at least one slot."""
    statement = select(Attendance.person_id).where(
        Attendance.event_id == event_id, Attendance.presence == Presence.PRESENT
    )
    return list(session.scalars(statement.distinct().order_by(Attendance.person_id)))


def get(session: Session, cost_id: int) -> Cost:
    """The cost with this key. Raises NothingThere."""
    cost = session.get(Cost, cost_id)
    if cost is None:
        raise NothingThere
    return cost


def _add_each(session: Session, event_id: int, person_ids: Sequence[int | None], values: dict[str, Any]) -> list[Cost]:
    """The same cost for each of these, checked once; None: of all together."""
    if not person_ids:
        raise NobodyChosen
    event = events.get(session, event_id)
    wanted = list(dict.fromkeys(person_ids))
    _require_people(session, [key for key in wanted if key is not None])
    first = Cost(event_id=event.id, kind=CostKind.OTHER, currency=money.EURO, rate="", rate_source="", description="")
    first.invoice_number = first.budget_line = ""
    first.estimate_cents = first.actual_cents = None
    with session.no_autoflush:
        _set(session, first, values)
    given = {name: getattr(first, name) for name in (*_COPIED, "invoice_number") if name != "person_id"}
    made = [Cost(person_id=key, **given) for key in wanted]
    session.add_all(made)
    session.flush()
    return made


def _require_people(session: Session, keys: Sequence[int]) -> None:
    """Raise NothingThere where one of these is gone."""
    for first in range(0, len(keys), MOST_AT_ONCE):
        some = keys[first : first + MOST_AT_ONCE]
        found = session.scalar(select(func.count(Person.id)).where(Person.id.in_(some)))
        if found != len(some):
            raise NothingThere


def _set(session: Session, cost: Cost, values: dict[str, Any]) -> None:
    """Set what is given, all of it checked first."""
    tidy = _tidied(session, values)
    unit = {cost.estimate_cents, cost.actual_cents} - {None}
    if "currency" in tidy and tidy["currency"] != cost.currency:
        # A rate is of one currency alone.
        cost.rate = cost.rate_source = ""
    for key, value in tidy.items():
        setattr(cost, key, value)
    if cost.rate_table_id is not None and ({cost.estimate_cents, cost.actual_cents} - {None}) - unit:
        cost.rate_table = None
        cost.distance_km = None
    if cost.currency == money.EURO:
        if tidy.get("rate"):
            raise RateNeedsNoEuro
        cost.rate = cost.rate_source = ""


def _tidied(session: Session, values: dict[str, Any]) -> dict[str, Any]:
    tidy: dict[str, Any] = {}
    for key, value in values.items():
        if key in AMOUNTS:
            tidy[AMOUNTS[key]] = _amount(value, key)
        elif key in _LINES:
            tidy[key] = fields.line(value, key)
        elif key == "currency":
            tidy[key] = money.currency(value)
        elif key == "rate":
            tidy[key] = money.rate(value) if value.strip() else ""
        elif key == "payer":
            payer = people.organisation_named(session, value)
            tidy["payer_id"] = payer.id if payer is not None else None
        else:
            tidy[key] = value
    if tidy.get("person_id") is not None:
        _require_people(session, [tidy["person_id"]])
    return tidy


def _amount(value: Amount, field: str) -> int | None:
    if isinstance(value, str):
        return money.cents(value, field) if value.strip() else None
    return None if value is None else money.bounded(value, field)
