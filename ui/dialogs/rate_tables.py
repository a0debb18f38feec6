"""The rate tables of the register: what is in each, until when it holds; import one, take over the example, remove."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QStackedLayout, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries import rates as queries
from roundtables.queries.rates import RateTableRow
from roundtables.services import rates as services
from roundtables.words import N_, _
from ui import format as formats
from ui.commands import Command
from ui.dialogs.rate_import import RateImportDialog
from ui.models.costs import BAND_COLUMNS, RATE_TABLE_COLUMNS
from ui.models.rows import RowsModel
from ui.theme import GRID, sized
from ui.widgets.fields import Form, date_field, long_field, text_field
from ui.widgets.parts import EmptyState, button, column, label, resize_within, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace


def open_rate_tables(parent: QWidget, workspace: Workspace) -> None:
    """Show the rate tables."""
    RateTablesDialog(parent, workspace).open()


class RateTablesDialog(QDialog):
    """The tables at the left, what is in the chosen one at the right; its fields save as they are left."""

    COMMANDS = (Command("rates.remove", N_("Remove rate table"), "remove", "Del", "minus"),)

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Rate tables"))
        resize_within(self, sized(960), sized(600))
        self._workspace = workspace
        self._shown: RateTableRow | None = None
        self._model, self._bands = RowsModel(RATE_TABLE_COLUMNS), RowsModel(BAND_COLUMNS)
        self.table = Table(_("Rate tables"), RATE_TABLE_COLUMNS)
        self.table.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.table.show_rows(self._model)
        self.table.chosen.connect(self._choose)
        self.bands = Table(_("Rates"), BAND_COLUMNS)
        self.bands.show_rows(self._bands)
        self.form = Form(
            (
                text_field("decision", _("Number of the decision")),
                text_field("name", _("Name")),
                date_field("valid_from", _("Valid from")),
                date_field("valid_until", _("Valid until")),
                long_field("note", _("Note"), lines=4),
            ),
            self._save,
        )
        self._told = wrapped("", "muted")
        self._error = wrapped("", "error")
        self._error.hide()
        end = row(1, button(_("Close"), self.reject))
        layout = column(self._tools(), self._body(), self._told, self._error, end, margin=6 * GRID)
        layout.setSpacing(3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        workspace.keyboard.bind(self, self.COMMANDS, within=self.table)
        workspace.changed.connect(self._heard)
        self.refresh()
        (self.table if self._model.rows else self._empty.step).setFocus()

    def _tools(self) -> QWidget:
        self._remove = button(_("Remove"), self.remove, picture="minus")
        self._example = button(_("Take over the example table"), self.take_over_example, picture="table-plus")
        holder = QWidget()
        holder.setLayout(
            row(button(_("Import…"), self.import_table, picture="tray-arrow-down"), self._example, self._remove, 1)
        )
        return holder

    def _body(self) -> QWidget:
        left, right, sides, holder = QWidget(), QWidget(), QWidget(), QWidget()
        left.setLayout(column(self.table))
        shown = column(self.form, label(_("Rates"), "muted"), self.bands, space=3 * GRID)
        shown.setStretch(2, 1)
        right.setLayout(shown)
        both = row(left, right, space=4 * GRID)
        both.setStretch(0, 1)
        both.setStretch(1, 1)
        sides.setLayout(both)
        words = _(
            "There is no rate table yet. Import the one of the decision that your grant agreement names, or take over "
            "the example to see what one looks like."
        )
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(sides)
        self._empty = EmptyState(words, _("Import…"), self.import_table)
        self._stack.addWidget(self._empty)
        return holder

    def _heard(self, tables: frozenset[str]) -> None:
        if not tables or tables & {"rate_table", "rate_band", "cost"}:
            self.refresh()

    def refresh(self) -> None:
        """Read the tables again; the chosen one stays."""
        with self._workspace.read() as session:
            rows = queries.tables(session)
        self.table.keep_row(lambda: self._model.show(rows))
        if rows and not self.table.currentIndex().isValid():
            self.table.go_to(0)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._choose(self.table.current_row())
        pairs = queries.overlaps(rows)
        self._told.setText(" ".join(_overlap(one, other) for one, other in pairs))
        self._told.setVisible(bool(pairs))

    def _choose(self, table: RateTableRow | None) -> None:
        if table is None or self._shown is None or table.id != self._shown.id:
            for field in self.form.fields.values():
                field.forget()
            self._say("")
        self._shown = table
        self.form.setEnabled(table is not None)
        self._remove.setEnabled(table is not None)
        self._bands.show(table.bands if table is not None else ())
        if table is not None:
            for key, field in self.form.fields.items():
                field.show_value(getattr(table, key))

    def _save(self, key: str) -> None:
        table = self._shown
        if table is None:
            return
        try:
            changes: Any = {key: self.form.fields[key].value()}
            with self._workspace.change(_("Change rate table")) as session:
                services.change(session, table.id, **changes)
        except Invalid as error:
            self.form.refuse(key, str(error), error.field)
        except Expected as error:
            self._say(str(error))
        else:
            self.form.accept(key)

    def import_table(self) -> None:
        """Bring in a table from a spreadsheet."""
        RateImportDialog(self, self._workspace).open()

    def take_over_example(self) -> None:
        """Take over the table that the program is shipped with."""
        self._do(_("Take over example table"), services.take_over_example, _("The example table was taken over."))

    def remove(self) -> None:
        """Remove the chosen table, unless a cost was chosen from it."""
        table = self._shown
        if table is not None:
            self._do(
                _("Remove rate table"), lambda session: services.remove(session, table.id), _("Rate table removed")
            )

    def _do(self, name: str, work: Any, notice: str) -> None:
        """A step whose error is told here: the window behind is covered."""
        try:
            with self._workspace.change(name) as session:
                work(session)
        except Expected as error:
            self._say(str(error))
            return
        self._say("")
        self._workspace.noticed.emit(notice, True)

    def _say(self, words: str) -> None:
        self._error.setText(words)
        self._error.setVisible(bool(words))

    def done(self, result: int) -> None:
        """What is being typed is saved."""
        self.form.settle()
        super().done(result)


def _overlap(one: RateTableRow, other: RateTableRow) -> str:
    return _("{one} and {other} hold at the same time: where both have a rate, the table has to be chosen.").format(
        one=formats.shown(one.decision), other=formats.shown(other.decision)
    )
