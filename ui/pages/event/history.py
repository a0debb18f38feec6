"""What was changed in this event: when, by whom, what was and what is."""

from typing import Any

from PySide6.QtWidgets import QWidget

from roundtables.queries import history
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.history import HistoryRow
from roundtables.queries.participants import ParticipantRow
from roundtables.words import N_, _
from ui import format as formats
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.theme import GRID
from ui.widgets.parts import column
from ui.widgets.table import Table
from ui.workspace import Workspace

TABLES = {
    "event": N_("Event"),
    "session": N_("Session"),
    "slot": N_("Slot"),
    "participation": N_("Participant"),
    "attendance": N_("Attendance"),
    "hand_over": N_("Hand-over"),
}
HIDDEN = frozenset({"id", "uid", "starts_utc", "ends_utc", "sort_name", "email_key", "name_key"})
LONGEST = 160


def _what(row: HistoryRow) -> str:
    name = TABLES.get(row.table)
    return _(name) if name else row.table


def _values(values: dict[str, Any] | None) -> str:
    shown = (
        f"{key}: {value}"
        for key, value in (values or {}).items()
        if key not in HIDDEN and not key.endswith("_id") and value not in (None, "", False)
    )
    text = ", ".join(shown)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _step(row: HistoryRow) -> str:
    words = {"undo": _("Undo: {step}"), "redo": _("Redo: {step}")}.get(row.kind.value, "{step}")
    return words.format(step=row.step)


COLUMNS = (
    Column(N_("When"), lambda row: formats.local(row.at), "", 150),
    Column(N_("Who"), lambda row: row.by, "", 100),
    Column(N_("Step"), _step, "", 220),
    Column(N_("What"), _what, "", 110),
    Column(N_("Before"), lambda row: _values(row.before), "", 240),
    Column(N_("After"), lambda row: _values(row.after), "", 300, stretch=True),
)


class HistoryTab(QWidget):
    """The event's changes, newest first; read when the tab is looked at."""

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self._model = RowsModel(COLUMNS)
        self.table = Table(_("Change history"), COLUMNS)
        self.table.show_rows(self._model)
        self.setLayout(column(self.table, margin=2 * GRID))

    def show_event(self, _record: EventRecord, _rows: list[ParticipantRow]) -> None:
        """Read again only where it is seen."""
        if self.isVisible():
            self.looked_at()

    def looked_at(self) -> None:
        """Read the newest changes."""
        with self._workspace.read() as session:
            self._model.show(history.changes(session, event_id=self._id))
