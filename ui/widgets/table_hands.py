"""What hands do with a table's rows and cells: edit, change many, fill down, copy, paste, arrange, export."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QWidget

from roundtables.errors import Expected, shortened
from roundtables.words import N_, _, n_
from ui import format as formats
from ui.commands import Command
from ui.models.cells import CellsModel, Reader
from ui.models.columns import Column, Report
from ui.models.copying import MOST_ROWS, as_cells
from ui.widgets.cell_editor import CellDelegate
from ui.widgets.table import Table
from ui.widgets.table_view import TableView
from ui.workspace import Workspace

AT_ONCE = 200
"""So many rows are changed or copied while one waits; more, in the background."""
MOST_CHANGED = 10_000
Named = Callable[[int], str]


class TableHands(QWidget):
    """The commands of one table; its keys count while the keyboard is in it. It has no face of its own.

    `counted` says in words how many rows were changed. `paste_asked` is sent where rows are to be taken in.
    """

    COMMANDS = (
        Command("table.edit", N_("Edit cell"), "edit_cell", "F2", "pencil-outline"),
        Command("table.change", N_("Change selected rows…"), "change_rows", "Ctrl+Shift+H", "table-edit"),
        Command("table.fill", N_("Fill down"), "fill_down", "Ctrl+Shift+D", "arrow-collapse-down"),
        Command("table.copy", N_("Copy cells"), "copy_cells", "Ctrl+C", "content-copy"),
        Command("table.columns", N_("Columns…"), "choose_columns", "Ctrl+Shift+L", "view-column-outline"),
        Command("table.export", N_("Export what is shown…"), "export_rows", "Ctrl+Shift+E", "table-arrow-right"),
    )
    READING = COMMANDS[3:]
    """What there is to do with a table whose cells can't be edited."""
    PASTING = (Command("table.paste", N_("Paste people…"), "paste_rows", "Ctrl+V", "content-paste"),)

    paste_asked = Signal()

    def __init__(self, workspace: Workspace, table: Table, view: str, *, counted: Named, pasting: bool = False) -> None:
        super().__init__(table)
        self.hide()
        self._workspace, self.table, self._counted = workspace, table, counted
        self.view = TableView(workspace.settings, table, view)
        self.view.asked.connect(self.choose_columns)
        model = self._model()
        model.take = self._take
        table.setItemDelegate(CellDelegate(table))
        table.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        editable = any(column.edit is not None for column in table.columns())
        own = self.COMMANDS if editable else self.READING
        commands = (*own, *self.PASTING) if pasting else own
        if table.actions():
            between = QAction(table)
            between.setSeparator(True)
            table.addAction(between)
        self.actions_by_key = workspace.keyboard.bind(self, commands, within=table)

    def _model(self) -> CellsModel:
        model: Any = self.table.model()
        return model  # type: ignore[no-any-return]  # a table with hands has such a model

    def edit_cell(self) -> None:
        """Edit the cell the keyboard is on, or the first of its row that can be."""
        index = self.table.currentIndex()
        if not index.isValid():
            return
        if not index.flags() & Qt.ItemFlag.ItemIsEditable:
            fitting = [column for column in self.table.shown_columns() if column.edit is not None]
            if not fitting:
                return
            index = index.siblingAtColumn(list(self.table.columns()).index(fitting[0]))
            self.table.selectionModel().setCurrentIndex(index, self.table.selectionModel().SelectionFlag.NoUpdate)
        self.table.edit(index)

    def _take(self, row: Any, column: Column, value: Any) -> bool:
        """Change one cell as a step of its own; what can't be taken is said together with what was typed."""
        edit = column.edit
        if edit is None:
            return False
        try:
            with self._workspace.change(_(edit.step)) as session:
                edit.change(session, [row.id], value, None)
        except Expected as error:
            words = str(error)
            if isinstance(value, str) and value:
                words = _("{error} What you typed: “{text}”").format(error=words, text=shortened(value))
            self._workspace.failed.emit(words)
            return False
        return True

    def _current_column(self) -> Column | None:
        index = self.table.currentIndex()
        return self.table.columns()[index.column()] if index.isValid() else None

    def change_rows(self) -> None:
        """Ask for a field and a value, and give it to all selected rows."""
        from ui.dialogs.change_rows import ChangeRowsDialog

        number = self.table.selected_number()
        columns = [column for column in self.table.columns() if column.edit is not None and column.edit.alike]
        if not number or not columns or self._too_many(number):
            return
        current = self._current_column()
        dialog = ChangeRowsDialog(self.table.window(), columns, number, current if current in columns else None)
        reader = self._selected()

        def take() -> bool:
            column, value = dialog.chosen()
            return self._change(column, value, reader, number, dialog.show_error)

        dialog.take = take
        dialog.open()

    def fill_down(self) -> None:
        """Give the value that the current column has in the first selected row to the others."""
        spans, column = self.table.selected_spans(), self._current_column()
        if not spans or column is None:
            return
        if column.edit is None or not column.edit.alike:
            words = _("The column “{column}” can't be filled down. Choose a cell of another column.")
            self._workspace.failed.emit(words.format(column=_(column.heading)))
            return
        number = self.table.selected_number()
        if number < 2:
            self._workspace.failed.emit(_("Select several rows first: the first one's value goes to the others."))
            return
        if self._too_many(number):
            return
        reader = self._selected()
        first = next(iter(self._model().reader([(spans[0][0], spans[0][0])]).rows()), None)
        if first is not None:
            self._change(column, column.edit.value(first), reader, number, self._workspace.failed.emit)

    def _too_many(self, number: int) -> bool:
        """Say so where more rows are selected than one step should hold: undoing it has to be bearable too."""
        if number > MOST_CHANGED:
            words = _("At most {most} rows can be changed at once. Nothing was changed; narrow the list first.")
            self._workspace.failed.emit(words.format(most=formats.number(MOST_CHANGED)))
        return number > MOST_CHANGED

    def _selected(self) -> Reader:
        return self._model().reader(self.table.selected_spans())

    def _change(self, column: Column, value: Any, reader: Reader, number: int, failed: Callable[[str], object]) -> bool:
        """One step for all rows of a reader, at once or in the background; returns whether it was made or begun."""
        edit = column.edit
        if edit is None:
            return False
        change, step = edit.change, _(edit.step)

        def work(report: Report | None) -> int:
            keys = reader.keys()
            with self._workspace.change(step) as session:
                change(session, keys, value, report)
            return len(keys)

        def done(changed: int) -> None:
            self._workspace.noticed.emit(self._counted(changed), True)

        if number > AT_ONCE:
            self._workspace.run(step, work, done)
            return True
        try:
            done(work(None))
        except Expected as error:
            failed(str(error))
            return False
        return True

    def copy_cells(self) -> None:
        """Put the shown columns of the selected rows on the clipboard, for spreadsheets and for plain text."""
        number = self.table.selected_number()
        if not number:
            return
        if number > MOST_ROWS:
            words = _("At most {most} rows can be copied at once. Nothing was copied; export them instead.")
            self._workspace.failed.emit(words.format(most=formats.number(MOST_ROWS)))
            return
        reader, columns = self._selected(), self.table.shown_columns()

        def work(report: Report | None) -> tuple[str, str]:
            return as_cells(reader.rows(report), columns)

        if number > AT_ONCE:
            self._workspace.run(_("Copying"), work, partial(self._copied, number))
        else:
            self._copied(None, work(None))

    def _copied(self, number: int | None, flavours: tuple[str, str]) -> None:
        data = QMimeData()
        data.setText(flavours[0])
        data.setHtml(flavours[1])
        QGuiApplication.clipboard().setMimeData(data)
        if number is not None:
            self._workspace.noticed.emit(
                n_("{n} row copied", "{n} rows copied", number).format(n=formats.number(number)), False
            )

    def paste_rows(self) -> None:
        """Take in what is on the clipboard, with the preview of an import."""
        self.paste_asked.emit()

    def choose_columns(self) -> None:
        """Ask which columns are shown, in which order, and by which the rows are sorted."""
        from ui.dialogs.columns import ColumnsDialog

        dialog = ColumnsDialog(
            self.table.window(), self.view.arrangement(), self.table.columns(), self._model().sort_of
        )
        dialog.agreed.connect(self.view.arrange)
        dialog.reset_asked.connect(self.view.begin_again)
        dialog.open()

    def export_rows(self) -> None:
        """Write the rows as they are shown, or the selected ones, to a file for a spreadsheet."""
        from ui.dialogs.export_shown import ExportShown

        exporting = ExportShown(self._workspace, self.table, self._model())
        exporting.ask()
