"""Catering as it is documented for the accounts: an occasion with its purpose and guests, and a sheet for each."""

import datetime as dt
from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from sqlalchemy import select
from sqlalchemy.orm import Session

from roundtables.errors import Invalid, NothingThere
from roundtables.files import replace_file
from roundtables.model import Catering, CateringGuest, Cost, HandOver, Participation, Slot
from roundtables.queries import catering as queries
from roundtables.queries import events as event_rows
from roundtables.queries import history
from roundtables.services import costs, events, fields, hand_overs
from roundtables.services.costs import Amount
from roundtables.terms import CateringKind, CostKind, HandOverKind
from roundtables.words import language

if TYPE_CHECKING:
    from roundtables.formats.sheets.catering_sheet import CateringDocument
    from roundtables.formats.sheets.documents import HandOverNote


class CateringValues(TypedDict, total=False):
    """What can be said of an occasion. `served` is wall time in the event's zone.

    `cost_id` names one of the event's costs; with an `amount` that is not empty a new cost is made instead.
    """

    kind: CateringKind
    served: dt.datetime
    purpose: str
    agenda: str
    place: str
    invoice_number: str
    slot_id: int | None
    cost_id: int | None
    amount: Amount


def add(
    session: Session, event_id: int, *, guests: Collection[int] | None = None, **values: Unpack[CateringValues]
) -> Catering:
    """A new occasion; `purpose` is needed, `served` is the event's start unless given.

    `guests` are participations; None: those who were present in the slot, or at all where none is named.
    Raises Invalid errors, each naming its field, and NothingThere.
    """
    event = events.get(session, event_id)
    row = Catering(event_id=event.id, kind=CateringKind.MEETING, served=event.starts, purpose="", agenda="", place="")
    row.invoice_number = ""
    _set(session, row, {"purpose": "", **values})
    session.add(row)
    session.flush()
    chosen = queries.present(session, event_id, row.slot_id) if guests is None else guests
    set_guests(session, row.id, chosen)
    return row


def change(
    session: Session, catering_id: int, *, guests: Collection[int] | None = None, **values: Unpack[CateringValues]
) -> Catering:
    """Change what is given and leave the rest. Raises Invalid errors, each naming its field, and NothingThere."""
    row = get(session, catering_id)
    _set(session, row, dict(values))
    session.flush()
    if guests is not None:
        set_guests(session, catering_id, guests)
    return row


def set_guests(session: Session, catering_id: int, participation_ids: Collection[int]) -> None:
    """Say who was served. Raises NothingThere for whoever is no participant of the event."""
    row = get(session, catering_id)
    wanted = set(participation_ids)
    statement = select(Participation.id).where(Participation.event_id == row.event_id)
    if not wanted <= set(session.scalars(statement)):
        raise NothingThere
    for guest in list(row.guests):
        if guest.participation_id not in wanted:
            row.guests.remove(guest)
    known = {guest.participation_id for guest in row.guests}
    row.guests += [CateringGuest(participation_id=key) for key in sorted(wanted - known)]
    session.flush()


def remove(session: Session, catering_ids: Collection[int]) -> int:
    """Remove occasions; their costs stay. Returns how many."""
    rows = [get(session, key) for key in dict.fromkeys(catering_ids)]
    for row in rows:
        session.delete(row)
    session.flush()
    return len(rows)


def get(session: Session, catering_id: int) -> Catering:
    """The occasion with this key. Raises NothingThere."""
    row = session.get(Catering, catering_id)
    if row is None:
        raise NothingThere
    return row


def hand_over_sheet(
    session: Session, catering_id: int, path: Path, language_code: str, *, for_whom: str, by: str, at: dt.datetime
) -> HandOver:
    """Write an occasion's sheet and enter it as handed over. Make it a step that can't be undone.

    Raises the errors of `files`; then nothing is entered.
    """
    from roundtables.formats.sheets.catering_sheet import write_catering_sheet
    from roundtables.formats.sheets.documents import HandOverNote

    row = get(session, catering_id)
    page = event_rows.event_page(session, row.event_id)
    revision = history.revision(session)
    note = HandOverNote(at, page.timezone, by, for_whom, revision, path.name)
    document = sheet_document(session, catering_id, note)
    digest = replace_file(path, lambda out: write_catering_sheet(document, out, language(language_code)))
    return hand_overs.enter(
        session,
        HandOverKind.CATERING_SHEET,
        path.name,
        digest,
        for_whom=for_whom,
        by=by,
        at=at,
        event_id=row.event_id,
        revision=revision,
        participants=len(document.guests),
    )


def sheet_document(session: Session, catering_id: int, note: "HandOverNote") -> "CateringDocument":
    """What an occasion's sheet says. Raises NothingThere."""
    from roundtables.formats.sheets.catering_sheet import CateringDocument, ServedGuest

    row = queries.occasion(session, catering_id)
    if row is None:
        raise NothingThere
    own = queries.own_organisation(session, catering_id)
    guests = tuple(
        ServedGuest(guest.last_name, guest.first_name, guest.organisation, guest.role, guest.own)
        for guest in queries.guests(session, catering_id)
    )
    cost = session.get(Cost, row.cost_id) if row.cost_id is not None else None
    return CateringDocument(
        head=hand_overs.event_head(session, event_rows.event_page(session, row.event_id)),
        kind=row.kind,
        served=row.served,
        purpose=row.purpose,
        agenda=row.agenda,
        place=row.place,
        invoice_number=row.invoice_number or (cost.invoice_number if cost is not None else ""),
        amount_cents=row.amount_cents,
        currency=row.currency,
        rate=row.rate,
        rate_source=row.rate_source,
        payer=cost.payer.name if cost is not None and cost.payer is not None else "",
        budget_line=cost.budget_line if cost is not None else "",
        own_organisation=own.name if own is not None else "",
        guests=guests,
        note=note,
    )


def _set(session: Session, row: Catering, values: dict[str, Any]) -> None:
    amount = values.pop("amount", None)
    for key, value in values.items():
        if key in ("purpose", "place", "invoice_number"):
            setattr(row, key, fields.line(value, key, needed=key == "purpose"))
        elif key == "agenda":
            row.agenda = fields.paragraphs(value, key)
        elif key == "served":
            row.served = value.replace(second=0, microsecond=0)
        else:
            setattr(row, key, value)
    for kind, named in ((Slot, row.slot_id), (Cost, row.cost_id)):
        found: Any = session.get(kind, named) if named is not None else None
        if named is not None and (found is None or found.event_id != row.event_id):
            raise NothingThere
    if amount not in (None, ""):
        row.cost_id = _cost(session, row, amount).id


def _cost(session: Session, row: Catering, amount: Amount) -> Cost:
    """The cost that an amount entered with the occasion makes. Raises NotAnAmount and NegativeAmount at `amount`."""
    try:
        return costs.add(
            session,
            row.event_id,
            kind=CostKind.CATERING,
            description=row.purpose,
            actual=amount,
            incurred_on=row.served.date(),
            invoice_number=row.invoice_number,
        )
    except Invalid as error:
        error.field = "amount" if error.field == "actual" else error.field
        raise
