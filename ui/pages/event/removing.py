"""Delete an event, unless guests hold invitations to it: they would not learn of it, so it is cancelled instead."""

from typing import TYPE_CHECKING

from roundtables.errors import Expected
from roundtables.services import events as services
from roundtables.services.events import InvitationsAreHeld
from roundtables.terms import EventStatus
from roundtables.words import _
from ui.dialogs.asking import ask

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
    question = _("{reference} was not deleted.").format(reference=page.record.reference)
    answer = (_("Invitations"), page.show_invitations) if called_off else (_("Cancel the event"), page.call_off)
    ask(page.window(), (_("Delete event"), question, str(error)), [answer])
