"""Choose an organisation from the register."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from roundtables.queries import organisations as queries
from roundtables.words import N_, _
from ui import format as formats
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.theme import GRID
from ui.widgets.filter_line import FilterLine
from ui.widgets.parts import column, lay_out
from ui.widgets.table import Table
from ui.workspace import Workspace

COLUMNS = (
    Column(N_("Organisation"), lambda row: row.name, "name", 280, stretch=True),
    Column(N_("City"), lambda row: row.city, "", 140),
    Column(N_("People"), lambda row: formats.number(row.people), "people", 80, number=True),
)


class OrganisationsDialog(QDialog):
    """Type to find, choose one, Enter. `agreed` is sent with its key."""

    agreed = Signal(int)

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.setWindowTitle(_("Merge with"))
        self.resize(640, 520)
        self._model = RowsModel(COLUMNS, {"name": lambda row: row.sort_name, "people": lambda row: row.people})
        self.table = Table(_("Organisations"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=0)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.opened.connect(lambda _row: self._agree())
        self.words = FilterLine()
        self.words.settled.connect(self._narrow)
        buttons = QDialogButtonBox()
        yes = buttons.addButton(_("Choose"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        lay_out(self, column(self.words, self.table, buttons, margin=6 * GRID, space=3 * GRID), yes)
        self._narrow()
        self.words.setFocus()

    def _narrow(self) -> None:
        with self._workspace.read() as session:
            self._model.show(queries.listing(session, self.words.text()))

    def _agree(self) -> None:
        row = self.table.current_row()
        if row is not None:
            self.agreed.emit(row.id)
            self.accept()
