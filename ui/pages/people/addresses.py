"""A person's further addresses: add one, remove one, make one the first."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.queries.person import AddressRow
from roundtables.services import people as services
from roundtables.words import _
from ui import format as formats
from ui.icons import icon
from ui.theme import GRID
from ui.widgets.fields import Form, text_field
from ui.widgets.parts import column, row, wrapped
from ui.workspace import Workspace


class Addresses(QWidget):
    """The further addresses, and a line to add one, which saves when it is left."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._person: int | None = None
        self._rows: tuple[AddressRow, ...] = ()
        self._lines = column(space=GRID)
        self.form = Form(
            (text_field("address", _("Further address"), hint=_("Add an address that the person is known by")),),
            lambda _key: self._add(),
        )
        self.setLayout(column(self._lines, self.form, space=2 * GRID))

    def show_addresses(self, person_id: int, rows: tuple[AddressRow, ...]) -> None:
        """Show a person's addresses."""
        if person_id != self._person:
            field = self.form.fields["address"]
            field.editor.clear()
            field.show_value("")
            field.show_error("")
        elif rows == self._rows:
            return
        self._person, self._rows = person_id, rows
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for address in rows:
            self._lines.addWidget(self._line(address))

    def _line(self, address: AddressRow) -> QWidget:
        shown = formats.shown(address.email)
        words = wrapped(shown)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        first = _tool("arrow-up", _("Write to {address} first").format(address=shown))
        first.clicked.connect(
            lambda _checked: self._do(_("Change address"), lambda session: services.make_first(session, address.id))
        )
        remove = _tool("close", _("Remove {address}").format(address=shown))
        remove.clicked.connect(
            lambda _checked: self._do(_("Remove address"), lambda session: services.remove_address(session, address.id))
        )
        line = QWidget()
        layout = row(words, first, remove, space=GRID)
        layout.setStretch(0, 1)
        line.setLayout(layout)
        return line

    def _do(self, name: str, work: Any) -> None:
        # The line that was clicked goes when the list is shown anew.
        self.form.fields["address"].editor.setFocus()
        self._workspace.do(name, work, notice=name)

    def _add(self) -> None:
        field = self.form.fields["address"]
        text, person = field.value(), self._person
        if person is None or not text.strip():
            field.show_error("")
            return
        try:
            with self._workspace.change(_("Add address")) as session:
                services.add_address(session, person, text)
        except Invalid as error:
            field.show_error(str(error))
        except Expected as error:
            self._workspace.failed.emit(str(error))
        else:
            field.show_error("")
            field.editor.clear()
            field.show_value("")


def _tool(picture: str, name: str) -> QToolButton:
    made = QToolButton()
    made.setIcon(icon(picture))
    made.setProperty("flat", True)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made
