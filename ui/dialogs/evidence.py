"""Before an evidence pack is made: of what, in which language, for whom, and what is missing in it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QLineEdit, QWidget

from roundtables.queries.evidence import Aspect, Check
from roundtables.words import LOCALES, N_, NAMES, _, n_, spoken
from ui import format as formats
from ui.models.columns import Column
from ui.models.hand_overs import check_in_words
from ui.models.rows import RowsModel
from ui.theme import GRID, sized
from ui.widgets.fields import Form, choice_field, text_field
from ui.widgets.parts import column, label, lay_out, wrapped
from ui.widgets.table import Table

COLUMNS = (
    Column(N_("Number"), lambda check: check.reference, "", 80),
    Column(N_("Missing"), check_in_words, "", 336, stretch=True),
    Column(N_("Files"), lambda check: ", ".join(check.names), "", 176),
)


class EvidenceDialog(QDialog):
    """`look` is called with what is chosen, an event or a work package, to show its checklist by `show_checks`.

    What is missing keeps nobody from going on; files without content only where the user agrees to leave them out.
    """

    def __init__(self, parent: QWidget, choices: Sequence[tuple[str, str]], language: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Evidence pack"))
        self.setMinimumWidth(sized(720))
        self.look: Callable[[str], None] = lambda _reference: None
        self._form = Form(
            (
                choice_field("of", _("Of"), [(value, formats.shown(words)) for value, words in choices]),
                choice_field("language", _("Language"), [(code, NAMES[code]) for code in LOCALES]),
                text_field("for_whom", _("For")),
            )
        )
        self._form.fields["language"].show_value(language or spoken().code)
        of = self._form.fields["of"].editor
        if isinstance(of, QComboBox):
            of.activated.connect(lambda _number: self.look(self.reference()))
        self._said = label("", "muted")
        self._left = wrapped("", "muted")
        self._model = RowsModel(COLUMNS)
        self.table = Table(_("What is missing"), COLUMNS)
        self.table.show_rows(self._model)
        self.table.setMinimumHeight(sized(120))
        self.leave_out = QCheckBox(_("Leave out the files whose contents are missing"))
        self.leave_out.toggled.connect(lambda _on: self._let_go_on())
        note = wrapped(
            _("One zip with all that proves it, entered as handed over. The same state makes the same file."), "muted"
        )
        buttons = QDialogButtonBox()
        self.agree = buttons.addButton(_("Choose where to save…"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        parts = (self._form, self._said, self.table, self._left, self.leave_out, note, buttons)
        layout = column(*parts, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(2, 1)
        lay_out(self, layout, self.agree)
        self.show_waiting()

    def show_waiting(self) -> None:
        """The checklist is being read."""
        self._gone = False
        self._model.show([])
        self._said.setText(_("Looking at what there is…"))
        self._left.hide()
        self.leave_out.hide()
        self.table.hide()
        self.agree.setEnabled(False)

    def show_checks(self, checks: Sequence[Check], left: Sequence[str], events: int) -> None:
        """Show what is missing; `left` are events that were not held, `events` how many are in the pack."""
        lacking = [check for check in checks if not check.fine]
        self._gone = any(check.aspect is Aspect.CONTENTS for check in lacking)
        self._model.show(lacking)
        self._said.setText(_said(len(lacking), events))
        words = _("Not held, so not in the pack: {references}").format(references=", ".join(left))
        self._left.setText(words)
        self._left.setVisible(bool(left))
        self.table.setVisible(bool(lacking))
        self.leave_out.setVisible(self._gone)
        self._let_go_on(events)

    def _let_go_on(self, events: int = 1) -> None:
        self.agree.setEnabled(bool(events) and (not self._gone or self.leave_out.isChecked()))

    def reference(self) -> str:
        """What the pack is of: E2.1 or WP2."""
        return str(self._form.values()["of"])

    def language(self) -> str:
        """The code of the language that was chosen."""
        return str(self._form.values()["language"])

    def for_whom(self) -> str:
        """Who gets it."""
        editor = self._form.fields["for_whom"].editor
        return editor.text().strip() if isinstance(editor, QLineEdit) else ""


def _said(lacking: int, events: int) -> str:
    if not events:
        return _("None of these events has been held: there is nothing to prove yet.")
    if not lacking:
        return _("Nothing is missing.")
    words = n_(
        "{n} thing is missing; the pack can be made all the same.",
        "{n} things are missing; the pack can be made all the same.",
        lacking,
    )
    return words.format(n=formats.number(lacking))
