"""The words of one sending: subject and body in the languages of those who get it, changed for this time alone."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QWidget

from roundtables.errors import Expected, Invalid
from roundtables.services.post import templates
from roundtables.words import NAMES, _
from ui.sending import Prepared, Words
from ui.theme import GRID
from ui.widgets.fields import Field, text_field
from ui.widgets.parts import button, column, label, row
from ui.workspace import Workspace


class WordsPart(QWidget):
    """`edited` is sent while one types, `turned` with a language that was chosen."""

    edited = Signal()
    turned = Signal(str)

    def __init__(self, workspace: Workspace, prepared: Prepared) -> None:
        super().__init__()
        self._workspace, self._prepared = workspace, prepared
        self._words: dict[str, Words] = {}
        self._kept = {code: (each.subject, each.body) for code, each in prepared.wordings.items()}
        self._code = ""
        self.languages = QComboBox()
        self.languages.setAccessibleName(_("Language of the words"))
        self.languages.activated.connect(self._choose)
        self.subject = text_field("subject", _("Subject"))
        body = QPlainTextEdit()
        body.setTabChangesFocus(True)
        self.body = Field("body", _("Text"), body)
        self._back = button(_("Reset"), self.reset, picture="restore")
        self._back.setToolTip(_("Back to the wording that is kept"))
        for editor in (self.subject.editor, self.body.editor):
            editor.textChanged.connect(self._typed)  # type: ignore[union-attr]  # lines and texts both have it
        edit = button(_("Edit wordings…"), self._open_wordings, picture="text-box-edit-outline")
        head = row(label(_("Wording for this time"), "muted"), self.languages, 1, self._back)
        layout = column(
            head,
            self.subject.editor,
            self.subject.error,
            self.body.editor,
            self.body.error,
            row(edit, 1),
            space=2 * GRID,
        )
        layout.setStretch(3, 1)
        self.setLayout(layout)
        workspace.changed.connect(self._heard)

    def show_languages(self, codes: list[str]) -> None:
        """Offer the languages of those who get the message."""
        with QSignalBlocker(self.languages):
            self.languages.clear()
            for code in codes:
                self.languages.addItem(NAMES.get(code, code), code)
        self.languages.setVisible(len(codes) > 1)
        if codes and self._code not in codes:
            self.show_language(codes[0])

    def show_language(self, code: str) -> None:
        """Show the words of a language; what was typed in another is kept."""
        if code == self._code:
            return
        self._code = code
        with QSignalBlocker(self.languages):
            self.languages.setCurrentIndex(self.languages.findData(code))
        self._enter(*self._words.get(code, self._kept[code]))
        self.show_error(None)

    def _enter(self, subject: str, body: str) -> None:
        for field, text in ((self.subject, subject), (self.body, body)):
            field.enter(text)
        self._back.setEnabled((subject, body) != self._kept[self._code])

    def _choose(self, at: int) -> None:
        code = self.languages.itemData(at)
        self.show_language(code)
        self.turned.emit(code)

    def _typed(self) -> None:
        if not self._code:
            return
        words = self.subject.words(), self.body.words()
        self._words[self._code] = words
        self._back.setEnabled(words != self._kept[self._code])
        self.edited.emit()

    def changed(self) -> dict[str, Words]:
        """The words of those languages in which they are other than those that are kept."""
        return {code: words for code, words in self._words.items() if words != self._kept[code]}

    def reset(self) -> None:
        """Take the words that are kept again."""
        self._words.pop(self._code, None)
        self._enter(*self._kept[self._code])
        self.edited.emit()

    def _heard(self, tables: frozenset[str]) -> None:
        """Take up what was changed in the wording that is kept, but for what was typed here."""
        if tables and "message_template" not in tables:
            return
        with self._workspace.read() as session:
            for code in self._kept:
                wording = templates.wording(session, self._prepared.kind, code)
                self._kept[code] = wording.subject, wording.body
        if self._code and self._code not in self._words:
            self._enter(*self._kept[self._code])
        self.edited.emit()

    def show_error(self, error: Expected | None) -> None:
        """Say at its field what is wrong, or nothing."""
        at = error.field if isinstance(error, Invalid) else ""
        self.subject.show_error(str(error) if at == "subject" else "")
        self.body.show_error(str(error) if at == "body" else "")

    def _open_wordings(self) -> None:
        from ui.dialogs.wordings import open_wordings

        open_wordings(self.window(), self._workspace, self._prepared.kind, self._code)
