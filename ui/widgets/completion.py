"""Names of the register offered while one is typed."""

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from roundtables.queries import organisations
from ui.workspace import Workspace


def complete_organisations(line: QLineEdit, workspace: Workspace) -> None:
    """Offer the organisations that what is typed fits; any other name may be typed too."""
    names = QStringListModel(line)
    completer = QCompleter(names, line)
    # What fits is found by the register's own search, accents and case ignored: nothing is filtered again here.
    completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    line.setCompleter(completer)

    def offer(text: str) -> None:
        with workspace.read() as session:
            names.setStringList(organisations.names_like(session, text))

    line.textEdited.connect(offer)
