"""Which columns a workbook has: the standard ones, some that are saved under a name, or others for this once."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QPushButton

from roundtables.queries import column_sets as queries
from roundtables.queries.column_sets import Chosen
from roundtables.words import _
from ui import format as formats
from ui.dialogs.workbook_columns import WorkbookColumnsDialog
from ui.widgets.fields import Field
from ui.widgets.parts import button
from ui.workspace import Workspace


class ColumnChoice:
    """A field for a form, and a button that opens the dialog in which columns are chosen."""

    def __init__(self, workspace: Workspace, sheets: Sequence[str]) -> None:
        self._workspace, self._sheets = workspace, tuple(sheets)
        self._options: list[tuple[str, Chosen]] = []
        self.box = QComboBox()
        self.field = Field("columns", _("Columns"), self.box)
        self.button: QPushButton = button(_("Choose columns…"), self.open_dialog, picture="table-column")
        self._fill("")

    def columns(self) -> Chosen:
        """What is chosen, by sheet; empty for the standard columns."""
        return self._options[max(self.box.currentIndex(), 0)][1]

    def name(self) -> str:
        """The name that it is saved under, empty where it is not."""
        return self._options[max(self.box.currentIndex(), 0)][0]

    def open_dialog(self) -> None:
        """Choose columns for each sheet."""
        window = self.box.window()
        dialog = WorkbookColumnsDialog(window, self._workspace, self._sheets, self.columns(), self.name())
        dialog.agreed.connect(self._take)
        dialog.finished.connect(lambda _result: self._fill(self.name()))
        dialog.open()

    def _take(self, columns: Chosen, name: str) -> None:
        self._fill(name, {} if name else columns)

    def _fill(self, name: str, once: Chosen | None = None) -> None:
        """Read what is saved, and choose the name, or what was chosen for this once."""
        if once is None and self._options and not self.name():
            once = self.columns()
        with self._workspace.read() as session:
            saved = queries.listing(session)
        self._options = [("", {}), *((kept.name, kept.columns) for kept in saved)]
        shown = [_("Standard columns"), *(formats.shown(kept.name) for kept in saved)]
        if once:
            self._options.append(("", once))
            shown.append(_("Chosen just now"))
        names = [option[0] for option in self._options]
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItems(shown)
            at = names.index(name) if name and name in names else len(names) - 1 if once else 0
            self.box.setCurrentIndex(at)
