"""The wording of messages in every language, edited beside a preview and a list of what may be filled in."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QSplitter,
    QWidget,
)

from roundtables.errors import Expected, Invalid
from roundtables.services.post import templates
from roundtables.services.post.templates import Wording
from roundtables.terms import MessageKind
from roundtables.words import LOCALES, N_, NAMES, _, n_, spoken
from ui.dialogs.asking import ask
from ui.latest import Latest
from ui.models.columns import Column
from ui.models.rows import RowsModel
from ui.theme import GRID, sized
from ui.widgets.fields import Field, text_field
from ui.widgets.message_view import MessageView
from ui.widgets.parts import button, column, label, lay_out, resize_within, row, wrapped
from ui.widgets.table import Table
from ui.workspace import Workspace


def meanings() -> list[str]:
    """What may be filled in, in words."""
    return [_(field.meaning) for field in templates.FIELDS]


COLUMNS = (
    Column(N_("What is filled in"), lambda field: _(field.meaning), "", 260, stretch=True, fits=meanings),
    Column(N_("As it is written"), lambda field: written(field.name), "", 150),
)
PAUSE = 250
"""Milliseconds of rest after which the preview follows what is typed."""
Place = tuple[MessageKind, str]


@dataclass(frozen=True)
class Asked:
    """What the preview is asked to fill in."""

    kind: MessageKind
    language: str
    subject: str
    body: str


def open_wordings(
    parent: QWidget, workspace: Workspace, kind: MessageKind = MessageKind.INVITATION, language: str = ""
) -> None:
    """Show the wording of a kind of message, in a language or that of the window."""
    WordingsDialog(parent, workspace, kind, language or spoken().code).open()


def written(name: str) -> str:
    """A field as a template writes it."""
    return f"{{{{ {name} }}}}"


class WordingsDialog(QDialog):
    """What is typed is kept for each kind and language until it is saved; nothing is lost by looking at another."""

    def __init__(self, parent: QWidget, workspace: Workspace, kind: MessageKind, language: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Wording of messages"))
        resize_within(self, sized(1120), sized(720))
        self._workspace = workspace
        self._edited: dict[Place, tuple[str, str]] = {}
        self._kept: dict[Place, Wording] = {}
        self._latest = Latest(self._filled, self)
        self._latest.answered.connect(self._show_preview)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._ask)
        self.kinds = _list(_("Kind of message"), [_(each.label) for each in MessageKind])
        self.languages = _list(_("Language"), [NAMES[code] for code in LOCALES])
        self.languages.setFixedHeight(self.languages.sizeHintForRow(0) * len(LOCALES) + 2 * GRID)
        self.preview = MessageView()
        sides = QSplitter(Qt.Orientation.Horizontal)
        sides.setChildrenCollapsible(False)
        sides.setHandleWidth(6 * GRID)
        for part in (self._editors(), self._preview()):
            sides.addWidget(part)
        sides.setSizes([sized(440), sized(440)])
        right = column(
            sides, wrapped(_("Enter or a double click puts a field in where you write."), "muted"), self._fields()
        )
        right.setStretch(0, 1)
        places = self._places()
        whole = row(places, right, space=6 * GRID)
        whole.setStretch(1, 1)
        buttons = QDialogButtonBox()
        self.save_button = buttons.addButton(_("Save"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole).setAutoDefault(False)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        self.back = button(_("Back to the shipped wording"), self.reset, picture="restore")
        layout = column(whole, row(self.back, 1, buttons), margin=6 * GRID, space=4 * GRID)
        layout.setStretch(0, 1)
        lay_out(self, layout, self.save_button)
        self.kinds.setCurrentRow(list(MessageKind).index(kind))
        self.languages.setCurrentRow(list(LOCALES).index(language))
        for each in (self.kinds, self.languages):
            each.currentRowChanged.connect(self.refresh)
        workspace.changed.connect(self._heard)
        self.refresh()
        self.body.editor.setFocus()

    def _places(self) -> QWidget:
        made = QWidget()
        layout = column(label(_("Kind of message"), "muted"), self.kinds, label(_("Language"), "muted"), self.languages)
        layout.setStretch(1, 1)
        made.setLayout(layout)
        made.setFixedWidth(sized(200))
        return made

    def _editors(self) -> QWidget:
        self.subject = text_field("subject", _("Subject"))
        body = QPlainTextEdit()
        body.setTabChangesFocus(True)
        self.body = Field("body", _("Text"), body)
        for editor in (self.subject.editor, self.body.editor):
            editor.textChanged.connect(self._typed)  # type: ignore[union-attr]  # lines and texts both have it
        self._into: QLineEdit | QPlainTextEdit = body
        made = QWidget()
        layout = column(
            label(_("Subject"), "muted"),
            self.subject.editor,
            self.subject.error,
            label(_("Text"), "muted"),
            self.body.editor,
            self.body.error,
        )
        layout.setStretch(4, 1)
        made.setLayout(layout)
        return made

    def _fields(self) -> QWidget:
        self._model = RowsModel(COLUMNS)
        self._model.show(templates.FIELDS)
        self.fields = Table(_("What may be filled in"), COLUMNS)
        self.fields.show_rows(self._model)
        self.fields.setSelectionMode(Table.SelectionMode.SingleSelection)
        self.fields.opened.connect(self.insert)
        self.fields.setFixedHeight(sized(180))
        return self.fields

    def _preview(self) -> QWidget:
        made = QWidget()
        layout = column(label(_("As a participant reads it"), "muted"), self.preview)
        layout.setStretch(1, 1)
        made.setLayout(layout)
        return made

    @property
    def place(self) -> Place:
        """The kind and language that are shown."""
        return list(MessageKind)[self.kinds.currentRow()], list(LOCALES)[self.languages.currentRow()]

    def kept(self, place: Place) -> Wording:
        """The wording that counts now, read once."""
        if place not in self._kept:
            with self._workspace.read() as session:
                self._kept[place] = templates.wording(session, *place)
        return self._kept[place]

    def refresh(self, _row: int = 0) -> None:
        """Show the wording of what is chosen, with what was typed and not saved."""
        kept = self.kept(self.place)
        subject, body = self._edited.get(self.place, (kept.subject, kept.body))
        self.subject.enter(subject)
        self.body.enter(body)
        self._say(None)
        self._mark()
        self._ask()

    def _heard(self, tables: frozenset[str]) -> None:
        if not tables or "message_template" in tables:
            self._kept.clear()
            self.refresh()

    def _mark(self) -> None:
        """Say in the lists what is not saved and what is of one's own; only that can go back to what is shipped."""
        kind, code = self.place
        for number, each in enumerate(MessageKind):
            unsaved = any(place[0] is each for place in self._edited)
            self.kinds.item(number).setText(_unsaved(_(each.label)) if unsaved else _(each.label))
        for number, each_code in enumerate(LOCALES):
            name = NAMES[each_code]
            if (kind, each_code) in self._edited:
                name = _unsaved(name)
            elif self.kept((kind, each_code)).own:
                name = _("{name} (own wording)").format(name=name)
            self.languages.item(number).setText(name)
        self.save_button.setEnabled(bool(self._edited))
        self.back.setEnabled((kind, code) in self._edited or self.kept((kind, code)).own)

    def _typed(self) -> None:
        kept, words = self.kept(self.place), (self.subject.words(), self.body.words())
        if words == (kept.subject, kept.body):
            self._edited.pop(self.place, None)
        else:
            self._edited[self.place] = words
        if self.subject.editor.hasFocus():
            self._into = self.subject.editor  # type: ignore[assignment]  # it is a line
        elif self.body.editor.hasFocus():
            self._into = self.body.editor  # type: ignore[assignment]  # it is a text
        self._mark()
        self._pause.start(PAUSE)

    def insert(self, field: templates.Field) -> None:
        """Put a field in where one was writing, and go on writing there."""
        if isinstance(self._into, QLineEdit):
            self._into.insert(written(field.name))
        else:
            self._into.insertPlainText(written(field.name))
        self._into.setFocus()

    def _ask(self) -> None:
        kind, code = self.place
        self._latest.ask(Asked(kind, code, self.subject.words(), self.body.words()))

    def _filled(self, asked: Asked) -> Any:
        """On another thread: the message with its fields filled in, or what is wrong."""
        now = dt.datetime.now(dt.UTC)
        try:
            with self._workspace.read() as session:
                return templates.preview(session, None, asked.kind, asked.language, asked.subject, asked.body, now)
        except Expected as error:
            return error

    def _show_preview(self, _asked: object, answer: Any) -> None:
        if isinstance(answer, Expected):
            self._say(answer)
            self.preview.show_fault(_("There is no preview while the wording has a fault."))
        else:
            self._say(None)
            self.preview.show_message(*answer)

    def _say(self, error: Expected | None) -> None:
        """Show an error at its field, that of the text where it names none."""
        at = error.field if isinstance(error, Invalid) else "body"
        self.subject.show_error(str(error) if error is not None and at == "subject" else "")
        self.body.show_error(str(error) if error is not None and at != "subject" else "")

    def save(self) -> bool:
        """Save all that was changed, as one step; where one can't be taken, nothing is, and that one is shown."""
        at = self.place
        try:
            with self._workspace.change(_("Change wording of messages")) as session:
                for at, words in self._edited.items():
                    templates.change(session, *at, *words)
        except Expected as error:
            self._go_to(at)
            self._say(error)
            return False
        number = len(self._edited)
        self._edited.clear()
        self._kept.clear()
        self.refresh()
        said = n_("{n} wording saved", "{n} wordings saved", number).format(n=number)
        self._workspace.noticed.emit(said, True)
        return True

    def _go_to(self, place: Place) -> None:
        for shown, at in (
            (self.kinds, list(MessageKind).index(place[0])),
            (self.languages, list(LOCALES).index(place[1])),
        ):
            with QSignalBlocker(shown):
                shown.setCurrentRow(at)
        self.refresh()

    def reset(self) -> None:
        """Go back to what is shipped for the kind and language that are shown; undoing brings one's own back."""
        place = self.place
        was_own = self.kept(place).own
        self._edited.pop(place, None)
        if was_own and not self._workspace.do(
            _("Back to the shipped wording"),
            lambda session: templates.reset(session, *place),
            notice=_("The shipped wording counts again."),
        ):
            return
        self._kept.pop(place, None)
        self.refresh()

    def reject(self) -> None:
        """Close, by whatever way; what is not saved is asked about."""
        if not self._edited:
            super().reject()
            return
        number = len(self._edited)
        words = n_("{n} wording was changed and not saved.", "{n} wordings were changed and not saved.", number)
        answers = [(_("Save"), self._save_and_leave), (_("Don't save"), self.leave)]
        ask(self, (_("Wording of messages"), words.format(n=number), ""), answers, stay=_("Go on editing"))

    def _save_and_leave(self) -> None:
        if self.save():
            self.accept()

    def leave(self) -> None:
        """Close without saving."""
        self._edited.clear()
        super().reject()


def _unsaved(name: str) -> str:
    return _("{name} (not saved)").format(name=name)


def _list(name: str, words: list[str]) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    # Measured before it has its style, its lines would lie over one another.
    made.ensurePolished()
    made.addItems(words)
    return made
