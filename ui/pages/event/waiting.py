"""The bar above the invitations of a full event: seats that became free, and those who wait for them."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QFrame

from roundtables.errors import Expected
from roundtables.queries.events import EventPage as EventRecord
from roundtables.services import waiting_list
from roundtables.terms import EventStatus, LineMoves, MessageKind, Reply, Way
from roundtables.transport import accounts
from roundtables.words import _, n_
from ui import format as formats
from ui.dialogs.asking import ask
from ui.links import Link
from ui.models.invitations import Line
from ui.sending import open_send
from ui.theme import GRID
from ui.widgets.parts import button, row, wrapped
from ui.workspace import Workspace

MOST_NAMED = 12


@dataclass(frozen=True)
class Seats:
    """How many of those who wait could have a seat, and the people who got one and were not told."""

    free: int = 0
    untold: tuple[int, ...] = ()


def seats(session: Any, record: EventRecord) -> Seats:
    """What there is to say of the waiting list; nothing of an event that has no end of places."""
    if record.capacity is None or record.status is EventStatus.CANCELLED:
        return Seats()
    asked = record.waiting and record.line_moves is LineMoves.ASKED
    free = waiting_list.free_seats(session, record.id) if asked else 0
    return Seats(free, tuple(waiting_list.untold(session, record.id, dt.datetime.now(dt.UTC))))


class WaitingBar(QFrame):
    """Shown while seats are free and somebody waits, where the event asks first; and while somebody has to be told."""

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self.setObjectName("card")
        self._workspace, self._id = workspace, event_id
        self.next: list[Line] = []
        self._untold: tuple[int, ...] = ()
        self.words = wrapped("")
        self.give = button("", self.ask, picture="seat-outline")
        self.tell = button(_("Tell them…"), self.tell_them, picture="send-outline")
        layout = row(self.words, self.tell, self.give, margin=2 * GRID, space=4 * GRID)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.hide()

    def show_event(self, found: Seats, lines: Sequence[Line]) -> None:
        """Say how many seats are free and how many wait, or who does not know yet that they have one."""
        waiting = sorted(
            (line for line in lines if line.row.reply is Reply.WAITING), key=lambda line: line.row.place_in_line or 0
        )
        self.next, self._untold = waiting[: found.free], found.untold
        self.words.setText(" ".join(_said(len(self.next), len(waiting), len(found.untold))))
        self.give.setText(n_("Give it to the first in line…", "Give them to the first in line…", len(self.next)))
        self.give.setVisible(bool(self.next))
        self.tell.setVisible(bool(self._untold))
        self.setVisible(bool(self.next or self._untold))

    def tell_them(self) -> None:
        """Write to those who got a seat."""
        open_send(self.window(), self._workspace, self._id, MessageKind.SEAT, self._untold)

    def ask(self) -> None:
        """Name those who would get a seat, and give it to them once that is agreed to."""
        number = len(self.next)
        question = n_("Give the free seat to {n} person?", "Give the free seats to {n} people?", number)
        names = [formats.shown(line.row.name) for line in self.next[:MOST_NAMED]]
        names += ["…"] if number > MOST_NAMED else []
        by_mail = accounts.load().way is Way.MAIL
        told = (
            _("They are entered as having accepted, and the message that tells them goes into the outbox.")
            if by_mail
            else _("They are entered as having accepted. They have to be told: you are led to that next.")
        )
        words = _("Waiting list"), question.format(n=formats.number(number)), "\n".join([*names, "", told])
        ask(self.window(), words, [(n_("Give the seat", "Give the seats", number), self.move_up)])

    def move_up(self) -> None:
        """Give the free seats to the first in line; they are told by mail, or it is said that they have to be."""
        now, settings = dt.datetime.now(dt.UTC), accounts.load()
        by_mail = settings.way is Way.MAIL
        try:
            with self._workspace.change(_("Move up the waiting list"), undoable=not by_mail) as session:
                moved = waiting_list.move_up(session, self._id, settings, now)
        except Expected as error:
            self._workspace.failed.emit(str(error))
            return
        words = n_("{n} person has a seat now", "{n} people have a seat now", len(moved))
        way, link = _("Invitations"), Link("event", self._id, "invitations")
        if by_mail:
            way, link = _("Outbox"), Link("post")
        self._workspace.pointed.emit(words.format(n=formats.number(len(moved))), not by_mail, way, link)


def _said(free: int, waiting: int, untold: int) -> Iterator[str]:
    if free:
        yield n_("{n} seat is free.", "{n} seats are free.", free).format(n=formats.number(free))
        yield n_("{n} waits for one.", "{n} wait for one.", waiting).format(n=formats.number(waiting))
    if untold:
        words = n_("{n} got a seat and was not told yet.", "{n} got a seat and were not told yet.", untold)
        yield words.format(n=formats.number(untold))
