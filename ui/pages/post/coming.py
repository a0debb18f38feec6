"""The reminders that the rules will send: seen before they are written, and never sent unless that is switched on."""

import datetime as dt

from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QWidget

from roundtables.services.post import reminders
from roundtables.words import N_, _
from ui import format as formats
from ui.links import Link
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.theme import GRID, colours, row_height
from ui.widgets.parts import button, column, label, row
from ui.widgets.table import Table
from ui.workspace import Workspace

MOST_ROWS = 3
"""Rows that are seen at once."""
COLUMNS = (
    Column(N_("Will be sent"), lambda each: formats.local(each.due), "", 160),
    Column(N_("Type"), lambda each: _(each.kind.label), "", 160),
    Column(N_("Number"), lambda each: each.reference, "", 80),
    Column(N_("Event"), lambda each: each.title, "", 260, stretch=True),
    Column(N_("To how many"), lambda each: formats.number(each.recipients), "", 120, number=True),
)


class ComingPart(QWidget):
    """A small table in muted words; hidden where no rule sends anything soon."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._model = RowsModel(COLUMNS)
        self.table = Table(_("Reminders that will come"), COLUMNS)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda each: workspace.visit.emit(Link("event", each.event_id)))
        palette = self.table.palette()
        for role in (QPalette.ColorRole.Text, QPalette.ColorRole.HighlightedText):
            palette.setColor(role, QColor(colours().muted))
        self.table.setPalette(palette)
        self._words = label("", "muted")
        head = row(
            label(_("Reminders that will come")),
            self._words,
            1,
            button(_("Reminder rules…"), self._open_rules, picture="bell-outline"),
            space=3 * GRID,
        )
        self.setLayout(column(head, self.table))
        self.hide()

    def refresh(self) -> None:
        """Read what will come."""
        with self._workspace.read() as session:
            found = reminders.coming(session, dt.datetime.now(dt.UTC))
        self._model.show(found)
        on = self._workspace.outgoing.settings().reminders
        self._words.setText("" if on else _("Never sent unless reminders are switched on in the settings."))
        self.setVisible(bool(found))
        rows = min(len(found), MOST_ROWS)
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + rows * row_height() + 2)

    def _open_rules(self) -> None:
        from ui.dialogs.reminder_rules import open_rules

        open_rules(self.window(), self._workspace)
