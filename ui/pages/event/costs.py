"""What the event costs: a table edited in place, what it adds up to and what is missing, and the catering below."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QSplitter, QStackedLayout, QWidget

from roundtables.queries import catering as catering_queries
from roundtables.queries import costs as queries
from roundtables.queries import participants
from roundtables.queries.costs import CostRow
from roundtables.queries.events import EventPage as EventRecord
from roundtables.queries.participants import ParticipantRow
from roundtables.services import costs as services
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.dialogs.cost import CostDialog
from ui.dialogs.rate_tables import open_rate_tables
from ui.dialogs.unit_cost import UnitCostDialog
from ui.models.costs import BY, COLUMNS, TOTAL_COLUMNS, CostsModel, TotalsModel, explained, lacking, total_rows
from ui.pages.event.catering import CateringPanel
from ui.theme import GRID, sized
from ui.widgets.announcing import show_count
from ui.widgets.parts import EmptyState, button, column, label, row, wrapped
from ui.widgets.table import Table
from ui.widgets.table_hands import TableHands
from ui.workspace import Workspace


def _counted(number: int) -> str:
    return n_("{n} cost changed", "{n} costs changed", number).format(n=formats.number(number))


class CostsTab(QWidget):
    """The costs with their tools above; below, what they add up to and who was served."""

    OWN = (
        Command("cost.add", N_("Add cost…"), "add", "Ins", "plus"),
        Command("cost.unit", N_("Unit cost…"), "add_unit_cost", "Ctrl+Shift+U", "map-marker-distance"),
        Command("cost.edit", N_("Edit cost…"), "edit", "Shift+F2", "pencil-outline"),
        Command("cost.copy", N_("Copy cost"), "copy", "Ctrl+Shift+C", "content-copy"),
        Command("cost.remove", N_("Remove cost"), "remove", "Del", "minus"),
        Command("cost.rates", N_("Rate tables…"), "open_rates", "", "table-large"),
    )
    COMMANDS = (*OWN, *TableHands.COMMANDS)

    def __init__(self, workspace: Workspace, event_id: int) -> None:
        super().__init__()
        self._workspace, self._id = workspace, event_id
        self._record: EventRecord | None = None
        self._rows: list[CostRow] = []
        self._model, self._sums = CostsModel(), TotalsModel()
        self.table = Table(_("Costs"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=0)
        self.table.opened.connect(lambda _cost: self.edit())
        self.table.chosen.connect(self._explain)
        self.hands = TableHands(workspace, self.table, "costs", counted=_counted)
        above = QWidget()
        self._stack = QStackedLayout(above)
        self._stack.addWidget(self.table)
        words = _("No costs are entered yet: neither what is expected nor what was paid.")
        self._stack.addWidget(EmptyState(words, _("Add cost…"), self.add))
        self._explained = wrapped("", "muted")
        upper = QWidget()
        shown = column(self._tools(), above, self._explained, space=3 * GRID)
        shown.setStretch(1, 1)
        upper.setLayout(shown)
        self.catering = CateringPanel(workspace, event_id)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(3 * GRID)
        split.addWidget(upper)
        split.addWidget(self._lower())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        self.setLayout(column(split, margin=2 * GRID))
        workspace.keyboard.bind(self, self.OWN, within=upper)

    def _tools(self) -> QWidget:
        self._number = label("", "muted")
        self._needing = [
            button(_("Edit…"), self.edit, picture="pencil-outline"),
            button(_("Copy"), self.copy, picture="content-copy"),
            button(_("Remove"), self.remove, picture="minus"),
        ]
        holder = QWidget()
        holder.setLayout(
            row(
                button(_("Add cost…"), self.add, picture="plus", primary=True),
                button(_("Unit cost…"), self.add_unit_cost, picture="map-marker-distance"),
                *self._needing,
                1,
                self._number,
                button(_("Rate tables…"), self.open_rates, picture="table-large"),
            )
        )
        return holder

    def _lower(self) -> QWidget:
        self.totals = Table(_("What the costs add up to"), TOTAL_COLUMNS)
        self.totals.setSelectionMode(Table.SelectionMode.NoSelection)
        self.totals.show_rows(self._sums)
        self._missing = wrapped("", "muted")
        sums, lower = QWidget(), QWidget()
        name = label(_("Totals"), "muted")
        name.setMinimumHeight(sized(32))
        self.by = QComboBox()
        self.by.setAccessibleName(_("Totals"))
        for key, words in BY.items():
            self.by.addItem(_(words), key)
        self.by.activated.connect(lambda _at: self._add_up())
        inner = column(row(name, 1, self.by), self.totals, self._missing)
        inner.setStretch(1, 1)
        sums.setLayout(inner)
        both = row(sums, self.catering, space=4 * GRID)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        lower.setLayout(both)
        lower.setMinimumHeight(sized(160))
        return lower

    def show_event(self, record: EventRecord, _rows: Sequence[ParticipantRow]) -> None:
        """Read what the event costs; the selection stays with the costs."""
        self._record = record
        with self._workspace.read() as session:
            self._rows = queries.listing(session, [self._id])
            occasions = catering_queries.listing(session, self._id)
        self.table.keep_row(lambda: self._model.show(self._rows))
        self._stack.setCurrentIndex(0 if self._rows else 1)
        for each in self._needing:
            each.setEnabled(bool(self._rows))
        self._add_up()
        show_count(self._number, n_("{n} cost", "{n} costs", len(self._rows)).format(n=formats.number(len(self._rows))))
        self._explain(self.table.current_row())
        self.catering.show_occasions(record, occasions, self._rows)

    def _add_up(self) -> None:
        totals = queries.totals(self._rows)
        self._sums.show(total_rows(totals, self.by.currentData()))
        self._missing.setText(lacking(totals.missing))
        self._missing.setVisible(totals.missing.any)

    def looked_at(self) -> None:
        """Put the keyboard on a cost."""
        if not self._rows:
            return
        if not self.table.currentIndex().isValid():
            self.table.go_to(0)
        self.table.setFocus()

    def _explain(self, cost: CostRow | None) -> None:
        self._explained.setText(explained(cost))
        self._explained.setVisible(bool(self._explained.text()))

    def _people(self) -> list[ParticipantRow]:
        with self._workspace.read() as session:
            return participants.listing(session, self._id)

    def _keys(self) -> list[int]:
        return [cost.id for cost in self.table.selected_rows()]

    def add(self) -> None:
        """Ask for a cost of all, of one person, or the same of many."""
        CostDialog(self.window(), self._workspace, self._id, self._people()).open()

    def add_unit_cost(self) -> None:
        """Ask for a distance and enter what a rate table has for it."""
        if self._record is not None:
            on = self._record.starts.date()
            UnitCostDialog(self.window(), self._workspace, self._id, on, self._people()).open()

    def edit(self) -> None:
        """Show all fields of the current cost."""
        cost = self.table.current_row()
        if cost is not None:
            CostDialog(self.window(), self._workspace, self._id, self._people(), cost).open()

    def copy(self) -> None:
        """Add costs like the selected ones, without their invoices."""
        keys = self._keys()
        if keys:
            words = n_("{n} cost copied, without its invoice", "{n} costs copied, without their invoices", len(keys))
            self._workspace.do(
                _("Copy costs"), lambda session: services.copy(session, keys), notice=words.format(n=len(keys))
            )

    def remove(self) -> None:
        """Remove the selected costs."""
        keys = self._keys()
        if keys:
            words = n_("{n} cost removed", "{n} costs removed", len(keys)).format(n=len(keys))
            self._workspace.do(_("Remove costs"), lambda session: services.remove(session, keys), notice=words)

    def open_rates(self) -> None:
        """Show the rate tables."""
        open_rate_tables(self.window(), self._workspace)
