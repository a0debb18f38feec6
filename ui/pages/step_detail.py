"""One step of the history in full: field by field what was and what is, and the ways to what it is about."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from roundtables.queries import history as queries
from roundtables.queries.history import MOST_SHOWN, StepLine
from roundtables.words import _, n_
from ui import format as formats
from ui.links import Link
from ui.models.history import LINE_COLUMNS, Line, lines, step_name
from ui.models.rows import RowsModel
from ui.theme import GRID
from ui.widgets.parts import button, column, label, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace


class StepDetail(QWidget):
    """Shows what a step changed. `undo_asked` is sent for the step that is shown."""

    undo_asked = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._step: StepLine | None = None
        self._title = wrapped("")
        strong = self._title.font()
        strong.setWeight(strong.Weight.DemiBold)
        self._title.setFont(strong)
        self._facts = wrapped("", "muted")
        self._more = label("", "muted")
        self._model = RowsModel(LINE_COLUMNS)
        self.table = Table(_("What the step changed"), LINE_COLUMNS)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.show_rows(self._model)
        self.table.chosen.connect(self._show_ways)
        self.table.opened.connect(self._open)
        self._event = button(_("Open event"), lambda: self._go("event"), picture="calendar-blank-outline")
        self._person = button(_("Open person"), lambda: self._go("person"), picture="account-outline")
        self._undo = button(_("Undo this step"), self.undo_asked.emit, picture="undo")
        words = column(self._title, self._facts, space=0)
        head = row(words, self._event, self._person, self._undo)
        head.setStretch(0, 1)
        layout = column(head, self.table, self._more)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setMinimumHeight(48 * GRID)
        self.show_step(None)

    def show_step(self, step: StepLine | None) -> None:
        """Show a step, or none."""
        self._step = step
        if step is None:
            self._model.show([])
            self._title.setText("")
            self._facts.setText("")
            for each in (self._event, self._person, self._undo, self._more):
                each.hide()
            return
        with self._workspace.read() as session:
            rows = queries.of_step(session, step.id)
            newest = queries.undoable(session)
        self._model.show([line for changed in rows for line in lines(changed)])
        self._title.setText(formats.shown(step_name(step.first)))
        number = n_("{n} row changed", "{n} rows changed", step.rows).format(n=formats.number(step.rows))
        self._facts.setText("  ·  ".join(filter(None, (formats.local(step.first.at), step.first.by, number))))
        self._more.setVisible(step.rows > MOST_SHOWN)
        left = step.rows - MOST_SHOWN
        words = n_("{n} further row is not shown.", "{n} further rows are not shown.", left)
        self._more.setText(words.format(n=formats.number(left)))
        self._undo.show()
        self._undo.setEnabled(step.id == newest)
        self._undo.setToolTip(
            "" if step.id == newest else _("Only the newest step can be undone: undo the steps after it first.")
        )
        if self._model.rows:
            self.table.go_to(0)
        self._show_ways(self.table.current_row())

    def _show_ways(self, line: Line | None) -> None:
        """What is gone has no way to it."""
        self._event.setVisible(line is not None and self._is_there(line, "event"))
        self._person.setVisible(line is not None and self._is_there(line, "person"))

    @staticmethod
    def _is_there(line: Line, kind: str) -> bool:
        key = line.row.event_id if kind == "event" else line.row.person_id
        return key is not None and (kind, key) in line.row.names and (kind, key) not in line.row.gone

    def _go(self, kind: str) -> None:
        line = self.table.current_row()
        if line is not None and self._is_there(line, kind):
            key = line.row.event_id if kind == "event" else line.row.person_id
            self._workspace.visit.emit(Link(kind, key))

    def _open(self, line: Line) -> None:
        """Enter and the double click lead to the person where there is one, else to the event."""
        self._go("person" if self._is_there(line, "person") else "event")
