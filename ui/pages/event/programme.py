"""The event's agenda: its sessions in order, each with its times."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QStackedLayout, QWidget

from roundtables.errors import Expected
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.events import SessionRow
from roundtables.queries.participants import ParticipantRow
from roundtables.services import sessions as services
from roundtables.words import N_, _
from ui import format as formats
from ui.dialogs.session import SessionDialog
from ui.holders import tell_outdated
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.theme import GRID
from ui.widgets.parts import EmptyState, button, column, row
from ui.widgets.table import Table
from ui.workspace import Workspace

ONE_HOUR = dt.timedelta(hours=1)
COLUMNS = (
    Column(N_("When"), lambda part: formats.span(part.starts, part.ends, all_day=False), "", 260),
    Column(N_("Session"), lambda part: part.title, "", 320, stretch=True),
    Column(N_("Place"), lambda part: part.place, "", 220),
)


class ProgrammeTab(QWidget):
    """The sessions, with what is done to them."""

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self._record: EventRecord | None = None
        self._model = RowsModel(COLUMNS)
        self.table = Table(_("Agenda"), COLUMNS)
        self.table.show_rows(self._model)
        self.table.opened.connect(self._edit)
        empty = EmptyState(_("The agenda is empty."), _("Add session…"), self.add)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        tools = row(
            button(_("Add session…"), self.add, picture="plus"),
            button(_("Edit…"), lambda: self._edit(self.table.current_row()), picture="pencil-outline"),
            button(_("Remove"), self._remove, picture="minus"),
            1,
        )
        layout = column(tools, holder, margin=2 * GRID, space=3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def show_event(self, record: EventRecord, _rows: Sequence[ParticipantRow]) -> None:
        """Show the event's sessions."""
        self._record = record
        self._model.show(record.sessions)
        self._stack.setCurrentIndex(0 if record.sessions else 1)

    def looked_at(self) -> None:
        """Nothing to load."""

    def add(self) -> None:
        """Ask for a session that begins where the last one ends."""
        if self._record is None:
            return
        starts = self._record.sessions[-1].ends if self._record.sessions else self._record.starts
        ends = max(starts, min(self._record.ends, starts + ONE_HOUR))
        dialog = SessionDialog(self, starts, ends, drafts=self._workspace.drafts, event_id=self._id)
        self._ask(dialog, _("Add session"), lambda session, values: services.add(session, self._id, **values))

    def _edit(self, part: SessionRow | None) -> None:
        if part is None:
            return
        dialog = SessionDialog(self, part.starts, part.ends, part, self._workspace.drafts)
        self._ask(dialog, _("Change session"), lambda session, values: services.change(session, part.id, **values))

    def _ask(self, dialog: SessionDialog, name: str, work: Any) -> None:
        """The dialog stays open until its values are taken or it is given up."""

        def take() -> bool:
            before = self._sequence()
            try:
                with self._workspace.change(name) as session:
                    work(session, dialog.values())
            except Expected as error:
                dialog.show_error(error)
                return False
            tell_outdated(self._workspace, self._id, before)
            return True

        dialog.take = take
        dialog.open()

    def _remove(self) -> None:
        rows = self.table.selected_rows()

        def work(session: Any) -> None:
            for part in rows:
                services.remove(session, part.id)

        before = self._sequence()
        if rows and self._workspace.do(_("Remove sessions"), work, notice=_("Removed from the agenda")):
            tell_outdated(self._workspace, self._id, before)

    def _sequence(self) -> int | None:
        return self._record.sequence if self._record is not None else None
