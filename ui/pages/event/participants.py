"""Who takes part: role and reply for one or many at once, add and remove, import."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QStackedLayout, QToolButton, QWidget

from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.participants import ParticipantRow
from roundtables.services import participants as services
from roundtables.terms import Reply, Role
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.dialogs.people import PeopleDialog
from ui.dialogs.series_meetings import add_to_meetings
from ui.holders import tell_taken_off
from ui.icons import icon
from ui.importing import import_people
from ui.models.columns import Column, Edit
from ui.models.events import terms
from ui.models.people import full_name
from ui.models.rows import RowsModel
from ui.theme import GRID
from ui.widgets.announcing import show_count
from ui.widgets.parts import EmptyState, button, column, label, row
from ui.widgets.table import Table
from ui.widgets.table_hands import TableHands
from ui.workspace import Workspace

ROLE = Edit(
    lambda person: person.role,
    lambda session, keys, role, _report: services.set_role(session, keys, role),
    N_("Change role"),
    lambda: terms(Role),
)
REPLY = Edit(
    lambda person: person.reply,
    lambda session, keys, reply, _report: services.set_reply(session, keys, reply),
    N_("Record reply"),
    lambda: terms(Reply),
)
COLUMNS = (
    Column(N_("Name"), full_name, "name", 210, stretch=True),
    Column(N_("Organisation"), lambda person: person.organisation, "", 176),
    Column(N_("Email"), lambda person: person.email or "", "", 180),
    Column(N_("Role"), lambda person: _(person.role.label), "", 132, edit=ROLE),
    Column(N_("Reply"), lambda person: _(person.reply.label), "", 176, edit=REPLY),
    Column(N_("Replied"), lambda person: formats.local(person.replied_at) if person.replied_at else "", "at", 148),
    Column(N_("Country"), lambda person: person.country, "", 88, hidden=True),
    Column(N_("Language"), lambda person: person.language, "", 96, hidden=True),
)
SORTS: dict[str, Callable[[Any], Any]] = {
    "name": lambda person: (person.sort_name, person.id),
    "at": lambda person: person.replied_at.timestamp() if person.replied_at else 0.0,
}


def _counted(number: int) -> str:
    return n_("{n} participant changed", "{n} participants changed", number).format(n=formats.number(number))


class ParticipantsTab(QWidget):
    """The table of participants with its tools above."""

    COMMANDS = (*TableHands.COMMANDS, *TableHands.PASTING)

    import_asked = Signal()

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self._in_series = False
        self._model = RowsModel(COLUMNS, SORTS)
        self.table = Table(_("Participants"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=0)
        self.hands = TableHands(workspace, self.table, "participants", counted=_counted, pasting=True)
        self.hands.paste_asked.connect(lambda: import_people(self.window(), workspace, event_id, paste=True))
        empty = EmptyState(
            _("Nobody takes part yet. Bring in the list you were sent, or add people one by one."),
            _("Import…"),
            self.import_asked.emit,
        )
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(empty)
        self._number = label("", "muted")
        tools = row(
            button(_("Import…"), self.import_asked.emit, picture="tray-arrow-down", primary=True),
            button(_("Add…"), self._add, picture="plus"),
            self._menu(_("Role"), "account-outline", [(role, _(role.label)) for role in Role], self._set_role),
            self._menu(_("Reply"), "reply-outline", [(each, _(each.label)) for each in Reply], self._set_reply),
            button(_("Remove"), self._remove, picture="minus"),
            1,
            self._number,
        )
        layout = column(tools, holder, margin=2 * GRID, space=3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    def _menu(self, name: str, picture: str, choices: list[tuple[Any, str]], work: Any) -> QToolButton:
        tool = QToolButton()
        tool.setText(name)
        tool.setIcon(icon(picture))
        tool.setToolButtonStyle(tool.toolButtonStyle().ToolButtonTextBesideIcon)
        tool.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(tool)
        for value, words in choices:
            menu.addAction(words, partial(work, value))
        tool.setMenu(menu)
        return tool

    def show_event(self, record: EventRecord, rows: list[ParticipantRow]) -> None:
        """Show the participants; the selection stays with the people."""
        self._in_series = record.series_id is not None
        self.table.keep_row(lambda: self._model.show(rows))
        show_count(self._number, n_("{n} participant", "{n} participants", len(rows)).format(n=len(rows)))
        self._stack.setCurrentIndex(0 if rows else 1)

    def looked_at(self) -> None:
        """Nothing to load."""

    def selected_keys(self) -> list[int]:
        """The keys of the participants that are selected."""
        return [row.id for row in self.table.selected_rows()]

    def _set_role(self, role: Role) -> None:
        keys = self.selected_keys()
        if keys:
            self._workspace.do(_("Change role"), lambda session: services.set_role(session, keys, role))

    def _set_reply(self, reply: Reply) -> None:
        keys = self.selected_keys()
        if keys:
            self._workspace.do(_("Record reply"), lambda session: services.set_reply(session, keys, reply))

    def _add(self) -> None:
        dialog = PeopleDialog(self, self._workspace)

        def take(keys: list[int]) -> None:
            words = n_("{n} participant added", "{n} participants added", len(keys)).format(n=len(keys))
            if self._in_series:
                add_to_meetings(self.window(), self._workspace, self._id, keys, words)
                return
            self._workspace.do(
                _("Add participants"), lambda session: services.add(session, self._id, keys), notice=words
            )

        dialog.agreed.connect(take)
        dialog.open()

    def _remove(self) -> None:
        rows: list[ParticipantRow] = self.table.selected_rows()
        keys, people = [row.id for row in rows], [row.person_id for row in rows]
        if keys and self._workspace.do(_("Remove participants"), lambda session: services.remove(session, keys)):
            tell_taken_off(self._workspace, self._id, people)
