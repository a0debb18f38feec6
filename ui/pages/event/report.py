"""What the funder is told of the event, and what its participants thought."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.participants import ParticipantRow
from ui.workspace import Workspace


class ReportTab(QWidget):
    """What the funder is told of the event, and what its participants thought."""

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id

    def show_event(self, record: EventRecord, _rows: Sequence[ParticipantRow]) -> None:
        """Show what belongs to the event."""

    def looked_at(self) -> None:
        """Put the keyboard where it is used."""
        self.setFocus()
