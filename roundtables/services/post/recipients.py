"""Whom a kind of message goes to: by what each participant holds, and what they answered."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roundtables.model import Event
from roundtables.queries import invitations as queries
from roundtables.queries.invitations import Expected, InvitationRow, Standing
from roundtables.services import events
from roundtables.services.invitations import CalledOff, NobodyToInvite, NoOrganiser
from roundtables.terms import NOT_COMING, WITHOUT_SEAT, EventStatus, MessageKind, Reply
from roundtables.words import _

CALENDAR_KINDS = frozenset(
    {
        MessageKind.INVITATION,
        MessageKind.UPDATE,
        MessageKind.CANCELLATION,
        MessageKind.SEAT,
        MessageKind.COUNTER_DECLINED,
    }
)
"""What carries a calendar, to which guests answer."""

ONE_AT_A_TIME = frozenset({MessageKind.INVITATION, MessageKind.UPDATE, MessageKind.CANCELLATION})
"""What waits until the last of its like has gone out: two revisions at once would arrive in any order."""


class NobodyLeft(NobodyToInvite):
    """There are participants, but none whom this kind of message concerns now."""

    def __init__(self, reference: str) -> None:
        super(NobodyToInvite, self).__init__(
            _("Nobody of {reference} is waiting for this message: each has it already, or it is on its way.").format(
                reference=reference
            )
        )


@dataclass(frozen=True)
class Plan:
    """Whom a message of a kind would go to: `recipients` are keys of people, the others say why some are left out."""

    kind: MessageKind
    recipients: tuple[int, ...]
    without_address: tuple[str, ...] = ()
    on_their_way: int = 0


def plan(session: Session, event_id: int, kind: MessageKind, person_ids: Collection[int] | None = None) -> Plan:
    """Whom a kind of message goes to: of those named, or of all whom it concerns.

    INVITATION: who was sent nothing. UPDATE: who holds an outdated revision. CANCELLATION: who was taken off, or all
    who hold an invitation to an event that was called off. SEAT, COUNTER_DECLINED: those named alone. Others: all who
    take part. Those named are taken even if they hold the current revision (sent once more), but never who has one on
    its way. Raises CalledOff (nothing but a cancellation goes out for a cancelled event), NobodyToInvite (NobodyLeft
    where all have what they need) and NoOrganiser.
    """
    event = events.get(session, event_id)
    _require_sense(event, kind)
    wanted = queries.expected(session, event_id)
    rows = queries.listing(session, event_id)
    if person_ids is None:
        concerned = [row for row in rows if CONCERNS[kind](row, wanted)]
    else:
        named = set(person_ids)
        concerned = [row for row in rows if row.person_id in named and _may_get(row, kind, wanted)]
    waiting = [row for row in concerned if row.standing is Standing.ON_ITS_WAY and kind in ONE_AT_A_TIME]
    left = [row for row in concerned if row not in waiting]
    reached = [row for row in left if can_be_reached(row.email)]
    if not reached:
        raise NobodyLeft(event.reference) if _any_reached(rows) else NobodyToInvite(event.reference)
    without = tuple(row.name for row in left if not can_be_reached(row.email))
    return Plan(kind, tuple(row.person_id for row in reached), without, len(waiting))


def everybody(session: Session, event_id: int) -> list[int]:
    """The keys of all people who take part and have not withdrawn."""
    return [row.person_id for row in queries.listing(session, event_id) if _takes_part(row)]


def can_be_reached(email: str) -> bool:
    """Whether an address can stand in a message: what ASCII can't hold reaches nobody."""
    from roundtables.formats.mail.addresses import ascii_address

    return bool(email) and bool(ascii_address(email))


def _require_sense(event: Event, kind: MessageKind) -> None:
    if event.status is EventStatus.CANCELLED and kind is not MessageKind.CANCELLATION:
        raise CalledOff(event.reference)
    if kind in CALENDAR_KINDS and not can_be_reached(event.organiser_email):
        raise NoOrganiser(event.reference)


def _takes_part(row: InvitationRow) -> bool:
    return row.id is not None and row.reply is not Reply.WITHDRAWN


def _was_not_invited(row: InvitationRow) -> bool:
    on_its_way = row.standing is Standing.ON_ITS_WAY and row.held is None
    return _takes_part(row) and (row.standing is Standing.NOT_SENT or on_its_way)


def _has_to_be_told_off(row: InvitationRow, wanted: Expected) -> bool:
    """Who holds what is void: the last message to them may have been refused, or be on its way."""
    void = wanted.called_off or not _takes_part(row)
    return void and (row.held is not None or row.standing is Standing.ON_ITS_WAY)


def _has_old_revision(row: InvitationRow, wanted: Expected) -> bool:
    """Who holds an older revision, or will once what is on its way has arrived."""
    if not _takes_part(row):
        return False
    behind = row.held is not None and row.held < wanted.sequence
    return row.standing is Standing.OUTDATED or (behind and row.standing is not Standing.CURRENT)


CONCERNS: dict[MessageKind, Callable[[InvitationRow, Expected], bool]] = {
    MessageKind.INVITATION: lambda row, _wanted: _was_not_invited(row),
    MessageKind.UPDATE: _has_old_revision,
    MessageKind.CANCELLATION: _has_to_be_told_off,
    MessageKind.SEAT: lambda _row, _wanted: False,
    MessageKind.COUNTER_DECLINED: lambda _row, _wanted: False,
    MessageKind.REMINDER: lambda row, _wanted: row.id is not None and row.reply not in WITHOUT_SEAT,
    MessageKind.JOINING: lambda row, _wanted: row.id is not None and row.reply not in WITHOUT_SEAT,
    MessageKind.THANKS: lambda row, _wanted: row.id is not None and row.reply not in WITHOUT_SEAT,
    MessageKind.FREE: lambda row, _wanted: row.id is not None and row.reply not in NOT_COMING,
}
"""Whom each kind concerns where nobody is named."""


def _may_get(row: InvitationRow, kind: MessageKind, wanted: Expected) -> bool:
    """Whether somebody who was named may be sent it: a cancellation only where there is something to call off."""
    if kind is MessageKind.CANCELLATION:
        return _has_to_be_told_off(row, wanted) or row.standing is Standing.CALLED_OFF
    return row.id is not None


def _any_reached(rows: list[InvitationRow]) -> bool:
    return any(row.id is not None and can_be_reached(row.email) for row in rows)
