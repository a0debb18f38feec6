"""What a list shows, to a file: which rows, as what, and where."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFileDialog, QWidget

from roundtables.files import replace_file, safe_file_name
from roundtables.words import _, n_, spoken
from ui import format as formats
from ui.models.cells import CellsModel, Reader
from ui.models.columns import Column, Value
from ui.theme import GRID, sized
from ui.widgets.fields import Form, choice_field
from ui.widgets.parts import column, lay_out, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace

WORKBOOK, TEXT = ".xlsx", ".csv"


class ExportShownDialog(QDialog):
    """Which rows, and as what kind of file."""

    def __init__(self, parent: QWidget, every: int, selected: int) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Export what is shown"))
        self.setMinimumWidth(sized(440))
        rows = [(False, n_("The {n} row shown", "All {n} rows shown", every).format(n=formats.number(every)))]
        if selected:
            words = n_("The {n} selected row", "The {n} selected rows", selected)
            rows.append((True, words.format(n=formats.number(selected))))
        kinds = [(WORKBOOK, _("Spreadsheet (.xlsx)")), (TEXT, _("Separated text (.csv)"))]
        self._form = Form([choice_field("rows", _("Rows"), rows), choice_field("kind", _("File"), kinds)])
        self._form.fields["rows"].show_value(selected > 1)
        note = wrapped(_("The columns are written as the list shows them, in their order."), "muted")
        buttons = QDialogButtonBox()
        yes = buttons.addButton(_("Choose where to save…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        lay_out(self, column(self._form, note, buttons, margin=6 * GRID, space=4 * GRID), yes)

    def chosen(self) -> tuple[bool, str]:
        """Whether the selected rows alone, and the ending of the file."""
        return tuple(editor.currentData() for editor in self._editors())

    def _editors(self) -> list[QComboBox]:
        editors = (self._form.fields[key].editor for key in ("rows", "kind"))
        return [editor for editor in editors if isinstance(editor, QComboBox)]


class ExportShown:
    """Asks, and writes in the background: the rows as they are sorted and narrowed at this moment."""

    def __init__(self, workspace: Workspace, table: Table, model: CellsModel) -> None:
        self._workspace, self._table, self._model = workspace, table, model
        self._title = table.accessibleName()

    def ask(self) -> None:
        """Ask which rows and where to; then write."""
        if not self._model.rowCount():
            self._workspace.failed.emit(_("There is nothing to export: the list is empty."))
            return
        selected = self._table.selected_number()
        dialog = ExportShownDialog(self._table.window(), self._model.rowCount(), selected)
        dialog.accepted.connect(lambda: self._choose_file(*dialog.chosen()))
        dialog.open()

    def _choose_file(self, selected: bool, ending: str) -> None:  # noqa: FBT001 - as the dialog gives it
        day = dt.date.today()  # noqa: DTZ011 - the day on the wall is meant
        suggested = Path.home() / safe_file_name(f"{self._title} {day:%Y-%m-%d}{ending}")
        name, _kind = QFileDialog.getSaveFileName(self._table.window(), self._title, str(suggested), f"*{ending}")
        if name:
            path = Path(name)
            self.write(path if path.suffix.lower() == ending else path.with_name(path.name + ending), selected=selected)

    def write(self, path: Path, *, selected: bool) -> None:
        """Write the rows to a file off the window's thread; cancelled, nothing is left behind."""
        reader = self._model.reader(self._table.selected_spans() if selected else None)
        columns = self._table.shown_columns()
        title = self._title

        def work(report: Any) -> int:
            rows = _Counted(reader, columns, report)
            replace_file(path, lambda out: _write(path.suffix.lower(), title, columns, rows, out))
            return rows.number

        def done(number: int) -> None:
            words = n_("{n} row written to {file}", "{n} rows written to {file}", number)
            self._workspace.noticed.emit(words.format(n=formats.number(number), file=path), False)

        self._workspace.run(_("Exporting"), work, done)


class _Counted:
    """The values of the rows, cell by cell, and how many there were."""

    def __init__(self, reader: Reader, columns: list[Column], report: Any) -> None:
        self._reader, self._columns, self._report = reader, columns, report
        self.number = 0

    def __iter__(self) -> Iterator[list[Value]]:
        ways = [column.value or column.show for column in self._columns]
        for row in self._reader.rows(self._report):
            self.number += 1
            yield [way(row) for way in ways]


def _write(ending: str, title: str, columns: list[Column], rows: _Counted, out: BinaryIO) -> None:
    from roundtables.formats.sheets import shown

    headings = [_(column.heading) for column in columns]
    if ending == TEXT:
        shown.write_csv(headings, rows, out, spoken())
    else:
        shown.write_xlsx(title, headings, rows, out, spoken())
