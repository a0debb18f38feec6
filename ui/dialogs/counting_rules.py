"""How the figures are counted, in sentences."""

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from roundtables.queries.figures import RULES
from roundtables.words import _
from ui.theme import GRID, sized
from ui.widgets.parts import column, lay_out, wrapped


def show_rules(parent: QWidget) -> None:
    """Open the rules beside the figures."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(_("How this is counted"))
    dialog.setMinimumWidth(sized(520))
    buttons = QDialogButtonBox()
    close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
    buttons.rejected.connect(dialog.reject)
    rules = (wrapped(_(rule)) for rule in RULES)
    lay_out(dialog, column(*rules, 1, buttons, margin=6 * GRID, space=3 * GRID), close)
    dialog.open()
