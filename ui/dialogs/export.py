"""In which language something is written, and for whom."""

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QLineEdit, QWidget

from roundtables.words import LOCALES, NAMES, _, spoken
from ui.theme import GRID
from ui.widgets.fields import Form, choice_field, text_field
from ui.widgets.parts import column, lay_out, wrapped


class ExportDialog(QDialog):
    """Language, which begins as it is given, and, where it is recorded, the recipient; `note` is said below."""

    def __init__(self, parent: QWidget, title: str, *, for_whom: bool, language: str = "", note: str = "") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        fields = [choice_field("language", _("Language"), [(code, NAMES[code]) for code in LOCALES])]
        if for_whom:
            fields.append(text_field("for_whom", _("For")))
        self._form = Form(fields)
        self._form.fields["language"].show_value(language or spoken().code)
        said = wrapped(
            note or _("The list is entered as handed over, with a check sum by which it can be verified years later.")
            if for_whom
            else _("The sheet has no addresses, diets or access needs."),
            "muted",
        )
        buttons = QDialogButtonBox()
        yes = buttons.addButton(_("Choose where to save…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        lay_out(self, column(self._form, said, buttons, margin=6 * GRID, space=4 * GRID), yes)

    def language(self) -> str:
        """The code of the language that was chosen."""
        editor = self._form.fields["language"].editor
        return str(editor.currentData()) if isinstance(editor, QComboBox) else "en"

    def for_whom(self) -> str:
        """Who gets it."""
        field = self._form.fields.get("for_whom")
        return field.editor.text().strip() if field and isinstance(field.editor, QLineEdit) else ""
