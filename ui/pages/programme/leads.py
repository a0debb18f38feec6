"""Choose who leads a work package: organisations in their order."""

from typing import Any

from PySide6.QtWidgets import QWidget

from roundtables.errors import Expected
from roundtables.queries.progress import PlannedPackage
from roundtables.words import _
from ui import format as formats
from ui.dialogs.form import FormDialog
from ui.pages.programme.organisations import OrganisationList
from ui.theme import GRID
from ui.widgets.fields import Form
from ui.widgets.parts import column, wrapped
from ui.workspace import Workspace


class LeadsDialog(FormDialog):
    """The organisations are arranged here and kept when the user agrees."""

    def __init__(self, parent: QWidget, workspace: Workspace, package: PlannedPackage) -> None:
        super().__init__(parent, _("Led by"), Form(()), _("Save"))
        self.leads = OrganisationList(workspace, _("Led by"))
        self.leads.show_organisations(package.leads)
        self.leads.rearranged.connect(self._rearrange)
        holder = QWidget()
        words = _("{number} {title}").format(number=package.number, title=formats.shown(package.title))
        holder.setLayout(column(wrapped(words, "muted"), self.leads, space=3 * GRID))
        layout: Any = self.layout()
        layout.insertWidget(0, holder)
        self.form.hide()
        (self.leads.list if package.leads else self.leads.line).setFocus()

    def organisations(self) -> list[Any]:
        """Keys of organisations, and names of those to be found or made; what stands in the line too."""
        left = self.leads.line.text().strip()
        return [*self.leads.keys(), *([left] if left else [])]

    def show_error(self, error: Expected) -> None:
        super().show_error(error)
        self._error.setText(str(error))
        self._error.show()

    def _rearrange(self, how: str, organisations: list[Any]) -> None:
        names = self.leads.names()
        self.leads.show_organisations([(key, names.get(key, str(key))) for key in organisations])
        if how == "add":
            self.leads.line.clear()
            self.leads.list.setCurrentRow(self.leads.list.count() - 1)
