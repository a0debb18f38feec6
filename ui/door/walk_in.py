"""A walk-in: their name, and if they like an address and organisation; who is in the register already is offered."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from roundtables.queries.check_in import Namesake, badge_in
from roundtables.words import _, n_
from ui.door import words
from ui.door.line import Entry
from ui.door.lists import FoundList
from ui.theme import GRID
from ui.widgets.elided import ElidedLabel
from ui.widgets.parts import button, column, row

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
            if self.currentRow() >= 0 and not event.isAutoRepeat():
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
        self.name, self.email, self.organisation = Entry(), Entry(), Entry()
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
        layout = column(fields, self.namesakes, buttons, 1, space=4 * GRID)
        layout.setStretch(1, 100)
        self.setLayout(layout)
        self.clear()

    def _form(self) -> QGridLayout:
        """The name in a line of its own, what may be left out side by side below."""
        names = {"name": _("Name"), "email": _("Email, if they like"), "organisation": _("Organisation, if they like")}
        layout = QGridLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(4 * GRID)
        layout.setVerticalSpacing(GRID)
        for number, (key, field) in enumerate(self._fields.items()):
            name = ElidedLabel(names[key])
            name.setBuddy(field)
            field.setAccessibleName(names[key])
            field.setMaxLength(LONGEST)
            field.returnPressed.connect(lambda field=field: self._returned(field))
            row, column, width = (0, 0, 2) if not number else (2, number - 1, 1)
            layout.addWidget(name, row, column, 1, width)
            layout.addWidget(field, row + 1, column, 1, width)
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

    def go_to(self, field: str) -> None:
        """Go to where what can't be taken was entered."""
        self._fields.get(field, self.name).setFocus(Qt.FocusReason.OtherFocusReason)

    def offer(self, found: Sequence[Namesake]) -> str:
        """Show who is in the register already by this name or address, and the way to go on without them.

        Returns what is to be said of it.
        """
        self.namesakes.show_lines([*map(words.named, found), _("No: add them as a new person")])
        self.namesakes.show()
        self._form_part.hide()
        self._agree.hide()
        self.namesakes.setFocus(Qt.FocusReason.OtherFocusReason)
        self.namesakes.setCurrentRow(0)
        return n_(
            "Somebody of this name or address is in the register already. Is it them?",
            "{n} people of this name or address are in the register already. Is it one of them?",
            len(found),
        ).format(n=len(found))

    def _ask_again(self) -> None:
        self.namesakes.hide()
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
