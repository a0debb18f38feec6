"""What one person was sent last about an event; where nothing is kept of it, what they would be sent now."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QWidget

from roundtables.formats.mail.shown import ShownMail, shown_mail
from roundtables.queries import invitations, post
from roundtables.queries.invitations import InvitationRow
from roundtables.terms import MessageKind
from roundtables.words import _
from ui import format as formats
from ui import sending
from ui.theme import GRID, sized
from ui.widgets.message_view import MessageView
from ui.widgets.parts import column, lay_out, resize_within, wrapped
from ui.workspace import Workspace


def open_message(parent: QWidget, workspace: Workspace, event_id: int, about: InvitationRow, kind: MessageKind) -> None:
    """Show the message of one participant, read or composed off the window's thread."""

    def work(_report: object) -> tuple[str, ShownMail]:
        with workspace.read() as session:
            key = invitations.last_message(session, event_id, about.person_id)
            if key is not None:
                return _sent_words(about), post.message_text(session, key)
        prepared = sending.prepare(workspace, event_id, kind, [about.person_id])
        message = sending.compose(workspace, prepared, prepared.plans[0], {})[0]
        return _("Nothing that was sent is kept here. This is what would be sent now."), shown_mail(message.content)

    def show(result: Any) -> None:
        MessageDialog(parent, about.name, *result).open()

    workspace.run_quietly(work, show)


def _sent_words(about: InvitationRow) -> str:
    if about.at is None:
        return ""
    words = _("Written on {moment}: {how}").format(
        moment=formats.local(about.at), how=_(about.way.label) if about.way else ""
    )
    return f"{words}\n{formats.shown(about.answer)}" if about.answer else words


class MessageDialog(QDialog):
    """A message to be read."""

    def __init__(self, parent: QWidget, name: str, words: str, message: ShownMail) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Message to {name}").format(name=formats.shown(name)))
        resize_within(self, sized(640), sized(560))
        self.view = MessageView()
        self.view.show_message(message.subject, message.text)
        self.view.text.setPlaceholderText(_("What it said is not kept here."))
        self.said = wrapped(words, "muted")
        self.said.setVisible(bool(words))
        files = wrapped(_("Attached: {files}").format(files=", ".join(map(formats.shown, message.files))), "muted")
        files.setVisible(bool(message.files))
        buttons = QDialogButtonBox()
        close = buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        layout = column(self.said, self.view, files, buttons, margin=6 * GRID, space=3 * GRID)
        layout.setStretch(1, 1)
        lay_out(self, layout, close)
        close.setFocus()
