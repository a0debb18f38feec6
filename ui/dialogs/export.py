"""In which language something is written, and for whom."""

from PySide6.QtWidgets import QBoxLayout, QComboBox, QDialog, QDialogButtonBox, QLineEdit, QWidget

from roundtables.queries.column_sets import Chosen
from roundtables.words import LOCALES, NAMES, _, spoken
from ui.theme import GRID
from ui.widgets.column_choice import ColumnChoice
from ui.widgets.fields import Form, choice_field, text_field
from ui.widgets.parts import column, lay_out, row, wrapped


class ExportDialog(QDialog):
    """Language, which begins as it is given, and, where they are asked for, columns; where it is recorded, for whom.

    `note` is said below, instead of what is said of lists.
    """

    def __init__(
        self,
        parent: QWidget,
        title: str,
        *,
        for_whom: bool,
        language: str = "",
        note: str = "",
        columns: ColumnChoice | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        fields = [choice_field("language", _("Language"), [(code, NAMES[code]) for code in LOCALES])]
        if for_whom:
            fields.append(text_field("for_whom", _("For")))
        if columns is not None:
            fields.append(columns.field)
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
        parts: list[QWidget | QBoxLayout] = [self._form, said, buttons]
        if columns is not None:
            parts.insert(1, row(columns.button, 1))
        self._columns = columns
        lay_out(self, column(*parts, margin=6 * GRID, space=4 * GRID), yes)

    def language(self) -> str:
        """The code of the language that was chosen."""
        editor = self._form.fields["language"].editor
        return str(editor.currentData()) if isinstance(editor, QComboBox) else "en"

    def columns(self) -> Chosen:
        """The columns that were chosen, by sheet; empty for the standard ones."""
        return self._columns.columns() if self._columns is not None else {}

    def for_whom(self) -> str:
        """Who gets it."""
        field = self._form.fields.get("for_whom")
        return field.editor.text().strip() if field and isinstance(field.editor, QLineEdit) else ""
