"""What was changed in this event: when, by whom, what was and what is."""

import datetime as dt
from typing import Any

from PySide6.QtWidgets import QWidget

from roundtables.queries import history
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.history import HistoryRow
from roundtables.queries.participants import ParticipantRow
from roundtables.terms import (
    CountedBy,
    EventFormat,
    EventKind,
    EventStatus,
    Presence,
    Reply,
    Role,
    Source,
    Term,
)
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
    "person": N_("Person"),
    "person_address": N_("Further address"),
    "person_needs": N_("Needs"),
    "project_role": N_("Role in a project"),
    "group_member": N_("Standing group"),
    "not_the_same": N_("Not the same"),
    "organisation": N_("Organisation"),
}
FIELDS = {
    "title": N_("Event name"),
    "kind": N_("Event type"),
    "format": N_("Format"),
    "status": N_("Status"),
    "starts": N_("Starts"),
    "ends": N_("Ends"),
    "all_day": N_("All day"),
    "timezone": N_("Time zone"),
    "place": N_("Place"),
    "online_url": N_("Online link"),
    "description": N_("Description"),
    "themes": N_("Topics"),
    "language": N_("Language"),
    "capacity": N_("Places"),
    "organiser_name": N_("Organiser"),
    "organiser_email": N_("Organiser's email"),
    "counted_by": N_("Attendance"),
    "sequence": N_("Revision"),
    "reference": N_("Number"),
    "role": N_("Role"),
    "reply": N_("Reply"),
    "replied_at": N_("Replied"),
    "presence": N_("Attendance"),
    "minutes": N_("Minutes"),
    "source": N_("Source"),
    "number": N_("Number"),
    "day": N_("Date"),
    "file_name": N_("File"),
    "for_whom": N_("For"),
    "sha256": N_("Check sum"),
    "participants": N_("Participants"),
    "first_name": N_("First name"),
    "last_name": N_("Last name"),
    "email": N_("Email"),
    "phone": N_("Phone"),
    "job_title": N_("Job title"),
    "diet": N_("Dietary requirements"),
    "access": N_("Accessibility needs"),
    "country": N_("Country"),
    "name": N_("Name"),
    "city": N_("City"),
}
TERMS: dict[str, type[Term]] = {
    "kind": EventKind,
    "format": EventFormat,
    "status": EventStatus,
    "role": Role,
    "reply": Reply,
    "presence": Presence,
    "source": Source,
    "counted_by": CountedBy,
}
WALL_TIMES = ("starts", "ends")
LONGEST = 160


def _what(row: HistoryRow) -> str:
    name = TABLES.get(row.table)
    return _(name) if name else row.table


def _values(values: dict[str, Any] | None) -> str:
    """The fields that people know, each with its name and its value as they would write it."""
    said = (
        f"{_(FIELDS[key])}: {_value(key, value)}"
        for key, value in (values or {}).items()
        if key in FIELDS and value not in (None, "", False)
    )
    text = ", ".join(said)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _value(key: str, value: Any) -> str:
    if key in TERMS and value in TERMS[key].__members__:
        return _(TERMS[key][value].label)
    if key in WALL_TIMES:
        return formats.moment(dt.datetime.fromisoformat(value))
    if key == "replied_at":
        return formats.local(dt.datetime.fromisoformat(value).replace(tzinfo=dt.UTC))
    if key == "day":
        return formats.day(dt.date.fromisoformat(value))
    return _("Yes") if value is True else str(value)


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
