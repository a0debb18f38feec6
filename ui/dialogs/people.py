"""Choose people from the register."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from roundtables.queries.people import PersonFilter
from roundtables.words import N_, _
from ui.models.columns import Column
from ui.models.people import people_model
from ui.theme import GRID
from ui.widgets.filter_line import FilterLine
from ui.widgets.parts import column, lay_out
from ui.widgets.table import Table
from ui.workspace import Workspace

COLUMNS = (
    Column(N_("Name"), lambda person: f"{person.last_name} {person.first_name}".strip(), "name", 220, stretch=True),
    Column(N_("Organisation"), lambda person: person.organisation, "organisation", 260),
)


class PeopleDialog(QDialog):
    """Type to find, choose one or several, Enter. `agreed` is sent with their keys."""

    agreed = Signal(list)

    def __init__(self, parent: QWidget, workspace: Workspace, title: str = "", agree: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title or _("Add participants"))
        self.resize(640, 520)
        self._model = people_model(workspace, COLUMNS)
        self.table = Table(_("People"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=0)
        self.table.opened.connect(lambda _row: self._agree())
        self.words = FilterLine(_("Type a name, address or organisation"))
        self.words.settled.connect(lambda: self._model.refresh(PersonFilter(words=self.words.text())))
        buttons = QDialogButtonBox()
        yes = buttons.addButton(agree or _("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        lay_out(self, column(self.words, self.table, buttons, margin=6 * GRID, space=3 * GRID), yes)
        self.words.setFocus()

    def _agree(self) -> None:
        keys = [row.id for row in self.table.selected_rows()]
        if keys:
            self.agreed.emit(keys)
            self.accept()
