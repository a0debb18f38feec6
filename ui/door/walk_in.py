"""A walk-in: their name, and if they like an address and organisation; who is in the register already is offered."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from roundtables.queries.check_in import Namesake, badge_in
from roundtables.words import _, n_
from ui.door import words
from ui.door.lists import FoundList
from ui.theme import GRID
from ui.widgets.announcing import announce
from ui.widgets.parts import button, column, label, row, wrapped

LONGEST = 500


@dataclass(frozen=True)
class Entered:
    """What was entered of a walk-in."""

    name: str
    email: str
    organisation: str


class NamesakeList(FoundList):
    """Enter takes the row; letters go on to the line of the door, where a badge may be scanned meanwhile."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.currentRow() >= 0:
                self.taken.emit(self.currentRow())
            return
        if event.text().strip():
            event.ignore()
            return
        super().keyPressEvent(event)


class WalkInPanel(QWidget):
    """`agreed` has what was entered; `chosen` the row of those in the register, the last for none of them.

    `scanned` has the code of a badge that was scanned into one of the fields, without what was typed before it.
    """

    agreed = Signal(object)
    chosen = Signal(int)
    scanned = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name, self.email, self.organisation = QLineEdit(), QLineEdit(), QLineEdit()
        self.error = wrapped("", "error")
        self.warning = wrapped("", "doorHeading")
        self.namesakes = NamesakeList(_("In the register already"), keyboard=True)
        self.namesakes.taken.connect(self.chosen)
        self._fields: dict[str, QLineEdit] = {
            "name": self.name,
            "email": self.email,
            "organisation": self.organisation,
        }
        self._agree = button(_("Check in"), self._take, primary=True)
        self._back = button(_("Back"), self.left.emit)
        fields = QWidget()
        fields.setLayout(self._form())
        self._form_part = fields
        buttons = row(self._agree, self._back, 1)
        layout = column(fields, self.error, self.warning, self.namesakes, buttons, space=3 * GRID)
        layout.setStretch(3, 1)
        layout.addStretch(0)
        self.setLayout(layout)
        self.clear()

    def _form(self) -> QVBoxLayout:
        names = {"name": _("Name"), "email": _("Email, if they like"), "organisation": _("Organisation, if they like")}
        layout = column(space=GRID)
        for key, field in self._fields.items():
            name = label(names[key])
            name.setBuddy(field)
            field.setAccessibleName(names[key])
            field.setMaxLength(LONGEST)
            field.returnPressed.connect(lambda field=field: self._returned(field))
            layout.addWidget(name)
            layout.addWidget(field)
        return layout

    def begin(self, name: str) -> None:
        """Ask for a walk-in; what was entered before and not taken is still there where no name is given."""
        self._ask_again()
        if name:
            self.clear()
            self.name.setText(name)
        first = self.name if not self.name.text() else self.email
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Forget what was entered."""
        for field in self._fields.values():
            field.clear()
        self._ask_again()

    def entered(self) -> Entered:
        """What stands in the fields."""
        return Entered(self.name.text().strip(), self.email.text().strip(), self.organisation.text().strip())

    def refuse(self, field: str, said: str) -> None:
        """Say what can't be taken, and go to where it was entered."""
        self.error.setText(said)
        self.error.show()
        place = self._fields.get(field, self.name)
        place.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.error, said, at_once=True)

    def offer(self, found: Sequence[Namesake]) -> None:
        """Show who is in the register already by this name or address, and the way to go on without them."""
        said = n_(
            "Somebody of this name or address is in the register already. Is it them?",
            "{n} people of this name or address are in the register already. Is it one of them?",
            len(found),
        ).format(n=len(found))
        self.error.hide()
        self.warning.setText(f"{words.SIGNS[words.WARN]}  {said}")
        self.namesakes.show_lines([*map(words.named, found), _("No: add them as a new person")])
        for part in (self.warning, self.namesakes):
            part.show()
        self._form_part.hide()
        self._agree.hide()
        self.namesakes.move(1)
        self.namesakes.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self.warning, f"{said} {self.namesakes.currentItem().text()}", at_once=True)

    def _ask_again(self) -> None:
        for part in (self.error, self.warning, self.namesakes):
            part.hide()
        self._form_part.show()
        self._agree.show()

    def _returned(self, field: QLineEdit) -> None:
        code = badge_in(field.text())
        if code is None:
            self._take()
            return
        field.setText(field.text().strip()[: -len(code)])
        self.scanned.emit(code)

    def _take(self) -> None:
        self.agreed.emit(self.entered())
