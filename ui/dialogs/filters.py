"""Names for filters: one to save under, and the list of those there are."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QWidget

from roundtables.errors import Expected
from roundtables.queries import filters as queries
from roundtables.services import filters as services
from roundtables.words import _
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.theme import GRID, sized
from ui.widgets.fields import Form, text_field
from ui.widgets.parts import button, column, row
from ui.workspace import Workspace

ROW = Qt.ItemDataRole.UserRole


def ask_name(parent: QWidget, title: str, agree: str, begun: str, take: Callable[[str], object]) -> FormDialog:
    """Ask for a name; `take` may raise an Expected error, which is then said in the dialog."""
    form = Form([text_field("name", _("Name of the filter"))])
    form.fields["name"].show_value(begun)
    dialog = FormDialog(parent, title, form, agree)
    dialog.setMinimumWidth(sized(400))

    def try_it() -> bool:
        try:
            take(dialog.values()["name"])
        except Expected as error:
            dialog.show_error(error)
            return False
        return True

    dialog.take = try_it
    dialog.open()
    return dialog


class FiltersDialog(QDialog):
    """The named filters of a list, to rename and to delete."""

    def __init__(self, parent: QWidget, workspace: Workspace, view: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Saved filters"))
        self.resize(sized(420), sized(360))
        self._workspace, self._view = workspace, view
        self._list = QListWidget()
        self._list.setAccessibleName(_("Saved filters"))
        self._list.currentRowChanged.connect(self._follow)
        self._rename = button(_("Rename…"), self._ask_rename, picture="pencil-outline")
        self._delete = button(_("Delete"), self._remove, picture="delete-outline")
        buttons = QDialogButtonBox()
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        tools = row(self._rename, self._delete, 1)
        layout = column(self._list, tools, buttons, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        workspace.changed.connect(self._heard)
        self._fill()

    def _heard(self, tables: frozenset[str]) -> None:
        if not tables or "saved_filter" in tables:
            self._fill()

    def _fill(self) -> None:
        at = max(self._list.currentRow(), 0)
        with self._workspace.read() as session:
            rows = queries.of_view(session, self._view)
        self._list.clear()
        for each in rows:
            item = QListWidgetItem(formats.shown(each.name))
            item.setData(ROW, each)
            self._list.addItem(item)
        self._list.setCurrentRow(min(at, len(rows) - 1))
        self._follow()

    def _follow(self, _number: int = 0) -> None:
        chosen = self._list.currentItem() is not None
        self._rename.setEnabled(chosen)
        self._delete.setEnabled(chosen)

    def _ask_rename(self) -> None:
        kept = self._list.currentItem().data(ROW)

        def take(name: str) -> None:
            with self._workspace.change(_("Rename filter")) as session:
                services.rename(session, kept.id, name)

        ask_name(self, _("Rename filter"), _("Rename"), kept.name, take)

    def _remove(self) -> None:
        kept = self._list.currentItem().data(ROW)
        words = _("The filter “{name}” was deleted.").format(name=formats.shown(kept.name))
        self._workspace.do(_("Delete filter"), lambda session: services.delete(session, kept.id), notice=words)
