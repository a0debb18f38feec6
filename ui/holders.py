"""After a change: who holds what of the event now, with a way to its invitations. Nothing is ever sent by itself."""

from collections.abc import Collection

from roundtables.queries import invitations
from roundtables.words import _, n_
from ui import format as formats
from ui.links import Link
from ui.workspace import Workspace


def tell_outdated(workspace: Workspace, event_id: int, before: int | None) -> None:
    """Say how many hold an outdated invitation, if the revision is another than before."""
    with workspace.read() as session:
        if invitations.expected(session, event_id).sequence == before:
            return
        number = len(invitations.holders(session, event_id))
    if number:
        words = n_(
            "{n} person holds an outdated invitation. Nothing was sent.",
            "{n} people hold an outdated invitation. Nothing was sent.",
            number,
        )
        _point(workspace, words.format(n=formats.number(number)), event_id)


def tell_called_off(workspace: Workspace, event_id: int) -> None:
    """Say that the event was cancelled, and who has to be told."""
    with workspace.read() as session:
        number = len(invitations.holders(session, event_id))
    if not number:
        workspace.noticed.emit(_("The event is cancelled. Its participants and replies are kept."), True)
        return
    words = n_(
        "The event is cancelled. {n} person holds an invitation and was not told yet.",
        "The event is cancelled. {n} people hold an invitation and were not told yet.",
        number,
    )
    _point(workspace, words.format(n=formats.number(number)), event_id)


def tell_taken_off(workspace: Workspace, event_id: int, person_ids: Collection[int]) -> None:
    """Say how many participants were removed, and how many of them still hold an invitation."""
    removed = len(person_ids)
    with workspace.read() as session:
        number = len(set(invitations.holders(session, event_id)) & set(person_ids))
    words = n_("{n} participant removed", "{n} participants removed", removed).format(n=formats.number(removed))
    if not number:
        workspace.noticed.emit(words, True)
        return
    held = n_(
        "{n} of those removed holds an invitation and was not told yet.",
        "{n} of those removed hold an invitation and were not told yet.",
        number,
    )
    _point(workspace, f"{words}. {held.format(n=formats.number(number))}", event_id)


def _point(workspace: Workspace, words: str, event_id: int) -> None:
    workspace.pointed.emit(words, True, _("Invitations"), Link("event", event_id, "invitations"))
