"""The reminders that the rules will send: seen before they are written, and never sent unless that is switched on."""

import datetime as dt

from PySide6.QtWidgets import QPushButton, QWidget

from roundtables.services.post import reminders
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.links import Link
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.theme import colours, row_height
from ui.widgets.parts import button, column, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

MOST_ROWS = 3
"""Rows that are seen at once."""
SHOWN = "post/coming"
COLUMNS = (
    Column(N_("Will be sent"), lambda each: formats.local(each.due), "", 160),
    Column(
        N_("Type"), lambda each: _(each.kind.label), "", 160, fits=lambda: [_(kind.label) for kind in reminders.BY_RULE]
    ),
    Column(N_("Number"), lambda each: each.reference, "", 80),
    Column(N_("Event"), lambda each: each.title, "", 160, stretch=True),
    Column(N_("To how many"), lambda each: formats.number(each.recipients), "", 104, number=True),
)


class ComingPart(QWidget):
    """A line that says what comes next, and a small table in muted words; hidden where no rule sends anything soon."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._model = RowsModel(COLUMNS)
        self.table = Table(_("Reminders that will come"), COLUMNS)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.show_rows(self._model)
        self.table.opened.connect(lambda each: workspace.visit.emit(Link("event", each.event_id)))
        self.table.setStyleSheet(f"QTableView {{ color: {colours().muted}; }}")
        self._words = wrapped("", "muted")
        self._more: QPushButton = button("", self._turn, picture="unfold-more-horizontal")
        head = row(
            self._words,
            self._more,
            button(_("Reminder rules…"), self._open_rules, picture="bell-outline"),
        )
        head.setStretch(0, 1)
        self.setLayout(column(head, self.table))
        self.hide()

    def refresh(self) -> None:
        """Read what will come."""
        with self._workspace.read() as session:
            found = reminders.coming(session, dt.datetime.now(dt.UTC))
        self._model.show(found)
        self.setVisible(bool(found))
        if found:
            on = self._workspace.outgoing.settings().reminders
            self._words.setText(_next(found[0], len(found), on=on))
            self._size(len(found))

    def _size(self, number: int) -> None:
        shown = self._is_shown()
        self.table.setVisible(shown)
        self._more.setText(_("Hide them") if shown else _("Show them"))
        header = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(header + min(number, MOST_ROWS) * row_height() + 2)

    def _is_shown(self) -> bool:
        """Only once they were asked for: the messages that there are come first."""
        return str(self._workspace.settings.value(SHOWN)) == "True"

    def _turn(self) -> None:
        """Show the rows or hide them."""
        self._workspace.settings.setValue(SHOWN, str(not self.table.isVisibleTo(self)))
        self._size(len(self._model.rows))

    def _open_rules(self) -> None:
        from ui.dialogs.reminder_rules import open_rules

        open_rules(self.window(), self._workspace)


def _next(first: reminders.Coming, number: int, *, on: bool) -> str:
    """How many will come and when the next one does; and that nothing is sent while they are switched off."""
    words = n_("{n} reminder will come, on {moment}.", "{n} reminders will come, the next on {moment}.", number).format(
        n=formats.number(number), moment=formats.local(first.due)
    )
    if on:
        return words
    return f"{words} {_('Never sent unless reminders are switched on in the settings.')}"
