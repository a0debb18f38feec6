"""A person's further addresses: add one, remove one, make one the first."""

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout, QLineEdit, QToolButton, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries.person import AddressRow
from roundtables.services import people as services
from roundtables.words import _
from ui import format as formats
from ui.icons import icon
from ui.theme import GRID
from ui.widgets.elided import ElidedLabel
from ui.widgets.fields import Field
from ui.widgets.parts import column, row
from ui.workspace import Workspace


class Addresses(QObject):
    """The addresses above the line in the form that one is added by, which saves when it is left."""

    def __init__(self, workspace: Workspace, field: Field) -> None:
        super().__init__()
        self._workspace, self._field = workspace, field
        self._person: int | None = None
        self._rows: tuple[AddressRow, ...] = ()
        self._lines = column(space=0)
        holder = field.editor.parentWidget()
        layout = holder.layout() if holder is not None else None
        if isinstance(layout, QBoxLayout):
            layout.insertLayout(0, self._lines)
        field.left.connect(self._add)

    def show_addresses(self, person_id: int, rows: tuple[AddressRow, ...]) -> None:
        """Show a person's addresses."""
        if person_id != self._person:
            self._clear()
        elif rows == self._rows:
            return
        self._person, self._rows = person_id, rows
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for address in rows:
            self._lines.addWidget(self._line(address))

    def _line(self, address: AddressRow) -> QWidget:
        shown = formats.shown(address.email)
        first = _tool("arrow-up", _("Write to {address} first").format(address=shown))
        first.clicked.connect(
            lambda _checked: self._do(_("Change address"), lambda session: services.make_first(session, address.id))
        )
        remove = _tool("close", _("Remove {address}").format(address=shown))
        remove.clicked.connect(
            lambda _checked: self._do(_("Remove address"), lambda session: services.remove_address(session, address.id))
        )
        line = QWidget()
        layout = row(ElidedLabel(address.email), first, remove, space=0)
        layout.setStretch(0, 1)
        layout.setContentsMargins(2 * GRID, 0, 0, 0)
        line.setLayout(layout)
        return line

    def _do(self, name: str, work: Any) -> None:
        # The button that was pressed goes with its line when the addresses are shown anew.
        self._field.editor.setFocus()
        self._workspace.do(name, work, notice=name)

    def _add(self, _key: str) -> None:
        text, person = self._field.value(), self._person
        if person is None or not text.strip():
            self._field.show_error("")
            return
        try:
            with self._workspace.change(_("Add address")) as session:
                services.add_address(session, person, text)
        except Invalid as error:
            self._field.show_error(str(error))
        except Expected as error:
            self._workspace.failed.emit(str(error))
        else:
            self._clear()

    def _clear(self) -> None:
        if isinstance(self._field.editor, QLineEdit):
            self._field.editor.clear()
        self._field.show_value("")
        self._field.show_error("")


def _tool(picture: str, name: str) -> QToolButton:
    made = QToolButton()
    made.setIcon(icon(picture))
    made.setProperty("flat", True)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made
