"""What keeps the register from being written to for longer than one attempt, said above the pages until it is over."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from roundtables.errors import Expected
from roundtables.words import _, n_
from ui import format as formats
from ui.icons import icon
from ui.theme import GRID, sized
from ui.widgets.announcing import announce
from ui.widgets.parts import button, column, label, row, wrapped

MOST_NAMED = 5


class TroubleBar(QFrame):
    """`again` asks to try once more, `other` for another register, `leave` to close the program."""

    again = Signal()
    other = Signal()
    leave = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("trouble")
        self.words = wrapped("", "error")
        self.unsaved = wrapped("")
        self.words.setAccessibleName(_("Trouble"))
        sign = label("")
        sign.setPixmap(icon("alert-outline").pixmap(sized(20), sized(20)))
        self._again = button(_("Try again"), self.again.emit, picture="refresh", primary=True)
        self._other = button(_("Open another…"), self.other.emit, picture="folder-open-outline")
        self._leave = button(_("Close"), self.leave.emit)
        said = column(self.words, self.unsaved, space=GRID)
        layout = row(sign, said, self._again, self._other, self._leave, margin=3 * GRID, space=3 * GRID)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.hide()

    def say(self, error: Expected, unsaved: list[str]) -> None:
        """Say what it is and what is not saved because of it."""
        updated = error.lasts == "updated"
        words = _(
            "The register is read-only here from now on: it was brought to a newer version on another workstation. "
            "Close Roundtables and update it."
        )
        self.words.setText(words if updated else str(error))
        self.unsaved.setText(self._named(unsaved))
        self.unsaved.setVisible(bool(unsaved))
        self._again.setVisible(not updated)
        self._leave.setVisible(updated)
        self.show()
        announce(self, " ".join(filter(None, (self.words.text(), self.unsaved.text()))), at_once=True)

    @staticmethod
    def _named(unsaved: list[str]) -> str:
        if not unsaved:
            return ""
        names = ", ".join(formats.shown(name)[:60] for name in unsaved[:MOST_NAMED])
        words = n_(
            "Not saved, and still in the window as it was typed: {names}",
            "{n} changes are not saved, what was typed is still in the window: {names}",
            len(unsaved),
        )
        return words.format(n=len(unsaved), names=names)
