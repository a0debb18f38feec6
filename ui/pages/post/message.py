"""One message of the outbox as it is read; above its text, what went wrong and what only a person can know."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from roundtables.errors import Expected
from roundtables.queries import post as queries
from roundtables.queries.post import MessageRow
from roundtables.terms import MessageState
from roundtables.words import _
from ui import format as formats
from ui.theme import GRID, sized
from ui.widgets.parts import column, label, wrapped
from ui.workspace import Workspace

LINES = 18 * GRID
"""The height of a text of three lines."""


class _Text(QPlainTextEdit):
    """Takes the room that is left, and asks for a few lines."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), sized(LINES))


class MessageDetail(QWidget):
    """The headers, the text and the names of what is attached; plain, whatever stands in it."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._shown: tuple[int, MessageState] | None = None
        self._subject = wrapped("")
        strong = self._subject.font()
        strong.setWeight(strong.Weight.DemiBold)
        self._subject.setFont(strong)
        self._to = wrapped("", "muted")
        self._state = wrapped("")
        self.text = _Text()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(_("Text of the message"))
        self._files = label("", "muted")
        layout = column(self._subject, self._to, self._state, self.text, self._files, space=GRID)
        layout.setStretch(3, 1)
        self.setLayout(layout)
        self.text.setMinimumHeight(sized(LINES))
        self.show_message(None)

    def show_message(self, message: MessageRow | None) -> None:
        """Show a message, or none."""
        if message is None:
            self._shown = None
            for each in (self._subject, self._to, self._files):
                each.setText("")
            self.text.clear()
            self._state.hide()
            return
        self._say_state(message)
        if self._shown == (message.id, message.state):
            return
        self._shown = message.id, message.state
        try:
            with self._workspace.read() as session:
                mail = queries.message_text(session, message.id)
        except Expected as error:
            self.text.setPlainText(str(error))
            return
        self._subject.setText(formats.shown(mail.subject or message.subject))
        to = formats.shown(mail.to or message.email)
        self._to.setText(_("To {recipient}, from {sender}").format(recipient=to, sender=formats.shown(mail.sender)))
        if not mail.sender:
            self._to.setText(_("To {recipient}").format(recipient=to))
        self.text.setPlainText(mail.text or _("The text of this message is not kept here."))
        files = ", ".join(dict.fromkeys(formats.shown(name) for name in mail.files))
        self._files.setText(_("Attached: {files}").format(files=files) if files else "")
        self._files.setVisible(bool(files))

    def _say_state(self, message: MessageRow) -> None:
        """What went wrong, in words; the choice where only a person can know."""
        words = ""
        if message.state is MessageState.UNKNOWN:
            words = _(
                "The connection broke after this message had gone out: it may have arrived. It is never sent again by "
                "itself. Ask the recipient or look into the mailbox, then say which it is."
            )
        elif message.state is MessageState.FAILED:
            words = _("The server refused this message. Put right what it says, then try again.")
        if message.answer and message.state is not MessageState.SENT:
            said = _("The server said: {words}").format(words=formats.shown(message.answer))
            words = f"{words} {said}".strip()
        self._state.setText(words)
        self._state.setVisible(bool(words))
