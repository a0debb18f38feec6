"""How many meetings of a series something is for: this one, it and all later ones, or all."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QRadioButton, QWidget

from roundtables.services.series_changes import Scope
from roundtables.words import N_, _
from ui.theme import GRID, sized
from ui.widgets.parts import column, lay_out, wrapped

SCOPES = {
    Scope.ONE: N_("Only this meeting"),
    Scope.LATER: N_("This and all later meetings"),
    Scope.ALL: N_("All meetings"),
}
NARROWEST = 420


class ScopeDialog(QDialog):
    """Arrows choose, Enter agrees, Escape leaves all as it is. `agreed` is called with what was chosen."""

    def __init__(self, parent: QWidget, title: str, words: str, agree: str, agreed: Callable[[Scope], None]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(sized(NARROWEST))
        self._agreed = agreed
        self.choices = {scope: QRadioButton(_(name)) for scope, name in SCOPES.items()}
        self.choices[Scope.ONE].setChecked(True)
        buttons = QDialogButtonBox()
        yes = buttons.addButton(agree, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self._agree)
        buttons.rejected.connect(self.reject)
        said = wrapped(words)
        # Its height is reckoned by this width: by a narrower one it would leave a gap below.
        said.setMinimumWidth(sized(NARROWEST) - 12 * GRID)
        choices = column(*self.choices.values(), space=GRID)
        lay_out(self, column(said, choices, buttons, margin=6 * GRID, space=4 * GRID), yes)
        self.choices[Scope.ONE].setFocus()

    def scope(self) -> Scope:
        """What is chosen."""
        return next(scope for scope, choice in self.choices.items() if choice.isChecked())

    def _agree(self) -> None:
        scope = self.scope()
        self.accept()
        self._agreed(scope)
