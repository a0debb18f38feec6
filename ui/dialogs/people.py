"""Choose people from the register."""

from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QWidget

from roundtables.queries import people as queries
from roundtables.queries.people import PersonFilter
from roundtables.words import N_, _
from ui.models.columns import Column
from ui.models.paged import PagedTableModel
from ui.theme import GRID
from ui.widgets.parts import column
from ui.widgets.table import Table
from ui.workspace import Workspace

TYPING_PAUSE = 120
COLUMNS = (
    Column(N_("Name"), lambda person: f"{person.last_name} {person.first_name}".strip(), "name", 220, stretch=True),
    Column(N_("Organisation"), lambda person: person.organisation, "organisation", 260),
)


class PeopleDialog(QDialog):
    """Type to find, choose one or several, Enter. `agreed` is sent with their keys."""

    agreed = Signal(list)

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Add participants"))
        self.resize(640, 520)
        self._workspace = workspace
        self._model = PagedTableModel(COLUMNS, self._count, self._load, PersonFilter(), "name")
        self.table = Table(_("People"), COLUMNS)
        self.table.show_rows(self._model, sorted_by=0)
        self.table.opened.connect(lambda _row: self._agree())
        self.words = QLineEdit()
        self.words.setPlaceholderText(_("Type a name, address or organisation"))
        self.words.setAccessibleName(_("Filter by words"))
        pause = QTimer(self)
        pause.setSingleShot(True)
        pause.timeout.connect(lambda: self._model.refresh(PersonFilter(words=self.words.text())))
        self.words.textChanged.connect(lambda: pause.start(TYPING_PAUSE))
        buttons = QDialogButtonBox()
        yes = buttons.addButton(_("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        yes.setDefault(True)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        self.setLayout(column(self.words, self.table, buttons, margin=6 * GRID, space=3 * GRID))
        self.words.setFocus()

    def _agree(self) -> None:
        keys = [row.id for row in self.table.selected_rows()]
        if keys:
            self.agreed.emit(keys)
            self.accept()

    def _count(self, narrowed: PersonFilter) -> int:
        with self._workspace.read() as session:
            return queries.count(session, narrowed)

    def _load(self, narrowed: PersonFilter, sort: str, descending: bool, offset: int, limit: int) -> list[Any]:  # noqa: FBT001 - as the model calls it
        with self._workspace.read() as session:
            return list(queries.page(session, narrowed, sort, descending=descending, offset=offset, limit=limit))
