"""About: the version, and the licences of all that is shipped. They are read when this opens, in the background."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QWidget

from roundtables import __version__
from roundtables.words import _
from ui import licences
from ui.theme import GRID, sized
from ui.widgets.parts import column, label, wrapped
from ui.workspace import Workspace


class AboutDialog(QDialog):
    """Plain text to scroll through."""

    def __init__(self, parent: QWidget, workspace: Workspace) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About Roundtables"))
        self.resize(sized(720), sized(560))
        title = label(f"Roundtables {__version__}", "title")
        words = wrapped(
            _("A local register of workshops, study visits and round-tables. Licence: EUPL-1.2."),
            "muted",
        )
        self.licences = QPlainTextEdit(_("Reading the licences…"))
        self.licences.setReadOnly(True)
        self.licences.setTabChangesFocus(True)
        self.licences.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.licences.setAccessibleName(_("Licences of all that is shipped"))
        buttons = QDialogButtonBox()
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setDefault(True)
        buttons.rejected.connect(self.reject)
        heading = label(_("Licences of all that is shipped"), "muted")
        layout = column(title, words, heading, self.licences, buttons, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        close.setFocus()
        workspace.run_quietly(licences.everything, self._show)

    def _show(self, text: str) -> None:
        self.licences.setPlainText(text)
