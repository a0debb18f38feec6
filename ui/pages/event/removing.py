"""Delete an event, unless guests hold invitations to it: they would not learn of it, so it is cancelled instead."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from roundtables.errors import Expected
from roundtables.services import events as services
from roundtables.services.events import InvitationsAreHeld
from roundtables.terms import EventStatus
from roundtables.words import _

if TYPE_CHECKING:
    from ui.pages.event.page import EventPage


def remove(page: "EventPage") -> None:
    """Delete the event of a page; a notice offers to undo it."""
    workspace, words = page.workspace, _("{reference} was deleted.").format(reference=page.record.reference)
    try:
        with workspace.change(_("Delete event")) as session:
            services.delete(session, page.event_id)
    except InvitationsAreHeld as error:
        _offer_to_cancel(page, error)
    except Expected as error:
        if error.lasts is None:
            workspace.failed.emit(str(error))
    else:
        workspace.noticed.emit(words, True)


def _offer_to_cancel(page: "EventPage", error: InvitationsAreHeld) -> None:
    """Say who would not learn of it, and offer what comes first: cancelling, or telling them."""
    called_off = page.record.status is EventStatus.CANCELLED
    box = QMessageBox(page.window())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(_("Delete event"))
    box.setText(_("{reference} was not deleted.").format(reference=page.record.reference))
    box.setInformativeText(str(error))
    words = _("Go to the invitations") if called_off else _("Cancel the event")
    yes = box.addButton(words, QMessageBox.ButtonRole.AcceptRole)
    box.setEscapeButton(box.addButton(_("Close"), QMessageBox.ButtonRole.RejectRole))
    box.setDefaultButton(yes)
    yes.clicked.connect(page.show_invitations if called_off else page.call_off)
    box.open()
