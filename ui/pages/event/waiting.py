"""The bar above the invitations of a full event: seats that became free, and those who wait for them."""

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QMessageBox

from roundtables.errors import Expected
from roundtables.queries.events import EventPage as EventRecord
from roundtables.services import waiting_list
from roundtables.terms import EventStatus, LineMoves, Reply
from roundtables.transport import accounts
from roundtables.words import _, n_
from ui import format as formats
from ui.links import Link
from ui.models.invitations import Line
from ui.theme import GRID
from ui.widgets.parts import button, row, wrapped
from ui.workspace import Workspace

MOST_NAMED = 12


class WaitingBar(QFrame):
    """Shown while seats are free and somebody waits, where the event says that it is asked first."""

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self.setObjectName("card")
        self._workspace, self._id = workspace, event_id
        self.next: list[Line] = []
        self.words = wrapped("")
        self.give = button("", self.ask, picture="account-arrow-up-outline")
        layout = row(self.words, self.give, margin=2 * GRID, space=4 * GRID)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self.hide()

    def show_event(self, record: EventRecord, lines: Sequence[Line]) -> None:
        """Say how many seats are free and how many wait."""
        waiting = sorted(
            (line for line in lines if line.row.reply is Reply.WAITING), key=lambda line: line.row.place_in_line or 0
        )
        asked = record.line_moves is LineMoves.ASKED and record.status is not EventStatus.CANCELLED
        self.next = waiting[: self._free()] if waiting and asked else []
        self.setVisible(bool(self.next))
        if self.next:
            free, number = len(self.next), len(waiting)
            seats = n_("{n} seat is free for those who wait.", "{n} seats are free for those who wait.", free)
            line = n_("{n} waits.", "{n} wait.", number)
            self.words.setText(f"{seats.format(n=formats.number(free))} {line.format(n=formats.number(number))}")
            give = n_("Give it to the first in line…", "Give them to the first in line…", free)
            self.give.setText(give.format(n=free))

    def _free(self) -> int:
        with self._workspace.read() as session:
            return waiting_list.free_seats(session, self._id)

    def ask(self) -> None:
        """Name those who would get a seat, and give it to them once that is agreed to."""
        box = QMessageBox(self.window())
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_("Waiting list"))
        number = len(self.next)
        words = n_("Give the free seat to {n} person?", "Give the free seats to {n} people?", number)
        box.setText(words.format(n=formats.number(number)))
        names = [formats.shown(line.row.name) for line in self.next[:MOST_NAMED]]
        names += ["…"] if number > MOST_NAMED else []
        told = _("They are entered as having accepted. The message that tells them waits in the outbox.")
        box.setInformativeText("\n".join([*names, "", told]))
        yes = box.addButton(n_("Give the seat", "Give the seats", number), QMessageBox.ButtonRole.AcceptRole)
        box.setEscapeButton(box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole))
        box.setDefaultButton(yes)
        yes.clicked.connect(self.move_up)
        box.open()

    def move_up(self) -> None:
        """Give the free seats to the first in line, and put the messages that tell them into the outbox."""
        now, settings = dt.datetime.now(dt.UTC), accounts.load()
        moved: list[int] = []
        try:
            with self._workspace.change(_("Move up the waiting list"), undoable=False) as session:
                moved = waiting_list.move_up(session, self._id, settings, now)
        except Expected as error:
            self._workspace.failed.emit(str(error))
            return
        words = n_("{n} person has a seat now", "{n} people have a seat now", len(moved))
        self._workspace.pointed.emit(words.format(n=formats.number(len(moved))), False, _("Outbox"), Link("post"))
