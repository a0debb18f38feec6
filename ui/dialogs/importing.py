"""Participants in: what was read, which column is what, and what would become of each row. Nothing is written here."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QComboBox, QGridLayout, QScrollArea, QWidget

from roundtables.services import importing as services
from roundtables.services.importing import Choice, Proposal, Verdict
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.dialogs.preview import PreviewDialog
from ui.models.columns import Column
from ui.models.paged import Index
from ui.models.rows import RowsModel
from ui.theme import GRID, colours
from ui.widgets.parts import button, column, label, lay_out, row
from ui.widgets.table import Table
from ui.workspace import Workspace

FIELD_NAMES = {
    "phone": N_("Phone"),
    "job_title": N_("Job title"),
    "country": N_("Country"),
    "language": N_("Language"),
    "organisation": N_("Organisation"),
    "email": N_("Email"),
}
SIGNS = {
    Verdict.NEW: "+",
    Verdict.KNOWN: "=",
    Verdict.SIMILAR: "?",
    Verdict.REPEATED: "↑",
    Verdict.UNUSABLE: "!",
}


def _why(entry: Proposal) -> str:
    changes = "; ".join(f"{_(FIELD_NAMES.get(name, name))}: {now or '–'} → {new}" for name, now, new in entry.changes)
    return " — ".join(filter(None, (entry.reason, changes)))


COLUMNS = (
    Column(N_("Row"), lambda entry: str(entry.line.row), "", 60, number=True),
    Column(N_("Verdict"), lambda entry: f"{SIGNS[entry.verdict]}  {_(entry.verdict.label)}", "", 150),
    Column(N_("What happens"), lambda entry: _(entry.choice.label), "", 150),
    Column(N_("Name"), lambda entry: entry.line.name, "", 150),
    Column(N_("Email"), lambda entry: ", ".join(entry.line.emails), "", 180),
    Column(N_("Organisation"), lambda entry: entry.line.organisation, "", 130),
    Column(N_("Why"), _why, "", 260, stretch=True),
)
MOST_MAPPED = 30
"""So many columns can be said to be something else; of those beyond, the ones that were recognised."""
PATTERNS = "*.xlsx *.xls *.ods *.csv *.tsv *.txt *.vcf"


class PreviewModel(RowsModel):
    """The verdicts; what can't be used stands out by sign, word and colour."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole and index.isValid() and index.column() == 1:
            c = colours()
            shades = {Verdict.UNUSABLE: c.bad, Verdict.SIMILAR: c.warn, Verdict.REPEATED: c.warn, Verdict.NEW: c.good}
            return QColor(shades.get(self.rows[index.row()].verdict, c.muted))
        return super().data(index, role)


class ImportDialog(PreviewDialog):
    """`agreed` is sent with the proposals as the user wants them."""

    agreed = Signal(list)

    def __init__(self, parent: QWidget, workspace: Workspace, title: str) -> None:
        super().__init__(parent, workspace, title)
        self._source: Any = None
        self._header: Any = None
        self._order: Any = None
        self._proposals: list[Proposal] = []
        self._model = PreviewModel(COLUMNS)
        self.table = Table(_("Preview"), COLUMNS)
        self.table.show_rows(self._model)
        self._mapping = QWidget()
        scroll = QScrollArea()
        scroll.setWidget(self._mapping)
        scroll.setWidgetResizable(True)
        scroll.setFixedHeight(18 * GRID)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._columns = scroll
        self._columns.hide()
        holder = self.table_or_why(
            self.table, _("Choose the list you were sent, or copy the rows in your spreadsheet and paste them here.")
        )
        self._choices = QWidget()
        self._choices.setLayout(
            row(
                label(_("Selected rows:"), "muted"),
                button(_("Add as new"), lambda: self._choose(Choice.ADD)),
                button(_("Same person"), lambda: self._choose(Choice.SAME)),
                button(_("Leave out"), lambda: self._choose(Choice.LEAVE)),
                1,
                self.figures,
            )
        )
        self._choices.hide()
        tools = row(
            button(_("Choose a file…"), self.choose_file, picture="folder-open-outline"),
            button(_("Paste"), self.paste, picture="content-paste"),
            1,
        )
        layout = column(
            tools,
            self.error,
            self._columns,
            holder,
            self.busy,
            self._choices,
            self.buttons,
            margin=6 * GRID,
            space=3 * GRID,
        )
        layout.setStretch(3, 1)
        lay_out(self, layout, self.yes)

    def choose_file(self) -> None:
        """Ask for a file and read it."""
        path = self.ask_for_file(_("The list of participants"), _("Lists of people"), PATTERNS)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a file off the window's thread."""
        self._begin(lambda: services.read_file(path))

    def paste(self) -> None:
        """Read what is on the clipboard."""
        text = QGuiApplication.clipboard().text()
        self._begin(lambda: services.read_pasted(text))

    def _begin(self, read: Callable[[], Any]) -> None:
        self._header = self._order = None

        def work(report: Any) -> Any:
            return self._judge(read(), report)

        self._run(work)

    def _judge(self, source: Any, report: Any) -> Any:
        """Everything from rows to verdicts; called on a worker's thread."""
        header, order = services.understand(source, self._header, self._order)
        lines = services.read_lines(source, header, order, report)
        with self.workspace.read() as session:
            return source, header, order, services.propose(session, lines, report)

    def _run(self, work: Callable[[Any], Any]) -> None:
        self.begin(_("Reading the list"), work, self._show)

    def _show(self, result: Any) -> None:
        fresh = self._source is not result[0]
        self._source, self._header, self._order, self._proposals = result
        self._show_mapping()
        self._show_proposals()
        if fresh:
            self.take_keyboard(self.table)

    def _show_proposals(self) -> None:
        chosen = [index.row() for index in self.table.selectionModel().selectedRows()]
        self._model.show(self._proposals)
        for number in chosen:
            self.table.selectRow(number)
        self._choices.show()
        self.show_table(Verdict, [entry.verdict for entry in self._proposals])
        taken = sum(entry.choice is not Choice.LEAVE for entry in self._proposals)
        self.yes.setText(n_("Take over {n} person", "Take over {n} people", taken).format(n=taken))
        self.yes.setEnabled(taken > 0)

    def _show_mapping(self) -> None:
        """A choice above each column that was read, with the heading it had; and the order of names."""
        if self._header is None:
            self._columns.hide()
            return
        mapping = QWidget()
        grid = QGridLayout(mapping)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(GRID)
        grid.setRowStretch(2, 1)
        fields = services.column_choices()
        shown = [at for at, field in enumerate(self._header.columns) if at < MOST_MAPPED or field.name != "IGNORE"]
        for at, number in enumerate(shown):
            field = self._header.columns[number]
            heading = services.heading_of(self._source, self._header, number)
            name = label(formats.shown(heading)[:28] or _("Column {n}").format(n=number + 1), "muted")
            combo = QComboBox()
            combo.setAccessibleName(_("Column {n}").format(n=number + 1))
            combo.setMinimumContentsLength(12)
            for each in fields:
                combo.addItem(_(each.label), each.name)
            combo.setCurrentIndex(combo.findData(field.name))
            combo.activated.connect(lambda _at, number=number, combo=combo: self._remap(number, combo.currentData()))
            grid.addWidget(name, 0, at)
            grid.addWidget(combo, 1, at)
        at = len(shown)
        order = QComboBox()
        order.setAccessibleName(_("Order of names"))
        for each in type(self._order):
            order.addItem(_(each.label), each.name)
        order.setCurrentIndex(order.findData(self._order.name))
        order.activated.connect(lambda _at: self._reorder(order.currentData()))
        grid.addWidget(label(_("Order of names"), "muted"), 0, at)
        grid.addWidget(order, 1, at)
        grid.setColumnStretch(at + 1, 1)
        self._mapping = mapping
        self._columns.setWidget(mapping)
        self._columns.show()

    def _remap(self, number: int, name: str) -> None:
        self._header = services.with_column(self._header, number, name)
        self._run(lambda report: self._judge(self._source, report))

    def _reorder(self, name: str) -> None:
        self._order = type(self._order)[name]
        self._run(lambda report: self._judge(self._source, report))

    def _choose(self, choice: Choice) -> None:
        wanted = {entry.line.row for entry in self.table.selected_rows()}
        self._proposals = [
            services.with_choice(entry, choice) if entry.line.row in wanted else entry for entry in self._proposals
        ]
        self._show_proposals()

    def agree(self) -> None:
        if self._proposals:
            self.agreed.emit(self._proposals)
            self.accept()
