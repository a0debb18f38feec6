"""What was changed in this event: when, by whom, what was and what is."""

from PySide6.QtWidgets import QStackedLayout, QWidget

from roundtables.queries import history
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.participants import ParticipantRow
from roundtables.words import _
from ui.models.history import COLUMNS
from ui.models.rows import RowsModel
from ui.theme import GRID
from ui.widgets.parts import EmptyState, column
from ui.widgets.table import Table
from ui.workspace import Workspace


class HistoryTab(QWidget):
    """The event's changes, newest first; read when the tab is looked at."""

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self._model = RowsModel(COLUMNS)
        self.table = Table(_("Change history"), COLUMNS)
        self.table.show_rows(self._model)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(_("Nothing has been changed here since the register was founded.")))
        self.setLayout(column(holder, margin=2 * GRID))

    def show_event(self, _record: EventRecord, _rows: list[ParticipantRow]) -> None:
        """Read again only where it is seen."""
        if self.isVisible():
            self.looked_at()

    def looked_at(self) -> None:
        """Read the newest changes."""
        with self._workspace.read() as session:
            rows = history.changes(session, event_id=self._id)
        self._model.show(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
