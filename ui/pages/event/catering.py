"""The occasions at which the event's participants were served, each with its sheet for the accounts."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QStackedLayout, QWidget

from roundtables.queries import catering as queries
from roundtables.queries import participants
from roundtables.queries.catering import CateringRow
from roundtables.queries.costs import CostRow
from roundtables.queries.events import EventPage as EventRecord
from roundtables.services import catering as services
from roundtables.services import hand_overs
from roundtables.words import N_, _, n_
from ui.commands import Command
from ui.dialogs.catering import CateringDialog
from ui.dialogs.export import ExportDialog
from ui.dialogs.saving import ask_where, write_to
from ui.models.costs import CATERING_COLUMNS, catering_lacks
from ui.models.rows import RowsModel
from ui.theme import sized
from ui.widgets.parts import EmptyState, button, column, label, row, wrapped
from ui.widgets.table import Table
from ui.widgets.tools import tool
from ui.workspace import Workspace


class CateringPanel(QWidget):
    """A small table with its tools above; nothing is asked for twice that the event knows."""

    COMMANDS = (
        Command("catering.add", N_("Add catering…"), "add", "Ins", "plus"),
        Command("catering.edit", N_("Edit catering…"), "edit", "F2", "pencil-outline"),
        Command("catering.remove", N_("Remove catering"), "remove", "Del", "minus"),
        Command("catering.sheet", N_("Catering sheet…"), "write_sheet", "Ctrl+Shift+V", "file-table-outline"),
    )

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self._record: EventRecord | None = None
        self._costs: Sequence[CostRow] = ()
        self._model = RowsModel(CATERING_COLUMNS)
        self.table = Table(_("Catering"), CATERING_COLUMNS)
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda _row: self.edit())
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(_("No catering is entered."), _("Add catering…"), self.add))
        self._tools = [
            tool(_("Add catering…"), self.add, "plus"),
            tool(_("Edit catering…"), self.edit, "pencil-outline"),
            tool(_("Remove catering"), self.remove, "minus"),
            button(_("Catering sheet…"), self.write_sheet, picture="file-table-outline"),
        ]
        self._missing = wrapped("", "muted")
        self.table.chosen.connect(self._tell)
        name = label(_("Catering"), "muted")
        name.setMinimumHeight(sized(32))
        layout = column(row(name, 1, *self._tools), holder, self._missing)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        workspace.keyboard.bind(self, self.COMMANDS, within=self)

    def show_occasions(self, record: EventRecord, rows: Sequence[CateringRow], costs: Sequence[CostRow]) -> None:
        """Show these occasions; `costs` are the event's, of which each may name one."""
        self._record, self._costs = record, costs
        self.table.keep_row(lambda: self._model.show(rows))
        if rows and not self.table.currentIndex().isValid():
            self.table.go_to(0)
        self._stack.setCurrentIndex(0 if rows else 1)
        for each in self._tools:
            each.setVisible(bool(rows))
        self._tell(self.table.current_row())

    def _tell(self, occasion: CateringRow | None) -> None:
        self._missing.setText(catering_lacks(occasion))
        self._missing.setVisible(bool(self._missing.text()))

    def add(self) -> None:
        """Ask for an occasion; its guests begin as those who were present."""
        self._ask(None)

    def edit(self) -> None:
        """Show the current occasion with its guests."""
        occasion = self.table.current_row()
        if occasion is not None:
            self._ask(occasion)

    def _ask(self, occasion: CateringRow | None) -> None:
        if self._record is None:
            return
        with self._workspace.read() as session:
            people = participants.listing(session, self._id)
            served = queries.served(session, occasion.id) if occasion is not None else []
        CateringDialog(self.window(), self._workspace, self._record, people, self._costs, occasion, served).open()

    def remove(self) -> None:
        """Remove the selected occasions; their costs stay."""
        keys = [occasion.id for occasion in self.table.selected_rows()]
        if keys:
            words = n_("{n} catering removed; its cost stays", "{n} caterings removed; their costs stay", len(keys))
            self._workspace.do(
                _("Remove catering"),
                lambda session: services.remove(session, keys),
                notice=words.format(n=len(keys)),
            )

    def write_sheet(self) -> None:
        """Write the current occasion's sheet and record that it was handed over."""
        occasion, record, workspace = self.table.current_row(), self._record, self._workspace
        if occasion is None or record is None:
            return
        dialog = ExportDialog(
            self.window(), _("Catering sheet"), for_whom=True, language=workspace.preferences.export_language
        )

        def agreed() -> None:
            name = hand_overs.suggested_name(record.reference, N_("Catering sheet"), dialog.language())
            path = ask_where(self.window(), workspace, dialog.windowTitle(), name, ".xlsx")
            if path is not None:
                self._write(occasion.id, path, dialog.language(), dialog.for_whom())

        dialog.accepted.connect(agreed)
        dialog.open()

    def _write(self, key: int, path: Path, code: str, for_whom: str) -> None:
        workspace = self._workspace

        def write(_report: Any) -> None:
            with workspace.change(_("Hand over catering sheet"), undoable=False) as session:
                by, at = workspace.register.user, dt.datetime.now(dt.UTC)
                services.hand_over_sheet(session, key, path, code, for_whom=for_whom, by=by, at=at)

        write_to(workspace, _("Writing the catering sheet"), path, write)
