"""A rate table in: what was read row by row, what is wrong or missing, which decision it is of; then it is taken."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.services import rates as services
from roundtables.terms import CostKind
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.models.columns import Column
from ui.models.costs import amount
from ui.models.events import terms
from ui.models.paged import Index
from ui.models.rows import RowsModel
from ui.theme import GRID, colours, sized
from ui.widgets.fields import Form, choice_field, date_field, long_field, text_field
from ui.widgets.parts import button, column, lay_out, resize_within, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

if TYPE_CHECKING:
    from roundtables.formats.sheets.rate_table import RateLine, RateSheet

PATTERNS = "*.xlsx *.xls *.ods *.csv *.tsv *.txt"


def _km(value: int | None, last: str = "") -> str:
    return formats.number(value) if value is not None else last


def _to(line: "RateLine") -> str:
    return _km(line.to_km, "" if line.problem else _("and above"))


COLUMNS = (
    Column(N_("Row"), lambda line: str(line.row), "", 48, number=True),
    Column(N_("From, km"), lambda line: _km(line.from_km), "", 80, number=True),
    Column(N_("To, km"), _to, "", 80, number=True, fits=lambda: [_("and above")]),
    Column(N_("Amount"), lambda line: amount(line.cents), "", 80, number=True),
    Column(N_("What is wrong"), lambda line: line.problem, "", 160, stretch=True),
)


class LinesModel(RowsModel):
    """The rows as they were read; a problem stands out."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ForegroundRole and index.isValid() and index.column() == len(COLUMNS) - 1:
            return QColor(colours().bad)
        return super().data(index, role)


class RateImportDialog(QDialog):
    """Choose a file, look, say which decision it is of, take over. Nothing is written before that."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Import rate table"))
        resize_within(self, sized(1080), sized(560))
        self._workspace = workspace
        self._lines: tuple[RateLine, ...] = ()
        self._model = LinesModel()
        self.table = Table(_("Preview"), COLUMNS)
        self.table.show_rows(self._model)
        self.form = Form(
            (
                text_field("decision", _("Number of the decision")),
                text_field("name", _("Name")),
                choice_field("kind", _("Kind"), terms(CostKind)),
                text_field("currency", _("Currency")),
                date_field("valid_from", _("Valid from")),
                date_field("valid_until", _("Valid until")),
                long_field("note", _("Note"), lines=3),
            )
        )
        self.form.fields["currency"].enter("EUR")
        self.told = wrapped(
            _("A spreadsheet with the columns “From km”, “To km” and “Amount”, in any of the four languages."), "muted"
        )
        self.error = wrapped("", "error")
        self.error.hide()
        buttons = QDialogButtonBox()
        self._yes = buttons.addButton(_("Take over"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._yes.setEnabled(False)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        choose = row(button(_("Choose a file…"), self.choose_file, picture="folder-open-outline"), 1)
        left = column(self.form, 1)
        sides = row(left, self.table, space=6 * GRID)
        sides.setStretch(0, 2)
        sides.setStretch(1, 3)
        layout = column(choose, sides, self.told, self.error, buttons, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(1, 1)
        lay_out(self, layout, self._yes)

    def choose_file(self) -> None:
        """Ask for a file and read it."""
        path, _kind = QFileDialog.getOpenFileName(
            self, _("The rate table"), str(Path.home()), " ".join((_("Spreadsheets"), f"({PATTERNS})"))
        )
        if path:
            self.read(Path(path))

    def read(self, path: Path) -> None:
        """Read a file off the window's thread."""
        self._say("")
        self._workspace.run(
            _("Reading the rate table"), lambda _report: services.read_file(path), self._show, self._say
        )

    def _show(self, sheet: "RateSheet") -> None:
        self._lines = sheet.lines
        self._model.show(sheet.lines)
        for key, value in (
            ("decision", sheet.decision),
            ("name", sheet.name),
            ("currency", sheet.currency),
            ("valid_from", sheet.valid_from),
            ("valid_until", sheet.valid_until),
        ):
            if value:
                self.form.fields[key].enter(value)
        self._yes.setEnabled(False)
        try:
            services.require_usable(sheet.lines)
        except Expected as error:
            self._say(str(error))
            return
        self._say("")
        self._yes.setEnabled(True)
        self.told.setText(_summary(sheet.lines))
        self.form.fields["decision"].editor.setFocus()

    def _agree(self) -> None:
        try:
            values = self.form.values()
            with self._workspace.change(_("Import rate table")) as session:
                services.take_over(session, self._lines, **values)
        except Expected as error:
            at_field = isinstance(error, Invalid) and self.form.show_error(error.field, str(error))
            self._say("" if at_field else str(error))
            return
        self._workspace.noticed.emit(_("The rate table was taken over."), True)
        self.accept()

    def _say(self, words: str) -> None:
        self.error.setText(words)
        self.error.setVisible(bool(words))


def _summary(lines: "tuple[RateLine, ...]") -> str:
    """How many bands there are, and the distances that have none."""
    said = [n_("{n} band was read.", "{n} bands were read.", len(lines)).format(n=len(lines))]
    for gap in services.gaps(lines):
        words = _("There is no rate from {first} to {last} km; such a distance will be told, not guessed.")
        said.append(words.format(first=formats.number(gap.from_km), last=formats.number(gap.to_km)))
    return " ".join(said)
