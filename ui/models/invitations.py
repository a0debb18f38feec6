"""Who holds what of an event, one line a participant; and what there is to send because of it."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from roundtables.queries.invitations import InvitationRow, Standing
from roundtables.services import participants as services
from roundtables.terms import EventStatus, MessageKind, Reply
from roundtables.words import N_, _, fold, n_
from ui import format as formats
from ui.models.columns import Column, Edit
from ui.models.events import terms
from ui.models.paged import Index
from ui.models.rows import RowsModel
from ui.theme import colours

STANDINGS = {
    Standing.NOT_SENT: ("○", N_("Not sent")),
    Standing.ON_ITS_WAY: ("→", N_("On its way")),
    Standing.CURRENT: ("●", N_("Current")),
    Standing.OUTDATED: ("◐", N_("Outdated")),
    Standing.NOT_DELIVERED: ("✗", N_("Not delivered")),
    Standing.PERHAPS_DELIVERED: ("?", N_("Perhaps delivered")),
    Standing.TO_BE_CALLED_OFF: ("◇", N_("To be called off")),
    Standing.CALLED_OFF: ("–", N_("Called off")),
}
"""A shape and words for where an invitation stands: told by neither colour nor shape alone."""
ORDER = {standing: at for at, standing in enumerate(STANDINGS)}
INVITATION, UPDATE, CANCELLATION = MessageKind.INVITATION, MessageKind.UPDATE, MessageKind.CANCELLATION


@dataclass(frozen=True)
class Line:
    """A row of the query with a key of its own: a participation's, or less than nought for who was taken off."""

    id: int
    row: InvitationRow
    folded: str

    @classmethod
    def of(cls, row: InvitationRow) -> "Line":
        """The line for a row."""
        return cls(row.id if row.id is not None else -row.person_id, row, fold(f"{row.name} {row.email} {row.comment}"))


def revision(sequence: int) -> str:
    """A SEQUENCE as people count: the first invitation is revision 1."""
    return formats.number(sequence + 1)


def standing_words(standing: Standing) -> str:
    """Where an invitation stands, in words."""
    return _(STANDINGS[standing][1])


def _standing(line: Line) -> str:
    sign = STANDINGS[line.row.standing][0]
    return f"{sign}  {standing_words(line.row.standing)}"


def _days() -> list[str]:
    """The longest days that a column shows, whatever months are called in this language."""
    return [formats.day(dt.date(2026, month, 22)) for month in range(1, 13)]


def _answer(line: Line) -> str:
    """The reply; of who waits, with their place in line."""
    row = line.row
    if row.reply is None:
        return _("Taken off")
    if row.reply is Reply.WAITING and row.place_in_line is not None:
        return _("Waiting, place {n}").format(n=formats.number(row.place_in_line))
    return _(row.reply.label)


def _record(session: Any, keys: Sequence[int], reply: Reply, _report: object) -> None:
    """Record a reply of those who take part; who was taken off gives none any more."""
    services.set_reply(session, [key for key in keys if key > 0], reply)


USUAL = (Reply.NOT_INVITED, Reply.INVITED, Reply.ACCEPTED, Reply.TENTATIVE, Reply.DECLINED)
REPLY = Edit(lambda line: line.row.reply, _record, N_("Record reply"), lambda: terms(Reply))
COLUMNS = (
    Column(N_("Name"), lambda line: line.row.name, "name", 144, stretch=True),
    Column(N_("Email"), lambda line: line.row.email, "email", 104),
    Column(
        N_("Invitation"),
        _standing,
        "standing",
        152,
        fits=lambda: [f"{sign}  {_(words)}" for sign, words in STANDINGS.values()],
        value=lambda line: standing_words(line.row.standing),
    ),
    Column(
        N_("Revision"),
        lambda line: revision(line.row.held) if line.row.held is not None else "",
        "held",
        80,
        number=True,
        value=lambda line: line.row.held + 1 if line.row.held is not None else None,
    ),
    Column(
        N_("Sent"),
        lambda line: formats.day(line.row.at.astimezone().date()) if line.row.at else "",
        "at",
        96,
        fits=_days,
        value=lambda line: line.row.at,
    ),
    Column(N_("Answer"), _answer, "reply", 120, edit=REPLY, fits=lambda: [_(each.label) for each in USUAL]),
    Column(
        N_("Answered"),
        lambda line: formats.day(line.row.replied_at.astimezone().date()) if line.row.replied_at else "",
        "replied_at",
        96,
        fits=_days,
        value=lambda line: line.row.replied_at,
    ),
    Column(N_("Comment"), lambda line: line.row.comment, "comment", 96),
    Column(N_("Sent as"), lambda line: _(line.row.way.label) if line.row.way else "", "way", 112, hidden=True),
    Column(
        N_("Place in line"),
        lambda line: formats.number(line.row.place_in_line) if line.row.place_in_line is not None else "",
        "place_in_line",
        104,
        number=True,
        hidden=True,
        value=lambda line: line.row.place_in_line,
    ),
    Column(N_("What the server said"), lambda line: line.row.answer, "answer", 220, hidden=True),
    Column(
        N_("Role"),
        lambda line: _(line.row.role.label) if line.row.role else "",
        "role",
        128,
        hidden=True,
    ),
    Column(N_("Language"), lambda line: line.row.language, "language", 96, hidden=True),
)
STANDING = next(at for at, column in enumerate(COLUMNS) if column.sort == "standing")
SORTS: dict[str, Callable[[Line], Any]] = {
    "name": lambda line: (line.row.sort_name, line.id),
    "email": lambda line: line.row.email.casefold(),
    "standing": lambda line: ORDER[line.row.standing],
    "held": lambda line: -1 if line.row.held is None else line.row.held,
    "at": lambda line: line.row.at.timestamp() if line.row.at else 0.0,
    "reply": lambda line: (list(Reply).index(line.row.reply) if line.row.reply else -1, line.row.place_in_line or 0),
    "replied_at": lambda line: line.row.replied_at.timestamp() if line.row.replied_at else 0.0,
    "comment": lambda line: (not line.row.comment, fold(line.row.comment)),
    "place_in_line": lambda line: (line.row.place_in_line is None, line.row.place_in_line or 0),
}


class InvitationsModel(RowsModel):
    """The lines; the sign before the standing is not read aloud, and a colour only repeats what the words say."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, SORTS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.row(index.row()) if index.isValid() else None
        if line is not None and index.column() == STANDING:
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return standing_words(line.row.standing)
            if role == Qt.ItemDataRole.ForegroundRole:
                return _shade(line.row.standing)
        return super().data(index, role)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        line = self.row(index.row()) if index.isValid() else None
        return flags & ~Qt.ItemFlag.ItemIsEditable if line is not None and line.id < 0 else flags


def _shade(standing: Standing) -> QColor | None:
    c = colours()
    shades = {
        Standing.OUTDATED: c.warn,
        Standing.TO_BE_CALLED_OFF: c.warn,
        Standing.PERHAPS_DELIVERED: c.warn,
        Standing.NOT_DELIVERED: c.bad,
        Standing.NOT_SENT: c.muted,
        Standing.CALLED_OFF: c.muted,
    }
    return QColor(shades[standing]) if standing in shades else None


COUNTED: dict[Standing, Callable[[int], str]] = {
    Standing.CURRENT: lambda n: n_("{n} current", "{n} current", n),
    Standing.OUTDATED: lambda n: n_("{n} holds an outdated invitation", "{n} hold an outdated invitation", n),
    Standing.TO_BE_CALLED_OFF: lambda n: n_("{n} to be called off", "{n} to be called off", n),
    Standing.NOT_SENT: lambda n: n_("{n} not sent", "{n} not sent", n),
    Standing.ON_ITS_WAY: lambda n: n_("{n} on its way", "{n} on their way", n),
    Standing.NOT_DELIVERED: lambda n: n_("{n} not delivered", "{n} not delivered", n),
    Standing.PERHAPS_DELIVERED: lambda n: n_("{n} perhaps delivered", "{n} perhaps delivered", n),
    Standing.CALLED_OFF: lambda n: n_("{n} called off", "{n} called off", n),
}
"""How many hold what, in words, in the order in which it is said."""


def summary(sequence: int, lines: Sequence[Line]) -> str:
    """How many hold what, in one line."""
    counts = Counter(line.row.standing for line in lines if line.row.email)
    said = [_("Revision {n}").format(n=revision(sequence))]
    said += [
        words(counts[standing]).format(n=formats.number(counts[standing]))
        for standing, words in COUNTED.items()
        if counts[standing]
    ]
    lost = sum(line.row.id is not None and not line.row.email for line in lines)
    if lost:
        said.append(n_("{n} without an email address", "{n} without an email address", lost).format(n=lost))
    waiting = sum(line.row.reply is Reply.WAITING for line in lines)
    if waiting:
        said.append(n_("{n} waits for a seat", "{n} wait for a seat", waiting).format(n=formats.number(waiting)))
    return " · ".join(said)


def fitting(status: EventStatus, sequence: int, lines: Sequence[Line]) -> tuple[MessageKind, int] | None:
    """The kind of message that is due now and to how many it would go; None where nothing is."""
    if status is EventStatus.HELD:
        return None
    called_off = status is EventStatus.CANCELLED
    due = Counter(_due(line.row, sequence, called_off=called_off) for line in lines if line.row.email)
    return next(((kind, due[kind]) for kind in (UPDATE, CANCELLATION, INVITATION) if due[kind]), None)


def _due(row: InvitationRow, sequence: int, *, called_off: bool) -> MessageKind | None:
    """What one person is to be sent, as `composing.plan` sees it."""
    if row.standing is Standing.ON_ITS_WAY:
        return None
    if called_off or row.reply in (None, Reply.WITHDRAWN):
        return CANCELLATION if row.held is not None else None
    if row.standing is Standing.NOT_SENT:
        return INVITATION
    behind = row.held is not None and row.held < sequence and row.standing is not Standing.CURRENT
    return UPDATE if behind or row.standing is Standing.OUTDATED else None
